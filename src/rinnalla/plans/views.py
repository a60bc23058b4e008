"""The plan's page, its versions, the client's answer and comments. Goals and actions are in `views_actions.py`."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.otherwise import clients_views
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.organisations.models import Organisation
from rinnalla.plans import actions, giving, hosting, rounds, versions
from rinnalla.plans.differences import between, parts_of, who
from rinnalla.plans.forms import ApprovalForm, CommentForm, PlanChangeForm, PlanForm, VersionReasonForm
from rinnalla.plans.models import Action, Goal, HealthConsideration, Packet, Plan, PlanVersion
from rinnalla.plans.standing import duration_of
from rinnalla.servicemodels.codes import code_list

UNTRACED = ("special", "authority")


def form_page(
    request: HttpRequest,
    form: Form,
    heading: str,
    act: str,
    do: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    lead: str = "",
    back: str = "",
    tab: str = "plan",
    danger: bool = False,
) -> HttpResponse:
    """One form about the case: GET draws it, a valid POST does the act, says `done` and goes back.

    Refused: 422 with what was typed. Somebody saved first: 409 with both texts side by side (rule 9).
    """
    back = back or reverse("plans:plan", kwargs={"case_uuid": request.case.uuid})
    status, compare = (422 if request.method == "POST" else 200), []
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, _true, do=do, data=form.cleaned_data):
                say(request, done)
                return HttpResponse(status=302, headers={"Location": back})
        except Conflict as conflict:
            status, compare = 409, _both(form, conflict.current)
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
    context = {
        "form": form,
        "heading": heading,
        "act": act,
        "lead": lead,
        "back": back,
        "compare": compare,
        "tab": tab,
        "danger": danger,
    }
    return render(request, "plans/form.html", context, status=status)


def _true(*, do: Callable[[dict[str, Any]], Any], data: dict[str, Any]) -> bool:
    do(data)
    return True


def _both(form: Form, current: Any) -> list[tuple[str, str, str]]:
    """Name, mine and theirs of every fact that differs."""
    rows = []
    for name, field in form.fields.items():
        if field.widget.is_hidden or not hasattr(current, name):
            continue
        mine, theirs = form.cleaned_data.get(name), getattr(current, name)
        named = dict(getattr(field, "choices", None) or {}) if not hasattr(field, "queryset") else {}
        mine, theirs = (named.get(one, one) for one in (mine, theirs))
        if mine != theirs:
            rows.append(
                (
                    field.label,
                    *(dates.d(one) if hasattr(one, "isoformat") else str(one or "–") for one in (mine, theirs)),
                )
            )
    return rows


def plan_of(request: HttpRequest) -> Plan:
    """The plan of the case of the address. Raises Http404 when there is none yet."""
    return get_object_or_404(Plan.objects.visible_to(request.actor).select_related("case__person"), case=request.case)


def may_edit(request: HttpRequest) -> bool:
    """Whether the reader may change the plan: the page draws the buttons by this."""
    return may(request.actor, P.PLAN_EDIT, request.access) and request.case.closed_at is None


def shown_goals(request: HttpRequest, found: Plan) -> list[tuple[Goal | None, list[Action | None]]]:
    """Goals with their actions; None stands for one that the reader knows of but may not see."""
    rows = Action.objects.of_plan().select_related("owner", "organisation").order_by("due_on", "pk")
    rows = rows.prefetch_related("acceptances__accepted_by", "done", "drop")
    goals = Goal.objects.filter(plan=found).select_related("closure", "made_by").order_by("pk")
    groups = request.access.groups
    request.shown.groups(groups)
    result: list[tuple[Goal | None, list[Action | None]]] = []
    for goal in goals.prefetch_related(Prefetch("actions", queryset=rows)):
        if goal.field_group in groups:
            known = [one for one in goal.actions.all() if one.field_group in groups or one.field_group not in UNTRACED]
            result.append((goal, [one if one.field_group in groups else None for one in known]))
        elif goal.field_group not in UNTRACED:
            result.append((None, []))
    return result


@allow(P.PLAN_VIEW, groups=["basics"])
def plan(request: HttpRequest, case_uuid) -> HttpResponse:
    """The plan as it stands: goals, actions, what is missing, versions, the client's answer, comments."""
    found = Plan.objects.visible_to(request.actor).filter(case=request.case).select_related("case__person").first()
    if found is None:
        return render(request, "plans/none.html", {"tab": "plan", "editor": may_edit(request)})
    return render(request, "plans/plan.html", plan_page(request, found, bind(request, CommentForm)))


def plan_page(request: HttpRequest, found: Plan, comment_form: CommentForm) -> dict[str, Any]:
    """Everything the plan's page shows to this reader."""
    promised = ("approvals__made_by", "party_approvals__organisation", "party_approvals__made_by")
    made = list(found.versions.select_related("made_by").prefetch_related(*promised))
    goals = shown_goals(request, found)
    open_rows = [one for goal, rows in goals if goal and not hasattr(goal, "closure") for one in rows if one]
    return {
        "tab": "plan",
        "plan": found,
        # The client's words may tell of health, as the plan as a whole does.
        "otherwise": clients_views(request.case, "plan") if "health" in request.access.groups else {},
        "goals": goals,
        "versions": made,
        "latest": made[0] if made else None,
        "changed": bool(made) and made[0].content != versions.snapshot(found),
        "lacks": [one for one in versions.lacks(found) if one.field_group in request.access.groups],
        "unaccepted": [one for one in open_rows if one.state == "open" and one.acceptance is None],
        "comments": found.comments.select_related("made_by").order_by("pk"),
        "comment_form": comment_form,
        "standing": rounds.client_standing(made),
        "parties": rounds.parties(made, request.access.groups),
        **around_page(request, found, made),
        "packets": Packet.objects.filter(version__plan=found)
        .select_related("organisation", "made_by", "version")
        .order_by("-pk"),
        "editor": may_edit(request),
        "purposes": {code.key: code.name for code in code_list("purposes")},
        "parts": [code for code in code_list("field_groups") if code.key in request.access.groups],
        "may_promise": may(request.actor, P.ACTION_ACCEPT, request.access) and request.case.closed_at is None,
    }


def around_page(request: HttpRequest, found: Plan, made: list[PlanVersion]) -> dict[str, Any]:
    """What stands round the plan, as far as this reader may see it."""
    mine = Organisation.objects.filter(pk=request.actor.organisation_id).first()
    groups, home = request.access.groups, hosting.host_of(found)
    considerations = considerations_for(request, found, mine)
    return {
        "my_body": str(mine.uuid) if mine else "",
        "services": import_string(settings.PLAN_SERVICES)(request.actor, request.case, groups),
        "host": home,
        "host_name": hosting.name_of(home) if home else "",
        "clock": hosting.clock(home, made, home.storings.all()) if home else None,
        "duration": duration_of(found, request.case),
        "ladder": found.ladder.order_by("-starts_on", "-pk") if "employment" in groups else [],
        "rungs": {code.key: code.name for code in code_list("ladder_stages")},
        "considerations": considerations,
        "writes_health": "health" in groups,
        "askers": found.progress_places.asking().select_related("user"),
    }


def considerations_for(
    request: HttpRequest, found: Plan, mine: Organisation | None
) -> list[HealthConsideration] | None:
    """What the illness asks the others to mind (E-40): for whose own leave covers health, and for a role that never
    sees health (a job coach) while the client's consent in force to the own organisation lists it. None when there is
    something the reader may not see."""
    rows = found.considerations.filter(removed_at__isnull=True).select_related("made_by").order_by("pk")
    if "health" in request.access.groups:
        return list(rows)
    leave = giving.leave_for(request.case, mine) if mine else None
    listed = leave is not None and (giving.CONSIDERATIONS in leave.kinds or "health" in leave.by_consent)
    if listed and "health" not in request.actor.field_groups():
        request.shown.groups(["health"])
        return list(rows)
    return None if rows.exists() else []


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def plan_start(request: HttpRequest, case_uuid) -> HttpResponse:
    """Start the plan of the case."""
    form = bind(request, PlanForm, initial={"review_on": dates.add_months(dates.today(), 3)})

    def do(data: dict[str, Any]) -> None:
        actions.start_plan(
            case=request.case,
            by=request.actor,
            made_in=data["made_in"],
            review_on=data["review_on"],
            support_months=data["support_months"],
            key=data["form_key"],
        )

    return form_page(
        request,
        form,
        _("Aloita suunnitelma"),
        _("Aloita suunnitelma"),
        do,
        done=_("Suunnitelma on aloitettu. Kirjaa ensin asiakkaan tavoite hänen omin sanoin."),
    )


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def plan_change(request: HttpRequest, case_uuid) -> HttpResponse:
    """Change the review date or where the plan is made."""
    found = plan_of(request)
    names = ("made_in", "review_on", "support_months", "version")
    start = {name: getattr(found, name) for name in names}
    form = bind(request, PlanChangeForm, initial=start)

    def do(data: dict[str, Any]) -> None:
        actions.change_plan(
            plan=found,
            version=data["version"],
            by=request.actor,
            made_in=data["made_in"],
            review_on=data["review_on"],
            support_months=data["support_months"],
        )

    return form_page(
        request, form, _("Suunnitelman tarkistus ja tuen kesto"), _("Tallenna"), do, done=_("Tallennettu.")
    )


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def version_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Confirm the plan as a new version for the client to approve."""
    found = plan_of(request)

    def do(data: dict[str, Any]) -> None:
        cause = data.get("cause", versions.FIRST)
        versions.make_version(plan=found, by=request.actor, reason=data["reason"], cause=cause, key=data["form_key"])

    return form_page(
        request,
        bind(request, VersionReasonForm, first=not found.versions.exists()),
        _("Vahvista suunnitelman versio"),
        _("Vahvista versio"),
        do,
        lead=_("Versio säilyy sellaisenaan. Asiakas hyväksyy sen tai kertoo, mitä pitäisi muuttaa."),
        done=_("Versio on vahvistettu. Nyt on asiakkaan vuoro."),
    )


@allow(P.PLAN_VIEW, groups=["basics"])
def version(request: HttpRequest, case_uuid, number: int) -> HttpResponse:
    """One version as it was agreed, and what it changed from the one before."""
    rows = PlanVersion.objects.filter(plan=plan_of(request))
    this = get_object_or_404(rows.select_related("made_by").prefetch_related("approvals__made_by"), number=number)
    before = rows.filter(number=number - 1).first()
    groups = request.access.groups
    request.shown.groups(groups)
    context = {
        "tab": "plan",
        "version": this,
        "content": parts_of(this.content, groups),
        "who": who,
        "day": _day,
        "difference": between(before.content, this.content, groups) if before else None,
        "latest": not rows.filter(number__gt=number).exists(),
        "before": before,
        "editor": may_edit(request),
    }
    return render(request, "plans/version.html", context)


def _day(text: str | None) -> str:
    return dates.d(date.fromisoformat(text)) if text else ""


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def approval_new(request: HttpRequest, case_uuid, number: int) -> HttpResponse:
    """Record the client's own answer to a version: signed on paper or said."""
    this = get_object_or_404(PlanVersion.objects.select_related("plan__case"), plan=plan_of(request), number=number)

    def do(data: dict[str, Any]) -> None:
        versions.approve_version(
            version=this,
            by=request.actor,
            answer=data["answer"],
            words=data["words"],
            mode=data["mode"],
            recorded_why=data["recorded_why"],
            answered_on=data["answered_on"],
            key=data["form_key"],
        )

    return form_page(
        request,
        bind(request, ApprovalForm),
        _("Kirjaa asiakkaan vastaus versioon %(number)s") % {"number": number},
        _("Kirjaa vastaus"),
        do,
        done=_("Asiakkaan vastaus on kirjattu."),
        lead=_("Vain asiakas hyväksyy suunnitelmansa. Kirjaa tähän, mitä hän itse sanoi tai allekirjoitti."),
    )


@allow(P.PLAN_VIEW, methods=["POST"], groups=["basics"])
def comment_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Say something about the plan."""
    found, form = plan_of(request), bind(request, CommentForm)
    made = form.is_valid() and attempt(
        form,
        actions.comment,
        plan=found,
        by=request.actor,
        text=form.cleaned_data["text"],
        key=form.cleaned_data["form_key"],
    )
    if made:
        say(request, _("Kommentti on tallessa. Asiakas näkee sen."))
        return see("plans:plan", case_uuid=case_uuid)
    return render(request, "plans/plan.html", {**plan_page(request, found, form), "form": form}, status=422)
