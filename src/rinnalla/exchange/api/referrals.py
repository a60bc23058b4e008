"""Referrals: what waits in the unit, what was sent, sending, and each act of triage."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.exchange.api.shapes import Code, Day, Done, In, Key, Line, Paging, Short, Text, Versioned, Who, done, who
from rinnalla.exchange.gate import endpoint
from rinnalla.lib import hetu as hetus
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Municipality, Unit
from rinnalla.referrals import actions, following, queries, senders, sheets, triage
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import TRANSITIONS, Referral

router = Router(tags=["referrals"])
ONE = "/referrals/{uuid:referral_uuid}"
READ, WRITE = "referrals:read", "referrals:write"


class ReferralRow(Schema):
    uuid: UUID
    receipt: str
    state: str
    channel: str
    sender_name: str
    received_on: date
    due_on: date
    late: bool
    unit: Who
    version: int


class Step(Schema):
    outcome: str
    at: datetime
    by: str
    reason: str
    words: str


class ReferralOut(ReferralRow):
    """One referral. The identity code is shown masked; sub-ticks of items and the service need their field group."""

    given_names: str
    family_name: str
    phone: str
    email: str
    hetu: str
    language: str
    municipality: str | None
    sender_kind: str
    items: list[str]
    service: str
    wish: str
    extra: str
    ground: str
    consent: bool
    steps: list[Step]
    acts: list[str]


class SendIn(In):
    """A referral. `unit` is chosen by the home municipality (its three-digit code) when it is left out; `service` is
    what is asked for, by its name in the catalogue."""

    given_names: Line
    family_name: Line = ""
    phone: Short = ""
    email: Line = ""
    hetu: Short = ""
    language: Code = "fi"
    municipality: Short = ""
    unit: UUID | None = None
    items: list[Code] = []
    service: Code = ""
    wish: Text = ""
    extra: Text = ""
    consent: bool = False


class WordsIn(Versioned):
    words: Text


class MoveIn(Versioned):
    unit: UUID
    words: Text = ""


class AmendIn(Versioned):
    """What the sender may mend. A text that is left out stays as it was."""

    wish: Text | None = None
    extra: Text | None = None


class TellIn(Versioned):
    result: Code


class AcceptIn(Versioned):
    naming_due_on: Day | None = None


class DeclineIn(Versioned):
    reason: Code
    words: Text
    next_unit: UUID | None = None
    next_user: UUID | None = None
    next_service: Line = ""
    next_phone: Short = ""


class Accepted(Done):
    case: UUID


@endpoint(
    router, "GET", "/referrals/inbox", P.REFERRAL_TRIAGE, READ, out=list[ReferralRow], groups=("basics",), action="list"
)
def referrals_inbox(request: HttpRequest, paging: Query[Paging]) -> list[dict]:
    """What waits in my unit, most urgent first."""
    return _listed(request, Referral.objects.received_by(request.actor).unsettled().order_by("due_on", "pk"), paging)


@endpoint(
    router, "GET", "/referrals/sent", P.REFERRAL_SEND, READ, out=list[ReferralRow], groups=("basics",), action="list"
)
def referrals_sent(request: HttpRequest, paging: Query[Paging]) -> list[dict]:
    """What I have sent, newest first, and what came of each."""
    return _listed(request, Referral.objects.sent_by_me(request.actor).order_by("-sent_at", "-pk"), paging)


@endpoint(router, "GET", ONE, P.REFERRAL_SEND, READ, out=ReferralOut, groups=("basics", "health"))
def referral(request: HttpRequest, referral_uuid: UUID) -> dict:
    """One referral, as its receiver or sender may see it."""
    return _whole(request, _mine(request, referral_uuid))


@endpoint(router, "POST", "/referrals", P.REFERRAL_SEND, WRITE, out=ReferralOut, groups=("basics",), status=201)
def send_referral(request: HttpRequest, data: SendIn, key: Key) -> dict:
    """Refer a person."""
    values = data.dict()
    who_ = Identity(
        **{name: values.pop(name) for name in ("given_names", "family_name", "phone", "email")},
        hetu=_hetu(values.pop("hetu")),
    )
    row = actions.send_referral(
        by=request.actor,
        who=who_,
        unit=_unit(values.pop("unit"), "unit"),
        municipality=_municipality(values.pop("municipality")),
        key=key,
        **values,
    )
    return _whole(request, row)


@endpoint(router, "POST", ONE + "/contact", P.REFERRAL_TRIAGE, WRITE, out=Done, groups=("basics",))
def contact_referred(request: HttpRequest, referral_uuid: UUID, data: Versioned) -> dict:
    """The client was reached."""
    return _act(request, referral_uuid, triage.contact, data)


@endpoint(router, "POST", ONE + "/question", P.REFERRAL_TRIAGE, WRITE, out=Done, groups=("basics",))
def ask_sender(request: HttpRequest, referral_uuid: UUID, data: WordsIn) -> dict:
    """Ask the sender for what is missing."""
    return _act(request, referral_uuid, triage.ask_more, data)


@endpoint(router, "POST", ONE + "/answer", P.REFERRAL_SEND, WRITE, out=Done, groups=("basics",))
def answer_receiver(request: HttpRequest, referral_uuid: UUID, data: WordsIn) -> dict:
    """The sender answers the receiver's question."""
    return _act(request, referral_uuid, triage.answer_more, data)


@endpoint(router, "POST", ONE + "/transfer", P.REFERRAL_TRIAGE, WRITE, out=Done, groups=("basics",))
def pass_referral_on(request: HttpRequest, referral_uuid: UUID, data: MoveIn) -> dict:
    """Give the referral to another unit."""
    return _act(request, referral_uuid, triage.pass_on, data, unit=_unit(data.unit, "unit"))


@endpoint(router, "POST", ONE + "/routing", P.REFERRAL_ROUTE, WRITE, out=Done, groups=("basics",))
def route_referral(request: HttpRequest, referral_uuid: UUID, data: MoveIn) -> dict:
    """Choose the unit for a contact that named none."""
    row = _mine(request, referral_uuid)
    triage.route(referral=row, version=data.version, by=request.actor, unit=_unit(data.unit, "unit"))
    return done(row)


@endpoint(router, "POST", ONE + "/decline", P.REFERRAL_TRIAGE, WRITE, out=Done, groups=("basics",))
def decline_referral(request: HttpRequest, referral_uuid: UUID, data: DeclineIn) -> dict:
    """Not take it: with a coded reason and whoever answers next."""
    user = User.objects.filter(uuid=data.next_user).first() if data.next_user else None
    if data.next_user and user is None:
        raise Refused(_("Työntekijää ei ole."), field="next_user")
    return _act(
        request, referral_uuid, triage.decline, data, next_unit=_unit(data.next_unit, "next_unit"), next_user=user
    )


@endpoint(router, "POST", ONE + "/amendment", P.REFERRAL_SEND, WRITE, out=Done, groups=("basics", "health"))
def amend_referral(request: HttpRequest, referral_uuid: UUID, data: AmendIn) -> dict:
    """The sender mends what was sent, before it is taken; the receiver sees what stood before."""
    row = _mine(request, referral_uuid)
    before, given = row.texts, data.dict(exclude_none=True)
    texts = {name: given.get(name, before[name]) for name in ("wish", "extra")}
    following.amend(referral=row, version=data.version, by=request.actor, **texts)
    return done(row)


@endpoint(router, "POST", ONE + "/withdrawal", P.REFERRAL_SEND, WRITE, out=Done, groups=("basics",))
def withdraw_referral(request: HttpRequest, referral_uuid: UUID, data: WordsIn) -> dict:
    """The sender takes the referral back, with the reason."""
    return _act(request, referral_uuid, following.withdraw, data)


@endpoint(router, "POST", ONE + "/result", P.REFERRAL_TRIAGE, WRITE, out=Done, groups=("basics",))
def tell_sender(request: HttpRequest, referral_uuid: UUID, data: TellIn) -> dict:
    """Tell the sender what came of it: one of the codes of `referral_results`."""
    return _act(request, referral_uuid, following.tell, data)


@endpoint(router, "POST", ONE + "/acceptance", P.REFERRAL_TRIAGE, WRITE, out=Accepted, groups=("basics",))
def accept_referral(request: HttpRequest, referral_uuid: UUID, data: AcceptIn) -> dict:
    """Take the person in: a case is opened, with you as its arranger."""
    row = _mine(request, referral_uuid)
    case = triage.accept(referral=row, by=request.actor, **data.dict())
    request.shown.cases([case.pk])
    return {**done(row), "case": case.uuid}


def _act(request: HttpRequest, uuid: UUID, action: Any, data: In, **more: Any) -> dict:
    row = _mine(request, uuid)
    action(referral=row, by=request.actor, **{**data.dict(), **more})
    return done(row)


def _mine(request: HttpRequest, uuid: UUID) -> Referral:
    row = get_object_or_404(
        Referral.objects.visible_to(request.actor).select_related("unit", "municipality"), uuid=uuid
    )
    request.shown.others(1)
    return row


def _listed(request: HttpRequest, rows: QuerySet[Referral], paging: Paging) -> list[dict]:
    found = list(rows.select_related("unit")[paging.offset : paging.offset + paging.limit])
    request.shown.others(len(found))
    return [_row(request, row) for row in found]


def _row(request: HttpRequest, row: Referral) -> dict:
    return {
        "uuid": row.uuid,
        "receipt": row.receipt,
        "state": row.state,
        "channel": row.channel,
        "sender_name": senders.told_of(row, request.actor),
        "received_on": row.received_on,
        "due_on": row.due_on,
        "late": row.late,
        "unit": who(row.unit),
        "version": row.version,
    }


def _whole(request: HttpRequest, row: Referral) -> dict:
    person, texts = row.person, row.texts
    steps, hidden = row.steps.select_related("by").order_by("at", "pk"), senders.hides_sender(row, request.actor)
    return {
        **_row(request, row),
        "given_names": person.given_names,
        "family_name": person.family_name,
        "phone": person.phone,
        "email": person.email,
        "hetu": person.masked_hetu,
        "language": row.language,
        "wish": texts["wish"],
        "extra": texts["extra"],
        "municipality": row.municipality.name if row.municipality else None,
        "sender_kind": senders.told_kind(row.sender_kind, senders.groups_for(row, request.actor)),
        "ground": row.ground,
        "consent": row.consent,
        "items": _items(request, row),
        "service": row.service if sheets.asked_in_words(row, request.actor.field_groups()) else "",
        "steps": [
            {
                "outcome": one.outcome,
                "at": one.at,
                "by": one.by.name if one.by and not (hidden and one.by_id == row.sent_by_id) else "",
                "reason": one.reason,
                "words": one.words,
            }
            for one in steps
        ],
        "acts": [act for act in TRANSITIONS if row.allows(act, request.actor)],
    }


def _items(request: HttpRequest, row: Referral) -> list[str]:
    """The ticked items; the ticks under one of them only where the reader may see that item's field group."""
    allowed = request.actor.field_groups()
    hidden = {line.key for line in queries.lists.checklist() if line.field_group not in allowed}
    return [item for item in row.items if "." not in item or item.split(".")[0] not in hidden]


def _unit(uuid: UUID | None, field: str) -> Unit | None:
    if uuid is None:
        return None
    unit = Unit.objects.in_use().select_related("organisation").filter(uuid=uuid).first()
    if unit is None:
        raise Refused(_("Yksikköä ei ole."), field=field)
    return unit


def _municipality(code: str) -> Municipality | None:
    if not code:
        return None
    found = Municipality.objects.select_related("region").filter(code=code).first()
    if found is None:
        raise Refused(_("Kuntaa ei ole."), field="municipality")
    return found


def _hetu(text: str) -> str:
    if not text:
        return ""
    try:
        return hetus.parse(text).text
    except hetus.HetuError as error:
        raise Refused(_("Henkilötunnus ei kelpaa."), field="hetu") from error
