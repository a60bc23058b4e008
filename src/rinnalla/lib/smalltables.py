"""Small numbers hidden in a table whose rows and columns may be summed up (domain page, section 7.2).

`smallnumbers.protect` keeps one whole. Here a cell lies in many wholes (its row, its column), and somebody may know
every one of their sums. A hidden cell may not be counted back from any of them, nor from several put together.
"""

from collections.abc import Mapping, Sequence, Set
from fractions import Fraction
from typing import TypeVar

from rinnalla.lib.smallnumbers import Shown, protect

Key = TypeVar("Key")


def protect_table(cells: Mapping[tuple[Key, Key], int], limit: int) -> dict[tuple[Key, Key], Shown]:
    """What may be told of a table's cells, by (line, column), when the sum of each line and column is known."""
    named = sorted({(side, key[side]) for key in cells for side in (0, 1)}, key=str)
    return protect_lines(cells, [{key for key in cells if key[side] == name} for side, name in named], limit)


def protect_lines(numbers: Mapping[Key, int], lines: Sequence[Set[Key]], limit: int) -> dict[Key, Shown]:
    """What may be told of the cells when the sum of each of the `lines` is known to somebody.

    Small ones are hidden; then in each line as many of the others as `protect` asks, zeros too where it tells nothing
    of a line, until no hidden cell can be solved out of the lines together. A hidden cell is only "withheld". If
    nothing helps, nothing is told. The same cells are hidden whenever it is asked: two answers that hid others would
    tell what both hide.
    """
    hidden = {key for key, number in numbers.items() if 0 < number < limit}
    if not hidden:
        return {key: Shown("number", number) for key, number in numbers.items()}
    while True:
        more = _more_in_a_line(numbers, lines, limit, hidden) or _more_for_solved(numbers, lines, hidden)
        if more is None:
            return {key: Shown("withheld") for key in numbers}
        if not more:
            break
        hidden |= more
    return {key: Shown("withheld") if key in hidden else Shown("number", number) for key, number in numbers.items()}


def _more_in_a_line(
    numbers: Mapping[Key, int], lines: Sequence[Set[Key]], limit: int, hidden: Set[Key]
) -> set[Key]:
    """The cells that some line needs hidden besides, empty when every line holds."""
    for line in lines:
        told = protect({key: numbers[key] for key in sorted(line, key=str) if key in numbers}, limit)
        if asked := {key for key, one in told.items() if one.kind != "number"} - hidden:
            return asked
    return set()


def _more_for_solved(
    numbers: Mapping[Key, int], lines: Sequence[Set[Key]], hidden: Set[Key]
) -> set[Key] | None:
    """A further cell for a hidden one that the sums alone determine, none when there is no such; None when nothing is
    left to take."""
    solved = set(_solved(sorted(hidden, key=str), lines))
    if not solved:
        return set()
    beside = {key for line in lines if line & solved for key in line if key in numbers} - hidden
    left = beside or set(numbers) - hidden

    def price(key: Key) -> tuple[int, bool, int, str]:
        """Cheapest is what leaves no line with a lone hidden cell of its own, then the smallest that is something."""
        lone = sum(1 for line in lines if key in line and not line & hidden)
        return lone, not numbers[key], numbers[key], str(key)

    return {min(left, key=price)} if left else None


def _solved(cells: Sequence[Key], lines: Sequence[Set[Key]]) -> list[Key]:
    """The cells whose value follows from the sums of the lines: one unknown left in a row of the solved system."""
    rows = [[Fraction(cell in line) for cell in cells] for line in lines if any(cell in line for cell in cells)]
    at = 0
    for column in range(len(cells)):
        pivot = next((number for number in range(at, len(rows)) if rows[number][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][column] for value in rows[at]]
        for number, row in enumerate(rows):
            if number != at and row[column]:
                rows[number] = [a - row[column] * b for a, b in zip(row, rows[at], strict=True)]
        at += 1
    return [cells[row.index(Fraction(1))] for row in rows if sum(1 for value in row if value) == 1]
