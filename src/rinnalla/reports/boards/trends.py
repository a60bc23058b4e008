"""The common indicators over the half-years that are over, each with the sentence of its last change."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.organisations.models import Region
from rinnalla.reports.boards import drawing
from rinnalla.reports.boards.sections import Section
from rinnalla.reports.forms import CHOICES, HalfYear
from rinnalla.reports.indicators.sums import Sums, of_half
from rinnalla.reports.indicators.telling import READERS, Figure, Limits, figures_of
from rinnalla.servicemodels.definitions import Indicator

NOT_DRAWN = ("score_change", "open_by_stage")  # they are not one number


@dataclass(frozen=True)
class Trend:
    """One indicator: its sentence and its line."""

    key: str
    one: Indicator
    head: str
    sentence: str
    line: drawing.Line
    shown: bool


@dataclass(frozen=True)
class Trends:
    """All of them, and the same as a table: lines by indicator, columns by half-year."""

    trends: list[Trend]
    section: Section


def trends(region: Region, until: HalfYear, limits: Limits) -> Trends:
    """The half-years up to one, the oldest first, from the first that has anything to tell."""
    halves = _back_from(until)
    sums = [of_half(region, one) for one in halves]
    first = next((place for place, one in enumerate(sums) if any(one.count(key) for key in READERS)), len(halves) - 1)
    told = [figures_of(one, limits, region) for one in sums[first:]]
    names = [half_name(one) for one in halves[first:]]
    keys = [key for key in READERS if key not in NOT_DRAWN]
    found = [_trend(key, names, sums[first:], [one[key] for one in told]) for key in keys]
    rows = [[one.one.names.in_language, *(_in_words(figures[one.key]) for figures in told)] for one in found]
    heads = [_("Mittari"), *names]
    section = Section(
        "trends", _("Kehitys puolivuosittain"), _sentence(found), heads, rows, parts=[one.one for one in found]
    )
    return Trends(found, section)


def half_name(half: HalfYear) -> str:
    """I/2026 for January to June."""
    return f"{'I' if half.since.month == 1 else 'II'}/{half.since.year}"


def _back_from(until: HalfYear) -> list[HalfYear]:
    halves = [until]
    while len(halves) < CHOICES:
        halves.append(halves[-1].before)
    return halves[::-1]


def _trend(key: str, names: Sequence[str], sums: Sequence[Sums], figures: Sequence[Figure]) -> Trend:
    points = [
        (name, one.value, one.value is None and known.count(key) > 0)
        for name, known, one in zip(names, sums, figures, strict=True)
    ]
    now, before = figures[-1], figures[-2] if len(figures) > 1 else None
    year_ago = figures[-3] if len(figures) > 2 else None
    said = change(now, before)
    if now.value is not None and year_ago and year_ago.value is not None:
        said += " " + _("Vuosi sitten: %(told)s.") % {"told": year_ago.head}
    return Trend(key, now.one, _in_words(now), said, drawing.line(points), now.value is not None)


def change(now: Figure, before: Figure | None) -> str:
    """From what to what it has changed since the half-year before, as far as both are told."""
    if now.value is None:
        return now.why
    if before is None or before.value is None:
        return _("Edellistä puolivuotta ei voi näyttää.")
    if now.value == before.value:
        return _("Sama kuin edellisellä puolivuodella.")
    told = {"before": before.head, "now": now.head}
    return (
        _("Nousi: %(before)s → %(now)s.") % told
        if now.value > before.value
        else _("Laski: %(before)s → %(now)s.") % told
    )


def _in_words(one: Figure) -> str:
    return f"{one.head} {one.unit}".strip() or _("Ei näytetä")


def _sentence(found: Sequence[Trend]) -> str:
    moved = sum("→" in one.sentence for one in found)
    return _("%(moved)s mittaria %(all)s:sta muuttui edellisestä puolivuodesta.") % {"moved": moved, "all": len(found)}
