"""Plans of three parties: the list, one with its three owners, and setting, following and closing it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employers.plans_together import actions
from rinnalla.employers.plans_together.forms import (
    DoneForm,
    FollowTargetForm,
    MeasureForm,
    PlanClosingForm,
    PlanForm,
    TargetForm,
)
from rinnalla.employers.plans_together.models import EmployerPlan
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see
from rinnalla.servicemodels.codes import code_name

BOTH = ("GET", "POST")


@allow(P.EMPLOYER_VIEW)
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of the region, those that stand first."""
    rows = EmployerPlan.objects.visible_to(request.actor).prefetch_related("parties__organisation")
    found = sorted(rows, key=lambda one: one.closed_at is not None)
    return render(request, "employers/plans/list.html", {"nav": "employers", "plans": found, "part": _part})


@allow(P.EMPLOYER_VIEW)
def plan(request: HttpRequest, employerplan_uuid: UUID) -> HttpResponse:
    """Targets and measures, by who owns them."""
    row = _plan(request, employerplan_uuid)
    measures = list(row.measures.select_related("owner__organisation", "target", "done_by"))
    context = {
        "nav": "employers", "plan": row, "part": _part, "targets": list(row.targets.all()),
        "owners": [(one, [m for m in measures if m.owner_id == one.pk]) for one in row.parties.all()],
        "edits": request.actor.can(P.EMPLOYER_EDIT) and row.allows("add") and actions.is_party(row, request.actor),
    }
    return render(request, "employers/plans/plan.html", context)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Three bodies plan together."""
    form = bind(request, PlanForm, region_id=request.actor.region_id)

    def act(data: dict[str, Any]) -> Any:
        words = {name: data[name] for name in ("name", "aim", "starts_on", "ends_on", "review_on")}
        return actions.set_plan(by=request.actor, units=form.units(), key=data["form_key"], **words)

    return _form(
        request, form, act, None, heading=_("Uusi yhteinen suunnitelma"), button=_("Tallenna suunnitelma"),
        done=_("Suunnitelma on tallessa. Lisätkää tavoitteet ja toimet."),
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def target_new(request: HttpRequest, employerplan_uuid: UUID) -> HttpResponse:
    """Something to reach."""
    row = _plan(request, employerplan_uuid)
    form = bind(request, TargetForm, initial={"due_on": row.ends_on})

    def act(data: dict[str, Any]) -> Any:
        return actions.add_target(plan=row, by=request.actor, key=data.pop("form_key"), **data)

    return _form(
        request, form, act, row, heading=_("Uusi tavoite"), button=_("Tallenna tavoite"), done=_("Tavoite on tallessa.")
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def target(request: HttpRequest, employerplan_uuid: UUID, plantarget_uuid: UUID) -> HttpResponse:
    """How far the three are."""
    row = _plan(request, employerplan_uuid)
    found = get_object_or_404(row.targets.all(), uuid=plantarget_uuid)
    form = bind(request, FollowTargetForm, initial={"reached": found.reached, "version": found.version})
    return _form(
        request, form, lambda data: actions.follow_target(target=found, by=request.actor, **data), row,
        heading=_("Miten tavoite etenee"), button=_("Tallenna"), done=_("Tallennettu."), lead=found.what,
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def measure_new(request: HttpRequest, employerplan_uuid: UUID) -> HttpResponse:
    """Something to do, and whose it is."""
    row = _plan(request, employerplan_uuid)
    form = bind(request, MeasureForm, plan=row, initial={"due_on": row.review_on})

    def act(data: dict[str, Any]) -> Any:
        return actions.add_measure(plan=row, by=request.actor, key=data.pop("form_key"), **data)

    return _form(
        request, form, act, row, heading=_("Uusi toimi"), button=_("Tallenna toimi"), done=_("Toimi on tallessa.")
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def measure_done(request: HttpRequest, employerplan_uuid: UUID, planmeasure_uuid: UUID) -> HttpResponse:
    """It is done."""
    row = _plan(request, employerplan_uuid)
    found = get_object_or_404(row.measures.select_related("owner__organisation", "plan"), uuid=planmeasure_uuid)
    form = bind(request, DoneForm, initial={"version": found.version})
    return _form(
        request, form, lambda data: actions.do_measure(measure=found, by=request.actor, **data), row,
        heading=_("Merkitse tehdyksi"), button=_("Merkitse tehdyksi"), done=_("Merkitty tehdyksi."), lead=found.what,
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def closing(request: HttpRequest, employerplan_uuid: UUID) -> HttpResponse:
    """What came of it."""
    row = _plan(request, employerplan_uuid)
    form = bind(request, PlanClosingForm, initial={"version": row.version})
    return _form(
        request, form, lambda data: actions.close_plan(plan=row, by=request.actor, **data), row,
        heading=_("Päätä suunnitelma"), button=_("Päätä suunnitelma"), done=_("Suunnitelma on päätetty."),
    )


def _plan(request: HttpRequest, uuid: UUID) -> EmployerPlan:
    rows = EmployerPlan.objects.visible_to(request.actor).select_related("closed_by")
    return get_object_or_404(rows.prefetch_related("parties__organisation", "parties__unit"), uuid=uuid)


def _part(key: str) -> str:
    return code_name("plan_parts", key)


def _form(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], row: EmployerPlan | None, *, heading: str,
    button: str, done: str, lead: str = "",
) -> HttpResponse:
    """One form about a plan: GET draws it, POST acts. What was typed stays, also after a conflict."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = attempt(form, act, data=form.cleaned_data)
                if form.is_valid():
                    say(request, done)
                    found = made if isinstance(made, EmployerPlan) else row
                    return see("employers:plan_together", employerplan_uuid=found.uuid)
            except Conflict as conflict:
                status = 409
                form.data = {**form.data.dict(), "version": conflict.current.version}
                form.add_error(None, conflict_text())
    context = {"nav": "employers", "form": form, "plan": row, "heading": heading, "act": button, "lead": lead}
    return render(request, "employers/plans/form.html", context, status=status)
