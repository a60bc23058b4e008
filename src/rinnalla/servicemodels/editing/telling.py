"""A draft told in words: what each list holds, what has changed, what is at fault and where it is mended."""

from collections.abc import Iterator
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels import definitions as d
from rinnalla.servicemodels.content import check_draft
from rinnalla.servicemodels.editing import fields, sources, tree
from rinnalla.servicemodels.editing.forms import told
from rinnalla.servicemodels.editing.shapes import (
    CHOICE,
    CHOICES,
    DAY,
    GROUP,
    PARTS,
    ROWS,
    TEXTS,
    TICK,
    Shape,
    needs_language,
    shapes_of,
)
from rinnalla.servicemodels.faults import Fault
from rinnalla.servicemodels.models import ServiceModel


@dataclass(frozen=True)
class Row:
    """One thing of a list: where it is edited, what it is called, and what it says in short."""

    address: str
    name: str
    said: str


@dataclass(frozen=True)
class Finding:
    """What keeps a draft from being published, on which page and at which field it is mended."""

    page: str
    address: str
    field: str
    text: str
    language: bool = False


@dataclass(frozen=True)
class State:
    """A section on the front page of a draft."""

    section: tree.Section
    holds: str
    changed: bool
    faults: int
    untranslated: int


def rows(content: tree.Content, spot: tree.Spot) -> list[Row]:
    """The things of a list in words."""
    found = []
    for address, value in tree.things(spot):
        here = tree.find(content, address)
        found.append(Row(address, tree.title(content, here), in_short(content, spot.holds, value, here.where)))
    return found


def in_short(content: tree.Content, holds: type[d.Definition], value: Any, where: tree.Place) -> str:
    """What a thing says of itself in a list: the fields that are marked to be shown there."""
    if not isinstance(value, dict):
        return ""
    words = [_shown(content, one, value.get(one.name), where) for one in shapes_of(holds) if one.said.shown]
    return " · ".join(word for word in words if word)


def _shown(content: tree.Content, one: Shape, value: Any, where: tree.Place) -> str:
    if value in (None, "", [], {}, False):
        return str(_("ei pidä paikkaansa")) if value is False and one.name == "holds" else ""
    if one.kind == TICK:
        return "" if one.name == "holds" else str(one.said.label)
    if one.kind == TEXTS:
        return in_language(value)
    if one.kind == CHOICE and not one.said.source:
        return dict(fields.literal(one)).get(value, str(value))
    if one.said.source:
        every = value if one.kind == CHOICES else [value]
        return ", ".join(sources.name_of(one.said.source, each, content, where) for each in every)
    if one.kind in (GROUP, ROWS):
        return ", ".join(_amount(each) for each in (value if one.kind == ROWS else [value]))
    if one.kind == DAY:
        return dates.d(dates.parse_date(str(value)))
    return str(value) if one.kind == "line" else f"{one.said.label} {value}"


def _amount(value: Any) -> str:
    """A dated value: "14 päivää, 1.1.2026 alkaen"."""
    if not isinstance(value, dict) or "unit" not in value:
        return ""
    words = f"{value.get('value', '')} {fields.VALUES.get(str(value.get('unit')), value.get('unit'))}"
    start = value.get("valid_from")
    return words + (" " + _("%(day)s alkaen") % {"day": dates.d(dates.parse_date(start))} if start else "")


def states(model: ServiceModel, before: tree.Content | None, findings: list[Finding]) -> list[State]:
    """The sections in their order."""
    found = []
    for section in tree.SECTIONS.values():
        here = [one for one in findings if one.address.partition("/")[0] == section.key]
        faults = sum(not one.language for one in here)
        changed = before is not None and _own(before, section) != _own(model.content, section)
        found.append(State(section, _holds(model.content, section), changed, faults, len(here) - faults))
    return found


def _own(content: tree.Content, section: tree.Section) -> Any:
    """What a section says without what has a section of its own."""
    value = tree.at(content, section.where)
    if section.listed or not isinstance(value, dict):
        return value
    return {name: each for name, each in value.items() if (*section.where, name) not in tree.OWN_SECTIONS}


def _holds(content: tree.Content, section: tree.Section) -> str:
    value = tree.at(content, section.where)
    if section.listed:
        count = len(value or [])
        return ngettext("%(count)s kohta", "%(count)s kohtaa", count) % {"count": count}
    if section.key == "codes" and isinstance(value, dict):
        count = sum(len(each or []) for each in value.values())
        return ngettext("%(count)s kohta", "%(count)s kohtaa", count) % {"count": count}
    names = value.get("names") if isinstance(value, dict) else None
    return in_language(names)


def findings(model: ServiceModel) -> list[Finding]:
    """Everything that keeps a draft from being published. Where only a translation is missing, what else the checks
    would say is asked all the same, so that one mended word does not bring ten new faults."""
    lacking = list(untranslated(model.content))
    whole = copy(model)
    whole.content = deepcopy(model.content)
    for place, language in lacking:
        texts = tree.at(whole.content, place)
        texts[language] = texts["fi"]
    names = sources.known(model.content)
    found = [_finding(model.content, tree.place_of(one), in_words(one, names)) for one in check_draft(whole)]
    words = {"sv": _("Ruotsinkielinen teksti puuttuu vielä."), "en": _("Englanninkielinen teksti puuttuu vielä.")}
    return found + [
        _finding(model.content, (*place, language), words[language], language=True) for place, language in lacking
    ]


def in_words(fault: Fault, names: dict[str, str]) -> str:
    """A fault told to one who reads no keys: things stand by their names."""
    params = {name: names.get(str(value), value) for name, value in fault.params.items()}
    expected = ", ".join(names.get(one, one) for one in fault.expected.split(", "))
    nearest = names.get(fault.nearest or "", fault.nearest)
    if fault.code == "unknown_name":
        words = _("”%(name)s” ei ole käytössä tässä mallissa.") % {"name": params["value"]}
        words += " " + _("Valitse jokin näistä: %(names)s.") % {"names": expected} if expected else ""
        return words + (" " + _("Tarkoititko {nearest}?").format(nearest=nearest) if nearest else "")
    return told(replace(fault, params=params, expected=expected, nearest=nearest))


def _finding(content: tree.Content, place: tree.Place, text: str, *, language: bool = False) -> Finding:
    address, field = tree.page_of(content, place)
    pages = [name for name, _address in tree.crumbs(content, tree.find(content, address))]
    return Finding(" › ".join(pages), address, field, text, language)


def untranslated(content: tree.Content) -> Iterator[tuple[tree.Place, str]]:
    """The place of each text that lacks a language, and the language."""
    for section in tree.SECTIONS.values():
        value = tree.at(content, section.where)
        for number, each in enumerate(value or []) if section.listed else [(None, value)]:
            where = section.where if number is None else (*section.where, number)
            yield from _lacking(section.holds, each, where)


def _lacking(holds: type[d.Definition], value: Any, where: tree.Place) -> Iterator[tuple[tree.Place, str]]:
    if not isinstance(value, dict):
        return
    for one in shapes_of(holds):
        here, place = value.get(one.name), (*where, one.name)
        if one.inner is None or not here or place in tree.OWN_SECTIONS:
            continue
        if one.kind == TEXTS and isinstance(here, dict) and here.get("fi"):
            for language in one.languages:
                if needs_language(one.inner, language) and not here.get(language):
                    yield place, language
        elif one.kind == GROUP:
            yield from _lacking(one.inner, here, place)
        elif one.kind in (ROWS, PARTS) and isinstance(here, list):
            for number, each in enumerate(here):
                yield from _lacking(one.inner, each, (*place, number))
