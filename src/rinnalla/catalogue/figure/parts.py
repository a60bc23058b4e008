"""What is asked of the figure, and the pieces of the drawn one: what is decoration, and what is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from rinnalla.catalogue.figure.content import Content, Entry
from rinnalla.catalogue.figure.letters import lines, width

Anchor = Literal["start", "middle", "end"]
Area = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of text: its class in `figure.css`, size, height of a line, weight. Sizes here and there are the same."""

    css: str
    size: float
    line: float
    bold: bool = False

    def wide(self, text: str) -> float:
        return width(text, self.size, bold=self.bold)


STAGE = Style("fg-h", 22, 25, bold=True)
HEADING = Style("fg-hs", 16, 20, bold=True)
STRONG = Style("fg-b", 16, 20, bold=True)
PLAIN = Style("fg-t", 16, 20)
SMALL = Style("fg-s", 14.5, 18)
SMALL_STRONG = Style("fg-ss", 14.5, 18, bold=True)
NUMBER = Style("fg-n", 15, 20)
DIGIT = Style("fg-nn", 24, 24, bold=True)


@dataclass(frozen=True, slots=True)
class Words:
    """A placed text of one or more lines; `y` is the base of the first one."""

    text: str
    lines: tuple[str, ...]
    x: float
    y: float
    style: Style
    anchor: Anchor = "start"
    level: int = 0

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.line

    @property
    def bottom(self) -> float:
        """Just under the last line."""
        return self.y + (len(self.lines) - 1) * self.style.line + 5

    @property
    def area(self) -> Area:
        wide = max((self.style.wide(line) for line in self.lines), default=0)
        left = {"start": self.x, "middle": self.x - wide / 2, "end": self.x - wide}[self.anchor]
        return left, self.y - self.style.size * 0.76, left + wide, self.bottom


def words(
    text: str, x: float, y: float, style: Style, *, room: float = 9999, anchor: Anchor = "start", level: int = 0
) -> Words:
    """A text broken to its room. `y` is the base of the first line."""
    return Words(text, lines(text, round(room, 1), style.size, style.bold), x, y, style, anchor, level)


@dataclass(frozen=True, slots=True)
class Shape:
    """Decoration: a path, rect or circle with its class and attributes."""

    tag: Literal["path", "rect", "circle"]
    css: str
    attributes: tuple[tuple[str, str], ...]


def shape(tag: Literal["path", "rect", "circle"], css: str, **attributes: float | str) -> Shape:
    """A shape; numbers are rounded to a tenth, `stroke_width` becomes stroke-width."""
    return Shape(tag, css, tuple((name.replace("_", "-"), _short(value)) for name, value in attributes.items()))


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of the figure in its place: its text, its mark, what is clicked, and its number, if there is one."""

    entry: Entry
    words: Words
    area: Area
    number: Words | None = None
    marks: tuple[Shape, ...] = ()
    css: str = ""


@dataclass(slots=True)
class Part:
    """What is read together: a heading, what is said of it, its lines, and the parts inside it."""

    heading: Words | None = None
    notes: list[Words] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)
    row: str = ""
    css: str = ""

    def texts(self) -> Iterable[Words]:
        """Every text of the part and of the parts in it."""
        yield from [self.heading] if self.heading else []
        yield from self.notes
        for spot in self.spots:
            yield spot.words
            yield from [spot.number] if spot.number else []
        for part in self.parts:
            yield from part.texts()


@dataclass(frozen=True, slots=True)
class Panel:
    """The free place under mapping: the chosen card, the stages' prompts, or how to make contact."""

    title: str
    sub: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    act: str = ""
    url: str = ""
    foot: str = ""
    css: str = ""
    dense: bool = False


@dataclass(frozen=True, slots=True)
class PlacedPanel:
    """The panel in its place."""

    panel: Panel
    heading: Words
    texts: tuple[Words, ...]
    area: Area
    button: Area | None
    act: Words | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The figure: decoration below, then the parts in reading order."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    parts: tuple[Part, ...]
    panel: PlacedPanel | None

    def texts(self) -> Iterable[Words]:
        for part in self.parts:
            yield from part.texts()
        if self.panel:
            yield self.panel.heading
            yield from self.panel.texts
            yield from [self.panel.act] if self.panel.act else []


@dataclass(frozen=True)
class Sayings:
    """What the figure says beside its content, in the reader's language."""

    noticing: str  # over the senders
    along: str  # over the companions
    notes: Mapping[str, str] = field(default_factory=dict)  # under a stage's name, by its key
    remarks: Mapping[str, str] = field(default_factory=dict)  # at the foot of a box, by its key


@dataclass(frozen=True)
class Asked:
    """One asking for a drawing.

    `numbers` are what is printed, by the key of an entry or `box:` and a box's key. `weights` (0–1) are how thick the
    strands of populations, senders and boxes are; only what is printed may show in them.
    """

    content: Content
    sayings: Sayings
    numbers: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()
    panel: Panel | None = None
