"""The record of processing (EU 2016/679, article 30), made of what the program is: its models' fields with class,
purpose and retention, its addresses, the purposes and grounds of `regions/common`, and the clocks. What lacks is told
as a fault.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from rinnalla.access.routes import all_routes
from rinnalla.lib import dates
from rinnalla.lib.classes import Kept
from rinnalla.retention import clocks
from rinnalla.retention.words import length_of, source_of, start_of
from rinnalla.servicemodels.codes import code_name, common, holds
from rinnalla.servicemodels.definitions import Clock, Register, Statute

WALLED = frozenset({"case", "case_self", "person", "person_self", "inbox", "unit", "own", "settings", "log"})
ALWAYS = frozenset({"person", "log", "account", "draft", "request"})  # documents that every register's people have


@dataclass(frozen=True)
class OfClass:
    """One class of data: how many fields of how many tables hold it, and what for."""

    key: str
    name: str
    fields: int
    tables: int
    purposes: list[str]


@dataclass(frozen=True)
class OfClock:
    """How long one kind of document is kept."""

    key: str
    name: str
    length: str
    starts: str
    source: str


@dataclass(frozen=True)
class OfRegister:
    """One register: why, on which grounds, of whom, what, to whom, how long."""

    key: str
    name: str
    purpose: str
    grounds: list[str]
    opened_for: list[str]
    people: list[str]
    classes: list[OfClass]
    receivers: list[str]
    clocks: list[OfClock]


@dataclass
class Told:
    """The record as a whole. `fields` has a line for every field of every table of ours."""

    made_on: str
    registers: list[OfRegister] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    routes: int = 0
    fields: list[dict[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def told() -> Told:
    """The record of this very program and data, today, in the reader's language."""
    data, today = common().retention, dates.today()
    return Told(
        made_on=today.isoformat(), registers=[_register(one) for one in data.registers],
        measures=[one.names.in_language for one in data.measures], routes=len(all_routes()),
        fields=[_line(label, name, kept) for label, _wall, name, kept in _fields()], faults=list(faults(today)),
    )


def _register(one: Register) -> OfRegister:
    statutes = {ground.key: ground for ground in common().statutes}
    grounds = [statutes[key] for key in one.grounds]
    return OfRegister(
        key=one.key, name=one.names.in_language, purpose=one.purpose.in_language,
        grounds=[_ground(ground) for ground in grounds],
        opened_for=[purpose.names.in_language for purpose in common().data_purposes],
        people=[who.names.in_language for who in common().retention.people], classes=_classes(),
        receivers=sorted({code_name("organisation_kinds", kind) for ground in grounds for kind in ground.between}),
        clocks=[_clock(clock) for clock in common().retention.clocks if _of(clock, one)],
    )


def _ground(one: Statute) -> str:
    place = " ".join(part for part in (one.act, one.section) if part)
    return f"{one.names.in_language} ({place})" if place else one.names.in_language


def _of(clock: Clock, register: Register) -> bool:
    return register.key in clock.registers or (not clock.registers and clock.document in ALWAYS)


def _clock(one: Clock) -> OfClock:
    return OfClock(one.key, one.names.in_language, length_of(one), start_of(one), source_of(one))


def _classes() -> list[OfClass]:
    found: dict[str, list[tuple[str, Kept]]] = defaultdict(list)
    for label, wall, _name, kept in _fields():
        if wall in WALLED or kept.data_class != "none":
            found[kept.data_class].append((label, kept))
    return [
        OfClass(one.key, one.names.in_language, len(rows), len({label for label, _kept in rows}),
                sorted({kept.purpose for _label, kept in rows}))
        for one in common().retention.data_classes if (rows := found[one.key]) and one.key != "none"
    ]


def our_models() -> list[type[models.Model]]:
    """Every table of ours."""
    return [one for one in apps.get_models() if one.__module__.startswith("rinnalla.") and one._meta.managed]


def _fields() -> Iterator[tuple[str, str, str, Kept]]:
    """Table, wall, field and what it holds; a field nobody told of is among the faults."""
    for model in our_models():
        data: dict[str, Kept] = getattr(model, "Data", {})
        for name, kept in data.items():
            yield model._meta.label, getattr(model, "wall", "none"), name, kept


def _line(label: str, name: str, kept: Kept) -> dict[str, str]:
    return {
        "table": label, "field": name, "class": kept.data_class, "purpose": kept.purpose, "retention": kept.retention,
    }


def faults(on: date, tables: list[type[models.Model]] | None = None) -> Iterator[str]:
    """What the record lacks: a field without class, purpose or clock, a purpose or register without a ground in force,
    an address without its permission."""
    for model in tables or our_models():
        yield from _of_model(model)
    statutes = {one.key: one for one in common().statutes}
    for purpose in common().data_purposes:
        if not any(holds(basis, on) and holds(statutes[basis.statute], on) for basis in purpose.bases):
            yield _("Tarkoituksella %(key)s ei ole voimassa olevaa perustetta.") % {"key": purpose.key}
    for register in common().retention.registers:
        if not any(holds(statutes[key], on) for key in register.grounds):
            yield _("Rekisterillä %(key)s ei ole voimassa olevaa perustetta.") % {"key": register.key}
    for route in all_routes():
        if not route["permission"] and not route["public"]:
            yield _("Osoitteella %(path)s ei ole oikeutta eikä syytä olla avoin.") % {"path": route["path"]}


def _of_model(model: type[models.Model]) -> Iterator[str]:
    data: dict[str, Any] = getattr(model, "Data", {})
    for one in model._meta.concrete_fields:
        kept = data.get(one.name)
        where = {"field": f"{model._meta.label}.{one.name}"}
        if kept is None:
            yield _("Tiedolla %(field)s ei ole luokkaa, tarkoitusta eikä säilytysaikaa.") % where
        elif not kept.purpose.strip():
            yield _("Tiedolla %(field)s ei ole tarkoitusta.") % where
        elif not _has_clock(kept.retention):
            yield _("Tiedolla %(field)s ei ole säilytysaikaa.") % where


def _has_clock(word: str) -> bool:
    """In every register; what only some registers keep longer (customership) in one at least."""
    every = [_clock_in(word, one) for one in clocks.registers()]
    return any(every) if word == "customership" else all(every)


def _clock_in(word: str, register: Register) -> bool:
    try:
        return bool(clocks.clock_of(word, register))
    except LookupError:
        return False
