"""Where the texts of a drawn path stand: beside their symbol, on no line, on no other text or symbol."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from rinnalla.lib.curves import Box, Point, dense, overlap, within

Anchor = Literal["start", "middle", "end"]
LETTER, LINE = 7.0, 15.0  # width of a letter and height of a line of 14.5-unit text, a little generous
CLEAR = 4.0  # half the thickest line
FIRST: dict[str, tuple[tuple[float, float, Anchor], ...]] = {  # places tried before the common ones
    "now": ((-24, -15, "end"), (-24, -22, "end")),
    "wait": ((-4, 25, "start"), (-4, -15, "start"), (-24, 25, "start"), (-24, -15, "start")),
    "goal": ((0, -24, "middle"), (8, -24, "end")),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A placed text. `dated` is its bold beginning, `kind` one of point, goal, now, wait."""

    x: float
    y: float
    anchor: Anchor
    dated: str
    text: str
    kind: str

    @property
    def box(self) -> Box:
        width = len(f"{self.dated} {self.text}".strip()) * LETTER
        left = {"start": self.x, "middle": self.x - width / 2, "end": self.x - width}[self.anchor]
        return (left, self.y - LINE + 3, left + width, self.y + 4)


@dataclass(slots=True)
class Room:
    """What is taken already: a box frame, the lines, the symbols and the texts placed so far."""

    frame: Box
    lines: list[Point] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def add_line(self, line: list[Point]) -> None:
        self.lines = sorted([*self.lines, *dense(line)])

    def free(self, box: Box) -> bool:
        left, top, right, bottom = self.frame
        if box[0] < left or box[2] > right or box[1] < top or box[3] > bottom:
            return False
        wide = (box[0] - CLEAR, box[1] - CLEAR + 1, box[2] + CLEAR, box[3] + CLEAR - 1)
        if any(overlap(box, other) for other in self.boxes):
            return False
        first, last = bisect_left(self.lines, (wide[0], 0.0)), bisect_right(self.lines, (wide[2], 1e9))
        return not any(within(wide, point) for point in self.lines[first:last])

    def place(self, *, at: Point, dated: str, text: str, kind: str, upward: bool) -> Label | None:
        """The first free place round `at`, or None: better no text than a text across a line (the list has it).

        `upward`: the line leaves upwards, so below is tried first (motif rule 7).
        """
        if not (dated or text):
            return None
        for dx, dy, anchor in (*FIRST.get(kind, ()), *_tries(upward)):
            label = Label(round(at[0] + dx, 1), round(at[1] + dy, 1), anchor, dated, text, kind)
            if self.free(label.box):
                self.boxes.append(label.box)
                return label
        return None


def _tries(upward: bool) -> Iterable[tuple[float, float, Anchor]]:
    above, below = (-22.0, -36.0), (33.0, 46.0)
    for heights in ((below, above) if upward else (above, below)):
        for dy in heights:
            yield from ((-8, dy, "start"), (12, dy, "end"), (0, dy, "middle"), (-30, dy, "start"), (34, dy, "end"))
            yield from ((10, dy, "start"), (-12, dy, "end"))
        yield from ((22, 5, "start"), (-22, 5, "end"))
