"""The mapping page of a case: the newest assessment, the talk's form, signing and correcting."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.assessments import actions, mapping
from rinnalla.assessments.actions import save as save_draft
from rinnalla.assessments.forms import AssessmentForm, CorrectionForm
from rinnalla.assessments.models import NeedsAssessment
from rinnalla.assessments.questions import answers, visible_questions
from rinnalla.assessments.views_instruments import in_words
from rinnalla.assessments.weighing import next_steps, weigh
from rinnalla.lib.errors import Refused
from rinnalla.lib.forms import KeyField
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels.codes import code_list, code_name, of_case
from rinnalla.servicemodels.definitions import Question
from rinnalla.servicemodels.reasons import answer_in_words


@allow(P.ASSESSMENT_VIEW, groups=["basics"])
def assessment(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The newest assessment of the case, or what comes first when there is none."""
    every = list(_visible(request).filter(case=request.case).newest_first())
    return _page(request, every[0] if every else None, every)


@allow(P.ASSESSMENT_VIEW, groups=["basics"])
def version(request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID) -> HttpResponse:
    """One assessment as it was signed; the old ones of a correction stay readable."""
    return _page(request, _one(request, assessment_uuid), list(_visible(request).newest_first()))


@allow(P.ASSESSMENT_EDIT, methods=["POST"], groups=["basics"])
def start(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Begin the talk, or go on with the open draft."""
    try:
        key = KeyField().clean(request.POST.get("form_key"))
        begun = actions.start(case=request.case, by=request.actor, key=key)
    except Refused as refusal:
        return _page(request, None, list(_visible(request).newest_first()), refusal=refusal.message, status=422)
    return see("assessments:content", case_uuid=case_uuid, assessment_uuid=begun.uuid)


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def content(request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID) -> HttpResponse:
    """The form of the talk. Saving keeps the draft, signing locks it."""
    row = _one(request, assessment_uuid)
    if not row.allows("save"):
        return see("assessments:version", case_uuid=case_uuid, assessment_uuid=row.uuid)
    form = bind(request, AssessmentForm, assessment=row, groups=request.access.groups)
    status, theirs = 200 if request.method == "GET" else 422, []
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, _save, by=request.actor, assessment=row, form=form, groups=request.access.groups,
                       sign=request.POST.get("act") == "sign"):
                return _after(request, row)
        except Conflict as conflict:
            status, theirs = 409, _theirs(form, conflict.current)
    request.shown.groups(request.access.groups)
    context = {"tab": "assessment", "form": form, "row": row, "theirs": theirs, **_advice(row, request)}
    return render(request, "assessments/content.html", context, status=status)


def _save(*, assessment: NeedsAssessment, form: AssessmentForm, by: Any, groups: frozenset[str], sign: bool) -> bool:
    save_draft(assessment=assessment, by=by, groups=groups, **form.arguments())
    if sign:
        actions.sign(assessment=assessment, version=assessment.version, by=by)
    return True


def _after(request: HttpRequest, row: NeedsAssessment) -> HttpResponse:
    if row.signed_at:
        say(request, _("Kartoitus on allekirjoitettu. Sitä voi enää korjata uudella versiolla."))
        return see("assessments:assessment", case_uuid=row.case.uuid)
    say(request, _("Luonnos on tallessa. Voit jatkaa milloin tahansa."))
    return see("assessments:content", case_uuid=row.case.uuid, assessment_uuid=row.uuid)


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def correction(request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID) -> HttpResponse:
    """Why a signed assessment is corrected; then its copy opens as a draft."""
    row = _one(request, assessment_uuid)
    form = bind(request, CorrectionForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        draft = attempt(
            form, actions.correct, assessment=row, by=request.actor, reason=data["reason"], key=data["form_key"]
        )
        if draft:
            return see("assessments:content", case_uuid=case_uuid, assessment_uuid=draft.uuid)
    status = 422 if request.method == "POST" else 200
    context = {"tab": "assessment", "form": form, "row": row}
    return render(request, "assessments/correction.html", context, status=status)


def _visible(request: HttpRequest):
    return NeedsAssessment.objects.visible_to(request.actor).filter(case=request.case).select_related(
        "case__region", "case__person__municipality", "made_by", "signed_by", "corrects", "correction"
    ).prefetch_related("answers", "told")


def _one(request: HttpRequest, assessment_uuid: UUID) -> NeedsAssessment:
    return get_object_or_404(_visible(request), uuid=assessment_uuid)


def _page(
    request: HttpRequest, row: NeedsAssessment | None, every: list[NeedsAssessment], *, refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    groups = request.access.groups
    request.shown.groups(groups)
    editable = may(request.actor, P.ASSESSMENT_EDIT, request.access) and request.case.allows("edit")
    context = {
        "tab": "assessment", "row": row, "every": every, "refusal": refusal, "editable": editable,
        "health": "health" in groups, "employment": "employment" in groups, "form_key": KeyField().initial(),
        "draft": next((one for one in every if one.signed_at is None), None),
    }
    if row:
        context["uses"] = in_words(row)
        context |= {**_advice(row, request), "answers": _answers(row, groups), "parts": mapping.part_names()}
        context["told"] = _told(row, groups)
    return render(request, "assessments/assessment.html", context, status=status)


def _advice(row: NeedsAssessment, request: HttpRequest) -> dict[str, Any]:
    """What the content suggests, each with its reason; the reader decides."""
    groups = request.access.groups
    ticked = [code for code in mapping.visible_criteria(groups) if code.key in row.criteria]
    weighed = weigh(row, groups)
    return {
        "complete": mapping.completeness(row, groups), "ticked": ticked, "proposals": next_steps(row, weighed),
        "suggested": weighed.suggested,
        "talk": mapping.talk_prompt(row.motivation, of_case(row.case)),
    }


def _answers(row: NeedsAssessment, groups: frozenset[str]) -> dict[str, Any]:
    """The areas of life with their answers, and how many the reader may know of but not see."""
    given = {one.area: one for one in row.answers.all()}
    shown = [(area.name, given.get(area.key)) for area in mapping.visible_areas(of_case(row.case), groups)]
    names = {code: code_name("need_answers", code) for code in ("no_need", "need", "later", "not_asked")}
    sources = {one.key: one.name for one in code_list("fact_sources")}
    hidden = mapping.hidden_areas(of_case(row.case), groups)
    return {"rows": shown, "hidden": hidden, "names": names, "sources": sources}


def _told(row: NeedsAssessment, groups: frozenset[str]) -> list[tuple[str, str]]:
    """The answered questions in the words of the version they were asked by (V-114)."""
    given = answers(row, groups)
    return [
        (one.names.in_language, answer_in_words(given[one.key], _choices(one)))
        for one in visible_questions(row, groups) if one.key in given
    ]


def _choices(question: Question) -> dict[str, str]:
    return {one.key: one.names.in_language for one in question.choices}


def _theirs(form: AssessmentForm, current: NeedsAssessment) -> list[tuple[str, str, str]]:
    """After a conflict: label, the writer's text and the saved one of each field that differs. The form goes on from
    the version that is saved now."""
    saved = AssessmentForm(assessment=current, groups=form.used_groups)
    form.data = form.data.copy()
    form.data["version"] = current.version
    both = [
        (str(field.label), str(form.cleaned_data.get(name) or ""), str(saved.initial.get(name) or ""))
        for name, field in form.fields.items() if name != "version"
    ]
    return [(label, mine, other) for label, mine, other in both if mine != other]
