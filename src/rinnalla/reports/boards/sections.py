"""What a board is made of: sections of one figure each, with its sentence, its table and its definition.

The page, the table files and the document are all drawn from these, so that none of them tells what another hides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rinnalla.lib.smallnumbers import Shown
from rinnalla.reports.showing import in_words
from rinnalla.servicemodels.definitions import Indicator

Cell = str | int | Shown


@dataclass(frozen=True)
class Section:
    """One figure: what it is called, the sentence that says what it shows, and its numbers as a table. `heads[0]` names
    the lines."""

    key: str
    title: str
    sentence: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    defined: Indicator | None = None
    notes: Sequence[str] = ()
    parts: Sequence[Indicator] = ()  # definitions of the lines, where each line is a figure of its own


@dataclass(frozen=True)
class Board:
    """A page of figures of one time. `file` names its files; `least` is the number under which nothing is told."""

    file: str
    title: str
    lead: str
    period: str
    least: int
    sections: Sequence[Section]
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def defined(self) -> list[Indicator]:
        """The definitions behind the figures, each once."""
        every = [one for part in self.sections for one in (part.defined, *part.parts) if one]
        return list({one.key: one for one in every}.values())


def cell_in_words(cell: Cell, least: int) -> str:
    return in_words(cell, least) if isinstance(cell, Shown) else str(cell)


def number_or_words(cell: Cell, least: int) -> str | int:
    """A cell of a workbook: a number where one may be told."""
    if isinstance(cell, Shown):
        return cell.number if cell.kind == "number" else in_words(cell, least)
    return cell


def largest(numbers: Iterable[tuple[str, Shown]]) -> tuple[str, int] | None:
    """The name with the largest number that is told; None when none is, or when nobody is there."""
    told = [(name, one.number) for name, one in numbers if one.kind == "number" and one.number]
    return max(told, key=lambda one: one[1]) if told else None


def share(part: int, whole: int, least: int, enough: int) -> int | None:
    """Whole per cent, half up, when neither those in it nor the others are few; None when it may not be told."""
    if whole < enough or 0 < part < least or 0 < whole - part < least:
        return None
    return (200 * part + whole) // (2 * whole)
