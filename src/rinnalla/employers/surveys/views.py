"""Surveys for whoever keeps or reads the register: rounds, their results, services used, what was done."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employers.pages import employer_of, one_form
from rinnalla.employers.surveys import actions, reading
from rinnalla.employers.surveys.forms import AskForm, AttitudeForm, EndForm, EnterForm, RoundForm, UseForm
from rinnalla.employers.surveys.models import SurveyReply, SurveyRound
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_name, deadline

BOTH = ("GET", "POST")
NAV = {"nav": "employers"}


@allow(P.EMPLOYER_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """The rounds, the change between the two newest that are over, use of services, what was done."""
    region = Region.objects.get(pk=request.actor.region_id)
    over = reading.closed(region.pk)
    context = NAV | {
        "rounds": SurveyRound.objects.visible_to(request.actor)[:50], "now": over[0] if over else None,
        "before": over[1] if len(over) > 1 else None,
        "lines": reading.lines(over[1] if len(over) > 1 else None, over[0]) if over else [],
        "use": reading.use_of(region), "done": reading.attitudes(region.pk),
        "kind_name": lambda key: code_name("attitude_actions", key), "least": deadline(region, "small_number"),
        "may_edit": request.actor.can(P.EMPLOYER_EDIT),
    }
    return render(request, "employers/surveys/home.html", context)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """A new round with the questions of today."""
    form = bind(request, RoundForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.make_round(by=request.actor, key=data.pop("form_key"), **data)

    return _form(request, form, act, _("Uusi kyselykierros"), _("Tee kierros"),
                 _("Kierros on tehty. Lähetä kysely työnantajan sivulta."))  # fmt: skip


@allow(P.EMPLOYER_VIEW)
def round(request: HttpRequest, surveyround_uuid: UUID) -> HttpResponse:
    """Who has been asked and who has answered; nobody sees what one employer answered."""
    one = _round(request, surveyround_uuid)
    rows = SurveyReply.objects.filter(round=one).select_related("employer", "contact_person")
    found = list(rows.order_by("employer__search_key")[:500])
    context = NAV | {
        "one": one, "rows": found, "answered": sum(row.answered_at is not None for row in found),
        "may_edit": request.actor.can(P.EMPLOYER_EDIT),
    }
    return render(request, "employers/surveys/round.html", context)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def end(request: HttpRequest, surveyround_uuid: UUID) -> HttpResponse:
    """Move the last day of a round."""
    one = _round(request, surveyround_uuid)
    form = bind(request, EndForm, initial={"closes_on": one.closes_on, "version": one.version})
    return _form(
        request, form, lambda data: actions.move_end(round=one, by=request.actor, **data) or True,
        _("Muuta päättymispäivää"), _("Tallenna"), _("Päivä on tallessa."), one.name,
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def asking(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """Send an employer's contact person the link."""
    one = employer_of(request, employer_uuid)
    form = bind(request, AskForm, employer=one, rounds=_open_rounds(request))
    return one_form(
        request, form, lambda data: actions.ask(employer=one, by=request.actor, **data), one,
        heading=_("Lähetä kysely"), button=_("Lähetä linkki"),
        done=_("Linkki lähtee sähköpostiin. Vastaaja ei tarvitse tunnuksia."),
        lead=_("Kyselyssä ei ole mitään asiakkaista. Yhden työnantajan vastauksia ei näytetä kenellekään."),
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def answer(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """Enter what an employer answered, for instance on the phone."""
    one = employer_of(request, employer_uuid)
    form = bind(request, EnterForm, rounds=_open_rounds(request))

    def act(data: dict[str, Any]) -> Any:
        return actions.enter(round=data["round"], employer=one, by=request.actor, answers=form.marks)

    return one_form(
        request, form, act, one, heading=_("Kirjaa vastaus kyselyyn"), button=_("Tallenna vastaus"),
        done=_("Vastaus on tallessa."),
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def use_new(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """The employer used a supporting service."""
    one = employer_of(request, employer_uuid)
    form = bind(request, UseForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.note_use(employer=one, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, one, heading=_("Kirjaa käytetty palvelu"), button=_("Tallenna"),
        done=_("Palvelu on kirjattu."), lead=_("Älä kirjaa, kenen työhön palvelu liittyi."),
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def attitude_new(request: HttpRequest) -> HttpResponse:
    """Something was done about attitudes."""
    form = bind(request, AttitudeForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.note_attitude(by=request.actor, key=data.pop("form_key"), **data)

    return _form(request, form, act, _("Kirjaa, mitä tehtiin"), _("Tallenna"), _("Kirjattu."))


def _round(request: HttpRequest, uuid: UUID) -> SurveyRound:
    return get_object_or_404(SurveyRound.objects.visible_to(request.actor).select_related("region"), uuid=uuid)


def _open_rounds(request: HttpRequest) -> list[SurveyRound]:
    today = dates.today()
    rows = SurveyRound.objects.visible_to(request.actor).filter(opens_on__lte=today, closes_on__gte=today)
    return list(rows.select_related("region"))


def _form(
    request: HttpRequest, form: Form, act: Any, heading: str, button: str, done: str, lead: str = ""
) -> HttpResponse:
    """One form about the surveys: GET draws it, POST acts. What was typed stays, also after a conflict."""
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, act, data=dict(form.cleaned_data)):
                say(request, done)
                return see("surveys:home")
        except Conflict as conflict:
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
            form.add_error(None, conflict_text())
            status = 409
    context = NAV | {"form": form, "heading": heading, "act": button, "lead": lead}
    return render(request, "employers/surveys/form.html", context, status=status)
