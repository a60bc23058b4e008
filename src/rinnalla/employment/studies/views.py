"""A client's studies on one page, what is done to them, and the list of those who were left without help (E-65)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.cases.views import draw
from rinnalla.employment.studies import actions
from rinnalla.employment.studies.forms import CorrectionForm, EndForm, FollowForm, StudiesForm
from rinnalla.employment.studies.models import StudyRecord
from rinnalla.employment.studies.reading import without_help
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see
from rinnalla.servicemodels.codes import code_name

GROUPS = [EMPLOYMENT]
BOTH = ["GET", "POST"]


@allow(P.SERVICE_VIEW, groups=GROUPS)
def studies(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Every course of studies of the client."""
    hidden = EMPLOYMENT not in request.access.groups
    rows = [] if hidden else list(StudyRecord.objects.visible_to(request.actor).filter(case=request.case))
    context = {
        "tab": "services", "hidden": hidden, "rows": rows, "kind_name": lambda key: code_name("study_kinds", key),
        "works": may(request.actor, P.SERVICE_EDIT, request.access) and request.case.allows("edit") and not hidden,
    }
    return render(request, "employment/studies/studies.html", context)


@allow(P.SERVICE_EDIT, methods=BOTH, groups=GROUPS)
def new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Write studies down."""
    _let_in(request)
    form = bind(request, StudiesForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.add(case=request.case, by=request.actor, key=data.pop("form_key"), **data)

    return _one_form(request, form, act, _("Kirjaa opinnot"), _("Tallenna opinnot"), _("Opinnot on kirjattu."))


@allow(P.SERVICE_EDIT, methods=BOTH, groups=GROUPS)
def correction(request: HttpRequest, case_uuid: UUID, studyrecord_uuid: UUID) -> HttpResponse:
    """Put right what was written."""
    row = _row(request, studyrecord_uuid)
    form = bind(request, CorrectionForm, initial=CorrectionForm.start(row))
    return _one_form(
        request, form, lambda data: actions.correct(row=row, by=request.actor, **data), _("Korjaa tietoja"),
        _("Tallenna"), _("Tallennettu."),
    )


@allow(P.SERVICE_EDIT, methods=BOTH, groups=GROUPS)
def completion(request: HttpRequest, case_uuid: UUID, studyrecord_uuid: UUID) -> HttpResponse:
    """They were completed."""
    row = _row(request, studyrecord_uuid)
    form = bind(request, EndForm, initial={"version": row.version})
    return _one_form(
        request, form, lambda data: actions.complete(row=row, by=request.actor, **data), _("Opinnot suoritettu"),
        _("Merkitse suoritetuksi"), _("Hienoa. Opinnot on merkitty suoritetuiksi."), row.name,
    )


@allow(P.SERVICE_EDIT, methods=BOTH, groups=GROUPS)
def break_off(request: HttpRequest, case_uuid: UUID, studyrecord_uuid: UUID) -> HttpResponse:
    """They were broken off."""
    row = _row(request, studyrecord_uuid)
    form = bind(request, EndForm, initial={"version": row.version})
    return _one_form(
        request, form, lambda data: actions.break_off(row=row, by=request.actor, **data), _("Opinnot jäivät kesken"),
        _("Merkitse keskeytyneeksi"), _("Merkitty. Keskeytymisestä ei seuraa mitään."), row.name,
    )


@allow(P.SERVICE_EDIT, methods=BOTH, groups=GROUPS)
def follow_up(request: HttpRequest, case_uuid: UUID, studyrecord_uuid: UUID) -> HttpResponse:
    """Whether work has begun after them."""
    row = _row(request, studyrecord_uuid)
    form = bind(request, FollowForm, initial={"version": row.version, "work_from": row.work_from})
    return _one_form(
        request, form, lambda data: actions.follow(row=row, by=request.actor, **data), _("Onko työ alkanut"),
        _("Tallenna"), _("Tallennettu."), row.name,
    )


@allow(P.CASE_LIST, groups=GROUPS, action="list")
def waiting(request: HttpRequest) -> HttpResponse:
    """Who completed adapted studies and has neither work nor a service that runs."""
    rows = list(without_help(request.actor))
    request.shown.cases(one.case_id for one in rows)
    return render(request, "employment/studies/waiting.html", {"nav": "cases", "rows": rows})


def _let_in(request: HttpRequest) -> None:
    if EMPLOYMENT not in request.access.groups:
        raise Http404


def _row(request: HttpRequest, uuid: UUID) -> StudyRecord:
    _let_in(request)
    row = get_object_or_404(StudyRecord.objects.visible_to(request.actor).filter(case=request.case), uuid=uuid)
    row.case = request.case
    return row


def _one_form(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], heading: str, button: str, done: str,
    lead: str = "",
) -> HttpResponse:
    """One form: GET draws it, POST acts. What was typed stays, also after a conflict."""
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, act, data=dict(form.cleaned_data))
            if form.is_valid():
                say(request, done)
                return see("studies:studies", case_uuid=request.case.uuid)
        except Conflict as conflict:
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
            form.add_error(None, conflict_text())
            status = 409
    back = reverse("studies:studies", kwargs={"case_uuid": request.case.uuid})
    return draw(request, form, heading, button, lead=lead, back=back, status=status)
