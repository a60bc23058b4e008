"""The small checks that every file shares: names that exist, keys that differ, periods that fit."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from rinnalla.servicemodels.definitions import Agreement, Dated
from rinnalla.servicemodels.faults import Fault, listing, nearest
from rinnalla.servicemodels.yamlfile import Place, YamlFile

Period = Dated | Agreement


def known(file: YamlFile, place: Place, name: str | None, names: Sequence[str]) -> Iterator[Fault]:
    """A name that is written stands among the names there are."""
    if name is not None and name not in names:
        yield file.fault("unknown_name", place, value=name, expected=listing(names), nearest=nearest(name, names))


def each_known(file: YamlFile, place: Place, given: Iterable[str], names: Sequence[str]) -> Iterator[Fault]:
    """Each name of a list stands among the names there are."""
    for number, name in enumerate(given):
        yield from known(file, (*place, number), name, names)


def keys(file: YamlFile, place: Place, things: Sequence[Any]) -> Iterator[Fault]:
    """The things of a list have different keys."""
    yield from same(file, [((*place, number, "key"), thing.key) for number, thing in enumerate(things)])


def same(file: YamlFile, placed: Sequence[tuple[Place, str]]) -> Iterator[Fault]:
    """No key stands twice; the later one is told with the line of the first."""
    first: dict[str, Place] = {}
    for place, key in placed:
        if key in first:
            yield file.fault("same_key", place, key=key, first=file.line(first[key]))
        first.setdefault(key, place)


def values(file: YamlFile, place: Place, dated: Sequence[Period]) -> Iterator[Fault]:
    """Dated values of one thing may not be in force at the same time."""
    order = sorted(range(len(dated)), key=lambda n: dated[n].valid_from or date.min)
    for before, here in zip(order, order[1:], strict=False):
        if (dated[here].valid_from or date.min) <= (dated[before].valid_to or date.max):
            yield file.fault("dates_overlap", (*place, here), first=_span(dated[before]), second=_span(dated[here]))


def _span(value: Period) -> str:
    return f"{value.valid_from or ''}–{value.valid_to or ''}"


def periods(file: YamlFile) -> Iterator[Fault]:
    """No period of any definition ends before it begins."""
    for place, thing in _mappings(file.data, ()):
        start, end = str(thing.get("valid_from") or ""), str(thing.get("valid_to") or "")
        if start and end and end < start:
            yield file.fault("dates_reversed", (*place, "valid_to"), valid_from=start, valid_to=end)


def _mappings(data: Any, place: Place) -> Iterator[tuple[Place, dict[str, Any]]]:
    if isinstance(data, dict):
        yield place, data
        for key, value in data.items():
            yield from _mappings(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _mappings(value, (*place, number))
