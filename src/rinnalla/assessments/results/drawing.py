"""Points over time for one scale: where each stands, which are joined, and the band that tells of no change.

A line joins two neighbours only: over a day whose answer is missing there is none. Pure geometry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 360.0, 132.0  # drawing units
LEFT, RIGHT, TOP, BOTTOM = 28.0, 332.0, 22.0, 98.0
INSET = 14.0  # so that a score's number does not lie on the scale's ends


@dataclass(frozen=True, slots=True)
class Dot:
    """One measured day."""

    x: float
    y: float
    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One scale over time. `missing` are the places of days that have no answer; `band` is top and height, or None."""

    dots: list[Dot]
    lines: list[str]
    missing: list[float]
    band: tuple[float, float] | None
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    bottom: float = BOTTOM


def chart(
    days: Sequence[tuple[date, float | None]], lowest: float, highest: float, error: float | None = None
) -> Chart:
    """Place the days, oldest first. With `error` the band of that many points lies round the first score."""
    first, last = days[0][0], days[-1][0]
    span = (last - first).days

    def x(on: date) -> float:
        return round(LEFT + INSET + (RIGHT - LEFT - 2 * INSET) * ((on - first).days / span if span else 0.5), 1)

    def y(value: float) -> float:
        inside = min(max(value, lowest), highest)
        return round(BOTTOM - (BOTTOM - TOP) * (inside - lowest) / (highest - lowest), 1)

    dots = [Dot(x(on), y(value), on, value) for on, value in days if value is not None]
    lines = [
        f"M{x(on)} {y(value)}L{x(later)} {y(after)}"
        for (on, value), (later, after) in zip(days, days[1:], strict=False) if value is not None and after is not None
    ]
    missing = [x(on) for on, value in days if value is None]
    band = None
    if error is not None and dots:
        top = y(dots[0].value + error)
        band = (top, round(y(dots[0].value - error) - top, 1))
    return Chart(dots, lines, missing, band)
