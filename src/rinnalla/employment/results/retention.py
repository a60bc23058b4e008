"""Does work last: the share of first spells that reached 13, 26 and 52 weeks, and 3, 6 and 12 months.

Everybody whose point lies after the last day they were followed is left out, those who have stopped as well as those
who go on: if only the first were counted, the newest would count as failures alone. Bounds are Wilson's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from rinnalla.employment.results.spells import Spell
from rinnalla.lib import dates

Z95 = 1.959963984540054  # the 97,5 per cent point of the normal distribution


@dataclass(frozen=True, slots=True)
class Point:
    """So many weeks or months from the first day of work."""

    key: str
    weeks: int = 0
    months: int = 0

    def last_day(self, start: date) -> date:
        """The day up to which work goes on at the least: the 91st for 13 weeks; for months, the day before the same
        day of the month comes round."""
        end = dates.add_months(start, self.months) if self.months else start + timedelta(weeks=self.weeks)
        return end - timedelta(days=1)


WEEKS = tuple(Point(f"weeks_{n}", weeks=n) for n in (13, 26, 52))
MONTHS = tuple(Point(f"months_{n}", months=n) for n in (3, 6, 12))
POINTS = (*WEEKS, *MONTHS)


@dataclass(frozen=True, slots=True)
class Followed:
    """A first spell of somebody, and the last day on which that person's work was followed."""

    spell: Spell
    until: date


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many the point could be seen, how many of them reached it, and how many wait."""

    reached: int
    seen: int
    waiting: int

    @property
    def bounds(self) -> tuple[float, float]:
        return wilson(self.reached, self.seen)


def retention(people: Iterable[Followed], point: Point) -> Share:
    """The share at one point."""
    reached = seen = waiting = 0
    for one in people:
        day = point.last_day(one.spell.starts_on)
        lasted = one.spell.lasted(day) if day <= one.until else None
        if lasted is None:
            waiting += 1
            continue
        seen += 1
        reached += lasted
    return Share(reached, seen, waiting)


def wilson(part: int, whole: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share (E. B. Wilson, 1927), 0–1. Of nothing, nothing is known: 0 and 1."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, z * z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = z / (1 + square / whole) * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    return (0.0 if not part else max(0.0, middle - half)), (1.0 if part == whole else min(1.0, middle + half))
