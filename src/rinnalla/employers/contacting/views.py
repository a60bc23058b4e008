"""Before a contact, and after it; promises and needs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employers.contacting import actions, reading
from rinnalla.employers.contacting.forms import NeedClosingForm, NeedForm, NoteForm, PlanForm, PromiseForm
from rinnalla.employers.pages import employer_of, one_form
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import bind, render, say, see
from rinnalla.servicemodels.codes import code_list

BOTH = ("GET", "POST")


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def plan(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """Before a contact: the last and planned contacts of everybody, who keeps in touch; then the day (T-66)."""
    one = employer_of(request, employer_uuid)
    form = bind(request, PlanForm, employer=one)

    def act(data: dict[str, Any]) -> Any:
        return actions.plan_contact(employer=one, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, one, heading=_("Suunnittele yhteydenotto"), button=_("Suunnittele"),
        done=_("Yhteydenotto on suunniteltu. Muut näkevät sen ennen omaansa."), template="employers/plan.html",
        before=reading.before(one, request.actor),
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def contact_new(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """A contact that was held without a plan."""
    return _note(request, employer_uuid, None)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def contact_held(request: HttpRequest, employer_uuid: UUID, employercontact_uuid: UUID) -> HttpResponse:
    """A planned contact was held."""
    return _note(request, employer_uuid, employercontact_uuid)


def _note(request: HttpRequest, employer_uuid: UUID, contact_uuid: UUID | None) -> HttpResponse:
    one = employer_of(request, employer_uuid)
    planned = get_object_or_404(one.contacts.all(), uuid=contact_uuid) if contact_uuid else None
    start: dict[str, Any] = {}
    if planned:
        start = {"channel": planned.channel, "purpose": planned.purpose}
        if planned.contact_person:
            start["contact_person"] = str(planned.contact_person.uuid)
    form = bind(request, NoteForm, employer=one, initial=start)

    def act(data: dict[str, Any]) -> Any:
        key = data.pop("form_key")
        return actions.note_contact(
            employer=one, by=request.actor, planned=planned, key=None if planned else key, **data
        )

    return one_form(
        request, form, act, one, heading=_("Kirjaa yhteydenotto"), button=_("Kirjaa yhteydenotto"),
        done=_("Yhteydenotto on kirjattu."),
    )


@allow(P.EMPLOYER_EDIT, methods=["POST"])
def contact_drop(request: HttpRequest, employer_uuid: UUID, employercontact_uuid: UUID) -> HttpResponse:
    """A planned contact is called off."""
    one = employer_of(request, employer_uuid)
    row = get_object_or_404(one.contacts.select_related("employer"), uuid=employercontact_uuid)
    try:
        actions.drop_contact(contact=row, by=request.actor)
        say(request, _("Yhteydenotto on peruttu."))
    except Refused as refusal:
        say(request, refusal.message)
    return see("employers:employer", employer_uuid=one.uuid)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def promise_new(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """Something the employer was promised."""
    one = employer_of(request, employer_uuid)
    form = bind(request, PromiseForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.promise(employer=one, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, one, heading=_("Kirjaa lupaus"), button=_("Kirjaa lupaus"),
        done=_("Lupaus on kirjattu. Se pysyy näkyvissä, kunnes se on pidetty."),
    )


@allow(P.EMPLOYER_EDIT, methods=["POST"])
def promise_kept(request: HttpRequest, employer_uuid: UUID, employerpromise_uuid: UUID) -> HttpResponse:
    """A promise is kept."""
    one = employer_of(request, employer_uuid)
    row = get_object_or_404(one.promises.select_related("employer"), uuid=employerpromise_uuid)
    actions.keep_promise(promise=row, by=request.actor)
    say(request, _("Hienoa, lupaus on pidetty."))
    return see("employers:employer", employer_uuid=one.uuid)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def need_new(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """Work an employer needs done; an acute need comes with its caution (E-49)."""
    one = employer_of(request, employer_uuid)
    form = bind(request, NeedForm, employer=one)

    def act(data: dict[str, Any]) -> Any:
        del data["words"]
        return actions.hear_need(employer=one, by=request.actor, key=data.pop("form_key"), **data)

    urgencies = code_list("employer_urgencies")
    cautions = [(code.name, code.definition.caution) for code in urgencies if code.definition.caution]
    return one_form(
        request, form, act, one, heading=_("Kirjaa tarve"), button=_("Kirjaa tarve"), done=_("Tarve on kirjattu."),
        template="employers/need.html", cautions=cautions,
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def need_closing(request: HttpRequest, employer_uuid: UUID, employerneed_uuid: UUID) -> HttpResponse:
    """What came of a need."""
    one = employer_of(request, employer_uuid)
    row = get_object_or_404(one.needs.select_related("employer"), uuid=employerneed_uuid)
    form = bind(request, NeedClosingForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.close_need(need=row, by=request.actor, **data)

    return one_form(
        request, form, act, one, heading=_("Mitä tarpeesta tuli"), button=_("Tallenna"), done=_("Tallennettu."),
        lead=row.what,
    )


@allow(P.EMPLOYER_VIEW)
def needs(request: HttpRequest) -> HttpResponse:
    """Every open need of the region, the most urgent first."""
    order = {one.key: place for place, one in enumerate(code_list("employer_urgencies"))}
    rows = actions.EmployerNeed.objects.filter(employer__region_id=request.actor.region_id, closed_at__isnull=True)
    rows = rows.select_related("employer", "workplace", "vacancy")
    found = sorted(rows[:200], key=lambda one: order.get(one.urgency, 9))
    context = {
        "rows": found, "may_edit": request.actor.can(P.EMPLOYER_EDIT), "may_match": request.actor.can(P.COACHING_VIEW),
    }
    return render(request, "employers/needs.html", context)
