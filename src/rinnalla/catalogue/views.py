"""The services directory for professionals: search by own words, and the card."""

from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.forms import SearchForm
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.queries import search_cards
from rinnalla.lib.web import render


@allow(P.CATALOGUE_VIEW)
def card_list(request: HttpRequest) -> HttpResponse:
    """The services of the actor's region; with words the best first, without them by group."""
    form = SearchForm(request.GET)
    text, group = form.words()
    cards = search_cards(request.actor.region_id, text, group)
    by_group = [("", cards)] if text else [(name, list(of)) for name, of in groupby(cards, key=_group_of)]
    return render(
        request, "catalogue/list.html",
        {"form": form, "groups": by_group, "count": len(cards), "text": text, "nav": "services"}, block="results",
    )


@allow(P.CATALOGUE_VIEW)
def card(request: HttpRequest, card_uuid: UUID) -> HttpResponse:
    """One service: what it is, who gives it, on which law, how to get in and how long the wait is."""
    found = get_object_or_404(
        ServiceCard.objects.of_region(request.actor.region_id).select_related("unit__organisation", "region"),
        uuid=card_uuid,
    )
    same = ServiceCard.objects.offered().filter(region_id=found.region_id, service=found.service)
    variants = same.exclude(pk=found.pk)
    return render(request, "catalogue/card.html", {"card": found, "variants": variants, "nav": "services"})


def _group_of(card: ServiceCard) -> str:
    return card.group_name
