"""Everything of one client, row by row: of all their cases and of themselves, and of nobody else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from rinnalla.access import drafts
from rinnalla.access.actor import Actor
from rinnalla.access.models import Draft, User
from rinnalla.access.walls import open_case
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.sealed import SealBroken
from rinnalla.people.actions import identity_code
from rinnalla.people.models import Person
from rinnalla.referrals.identity import unseal
from rinnalla.retention.copy.kept import BROUGHT, column_of, fields_in, models_in
from rinnalla.retention.copy.names import name_of_field, name_of_model
from rinnalla.retention.copy.values import Names, in_words, plain, told
from rinnalla.retention.requests.log import of_person
from rinnalla.retention.requests.reading import Look, looks

ACCOUNT = ("username", "name", "email", "phone", "language", "made_at")


@dataclass(frozen=True)
class Fact:
    """One value: its column, its name for people, the value for a program and in words."""

    key: str
    name: str
    value: Any
    text: str


@dataclass(frozen=True)
class Part:
    """All rows of one kind."""

    key: str
    name: str
    rows: list[list[Fact]]


@dataclass
class Everything:
    """The whole copy, in the language in use."""

    person: Person
    parts: list[Part] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)


def everything(person: Person, actor: Actor) -> Everything:
    """What the register holds of the client who asks, read as that client, behind the walls."""
    cases = list(Case.objects.filter(person_id=person.pk).order_by("made_at", "pk"))
    names, found = Names(person), Everything(person)
    found.parts.append(_account(actor))
    for model in models_in():
        rows = _rows(model, person, cases, actor)
        if rows:
            found.parts.append(_part(model, rows, names))
    found.looks = looks(of_person(person.pk, person.region_id)[:])
    return found


def _account(actor: Actor) -> Part:
    user = User.objects.get(pk=actor.user_id)
    facts = [
        Fact(key, name_of_field("access.User", key), plain(value), in_words(value))
        for key in ACCOUNT if (value := getattr(user, key))
    ]
    return Part("access.User", name_of_model("access.User"), [facts])


def _rows(model: type[models.Model], person: Person, cases: list[Case], actor: Actor) -> list[models.Model]:
    """The client's rows of a model, the oldest first."""
    manager: Any = model._base_manager
    if model is Draft:
        return list(manager.filter(user_id=actor.user_id).order_by("pk"))
    if model in (Person, Case):
        return [person] if model is Person else list(cases)
    if function := BROUGHT.get(model._meta.label):
        return [row for one in cases for row in manager.raw(f"select * from {function}(%s) order by id", [one.pk])]
    if column_of(model) == "person":
        return list(manager.filter(person_id=person.pk).order_by("pk"))
    rows = []
    for one in cases:
        open_case(one.pk)  # who else may see it is told for one case at a time
        rows += manager.filter(case_id=one.pk).order_by("pk")
    return rows


def _part(model: type[models.Model], rows: list[models.Model], names: Names) -> Part:
    fields = fields_in(model)
    names.learn(rows, fields)
    told_rows = [[fact for one in fields if (fact := _fact(model, row, one, names))] for row in rows]
    return Part(model._meta.label, name_of_model(model._meta.label), told_rows)


def _fact(model: type[models.Model], row: models.Model, one: models.Field, names: Names) -> Fact | None:
    value = getattr(row, one.attname)
    if opened := OPENED.get(f"{model._meta.label}.{one.name}"):
        value = opened(row) if value is not None else None
        text = in_words(value)
    elif one.remote_field is not None:
        value = text = names.of(one, value) if value is not None else ""
    else:
        text = told(model, one, value) if value not in (None, "", [], {}) else ""
    if value in (None, "", [], {}) or text == "":
        return None
    return Fact(one.name, name_of_field(model._meta.label, one.name), plain(value), text)


def _unsealed(name: str) -> Callable[[Any], dict[str, str]]:
    def opened(row: Any) -> dict[str, str]:
        try:
            return {key: one for key, one in unseal(bytes(getattr(row, name)), row.uuid).items() if one}
        except SealBroken:
            return {}

    return opened


def _draft(row: Any) -> dict[str, str]:
    kept = drafts.of(Actor(kind="client", user_id=row.user_id), row.path)
    return {key: value for key, value in (kept.items() if kept else ()) if not key.endswith("_key")}


# What is ciphertext in the row and opens for the client.
OPENED: dict[str, Callable[[Any], Any]] = {
    "people.Person.hetu_sealed": identity_code, "people.FormerCode.hetu_sealed": lambda row: "",
    "referrals.Referral.sealed_identity": _unsealed("sealed_identity"),
    "referrals.Referral.sealed_texts": _unsealed("sealed_texts"),
    "referrals.ReferralStep.sealed_words": _unsealed("sealed_words"),
    "referrals.OutsideQuestion.sealed_words": _unsealed("sealed_words"),
    "referrals.OutsideQuestion.sealed_answer": _unsealed("sealed_answer"), "access.Draft.content": _draft,
}


def as_json(found: Everything) -> dict[str, Any]:
    """The copy for a program: every fact with its column, its name and its value."""
    return {
        "made_at": dates.now().isoformat(),
        "language": found.person.language,
        "parts": [
            {"key": part.key, "name": part.name, "rows": [[_fact_json(one) for one in row] for row in part.rows]}
            for part in found.parts
        ],
        "readings": [_look_json(one) for one in found.looks],
    }


def _fact_json(one: Fact) -> dict[str, Any]:
    return {"key": one.key, "name": one.name, "value": one.value, "text": one.text}


def _look_json(one: Look) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in ("who", "part", "what", "ground", "groups", "times")}
    return {"at": one.at.isoformat(), **said}


