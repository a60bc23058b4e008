"""From shapes to the fields of a form, and from a filled-in form back to plain data. Names join places with dashes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from rinnalla.lib.forms import DateField
from rinnalla.servicemodels.editing.description import VALUES
from rinnalla.servicemodels.editing.shapes import (
    AREA,
    CHOICE,
    CHOICES,
    DAY,
    GROUP,
    KEY,
    LINE,
    NUMBER,
    PARTS,
    ROWS,
    TEXTS,
    TICK,
    WORDS,
    Shape,
    shapes_of,
)

Options = Callable[[Shape], list[tuple[str, str]]]
MOST_ROWS = 200


def fields_of(
    shapes: Sequence[Shape], options: Options, rows: Callable[[str], int], prefix: str = "", *, asked: bool = True
) -> Iterator[tuple[str, forms.Field]]:
    """The form fields of shapes. `rows` tells how many rows a repeated part has; `asked` whether its fields must be
    filled in (those of a row or of a voluntary group need not)."""
    for one in shapes:
        name = prefix + one.name
        if one.kind in (KEY, PARTS) or one.inner is None and one.kind in (GROUP, ROWS):
            continue
        if one.kind == GROUP:
            yield from fields_of(_inner(one), options, rows, f"{name}-", asked=asked and one.required)
        elif one.kind == ROWS:
            yield f"{name}-rows", forms.IntegerField(widget=forms.HiddenInput, required=False)
            for number in range(min(rows(name), MOST_ROWS)):
                yield from fields_of(_inner(one), options, rows, f"{name}-{number}-", asked=False)
        elif one.kind == TEXTS:
            for language in one.languages:
                yield f"{name}-{language}", _text(one, language, asked)
        else:
            yield name, _single(one, options, asked and one.required)


def read(shapes: Sequence[Shape], data: Mapping[str, Any], old: Any = None, prefix: str = "") -> dict[str, Any]:
    """What a form says as plain data, over what lay there before: parts that have pages of their own stay."""
    found = dict(old) if isinstance(old, dict) else {}
    for one in shapes:
        name, before = prefix + one.name, found.get(one.name)
        if one.kind in (KEY, PARTS):
            continue
        if one.kind == GROUP:
            value: Any = read(_inner(one), data, before, f"{name}-")
            value = None if not one.required and blank(_inner(one), value) else value
        elif one.kind == ROWS:
            value = _read_rows(one, data, before, name)
        elif one.kind == TEXTS:
            texts = {language: said for language in one.languages if (said := data.get(f"{name}-{language}") or "")}
            value = texts or ({} if one.required else None)
        else:
            value = _plain(one, data.get(name))
        found[one.name] = value
    return found


def start(shapes: Sequence[Shape], given: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """What the fields of a form show at first: the plain data, name by name."""
    value = given if isinstance(given, dict) else {}
    for one in shapes:
        name, here = prefix + one.name, value.get(one.name)
        if one.kind == GROUP:
            yield from start(_inner(one), here, f"{name}-")
        elif one.kind == ROWS:
            rows = here if isinstance(here, list) else []
            yield f"{name}-rows", len(rows)
            for number, row in enumerate(rows):
                yield from start(_inner(one), row, f"{name}-{number}-")
        elif one.kind == TEXTS:
            yield from ((f"{name}-{language}", _in(here, language)) for language in one.languages)
        elif one.kind == WORDS:
            yield name, "\n".join(here) if isinstance(here, list) else here
        elif one.kind == DAY:
            yield name, _day(here)
        else:
            yield name, one.default if here is None else here


def blank(shapes: Sequence[Shape], value: Any) -> bool:
    """Whether nobody filled anything in: a tick or a choice that stands ready does not count."""
    if not isinstance(value, dict):
        return not value
    for one in shapes:
        here = value.get(one.name)
        if one.kind == GROUP:
            if not blank(_inner(one), here):
                return False
        elif one.kind == ROWS:
            if any(not blank(_inner(one), row) for row in here or []):
                return False
        elif one.kind in (KEY, PARTS, TICK) or (one.kind == CHOICE and here in (one.default, _first(one))):
            continue
        elif here not in (None, "", [], {}):
            return False
    return True


# Pieces


def _inner(one: Shape) -> tuple[Shape, ...]:
    return shapes_of(one.inner) if one.inner else ()


def _read_rows(one: Shape, data: Mapping[str, Any], before: Any, name: str) -> list[Any]:
    """The rows that say something. A row keeps what its form does not show, such as its key."""
    old = before if isinstance(before, list) else []
    count = min(int(data.get(f"{name}-rows") or 0), MOST_ROWS)
    rows = []
    for number in range(count):
        row = read(_inner(one), data, old[number] if number < len(old) else None, f"{name}-{number}-")
        if not blank(_inner(one), row):
            rows.append(row)
    return rows


def _plain(one: Shape, given: Any) -> Any:
    if one.kind == TICK:
        return bool(given)
    if one.kind == CHOICES:
        return list(given or [])
    if one.kind == WORDS:
        return [line.strip() for line in str(given or "").splitlines() if line.strip()]
    if isinstance(given, date):
        return given.isoformat()
    return given if given not in ("", None) else None


def _in(texts: Any, language: str) -> str:
    return texts.get(language) or "" if isinstance(texts, dict) else ""


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _first(one: Shape) -> Any:
    return one.values[0] if one.values and not one.said.source else None


def _text(one: Shape, language: str, asked: bool) -> forms.Field:
    widget = forms.Textarea({"rows": 2, "lang": language}) if one.said.area else forms.TextInput({"lang": language})
    needed = asked and one.required and language == "fi"
    return forms.CharField(
        label=f"{one.said.label}, {in_languages()[language].lower()}", required=needed, max_length=400, widget=widget,
        error_messages={"required": _("Kirjoita suomenkielinen teksti.")},
    )


def in_languages() -> dict[str, str]:
    """What the field of each language is called."""
    return {"fi": _("Suomeksi"), "sv": _("Ruotsiksi"), "en": _("Englanniksi")}


def _single(one: Shape, options: Options, required: bool) -> forms.Field:
    words: dict[str, Any] = {
        "label": one.said.label, "help_text": one.said.help, "required": required,
        "error_messages": {"required": _("Täytä tämä kohta.")},
    }
    if one.kind == TICK:
        return forms.BooleanField(**{**words, "required": False})
    if one.kind == NUMBER:
        return forms.IntegerField(min_value=0, max_value=1_000_000, **words)
    if one.kind == DAY:
        return DateField(**words)
    if one.kind == WORDS:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **words)
    if one.kind == CHOICES:
        return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=options(one), **words)
    if one.kind == CHOICE:
        empty = [] if one.default and one.values else [("", _("Valitse") if required else _("Ei valittu"))]
        return forms.ChoiceField(choices=[*empty, *options(one)], **words)
    widget = forms.Textarea(attrs={"rows": 3}) if one.kind == AREA else forms.TextInput()
    return forms.CharField(max_length=400, widget=widget, **words)


def literal(one: Shape) -> list[tuple[str, str]]:
    """The choices of a fixed list in words."""
    return [(value, str(VALUES.get(value, value))) for value in one.values]


__all__ = ["LINE", "blank", "fields_of", "literal", "read", "start"]
