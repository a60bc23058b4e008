"""The difference of two versions, or of two regions' models, told in words: section by section, thing by thing."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.servicemodels import codes
from rinnalla.servicemodels import definitions as d
from rinnalla.servicemodels.content import whole
from rinnalla.servicemodels.differences import ADDED, CHANGED, MOVED, REMOVED, Change, Ident, Place, difference
from rinnalla.servicemodels.editing import tree
from rinnalla.servicemodels.loading import value_of
from rinnalla.servicemodels.reading import Content, called, facts, inner_of, label_of, said, thing

__all__ = ["ADDED", "CHANGED", "MOVED", "REMOVED", "About", "Line", "Section", "compare"]


@dataclass(frozen=True)
class Line:
    """One fact that differs: its name, what the first says and what the second says."""

    label: str
    before: str
    after: str


@dataclass
class About:
    """What differs about one thing. `kind`: it was added or removed as a whole, or changed."""

    title: str
    kind: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Section:
    """What differs in a section, and how many things in it do."""

    key: str
    title: str
    about: list[About] = field(default_factory=list)


def compare(before: Content, after: Content) -> list[Section]:
    """Everything that differs, in words, in the editor's order of sections. Empty when the two say the same."""
    old, new = whole(before), whole(after)
    sections = {one.key: Section(one.key, str(one.title)) for one in tree.SECTIONS.values()}
    for change in _whole_amounts(difference(old, new), old, new):
        _tell(sections[_section(change.place)], change, old, new)
    return [one for one in sections.values() if one.about]


def _whole_amounts(changes: list[Change], old: Content, new: Content) -> list[Change]:
    """A deadline's number, unit and days are told together: "14 päivää → 20 päivää"."""
    found: dict[Place, Change] = {}
    for change in changes:
        above = (change.place[:end] for end in range(2, len(change.place)))
        place = next((one for one in above if _amount(new, one)), ())
        if place:
            found[place] = Change(place, CHANGED, _at(old, place), _at(new, place))
        else:
            found[(*change.place, Ident("", change.kind))] = change
    return list(found.values())


def _amount(content: Content, place: Place) -> bool:
    value = _at(content, place)
    return isinstance(value, dict) and {"value", "unit"} <= set(value)


def _at(content: Content, place: Place) -> Any:
    here: Any = content
    for part in place:
        here = _one_of(here, part) if isinstance(part, Ident) else here.get(part) if isinstance(here, dict) else None
    return here


def _section(place: Place) -> str:
    names = tuple(part for part in place[:2] if isinstance(part, str))
    for section in sorted(tree.SECTIONS.values(), key=lambda one: -len(one.where)):
        if names[: len(section.where)] == section.where:
            return section.key
    return "version"


def _tell(section: Section, change: Change, old: Content, new: Content) -> None:
    content = old if change.kind == REMOVED else new
    walked = _walk(content, change.place)
    kind = change.kind if isinstance(change.place[-1], Ident) and walked.thing_at_end else CHANGED
    title = " › ".join(walked.titles) or section.title
    about = next((one for one in section.about if (one.title, one.kind) == (title, kind)), None)
    if about is None:
        section.about.append(about := About(title, kind))
    about.lines.extend(_lines(change, walked, old, new))


@dataclass
class _Walked:
    """Where a place leads: the names of the things on the way, the last definition, the fields after the last thing."""

    titles: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    holds: type[d.Definition] | None = d.RegionDefinition
    owner: type[d.Definition] | None = d.RegionDefinition
    name: str = ""
    where: tuple[Any, ...] = ()
    thing_at_end: bool = False


def _walk(content: Content, place: Place) -> _Walked:
    walked = _Walked()
    here: Any = content
    for depth, part in enumerate(place):
        walked.thing_at_end = False
        if isinstance(part, Ident):
            here = _one_of(here, part)
            if isinstance(here, dict):
                titled = walked.holds and (part.field != "valid_from")
                name = called(content, walked.holds, here, walked.where) if walked.holds else str(part.value)
                walked.titles += [name] if titled else []
                walked.labels = [] if titled else walked.labels
                walked.thing_at_end = bool(titled)
            continue
        here = here.get(part) if isinstance(here, dict) else None
        last_of_section = depth < 2 and any(one.where == place[: depth + 1] for one in tree.SECTIONS.values())
        walked.labels += [] if last_of_section or depth == 0 else [label_of(walked.holds, part)]
        walked.owner, walked.name = walked.holds, part
        walked.holds = inner_of(walked.holds, part)
        walked.where = (*walked.where, part)
    return walked


def _one_of(rows: Any, ident: Ident) -> Any:
    for one in rows if isinstance(rows, list) else ():
        if (one.get(ident.field) if ident.field and isinstance(one, dict) else one) == ident.value:
            return one
    return ident.value


def _lines(change: Change, walked: _Walked, old: Content, new: Content) -> list[Line]:
    label = ", ".join(one for one in walked.labels if one)
    if change.kind == MOVED:
        return [Line(_("Järjestys"), *(_order(change, walked, one) for one in (old, new)))]
    if walked.thing_at_end and change.kind in (ADDED, REMOVED) and walked.titles and not label:
        content, value = (new, change.after) if change.kind == ADDED else (old, change.before)
        return _all_of(content, walked, value, change.kind)
    texts = [
        said(content, walked.owner, walked.name, value, walked.where)
        for content, value in ((old, change.before), (new, change.after))
    ]
    if texts[0] == texts[1]:  # words alone do not tell them apart: what is stored does
        texts = ["" if value is None else str(value) for value in (change.before, change.after)]
    return [Line(label, *texts)]


def _order(change: Change, walked: _Walked, content: Content) -> str:
    """The things that are in both, in the order this content has them."""
    kept, names = set(change.after), []
    for one in _at(content, change.place) or []:
        is_thing = isinstance(one, dict)
        if Ident(change.after[0].field, one[change.after[0].field] if is_thing else one) not in kept:
            continue
        if is_thing and walked.holds:
            names.append(called(content, walked.holds, one, walked.where))
        else:
            names.append(said(content, walked.owner, walked.name, one, walked.where))
    return " → ".join(names)


def _all_of(content: Content, walked: _Walked, value: Any, kind: str) -> list[Line]:
    """Everything a thing says that came or went as a whole, with what it holds."""
    if not isinstance(value, dict) or walked.holds is None:
        return []
    found = [(one.label, one.text) for one in facts(content, walked.holds, value, walked.where)]
    for label, things in thing(content, walked.holds, value, walked.where).lists:
        found.append((label, ", ".join(one.name for one in things)))
    other = _common_deadline(value) if walked.holds is d.LocalDeadline else ""
    return [Line(label, other, text) if kind == ADDED else Line(label, text, other) for label, text in found]


def _common_deadline(value: Content) -> str:
    """Who has no deadline of its own has the common one."""
    found = value_of(str(value.get("key")), dates.today(), codes.common())
    words = said({}, d.LocalDeadline, "values", found.model_dump(mode="json", exclude={"statute"}), ()) if found else ""
    return _("Yhteinen: %(value)s") % {"value": words} if words else ""
