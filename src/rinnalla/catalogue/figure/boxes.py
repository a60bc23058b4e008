"""Lists in a box: bullets with their numbers, in one or two columns of about the same height."""

from collections.abc import Mapping, Sequence
from itertools import product

from rinnalla.catalogue.figure.content import Box, Entry, Listing
from rinnalla.catalogue.figure.parts import (
    HEADING,
    NUMBER,
    PLAIN,
    SMALL,
    STAGE,
    Area,
    Part,
    Shape,
    Spot,
    shape,
    words,
)

PAD, BETWEEN, ROUND = 22.0, 26.0, 12.0  # inside a box, between its columns, its corners
INDENT, STEP, APART = 17.0, 7.0, 16.0  # dot to text, between bullets, between lists
Numbers = Mapping[str, str]


def frame(area: Area, css: str = "fg-card") -> Shape:
    left, top, right, bottom = area
    return shape("rect", css, x=left, y=top, width=right - left, height=bottom - top, rx=ROUND)


def box(
    given: Box, left: float, top: float, wide: float, numbers: Numbers, chosen: frozenset[str]
) -> tuple[Part, Area]:
    """A box of the figure with its heading and lists, and the room it takes."""
    heading = words(given.name, left + PAD, top + PAD + 14, STAGE, room=wide - 2 * PAD, level=3)
    part = Part(heading=heading, row=given.row)
    floor = heading.bottom
    if total := numbers.get(f"box:{given.key}"):
        beside = heading.x + STAGE.wide(heading.lines[-1]) + 16 + SMALL.wide(total) < left + wide - PAD
        y = heading.bottom - 5 if beside else heading.bottom + SMALL.line - 2
        right = left + wide - PAD
        part.notes.append(words(total, right if beside else heading.x, y, SMALL, anchor="end" if beside else "start"))
        floor = y + 5
    columns = _columns(given.lists, 2 if len(given.lists) > 1 else 1, wide, numbers)
    column = (wide - 2 * PAD - BETWEEN * (len(columns) - 1)) / len(columns)
    bottoms = []
    for place, lists in enumerate(columns):
        y = floor + 8
        for one in lists:
            listed, y = listing(one, left + PAD + place * (column + BETWEEN), y, column, numbers, chosen)
            part.parts.append(listed)
        bottoms.append(y)
    return part, (left, top, left + wide, max(bottoms, default=floor) + PAD - APART)


def listing(
    given: Listing, left: float, top: float, wide: float, numbers: Numbers, chosen: frozenset[str], level: int = 4
) -> tuple[Part, float]:
    """A list from `top` down; returns it and where the next one may begin."""
    part, y = Part(), top
    if given.name:
        part.heading = words(given.name, left, y + 16, HEADING, room=wide, level=level)
        y = part.heading.bottom + 4
    spots, y = bullets(given.entries, left, y, wide, numbers, chosen)
    part.spots += spots
    return part, y + APART


def bullets(
    entries: Sequence[Entry], left: float, top: float, wide: float, numbers: Numbers, chosen: frozenset[str]
) -> tuple[list[Spot], float]:
    """The bullets of a list from `top` down; returns them and where the last one ends."""
    spots: list[Spot] = []
    y = top
    column = max((NUMBER.wide(numbers[one.key]) + 10 for one in entries if one.key in numbers), default=0.0)
    for entry in entries:
        text = words(entry.text, left + INDENT, y + 16, PLAIN, room=wide - INDENT - column)
        number = None
        if entry.key in numbers:
            number = words(numbers[entry.key], left + wide, y + 16, NUMBER, anchor="end")
        area = (left - 8, y - 2, left + wide + 8, text.bottom + 4)
        dot = shape("circle", "fg-dot" if entry.offered else "fg-ring", cx=left + 4, cy=y + 11, r=3.2)
        spots.append(Spot(entry, text, area, number, (dot,), _css(entry, chosen)))
        y = text.bottom + STEP
    return spots, y


def _css(entry: Entry, chosen: frozenset[str]) -> str:
    """Every place of a chosen service is marked (work trial stands in three)."""
    if not entry.offered:
        return "fg-off"
    return "fg-sel" if entry.services & chosen else ""


def _columns(
    lists: Sequence[Listing], count: int, wide: float, numbers: Numbers
) -> tuple[tuple[Listing, ...], ...]:
    """The lists dealt to columns in their order, so that the taller one is as low as can be."""
    if count == 1:
        return (tuple(lists),)
    column = (wide - 2 * PAD - BETWEEN) / 2
    heights = [listing(one, 0, 0, column, numbers, frozenset())[1] for one in lists]
    best: tuple[float, tuple[int, ...]] = min(
        (max(_sum(heights, deal, 0), _sum(heights, deal, 1)), deal) for deal in product((0, 1), repeat=len(lists))
        if deal[0] == 0
    )
    return tuple(
        tuple(one for one, where in zip(lists, best[1], strict=True) if where == place) for place in (0, 1)
    )


def _sum(heights: Sequence[float], deal: Sequence[int], place: int) -> float:
    return sum(height for height, where in zip(heights, deal, strict=True) if where == place)
