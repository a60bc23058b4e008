"""Appropriations and the numbers of what was bought."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once
from rinnalla.catalogue.prices.showing import euros
from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.network.purchased import actions_money, figures, forms
from rinnalla.network.purchased.models_money import Appropriation, CostLine
from rinnalla.network.purchased.views import METHODS, page
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import deadline
from rinnalla.services import figures_depth
from rinnalla.services.forms_visits import ObservationForm

FIRST = 2000  # the first year that may be asked for
YEARS = 5  # how many years back the page offers
INSTRUMENT = "imba_melba"  # a bought assessment of its own line (E-59)


@allow(P.PURCHASE_VIEW)
def appropriations(request: HttpRequest) -> HttpResponse:
    """What was granted for what, and how much of it is used (E-66)."""
    rows = Appropriation.objects.visible_to(request.actor).select_related("organisation").prefetch_related("lines")
    context = {"here": "appropriations", "rows": [figures.money(one) for one in rows], "euros": euros}
    return render(request, "network/purchased/appropriations.html", context)


@allow(P.PURCHASE_VIEW)
def appropriation(request: HttpRequest, appropriation_uuid: UUID) -> HttpResponse:
    """One appropriation with its lines; those that can't be split are told apart (C-25)."""
    one = _one(request, appropriation_uuid)
    own = one.organisation_id == request.actor.organisation_id
    context = {
        "here": "appropriations", "one": one, "money": figures.money(one), "euros": euros,
        "may": own and request.actor.can(P.PURCHASE_RECORD),
    }
    return render(request, "network/purchased/appropriation.html", context)


@allow(P.PURCHASE_RECORD, methods=METHODS)
def appropriation_new(request: HttpRequest) -> HttpResponse:
    """Money of a year."""
    form = bind(request, forms.AppropriationForm)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if made := attempt_once(form, actions_money.grant_appropriation, by=request.actor, key=key, **data):
            say(request, _("Määräraha on kirjattu."))
            return see("network:appropriation", appropriation_uuid=made.uuid)
    back = reverse("network:appropriations")
    return page(request, form, _("Kirjaa määräraha"), _("Tallenna määräraha"), back)


@allow(P.PURCHASE_RECORD, methods=METHODS)
def cost_new(request: HttpRequest, appropriation_uuid: UUID) -> HttpResponse:
    """Money used or tied up."""
    one = _one(request, appropriation_uuid)
    form = bind(request, forms.CostForm, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        if attempt_once(
            form, actions_money.record_cost, appropriation=one, by=request.actor, cost=form.cost(), key=key
        ):
            say(request, _("Kulu on kirjattu."))
            return see("network:appropriation", appropriation_uuid=one.uuid)
    return page(request, form, _("Kirjaa kulu: %(name)s") % {"name": one}, _("Tallenna kulu"), _address(one))


@allow(P.PURCHASE_RECORD, methods=METHODS)
def cost_withdrawal(request: HttpRequest, appropriation_uuid: UUID, costline_uuid: UUID) -> HttpResponse:
    """A wrong line is taken back."""
    one = _one(request, appropriation_uuid)
    line = get_object_or_404(CostLine.objects.filter(appropriation=one), uuid=costline_uuid)
    form = bind(request, forms.WithdrawForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions_money.withdraw_cost, line=line, by=request.actor, reason=form.cleaned_data["reason"])
        if form.is_valid():
            say(request, _("Rivi on peruttu. Se jää näkyviin perustelun kanssa."))
            return see("network:appropriation", appropriation_uuid=one.uuid)
    return page(request, form, _("Peru rivi: %(what)s") % {"what": line.what}, _("Peru rivi"), _address(one))


@allow(P.FIGURES_VIEW)
def numbers(request: HttpRequest) -> HttpResponse:
    """What was bought, in numbers of a finished year: people once each, shares, unused lots and interruptions (C-14).

    The year that runs is not told: two readings on two days would tell of whoever came between them (A13).
    """
    region = get_object_or_404(Region, pk=request.actor.region_id)
    today = dates.today()
    last = today.year - 1
    years = [last - back for back in range(YEARS)]
    asked = request.GET.get("year", "")
    of = int(asked[:4]) if asked.isdecimal() and FIRST <= int(asked[:4]) <= last else last
    around = figures_depth.figures(region, min(figures.year(of)[1], today))
    least = deadline(region, "small_number")
    context = {
        "here": "numbers", "years": years, "of": of, "least": least, "euros": euros,
        "told": lambda one: _told(one, least), "services": figures.services(region, of),
        "categories": figures.categories(region, of), "lots": figures.lots(region, of),
        "bonuses": figures.bonuses(region, of), "trainings": figures.trainings(region, of),
        "assessed": figures.with_instrument(region, of, INSTRUMENT), "assessments": figures.assessments(region, of),
        "providers": figures.bonus_providers(region, min(figures.year(of)[1], today)),
        "verdicts": dict(ObservationForm.base_fields["verdict"].choices),  # type: ignore[attr-defined]
        "breaks": around.breaks, "views": around.views, "since": around.since, "until": around.until,
    }
    return render(request, "network/purchased/numbers.html", context)


def _told(one: Shown, least: int) -> str:
    """A number in words: itself, under the smallest that is told, or that it is not shown."""
    if one.kind == "number":
        return str(one.number)
    return _("alle %(least)s") % {"least": least} if one.kind == "small" else _("Ei näytetä")


def _one(request: HttpRequest, uuid: UUID) -> Appropriation:
    rows = Appropriation.objects.visible_to(request.actor).select_related("organisation")
    return get_object_or_404(rows.prefetch_related("lines__contract", "lines__made_by"), uuid=uuid)


def _address(one: Appropriation) -> str:
    return reverse("network:appropriation", kwargs={"appropriation_uuid": one.uuid})
