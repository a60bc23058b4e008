"""During and after a meeting: held, decisions, the client's summary, closing, corrections, paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.documents import pdf_answer
from rinnalla.lib.web import bind
from rinnalla.meetings import actions, deciding
from rinnalla.meetings.forms import CloseForm, CorrectForm, DecisionForm, DeliverForm, HoldForm, RecordForm
from rinnalla.meetings.minutes.views import chosen_line
from rinnalla.meetings.models import Meeting
from rinnalla.meetings.papers import summary_paper
from rinnalla.meetings.views import address, meeting_of
from rinnalla.plans.views import UNTRACED, form_page


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def holding(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Mark the meeting held; not without the client, unless the client's own refusal was noted (L-15)."""
    this = meeting_of(request, meeting_uuid)
    start = {"version": this.version, "client_present": this.client_will_be_there}
    form = bind(request, HoldForm, meeting=this, by_id=request.actor.user_id, initial=start)

    def do(data: dict[str, Any]) -> None:
        actions.hold(meeting=this, by=request.actor, **data)

    return form_page(
        request,
        form,
        _("Merkitse pidetyksi"),
        _("Merkitse pidetyksi"),
        do,
        back=address(this),
        tab="meetings",
        done=_("Tapaaminen on pidetty. Kirjaa päätökset ja asiakkaan koonti."),
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def decision_new(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Write down a decision; it is in the plan at once."""
    this = meeting_of(request, meeting_uuid)
    line = chosen_line(request, this)
    start = {"what": line.text[:300], "field_group": line.field_group} if line else {}
    form = bind(request, DecisionForm, case=request.case, groups=request.access.groups, initial=start)

    def do(data: dict[str, Any]) -> None:
        said = {"goal": data["goal"], "line": line, "key": data["form_key"]}
        deciding.decide(meeting=this, by=request.actor, **said, **form.values())

    return form_page(
        request,
        form,
        _("Kirjaa päätös"),
        _("Kirjaa päätös"),
        do,
        back=address(this),
        tab="meetings",
        lead=_("Päätös menee suoraan suunnitelmaan. Sitä ei tarvitse kirjoittaa uudelleen."),
        done=_("Päätös on suunnitelmassa."),
    )


def _group_seen(request: HttpRequest, this: Meeting) -> None:
    """Only those who may see the notes may write over them."""
    get_object_or_404(Meeting.objects.filter(pk=this.pk), field_group__in=request.access.groups)


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def record(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Write what was talked about and the client's summary."""
    this = meeting_of(request, meeting_uuid)
    _group_seen(request, this)
    start = {name: getattr(this, name) for name in ("client_summary", "talked", "field_group", "version")}
    form = bind(request, RecordForm, groups=request.access.groups, initial=start)

    def do(data: dict[str, Any]) -> None:
        actions.write(meeting=this, by=request.actor, **data)

    return form_page(
        request,
        form,
        _("Koonti ja muistiinpano"),
        _("Tallenna"),
        do,
        back=address(this),
        tab="meetings",
        done=_("Tallessa. Asiakas saa koonnin, kun päätät kirjaamisen."),
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def closure(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Close the record: the client gets the summary (E-41)."""
    this = meeting_of(request, meeting_uuid)
    form = bind(request, CloseForm, initial={"version": this.version, "how": "own_view"})

    def do(data: dict[str, Any]) -> None:
        actions.close(meeting=this, version=data["version"], by=request.actor, how=data["how"])

    return form_page(
        request,
        form,
        _("Päätä kirjaaminen ja anna koonti"),
        _("Anna koonti asiakkaalle"),
        do,
        back=address(this),
        tab="meetings",
        lead=this.client_summary,
        done=_("Asiakas on saanut koonnin."),
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def delivery_new(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Note that the client got the summary once more, or in another way."""
    this = meeting_of(request, meeting_uuid)

    def do(data: dict[str, Any]) -> None:
        actions.deliver(meeting=this, by=request.actor, how=data["how"], key=data["form_key"])

    return form_page(
        request,
        bind(request, DeliverForm),
        _("Kirjaa koonnin antaminen"),
        _("Kirjaa"),
        do,
        back=address(this),
        tab="meetings",
        done=_("Kirjattu."),
    )


@allow(P.MEETING_RECORD, methods=["GET", "POST"], groups=["basics"])
def correction_new(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Correct a closed record; the earlier text stays readable."""
    this = meeting_of(request, meeting_uuid)
    _group_seen(request, this)
    start = {name: getattr(this, name) for name in ("client_summary", "talked", "field_group", "version")}
    form = bind(request, CorrectForm, groups=request.access.groups, initial=start)

    def do(data: dict[str, Any]) -> None:
        actions.correct(meeting=this, by=request.actor, key=data.pop("form_key"), **data)

    return form_page(
        request,
        form,
        _("Korjaa kirjausta"),
        _("Tallenna korjaus"),
        do,
        back=address(this),
        tab="meetings",
        lead=_("Aiempi teksti ja korjauksen syy jäävät näkyviin."),
        done=_("Korjaus on tallessa."),
    )


@allow(P.MEETING_VIEW, groups=["basics"], action="print")
def paper(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """The client's summary with the decisions as PDF in the client's language."""
    this = meeting_of(request, meeting_uuid)
    get_object_or_404(Meeting.objects.filter(pk=this.pk, withdrawn_at__isnull=True).exclude(client_summary=""))
    groups = request.access.groups - frozenset(UNTRACED)
    return pdf_answer(summary_paper(this, groups), "koonti")
