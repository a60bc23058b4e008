"""The path in the case: its page, beginning it from a template, ending it. Single steps are in `views_steps.py`."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.plans.paths import actions
from rinnalla.plans.paths.forms import BeginForm, EndForm
from rinnalla.plans.paths.models import ServicePath
from rinnalla.plans.paths.reading import (
    draw_phases,
    open_goals,
    shown_paths,
    shown_phases,
    waiting_proposals,
    without_goal,
)
from rinnalla.plans.paths.templates import role_name, team_by_role, team_ids, template_of, templates_of
from rinnalla.plans.views import form_page, may_edit
from rinnalla.servicemodels.reasons import time_text


def back_to(request: HttpRequest) -> str:
    """The path's page of the case."""
    return reverse("paths:path", kwargs={"case_uuid": request.case.uuid})


@allow(P.PLAN_VIEW, groups=["basics"])
def path(request: HttpRequest, case_uuid) -> HttpResponse:
    """The case's paths: who takes which step by when, what is late, what lacks a goal, what is proposed."""
    request.shown.groups(request.access.groups)
    paths, phases = shown_paths(request.case, request.access), shown_phases(request.case)
    context = {
        "phases": phases, "phase_drawing": draw_phases(phases), "team": team_ids(request.case),
        "tab": "path", "paths": paths, "orphans": without_goal(paths), "groups": request.access.groups,
        "proposals": waiting_proposals(request.case, request.access), "editor": may_edit(request),
        "may_propose": may(request.actor, P.STEP_PROPOSE, request.access) and not request.case.closed_at,
        "may_take": may(request.actor, P.ACTION_ACCEPT, request.access) and not request.case.closed_at,
    }  # fmt: skip
    return render(request, "plans/paths/path.html", context)


@allow(P.PLAN_EDIT, groups=["basics"])
def choose(request: HttpRequest, case_uuid) -> HttpResponse:
    """The templates of the case's version, each with its steps: what one would begin."""
    running = set(ServicePath.objects.running().filter(case=request.case).values_list("template", flat=True))
    team = team_by_role(request.case)
    rows = [(one, one.key in running, one.leader is None or bool(team.get(one.leader)))
            for one in templates_of(request.case)]  # fmt: skip
    context = {"tab": "path", "templates": rows, "said": time_text, "role_name": role_name}
    return render(request, "plans/paths/choose.html", context)


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def begin(request: HttpRequest, case_uuid, template_key) -> HttpResponse:
    """Begin a path: a look at its steps and days first, with what is chosen for each."""
    template = template_of(request.case, template_key)
    if template is None:
        raise Http404
    goals = open_goals(request.case, request.access.groups)
    form = bind(request, BeginForm, case=request.case, template=template, goals=goals)
    if request.method == "POST" and form.is_valid() and attempt(form, _begin, form=form, request=request):
        say(request, _("Polku on aloitettu. Askeleet ovat järjestyksessä, ja asiakas näkee ne omalla polullaan."))
        return see("paths:path", case_uuid=case_uuid)
    today = dates.today()
    days = {one.key: actions.due_of(one, today) for one in template.steps}
    context = {"tab": "path", "form": form, "template": template, "days": days, "said": time_text,
               "role_name": role_name, "lacks_leader": form.lacks_leader}  # fmt: skip
    return render(request, "plans/paths/begin.html", context, status=422 if request.method == "POST" else 200)


def _begin(*, form: BeginForm, request: HttpRequest) -> ServicePath:
    return actions.begin_path(case=request.case, by=request.actor, **form.values())


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def ending(request: HttpRequest, case_uuid, path_uuid) -> HttpResponse:
    """End a path, with the reason."""
    rows = ServicePath.objects.visible_to(request.actor).select_related("case__person")
    found = get_object_or_404(rows, uuid=path_uuid, case=request.case)
    form = bind(request, EndForm, initial={"version": found.version})

    def do(data: dict[str, Any]) -> None:
        actions.end_path(path=found, by=request.actor, version=data["version"], reason=data["reason"])

    return form_page(
        request, form, _("Päätä polku"), _("Päätä polku"), do, lead=found.name, back=back_to(request), tab="path",
        done=_("Polku on päätetty. Se jää näkyviin tähän."),
    )  # fmt: skip
