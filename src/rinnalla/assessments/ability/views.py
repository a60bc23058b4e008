"""The assessments of a case side by side, writing and correcting one, and what is to be looked at again."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.assessments.ability import actions, reading
from rinnalla.assessments.ability.forms import (
    AbilityCorrectionForm,
    AbilityForm,
    ReassessmentForm,
    ReviewForm,
    SettlingForm,
)
from rinnalla.assessments.ability.models import Reassessment, WorkAbilityAssessment
from rinnalla.cases.otherwise import clients_views
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see

ON_PAGE = 50


@allow(P.ASSESSMENT_VIEW, groups=["basics"])
def ability(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """What each body has found, the newest of each kind side by side, by whose definition (I-35, E-08)."""
    groups = request.access.groups
    request.shown.groups(groups)
    context = {
        "found": reading.overview(request.case, request.actor, groups),
        "otherwise": clients_views(request.case, "assessment"),
        "waiting": reading.waiting(request.case, request.actor, groups), "health": "health" in groups,
        "editable": may(request.actor, P.ASSESSMENT_EDIT, request.access) and request.case.allows("edit"),
    }
    return _draw(request, "ability", context)


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def ability_new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Write down an assessment."""
    form = bind(request, AbilityForm, groups=request.access.groups)
    if request.method == "POST" and form.is_valid() and attempt(
        form, actions.note_assessment, case=request.case, by=request.actor, groups=request.access.groups,
        finding=form.finding(), key=form.cleaned_data["form_key"],
    ):
        say(request, _("Arvio on tallessa muiden rinnalla."))
        return see("assessments:ability", case_uuid=case_uuid)
    return _form(request, form, _("Kirjaa työkykyarvio"))


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def ability_correction(request: HttpRequest, case_uuid: UUID, ability_uuid: UUID) -> HttpResponse:
    """Mend an assessment: the earlier text stays, with the reason."""
    row = _one(request, ability_uuid)
    form = bind(request, AbilityCorrectionForm, groups=request.access.groups, assessment=row)
    if request.method == "POST" and form.is_valid() and attempt(
        form, actions.correct_assessment, assessment=row, by=request.actor, groups=request.access.groups,
        finding=form.finding(), reason=form.cleaned_data["reason"], key=form.cleaned_data["form_key"],
    ):
        say(request, _("Korjaus on tallessa. Aiempi teksti jäi luettavaksi."))
        return see("assessments:ability", case_uuid=case_uuid)
    return _form(request, form, _("Korjaa työkykyarviota"))


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def ability_review(request: HttpRequest, case_uuid: UUID, ability_uuid: UUID) -> HttpResponse:
    """The finding was looked at again and still holds."""
    row = _one(request, ability_uuid)
    form = bind(request, ReviewForm)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        key = data.pop("form_key")
        if attempt(form, actions.review, assessment=row, by=request.actor, key=key, **data):
            say(request, _("Kirjattu: arvio pitää edelleen."))
            return see("assessments:ability", case_uuid=case_uuid)
    return _form(request, form, _("Arvio pitää edelleen"), about=reading.in_words(row))


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["health"])
def reassessment_new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """A treatment or rehabilitation began; agree when work ability is assessed again (L-71)."""
    form = bind(request, ReassessmentForm)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        key = data.pop("form_key")
        if attempt(form, actions.agree_reassessment, case=request.case, by=request.actor, key=key,
                   groups=request.access.groups, **data):
            say(request, _("Uuden arvion päivä on sovittu. Se näkyy listalla ajoissa."))
            return see("assessments:ability", case_uuid=case_uuid)
    return _form(request, form, _("Sovi uuden arvion päivä"))


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["health"])
def reassessment_settling(request: HttpRequest, case_uuid: UUID, reassessment_uuid: UUID) -> HttpResponse:
    """The new assessment was made, or is not needed."""
    rows = Reassessment.objects.visible_to(request.actor).filter(
        case=request.case, field_group__in=request.access.groups
    ).select_related("case__person")
    row = get_object_or_404(rows, uuid=reassessment_uuid)
    found = reading.overview(request.case, request.actor, request.access.groups)
    made = [one for _name, told in found.kinds for one in told if one.row.assessed_on >= row.began_on]
    form = bind(request, SettlingForm, made=made, initial={"version": row.version})
    if request.method == "POST" and form.is_valid() and _settle(request, row, form, made):
        say(request, _("Kuitattu."))
        return see("assessments:ability", case_uuid=case_uuid)
    return _form(request, form, _("Kuittaa uusi arvio"), again=row)


@allow(P.ASSESSMENT_VIEW, groups=["basics"], action="list")
def due(request: HttpRequest) -> HttpResponse:
    """What is late or comes within a month, in the reader's own cases (V-54, L-71)."""
    page = Paginator(reading.due_list(request.actor), ON_PAGE).get_page(request.GET.get("page"))
    request.shown.cases(one.case.pk for one in page)
    request.shown.persons(one.case.person_id for one in page)
    return render(request, "assessments/ability/due.html", {"page": page, "nav": "cases"})


def _settle(request: HttpRequest, row: Reassessment, form: SettlingForm, made: list[reading.Told]) -> bool:
    data = form.cleaned_data
    chosen = next((one.row for one in made if str(one.row.uuid) == data["assessment"]), None)
    try:
        attempt(form, actions.settle_reassessment, reassessment=row, version=data["version"], by=request.actor,
                assessment=chosen, reason=data["reason"])
    except Conflict:
        form.add_error(None, conflict_text())
    return not form.errors


def _one(request: HttpRequest, uuid: UUID) -> WorkAbilityAssessment:
    rows = WorkAbilityAssessment.objects.visible_to(request.actor).filter(
        case=request.case, field_group__in=request.access.groups
    ).with_review().select_related("case__person", "correction")
    row = get_object_or_404(rows, uuid=uuid)
    request.shown.groups([row.field_group])
    return row


def _form(request: HttpRequest, form: Any, title: str, **more: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return _draw(request, "form", {"form": form, "title": title, **more}, status=status)


def _draw(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    template = f"assessments/ability/{name}.html"
    return render(request, template, {"tab": "assessment", "part": "ability", **context}, status=status)
