"""Streams between three columns: pure geometry, in drawing units.

A hidden number is drawn with the width of the smallest that is told, striped: no width tells what a word hides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rinnalla.lib.smallnumbers import Shown

WIDTH, HEIGHT, TOP, GAP, THICK = 1136.0, 400.0, 26.0, 16.0, 9.0
COLUMNS = (232.0, 596.0, 950.0)  # the left edge of each column of nodes
LABEL, SPACE = 10.0, 22.0  # from a node to its words; the least height between two lines of words

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """One box with its words: where it is, and on which side the words stand."""

    key: str
    name: str
    told: str
    x: float
    y: float
    height: float
    label_x: float
    label_y: float
    before: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream as a path; hidden ones are striped, marked ones in the other colour."""

    path: str
    hidden: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The boxes and the streams between them."""

    nodes: list[Node]
    streams: list[Stream]
    heads: tuple[tuple[float, bool, str], ...]
    width: float = WIDTH
    height: float = HEIGHT


Named = Sequence[tuple[str, str, str]]  # key, name, what is told of its number


def draw(
    columns: tuple[Named, Named, Named],
    links: tuple[Mapping[Link, Shown], Mapping[Link, Shown]],
    heads: tuple[str, str, str],
    *,
    least: int,
    marked: str,
) -> Drawing:
    """Three columns from left to right, and the streams from each to the next. `marked` is a node of the last one."""
    drawn = tuple({key: _drawn(one, least) for key, one in part.items()} for part in links)
    weights = [_weights(column, drawn, place) for place, column in enumerate(columns)]
    scale = min(
        (HEIGHT - TOP - GAP * (len(column) - 1) - 4) / max(sum(weights[place].values()), 1)
        for place, column in enumerate(columns)
    )
    tops = [_tops(column, weights[place], scale) for place, column in enumerate(columns)]
    nodes = [
        _node(one, place, tops[place][one[0]], weights[place][one[0]] * scale, marked if place == 2 else None)
        for place, column in enumerate(columns) for one in column
    ]  # fmt: skip
    streams = [
        stream for place in (0, 1)
        for stream in _streams(columns, links[place], drawn[place], tops, place, scale, marked if place else None)
    ]  # fmt: skip
    places = (COLUMNS[0] + THICK, COLUMNS[1], COLUMNS[2])
    return Drawing(nodes, streams, tuple((places[n], n == 0, head) for n, head in enumerate(heads)))


def _drawn(one: Shown, least: int) -> float:
    return float(one.number if one.kind == "number" else least)


def _weights(column: Named, drawn: Sequence[Mapping[Link, float]], place: int) -> dict[str, float]:
    """How thick each node is: as much as flows in or out of it, whichever is more."""

    def through(key: str, part: Mapping[Link, float], side: int) -> float:
        return sum(number for link, number in part.items() if link[side] == key)

    return {
        key: max(
            through(key, drawn[place], 0) if place < 2 else 0.0, through(key, drawn[place - 1], 1) if place else 0.0
        )
        for key, _name, _told in column
    }


def _tops(column: Named, weights: Mapping[str, float], scale: float) -> dict[str, float]:
    tops, at = {}, TOP
    for key, _name, _told in column:
        tops[key] = round(at, 1)
        at += max(weights[key] * scale, SPACE - GAP) + GAP
    return tops


def _node(one: tuple[str, str, str], place: int, top: float, height: float, marked: str | None) -> Node:
    key, name, told = one
    x = COLUMNS[place]
    return Node(
        key, name, told, x, top, round(max(height, 1.5), 1),
        x - LABEL if place == 0 else x + THICK + LABEL, round(top + height / 2 + 5, 1), place == 0, key == marked,
    )  # fmt: skip


def _streams(
    columns: tuple[Named, Named, Named],
    links: Mapping[Link, Shown],
    drawn: Mapping[Link, float],
    tops: Sequence[Mapping[str, float]],
    place: int,
    scale: float,
    marked: str | None,
) -> list[Stream]:
    """In the order of the nodes on both sides, so that streams cross as little as they can."""
    leaving, arriving, found = dict(tops[place]), dict(tops[place + 1]), []
    left, right = COLUMNS[place] + THICK, COLUMNS[place + 1]
    for source, _name, _told in columns[place]:
        for target, _other, _words in columns[place + 1]:
            thick = drawn.get((source, target), 0.0) * scale
            if not thick:
                continue
            path = _ribbon(left, leaving[source], right, arriving[target], thick)
            found.append(Stream(path, links[source, target].kind != "number", target == marked))
            leaving[source] += thick
            arriving[target] += thick
    return found


def _ribbon(x: float, y: float, to_x: float, to_y: float, thick: float) -> str:
    middle = (x + to_x) / 2
    y, to_y, low, to_low = (round(one, 1) for one in (y, to_y, y + thick, to_y + thick))
    return (
        f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}V{to_low}"
        f"C{middle} {to_low} {middle} {low} {x} {low}Z"
    )  # fmt: skip
