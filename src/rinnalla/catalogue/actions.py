"""Keeping the services directory as the published service model says, and saying that a card still holds."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.catalogue.models import ServiceCard
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.names import search_key
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import definitions

INSTALLATION = ("installation", 0)


@transaction.atomic
def renew_cards(
    *, region: Region, definition: definitions.RegionDefinition, common: definitions.Common, by: Actor
) -> int:
    """Bring the region's cards to what its published model offers; returns how many changed.

    A card that is no longer offered is withdrawn, not removed: episodes point to it. A changed card counts as checked.
    """
    cards = {one.key: (place, one) for place, one in enumerate(common.cards)}
    units = {unit.key: unit for unit in Unit.objects.filter(organisation__region=region)}
    known = {card.key: card for card in ServiceCard.objects.filter(region=region)}
    changed = 0
    for offer in definition.model.offers:
        place, card = cards[offer.card]
        changed += _put(region, known.pop(offer.card, None), card, _values(card, offer, place, units[offer.unit]), by)
    for gone in (card for card in known.values() if card.withdrawn_on is None):
        ServiceCard.objects.filter(pk=gone.pk).update(withdrawn_on=dates.today())
        record("catalogue.card_withdrawn", by=by, stream=INSTALLATION, obj=("card", gone.pk))
        changed += 1
    return changed


def _values(card: definitions.Card, offer: definitions.Offer, place: int, unit: Unit) -> dict[str, Any]:
    return {
        "names": card.names.model_dump(), "service": card.service, "kind": card.kind, "group": card.group,
        "subgroup": card.subgroup, "stage": card.stage, "place": place, "summary": card.summary.model_dump(),
        "how_to_get_in": card.how_to_get_in.model_dump(), "statutes": list(card.statutes),
        "field_group": card.field_group, "unit_id": unit.pk, "waiting": offer.waiting.model_dump(),
        "waiting_days": offer.waiting_days, "next_free": offer.next_free, "places": offer.places,
        "site": card.site or "", "search_words": card.search.model_dump(mode="json"), "search_key": _key(card, unit),
        "withdrawn_on": offer.valid_to if offer.valid_to and offer.valid_to < dates.today() else None,
    }


def _key(card: definitions.Card, unit: Unit) -> str:
    """What the card is found by, folded; names first, so that a word of the name counts as well as anybody's own."""
    words = [
        *card.names.model_dump().values(), *card.figure_text.model_dump().values(), *card.search.fi, *card.search.sv,
        *unit.organisation.names.values(),
    ]
    return " ".join(dict.fromkeys(search_key(one) for one in words))


def _put(region: Region, row: ServiceCard | None, card: definitions.Card, values: dict[str, Any], by: Actor) -> bool:
    if row and all(getattr(row, name) == value for name, value in values.items()):
        return False
    row = row or ServiceCard(region=region, key=card.key)
    for name, value in values.items():
        setattr(row, name, value)
    row.checked_on = dates.today()
    row.save()
    record("catalogue.card_changed", by=by, stream=INSTALLATION, obj=("card", row.pk), key=card.key)
    return True


@transaction.atomic
def check_card(*, card: ServiceCard, by: Actor, on: date | None = None) -> None:
    """Say that the card still holds (L-81)."""
    day = on or dates.today()
    if day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa päivä, jolloin tarkistit kortin."), field="on")
    ServiceCard.objects.filter(pk=card.pk).update(checked_on=day)
    record("catalogue.card_checked", by=by, stream=INSTALLATION, obj=("card", card.pk), on=day)
