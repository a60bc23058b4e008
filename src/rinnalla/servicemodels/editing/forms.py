"""The form of one part of a model: made from its shapes, checked as the definition is, each fault at its own field."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import ValidationError

from rinnalla.lib.names import search_key
from rinnalla.servicemodels import typed
from rinnalla.servicemodels.editing import fields, sources
from rinnalla.servicemodels.editing.shapes import (
    GROUP,
    KEY,
    PARTS,
    ROWS,
    TEXTS,
    Shape,
    needs_language,
    shapes_of,
)
from rinnalla.servicemodels.editing.tree import OWN_SECTIONS, Content, Spot, at
from rinnalla.servicemodels.faults import Fault
from rinnalla.servicemodels.yamlfile import YamlFile

ACT = re.compile(r"^(add|remove|up|down):([a-z_-]+)(?::(\d+))?$")


@dataclass
class Drawn:
    """One piece of a form as the page draws it: a field, texts in the languages, a group, rows or one row."""

    kind: str
    name: str
    label: str | Promise = ""
    help: str | Promise = ""
    fields: list[forms.BoundField] = field(default_factory=list)
    inner: list["Drawn"] = field(default_factory=list)
    required: bool = False
    folded: bool = False


class PartForm(forms.Form):
    """One part of a model. `seen` is what lay there when the form was drawn: a later change by somebody is noticed."""

    def __init__(self, data: Any = None, *args: Any, spot: Spot, content: Content, given: Any = None, **kwargs: Any):
        self.spot, self.content = spot, content
        self.given = spot.value if given is None else given
        self.shapes = shapes_at(spot)
        initial = {**dict(fields.start(self.shapes, self.given)), "seen": seen(spot.value)}
        super().__init__(data, *args, initial=initial, **kwargs)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields.update(fields.fields_of(self.shapes, self._options, self._rows))

    def _options(self, one: Shape) -> sources.Choices:
        """The choices of a field; a value that stands there now but is no choice stays in sight."""
        if not one.said.source:
            return fields.literal(one)
        found = sources.choices(one.said.source, self.content, self.spot.where)
        known = {key for key, _name in found}
        here = self.given.get(one.name) if isinstance(self.given, dict) else None
        lost = [key for key in (here if isinstance(here, list) else [here]) if key and str(key) not in known]
        gone = _("%(value)s (ei enää valittavissa)")
        known_names = sources.known(self.content)
        return [*found, *((str(key), gone % {"value": known_names.get(str(key), key)}) for key in lost)]

    def _rows(self, name: str) -> int:
        if self.is_bound:
            told = str(self.data.get(f"{name}-rows") or "0")
            return int(told) if told.isdecimal() else 0
        return int(self.initial.get(f"{name}-rows") or 0)

    def clean(self) -> dict[str, Any]:
        """What is written is checked as the definition would be; a missing translation does not stop a draft."""
        data = super().clean() or {}
        if not self.errors:
            self.result = self._keyed(fields.read(self.shapes, data, self.spot.value))
            for fault in blocking(self.spot, self.result, self.shapes):
                self._tell(fault)
        return data

    def _keyed(self, value: dict[str, Any]) -> dict[str, Any]:
        """A new thing gets a key of its own from its name; a row of choices does too."""
        if any(one.kind == KEY for one in self.shapes) and not value.get("key"):
            value["key"] = free_key(value, taken_keys(self.content, self.spot))
        for one in self.shapes:
            if one.kind == ROWS and one.inner and any(inner.kind == KEY for inner in shapes_of(one.inner)):
                taken = {row["key"] for row in value[one.name] if row.get("key")}
                for row in value[one.name]:
                    row["key"] = row.get("key") or free_key(row, taken)
                    taken.add(row["key"])
        return value

    def _tell(self, fault: Fault) -> None:
        name = "-".join(str(part) for part in fault.path)
        found = next((own for own in (name, f"{name}-fi") if own in self.fields), None)
        self.add_error(found, told(fault))

    def layout(self) -> list[Drawn]:
        """The pieces in the order they are drawn."""
        return self._drawn(self.shapes, "")

    def _drawn(self, shapes: Iterable[Shape], prefix: str) -> list[Drawn]:
        """What is seldom needed stands last, behind one summary that is open when it says something."""
        every = list(self._pieces(shapes, prefix))
        folded = [one for one in every if one.folded]
        shown = [one for one in every if not one.folded]
        if folded:
            says = any(bound.value() or bound.errors for one in folded for bound in one.fields)
            shown.append(Drawn("folded", f"{prefix}more", _("Lisää tietoja"), inner=folded, folded=not says))
        return shown

    def _pieces(self, shapes: Iterable[Shape], prefix: str) -> Iterable[Drawn]:
        for one in shapes:
            if one.kind in (KEY, PARTS):
                continue
            name = prefix + one.name
            piece = Drawn(one.kind, name, one.said.label, one.said.help, required=one.required, folded=one.said.folded)
            if one.kind == TEXTS:
                piece.fields = [self[f"{name}-{language}"] for language in one.languages]
            elif one.kind == GROUP and one.inner:
                piece.inner = self._drawn(shapes_of(one.inner), f"{name}-")
            elif one.kind == ROWS and one.inner:
                piece.inner = [
                    Drawn("row", f"{name}-{number}", inner=self._drawn(shapes_of(one.inner), f"{name}-{number}-"))
                    for number in range(self._rows(name))
                ]
                piece.fields = [self[f"{name}-rows"]]
            else:
                piece.fields = [self[name]]
            yield piece


def shapes_at(spot: Spot) -> tuple[Shape, ...]:
    """The fields of a spot's own form: what has a section of its own is not among them."""
    every = shapes_of(spot.holds)
    return tuple(one for one in every if one.kind != PARTS or (*spot.where, one.name) not in OWN_SECTIONS)


def rows_changed(act: str, data: QueryDict, spot: Spot, content: Content) -> Any:
    """What is typed, with a row added, removed or moved; None when the act is none of these. Nothing is checked."""
    if not (found := ACT.match(act)):
        return None
    verb, name, number = found[1], found[2], int(found[3] or 0)
    form = PartForm(data, spot=spot, content=content)
    raw = {key: one.widget.value_from_datadict(data, {}, key) for key, one in form.fields.items()}
    value = fields.read(form.shapes, raw, spot.value)
    place = tuple(name.split("-"))
    rows = _all_rows(form, raw, name)
    if verb == "add":
        rows.append({})
    elif number < len(rows):
        row = rows.pop(number)
        if verb != "remove":
            rows.insert(max(0, number + (1 if verb == "down" else -1)), row)
    here = at(value, place[:-1])
    if not isinstance(here, dict):
        return None
    here[place[-1]] = rows
    return value


def _all_rows(form: PartForm, raw: dict[str, Any], name: str) -> list[Any]:
    """The rows as they stand on the page, empty ones too, so that a number means what was seen."""
    shape = next((one for one in form.shapes if one.name == name and one.kind == ROWS), None)
    if shape is None or shape.inner is None:
        return []
    old = at(form.spot.value, (name,)) or []
    inner = shapes_of(shape.inner)
    return [
        fields.read(inner, raw, old[number] if number < len(old) else None, f"{name}-{number}-")
        for number in range(min(form._rows(name), fields.MOST_ROWS))
    ]


def blocking(spot: Spot, value: Any, shapes: Iterable[Shape]) -> list[Fault]:
    """What the definition itself refuses in this part, but for what other pages ask and for missing translations."""
    elsewhere = {one.name for one in shapes_of(spot.holds) if one.kind == PARTS} | {
        name for name in spot.holds.model_fields if name not in {one.name for one in shapes}
    }
    try:
        spot.holds.model_validate(said(value))
    except ValidationError as error:
        found = list(typed.faults_of(error, YamlFile(Path("-"), value), spot.holds))
        return [
            one for one in found
            if one.path[:1] and one.path[0] not in elsewhere and not untranslated(one) and not _outer(one, found)
        ]
    return []


def said(value: Any) -> Any:
    """What is said in a part: what was left empty is not there, so that it is told as missing."""
    if isinstance(value, dict):
        return {key: said(each) for key, each in value.items() if each is not None}
    return [said(each) for each in value] if isinstance(value, list) else value


def _outer(fault: Fault, every: list[Fault]) -> bool:
    """A list that counts as empty only because a row in it has a fault of its own."""
    return any(len(one.path) > len(fault.path) and one.path[: len(fault.path)] == fault.path for one in every)


def untranslated(fault: Fault) -> bool:
    """A text that is there in Finnish but not in another language: told kindly, needed before publication."""
    return fault.code in ("missing_field", "empty") and fault.path[-1:] in (("sv",), ("en",))


def missing_texts(spot: Spot, value: Any) -> list[str]:
    """The fields of a part's own form that still lack a translation."""
    found = []
    for one in shapes_at(spot):
        texts = value.get(one.name) if isinstance(value, dict) else None
        if one.kind == TEXTS and one.inner and isinstance(texts, dict) and texts.get("fi"):
            lacking = [lang for lang in one.languages if needs_language(one.inner, lang) and not texts.get(lang)]
            found += [f"{one.name}-{language}" for language in lacking]
    return found


def told(fault: Fault) -> str:
    """A fault in words with what is expected and the nearest right name, without file and line."""
    if fault.code in ("missing_field", "empty"):
        return _("Kirjoita suomenkielinen teksti.") if fault.path[-1:] == ("fi",) else _("Täytä tämä kohta.")
    words = fault.message
    if fault.expected:
        words += " " + _("Odotettu: {expected}.").format(expected=fault.expected)
    if fault.nearest:
        words += " " + _("Tarkoititko {nearest}?").format(nearest=fault.nearest)
    return words


def seen(value: Any) -> str:
    """A short print of what lies somewhere: two that differ have different ones."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def free_key(value: dict[str, Any], taken: set[str]) -> str:
    """A key from the Finnish name that nothing else has."""
    names = value.get("names") or {}
    base = re.sub(r"[^a-z0-9]+", "_", search_key(names.get("fi") or "")).strip("_")[:50]
    base = base if base[:1].isalpha() else f"k_{base}".rstrip("_")
    return next(key for key in (base, *(f"{base}_{number}" for number in range(2, 10_000))) if key not in taken)


def taken_keys(content: Content, spot: Spot) -> set[str]:
    """The keys beside a new thing; a unit's differs from those of all organisations, a code's from national ones."""
    beside = at(content, spot.where[:-1]) or []
    found = {row.get("key") for row in beside if isinstance(row, dict)}
    if spot.where[:1] == ("organisations",):
        found |= {unit.get("key") for body in content.get("organisations") or [] for unit in body.get("units") or []}
    if spot.where[:2] == ("model", "codes"):
        found |= {key for key, _name in sources.choices("counts_as", content, spot.where)}
    return {str(key) for key in found if key}
