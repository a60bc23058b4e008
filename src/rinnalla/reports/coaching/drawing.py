"""A curve with its band as lines of a drawing: pure geometry, in drawing units. Wide for a desk, narrow for a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from rinnalla.employment.results.telling import Point

LEFT, TOP, TICKS = 52.0, 14.0, (0, 25, 50, 75, 100)
STEPS = (1, 2, 4, 8, 13, 26, 52)  # weeks between marks on the lower line


@dataclass(frozen=True, slots=True)
class Mark:
    """A grid line or a label: where, and the number it stands for."""

    at: float
    number: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The curve, its band, the dots of its points, and the marks of both axes."""

    width: float
    height: float
    right: float
    bottom: float
    line: str
    band: str
    dots: list[tuple[float, float]]
    across: list[Mark]
    up: list[Mark]
    last: float  # height of the last point, beside which its share is written
    left: float = LEFT
    top: float = TOP


def draw(points: Sequence[Point], *, rising: bool, narrow: bool = False) -> Drawing:
    """The share that goes on, from the top down; `rising`: the share to which something has happened, from below."""
    width, height = (340.0, 270.0) if narrow else (640.0, 300.0)
    right, bottom = width - (58.0 if narrow else 70.0), height - 44.0
    weeks = max(points[-1].week, 1)

    def x(week: int) -> float:
        return round(LEFT + (right - LEFT) * week / weeks, 1)

    def y(share: float) -> float:
        told = 1 - share if rising else share
        return round(bottom - (bottom - TOP) * told, 1)

    dots = [(x(one.week), y(one.share)) for one in points]
    upper = [(x(one.week), y(one.high)) for one in points]
    lower = [(x(one.week), y(one.low)) for one in reversed(points)]
    step = next((one for one in STEPS if weeks / one <= (4 if narrow else 8)), STEPS[-1])
    return Drawing(
        width, height, right, bottom, _path(dots), _path([*upper, *lower]) + "Z", dots,
        [Mark(x(week), week) for week in range(0, weeks + 1, step)],
        [Mark(round(bottom - (bottom - TOP) * tick / 100, 1), tick) for tick in TICKS], dots[-1][1],
    )


def _path(dots: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in dots)
