"""The whole directory in a test's own region, without loading a region: every card of the figure, given by one unit."""

from functools import lru_cache

from django.conf import settings

from rinnalla.catalogue.actions import index_cards
from rinnalla.catalogue.cards import values_of
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import codes, definitions
from rinnalla.servicemodels.loading import load_all


@lru_cache(maxsize=1)
def every_region() -> dict[str, definitions.RegionDefinition]:
    """The five regions as the files say, read once."""
    return load_all(settings.REGIONS_DIR)[1]


def fullest() -> definitions.RegionDefinition:
    """The region that offers most: every card of the figure."""
    return max(every_region().values(), key=lambda region: len(region.model.offers))


def offer_everything(region: Region, unit: Unit) -> dict[str, ServiceCard]:
    """Put the offers of the region that has most into `region`, all by `unit`; the cards by key."""
    cards = {card.key: (place, card) for place, card in enumerate(codes.common().cards)}
    definition = fullest()
    rows = [
        ServiceCard(
            region=region, key=offer.card, stale_after=dates.add_months(dates.today(), 12),
            **values_of(cards[offer.card][1], offer, cards[offer.card][0], unit, definition),
        )
        for offer in definition.model.offers
    ]
    cards = ServiceCard.objects.bulk_create(rows)
    index_cards(region=region)
    return {card.key: card for card in cards}
