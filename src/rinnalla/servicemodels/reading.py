"""A version told in words: its sections, the things in them, and what each says. Every field of a definition is told,
by the words the editor has for it, so that a field added to a definition is read too.
"""

from dataclasses import dataclass
from typing import Any, get_args

from django.utils.translation import gettext as _
from pydantic import BaseModel

from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels import codes
from rinnalla.servicemodels import definitions as d
from rinnalla.servicemodels.editing import sources, tree
from rinnalla.servicemodels.editing.description import VALUES
from rinnalla.servicemodels.editing.shapes import said_of

Content = dict[str, Any]
LANGUAGES = ("fi", "sv", "en")
SKIPPED = ("key", "names", "row", "past_names")  # the name is the title; the rest is for programs


@dataclass(frozen=True)
class Fact:
    """A field of a thing in words."""

    label: str
    text: str


@dataclass(frozen=True)
class Thing:
    """One thing of a section: its name, what it says, and the lists it holds ("Polun askeleet", [...])."""

    name: str
    facts: list[Fact]
    lists: list[tuple[str, list["Thing"]]]


@dataclass(frozen=True)
class Part:
    """A section of a version with its things; `common` tells that some of it is said by the common definitions."""

    key: str
    title: str
    lead: str
    things: list[Thing]


def parts(content: Content) -> list[Part]:
    """The sections of a version in the editor's order, the empty ones left out."""
    found = []
    for section in tree.SECTIONS.values():
        value = tree.at(content, section.where)
        rows = value if isinstance(value, list) else [value]
        if section.listed:
            things = [thing(content, section.holds, row, (*section.where, n)) for n, row in enumerate(rows)]
        elif section.key == "codes":
            things = [one for _label, inner in _lists(content, section.holds, value, section.where) for one in inner]
        else:
            things = [thing(content, section.holds, value, section.where)]
        if value and things:
            found.append(Part(section.key, str(section.title), str(section.lead), things))
    return found


def thing(content: Content, holds: type[d.Definition], value: Any, where: tree.Place) -> Thing:
    """One thing in words. A stage without own words is told in the common ones."""
    if not isinstance(value, dict):
        return Thing(str(value), [], [])
    if holds is d.RegionStage:
        return _stage(content, value)
    name = called(content, holds, value, where)
    return Thing(name, facts(content, holds, value, where), _lists(content, holds, value, where))


def called(content: Content, holds: type[d.Definition], value: Any, where: tree.Place) -> str:
    """What one thing of a list is called; an agreement by its reference."""
    reference = value.get("reference") if isinstance(value, dict) else None
    return str(reference) if reference else tree.name_of(content, holds, value, where)


def _stage(content: Content, value: Content) -> Thing:
    common = next((one for one in codes.common().stages if one.key == value.get("key")), None)
    names: Content | None = value.get("names") or (common.names.model_dump() if common else None)
    prompt: Content | None = value.get("prompt") or (common.prompt.model_dump() if common else None)
    return Thing(in_language(names), [Fact(_("Ohje ammattilaiselle"), in_language(prompt))] if prompt else [], [])


def facts(content: Content, holds: type[d.Definition], value: Content, where: tree.Place) -> list[Fact]:
    """What a thing says, field by field; what it does not say is left out, and what it holds as lists."""
    found, title = [], called(content, holds, value, where)
    for name, each in value.items():
        unsaid = each in (None, "", [], {}) or (each is False and name != "holds")
        if name in SKIPPED or unsaid or (*where, name) in tree.OWN_SECTIONS or _holds_things(each):
            continue
        words = said(content, holds, name, each, (*where, name))
        if words and words != title:
            found.append(Fact(label_of(holds, name), words))
    return found


def _lists(
    content: Content, holds: type[d.Definition], value: Any, where: tree.Place
) -> list[tuple[str, list[Thing]]]:
    found = []
    for name, each in value.items() if isinstance(value, dict) else ():
        inner = inner_of(holds, name)
        if inner and _holds_things(each) and (*where, name) not in tree.OWN_SECTIONS:
            rows = [thing(content, inner, row, (*where, name, n)) for n, row in enumerate(each)]
            found.append((label_of(holds, name), rows))
    return found


def _holds_things(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value) and not _amounts(value)


def _amounts(value: list[Any]) -> bool:
    return all(isinstance(one, dict) and {"value", "unit"} <= set(one) for one in value)


def label_of(holds: type[d.Definition] | None, name: str) -> str:
    """What a field is called; a language of a text by the language."""
    if name in LANGUAGES and (holds is None or issubclass(holds, d.Text | d.Name)):
        return {"fi": _("suomeksi"), "sv": _("ruotsiksi"), "en": _("englanniksi")}[name]
    if name in ("key", "row"):
        return _("Tekninen tunnus") if name == "key" else _("Viite")
    told = said_of(holds, name) if holds else None
    where = next((str(one.title) for one in tree.SECTIONS.values() if one.where[-1] == name), "")
    return str(told.label) if told and str(told.label) not in ("", name) else where or name


def said(content: Content, holds: type[d.Definition] | None, name: str, value: Any, where: tree.Place) -> str:
    """A value in words: a choice by its name, a day as a day, a text in the reader's language."""
    if isinstance(value, bool):
        return _("Kyllä") if value else _("Ei")
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, list):
        return ", ".join(said(content, holds, name, one, where) for one in value)
    if isinstance(value, dict):
        return _thing_said(content, inner_of(holds, name), value, where)
    source = said_of(holds, name).source if holds else ""
    if source:
        return sources.name_of(source, value, content, tuple(str(one) for one in where))
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdecimal():
        return dates.d(dates.parse_date(text))
    return str(VALUES.get(text, text))


def _thing_said(content: Content, inner: type[d.Definition] | None, value: Content, where: tree.Place) -> str:
    if set(value) <= {*LANGUAGES}:
        return in_language({key: text for key, text in value.items() if text})
    if _amounts([value]):
        start = value.get("valid_from") and _("%(day)s alkaen") % {"day": _day(value["valid_from"])}
        end = value.get("valid_to") and _("%(day)s asti") % {"day": _day(value["valid_to"])}
        unit = str(VALUES.get(str(value["unit"]), value["unit"]))
        return " ".join(str(one) for one in (value["value"], unit, start, end) if one not in (None, ""))
    pairs = [
        (label_of(inner, name), said(content, inner, name, each, (*where, name))) for name, each in value.items()
        if name not in SKIPPED
    ]
    words = "; ".join(f"{label}: {text}" if label else text for label, text in pairs if text)
    name = in_language(value.get("names"))
    return f"{name} ({words})" if name and words else name or words


def _day(text: Any) -> str:
    try:
        return dates.d(dates.parse_date(str(text)))
    except ValueError:
        return str(text)


def inner_of(holds: type[d.Definition] | None, name: str) -> type[d.Definition] | None:
    """The definition a field holds, one or many of it; None for plain values."""
    field = holds.model_fields.get(name) if holds else None
    return _definition_in(field.annotation) if field else None


def _definition_in(annotation: Any) -> type[d.Definition] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation  # type: ignore[return-value]  # all of ours are definitions
    return next((found for one in get_args(annotation) if (found := _definition_in(one))), None)
