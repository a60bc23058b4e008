"""The way in as numbers for whoever leads the region: counted past the walls, small numbers hidden, never a name."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.numbers import format_decimal
from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown, hide_small, protect
from rinnalla.lib.texts import base_language
from rinnalla.organisations.models import Organisation, Region, Unit
from rinnalla.referrals.models import Kind, Outcome
from rinnalla.servicemodels import codes

YEAR = 12  # months


@dataclass(frozen=True)
class Period:
    """The days that are counted, both ends included."""

    since: date
    until: date

    @classmethod
    def last_year(cls) -> "Period":
        return cls(dates.add_months(dates.today(), -YEAR), dates.today())


@dataclass(frozen=True)
class Identified:
    """Filled checklists: by organisation of the region, those without any first (L-34), and by place (T-05)."""

    organisations: list[tuple[str, Shown]]
    places: list[tuple[str, Shown]]
    without: int


def identified(region: Region, period: Period) -> Identified:
    """Who uses the checklist and where needs are noticed. An organisation of the region with none is there too."""
    by_body, by_place = Counter[int](), Counter[str]()
    for organisation, place, number in _ask("referrals_identified", period):
        by_body[organisation] += number
        by_place[codes.national_key("identification_places", place, region)] += number
    least = codes.deadline(region, "small_number")
    bodies = Organisation.objects.filter(region=region, units__ended_on__isnull=True).distinct()
    names = {one.pk: one.name for one in bodies}
    numbers = protect({pk: by_body[pk] for pk in {*names, *by_body}}, least)
    in_order = sorted(names, key=lambda pk: (bool(by_body[pk]), names[pk]))
    return Identified(
        [(names[pk], numbers[pk]) for pk in in_order], _by_place(by_place, least),
        sum(not by_body[pk] for pk in names),
    )


def _by_place(counts: Counter[str], least: int) -> list[tuple[str, Shown]]:
    """Every place of the code list, also those without; last those that nobody told the place of."""
    names = {one.key: one.name for one in codes.code_list("identification_places")}
    names |= {key: codes.code_name("identification_places", key) for key in counts if key and key not in names}
    if counts[""]:
        names[""] = _("Paikkaa ei kerrottu")
    shown = protect({key: counts[key] for key in names}, least)
    return [(name, shown[key]) for key, name in names.items()]


# How guiding goes -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ByKind:
    """Warm or cold: how many were sent so, and in how many per cent of them the support began (None: too few)."""

    name: str
    sent: Shown
    begun: int | None


@dataclass(frozen=True)
class Effort:
    """How guiding goes (L-88, E-29, E-52, C-02, V-13, V-111). A number that would tell of a few is None.

    `ratings`: mean ease by receiving unit, 1–5. `minutes` and `fields`: the median of what a sender spent and filled.
    `abandoned`: per cent of begun referrals left unsent. `first_sign`: median days from the first sign or the beginning
    of unemployment to identification.
    """

    kinds: list[ByKind]
    ratings: list[tuple[str, str | None]]
    rating: str | None
    minutes: str | None
    fields: str | None
    abandoned: int | None
    first_sign: int | None
    outcomes: list[tuple[str, Shown]]


@dataclass(frozen=True)
class _Counted:
    """What the database counted: numbers and amounts by figure and key, and the limits of the region."""

    numbers: dict[tuple[str, str], int]
    amounts: dict[tuple[str, str], float]
    least: int
    denominator: int

    def amount(self, figure: str, key: str = "") -> float | None:
        """A median or mean, when it is of enough."""
        enough = self.numbers.get((figure, key), 0) >= self.least
        return self.amounts.get((figure, key)) if enough else None

    def share(self, part: int, whole: int) -> int | None:
        """Per cent; a share of nearly all or nearly none would tell the few others."""
        safe = whole >= self.denominator and all(one == 0 or one >= self.least for one in (part, whole - part))
        return round(100 * part / whole) if safe else None


def effort(region: Region, period: Period) -> Effort:
    """How heavy guiding is, how it goes on, how early needs are noticed."""
    rows = _ask("referrals_effort", period)
    told = _Counted(
        {(figure, key): number for figure, key, number, _amount in rows},
        {(figure, key): float(amount) for figure, key, _number, amount in rows if amount is not None},
        codes.deadline(region, "small_number"), codes.deadline(region, "share_denominator"),
    )
    sent = {kind: told.numbers.get(("sent", kind), 0) for kind in Kind.values}
    shown, left = protect(sent, told.least), told.numbers.get(("abandoned", ""), 0)
    begun = {kind: told.share(told.numbers.get(("begun", kind), 0), sent[kind]) for kind in Kind.values}
    ends = hide_small(  # one referral may be asked about, passed on and then taken: the sum says nothing
        {key: told.numbers.get(("outcome", key), 0) for key in Outcome.values if key != Outcome.SENT}, told.least
    )
    return Effort(
        kinds=[ByKind(str(Kind(kind).label), shown[kind], begun[kind]) for kind in Kind.values],
        ratings=_ratings(told), rating=_rating(told), minutes=_decimal(told.amount("seconds"), 60),
        fields=_decimal(told.amount("fields")), abandoned=told.share(left, left + sum(sent.values())),
        first_sign=_whole(told.amount("first_sign")),
        outcomes=[(str(Outcome(key).label), one) for key, one in ends.items()],
    )


def _ratings(told: _Counted) -> list[tuple[str, str | None]]:
    """Mean ease of referring by receiving unit (E-29)."""
    rated = [int(key) for (figure, key), number in told.numbers.items() if figure == "rating" and number]
    units = Unit.objects.filter(pk__in=rated).select_related("organisation")
    named = sorted((f"{unit.name}, {unit.organisation.name}", str(unit.pk)) for unit in units)
    return [(name, _decimal(told.amount("rating", key))) for name, key in named]


def _rating(told: _Counted) -> str | None:
    """The mean of all; hidden when those hidden by unit are so few that it would tell them."""
    each = [(n, told.amounts.get(key, 0.0)) for key, n in told.numbers.items() if key[0] == "rating" and n]
    hidden, all_of_them = sum(n for n, _mean in each if n < told.least), sum(n for n, _mean in each)
    if all_of_them < told.least or 0 < hidden < told.least:
        return None
    return _decimal(sum(n * mean for n, mean in each) / all_of_them)


def _decimal(amount: float | None, per: int = 1) -> str | None:
    return format_decimal(round(amount / per, 1), locale=base_language()) if amount is not None else None


def _whole(amount: float | None) -> int | None:
    return round(amount) if amount is not None else None


def _ask(function: str, period: Period) -> list[tuple[Any, ...]]:
    """Ask one of the owner's counting functions, which give numbers of the asker's own region alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {function}(%s, %s)", [period.since, period.until])
        return cursor.fetchall()
