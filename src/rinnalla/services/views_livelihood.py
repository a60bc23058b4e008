"""The livelihood timeline of a case, and what is written into it (L-72, V-70…V-91)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.services import livelihood as acts
from rinnalla.services.forms_livelihood import BenefitForm, ChangeForm, RemovalForm, RestForm, ReturnForm, TurnForm
from rinnalla.services.models_livelihood import LIVELIHOOD, Benefit
from rinnalla.services.timeline import timeline, turn_text
from rinnalla.services.views import _keep_typed


@allow(P.SERVICE_VIEW, groups=[LIVELIHOOD])
def page(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """What the client lives on: the drawing, the gaps in words, and everything as a list."""
    _require_group(request)
    context = {
        "tab": "services", "told": timeline(request.case, request.actor), "turn_text": turn_text,
        "editable": may(request.actor, P.SERVICE_EDIT, request.access) and request.case.allows("edit"),
        "returnable": may(request.actor, P.SERVICE_EDIT, request.access),
    }
    return render(request, "services/livelihood.html", context)


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=[LIVELIHOOD])
def benefit_new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Write down what the client lives on, has applied for or was refused."""
    _require_group(request)
    form = bind(request, BenefitForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(form, acts.note_benefit, case=request.case, by=request.actor, kind=data["kind"],
                       terms=form.terms, next_step=data["next_step"], key=data["form_key"])
        if made:
            say(request, _("%(name)s on nyt aikajanalla.") % {"name": made.name})
            return see("services:livelihood", case_uuid=case_uuid)
    return _draw(request, form, _("Kirjaa toimeentulo"), _("Tallenna"))


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=[LIVELIHOOD])
def benefit_change(request: HttpRequest, case_uuid: UUID, benefit_uuid: UUID) -> HttpResponse:
    """Change the dates, the decision or the next step."""
    one = _benefit(request, benefit_uuid)
    return _act(
        request, one, "change", bind(request, ChangeForm), ChangeForm.initial_of(one), acts.change_benefit,
        lambda form: {"benefit": one, "terms": form.terms, "next_step": form.cleaned_data["next_step"]},
        (_("Muuta tietoja"), _("Tiedot on tallennettu.")),
    )


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=[LIVELIHOOD])
def benefit_turn(request: HttpRequest, case_uuid: UUID, benefit_uuid: UUID) -> HttpResponse:
    """What was agreed for the day it ends, is decided anew or is full."""
    one = _benefit(request, benefit_uuid)
    if one.turn is None and request.method == "GET":
        return see("services:livelihood", case_uuid=case_uuid)
    lead = f"{one.name}: {turn_text(one.turn)}." if one.turn else ""
    return _act(
        request, one, "change", bind(request, TurnForm), {"next_step": one.next_step}, acts.see_to_turn,
        lambda form: {"benefit": one, "next_step": form.cleaned_data["next_step"]},
        (_("Sovi, mitä sitten tapahtuu"), _("Hyvä. Sovittu asia näkyy aikajanalla.")), lead=lead,
    )


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=[LIVELIHOOD])
def pension_rest(request: HttpRequest, case_uuid: UUID, benefit_uuid: UUID) -> HttpResponse:
    """The pension is left in abeyance while the client works (V-91)."""
    one = _benefit(request, benefit_uuid)
    jobs = Benefit.objects.visible_to(request.actor).kept().filter(case=request.case, income=Benefit.Income.WORK)
    form = bind(request, RestForm, jobs=list(jobs))
    names = ("from_on", "until_on", "employer", "part_time")
    return _act(
        request, one, "rest", form, {}, acts.rest_pension,
        lambda form: {"pension": one, "key": form.cleaned_data["form_key"],
                      "job": form.jobs.get(form.cleaned_data["job"]),
                      **{name: form.cleaned_data[name] for name in names}},
        (_("Jätä eläke lepäämään"), _("Eläke lepää. Paluu onnistuu samassa asiassa.")),
    )


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=[LIVELIHOOD])
def pension_return(request: HttpRequest, case_uuid: UUID, benefit_uuid: UUID) -> HttpResponse:
    """Back to the pension that rested, in the same case (V-91)."""
    one = _benefit(request, benefit_uuid)
    return _act(
        request, one, "return", bind(request, ReturnForm), {}, acts.return_to_pension,
        lambda form: {"rest": one, "on": form.cleaned_data["on"]},
        (_("Palaa eläkkeelle"), _("Eläke on taas maksussa.")), lead=_("Uutta asiaa tai hakemusta ei tarvita täällä."),
    )


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=[LIVELIHOOD])
def benefit_removal(request: HttpRequest, case_uuid: UUID, benefit_uuid: UUID) -> HttpResponse:
    """It was written down by mistake; asked once more before it goes."""
    one = _benefit(request, benefit_uuid)
    return _act(
        request, one, "change", bind(request, RemovalForm), {}, acts.remove_benefit, lambda form: {"benefit": one},
        (_("Poista erehdyksessä kirjattu"), _("Poistettu aikajanalta.")),
        lead=_("Päättynyttä etuutta ei poisteta: kirjaa sille loppupäivä."),
    )


def _act(
    request: HttpRequest, one: Benefit, act: str, form: Form, initial: dict[str, Any], action: Callable[..., Any],
    arguments: Callable[[Any], dict[str, Any]], texts: tuple[str, str], *, lead: str = "",
) -> HttpResponse:
    """One form about one benefit. A state that no longer allows it goes back to the timeline."""
    heading, done = texts
    if request.method == "GET":
        if not one.allows(act):
            return see("services:livelihood", case_uuid=request.case.uuid)
        form.initial = {"version": one.version, **initial, **form.initial}
        return _draw(request, form, heading, heading, about=one.name, lead=lead)
    status = 422
    if form.is_valid():
        try:
            attempt(form, action, by=request.actor, version=form.cleaned_data["version"], **arguments(form))
            if form.is_valid():
                say(request, done)
                return see("services:livelihood", case_uuid=request.case.uuid)
        except Conflict as conflict:
            status = _keep_typed(form, conflict)
    return _draw(request, form, heading, heading, about=one.name, lead=lead, status=status)


def _benefit(request: HttpRequest, benefit_uuid: UUID) -> Benefit:
    """The benefit of the address, for those who may see livelihood."""
    _require_group(request)
    rows = Benefit.objects.visible_to(request.actor).kept().filter(case=request.case)
    rows = rows.select_related("case", "resting_pension").prefetch_related("rests")
    return get_object_or_404(rows, uuid=benefit_uuid)


def _require_group(request: HttpRequest) -> None:
    """Who may not see livelihood does not learn whether there is anything to see. Raises Http404."""
    if LIVELIHOOD not in request.access.groups:
        raise Http404


def _draw(
    request: HttpRequest, form: Form, heading: str, act: str, *, about: str = "", lead: str = "", status: int = 200
) -> HttpResponse:
    back = reverse("services:livelihood", kwargs={"case_uuid": request.case.uuid})
    context = {"tab": "services", "form": form, "heading": heading, "act": act, "about": about, "lead": lead,
               "back": back, "told": None}
    status = 422 if request.method == "POST" and status == 200 else status
    return render(request, "services/form.html", context, status=status)
