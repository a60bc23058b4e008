"""The services directory for professionals: search by own words. The card is in `views_cards.py`."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.forms import SearchForm
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.queries import search_cards, words_near
from rinnalla.lib.web import render
from rinnalla.servicemodels.codes import code_list, code_name

MOST = 100


@allow(P.CATALOGUE_VIEW)
def card_list(request: HttpRequest) -> HttpResponse:
    """The services of the actor's region with what is needed to refer (T-44); with words the best first, without them
    by group. The responsible body narrows (L-73); what does not promise to meet a special need comes last (I-17)."""
    region_id = request.actor.region_id
    form = SearchForm(request.GET, region_id=region_id)
    text, _group = form.words()
    cards = search_cards(region_id, text, limit=MOST, narrow=form.narrowing())
    lacking = {card.pk for card in cards if form.need_chosen and form.need_chosen not in card.special_needs}
    cards.sort(key=lambda card: card.pk in lacking)
    whole = text or lacking
    context = {
        "form": form, "count": len(cards), "text": text, "lacking": lacking, "nav": "services",
        "groups": [("", cards)] if whole else [(name, list(of)) for name, of in groupby(cards, key=_group_of)],
        "bodies": {one.key: one.name for one in code_list("responsible_bodies")},
        "need_name": code_name("special_needs", form.need_chosen),
        "near": words_near(region_id, text) if text and not cards else [],
    }
    return render(request, "catalogue/list.html", context, block="results")


def _group_of(card: ServiceCard) -> str:
    return card.group_name
