"""What may be told of each indicator: small numbers hidden, also those that could be counted back from others (A13).

A share is whole per cent and stands on enough people, on both sides; how many stand behind it is told to the nearest
ten, since an exact number beside another figure of the same people would tell how many are missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown, about, hide_small, protect
from rinnalla.organisations.models import Region
from rinnalla.plans.models import GoalOutcome
from rinnalla.reports.definitions import definition
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.indicators.sums import Sum, Sums, of_half
from rinnalla.reports.showing import decimal
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import Indicator

STATE, FLOW = "state", "flow"


@dataclass(frozen=True)
class Limits:
    """From which number on something is told, as a number and as a part; from how many bodies on there are many; within
    how many days a plan is in time."""

    least: int
    whole: int
    bodies: int
    plan_days: int


@dataclass(frozen=True)
class Figure:
    """One indicator as a page shows it: the number in words, what it is of, and its parts. `head` is "" when nothing
    may be told; then `why` says so. `before` is the same number a half-year earlier, "" when it is not known. `value`
    is the number to draw by, None where nothing may be told."""

    key: str
    one: Indicator
    head: str
    unit: str = ""
    behind: str = ""
    before: str = ""
    why: str = ""
    value: float | None = None
    parts: Sequence[tuple[str, Shown]] = ()
    lines: Sequence[tuple[str, str, str, str]] = ()  # a score: its name, mean change, deviation, of about how many


@dataclass(frozen=True)
class Told:
    """All indicators of a region in a half-year."""

    period: HalfYear
    limits: Limits
    figures: Mapping[str, Figure]
    empty: bool = field(default=False)


Answer = tuple[str, str, dict[str, object]]  # the number in words, its unit, the rest of the figure


def report(region: Region, half: HalfYear) -> Told:
    """The region's indicators of a finished half-year, each beside the half before it."""
    limits = limits_of(region)
    now, before = of_half(region, half), of_half(region, half.before)
    earlier = figures_of(before, limits, region)
    figures = {
        key: replace(one, before=earlier[key].head) for key, one in figures_of(now, limits, region).items()
    }  # fmt: skip
    return Told(half, limits, figures, empty=not any(now.count(key) for key in READERS))


def limits_of(region: Region) -> Limits:
    """From which numbers on something is told in a region."""
    keys = ("small_number", "share_denominator", "many_bodies", "plan_in_time")
    return Limits(*(codes.deadline(region, key) for key in keys))


def figures_of(sums: Sums, limits: Limits, region: Region) -> dict[str, Figure]:
    """Every indicator of one half-year's sums."""
    figures = {}
    for key, tell in READERS.items():
        head, unit, more = tell(sums, key, limits, region)
        why = "" if head else _("Ei näytetä: takana on liian vähän ihmisiä.")
        figures[key] = Figure(key, definition(key), head, unit, why=why, **more)
    return figures


def _count(now: Sums, key: str, limits: Limits, region: Region) -> Answer:
    """So many in the half, and by month."""
    months = protect(_each_month(now, key), limits.least)
    whole = hide_small({key: now.count(key)}, limits.least)[key]
    parts = [(f"{month.month}/{month.year}", one) for month, one in months.items()]
    value = float(whole.number) if whole.kind == "number" else None
    return (str(whole.number) if value is not None else "", _("asiakkuutta"), {"parts": parts, "value": value})


def _each_month(now: Sums, key: str) -> dict[date, int]:
    """Every month from the first that has somebody to the last, also the empty ones between."""
    found = now.by_month(key)
    if not found:
        return {}
    first, last, months = min(found), max(found), {}
    while first <= last:
        months[first] = found[first]
        first = dates.add_months(first, 1)
    return months


def _days(now: Sums, key: str, limits: Limits, region: Region) -> Answer:
    """The middle one waited so many days."""
    known = now.count(key, lambda row: row.value >= 0)
    middle = now.median(key)
    if middle is None or known < limits.whole:
        return "", "", {}
    unit = _("päivä") if middle == 1 else _("päivää")
    return _half(middle), unit, {"behind": _of_about(known), "value": float(middle)}


def _share(which: Callable[[Sum, Limits], bool], of: Callable[[Sum], bool] = lambda row: True) -> Callable[..., Answer]:
    """Such a part of all, when neither those who are in it nor those who are not are few."""

    def tell(now: Sums, key: str, limits: Limits, region: Region) -> Answer:
        whole = now.count(key, of)
        inside = now.count(key, lambda row: of(row) and which(row, limits))
        if whole < limits.whole or 0 < inside < limits.least or 0 < whole - inside < limits.least:
            return "", "", {}
        percent = _rounded(inside, whole)
        return f"{percent} %", "", {"behind": _of_about(whole), "value": float(percent)}

    return tell


def _overdue(now: Sums, key: str, limits: Limits, region: Region) -> Answer:
    """So many actions are late, told when the clients they belong to are not few and not all but a few."""
    late = now.count(key, lambda row: row.value > 0)
    if 0 < late < limits.least or 0 < now.count(key) - late < limits.least:
        return "", "", {}
    if not now.count(key):
        return "", "", {}
    pieces = now.pieces(key)
    return str(pieces), _("toimenpidettä"), {"behind": _of_about(now.count(key)), "value": float(pieces)}


def _parts(names: Callable[[Region], Mapping[str, str]]) -> Callable[..., Answer]:
    """So many in each part; the whole only when no part is hidden."""

    def tell(now: Sums, key: str, limits: Limits, region: Region) -> Answer:
        named, found = names(region), now.by_dimension(key)
        others = {one: _("Muu") for one in found if one not in named}
        shown = protect({one: found[one] for one in {**named, **others}}, limits.least)
        if not found.total():
            return "", "", {}
        whole = str(found.total()) if all(one.kind == "number" for one in shown.values()) else ""
        about_whole = _of_about(found.total()) if not whole else ""
        parts = [({**named, **others}[one], told) for one, told in shown.items()]
        return whole or about_whole, _("asiakkuutta") if whole else "", {"parts": parts}

    return tell


def _changes(now: Sums, key: str, limits: Limits, region: Region) -> Answer:
    """The mean change of each score that enough people have taken twice."""
    names, lines = instrument_names(), []
    for name, one in sorted(now.changes(key).items()):
        if one.n >= limits.whole:
            instrument, _slash, dimension = name.partition("/")
            told = names.get(instrument, {}).get(dimension, name)
            lines.append((told, _signed(one.mean), decimal(one.deviation), _of_about(one.n)))
    better = sum(1 for line in lines if line[1].startswith("+"))
    head = _("%(n)s/%(all)s nousi") % {"n": better, "all": len(lines)} if lines else ""
    return head, "", {"lines": lines}


def instrument_names() -> dict[str, dict[str, str]]:
    """The name of each dimension of each instrument, with the instrument's."""
    return {
        one.key: {
            scale.key: f"{one.names.in_language}: {scale.names.in_language}"
            for edition in one.editions for scale in edition.scales
        }
        for one in codes.common().instruments
    }  # fmt: skip


def _stages(region: Region) -> dict[str, str]:
    return {one.key: one.name for one in codes.stages(codes.of_region(region.pk))}


READERS: dict[str, Callable[..., Answer]] = {
    "opened": _count,
    "days_to_acceptance": _days,
    "acceptance": _share(lambda row, limits: row.dimension == "accepted", lambda row: row.dimension != "withdrawn"),
    "days_to_contact": _days,
    "days_to_plan": _share(lambda row, limits: 0 <= row.value <= limits.plan_days),
    "named_coverage": _share(lambda row, limits: row.value == 1),
    "plan_coverage": _share(lambda row, limits: row.value == 1),
    "many_bodies": _share(lambda row, limits: row.value >= limits.bodies),
    "overdue_actions": _overdue,
    "goals_done": _share(lambda row, limits: row.dimension in (GoalOutcome.REACHED, GoalOutcome.PARTLY)),
    "service_days": _days,
    "score_change": _changes,
    "open_by_stage": _parts(_stages),
    "closed": _count,
}


def _of_about(people: int) -> str:
    told = about(people)
    return _("noin %(n)s") % {"n": told} if told is not None else ""


def _rounded(part: int, whole: int) -> int:
    """Whole per cent, half up."""
    return (200 * part + whole) // (2 * whole)


def _half(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else decimal(float(number))


def _signed(number: Fraction) -> str:
    told = decimal(float(number))
    if told in ("0,0", "0.0"):
        return told
    return f"+{told}" if number > 0 else f"−{told}"
