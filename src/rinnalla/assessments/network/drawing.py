"""Where the map's lines and texts stand: the client in the middle, a soft S to each one beside. Pure geometry.

Half of them stand on each side, so that a name never lies on a line, and the sheet grows downwards as it fills.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rinnalla.lib.curves import s_curve, to_d

WIDTH, MIDDLE, ROW, EDGE = 960.0, 480.0, 76.0, 34.0  # drawing units
REACH, ROUND = 180.0, 52.0  # from the middle to a point, and the client's own circle
LONGEST_NAME, LONGEST_SERVICE = 32, 38  # letters that fit beside a point; the list has the whole text


@dataclass(frozen=True, slots=True)
class Point:
    """One beside the client: its line, its place, its texts and which way they run. `view` picks how the line looks."""

    d: str
    x: float
    y: float
    text_x: float
    anchor: Literal["start", "end"]
    name: str
    service: str
    view: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map. Units are those of the viewBox."""

    width: float
    height: float
    middle: tuple[float, float]
    points: list[Point]


def draw(lines: Sequence[tuple[str, str, str]]) -> Drawing:
    """Place (name, service, view) in order: down the left side, then down the right."""
    left = (len(lines) + 1) // 2
    height = max(2, left) * ROW + 2 * EDGE
    middle = (MIDDLE, height / 2)
    points = [
        *(_point(line, middle, -1, place, left) for place, line in enumerate(lines[:left])),
        *(_point(line, middle, 1, place, len(lines) - left) for place, line in enumerate(lines[left:])),
    ]
    return Drawing(WIDTH, height, middle, points)


def _point(line: tuple[str, str, str], middle: tuple[float, float], side: int, place: int, count: int) -> Point:
    name, service, view = line
    x, y = middle[0] + side * REACH, middle[1] + (place - (count - 1) / 2) * ROW
    start = (middle[0] + side * ROUND * 0.8, middle[1] + (y - middle[1]) * 0.12)
    return Point(
        to_d(s_curve(start, (x, y))), round(x, 1), round(y, 1), round(x + side * 18, 1), "end" if side < 0 else "start",
        shortened(name, LONGEST_NAME), shortened(service, LONGEST_SERVICE), view,
    )


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning with a mark that it goes on."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
