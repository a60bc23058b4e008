"""One step of a path: its page, taking it, another day, leaving it out; and proposing and answering."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.plans.paths import actions, proposals
from rinnalla.plans.paths.forms import (
    AcceptForm,
    DeclineForm,
    ProposalForm,
    ReasonForm,
    StepChangeForm,
    StepDoneForm,
    StepForm,
    StepMoveForm,
)
from rinnalla.plans.paths.models import PathStep, ServicePath, StepProposal
from rinnalla.plans.paths.reading import open_goals, steps_of
from rinnalla.plans.paths.templates import team_ids
from rinnalla.plans.paths.views import back_to
from rinnalla.plans.views import form_page, may_edit


def _step(request: HttpRequest, step_uuid: Any) -> PathStep:
    """A step of the case that the reader may see."""
    rows = steps_of(request.case).visible_to(request.actor)
    rows = rows.select_related("case__person", "proposal__made_by", "proposal__unit")
    return get_object_or_404(rows, uuid=step_uuid, field_group__in=request.access.groups)


def _running(request: HttpRequest) -> list[ServicePath]:
    return list(ServicePath.objects.running().filter(case=request.case).order_by("started_on", "pk"))


@allow(P.PLAN_VIEW, groups=["basics"])
def step(request: HttpRequest, case_uuid, step_uuid) -> HttpResponse:
    """One step: what was planned, what happened, how the day has moved."""
    one = _step(request, step_uuid)
    moves = one.moves.select_related("made_by").order_by("made_at")
    context = {
        "tab": "path", "step": one, "moves": moves, "editor": may_edit(request), "groups": request.access.groups,
        "team": team_ids(request.case),
        "may_take": not request.case.closed_at and may(request.actor, P.ACTION_ACCEPT, request.access)
        and (one.is_owner(request.actor) or may_edit(request)),
    }  # fmt: skip
    return render(request, "plans/paths/step.html", context)


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def step_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Add a step in own words."""
    goals, groups = open_goals(request.case, request.access.groups), request.access.groups
    form = bind(request, StepForm, case=request.case, goals=goals, groups=groups, paths=_running(request))

    def do(data: dict[str, Any]) -> None:
        party = form.party_chosen()
        actions.add_step(
            case=request.case, by=request.actor, what=data["what"], path=form.path_chosen(),
            by_client=party == "client", owner=None if party == "client" else party, due_on=data["due_on"],
            goal=form.goal_chosen(), field_group=data["field_group"], key=data["form_key"],
        )  # fmt: skip

    return form_page(request, form, _("Lisää askel"), _("Tallenna askel"), do, done=_("Askel on polulla."),
                     back=back_to(request), tab="path")  # fmt: skip


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def step_change(request: HttpRequest, case_uuid, step_uuid) -> HttpResponse:
    """Who takes the step, and which goal it leads to."""
    one = _step(request, step_uuid)
    start = {"party": "client" if one.by_client else str(one.owner_id or ""), "goal": str(one.goal_id or ""),
             "field_group": one.field_group, "version": one.version}  # fmt: skip
    goals, groups = open_goals(request.case, request.access.groups), request.access.groups
    if one.goal and one.goal not in goals and one.goal.field_group in groups:
        goals.append(one.goal)
    form = bind(request, StepChangeForm, case=request.case, goals=goals, groups=groups, client=not one.key,
                initial=start)  # fmt: skip

    def do(data: dict[str, Any]) -> None:
        actions.change_step(step=one, version=data["version"], by=request.actor, party=form.party_chosen(),
                            goal=form.goal_chosen(), field_group=data["field_group"])  # fmt: skip

    return form_page(request, form, _("Tekijä ja tavoite"), _("Tallenna askel"), do, lead=one.name,
                     done=_("Askel on tallessa."), back=back_to(request), tab="path")  # fmt: skip


@allow(P.ACTION_ACCEPT, methods=["GET", "POST"], groups=["basics"])
def step_done(request: HttpRequest, case_uuid, step_uuid) -> HttpResponse:
    """The step was taken, and what came of it."""
    one = _step(request, step_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.finish_step(step=one, by=request.actor, **data)

    form = bind(request, StepDoneForm, groups=request.access.groups, step=one)
    return form_page(request, form, _("Askel otettu"), _("Merkitse otetuksi"), do, lead=one.name,
                     done=_("Hienoa. Askel on otettu."), back=back_to(request), tab="path")  # fmt: skip


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def step_day(request: HttpRequest, case_uuid, step_uuid) -> HttpResponse:
    """Another day for the step, with the reason."""
    one = _step(request, step_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.move_step(step=one, version=data["version"], by=request.actor, to_on=data["due_on"],
                          reason=data["reason"])  # fmt: skip

    form = bind(request, StepMoveForm, initial={"version": one.version})
    return form_page(request, form, _("Siirrä askelta"), _("Siirrä"), do, lead=one.name, back=back_to(request),
                     done=_("Uusi päivä on sovittu. Alkuperäinen päivä jää näkyviin."), tab="path")  # fmt: skip


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def step_omission(request: HttpRequest, case_uuid, step_uuid) -> HttpResponse:
    """Leave the step out, with the reason."""
    one = _step(request, step_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.leave_out_step(step=one, by=request.actor, reason=data["reason"])

    return form_page(request, bind(request, ReasonForm), _("Jätä askel pois"), _("Jätä pois"), do, lead=one.name,
                     done=_("Askel jää pois. Syy on tallessa."), back=back_to(request), tab="path")  # fmt: skip


@allow(P.STEP_PROPOSE, methods=["GET", "POST"], groups=["basics"])
def proposal_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Propose the next step."""
    groups = request.access.groups
    form = bind(request, ProposalForm, goals=open_goals(request.case, groups), groups=groups)

    def do(data: dict[str, Any]) -> None:
        proposals.propose_step(
            case=request.case, by=request.actor, what=data["what"], why=data["why"], due_on=data["due_on"],
            goal=form.goal_chosen(), field_group=data["field_group"], key=data["form_key"],
        )  # fmt: skip

    return form_page(request, form, _("Ehdota seuraavaa askelta"), _("Lähetä ehdotus"), do, back=back_to(request),
                     done=_("Kiitos. Asiakasvastaava saa tiedon ehdotuksesta."), tab="path")  # fmt: skip


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def proposal(request: HttpRequest, case_uuid, proposal_uuid) -> HttpResponse:
    """A proposed step: take it onto the path, or say why not."""
    one = _proposal(request, proposal_uuid)
    goals = open_goals(request.case, request.access.groups)
    start = {"due_on": one.due_on, "goal": str(one.goal_id or "")}
    accept = bind(request, AcceptForm, case=request.case, goals=goals, groups=request.access.groups,
                  paths=_running(request), initial=start)  # fmt: skip
    if (
        request.method == "POST"
        and accept.is_valid()
        and attempt(accept, _accept, one=one, form=accept, by=request.actor)
    ):
        say(request, _("Askel on nyt polulla."))
        return see("paths:path", case_uuid=case_uuid)
    context = {"tab": "path", "proposal": one, "form": accept, "decline": DeclineForm()}
    return render(request, "plans/paths/proposal.html", context, status=422 if request.method == "POST" else 200)


def _proposal(request: HttpRequest, proposal_uuid: Any) -> StepProposal:
    rows = StepProposal.objects.visible_to(request.actor).select_related("case__person", "made_by", "unit", "goal")
    return get_object_or_404(rows, uuid=proposal_uuid, case=request.case, field_group__in=request.access.groups)


def _accept(*, one: StepProposal, form: AcceptForm, by: Any) -> PathStep:
    return proposals.accept_proposal(
        proposal=one, by=by, party=form.party_chosen(), due_on=form.cleaned_data["due_on"], goal=form.goal_chosen(),
        path=form.path_chosen(),
    )  # fmt: skip


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def proposal_refusal(request: HttpRequest, case_uuid, proposal_uuid) -> HttpResponse:
    """Say no to a proposed step, with the reason."""
    one = _proposal(request, proposal_uuid)

    def do(data: dict[str, Any]) -> None:
        proposals.decline_proposal(proposal=one, by=request.actor, reason=data["answer_reason"])

    return form_page(request, bind(request, DeclineForm), _("Askelta ei oteta polulle"), _("Lähetä vastaus"), do,
                     lead=one.what, done=_("Vastaus on lähetetty ehdottajalle."), back=back_to(request),
                     tab="path")  # fmt: skip
