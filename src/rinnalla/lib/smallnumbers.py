"""Small numbers hidden before anything is drawn, so that nobody can be found in a table (domain page, section 7.2).

A number from 1 up to the limit is hidden. Hidden alone it could be counted back from a total that somebody knows; so
larger ones are hidden beside it until every hidden small number can still be anything from 1 up to the limit. Zero is
shown: it tells of nobody.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be told of a number: itself, that it is under the limit, that it is at least the limit, or nothing."""

    kind: Literal["number", "small", "large", "withheld"]
    number: int = 0


def protect(numbers: Mapping[Key, int], limit: int) -> dict[Key, Shown]:
    """What may be told of numbers that together make a whole, even to somebody who knows their sum.

    Small ones are hidden, then the smallest of the others as far as needed. If that does not help, nothing is told.
    Among equal ones the key decides, not the order they come in: lines sorted by names are sorted otherwise in another
    language, and what one answer hides another must not tell.
    """
    small = {key: number for key, number in numbers.items() if 0 < number < limit}
    others = sorted(
        ((number, key) for key, number in numbers.items() if number >= limit), key=lambda one: (one[0], str(one[1]))
    )
    if not small:
        return {key: Shown("number", number) for key, number in numbers.items()}
    for count in range(len(others) + 1):
        beside = [number for number, _key in others[:count]]
        if _safe(list(small.values()), beside, limit):
            hidden = {key for _number, key in others[:count]}
            return {
                key: Shown("small") if key in small else Shown("large") if key in hidden else Shown("number", number)
                for key, number in numbers.items()
            }
    return {key: Shown("withheld") for key in numbers}


def hide_small(numbers: Mapping[Key, int], limit: int) -> dict[Key, Shown]:
    """What may be told of numbers whose sum nobody is told, and whose sum says nothing: one client may be in many."""
    return {key: Shown("small") if 0 < one < limit else Shown("number", one) for key, one in numbers.items()}


Group = TypeVar("Group", bound=Hashable)


def gives_away(groups: Sequence[tuple[Group, Sequence[Collection[int]]]], limit: int) -> set[Group]:
    """Which groups of numbers must not be told at all, since two numbers together would tell of a few people.

    `groups`: for each group, by weight, the people that each of its told numbers counts. Where all who stand behind one
    number stand behind another too, with fewer than `limit` more, the group told later is withheld: subtracting would
    find the few. Whatever is hidden within a group must have been hidden before.
    """
    places: dict[int, int] = {}
    kept: dict[int, set[int]] = defaultdict(set)
    withheld: set[Group] = set()
    for group, numbers in groups:
        mine: dict[int, set[int]] = defaultdict(set)
        for people in numbers:
            if people:
                mine[len(people)].add(sum(1 << places.setdefault(one, len(places)) for one in set(people)))
        if any(_few_more(size, masks, known, limit) for size, masks in mine.items() for known in (kept, mine)):
            withheld.add(group)
            continue
        for size, masks in mine.items():
            kept[size] |= masks
    return withheld


def _few_more(size: int, masks: set[int], known: Mapping[int, set[int]], limit: int) -> bool:
    """Whether somebody's number lies within another that is a few people larger. People are bits."""
    for more in range(1, limit):
        for fewer, larger in ((masks, known.get(size + more, ())), (known.get(size - more, ()), masks)):
            if any(one & other == one for one in fewer for other in larger):
                return True
    return False


def _safe(small: Sequence[int], beside: Sequence[int], limit: int) -> bool:
    """Whether each small one could be 1 as well as one under the limit, when the sum of all hidden ones is known."""
    total = sum(small) + sum(beside)
    least_of_others = len(small) - 1 + limit * len(beside)
    could_be_most = total - (limit - 1) >= least_of_others
    could_be_one = bool(beside) or total - 1 <= (len(small) - 1) * (limit - 1)
    return could_be_most and could_be_one


def about(number: int, step: int = 10) -> int | None:
    """The number rounded half up to a step; None when it would be too small to round. For wholes whose parts may be
    hidden: an exact whole would tell the hidden part."""
    return (number + step // 2) // step * step if number >= step else None
