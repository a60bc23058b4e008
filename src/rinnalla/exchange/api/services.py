"""Services on the client's path: which there are, planning one, its beginning and its end."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema

from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.models import ServiceCard
from rinnalla.exchange.api.plans import UNSEEN
from rinnalla.exchange.api.shapes import Code, Day, Done, In, Key, Line, Text, Versioned, done
from rinnalla.exchange.gate import CASE_PATH, endpoint
from rinnalla.lib.errors import Refused
from rinnalla.services import actions
from rinnalla.services.models import ServiceEpisode

router = Router(tags=["services"])
SERVICES = CASE_PATH + "/services"
ONE = SERVICES + "/{uuid:episode_uuid}"
READ, WRITE = "services:read", "services:write"


class ServiceOut(Schema):
    uuid: UUID
    name: str
    state: str
    planned_on: date | None
    waits_since: date | None
    started_on: date | None
    ended_on: date | None
    outcome: str
    field_group: str
    version: int


class ServicesOut(Schema):
    services: list[ServiceOut]
    hidden: int


class ServiceIn(In):
    """A card of the catalogue by its key, or a named service of a named organiser."""

    card: Code | None = None
    own_name: Line = ""
    organiser_name: Line = ""
    field_group: Code | None = None
    planned_on: Day | None = None
    waits_since: Day | None = None


class StartIn(Versioned):
    on: Day


class EndIn(Versioned):
    on: Day
    outcome: Code
    words: Text = ""
    no_talk_reason: Line = ""


@endpoint(router, "GET", SERVICES, P.SERVICE_VIEW, READ, out=ServicesOut, groups=("basics",))
def services(request: HttpRequest, case_uuid: UUID) -> dict:
    """The services of the case that the token's holder may see; `hidden` counts the others."""
    rows = list(
        ServiceEpisode.objects.visible_to(request.actor).filter(case=request.case).select_related("card").order_by("pk")
    )
    groups = request.access.groups
    shown = [row for row in rows if row.field_group in groups]
    request.shown.groups(row.field_group for row in shown)
    hidden = sum(row.field_group not in groups and row.field_group not in UNSEEN for row in rows)
    return {"services": [_out(row) for row in shown], "hidden": hidden}


@endpoint(router, "POST", SERVICES, P.SERVICE_EDIT, WRITE, out=Done, groups=("basics",), status=201)
def plan_service(request: HttpRequest, case_uuid: UUID, data: ServiceIn, key: Key) -> dict:
    """Put a service on the client's path."""
    card = ServiceCard.objects.filter(region_id=request.case.region_id, key=data.card).first() if data.card else None
    if data.card and card is None:
        raise Refused(_("Korttia ei ole alueen palveluissa."), field="card")
    if max(len(data.own_name), len(data.organiser_name)) > 120:
        raise Refused(_("Nimi on liian pitkä, enintään 120 merkkiä."), field="own_name")
    group = data.field_group or (card.field_group if card else "basics")
    if group not in request.access.groups:
        raise Refused(_("Tietoryhmä ei ole sinulle avoin."), field="field_group")
    values = data.dict(exclude={"card", "field_group"})
    return done(
        actions.plan_service(case=request.case, by=request.actor, card=card, field_group=group, key=key, **values)
    )


@endpoint(router, "POST", ONE + "/beginning", P.SERVICE_EDIT, WRITE, out=Done, groups=("basics",))
def start_service(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, data: StartIn) -> dict:
    """The service begins."""
    one = _one(request, episode_uuid)
    actions.start_service(episode=one, by=request.actor, **data.dict())
    return done(one)


@endpoint(router, "POST", ONE + "/ending", P.SERVICE_EDIT, WRITE, out=Done, groups=("basics",))
def end_service(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, data: EndIn) -> dict:
    """The service ends, with its outcome."""
    one = _one(request, episode_uuid)
    actions.end_service(episode=one, by=request.actor, **data.dict())
    return done(one)


def _one(request: HttpRequest, uuid: UUID) -> ServiceEpisode:
    rows = ServiceEpisode.objects.visible_to(request.actor).select_related("case__region", "card")
    one = get_object_or_404(rows, uuid=uuid, case=request.case)
    if one.field_group not in request.access.groups:
        raise Http404
    return one


def _out(one: ServiceEpisode) -> dict:
    return {
        "uuid": one.uuid,
        "name": one.name,
        "state": one.state,
        "planned_on": one.planned_on,
        "waits_since": one.waits_since,
        "started_on": one.started_on,
        "ended_on": one.ended_on,
        "outcome": one.outcome,
        "field_group": one.field_group,
        "version": one.version,
    }
