"""Assessments of needs: beginning the talk, keeping it, signing it, correcting a signed one."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from rinnalla.access.permissions import Permission as P
from rinnalla.assessments import actions, mapping
from rinnalla.assessments.actions import FACTS
from rinnalla.assessments.actions import save as save_draft
from rinnalla.assessments.models import NeedsAssessment
from rinnalla.assessments.network.actions import go_through
from rinnalla.exchange.api.shapes import Code, Day, Done, In, Key, Text, Versioned, done
from rinnalla.exchange.gate import CASE_PATH, endpoint
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels.codes import code_list, of_case

router = Router(tags=["assessments"])
ASSESSMENTS = CASE_PATH + "/assessments"
ONE = ASSESSMENTS + "/{uuid:assessment_uuid}"
READ, WRITE = "assessments:read", "assessments:write"


class AreaOut(Schema):
    area: str
    answer: str
    note: str


class AssessmentRow(Schema):
    uuid: UUID
    number: int
    revision: int
    state: str
    talked_on: date
    version: int


class AssessmentOut(AssessmentRow):
    """One talk. What the holder's field groups do not reach is left out; `hidden` counts such areas of life."""

    wish: str
    motivation: int | None
    network: str
    goal: str
    resources: str
    health_notes: str | None
    unemployment_spells: int | None
    unemployment_months: int | None
    criteria: list[str]
    areas: list[AreaOut]
    hidden: int
    missing_parts: list[str]


class AreaIn(In):
    area: Code
    answer: Code
    note: Text = ""


class ContentIn(Versioned):
    """What is kept of the talk. A field that is not sent stays as it was."""

    talked_on: Day | None = None
    wish: Text = ""
    motivation: Annotated[int, Field(ge=0, le=10)] | None = None
    network: Text = ""
    goal: Text = ""
    resources: Text = ""
    responsible_reason: Text = ""
    health_notes: Text = ""
    unemployment_spells: Annotated[int, Field(ge=0, le=99)] | None = None
    unemployment_months: Annotated[int, Field(ge=0, le=600)] | None = None
    criteria: list[Code] | None = None
    areas: list[AreaIn] = []


class CorrectionIn(In):
    reason: Text


class ReviewIn(In):
    nobody: bool = False


@endpoint(
    router, "POST", CASE_PATH + "/network/reviews", P.ASSESSMENT_EDIT, WRITE, out=Done, groups=("basics",), status=201
)
def review_network(request: HttpRequest, case_uuid: UUID, data: ReviewIn, key: Key) -> dict:
    """Tell that the network map was gone through with the client: a plan begins after it (L-25)."""
    return done(go_through(case=request.case, by=request.actor, nobody=data.nobody, key=key))


@endpoint(router, "GET", ASSESSMENTS, P.ASSESSMENT_VIEW, READ, out=list[AssessmentRow], groups=("basics",))
def assessments(request: HttpRequest, case_uuid: UUID) -> list[dict]:
    """The talks of the case and their corrections, newest first."""
    return [_row(one) for one in _visible(request).newest_first()]


@endpoint(router, "GET", ONE, P.ASSESSMENT_VIEW, READ, out=AssessmentOut, groups=("basics",))
def assessment(request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID) -> dict:
    """One talk with what the token's holder may see of it."""
    request.shown.groups(request.access.groups)
    return _whole(_one(request, assessment_uuid), request.access.groups)


@endpoint(router, "POST", ASSESSMENTS, P.ASSESSMENT_EDIT, WRITE, out=Done, groups=("basics",), status=201)
def start_assessment(request: HttpRequest, case_uuid: UUID, key: Key) -> dict:
    """Begin the talk, or go on with the draft that is open."""
    return done(actions.start(case=request.case, by=request.actor, key=key))


@endpoint(router, "POST", ONE + "/content", P.ASSESSMENT_EDIT, WRITE, out=Done, groups=("basics",))
def save_assessment(request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID, data: ContentIn) -> dict:
    """Keep the draft: what is sent is written, the rest stays."""
    one, groups = _one(request, assessment_uuid), request.access.groups
    sent = data.dict(exclude_unset=True)
    facts = {name: sent[name] for name in FACTS if name in sent}
    _require_open_fields(facts, groups)
    if "talked_on" in facts and facts["talked_on"] is None:
        raise Refused(_("Anna päivä, jolloin juttelitte."), field="talked_on")
    criteria = _known_criteria(data.criteria, groups) if data.criteria is not None else one.criteria
    answers = _known_answers(one, data.areas, groups)
    save_draft(
        assessment=one, by=request.actor, version=data.version, groups=groups, facts=facts, criteria=criteria,
        answers=answers,
    )
    return done(one)


@endpoint(router, "POST", ONE + "/signing", P.ASSESSMENT_EDIT, WRITE, out=Done, groups=("basics",))
def sign_assessment(request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID, data: Versioned) -> dict:
    """Lock the talk with the holder's name; 422 names the first required part that is empty."""
    one = _one(request, assessment_uuid)
    actions.sign(assessment=one, by=request.actor, version=data.version)
    return done(one)


@endpoint(router, "POST", ONE + "/correction", P.ASSESSMENT_EDIT, WRITE, out=Done, groups=("basics",), status=201)
def correct_assessment(
    request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID, data: CorrectionIn, key: Key
) -> dict:
    """Begin a correction of a signed talk: a new draft with its content."""
    one = _one(request, assessment_uuid)
    return done(actions.correct(assessment=one, by=request.actor, reason=data.reason, key=key))


def _require_open_fields(facts: dict, groups: frozenset[str]) -> None:
    closed = next((name for name in facts if FACTS[name] not in groups), None)
    if closed:
        raise Refused(_("Tietoryhmä ei ole sinulle avoin."), field=closed)


def _known_criteria(keys: list[str], groups: frozenset[str]) -> list[str]:
    known = {code.key for code in mapping.visible_criteria(groups)}
    if unknown := next((key for key in keys if key not in known), None):
        told = _("Kriteeriä %(key)s ei ole, tai se ei ole sinulle avoin.")
        raise Refused(told % {"key": unknown}, field="criteria")
    return keys


def _known_answers(
    one: NeedsAssessment, sent: Iterable[AreaIn], groups: frozenset[str]
) -> dict[str, tuple[str, str]]:
    areas = {area.key for area in mapping.visible_areas(of_case(one.case), groups)}
    answers = {code.key for code in code_list("need_answers")}
    for each in sent:
        if each.area not in areas:
            told = _("Elämän aluetta %(key)s ei ole, tai se ei ole sinulle avoin.")
            raise Refused(told % {"key": each.area}, field="areas")
        if each.answer not in answers:
            told = _("Vastaus on jokin näistä: %(answers)s.")
            raise Refused(told % {"answers": ", ".join(sorted(answers))}, field="areas")
    return {each.area: (each.answer, each.note) for each in sent}


def _visible(request: HttpRequest):  # noqa: ANN202
    return (
        NeedsAssessment.objects.visible_to(request.actor)
        .filter(case=request.case)
        .select_related("case__region", "correction")
    )


def _one(request: HttpRequest, uuid: UUID) -> NeedsAssessment:
    return get_object_or_404(_visible(request).prefetch_related("answers"), uuid=uuid)


def _row(one: NeedsAssessment) -> dict:
    return {name: getattr(one, name) for name in AssessmentRow.model_fields}


def _whole(one: NeedsAssessment, groups: frozenset[str]) -> dict:
    """The row, every fact the groups reach (None for the others) and the areas of life they reach."""
    visible = [area.key for area in mapping.visible_areas(of_case(one.case), groups)]
    given = {each.area: each for each in one.answers.all()}
    criteria = {code.key for code in mapping.visible_criteria(groups)}
    return {
        **_row(one),
        **{name: getattr(one, name) if group in groups else None for name, group in FACTS.items()},
        "criteria": [key for key in one.criteria if key in criteria],
        "areas": [
            {"area": key, "answer": given[key].answer, "note": given[key].note} for key in visible if key in given
        ],
        "hidden": mapping.hidden_areas(of_case(one.case), groups),
        "missing_parts": one.missing_parts,
    }
