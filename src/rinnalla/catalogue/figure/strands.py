"""The lines of the figure: the person's path, the one who walks beside, and the strands that join them. Decoration."""

from dataclasses import dataclass
from math import cos, pi, sin

from rinnalla.catalogue.figure.parts import Area, Shape, shape
from rinnalla.lib.curves import Point, beside, s_curve, to_d

THICK, THIN, APART = 12.0, 5.0, 13.0  # the trunk, the companion, between their middles
TURN = 20.0  # radius of a strand's corner
SEATS = 9  # round the table of the team


@dataclass(frozen=True)
class Target:
    """A box that a strand runs to: from the left at its heading, or over `above` (a free height) down into its top."""

    area: Area
    above: float | None
    weight: float


def spread(middle: float, half: float, count: int) -> list[float]:
    """`count` places evenly on both sides of `middle`."""
    if count < 2:
        return [middle] * count
    return [middle - half + 2 * half * place / (count - 1) for place in range(count)]


def joining(start: Point, bend: float, end: Point, weight: float) -> Shape:
    """A population's strand: level under its name, then an S into the hub."""
    (x, y), middle = start, (bend + end[0]) / 2
    return shape(
        "path", "fg-path", stroke_width=weight,
        d=f"M{x:.1f} {y:.1f}H{bend:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {end[1]:.1f} {end[0]:.1f} {end[1]:.1f}",
    )  # fmt: skip


def rising(start: Point, end: Point, weight: float) -> Shape:
    """A sender's strand: out to the right and up into the hub."""
    (x, y), (to_x, to_y) = start, end
    handle, under = x + (to_x - x) * 0.55, max(y - 20, to_y + 20)
    d = f"M{x:.1f} {y:.1f}C{handle:.1f} {y:.1f} {to_x - 5:.1f} {under:.1f} {to_x:.1f} {to_y:.1f}"
    return shape("path", "fg-strand", stroke_width=weight, d=d)


def hub(x: float, y: float, radius: float) -> list[Shape]:
    """The table of the team: those round it, and the client in the middle."""
    turns = [2 * pi * place / SEATS for place in range(SEATS)]
    ring = [
        shape("circle", "fg-dot", cx=x + radius * 0.6 * sin(turn), cy=y - radius * 0.6 * cos(turn), r=4.6)
        for turn in turns
    ]
    return [
        shape("circle", "fg-halo", cx=x, cy=y, r=radius), shape("circle", "fg-table", cx=x, cy=y, r=radius - 8), *ring,
        shape("circle", "fg-brown", cx=x, cy=y, r=7.5),
    ]  # fmt: skip


def paper(x: float, y: float) -> tuple[Shape, ...]:
    """A sheet with a folded corner."""
    lines = f"M{x + 8:.1f} {y + 22:.1f}h20M{x + 8:.1f} {y + 31:.1f}h20"
    return (
        shape("path", "fg-leaf", d=f"M{x:.1f} {y:.1f}h24l12 12v30h-36z"),
        shape("path", "fg-fold", d=f"M{x + 24:.1f} {y:.1f}v12h12{lines}"),
    )


def trunk(knots: list[Point]) -> list[Shape]:
    """The person's line through the stages with the companion's beside it."""
    if len(knots) < 2:
        return []
    line = knots[:1]
    for start, end in zip(knots, knots[1:], strict=False):
        line += s_curve(start, end)[1:]
    return [
        shape("path", "fg-beside", d=to_d(beside(line, APART)), stroke_width=THIN),
        shape("path", "fg-path", d=to_d(line), stroke_width=THICK),
    ]


def fork(start: Point, targets: list[Target], last: Point | None) -> list[Shape]:
    """The strands from the last node to each box, and along the base to the last stage. None crosses another: what
    turns lowest leaves leftmost."""
    shapes: list[Shape] = []
    order = sorted(targets[1:], key=lambda one: one.above if one.above is not None else one.area[1] + 30)
    lanes: list[Target | None] = [*([None] if last else []), *reversed(order)]
    places = spread(start[0], 9.0 * (len(lanes) - 1), len(lanes))
    if targets:
        shapes += _up(start, targets[0])
    for x, target in zip(places, lanes, strict=True):
        shapes += _pair(start, x, target, last)
    return shapes


def _width(weight: float) -> float:
    return 3.5 + 5 * weight


def _up(start: Point, target: Target) -> list[Shape]:
    """The first box stands highest: its strand rises."""
    (x, y), end = start, (target.area[0], target.area[1] + 28)
    drawn = []
    for css, dy, dx, wide in (("fg-beside", 12, 6, 3.0), ("fg-path", 0, 0, _width(target.weight))):
        to = end[1] + dy
        curve = f"M{x:.1f} {y:.1f}C{x + 62 + dx:.1f} {y:.1f} {x + 32 + dx:.1f} {to:.1f} {end[0]:.1f} {to:.1f}"
        drawn.append(shape("path", css, d=curve, stroke_width=wide))
    return drawn


def _pair(start: Point, x: float, target: Target | None, last: Point | None) -> list[Shape]:
    """One strand down its lane and right to its box, or along the base; the companion under and left of it."""
    drawn = []
    for css, shift, wide in (("fg-beside", 8.0, 3.0), ("fg-path", 0.0, _width(target.weight if target else 0.6))):
        if target is None and (last is None or shift):
            continue  # along the base the companion's line is there already
        lane = x - shift
        y, end = _turning(target, shift, last)
        d = f"{_down(start, lane)}V{y - TURN:.1f}{_corner(lane, y)}{end}"
        drawn.append(shape("path", css, d=d, stroke_width=wide))
    return drawn


def _down(start: Point, lane: float) -> str:
    """From the node down to the lane."""
    (x, y) = start
    return f"M{x:.1f} {y:.1f}C{x:.1f} {y + 34:.1f} {lane:.1f} {y + 28:.1f} {lane:.1f} {y + 70:.1f}"


def _corner(lane: float, y: float) -> str:
    return f"Q{lane:.1f} {y:.1f} {lane + TURN:.1f} {y:.1f}"


def _turning(target: Target | None, shift: float, last: Point | None) -> tuple[float, str]:
    """At which height a strand turns right, and how it ends."""
    if target is None:
        assert last is not None  # noqa: S101  # the caller has looked
        return last[1] - 11, f"H{last[0]:.1f}"
    if target.above is None:
        return target.area[1] + 28 + shift, f"H{target.area[0]:.1f}"
    y, to = target.above + shift - 4, (target.area[0] + target.area[2]) / 2 - shift
    return y, f"H{to - 14:.1f}Q{to:.1f} {y:.1f} {to:.1f} {y + 12:.1f}V{target.area[1]:.1f}"
