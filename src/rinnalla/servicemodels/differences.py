"""What differs between two contents, thing by thing: by key, not by place in a list. Nothing is lost: `apply` of the
difference to the one gives the other. In words it is told by `comparing.py`.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, NamedTuple

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
IDENTS = ("key", "code", "card", "form", "level", "reference", "valid_from", "fact", "unit")


class Ident(NamedTuple):
    """Which thing of a list: the one whose `field` has this value. Of a list of plain values `field` is ""."""

    field: str
    value: Any


Place = tuple[str | Ident, ...]


@dataclass(frozen=True)
class Change:
    """One change at a place. Of a thing that came into a list `at` is its number there; of one that `moved`, `before`
    and `after` are the order of the list."""

    place: Place
    kind: str
    before: Any = None
    after: Any = None
    at: int | None = None


def difference(before: Any, after: Any) -> list[Change]:
    """Every change from one content to another, in the order of the second. Empty when they say the same."""
    return list(_between(before, after, ()))


def apply(content: Any, changes: Sequence[Change]) -> Any:
    """The content with the changes made to it; the content itself is not touched."""
    whole = {"": deepcopy(content)}
    for kinds in ((REMOVED,), (CHANGED,), (MOVED,), (ADDED,)):
        # Inner changes first: a thing is found by what identifies it, and nothing that identifies is changed in place.
        for change in sorted((one for one in changes if one.kind in kinds), key=lambda one: one.at or 0):
            _make(whole, ("", *change.place), change)
    return whole[""]


def ident_of(*lists: Sequence[Any]) -> str | None:
    """The field that tells the things of these lists apart; "" when they are plain values; None when nothing does."""
    every = [one for rows in lists for one in rows]
    if every and all(isinstance(one, str | int) and not isinstance(one, bool) for one in every):
        return "" if all(_once(rows) for rows in lists) else None
    if not all(isinstance(one, dict) for one in every):
        return None
    for name in IDENTS:
        told = [[one.get(name) for one in rows] for rows in lists]
        if all(name in one for one in every) and all(_plain(values) and _once(values) for values in told):
            return name
    return None


def _plain(values: Sequence[Any]) -> bool:
    return all(value is None or isinstance(value, str | int) for value in values)


def _once(values: Sequence[Any]) -> bool:
    return len({(type(value).__name__, value) for value in values}) == len(values)


def _between(before: Any, after: Any, place: Place) -> Iterator[Change]:
    if _same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _between_things(before, after, place)
    elif isinstance(before, list) and isinstance(after, list) and (name := ident_of(before, after)) is not None:
        yield from _between_lists(before, after, place, name)
    else:
        yield Change(place, CHANGED, before, after)


def _same(one: Any, other: Any) -> bool:
    """The same in JSON: yes is not 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def _between_things(before: dict[str, Any], after: dict[str, Any], place: Place) -> Iterator[Change]:
    for name in (*after, *(name for name in before if name not in after)):
        here = (*place, name)
        if name not in before:
            yield Change(here, ADDED, None, after[name])
        elif name not in after:
            yield Change(here, REMOVED, before[name], None)
        else:
            yield from _between(before[name], after[name], here)


def _between_lists(before: list[Any], after: list[Any], place: Place, name: str) -> Iterator[Change]:
    old, new = ({Ident(name, _value(one, name)): one for one in rows} for rows in (before, after))
    kept = [[one for one in rows if one in other] for rows, other in ((old, new), (new, old))]
    if kept[0] != kept[1]:
        yield Change(place, MOVED, kept[0], kept[1])
    for at, (one, thing) in enumerate(new.items()):
        if one in old:
            yield from _between(old[one], thing, (*place, one))
        else:
            yield Change((*place, one), ADDED, None, thing, at)
    for one, thing in old.items():
        if one not in new:
            yield Change((*place, one), REMOVED, thing, None)


def _value(one: Any, name: str) -> Any:
    return one[name] if name else one


def _make(whole: Any, place: Place, change: Change) -> None:
    here = whole
    for part in place[:-1]:
        here = here[_number(here, part) if isinstance(part, Ident) else part]
    last = place[-1]
    if change.kind == MOVED:
        rows = here[last]
        rows[:] = [rows[_number(rows, one)] for one in change.after]
    elif isinstance(last, Ident):
        if change.kind == ADDED:
            here.insert(change.at, deepcopy(change.after))
        elif change.kind == REMOVED:
            here.pop(_number(here, last))
        else:
            here[_number(here, last)] = deepcopy(change.after)
    elif change.kind == REMOVED:
        here.pop(last)
    else:
        here[last] = deepcopy(change.after)


def _number(rows: list[Any], one: Ident) -> int:
    return next(number for number, row in enumerate(rows) if _same(_value(row, one.field), one.value))
