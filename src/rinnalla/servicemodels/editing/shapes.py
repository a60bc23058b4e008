"""What kind of field each field of a definition is, read from its type; its words come from `description.py`.

A form, its reading and its faults are all made from these shapes, so that a field added to a definition has a form too.
"""

import types
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from rinnalla.servicemodels.definitions import Definition, Name, SearchWords, Story, Text
from rinnalla.servicemodels.editing.description import SAID, Said

# A line of text, an area of it, a number, a day, a tick, one or several of a list, texts in the languages, words one a
# line; rows stand in the same form, a list of parts has pages of its own, a group is a part of the same form.
LINE, AREA, NUMBER, DAY, TICK, CHOICE, CHOICES = "line", "area", "number", "day", "tick", "choice", "choices"
TEXTS, WORDS, ROWS, PARTS, GROUP, KEY = "texts", "words", "rows", "parts", "group", "key"
ALONE = {str: LINE, int: NUMBER, bool: TICK, date: DAY}


@dataclass(frozen=True)
class Shape:
    """One field of a definition: `inner` is the definition it holds, `values` what a fixed choice allows."""

    name: str
    kind: str
    required: bool
    said: Said
    inner: type[Definition] | None = None
    values: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    default: Any = None


@cache
def shapes_of(definition: type[Definition]) -> tuple[Shape, ...]:
    """The fields of a definition in the order they are asked, those that nobody writes by hand left out."""
    found = []
    for name in definition.model_fields:
        said = said_of(definition, name)
        if not said.hidden:
            found.append(_shape(definition, name, said))
    return tuple(sorted(found, key=lambda one: one.said.place))


def shape(definition: type[Definition], name: str) -> Shape:
    """One field's shape. Raises KeyError."""
    return {one.name: one for one in shapes_of(definition)}[name]


def said_of(definition: type[Definition], name: str) -> Said:
    """What is said of a field: by the definition itself, or by what it is a kind of."""
    for kind in definition.__mro__:
        if (said := SAID.get(f"{kind.__name__}.{name}")) is not None:
            return said
    return Said(name)


def _shape(definition: type[Definition], name: str, said: Said) -> Shape:
    field = definition.model_fields[name]
    bare = _bare(field.annotation)
    required = field.is_required()
    default = None if required else field.default
    if name == "key" and not said.source:
        return Shape(name, KEY, required, said)
    if get_origin(bare) is tuple:
        return _of_many(name, bare, required or bool(field.metadata), said)
    if get_origin(bare) is Literal:
        return Shape(name, CHOICE, required, said, values=tuple(map(str, get_args(bare))), default=default)
    if isinstance(bare, type) and issubclass(bare, Text | Name | Story):
        return Shape(name, TEXTS, required, said, inner=bare, languages=("fi", "sv", "en"))
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return Shape(name, GROUP, required, said, inner=bare)  # type: ignore[arg-type]  # all of ours are definitions
    kind = CHOICE if said.source else AREA if said.area else ALONE.get(_plain(bare), LINE)
    return Shape(name, kind, required, said, default=default)


def _of_many(name: str, annotation: Any, required: bool, said: Said) -> Shape:
    inner = _bare(get_args(annotation)[0])
    if get_origin(inner) is Literal:
        return Shape(name, CHOICES, required, said, values=tuple(map(str, get_args(inner))))
    if isinstance(inner, type) and issubclass(inner, Definition):
        return Shape(name, ROWS if said.rows else PARTS, required, said, inner=inner)
    return Shape(name, CHOICES if said.source else WORDS, required, said)


def _bare(annotation: Any) -> Any:
    """A type without `| None` and without what limits it."""
    if get_origin(annotation) in {Union, types.UnionType}:
        annotation = next((one for one in get_args(annotation) if one is not type(None)), annotation)
    return get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation


def _plain(annotation: Any) -> Any:
    return annotation if isinstance(annotation, type) else str


def needs_language(definition: type[Definition], language: str) -> bool:
    """Whether a text of this kind must be there in a language: English of a proper name may be left out."""
    return issubclass(definition, Text) or language != "en"


__all__ = [
    "AREA", "CHOICE", "CHOICES", "DAY", "GROUP", "KEY", "LINE", "NUMBER", "PARTS", "ROWS", "SearchWords", "Shape",
    "TEXTS", "TICK", "WORDS", "needs_language", "said_of", "shape", "shapes_of",
]  # fmt: skip
