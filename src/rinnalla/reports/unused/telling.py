"""What a region is told of its fields: those nobody filled in a year, and those that few records have.

How many records have a field filled is never told. Of a kind of record with fewer rows than the region's limit, or
about fewer clients or employers, nothing is told at all. That nobody filled a field tells of nobody. "Under a tenth"
would tell the number where there are few records: of twelve it is one. So it is told only where the filled ones could
still be anything from one up to the limit, as `lib.smallnumbers` asks of every hidden number. The number of records is
rounded. A year is told when it is over, as it was counted then, so that no two readings tell what lies between them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import about
from rinnalla.organisations.models import Region
from rinnalla.reports.unused.names import FIELDS, MODELS
from rinnalla.servicemodels import codes

SHARE, STEP = 10, 10  # seldom is under one in so many; to what the number of records is rounded


@dataclass(frozen=True)
class Unused:
    """A field in words: nobody filled it, or few did."""

    name: str
    nobody: bool

    @property
    def words(self) -> str:
        return _("Ei kertaakaan") if self.nobody else _("Alle kymmenesosassa kirjauksista")


@dataclass(frozen=True)
class Form:
    """A kind of record by its name, about how many there are of it, and its fields that are not in use."""

    name: str
    records: str
    fields: Sequence[Unused]


@dataclass(frozen=True)
class Told:
    """One finished year of a region; `year` is None before any has been counted."""

    year: int | None
    years: Sequence[int]
    forms: Sequence[Form]
    least: int


def report(region: Region, asked: str = "") -> Told:
    """The year asked for, or the last one that has been counted."""
    years, least = _years(region), codes.deadline(region, "small_number")
    year = next((one for one in years if str(one) == asked), years[0] if years else None)
    return Told(year, years, _forms(region, year, least) if year else [], least)


def _years(region: Region) -> list[int]:
    """The counted years that have something of the region, the newest first. The year that runs is never one."""
    with connection.cursor() as cursor:
        cursor.execute("select year from reports_field_years(%s)", [region.pk])
        return sorted((year for (year,) in cursor.fetchall() if year < dates.today().year), reverse=True)


def _forms(region: Region, year: int, least: int) -> list[Form]:
    """The kinds of record with a field to tell of, in the order of the rooms. A field that is no longer asked has no
    name, and is not told: it has been left out already."""
    with connection.cursor() as cursor:
        cursor.execute("select * from reports_field_use(%s, %s)", [region.pk, year])
        rows = cursor.fetchall()
    found: dict[str, list[Unused]] = defaultdict(list)
    records: dict[str, int] = {}
    for model, field, made, filled, subjects in rows:
        name = FIELDS.get(f"{model}.{field}")
        if name and min(made, subjects) >= least and (not filled or seldom(made, filled, least)):
            found[model].append(Unused(str(name), not filled))
            records[model] = made
    return [
        Form(str(name), _in_words(records[model]), sorted(found[model], key=lambda one: (not one.nobody, one.name)))
        for model, name in MODELS.items() if model in found
    ]


def seldom(made: int, filled: int, least: int) -> bool:
    """Whether it may be told that under a tenth have it: they are, and every number under the limit would be too."""
    return 0 < filled * SHARE < made and (least - 1) * SHARE < made


def _in_words(made: int) -> str:
    number = about(made, STEP)
    return _("alle %(least)s") % {"least": STEP} if number is None else _("noin %(n)s") % {"n": number}


def rows(told: Told) -> list[list[str]]:
    """What the page tells, as lines of a file."""
    heads = [_("Kirjaus"), _("Kirjauksia"), _("Kenttä"), _("Kuinka usein täytetty")]
    return [heads, *([form.name, form.records, one.name, one.words] for form in told.forms for one in form.fields)]
