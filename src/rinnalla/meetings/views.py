"""Meetings: my list, the case's list, calling one, and its page with before, during and after."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.models import Membership
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES
from rinnalla.cases.otherwise import clients_views
from rinnalla.lib import dates
from rinnalla.lib.web import bind, render
from rinnalla.meetings import actions
from rinnalla.meetings.forms import AbsenceForm, CancelForm, ConveneForm, MoveForm
from rinnalla.meetings.minutes.extracts import unticked
from rinnalla.meetings.minutes.page import minutes_of
from rinnalla.meetings.models import PLANNED, TRANSITIONS, Booking, Decision, JointService, Kind, Meeting, MeetingTask
from rinnalla.meetings.rules import in_joint_service, missing_parties
from rinnalla.plans.views import UNTRACED, form_page
from rinnalla.servicemodels.codes import code_list, code_name, missing_roles, of_case

SHOWN = 100
PERMISSIONS = {
    "move": P.MEETING_CONVENE,
    "cancel": P.MEETING_CONVENE,
    "arrange": P.MEETING_CONVENE,
    "finish_task": P.MEETING_CONVENE,
    "enter": P.MEETING_CONVENE,
    "strike": P.MEETING_RECORD,
    "withdraw": P.MEETING_RECORD,
    "take_back": P.MEETING_RECORD,
    "note_absence": P.MEETING_CONVENE,
    "hold": P.MEETING_RECORD,
    "record": P.MEETING_RECORD,
    "close": P.MEETING_RECORD,
    "correct": P.MEETING_RECORD,
    "deliver": P.MEETING_RECORD,
}


@allow(P.MEETING_VIEW)
def mine(request: HttpRequest) -> HttpResponse:
    """My meetings: ahead, and those whose client still waits for the summary."""
    rows = Meeting.objects.of(request.actor).select_related("case__person")
    ahead = list(rows.ahead().order_by("starts_at")[:SHOWN])
    to_close = list(rows.to_close().order_by("starts_at")[:SHOWN])
    groups = sorted(request.actor.field_groups())
    tasks = MeetingTask.objects.visible_to(request.actor).open().filter(owner_id=request.actor.user_id)
    tasks = tasks.filter(field_group__in=groups, meeting__cancelled_at__isnull=True)
    tasks = list(tasks.select_related("meeting", "case__person")[:SHOWN])
    to_enter = list(unticked(request.actor).select_related("case__person").order_by("starts_at")[:SHOWN])
    request.shown.cases(one.case_id for one in (*ahead, *to_close, *tasks, *to_enter))
    context = {"ahead": ahead, "to_close": to_close, "tasks": tasks, "to_enter": to_enter}
    return render(request, "meetings/mine.html", context)


@allow(P.MEETING_VIEW, groups=["basics"])
def case_list(request: HttpRequest, case_uuid) -> HttpResponse:
    """The case's meetings: ahead first, then held ones, newest first."""
    rows = list(Meeting.objects.visible_to(request.actor).filter(case=request.case).order_by("-starts_at"))
    context = {
        "tab": "meetings",
        "ahead": [one for one in reversed(rows) if one.state == "planned"],
        "past": [one for one in rows if one.state != "planned"],
        "convenes": allowed(request, P.MEETING_CONVENE),
        "joint": JointService.objects.filter(case=request.case).on_now().first(),
    }
    return render(request, "meetings/case_list.html", context)


def allowed(request: HttpRequest, permission: P) -> bool:
    """Whether the reader may do this in the case: the pages draw their buttons by it."""
    return may(request.actor, permission, request.access) and request.case.closed_at is None


def meeting_of(request: HttpRequest, meeting_uuid: Any) -> Meeting:
    """A meeting of the case of the address. Raises Http404."""
    rows = Meeting.objects.visible_to(request.actor).select_related(
        "case__person", "made_by", "held_by", "closed_by", "absence_by", "guide", "recorder", "episode__card"
    )
    return get_object_or_404(rows, uuid=meeting_uuid, case=request.case)


def address(meeting: Meeting) -> str:
    """The meeting's page."""
    return reverse("meetings:meeting", kwargs={"case_uuid": meeting.case.uuid, "meeting_uuid": meeting.uuid})


def _absence(meeting: Meeting) -> str:
    reason = meeting.absence_reason
    return code_name("absence_reasons", reason, region=of_case(meeting.case)) if reason else ""


def _missing(meeting: Meeting) -> list[str]:
    """Who a team meeting ahead lacks, by the team template of the version the case runs on (V-109)."""
    if meeting.kind != Kind.TEAM or meeting.state != PLANNED:
        return []
    users = meeting.participants.filter(user__isnull=False).values("user_id")
    present = Membership.objects.in_force().filter(user__in=users).values_list("role", flat=True)
    lacking = missing_roles(of_case(meeting.case), meeting.case.holder_unit.key, present)
    return [str(ROLES[role].name) for role in lacking]


@allow(P.MEETING_VIEW, groups=["basics"])
def meeting(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Before: who, where, why. During: decisions into the plan. After: the client's summary."""
    this, groups = meeting_of(request, meeting_uuid), request.access.groups
    request.shown.groups(groups)
    context = {
        "tab": "meetings", "meeting": this, "decisions": _decisions(this, groups), "groups": groups,
        "acts": {act for act in TRANSITIONS if this.allows(act) and allowed(request, PERMISSIONS[act])},
        "absence": _absence(this), "missing": _missing(this), "has_plan": hasattr(request.case, "plan"),
        "sees_talk": this.field_group in groups, "tells_hidden": this.field_group not in UNTRACED,
        "deliveries": this.deliveries.select_related("made_by").order_by("pk"),
        "otherwise": clients_views(request.case, "meeting") if this.field_group in groups else {},
        "corrections": list(this.corrections.select_related("made_by")), **arranged(this, request),
        **minutes_of(this, request, writes=allowed(request, P.MEETING_RECORD)),
    }
    return render(request, "meetings/meeting.html", context)


def arranged(this: Meeting, request: HttpRequest) -> dict[str, Any]:
    """Who comes, what is cleared first, the client's time on a team day, who records."""
    tasks, groups = list(this.tasks.select_related("owner", "done_by")), request.access.groups
    rows = this.participants.filter(removed_at__isnull=True).select_related("user", "organisation")
    parties = {one.key: one.name for one in code_list("meeting_parties", region=of_case(this.case))}
    booking = Booking.objects.filter(meeting=this).select_related("slot__day__unit").first()
    return {
        "participants": rows.order_by("-is_client", "user__name", "pk"), "parties": parties,
        "tasks": [one for one in tasks if one.field_group in groups], "booking": booking,
        "hidden_tasks": any(one.field_group not in (*groups, *UNTRACED) for one in tasks),
        "uncleared": any(one.kind == "clarification" and one.done_at is None for one in tasks),
        "lacking": missing_parties(this) if this.state == PLANNED else [],
        "joint": in_joint_service(this.case_id),
    }


def _decisions(this: Meeting, groups: frozenset[str]) -> list[Decision]:
    """The meeting's decisions of these field groups."""
    rows = Decision.objects.filter(meeting=this).select_related(
        "action__owner", "action__organisation", "action__done", "action__drop", "action__goal", "episode__card",
        "episode__organiser__organisation", "task__owner",
    )
    found = rows.order_by("pk").prefetch_related("action__acceptances", "episode__interruptions")
    return [one for one in found if set(one.groups) <= groups]


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def convene(request: HttpRequest, case_uuid) -> HttpResponse:
    """Call a meeting. The client is always invited."""
    form = bind(
        request, ConveneForm, case=request.case, by_id=request.actor.user_id, groups=request.access.groups
    )

    def do(data: dict[str, Any]) -> None:
        said = {name: data[name] for name in ("kind", "purpose", "invited", "tried_solutions", "guide", "episode")}
        actions.convene(case=request.case, by=request.actor, key=data["form_key"], **said, **form.when())

    return form_page(
        request, form, _("Kutsu koolle tapaaminen"), _("Lähetä kutsu"), do, tab="meetings",
        lead=_("Asiakas on aina mukana. Kutsutut näkevät tapaamisen heti."), done=_("Kutsu on lähetetty."),
        back=reverse("meetings:case_list", kwargs={"case_uuid": case_uuid}),
    )


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def move(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Move the meeting to another time or place."""
    this = meeting_of(request, meeting_uuid)
    starts: datetime = dates.local(this.starts_at)
    start = {name: getattr(this, name) for name in ("minutes", "place", "video_url", "version")}
    form = bind(request, MoveForm, initial={**start, "on": starts.date(), "at": starts.time()})

    def do(data: dict[str, Any]) -> None:
        actions.move(meeting=this, version=data["version"], by=request.actor, **form.when())

    return form_page(
        request,
        form,
        _("Siirrä tapaaminen"),
        _("Siirrä tapaaminen"),
        do,
        back=address(this),
        tab="meetings",
        lead=_("Kutsutut ja asiakas saavat tiedon."),
        done=_("Tapaaminen on siirretty."),
    )


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def cancel(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Cancel the meeting."""
    this = meeting_of(request, meeting_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.cancel(meeting=this, version=data["version"], by=request.actor, reason=data["reason"])

    return form_page(
        request,
        bind(request, CancelForm, initial={"version": this.version}),
        _("Peru tapaaminen"),
        _("Peru tapaaminen"),
        do,
        lead=_("Kutsutut ja asiakas saavat tiedon."),
        done=_("Tapaaminen on peruttu."),
        back=address(this),
        tab="meetings",
        danger=True,
    )


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def absence(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Note why the client will not be there."""
    this = meeting_of(request, meeting_uuid)
    start = {"version": this.version, "reason": this.absence_reason}
    form = bind(request, AbsenceForm, case=request.case, initial=start)

    def do(data: dict[str, Any]) -> None:
        actions.note_absence(meeting=this, version=data["version"], by=request.actor, reason=data["reason"])

    return form_page(
        request,
        form,
        _("Asiakas ei tule paikalle"),
        _("Kirjaa syy"),
        do,
        back=address(this),
        tab="meetings",
        done=_("Syy on kirjattu."),
    )
