"""How long it lasts, or takes, when some are still under way: the Kaplan–Meier estimate with its bounds.

Variance by Greenwood, 95 % bounds on the log(−log) scale, so that they never leave 0–1 (J. D. Kalbfleisch and
R. L. Prentice, 2002). Who is still under way counts as long as seen, and is in the risk set on the last day seen.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from rinnalla.employment.results.retention import Z95


@dataclass(frozen=True, slots=True)
class Time:
    """How many days somebody was seen, and whether it ended then. Not ended: still under way when last seen."""

    days: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A day: how many were under way before it, ended on it and were last seen on it; the share that goes on after it
    with its bounds."""

    day: int
    at_risk: int
    ended: int
    left: int
    share: float
    low: float
    high: float


def curve(times: Iterable[Time], z: float = Z95) -> list[Step]:
    """A step for every day on which something ended or somebody was last seen, in order."""
    ended, left = Counter[int](), Counter[int]()
    for one in times:
        (ended if one.ended else left)[one.days] += 1
    under_way, share, spread, steps = sum(ended.values()) + sum(left.values()), 1.0, 0.0, []
    for day in sorted({*ended, *left}):
        gone = ended[day]
        if gone:
            share *= (under_way - gone) / under_way
            spread += gone / (under_way * (under_way - gone)) if under_way > gone else 0.0
        low, high = _bounds(share, spread, z)
        steps.append(Step(day, under_way, gone, left[day], share, low, high))
        under_way -= gone + left[day]
    return steps


def share_at(steps: Sequence[Step], day: int) -> float:
    """The share that goes on after a day."""
    return next((one.share for one in reversed(steps) if one.day <= day), 1.0)


def median(steps: Sequence[Step]) -> int | None:
    """The first day after which at most half go on; None when more than half do all along."""
    return next((one.day for one in steps if one.share <= 0.5), None)


def _bounds(share: float, spread: float, z: float) -> tuple[float, float]:
    if share in (0.0, 1.0):
        return share, share
    wide = z * sqrt(spread) / -log(share)
    return share ** exp(wide), share ** exp(-wide)
