"""The prices of a service, for whoever answers for the region's service model."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.prices import actions
from rinnalla.catalogue.prices.forms import PER, SPLIT, PriceForm, WithdrawalForm
from rinnalla.catalogue.prices.models import UnitPrice
from rinnalla.catalogue.prices.showing import euros, last_day
from rinnalla.lib.web import attempt, bind, render, say, see


def _card(request: HttpRequest, card_uuid: UUID) -> ServiceCard:
    return get_object_or_404(ServiceCard.objects.of_region(request.actor.region_id), uuid=card_uuid)


@allow(P.MODEL_EDIT)
def prices(request: HttpRequest, card_uuid: UUID) -> HttpResponse:
    """What the service costs and has cost, with the source of each price."""
    card = _card(request, card_uuid)
    rows = [(one, euros(one.amount), str(PER[one.per]), last_day(one.valid))  # type: ignore[index]
            for one in UnitPrice.objects.filter(card=card).select_related("made_by")]  # fmt: skip
    return render(request, "catalogue/prices/prices.html", {"card": card, "rows": rows})


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def price_new(request: HttpRequest, card_uuid: UUID) -> HttpResponse:
    """A price from a day on."""
    card = _card(request, card_uuid)
    form = bind(request, PriceForm)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["allocable"], key = data.pop("split") == SPLIT, data.pop("form_key")
        if attempt(form, actions.set_price, card=card, by=request.actor, key=key, **data):
            say(request, _("Hinta on kirjattu."))
            return see("prices:prices", card_uuid=card_uuid)
    return _page(request, card, form, _("Kirjaa hinta"), _("Tallenna hinta"))


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def withdrawal(request: HttpRequest, card_uuid: UUID, price_uuid: UUID) -> HttpResponse:
    """A wrong price is taken back, with why."""
    card = _card(request, card_uuid)
    price = get_object_or_404(UnitPrice.objects.select_related("card"), uuid=price_uuid, card=card)
    form = bind(request, WithdrawalForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.withdraw_price, price=price, by=request.actor, reason=form.cleaned_data["reason"])
        if form.is_valid():
            say(request, _("Hinta on peruttu. Se jää näkyviin perustelun kanssa."))
            return see("prices:prices", card_uuid=card_uuid)
    return _page(request, card, form, _("Peru hinta"), _("Peru hinta"))


def _page(request: HttpRequest, card: ServiceCard, form: Any, heading: str, act: str) -> HttpResponse:
    context = {"card": card, "form": form, "heading": heading, "act": act}
    return render(request, "catalogue/prices/form.html", context, status=422 if request.method == "POST" else 200)
