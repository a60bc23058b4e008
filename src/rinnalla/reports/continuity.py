"""How often the responsible worker has changed in a spell of support, and whether plans keep up with life (L-79).

Counted past the walls by the owner's function. By unit only "not once" and "at least once" are told, each hidden
against its own whole, so that the finer groups of all and the units do not tell of each other.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.lib.smallnumbers import Shown, protect
from rinnalla.organisations.models import Region, Unit
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.showing import in_words
from rinnalla.servicemodels import codes

TIMES = ("0", "1", "2", "3")


@dataclass(frozen=True)
class Continuity:
    """The report: cases by number of changes, by unit, and by number of revisions of the plan."""

    period: HalfYear
    least: int
    changes: list[tuple[str, Shown]]
    units: list[tuple[str, Shown, Shown]]
    revisions: list[tuple[str, Shown]]
    empty: bool


def report(region: Region, period: HalfYear) -> Continuity:
    """The region's cases with a responsible worker in the period."""
    least, names = codes.deadline(region, "small_number"), times()
    changes, revisions, stayed, changed = _ask(region, period)
    units = Unit.objects.filter(pk__in=[*stayed, *changed]).select_related("organisation")
    named = sorted((f"{unit.organisation.name}, {unit.name}", unit.pk) for unit in units)
    same, other = (protect({pk: found[pk] for _name, pk in named}, least) for found in (stayed, changed))
    by_changes, by_revisions = (protect({key: found[key] for key in TIMES}, least) for found in (changes, revisions))
    return Continuity(
        period, least, [(names[key], by_changes[key]) for key in TIMES],
        [(name, same[pk], other[pk]) for name, pk in named],
        [(names[key], by_revisions[key]) for key in TIMES] if revisions else [], empty=not changes,
    )


def times() -> dict[str, str]:
    """How many times, in words."""
    return {"0": _("Ei kertaakaan"), "1": _("Kerran"), "2": _("Kaksi kertaa"), "3": _("Kolme kertaa tai useammin")}


def _ask(region: Region, period: HalfYear) -> tuple[Counter[str], Counter[str], Counter[int], Counter[int]]:
    """Cases by changes, by revisions, and by unit those without a change and those with one."""
    changes, revisions = Counter[str](), Counter[str]()
    stayed, changed = Counter[int](), Counter[int]()
    causes = [one.key for one in codes.common().codes.revision_causes if one.circumstances]
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from reports_continuity_counts(%s, %s, %s, %s)", [region.pk, period.since, period.until, causes]
        )
        for what, key, unit, cases in cursor.fetchall():
            if what == "revisions":
                revisions[key] += cases
                continue
            changes[key] += cases
            (changed if key != TIMES[0] else stayed)[unit] += cases
    return changes, revisions, stayed, changed


def rows(told: Continuity) -> list[list[str]]:
    """The report as lines of a file."""
    lines = [[_("Asiakasvastaava vaihtunut"), _("Asiakkuuksia")]]
    lines += [[name, in_words(one, told.least)] for name, one in told.changes]
    lines += [[], [_("Yksikkö"), _("Ei kertaakaan"), _("Vähintään kerran")]]
    lines += [[name, in_words(same, told.least), in_words(other, told.least)] for name, same, other in told.units]
    lines += [[], [_("Suunnitelma muutettu, koska tilanne muuttui"), _("Asiakkuuksia")]]
    return lines + [[name, in_words(one, told.least)] for name, one in told.revisions]
