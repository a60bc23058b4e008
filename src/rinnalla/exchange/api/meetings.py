"""Meetings of the client's team: calling one, holding it, decisions, the client's summary, closing."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from pydantic import AfterValidator, AwareDatetime

from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.exchange.api.plans import ActionIn, goal_of, parties
from rinnalla.exchange.api.shapes import Code, Done, In, Key, Line, Text, Versioned, done
from rinnalla.exchange.gate import CASE_PATH, endpoint
from rinnalla.lib.errors import Refused
from rinnalla.meetings import actions, deciding
from rinnalla.meetings.models import How, Meeting

router = Router(tags=["meetings"])
MEETINGS = CASE_PATH + "/meetings"
ONE = MEETINGS + "/{uuid:meeting_uuid}"
READ, WRITE = "meetings:read", "meetings:write"


def _near(at: datetime) -> datetime:
    if not 1900 <= at.year <= 2199:
        raise ValueError("a time between the years 1900 and 2199")
    return at


class MeetingOut(Schema):
    """One meeting. What was talked about is left out where its field group is not open."""

    uuid: UUID
    kind: str
    starts_at: datetime
    place: str
    purpose: str
    held: bool
    closed: bool
    client_summary: str
    talked: str | None
    version: int


class ConveneIn(In):
    kind: Code
    starts_at: Annotated[AwareDatetime, AfterValidator(_near)]
    purpose: Text
    tried_solutions: Text = ""
    place: Line = ""
    minutes: Annotated[int, Field(ge=5, le=600)] = 60
    invited: list[UUID] = []


class HoldIn(Versioned):
    client_present: bool
    talked: Text = ""
    field_group: Code = "basics"


class DecisionIn(ActionIn):
    goal: UUID


class SummaryIn(Versioned):
    client_summary: Text
    talked: Text = ""
    field_group: Code = "basics"


class ClosingIn(Versioned):
    how: How


@endpoint(router, "GET", MEETINGS, P.MEETING_VIEW, READ, out=list[MeetingOut], groups=("basics",))
def meetings(request: HttpRequest, case_uuid: UUID) -> list[dict]:
    """The meetings of the case, newest first."""
    rows = Meeting.objects.visible_to(request.actor).filter(case=request.case).order_by("-starts_at", "-pk")[:200]
    return [_out(request, one) for one in rows]


@endpoint(router, "POST", MEETINGS, P.MEETING_CONVENE, WRITE, out=Done, groups=("basics",), status=201)
def convene_meeting(request: HttpRequest, case_uuid: UUID, data: ConveneIn, key: Key) -> dict:
    """Call a meeting; the client and the caller are always invited."""
    users = list(User.objects.filter(uuid__in=data.invited, is_active=True))
    if len(users) < len(set(data.invited)):
        raise Refused(_("Kutsuttua ei ole."), field="invited")
    values = data.dict(exclude={"invited"})
    return done(actions.convene(case=request.case, by=request.actor, invited=users, key=key, **values))


@endpoint(router, "POST", ONE + "/holding", P.MEETING_RECORD, WRITE, out=Done, groups=("basics",))
def hold_meeting(request: HttpRequest, case_uuid: UUID, meeting_uuid: UUID, data: HoldIn) -> dict:
    """Mark the meeting held."""
    one = _one(request, meeting_uuid)
    _seen(request, data.field_group)
    actions.hold(meeting=one, by=request.actor, **data.dict())
    return done(one)


@endpoint(router, "POST", ONE + "/decisions", P.MEETING_RECORD, WRITE, out=Done, groups=("basics",), status=201)
def decide(request: HttpRequest, case_uuid: UUID, meeting_uuid: UUID, data: DecisionIn, key: Key) -> dict:
    """Write down a decision: it becomes an action of the plan."""
    one = _one(request, meeting_uuid)
    _seen(request, data.field_group)
    values = data.dict(exclude={"goal"}) | {
        "field_group": data.field_group or "",
        **parties(data.owner, data.organisation),
    }
    decision = deciding.decide(meeting=one, by=request.actor, goal=goal_of(request, data.goal), key=key, **values)
    return done(decision.action)


@endpoint(router, "POST", ONE + "/summary", P.MEETING_RECORD, WRITE, out=Done, groups=("basics",))
def write_summary(request: HttpRequest, case_uuid: UUID, meeting_uuid: UUID, data: SummaryIn) -> dict:
    """Write what was talked about and the client's summary."""
    one = _one(request, meeting_uuid)
    _seen(request, data.field_group)
    actions.write(meeting=one, by=request.actor, **data.dict())
    return done(one)


@endpoint(router, "POST", ONE + "/closing", P.MEETING_RECORD, WRITE, out=Done, groups=("basics",))
def close_meeting(request: HttpRequest, case_uuid: UUID, meeting_uuid: UUID, data: ClosingIn) -> dict:
    """Close the record; the client gets the summary."""
    one = _one(request, meeting_uuid)
    actions.close(meeting=one, by=request.actor, **data.dict())
    return done(one)


def _one(request: HttpRequest, uuid: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.actor).select_related("case__person")
    return get_object_or_404(rows, uuid=uuid, case=request.case)


def _seen(request: HttpRequest, group: str | None) -> None:
    if group and group not in request.access.groups:
        raise Refused(_("Tietoryhmä ei ole sinulle avoin."), field="field_group")


def _out(request: HttpRequest, one: Meeting) -> dict:
    open_ = one.field_group in request.access.groups
    if open_:
        request.shown.groups([one.field_group])
    return {
        "uuid": one.uuid,
        "kind": one.kind,
        "starts_at": one.starts_at,
        "place": one.place,
        "purpose": one.purpose,
        "held": one.held_at is not None,
        "closed": one.closed_at is not None,
        "client_summary": "" if one.withdrawn_at else one.client_summary,
        "talked": one.talked if open_ and not one.withdrawn_at else None,
        "version": one.version,
    }
