"""Putting somebody on the map, changing and ending it, and saying that the map was gone through with the client."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.assessments.ability.actions import check_source, require_open
from rinnalla.assessments.network.models import NetworkActor, NetworkReview
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.servicemodels import codes

_YEAR = re.compile(r"(?:(1[0-2]|[1-9])/)?((?:19|20)[0-9]{2})", re.ASCII)


@dataclass(frozen=True)
class Beside:
    """Who is beside the client. `kind`, `view` and `source` are keys of `codes.yaml`."""

    kind: str
    name: str
    service: str
    contact_person: str = ""
    phone: str = ""
    since: str = ""
    view: str = "not_asked"
    own_words: str = ""
    source: str = "told_by_client"
    source_whom: str = ""


@transaction.atomic
def add_actor(
    *, case: Case, by: Actor, groups: Collection[str], beside: Beside, key: UUID | None = None
) -> NetworkActor:
    """Put somebody on the map (L-25). Raises Refused for a kind outside `groups`, the writer's own, without name or
    service, or for a beginning that is no day, month or year, or is ahead."""
    require_open(case)
    values = _checked(beside, groups)

    def make() -> NetworkActor:
        return NetworkActor.objects.create(case=case, made_by_id=by.user_id, form_key=key, **values)

    made, new = once(NetworkActor.objects.all(), key, make, case_id=case.pk)
    if new:
        _note("assessments.network_actor_added", case, by, made.pk)
    return made


@transaction.atomic
def change_actor(
    *, actor: NetworkActor, version: int, by: Actor, groups: Collection[str], beside: Beside
) -> None:
    """Change what is told of somebody on the map. Raises Refused as `add_actor`, and Conflict."""
    require_open(actor.case)
    save_version(actor, version, **_checked(beside, groups))
    _note("assessments.network_actor_changed", actor.case, by, actor.pk)


@transaction.atomic
def end_actor(*, actor: NetworkActor, version: int, by: Actor) -> None:
    """Say that somebody is beside the client no longer; the row stays. Twice is once. Raises Conflict."""
    require_open(actor.case)
    if actor.ended_on is not None:
        return
    save_version(actor, version, ended_on=dates.today())
    _note("assessments.network_actor_ended", actor.case, by, actor.pk)


@transaction.atomic
def go_through(*, case: Case, by: Actor, nobody: bool = False, key: UUID | None = None) -> NetworkReview:
    """The map was gone through with the client; a plan may now be begun. Raises Refused when the map is empty and it is
    not said that there is nobody."""
    require_open(case)
    empty = not NetworkActor.objects.beside().filter(case=case).exists()
    if empty and not nobody:
        raise Refused(
            _("Kartalla ei ole ketään. Lisää ensimmäinen tai merkitse, että rinnalla ei ole nyt ketään."),
            field="nobody",
        )
    if nobody and not empty:
        raise Refused(_("Kartalla on jo joku. Ota rasti pois tai päätä rivit, jotka eivät enää pidä."), field="nobody")

    def make() -> NetworkReview:
        return NetworkReview.objects.create(case=case, nobody=nobody, made_by_id=by.user_id, form_key=key)

    made, new = once(NetworkReview.objects.all(), key, make, case_id=case.pk)
    if new:
        _note("assessments.network_gone_through", case, by, made.pk)
    return made


def since_text(text: str) -> str:
    """A beginning as exact as it is known: 2019, 5/2023 or 3.11.2023. Raises Refused for another, or one ahead."""
    written, today = text.strip(), dates.today()
    if not written:
        return ""
    if found := _YEAR.fullmatch(written):
        first = date(int(found[2]), int(found[1] or 1), 1)
    else:
        try:
            first = dates.parse_date(written)
        except ValueError as error:
            raise Refused(_("Kirjoita vuosi, kuukausi tai päivä näin: 2019, 5/2023 tai 3.11.2023."), "since") from error
        written = dates.d(first)
    if first > today:
        raise Refused(_("Alku on tulevaisuudessa. Kirjaa se, joka on rinnalla jo nyt."), field="since")
    return written


def _checked(beside: Beside, groups: Collection[str]) -> dict[str, Any]:
    kind = codes.code("network_kinds", beside.kind)
    if kind is None or kind.definition.field_group not in groups:
        raise Refused(_("Valitse, kuka tai mikä taho on."), field="kind")
    for name in ("name", "service"):
        if not getattr(beside, name).strip():
            raise Refused(_("Täytä tämä kohta."), field=name)
    if codes.code("network_views", beside.view) is None:
        raise Refused(_("Valitse, mitä asiakas ajattelee."), field="view")
    check_source(beside.source, beside.source_whom)
    values = {name: value.strip() for name, value in vars(beside).items()}
    return {**values, "since": since_text(beside.since), "field_group": kind.definition.field_group}


def _note(verb: str, case: Case, by: Actor, pk: int) -> None:
    record(verb, by=by, stream=("case", case.pk), obj=("network", pk), person_id=case.person_id)
