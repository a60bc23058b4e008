"""A worker records the own act of a client who can't use the own pages: each with why and how it was said."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.models import Consent
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.behalf.actions import note_on_behalf
from rinnalla.cases.behalf.forms import BehalfForm
from rinnalla.cases.behalf.models import Act, OnBehalf
from rinnalla.cases.consents.actions import withdraw_consent
from rinnalla.cases.models import Case
from rinnalla.cases.views import draw
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see
from rinnalla.meetings.arranging.actions import say_in_advance
from rinnalla.meetings.models import Meeting
from rinnalla.plans import actions, versions
from rinnalla.plans.models import Action, PlanVersion
from rinnalla.portal.forms import AnswerOnBehalfForm, DoneOnBehalfForm, MeetingOnBehalfForm
from rinnalla.retention.requests.reading import BEHALF
from rinnalla.servicemodels.codes import code_name

# How the plan's own answer tells why and how it was recorded.
WHY = {"language": "interpreter", "asked": "asked_worker"}


def told(rows: Iterable[OnBehalf]) -> list[dict[str, Any]]:
    """What was recorded in the client's place, in words."""
    return [
        {
            "row": one, "why": code_name("behalf_reasons", one.reason).lower(),
            "how": code_name("behalf_ways", one.way).lower(),
        }
        for one in rows
    ]


def of_case(request: HttpRequest) -> list[dict[str, Any]]:
    rows = OnBehalf.objects.visible_to(request.actor).filter(case=request.case).select_related("made_by")
    return told(rows.order_by("-pk"))


@allow(P.CASE_EDIT, groups=["basics"])
def behalf(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """What of the client's own acts waits, and what has been recorded in the client's place."""
    case: Case = request.case
    own = _own_actions(request).order_by("due_on", "pk") if request.actor.can(P.PLAN_EDIT) else []
    context = {
        "tab": "overview", "rows": of_case(request), "version": _unanswered(case), "actions": own,
        "meetings": Meeting.objects.visible_to(request.actor).ahead().filter(case=case, cancelled_at__isnull=True),
        "consents": Consent.objects.in_force().filter(case=case).select_related("organisation").order_by("pk"),
    }
    return render(request, "portal/behalf.html", context)


def _unanswered(case: Case) -> PlanVersion | None:
    """The newest version of the plan, while the client has not answered it."""
    last = PlanVersion.objects.filter(plan__case=case).order_by("-number").first()
    return last if last and not last.approvals.exists() else None


def _own_actions(request: HttpRequest) -> Any:
    rows = Action.objects.visible_to(request.actor).open().filter(case=request.case, by_client=True)
    return rows.filter(field_group__in=request.access.groups).prefetch_related("acceptances").select_related("goal")


def _page(
    request: HttpRequest, form: BehalfForm, act: Act, subject: UUID, do: Callable[[dict[str, Any]], Any], lead: str
) -> HttpResponse:
    """One act: GET asks, a valid POST does the act and notes in whose place, in one transaction."""
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, _recorded, request=request, form=form, act=act, subject=subject, do=do):
                if request.actor.deputy_of is None:
                    request.shown.purpose = BEHALF
                say(request, _("Kirjattu asiakkaan puolesta. Asiakas näkee, kuka kirjasi ja miksi."))
                return see("portal:behalf", case_uuid=request.case.uuid)
        except Conflict:
            status = 409
            form.add_error(None, conflict_text())
    back = reverse("portal:behalf", kwargs={"case_uuid": request.case.uuid})
    return draw(request, form, str(act.label), _("Kirjaa asiakkaan puolesta"), lead=lead, back=back, status=status)


def _recorded(
    *, request: HttpRequest, form: BehalfForm, act: Act, subject: UUID, do: Callable[[dict[str, Any]], Any]
) -> bool:
    _row, new = note_on_behalf(case=request.case, act=act, subject=subject, by=request.actor, **form.said())
    if new:
        do(form.cleaned_data)
    return True


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def behalf_plan(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """What the client answered to the newest version of the plan."""
    version = _unanswered(request.case)
    if version is None:
        return see("portal:behalf", case_uuid=case_uuid)

    def do(data: dict[str, Any]) -> None:
        versions.approve_version(
            version=version, by=request.actor, answer=data["answer"], words=data["words"],
            mode="paper" if data["way"] == "paper" else "spoken", answered_on=data["said_on"],
            recorded_why=WHY.get(data["reason"], "no_account"),
        )

    lead = _("Vain asiakas hyväksyy suunnitelmansa. Kirjaa, mitä hän itse sanoi versiosta %(number)s.")
    form = bind(request, AnswerOnBehalfForm)
    return _page(request, form, Act.PLAN_ANSWERED, version.uuid, do, lead % {"number": version.number})


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def behalf_promise(request: HttpRequest, case_uuid: UUID, action_uuid: UUID) -> HttpResponse:
    """The client has promised to do an own action."""
    action = get_object_or_404(_own_actions(request), uuid=action_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.accept_action(action=action, by=request.actor, on_behalf=True)

    return _page(request, bind(request, BehalfForm), Act.ACTION_PROMISED, action.uuid, do, action.what)


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def behalf_done(request: HttpRequest, case_uuid: UUID, action_uuid: UUID) -> HttpResponse:
    """The client has done an own action."""
    action = get_object_or_404(_own_actions(request), uuid=action_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.mark_done(action=action, by=request.actor, what_came=data["what_came"])

    return _page(request, bind(request, DoneOnBehalfForm), Act.ACTION_DONE, action.uuid, do, action.what)


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def behalf_meeting(request: HttpRequest, case_uuid: UUID, meeting_uuid: UUID) -> HttpResponse:
    """What the client wants from a meeting that is ahead."""
    rows = Meeting.objects.visible_to(request.actor).ahead().filter(case=request.case, cancelled_at__isnull=True)
    meeting = get_object_or_404(rows.select_related("case"), uuid=meeting_uuid)

    def do(data: dict[str, Any]) -> None:
        say_in_advance(meeting=meeting, version=data["version"], by=request.actor, words=data["words"])

    start = {"words": meeting.client_words, "version": meeting.version}
    form = bind(request, MeetingOnBehalfForm, initial=start)
    return _page(request, form, Act.MEETING_PREPARED, meeting.uuid, do, dates.dt(meeting.starts_at))


@allow(P.TEAM_EDIT, methods=["GET", "POST"], groups=["basics"])
def behalf_withdrawal(request: HttpRequest, case_uuid: UUID, consent_uuid: UUID) -> HttpResponse:
    """The client takes a leave back: it ends all that stands on it at once."""
    rows = Consent.objects.in_force() if request.method == "GET" else Consent.objects.all()
    rows = rows.filter(case=request.case).select_related("organisation", "case")
    consent = get_object_or_404(rows, uuid=consent_uuid)

    def do(data: dict[str, Any]) -> None:
        withdraw_consent(consent=consent, by=request.actor)

    lead = _("Asiakas peruu luvan: %(name)s. Peruminen vaikuttaa heti.") % {"name": consent.organisation.name}
    return _page(request, bind(request, BehalfForm), Act.CONSENT_WITHDRAWN, consent.uuid, do, lead)
