"""Cases: which are mine, one of them, agreeing on who is responsible, the next step, contacts, closing, return, log."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from rinnalla.access.middleware import memberships_in_force
from rinnalla.access.permissions import Permission as P
from rinnalla.cases import actions, closing, responsibility
from rinnalla.cases.grounds import CONSENT, statute_for
from rinnalla.cases.models import TRANSITIONS, Answer, Case, Channel, DecisionPower, ResponsibleProposal
from rinnalla.cases.models_team import Agreement
from rinnalla.eventlog.models import Event
from rinnalla.exchange.api.shapes import (
    Code,
    Day,
    Done,
    In,
    Key,
    Line,
    Paging,
    Text,
    Versioned,
    Who,
    done,
    who,
)
from rinnalla.exchange.gate import CASE_PATH, endpoint
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes

router = Router(tags=["cases"])
PROPOSAL = CASE_PATH + "/proposals/{uuid:proposal_uuid}"
READ, WRITE = "cases:read", "cases:write"


class CaseRow(Schema):
    uuid: UUID
    number: str
    name: str
    state: str
    stage: str
    next_step: str
    next_step_on: date | None
    responsible: str | None


class Proposal(Schema):
    uuid: UUID
    worker: Who
    handover: bool
    worker_answer: str
    client_answer: str
    answer_due_on: date
    version: int


class CaseOut(CaseRow):
    """One case as far as the token's holder may see it. `acts` are what its state allows."""

    given_names: str
    family_name: str
    birth_date: date | None
    phone: str
    email: str
    language: str
    wish: str
    motivation: int | None
    review_on: date | None
    naming_due_on: date | None
    arranger: str | None
    holder: Who
    team: list[Who]
    proposals: list[Proposal]
    depth: int
    field_groups: list[str]
    acts: list[str]
    version: int


class StepIn(Versioned):
    next_step: Line
    next_step_on: Day
    review_on: Day


class ContactIn(In):
    on: Day
    channel: Channel
    subject: Line
    text: Text = ""
    with_client: bool = True
    minutes: int | None = None


class ProposeIn(In):
    """Who is asked to be responsible: a user and the unit they answer from."""

    worker: UUID
    unit: UUID
    decision_power: DecisionPower
    answer_due_on: Day | None = None
    reason: Text = ""
    stays_beside_until: Day | None = None


class AnswerIn(In):
    answer: Answer
    reason: Text = ""


class ClientAnswerIn(In):
    """What the client said, recorded by a worker."""

    answer: Answer
    words: Text = ""


class ClosingHandoverIn(In):
    """How one body goes on after the case has closed, or that the client does not want it to be told (L-75)."""

    organisation: UUID
    agreement: Agreement
    what: Text = ""
    contact_person: Line = ""
    contact: Line = ""


class CloseIn(Versioned):
    """`handovers` are agreed first; a body handed over earlier need not be told again."""

    handovers: list[ClosingHandoverIn] = []
    solution_kind: Code
    solved: Text
    stays_open: Text
    client_words: Text = ""


class ReturnIn(In):
    wish: Text = ""
    naming_due_on: Day | None = None


class EventOut(Schema):
    """One thing done in the case, in codes."""

    happened_at: datetime
    verb: str
    actor_kind: str
    role: str
    object_kind: str
    seq: int


@endpoint(router, "GET", "/cases", P.CASE_LIST, READ, out=list[CaseRow], groups=("basics",), action="list")
def cases(request: HttpRequest, paging: Query[Paging]) -> list[dict]:
    """The cases I may see, the nearest next step first."""
    rows = Case.objects.visible_to(request.actor).select_related("person", "responsible_worker")
    found = list(rows.order_by("next_step_on", "pk")[paging.offset : paging.offset + paging.limit])
    request.shown.cases(case.pk for case in found)
    request.shown.persons(case.person_id for case in found)
    return [_row(case) for case in found]


@endpoint(router, "GET", CASE_PATH, P.CASE_VIEW, READ, out=CaseOut, groups=("basics",))
def case(request: HttpRequest, case_uuid: UUID) -> dict:
    """One case: who, where on the path, what is next, who holds it."""
    return _whole(request, request.case)


@endpoint(router, "POST", CASE_PATH + "/step", P.CASE_EDIT, WRITE, out=Done, groups=("basics",))
def set_step(request: HttpRequest, case_uuid: UUID, data: StepIn) -> dict:
    """Agree on what happens next, when, and when the whole is reviewed."""
    actions.set_step(case=request.case, by=request.actor, **data.dict())
    return done(request.case)


@endpoint(router, "POST", CASE_PATH + "/contacts", P.CASE_EDIT, WRITE, out=Done, groups=("basics",), status=201)
def note_contact(request: HttpRequest, case_uuid: UUID, data: ContactIn, key: Key) -> dict:
    """Note a contact with the client or for the client."""
    if data.minutes is not None and not 0 <= data.minutes <= 1440:
        raise Refused(_("Kesto on 0–1440 minuuttia."), field="minutes")
    if not data.subject or len(data.subject) > 120:
        raise Refused(_("Kirjoita aihe, enintään 120 merkkiä."), field="subject")
    return done(actions.note_contact(case=request.case, by=request.actor, key=key, **data.dict()))


@endpoint(
    router, "POST", CASE_PATH + "/proposals", P.RESPONSIBLE_NAME, WRITE, out=Proposal, groups=("basics",), status=201
)
def propose_responsible(request: HttpRequest, case_uuid: UUID, data: ProposeIn, key: Key) -> dict:
    """Ask somebody to be responsible; for an open case this begins a hand-over."""
    place = memberships_in_force().filter(user__uuid=data.worker, unit__uuid=data.unit, user__is_active=True).first()
    if place is None:
        raise Refused(_("Työntekijää ei ole tässä yksikössä."), field="worker")
    values = data.dict(exclude={"worker", "unit", "answer_due_on"})
    due = data.answer_due_on or codes.due(codes.of_case(request.case), "handover_acceptance")
    one = responsibility.propose(
        case=request.case,
        worker=place.user,
        unit=place.unit,
        by=request.actor,
        answer_due_on=due,
        key=key,
        ground=statute_for(request.case, place.unit.organisation) or CONSENT,
        **values,
    )
    return _proposal(one)


@endpoint(router, "POST", PROPOSAL + "/worker-answer", P.ACTION_ACCEPT, WRITE, out=Done, groups=("basics",))
def answer_proposal(request: HttpRequest, case_uuid: UUID, proposal_uuid: UUID, data: AnswerIn) -> dict:
    """The asked worker's own answer."""
    one = _open(request, proposal_uuid)
    responsibility.answer_as_worker(proposal=one, by=request.actor, **data.dict())
    return done(one)


@endpoint(router, "POST", PROPOSAL + "/client-answer", P.RESPONSIBLE_NAME, WRITE, out=Done, groups=("basics",))
def record_client_answer(request: HttpRequest, case_uuid: UUID, proposal_uuid: UUID, data: ClientAnswerIn) -> dict:
    """What the client said of the proposal, recorded by a worker."""
    one = _open(request, proposal_uuid)
    responsibility.answer_of_client(proposal=one, by=request.actor, **data.dict())
    return done(one)


@endpoint(router, "POST", CASE_PATH + "/closing", P.CASE_CLOSE, WRITE, out=Done, groups=("basics",), status=201)
def close_case(request: HttpRequest, case_uuid: UUID, data: CloseIn, key: Key) -> dict:
    """Close the case with what was solved and what stays open."""
    if codes.code("solutions", data.solution_kind, region=request.case.region) is None:
        raise Refused(_("Valitse ratkaisu luettelosta."), field="solution_kind")
    for one in data.handovers:
        _hand_over(request, one)
    told = data.dict(exclude={"handovers"})
    return done(closing.close_case(case=request.case, by=request.actor, key=key, **told))


def _hand_over(request: HttpRequest, one: ClosingHandoverIn) -> None:
    organisation = Organisation.objects.filter(uuid=one.organisation).first()
    if organisation is None:
        raise Refused(_("Organisaatiota ei löydy."), field="handovers")
    earlier = request.case.closing_handovers.filter(organisation=organisation).first()
    if request.case.allows("close"):  # a repeat of a closing that was done says so by its key
        closing.hand_over(
            case=request.case, organisation=organisation, by=request.actor,
            version=earlier.version if earlier else None, **one.dict(exclude={"organisation"}),
        )  # fmt: skip


@endpoint(router, "POST", CASE_PATH + "/return", P.CASE_OPEN, WRITE, out=Done, groups=("basics",), status=201)
def return_case(request: HttpRequest, case_uuid: UUID, data: ReturnIn, key: Key) -> dict:
    """The client comes back: a new case linked to the closed one."""
    due = data.naming_due_on or codes.due(request.case.region, "naming")
    back = actions.return_case(case=request.case, by=request.actor, naming_due_on=due, wish=data.wish, key=key)
    request.shown.cases([back.pk])
    return done(back)


@endpoint(router, "GET", CASE_PATH + "/events", P.LOG_VIEW, "log:read", out=list[EventOut], groups=("basics",))
def case_events(request: HttpRequest, case_uuid: UUID, paging: Query[Paging]) -> list[dict]:
    """What has been done in the case, newest first."""
    rows = Event.objects.filter(case_id=request.case.pk).order_by("-happened_at", "-pk")
    return [
        {
            "happened_at": one.happened_at,
            "verb": one.verb,
            "actor_kind": one.actor_kind,
            "role": one.role or "",
            "object_kind": one.object_kind or "",
            "seq": one.seq,
        }
        for one in rows[paging.offset : paging.offset + paging.limit]
    ]


def _open(request: HttpRequest, uuid: UUID) -> ResponsibleProposal:
    rows = ResponsibleProposal.objects.visible_to(request.actor).select_related("worker", "case__region")
    return get_object_or_404(rows, uuid=uuid, case=request.case)


def _proposal(one: ResponsibleProposal) -> dict:
    return {
        "uuid": one.uuid,
        "worker": who(one.worker),
        "handover": one.is_handover,
        "worker_answer": one.worker_answer,
        "client_answer": one.client_answer,
        "answer_due_on": one.answer_due_on,
        "version": one.version,
    }


def _row(case: Case) -> dict:
    return {
        "uuid": case.uuid,
        "number": case.number,
        "name": case.person.name,
        "state": case.state,
        "stage": case.stage,
        "next_step": case.next_step,
        "next_step_on": case.next_step_on,
        "responsible": case.responsible_worker.name if case.responsible_worker else None,
    }


def _whole(request: HttpRequest, case: Case) -> dict:
    person, access = case.person, request.access
    waiting = case.proposals.filter(settled_at__isnull=True).select_related("worker")
    return {
        **_row(case),
        "given_names": person.given_names,
        "family_name": person.family_name,
        "birth_date": person.birth_date,
        "phone": person.open_phone,
        "email": person.open_email,
        "language": person.language,
        "wish": case.wish,
        "motivation": case.motivation,
        "review_on": case.review_on,
        "naming_due_on": case.naming_due_on,
        "arranger": case.arranger.name if case.arranger else None,
        "holder": who(case.holder_unit),
        "depth": access.depth,
        "field_groups": sorted(access.groups),
        "team": [who(one.user) for one in case.team.filter(left_at__isnull=True).select_related("user").order_by("pk")],
        "proposals": [_proposal(one) for one in waiting],
        "acts": [act for act in TRANSITIONS if case.allows(act)],
        "version": case.version,
    }
