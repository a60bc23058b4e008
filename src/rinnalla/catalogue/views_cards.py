"""A service card, the owner's list of cards, and saying that a card still holds."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.errors import forbidden
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue import actions
from rinnalla.catalogue.models import ServiceCard, ServiceCardQuerySet
from rinnalla.catalogue.national.models import LICENCE, LICENCE_PAGE
from rinnalla.catalogue.national.showing import beside, withdrawn_beside
from rinnalla.catalogue.showing import missing_in_words, shown
from rinnalla.lib.web import render, say, see


@allow(P.CATALOGUE_VIEW)
def card(request: HttpRequest, card_uuid: UUID) -> HttpResponse:
    """One service: for whom, what it is, how to get in, what to expect, who gives it, on which law."""
    found = get_object_or_404(_cards(request), uuid=card_uuid)
    same = ServiceCard.objects.offered().filter(region_id=found.region_id, service=found.service)
    context = {
        "card": found, "shown": shown(found), "variants": same.exclude(pk=found.pk), "nav": "services",
        "may_check": actions.may_check(request.actor, found) and not found.ended,
        "national": beside(found), "licence": LICENCE, "licence_page": LICENCE_PAGE,
    }
    return render(request, "catalogue/card.html", context)


@allow(P.CARD_CHECK)
def own(request: HttpRequest) -> HttpResponse:
    """The cards of the reader's unit: unchecked and incomplete ones first (L-81, E-27)."""
    cards = [(one, missing_in_words(one)) for one in _cards(request).offered().filter(unit_id=request.actor.unit_id)]
    gone = withdrawn_beside(one for one, _missing in cards)
    cards.sort(key=lambda row: (not row[0].unchecked, row[0].pk not in gone, not row[1], row[0].place))
    attention = sum(1 for one, missing in cards if one.unchecked or missing or one.pk in gone)
    context = {"cards": cards, "attention": attention, "gone": gone, "nav": "services"}
    return render(request, "catalogue/own.html", context)


@allow(P.CARD_CHECK, methods=["POST"])
def check(request: HttpRequest, card_uuid: UUID) -> HttpResponse:
    """The card still holds, says somebody of its unit; one press."""
    found = get_object_or_404(_cards(request), uuid=card_uuid)
    if not actions.may_check(request.actor, found):
        return forbidden(request)
    actions.check_card(card=found, by=request.actor)
    say(request, _("%(name)s: tiedot ovat ajan tasalla.") % {"name": found.name})
    return see("catalogue:own") if request.POST.get("back") == "own" else see("catalogue:card", card_uuid=card_uuid)


def _cards(request: HttpRequest) -> ServiceCardQuerySet:
    cards = ServiceCard.objects.of_region(request.actor.region_id)
    return cards.select_related("unit__organisation", "region", "checked_by")
