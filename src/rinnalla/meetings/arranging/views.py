"""Arranging a meeting: who comes along, guests, tasks, who records, the time as a calendar file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.web import bind
from rinnalla.meetings.arranging import actions
from rinnalla.meetings.arranging.forms import (
    GuestForm,
    InAdvanceForm,
    JointServiceForm,
    PartForm,
    RecorderForm,
    SupportForm,
    TaskDoneForm,
    TaskForm,
)
from rinnalla.meetings.calendar import calendar_file
from rinnalla.meetings.models import JointService, MeetingTask, Participant
from rinnalla.meetings.views import address, meeting_of
from rinnalla.plans.views import form_page


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def support(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """The client's answer about a support person, told to a worker (L-47)."""
    this = meeting_of(request, meeting_uuid)
    start = {name: getattr(this, name) for name in ("support", "support_person", "version")}

    def do(data: dict[str, Any]) -> None:
        actions.answer_support(meeting=this, by=request.actor, **data)

    return form_page(
        request,
        bind(request, SupportForm, initial=start),
        _("Asiakkaan tukihenkilö"),
        _("Tallenna"),
        do,
        tab="meetings",
        lead=_("Kysy asiakkaalta. Hän voi vastata myös omassa palvelussaan."),
        done=_("Tallessa."),
        back=address(this),
    )


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def in_advance(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """What the client wants from the meeting, written by a worker who asked."""
    this = meeting_of(request, meeting_uuid)
    start = {"words": this.client_words, "version": this.version}

    def do(data: dict[str, Any]) -> None:
        actions.say_in_advance(meeting=this, by=request.actor, **data)

    return form_page(
        request,
        bind(request, InAdvanceForm, initial=start),
        _("Mitä asiakas haluaa tästä"),
        _("Tallenna"),
        do,
        tab="meetings",
        lead=_("Tämä luetaan tapaamisessa ensin."),
        done=_("Tallessa."),
        back=address(this),
    )


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def guest_new(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Somebody from outside: an employer only by the client's leave (V-75)."""
    this = meeting_of(request, meeting_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.add_guest(meeting=this, by=request.actor, **data)

    return form_page(
        request,
        bind(request, GuestForm, case=request.case),
        _("Kutsu mukaan muualta"),
        _("Kutsu mukaan"),
        do,
        tab="meetings",
        lead=_("Hän ei näe asiakkaan tietoja Rinnallassa. Sovi kutsusta hänen kanssaan itse."),
        done=_("Kutsuttu on mukana."),
        back=address(this),
    )


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def part(request: HttpRequest, case_uuid, meeting_uuid, participant_uuid) -> HttpResponse:
    """Which party somebody of the team stands for (E-42)."""
    this = meeting_of(request, meeting_uuid)
    rows = Participant.objects.filter(meeting=this, user__isnull=False, removed_at__isnull=True)
    one = get_object_or_404(rows.select_related("meeting__case", "user"), uuid=participant_uuid)
    form = bind(request, PartForm, initial={"party": one.party})

    def do(data: dict[str, Any]) -> None:
        actions.give_part(participant=one, by=request.actor, **data)

    return form_page(
        request, form, one.user.name, _("Tallenna"), do, tab="meetings", done=_("Tallessa."), back=address(this)
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def recorder(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Which organisation records (L-49)."""
    this = meeting_of(request, meeting_uuid)
    bodies = this.participants.filter(removed_at__isnull=True).values("organisation_id")
    start = {"recorder": this.recorder_id, "words": this.recording_words, "version": this.version}
    form = bind(request, RecorderForm, bodies=bodies, initial=start)

    def do(data: dict[str, Any]) -> None:
        actions.agree_recording(meeting=this, by=request.actor, **data)

    return form_page(
        request,
        form,
        _("Kuka kirjaa"),
        _("Tallenna"),
        do,
        tab="meetings",
        done=_("Kirjaamisesta on sovittu."),
        lead=_("Sopikaa tapaamisessa, minkä organisaation järjestelmään yhteinen osuus kirjataan."),
        back=address(this),
    )


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def joint_service(request: HttpRequest, case_uuid) -> HttpResponse:
    """Is the client in the statutory joint service (L-49)."""
    live = JointService.objects.filter(case=request.case).on_now().first()
    start = {"on": "yes" if live else "no", **({"started_on": live.started_on} if live else {})}

    def do(data: dict[str, Any]) -> None:
        day = (data["started_on"] or dates.today()) if data["on"] == "yes" else None
        actions.set_joint_service(case=request.case, by=request.actor, started_on=day)

    return form_page(
        request,
        bind(request, JointServiceForm, initial=start),
        _("Monialainen yhteispalvelu"),
        _("Tallenna"),
        do,
        tab="meetings",
        done=_("Tallessa."),
        back=reverse("meetings:case_list", kwargs={"case_uuid": case_uuid}),
    )


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def task_new(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Something to clear or to arrange for the meeting (V-51, L-47)."""
    this = meeting_of(request, meeting_uuid)
    form = bind(request, TaskForm, case=request.case, groups=request.access.groups)

    def do(data: dict[str, Any]) -> None:
        actions.add_task(meeting=this, by=request.actor, key=data.pop("form_key"), **data)

    return form_page(
        request,
        form,
        _("Anna tehtävä"),
        _("Anna tehtävä"),
        do,
        tab="meetings",
        done=_("Tehtävä on annettu."),
        lead=_("Tekijä näkee tehtävän tapaamisten sivulla."),
        back=address(this),
    )


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def task_done(request: HttpRequest, case_uuid, meeting_uuid, task_uuid) -> HttpResponse:
    """It is cleared or arranged."""
    this = meeting_of(request, meeting_uuid)
    rows = MeetingTask.objects.filter(meeting=this, field_group__in=request.access.groups)
    task = get_object_or_404(rows.select_related("meeting__case"), uuid=task_uuid)
    form = bind(request, TaskDoneForm, initial={"what_came": task.what_came})

    def do(data: dict[str, Any]) -> None:
        actions.finish_task(task=task, by=request.actor, what_came=data["what_came"])

    return form_page(
        request,
        form,
        task.what,
        _("Merkitse tehdyksi"),
        do,
        tab="meetings",
        done=_("Merkitty tehdyksi."),
        back=address(this),
    )


@allow(P.MEETING_VIEW, groups=["basics"], action="export")
def calendar(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """The time for one's own calendar, with the place."""
    this = meeting_of(request, meeting_uuid)
    headers = {"Content-Disposition": 'attachment; filename="rinnalla.ics"', "Cache-Control": "no-store"}
    content = calendar_file(this, address(this), with_place=True)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
