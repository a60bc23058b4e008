"""The minutes line by line, decisions, the own organisation's share, and taking back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.documents import pdf_answer
from rinnalla.lib.web import bind, render
from rinnalla.meetings import deciding
from rinnalla.meetings.minutes import actions
from rinnalla.meetings.minutes.extracts import Extract, as_data, as_paper, as_text, entries, extract_of
from rinnalla.meetings.minutes.forms import (
    ClearingDecisionForm,
    EntryForm,
    LineChangeForm,
    LineForm,
    ServiceDecisionForm,
    StrikeForm,
    TakeBackForm,
    TeamDecisionForm,
    WithdrawForm,
)
from rinnalla.meetings.models import Meeting, MinuteLine
from rinnalla.meetings.views import address, allowed, meeting_of
from rinnalla.organisations.models import Organisation
from rinnalla.plans.views import form_page


def line_of(request: HttpRequest, this: Meeting, line_uuid: Any) -> MinuteLine:
    """A standing line of the meeting that the reader may see. Raises Http404."""
    rows = MinuteLine.objects.filter(meeting=this, field_group__in=request.access.groups).standing()
    return get_object_or_404(rows.select_related("meeting__case"), uuid=line_uuid)


def chosen_line(request: HttpRequest, this: Meeting) -> MinuteLine | None:
    """The line a decision is made from: `?line=` of the address, if the reader sees it."""
    wanted = request.GET.get("line", "")
    rows = MinuteLine.objects.filter(meeting=this, field_group__in=request.access.groups).standing()
    return next((one for one in rows if str(one.uuid) == wanted), None)


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def line_new(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Add a line. Whoever else writes at the same time adds theirs."""
    this = meeting_of(request, meeting_uuid)
    form = bind(request, LineForm, meeting=this, groups=request.access.groups)

    def do(data: dict[str, Any]) -> None:
        actions.write_line(meeting=this, by=request.actor, key=data.pop("form_key"), **data)

    return form_page(
        request, form, _("Kirjoita pöytäkirjaan"), _("Lisää rivi"), do, tab="meetings", done=_("Rivi on tallessa."),
        lead=_("Jokainen rivi tallentuu erikseen. Muiden rivit säilyvät."), back=f"{address(this)}#h-min",
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def line_change(request: HttpRequest, case_uuid, meeting_uuid, line_uuid) -> HttpResponse:
    """Mend a line. The loser of two who mend the same one sees both texts."""
    this = meeting_of(request, meeting_uuid)
    line = line_of(request, this, line_uuid)
    start = {name: getattr(line, name) for name in ("text", "speaker", "kind", "field_group", "version")}
    start["organisation"] = line.organisation_id
    form = bind(request, LineChangeForm, meeting=this, groups=request.access.groups, initial=start)

    def do(data: dict[str, Any]) -> None:
        said = {name: value for name, value in data.items() if name != "form_key"}
        actions.change_line(line=line, by=request.actor, **said)

    return form_page(
        request, form, _("Muuta riviä"), _("Tallenna"), do, tab="meetings", done=_("Rivi on tallessa."),
        back=f"{address(this)}#h-min",
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def line_removal(request: HttpRequest, case_uuid, meeting_uuid, line_uuid) -> HttpResponse:
    """Take a line out, with the reason."""
    this = meeting_of(request, meeting_uuid)
    line = line_of(request, this, line_uuid)
    form = bind(request, StrikeForm, initial={"version": line.version})

    def do(data: dict[str, Any]) -> None:
        actions.strike_line(line=line, by=request.actor, **data)

    return form_page(
        request, form, _("Poista rivi"), _("Poista rivi"), do, tab="meetings", lead=line.text,
        done=_("Rivi on poistettu."), back=f"{address(this)}#h-min", danger=True,
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def service_decision(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """A decision that is a service: on the path at once."""
    this = meeting_of(request, meeting_uuid)
    form = bind(request, ServiceDecisionForm, case=request.case, groups=request.access.groups)
    line = chosen_line(request, this)

    def do(data: dict[str, Any]) -> None:
        deciding.decide_service(meeting=this, by=request.actor, line=line, key=data.pop("form_key"), **data)

    return form_page(
        request, form, _("Päätös: palvelu polulle"), _("Kirjaa päätös"), do, tab="meetings", back=address(this),
        lead=_("Palvelu menee suoraan asiakkaan polulle. Sitä ei tarvitse kirjoittaa uudelleen."),
        done=_("Palvelu on polulla."),
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def clearing_decision(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """A decision that something is found out: somebody's task at once."""
    this = meeting_of(request, meeting_uuid)
    line = chosen_line(request, this)
    start = {"what": line.text[:300], "field_group": line.field_group} if line else {}
    named = {"case": request.case, "groups": request.access.groups, "initial": start}
    form = bind(request, ClearingDecisionForm, **named)

    def do(data: dict[str, Any]) -> None:
        deciding.decide_clearing(meeting=this, by=request.actor, line=line, key=data.pop("form_key"), **data)

    return form_page(
        request, form, _("Päätös: selvitetään"), _("Kirjaa päätös"), do, tab="meetings", back=address(this),
        lead=_("Selvittäjä näkee tehtävän heti."), done=_("Tehtävä on annettu."),
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def team_decision(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """What the team came to, with the client's own will (V-110)."""
    this = meeting_of(request, meeting_uuid)
    form = bind(request, TeamDecisionForm, case=request.case, groups=request.access.groups)

    def do(data: dict[str, Any]) -> None:
        deciding.decide_as_team(meeting=this, by=request.actor, key=data.pop("form_key"), **data)

    return form_page(
        request, form, _("Tiimin ratkaisu"), _("Kirjaa ratkaisu"), do, tab="meetings", back=address(this),
        lead=_("Tiimi päättää asiakkaan kanssa. Asiakkaan tahto kirjataan aina."), done=_("Ratkaisu on kirjattu."),
    )


# The own organisation's share


def _own_share(request: HttpRequest, meeting_uuid: Any) -> Extract:
    """The share of the reader's own organisation. Raises Http404 when nobody of it took part, or nothing is closed."""
    this = meeting_of(request, meeting_uuid)
    came = this.participants.filter(user__isnull=False, came=True).values("organisation_id")
    body = get_object_or_404(Organisation.objects.filter(pk__in=came), pk=request.actor.organisation_id)
    get_object_or_404(Meeting.objects.filter(pk=this.pk, closed_at__isnull=False, withdrawn_at__isnull=True))
    request.shown.groups(request.access.groups)
    return extract_of(this, body, request.access.groups)


@allow(P.MEETING_VIEW, groups=["basics"])
def extract(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """The own share to paste, as paper and as a file; who has entered theirs."""
    share = _own_share(request, meeting_uuid)
    context = {
        "tab": "meetings", "meeting": share.meeting, "share": share, "text": as_text(share),
        "entries": entries(share.meeting), "ticks": allowed(request, P.MEETING_CONVENE),
    }
    return render(request, "meetings/extract.html", context)


@allow(P.MEETING_VIEW, groups=["basics"], action="print")
def extract_paper(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """The own share as PDF."""
    return pdf_answer(as_paper(_own_share(request, meeting_uuid)), "rinnalla-ote")


@allow(P.MEETING_VIEW, groups=["basics"], action="export")
def extract_file(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """The own share as a structured file."""
    headers = {"Content-Disposition": 'attachment; filename="rinnalla-ote.json"', "Cache-Control": "no-store"}
    data = as_data(_own_share(request, meeting_uuid))
    return JsonResponse(data, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 1})


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def entry_new(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Tick: the own share is in the own system."""
    share = _own_share(request, meeting_uuid)

    def do(data: dict[str, Any]) -> None:
        said = {"on": data["on"], "key": data["form_key"]}
        actions.enter(meeting=share.meeting, by=request.actor, organisation=share.organisation, **said)

    names = {"case_uuid": case_uuid, "meeting_uuid": meeting_uuid}
    return form_page(
        request, bind(request, EntryForm), _("Kirjattu omaan järjestelmään"), _("Merkitse kirjatuksi"), do,
        tab="meetings", lead=share.organisation.name, done=_("Merkitty kirjatuksi."),
        back=reverse("meetings:extract", kwargs=names),
    )


# Taking back


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def withdrawal(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Take a finished record back."""
    this = meeting_of(request, meeting_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.withdraw(meeting=this, by=request.actor, **data)

    return form_page(
        request, bind(request, WithdrawForm, initial={"version": this.version}), _("Vedä kirjaus takaisin"),
        _("Vedä takaisin"), do, tab="meetings", danger=True, done=_("Kirjaus on vedetty takaisin."), back=address(this),
        lead=_(
            "Koontia ja otteita ei enää näytetä. Päätökset jäävät suunnitelmaan: muuta ne siellä, jos ne ovat väärin."
        ),
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def misdelivery_new(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Something went to the wrong one: the access ends, and it is remembered."""
    this = meeting_of(request, meeting_uuid)
    form = bind(request, TakeBackForm, meeting=this, by_id=request.actor.user_id)

    def do(data: dict[str, Any]) -> None:
        actions.take_back(meeting=this, by=request.actor, key=data.pop("form_key"), **data)

    return form_page(
        request, form, _("Tieto meni väärälle"), _("Kirjaa ja päätä pääsy"), do, tab="meetings", danger=True,
        lead=_("Erehdyksiä sattuu. Tärkeintä on, että pääsy päättyy nyt ja asiakas saa tietää."),
        done=_("Kirjattu. Pääsy on päättynyt."), back=address(this),
    )
