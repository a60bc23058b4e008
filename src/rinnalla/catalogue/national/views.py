"""Linking an own card to the service of the national registry that it is about."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.errors import forbidden
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.actions import may_check
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.national import actions
from rinnalla.catalogue.national.models import NationalItem
from rinnalla.catalogue.national.showing import suggestions
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import render, say, see


@allow(P.CARD_CHECK)
def links(request: HttpRequest, card_uuid: UUID) -> HttpResponse:
    """What the card is linked to, and the imported services most like it."""
    card = _card(request, card_uuid)
    if not may_check(request.actor, card):
        return forbidden(request)
    words = request.GET.get("q", card.name)[:200]
    context = {
        "card": card, "words": words, "found": suggestions(card, words), "nav": "services",
        "linked": [one.item for one in card.national_links.select_related("item")],
        "imported": NationalItem.objects.services().filter(region_id=card.region_id).exists(),
    }
    return render(request, "catalogue/national.html", context)


@allow(P.CARD_CHECK, methods=["POST"])
def link(request: HttpRequest, card_uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """The card is about this national service."""
    card, item = _both(request, card_uuid, item_uuid)
    if not may_check(request.actor, card):
        return forbidden(request)
    try:
        actions.link(card=card, item=item, by=request.actor)
        say(request, _("%(name)s on nyt kortin rinnalla.") % {"name": item.name})
    except Refused as refusal:
        say(request, refusal.message)
        return see("catalogue:national", card_uuid=card_uuid)
    return see("catalogue:card", card_uuid=card_uuid)


@allow(P.CARD_CHECK, methods=["POST"])
def removal(request: HttpRequest, card_uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """The card is not about this national service after all."""
    card, item = _both(request, card_uuid, item_uuid)
    if not may_check(request.actor, card):
        return forbidden(request)
    actions.unlink(card=card, item=item, by=request.actor)
    say(request, _("%(name)s ei ole enää kortin rinnalla. Oma kortti on ennallaan.") % {"name": item.name})
    return see("catalogue:national", card_uuid=card_uuid)


def _both(request: HttpRequest, card_uuid: UUID, item_uuid: UUID) -> tuple[ServiceCard, NationalItem]:
    card = _card(request, card_uuid)
    return card, get_object_or_404(NationalItem.objects.services().filter(region_id=card.region_id), uuid=item_uuid)


def _card(request: HttpRequest, card_uuid: UUID) -> ServiceCard:
    cards = ServiceCard.objects.of_region(request.actor.region_id).select_related("unit", "region")
    return get_object_or_404(cards, uuid=card_uuid)
