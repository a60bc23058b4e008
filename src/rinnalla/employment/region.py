"""Coaching of a region in numbers of people, for managers (L-18, L-64, L-65, E-24, T-56): small ones come hidden."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_list, code_name, deadline

YEAR = 12
LISTS = {
    "type": "coaching_types", "payer": "coaching_payers", "party": "coaching_parties", "job": "job_kinds",
    "outcome": "coaching_outcomes",
}


@dataclass(frozen=True)
class Line:
    """One number of people; None when there are some, but too few to tell."""

    name: str
    people: int | None


@dataclass(frozen=True)
class Share:
    """A part of a whole in per cent; None when either is too small to tell."""

    name: str
    percent: int | None


@dataclass(frozen=True)
class Figures:
    """The page's content. `least` is the smallest number that is told."""

    since: date
    until: date
    least: int
    tables: dict[str, list[Line]]
    shares: list[Share]


Counts = dict[tuple[str, str], int | None]


def figures(region: Region, until: date | None = None) -> Figures:
    """The last twelve months in the reader's own region."""
    last = until or dates.today()
    since, least = dates.add_months(last, -YEAR), deadline(region, "small_number")
    counts = _counts(region, since, last, least)
    tables = {what: _table(counts, what, name) for what, name in LISTS.items()}
    whole = deadline(region, "share_denominator")
    return Figures(since, last, least, tables, [
        Share(_("Työ vastaa osaamista, asiakkaan ja valmentajan mielestä"),
              _percent(counts, "match", "yes", ("yes", "no"), whole)),
        Share(_("Työprofiili on kokonainen"), _percent(counts, "profile", "whole", ("whole", "part", "none"), whole)),
        Share(_("Edelleensijoitus alkaneista töistä"), _percent(counts, "onward", "yes", ("yes", "no"), whole)),
    ])


def _counts(region: Region, since: date, until: date, least: int) -> Counts:
    with connection.cursor() as cursor:
        cursor.execute(
            "select what, key, people from employment_figures(%s, %s, %s, %s)", [region.pk, since, until, least]
        )
        return {(what, key): people for what, key, people in cursor.fetchall()}


def _table(counts: Counts, what: str, name: str) -> list[Line]:
    """Every code of the list, also those nobody has; only open paid work counts as the goal, others beside it."""
    keys = [one.key for one in code_list(name)]
    keys += sorted(key for kind, key in counts if kind == what and key not in keys)
    return [Line(code_name(name, key), counts.get((what, key), 0)) for key in keys]


def _percent(counts: Counts, what: str, part: str, parts: tuple[str, ...], whole: int) -> int | None:
    """Half up. Told only when every part may be told and the whole is large enough: else a hidden part could be
    worked out."""
    numbers = [counts.get((what, key), 0) for key in parts]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or sum(known) < whole:
        return None
    mine = counts.get((what, part), 0) or 0
    return (200 * mine + sum(known)) // (2 * sum(known))
