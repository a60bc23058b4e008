"""Services of a region: found by one's own words ("selkä ei kestä"), narrowed by what one can choose from."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from rinnalla.catalogue import finding
from rinnalla.catalogue.models import ServiceCard, ServiceCardQuerySet
from rinnalla.lib import dates
from rinnalla.lib.names import search_key
from rinnalla.organisations.models import Region, Unit

LONGEST_PHRASE = 200
# Read when a card is opened; a list of cards is half as heavy without them.
NOT_IN_LISTS = ("search_words", "expectations", "durations", "organisers", "benefits", "outcomes", "statutes")
Municipalities = Unit.municipalities.through


@dataclass(frozen=True)
class Narrowing:
    """What the services are narrowed by: keys of the code lists, a municipality's code; "" leaves one out."""

    group: str = ""
    stage: str = ""
    language: str = ""
    municipality: str = ""
    body: str = ""
    need: str = ""

    def of(self, cards: ServiceCardQuerySet) -> ServiceCardQuerySet:
        """The cards that fit. A unit that names no municipality serves the whole region (T-44); the responsible body
        is who must arrange and pay it (L-73); a card that says nothing of a need does not answer to it (I-17)."""
        for field, value in (("group", self.group), ("stage", self.stage)):
            cards = cards.filter(**{field: value}) if value else cards
        for field, value in (("languages", self.language), ("responsible", self.body), ("special_needs", self.need)):
            cards = cards.filter(**{f"{field}__contains": [value]}) if value else cards
        return cards.filter(_serves(self.municipality)) if self.municipality else cards


def _serves(code: str) -> Q:
    served = Municipalities.objects.filter(unit_id=OuterRef("unit_id"))
    return Q(Exists(served.filter(municipality__code=code))) | ~Q(Exists(served))


def search_cards(
    region: Region | int, text: str, group: str = "", limit: int = 60, narrow: Narrowing | None = None
) -> list[ServiceCard]:
    """The offered cards of a region that answer to the words, the best first.

    Without words: every offered card in the figure's order. `group` is a key of `service_groups.yaml`, or "".
    """
    region_id = region.pk if isinstance(region, Region) else region
    cards = (narrow or Narrowing(group=group)).of(ServiceCard.objects.offered().filter(region_id=region_id))
    cards = cards.select_related("unit__organisation", "region").defer(*NOT_IN_LISTS)
    phrase = search_key(text)[:LONGEST_PHRASE]
    if not phrase:
        return list(cards[:limit])
    order = finding.found_ids(region_id, phrase, dates.today())
    if len(order) > limit:
        kept = set(cards.filter(pk__in=order).values_list("pk", flat=True))
        order = [pk for pk in order if pk in kept][:limit]
    found = cards.in_bulk(order)
    return [found[pk] for pk in order if pk in found]


def words_near(region: Region | int, text: str) -> list[str]:
    """Words to try instead when nothing was found, as the cards spell them."""
    region_id = region.pk if isinstance(region, Region) else region
    finnish = not (get_language() or "").startswith("sv")
    near = finding.near_words(region_id, search_key(text)[:LONGEST_PHRASE], finnish)
    cards = ServiceCard.objects.only("names", "search_words").in_bulk([card_id for _word, card_id in near])
    return [_spelt(word, cards[card_id]) for word, card_id in near]


def _spelt(word: str, card: ServiceCard) -> str:
    texts = [*card.names.values(), *(str(one) for every in card.search_words.values() for one in every)]
    return next((one.lower() for text in texts for one in text.split() if search_key(one) == word), word)
