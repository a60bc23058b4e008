"""Who stands where in a report of coaching, and what of it may be told: alone, beside other parts, beside everything.

A column is a table's name and a place in it; a number alone is a column of one line. Columns stand in the order of
their weight: where two together would tell of a few, the later one is withheld.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rinnalla.employment.results import counting
from rinnalla.employment.results.counting import People, Terms
from rinnalla.employment.results.records import Records
from rinnalla.lib.smallnumbers import Shown, gives_away, hide_small, protect

Column = tuple[str, int]
Lines = Mapping[str, People]
Columns = Mapping[Column, Lines]
Told = dict[Column, dict[str, Shown] | None]  # None: nothing of the column may be told

HIDDEN = Shown("withheld")
RAN, FOUND, STARTED, ONWARD = ("ran", 0), ("found", 0), ("started", 0), ("onward", 0)
ALONE = (RAN, FOUND, STARTED, ONWARD)
OVERLAPPING = (("kinds", 0),)  # somebody may be in several lines
BY = ("type", "payer", "group")  # with those who found work beside those who were coached


def columns(records: Records, terms: Terms) -> Columns:
    """The people in each line of each column, the weightiest column first."""
    by = {
        "type": counting.by(records, lambda one: one.type, terms),
        "payer": counting.by(records, lambda one: one.payer, terms),
        "group": counting.by(records, lambda one: one.group, terms),
    }
    return {
        RAN: {"": counting.ran(records)}, FOUND: {"": counting.found_work(records, terms)},
        **{("type", place): {key: pair[place] for key, pair in by["type"].items()} for place in (0, 1)},
        ("states", 0): counting.states(records, terms), ("endings", 0): counting.endings(records),
        STARTED: {"": counting.started(records)},
        **{
            (name, place): {key: pair[place] for key, pair in by[name].items()}
            for name in ("payer", "group") for place in (0, 1)
        },
        ("kinds", 0): counting.began_by_kind(records, sorted(terms.others)),
        ONWARD: {"": counting.onward(records)},
    }  # fmt: skip


def told(part: Columns, others: Sequence[Columns], least: int) -> Told:
    """What may be told of each line of a part, the other parts of its whole being known to somebody too."""
    found: Told = {}
    for column in part:
        parts = [part, *others] if others else []
        few = any(_few(one, column, least) for one in parts)
        found[column] = None if few else _alone(part, column, least)
    return found


def _rest(part: Columns, column: Column) -> Lines:
    """Who was coached and did not find work, by line; empty where a column is not of those who did."""
    if column == FOUND:
        return {"": part[RAN][""] - part[FOUND][""]}
    name, place = column
    if name in BY and place == 1:
        return {key: people - part[column].get(key, set()) for key, people in part[name, 0].items()}
    return {}


def _few(part: Columns, column: Column, least: int) -> bool:
    lines = [*part[column].values(), *_rest(part, column).values()]
    return any(0 < len(people) < least for people in lines)


def _alone(part: Columns, column: Column, least: int) -> dict[str, Shown]:
    """As if nobody knew any other part."""
    numbers = {key: len(people) for key, people in part[column].items()}
    if any(0 < len(people) < least for people in _rest(part, column).values()):
        shown = hide_small(numbers, least)
        return {key: one if one.kind == "small" else HIDDEN for key, one in shown.items()}
    return hide_small(numbers, least) if column in (*ALONE, *OVERLAPPING) else protect(numbers, least)


@dataclass(frozen=True)
class Level:
    """One way the whole is told: at once, or in parts side by side."""

    name: str
    parts: Sequence[Columns]

    def told(self, least: int) -> list[Told]:
        return [
            told(part, [one for other, one in enumerate(self.parts) if other != place], least)
            for place, part in enumerate(self.parts)
        ]


def withheld(levels: Sequence[Level], least: int) -> set[tuple[str, Column]]:
    """The columns of a level that are told in none of its parts: with an earlier column, of any report of the time,
    they would tell of a few people (A13)."""
    shown = {level.name: level.told(least) for level in levels}
    return gives_away(
        [
            ((level.name, column), [
                people
                for part, told_of_it in zip(level.parts, shown[level.name], strict=True)
                for key, people in part[column].items() if _is_told(told_of_it[column], key)
            ])
            for level in levels for column in level.parts[0]
        ],
        least,
    )  # fmt: skip


def _is_told(lines: Mapping[str, Shown] | None, key: str) -> bool:
    return lines is not None and lines[key].kind == "number"


def split(records: Records, units: Iterable[int], types: Iterable[str], terms: Terms) -> list[Level]:
    """The region at once, its units, and coaching of some types beside the others."""
    chosen = frozenset(types)
    return [
        Level("region", [columns(records, terms)]),
        Level("unit", [columns(records.only(lambda one, unit=unit: one.unit == unit), terms) for unit in units]
              or [columns(records.only(lambda one: False), terms)]),
        Level("type", [columns(records.only(lambda one, within=within: (one.type in chosen) is within), terms)
                       for within in (True, False)]),
    ]  # fmt: skip
