"""Lines of a path: straight – S – straight, and the line that walks beside it. Pure geometry, in drawing units."""

from bisect import bisect_right
from math import ceil, hypot

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom

WIDEST_S = 92.0  # a wider curve stops looking like a step from one to another
BESIDE = 8.0  # distance of the companion's line
SAMPLES = 16  # points in one S: smooth at any zoom, still short


def s_curve(start: Point, end: Point) -> list[Point]:
    """The points of a soft S from `start` to `end`, level at both ends (a cubic with its handles in the middle)."""
    (x0, y0), (x1, y1) = start, end
    points = []
    for step in range(SAMPLES + 1):
        t = step / SAMPLES
        x = 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t**3
        points.append((x0 + (x1 - x0) * x, y0 + (y1 - y0) * (3 * t * t - 2 * t**3)))
    return points


def through(knots: list[Point]) -> list[Point]:
    """A line through `knots`, which run to the right: straight on the lane it leaves, then an S up to the next."""
    line = knots[:1]
    for start, end in zip(knots, knots[1:], strict=False):
        if start[1] == end[1]:
            line.append(end)
            continue
        bend = max(start[0], end[0] - WIDEST_S)
        line += [*([(bend, start[1])] if bend > start[0] else []), *s_curve((bend, start[1]), end)[1:]]
    return line


def departing(start: Point, end: Point) -> list[Point]:
    """A branch's line: it bends at once, then runs straight on its own lane to `end`."""
    bend = min(end[0], start[0] + WIDEST_S)
    return [*s_curve(start, (bend, end[1])), *([end] if bend < end[0] else [])]


def y_at(line: list[Point], x: float) -> float:
    """The height of `line` at `x`; beyond its ends, the height of the nearer end."""
    after = bisect_right(line, x, key=lambda point: point[0])
    if after == 0 or after == len(line):
        return line[0][1] if after == 0 else line[-1][1]
    (x0, y0), (x1, y1) = line[after - 1], line[after]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def level_before(line: list[Point], x: float) -> float:
    """The last place at or before `x` where `line` runs level: a branch leaves there with no kink."""
    best = line[0][0]
    for (x0, y0), (x1, y1) in zip(line, line[1:], strict=False):
        if y0 == y1 and x0 <= x:
            best = min(x, x1)
        elif x1 <= x:
            best = max(best, x1 if y0 != y1 and _level_after(line, x1) else best)
    return best


def _level_after(line: list[Point], x: float) -> bool:
    after = [point for point in line if point[0] >= x][:2]
    return len(after) == 2 and after[0][1] == after[1][1]


def part(line: list[Point], left: float, right: float) -> list[Point]:
    """The part of `line` between `left` and `right`."""
    inside = [point for point in line if left < point[0] < right]
    return [(left, y_at(line, left)), *inside, (right, y_at(line, right))]


def beside(line: list[Point], distance: float = BESIDE) -> list[Point]:
    """`line` moved `distance` along its normal (below when it runs to the right), never turning back on itself."""
    moved: list[Point] = []
    for place, (x, y) in enumerate(line):
        (xa, ya), (xb, yb) = line[max(0, place - 1)], line[min(len(line) - 1, place + 1)]
        length = hypot(xb - xa, yb - ya) or 1.0
        point = (x - (yb - ya) / length * distance, y + (xb - xa) / length * distance)
        if not moved or point[0] > moved[-1][0]:
            moved.append(point)
    return moved


def to_d(line: list[Point]) -> str:
    """The `d` of an SVG path."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in line)


def dense(line: list[Point], step: float = 5.0) -> list[Point]:
    """Points along `line` at most `step` apart, for asking whether something lies on it."""
    points = line[:1]
    for (x0, y0), (x1, y1) in zip(line, line[1:], strict=False):
        count = max(1, ceil(hypot(x1 - x0, y1 - y0) / step))
        points += [(x0 + (x1 - x0) * n / count, y0 + (y1 - y0) * n / count) for n in range(1, count + 1)]
    return points


def within(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def spread(places: list[float], gap: float, left: float, right: float) -> list[float]:
    """`places` moved as little as needed to stand `gap` apart, in order, between `left` and `right`."""
    gap = min(gap, (right - left) / max(1, len(places)))
    moved: list[float] = []
    for place in places:
        moved.append(max(place, left, moved[-1] + gap if moved else left))
    limit = right
    for index in range(len(moved) - 1, -1, -1):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - gap
    return moved
