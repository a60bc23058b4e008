"""Which parts of a result may be told: shares of enough people, curves by points that tell of nobody alone.

The same limits as everywhere: `small_number`, and `share_denominator` for what is told as a part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from rinnalla.employment.results.retention import Share
from rinnalla.employment.results.survival import Time, curve, median, share_at
from rinnalla.lib.smallnumbers import about

WEEK, NEAR = 7, 5  # days; a number of people beside a share is told to the nearest five


@dataclass(frozen=True, slots=True)
class Percent:
    """A share in whole per cent with its bounds, of about how many. None where it may not be told."""

    percent: int
    low: int
    high: int
    people: int


@dataclass(frozen=True, slots=True)
class Point:
    """A week and the share that goes on after it, with its bounds, 0–1."""

    week: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """What may be told of how long something lasts or takes: the points, the median in days, about how many people."""

    points: tuple[Point, ...]
    median: int | None
    people: int


def percent(share: Share, least: int, whole: int) -> Percent | None:
    """The share, when enough people stand behind it and neither those who did nor those who did not are few."""
    missed = share.seen - share.reached
    if share.seen < whole or 0 < share.reached < least or 0 < missed < least:
        return None
    low, high = share.bounds
    people = about(share.seen, NEAR) or 0
    return Percent(_half_up(share.reached, share.seen), round(100 * low), round(100 * high), people)


def told(times: Sequence[Time], least: int, whole: int) -> Curve | None:
    """The curve by whole weeks: a point only where enough have ended since the one before and enough are left, so that
    no step is one person's. None when there are too few people or too few ends."""
    ends = sum(one.ended for one in times)
    if len(times) < whole or ends < least:
        return None
    steps = curve(times)
    points, before = [Point(0, 1.0, 1.0, 1.0)], 0
    for week in range(1, ceil(steps[-1].day / WEEK) + 1):
        so_far = sum(one.ended for one in steps if one.day <= week * WEEK)
        left = sum(one.days > week * WEEK for one in times)
        if so_far - before >= least and left >= least:
            last = max((one for one in steps if one.day <= week * WEEK), key=lambda one: one.day)
            points.append(Point(week, share_at(steps, week * WEEK), last.low, last.high))
            before = so_far
    return Curve(tuple(points), median(steps), about(len(times), NEAR) or 0)


def _half_up(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole)
