"""The register of what is bought: contracts, tenders with their stages, and what belongs to a contract."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once
from rinnalla.catalogue.prices.showing import euros
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.network.purchased import actions, forms
from rinnalla.network.purchased.models import Contract, Procurement, sells

METHODS = ["GET", "POST"]


@allow(P.PURCHASE_VIEW)
def contracts(request: HttpRequest) -> HttpResponse:
    """What is bought of whom until when, and on the other tab what is over (E-03)."""
    over = request.GET.get("state") == "over"
    rows = Contract.objects.visible_to(request.actor).select_related("provider", "unit", "buyer")
    found = list(rows.prefetch_related("services__card", "bonus_rules", "lots"))
    shown = [one for one in found if (one.state == "over") == over]
    return render(request, "network/purchased/contracts.html", {"here": "contracts", "rows": shown, "over": over})


@allow(P.PURCHASE_VIEW)
def contract(request: HttpRequest, contract_uuid: UUID) -> HttpResponse:
    """One contract: who gives what to whom, its lots, prices, bonus, and how it has gone."""
    one = _contract(request, contract_uuid)
    own = one.buyer_id == request.actor.organisation_id
    context = {
        "here": "contracts", "one": one, "may": own and request.actor.can(P.PURCHASE_RECORD), "euros": euros,
        "tells": (own or sells(request.actor)) and request.actor.can(P.PURCHASE_REPORT),
        "stands": one.state != "over" and not one.ended_on,
    }
    return render(request, "network/purchased/contract.html", context)


@allow(P.PURCHASE_RECORD, methods=METHODS)
def contract_new(request: HttpRequest) -> HttpResponse:
    """A contract as it was signed."""
    form = bind(request, forms.ContractForm, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt_once(
            form, actions.sign_contract, by=request.actor, terms=form.terms(), unit=data["unit"],
            cards=list(data["cards"]), from_on=data["from_on"], to_on=data["to_on"], procurement=data["procurement"],
            key=data["form_key"],
        )
        if made:
            say(request, _("Sopimus on kirjattu."))
            return see("network:contract", contract_uuid=made.uuid)
    return page(request, form, _("Kirjaa ostosopimus"), _("Tallenna sopimus"), reverse("network:purchased"))


@allow(P.PURCHASE_RECORD, methods=METHODS)
def contract_end(request: HttpRequest, contract_uuid: UUID) -> HttpResponse:
    """The contract ends early."""
    one = _contract(request, contract_uuid)
    form = bind(request, forms.EndContractForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.end_contract, contract=one, by=request.actor, **form.cleaned_data)
        if form.is_valid():
            say(request, _("Sopimus on päätetty."))
            return see("network:contract", contract_uuid=one.uuid)
    return page(request, form, _("Päätä sopimus: %(name)s") % {"name": one.name}, _("Päätä sopimus"), _address(one))


@allow(P.PURCHASE_RECORD, methods=METHODS)
def lot_new(request: HttpRequest, contract_uuid: UUID) -> HttpResponse:
    """A lot, such as an extra one of strong support (E-54)."""
    one = _contract(request, contract_uuid)
    form = bind(request, forms.LotForm, contract=one)
    return _adding(request, one, form, actions.add_lot, _("Kirjaa osa"), _("Tallenna osa"), _("Osa on kirjattu."))


@allow(P.PURCHASE_RECORD, methods=METHODS)
def price_new(request: HttpRequest, contract_uuid: UUID) -> HttpResponse:
    """A price from a day on."""
    form = bind(request, forms.PriceForm)
    one = _contract(request, contract_uuid)
    said = _("Hinta on kirjattu.")
    return _adding(request, one, form, actions.set_price, _("Kirjaa hinta"), _("Tallenna hinta"), said)


@allow(P.PURCHASE_RECORD, methods=METHODS)
def bonus_rule_new(request: HttpRequest, contract_uuid: UUID) -> HttpResponse:
    """Who is a bonus client by the contract (E-55)."""
    one = _contract(request, contract_uuid)
    form = bind(request, forms.BonusRuleForm)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["criteria"] = form.lines()
    said = _("Bonuksen perusteet on kirjattu.")
    return _adding(request, one, form, actions.agree_bonus, _("Kirjaa bonuksen perusteet"), _("Tallenna"), said)


@allow(P.PURCHASE_RECORD, methods=METHODS)
def forecast_new(request: HttpRequest, contract_uuid: UUID) -> HttpResponse:
    """An estimate of a year (F-20)."""
    one = _contract(request, contract_uuid)
    form = bind(request, forms.ForecastForm)
    said = _("Ennuste on kirjattu.")
    return _adding(request, one, form, actions.forecast_bonus, _("Kirjaa ennuste"), _("Tallenna ennuste"), said)


@allow(P.PURCHASE_REPORT, methods=METHODS)
def report_new(request: HttpRequest, contract_uuid: UUID) -> HttpResponse:
    """How the service has gone (E-57)."""
    one = _contract(request, contract_uuid)
    form = bind(request, forms.ReportForm)
    heading = _("Kerro, miten palvelu on sujunut")
    return _adding(request, one, form, actions.report, heading, _("Tallenna"), _("Kiitos, kertomus on tallennettu."))


@allow(P.PURCHASE_VIEW)
def procurements(request: HttpRequest) -> HttpResponse:
    """What is being tendered, and where each tender stands (E-53)."""
    rows = Procurement.objects.visible_to(request.actor).select_related("buyer").prefetch_related("stages")
    return render(request, "network/purchased/procurements.html", {"here": "procurements", "rows": rows})


@allow(P.PURCHASE_VIEW)
def procurement(request: HttpRequest, procurement_uuid: UUID) -> HttpResponse:
    """One tender: its stages in order, who was heard and what it changed."""
    one = _procurement(request, procurement_uuid)
    own = one.buyer_id == request.actor.organisation_id
    context = {"here": "procurements", "one": one, "may": own and request.actor.can(P.PURCHASE_RECORD)}
    return render(request, "network/purchased/procurement.html", context)


@allow(P.PURCHASE_RECORD, methods=METHODS)
def procurement_new(request: HttpRequest) -> HttpResponse:
    """A tender begins from a need."""
    form = bind(request, forms.ProcurementForm)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if made := attempt_once(form, actions.plan_procurement, by=request.actor, key=key, **data):
            say(request, _("Kilpailutus on kirjattu."))
            return see("network:procurement", procurement_uuid=made.uuid)
    return page(request, form, _("Kirjaa kilpailutus"), _("Tallenna kilpailutus"), reverse("network:procurements"))


@allow(P.PURCHASE_RECORD, methods=METHODS)
def stage_new(request: HttpRequest, procurement_uuid: UUID) -> HttpResponse:
    """The tender goes on."""
    one = _procurement(request, procurement_uuid)
    form = bind(request, forms.StageForm, procurement=one)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt_once(
            form, actions.move_stage, procurement=one, by=request.actor, stage=data["stage"], from_on=data["from_on"],
            words=data["words"], heard=form.heard(), key=data["form_key"],
        )
        if made:
            say(request, _("Vaihe on kirjattu."))
            return see("network:procurement", procurement_uuid=one.uuid)
    back = reverse("network:procurement", args=[one.uuid])
    return page(request, form, _("Seuraava vaihe: %(name)s") % {"name": one.name}, _("Tallenna vaihe"), back)


def _contract(request: HttpRequest, uuid: UUID) -> Contract:
    rows = Contract.objects.visible_to(request.actor).select_related("provider", "unit", "buyer", "procurement")
    rows = rows.prefetch_related(
        "services__card", "lots", "prices", "bonus_rules", "forecasts", "reports__made_by"
    )
    return get_object_or_404(rows, uuid=uuid)


def _procurement(request: HttpRequest, uuid: UUID) -> Procurement:
    rows = Procurement.objects.visible_to(request.actor).select_related("buyer")
    return get_object_or_404(rows.prefetch_related("stages__made_by", "contracts"), uuid=uuid)


def _address(one: Contract) -> str:
    return reverse("network:contract", kwargs={"contract_uuid": one.uuid})


def _adding(
    request: HttpRequest, one: Contract, form: Form, act: Callable[..., Any], heading: str, button: str, said: str
) -> HttpResponse:
    """Something more of a contract: the form's fields are the act's words."""
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if attempt_once(form, act, contract=one, by=request.actor, key=key, **data):
            say(request, said)
            return see("network:contract", contract_uuid=one.uuid)
    return page(request, form, f"{heading}: {one.name}", button, _address(one))


def page(
    request: HttpRequest, form: Any, heading: str, act: str, back: str, nav: str = "services", status: int = 422
) -> HttpResponse:
    """One form of the part; `status` is that of a form that was sent and not taken."""
    context = {"form": form, "heading": heading, "act": act, "back": back, "nav": nav}
    return render(request, "network/form.html", context, status=status if request.method == "POST" else 200)
