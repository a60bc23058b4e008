"""The services directory for professionals: search by own words. The card is in `views_cards.py`."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse

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


def _group_of(card: ServiceCard) -> str:
    return card.group_name
