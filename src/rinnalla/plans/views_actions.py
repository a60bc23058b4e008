"""Goals and actions: writing, changing, promising, doing and ending them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import bind, render, say, see
from rinnalla.plans import actions
from rinnalla.plans.forms import (
    ActionChangeForm,
    ActionForm,
    CommentForm,
    DoneForm,
    DropForm,
    GoalChangeForm,
    GoalClosureForm,
    GoalForm,
)
from rinnalla.plans.models import Action, Goal
from rinnalla.plans.views import form_page, plan_of, plan_page


def _goal(request: HttpRequest, goal_uuid: Any) -> Goal:
    """An open goal of the case that the reader may see."""
    rows = Goal.objects.visible_to(request.actor).open().select_related("case__person", "plan")
    return get_object_or_404(rows, uuid=goal_uuid, case=request.case, field_group__in=request.access.groups)


def _action(request: HttpRequest, action_uuid: Any) -> Action:
    """An action of the case that the reader may see."""
    rows = Action.objects.visible_to(request.actor).select_related("case__person", "goal", "owner", "organisation")
    groups = request.access.groups
    return get_object_or_404(
        rows, uuid=action_uuid, case=request.case, field_group__in=groups, goal__field_group__in=groups
    )


def _goal_values(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("in_clients_words", "importance", "purpose", "said_on", "field_group")}


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def goal_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Write down a goal as the client said it."""
    plan = plan_of(request)
    form = bind(request, GoalForm, groups=request.access.groups)

    def do(data: dict[str, Any]) -> None:
        actions.add_goal(plan=plan, by=request.actor, key=data["form_key"], **_goal_values(data))

    return form_page(
        request,
        form,
        _("Asiakkaan tavoite"),
        _("Tallenna tavoite"),
        do,
        done=_("Tavoite on tallessa asiakkaan omin sanoin."),
    )


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def goal_change(request: HttpRequest, case_uuid, goal_uuid) -> HttpResponse:
    """Change a goal. Earlier versions keep the earlier words."""
    goal = _goal(request, goal_uuid)
    start = {
        name: getattr(goal, name)
        for name in ("in_clients_words", "importance", "purpose", "said_on", "field_group", "version")
    }
    form = bind(request, GoalChangeForm, groups=request.access.groups, initial=start)

    def do(data: dict[str, Any]) -> None:
        actions.change_goal(goal=goal, version=data["version"], by=request.actor, **_goal_values(data))

    return form_page(request, form, _("Muuta tavoitetta"), _("Tallenna tavoite"), do, done=_("Tavoite on tallessa."))


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def goal_closure(request: HttpRequest, case_uuid, goal_uuid) -> HttpResponse:
    """End a goal with what came of it."""
    goal = _goal(request, goal_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.close_goal(goal=goal, by=request.actor, **data)

    return form_page(
        request,
        bind(request, GoalClosureForm),
        _("Päätä tavoite"),
        _("Päätä tavoite"),
        do,
        lead=goal.in_clients_words,
        done=_("Tavoite on päätetty. Se jää näkyviin suunnitelmaan."),
    )


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def action_new(request: HttpRequest, case_uuid, goal_uuid) -> HttpResponse:
    """Agree on an action for a goal."""
    goal = _goal(request, goal_uuid)
    start = {"field_group": goal.field_group}
    form = bind(request, ActionForm, case=request.case, groups=request.access.groups, initial=start)

    def do(data: dict[str, Any]) -> None:
        actions.add_action(goal=goal, by=request.actor, key=data["form_key"], **form.values())

    return form_page(
        request,
        form,
        _("Lisää toimi"),
        _("Tallenna toimi"),
        do,
        lead=goal.in_clients_words,
        done=_("Toimi on suunnitelmassa. Tekijä lupaa sen itse."),
    )


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def action_change(request: HttpRequest, case_uuid, action_uuid) -> HttpResponse:
    """Change an action; what was promised otherwise is asked again."""
    action = _action(request, action_uuid)
    start = {
        "what": action.what,
        "party": action.party,
        "organisation": action.organisation_id,
        "due_on": action.due_on,
        "follow_up_on": action.follow_up_on,
        "field_group": action.field_group,
        "version": action.version,
    }
    form = bind(request, ActionChangeForm, case=request.case, groups=request.access.groups, initial=start)

    def do(data: dict[str, Any]) -> None:
        actions.change_action(action=action, version=data["version"], by=request.actor, **form.values())

    return form_page(request, form, _("Muuta toimea"), _("Tallenna toimi"), do, done=_("Toimi on tallessa."))


@allow(P.ACTION_ACCEPT, methods=["POST"], groups=["basics"])
def acceptance(request: HttpRequest, case_uuid, action_uuid) -> HttpResponse:
    """The party promises its own action (L-54)."""
    action = _action(request, action_uuid)
    try:
        actions.accept_action(action=action, by=request.actor)
    except Refused as refusal:
        return render_refusal(request, refusal)
    say(request, _("Kiitos. Lupasit tehdä: %(what)s") % {"what": action.what})
    return see("plans:plan", case_uuid=case_uuid)


def render_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A button that could not do its act: the plan again, with the reason first."""
    context = plan_page(request, plan_of(request), CommentForm())
    return render(request, "plans/plan.html", {**context, "refusal": refusal.message}, status=422)


@allow(P.ACTION_ACCEPT, methods=["GET", "POST"], groups=["basics"])
def done(request: HttpRequest, case_uuid, action_uuid) -> HttpResponse:
    """The action is done, and what came of it; back to where one pressed, the case page or the plan."""
    action = _action(request, action_uuid)
    back = reverse("desk:case", kwargs={"case_uuid": case_uuid}) if request.GET.get("from") == "case" else ""

    def do(data: dict[str, Any]) -> None:
        actions.mark_done(action=action, by=request.actor, **data)

    return form_page(
        request,
        bind(request, DoneForm),
        _("Merkitse tehdyksi"),
        _("Merkitse tehdyksi"),
        do,
        lead=action.what,
        back=back,
        done=_("Toimi on tehty."),
    )


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def drop(request: HttpRequest, case_uuid, action_uuid) -> HttpResponse:
    """Take an action out of the plan, with the reason."""
    action = _action(request, action_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.drop_action(action=action, by=request.actor, reason=data["reason"])

    return form_page(
        request,
        bind(request, DropForm),
        _("Poista toimi suunnitelmasta"),
        _("Poista toimi"),
        do,
        lead=action.what,
        danger=True,
        done=_("Toimi on poissa. Aiemmat versiot säilyttävät sen."),
    )
