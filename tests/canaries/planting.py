"""Canaries: one word for each free field of each client's row, found nowhere else in the database."""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import DatabaseError, models, transaction

from rinnalla.access.roles import ALL_GROUPS
from rinnalla.people.models import Person
from rinnalla.plans.models import PlanVersion
from rinnalla.referrals.identity import named, seal
from rinnalla.referrals.models import Referral
from tests.world import OWNER, OneClient, World

WORD = re.compile(r"kn[0-9a-f]{8}", re.IGNORECASE)
FREE_FROM = 80  # a shorter CharField is a code, a number of something or a key
OF_CLASS = frozenset({"health", "livelihood", "employment", "social", "authority"})
# What a field's class can't tell: a layer's name is the region's; a sender is hidden when its kind says so.
GROUP_OF = {
    "cases.Escalation.layer_names": "basics", "referrals.Arrival.sender_name": "basics",
    "employment.ProgressMove.words": "employment", "employers.ToldToEmployer.words": "employment",
}  # fmt: skip
# What a case is filed under and who keeps it: not what somebody told of the client.
NOT_TOLD = {"people.Person": {"sort_key", "search_key", "sound_key"}, "people.FormerName": {"search_key", "sound_key"}}
# Rows the walls show to their writer only: nobody else's page may hold them at all.
NOT_PLANTED = {"exchange.PendingImport", "desk.ListChoice", "access.Draft"}


@dataclass(frozen=True)
class Canary:
    """Where a word was put: the owner of the data ("mine", "other"), the model, the field, its group and its wall."""

    word: str
    whose: str
    label: str
    name: str
    group: str
    wall: str
    unit_id: int | None = None
    sent_by_id: int | None = None
    organisation_id: int | None = None


@dataclass
class Planted:
    """Every canary by its word, and what could not be planted with the database's reason."""

    by_word: dict[str, Canary] = field(default_factory=dict)
    unplanted: dict[str, str] = field(default_factory=dict)

    def found_in(self, text: str) -> set[Canary]:
        return {self.by_word[word.lower()] for word in WORD.findall(text) if word.lower() in self.by_word}

    def move(self, row: models.Model, whose: str, group: str) -> None:
        """The row stands in another field group from now on, if the database lets it."""
        if not has_group(type(row)) or not _saved(row, {"field_group": group}):
            return
        for word, one in list(self.by_word.items()):
            if one.label == row._meta.label and one.whose == whose:
                self.by_word[word] = replace(one, group=GROUP_OF.get(f"{one.label}.{one.name}", group))


def word() -> str:
    return f"kn{secrets.token_hex(4)}"


def plant(world: World) -> Planted:
    """Put a word into each free field of both clients' rows, as the owner, past every wall."""
    planted = Planted()
    for whose, client in (("mine", world.mine), ("other", world.other)):
        for number, (model, row) in enumerate(sorted(client.rows.items(), key=lambda pair: pair[0]._meta.label)):
            if getattr(model, "wall", "none") in ("none", "log", "settings") or model._meta.label in NOT_PLANTED:
                continue
            group = sorted(ALL_GROUPS)[number % len(ALL_GROUPS)]
            _plant_row(planted, whose, client, row, group)
    return planted


def has_group(model: type[models.Model]) -> bool:
    return any(one.name == "field_group" for one in model._meta.concrete_fields)


def _plant_row(planted: Planted, whose: str, client: OneClient, row: models.Model, group: str) -> None:
    if has_group(type(row)) and not _saved(row, {"field_group": group}):
        group = row.field_group
    for name, put in _free_fields(row, client).items():
        new = word()
        if _saved(row, put(new)):
            planted.by_word[new] = _canary(new, whose, row, name, group)
        else:
            planted.unplanted[f"{row._meta.label}.{name}"] = "the database refused"


def _canary(new: str, whose: str, row: models.Model, name: str, group: str) -> Canary:
    data_class = row.Data[name].data_class
    if not has_group(type(row)):
        group = data_class if data_class in OF_CLASS else "basics"
    group = GROUP_OF.get(f"{row._meta.label}.{name}", group)
    return Canary(
        new, whose, row._meta.label, name, group, row.wall,
        getattr(row, "unit_id", None), getattr(row, "sent_by_id", None), getattr(row, "organisation_id", None),
    )  # fmt: skip


def _saved(row: models.Model, values: dict[str, Any]) -> bool:
    """Write straight to the row; False when a check of the database refuses it."""
    try:
        with transaction.atomic(using=OWNER):
            type(row)._base_manager.using(OWNER).filter(pk=row.pk).update(**values)
    except DatabaseError:
        return False
    for name, value in values.items():
        setattr(row, name, value)
    return True


def _free_fields(row: models.Model, client: OneClient) -> dict[str, Callable[[str], dict[str, Any]]]:
    """Field → what to write so that it holds a word."""
    found: dict[str, Callable[[str], dict[str, Any]]] = {}
    for one in row._meta.concrete_fields:
        kind = one.get_internal_type()
        long_enough = kind == "TextField" or (kind == "CharField" and (one.max_length or 0) >= FREE_FROM)
        if long_enough and not one.choices and not one.unique and one.name not in NOT_TOLD.get(row._meta.label, ()):
            found[one.name] = _text(one.name)
        elif kind == "JSONField" and one.name in ("names", "client_names", "layer_names"):
            found[one.name] = _names(one.name)
    if isinstance(row, Person):
        found = {"given_names": _given(row), "family_name": _family(row), "email": lambda new: {"email": f"{new}@e.fi"}}
    if isinstance(row, Referral):
        found["sealed_identity"] = lambda new: {"sealed_identity": seal(named(f"Vieno {new}"), row.uuid)}
        found["sealed_texts"] = lambda new: {"sealed_texts": seal({"wish": new, "extra": ""}, row.uuid)}
    if isinstance(row, PlanVersion):
        found["content"] = lambda new: {"content": _with_word(row.content, new)}
    return found


def _text(name: str) -> Callable[[str], dict[str, Any]]:
    return lambda new: {name: new}


def _names(name: str) -> Callable[[str], dict[str, Any]]:
    return lambda new: {name: {"fi": new, "sv": new, "en": new}}


def _given(person: Person) -> Callable[[str], dict[str, Any]]:
    def put(new: str) -> dict[str, Any]:
        person.set_names(new.capitalize(), person.family_name)
        return _names_of(person)

    return put


def _family(person: Person) -> Callable[[str], dict[str, Any]]:
    def put(new: str) -> dict[str, Any]:
        person.set_names(person.given_names, new.capitalize())
        return _names_of(person)

    return put


def _names_of(person: Person) -> dict[str, Any]:
    keys = ("given_names", "family_name", "sort_key", "search_key", "sound_key")
    return {name: getattr(person, name) for name in keys}


def _with_word(content: dict[str, Any], new: str) -> dict[str, Any]:
    """The plan's version with the goal's words replaced."""
    copy = json.loads(json.dumps(content))
    for goal in copy.get("goals", []):
        goal["words"] = new
    return copy
