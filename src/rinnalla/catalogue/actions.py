"""Keeping the services directory as the published service model says, and saying that a card still holds."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.catalogue.cards import MATTERS, differences, values_of
from rinnalla.catalogue.indexing import Line, lines_of
from rinnalla.catalogue.models import CardChange, CardWord, SearchWord, ServiceCard
from rinnalla.catalogue.words import keys
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import codes, definitions

INSTALLATION = ("installation", 0)


@transaction.atomic
def renew_cards(
    *, region: Region, definition: definitions.RegionDefinition, common: definitions.Common, by: Actor
) -> int:
    """Bring the region's cards to what its published model offers; returns how many changed.

    A card that is no longer offered is withdrawn, not removed: episodes point to it. A changed card counts as checked;
    what changed in it is told to those who have a client in it (L-80).
    """
    cards = {one.key: (place, one) for place, one in enumerate(common.cards)}
    units = {unit.key: unit for unit in Unit.objects.filter(organisation__region=region)}
    known = {card.key: card for card in ServiceCard.objects.filter(region=region).select_related("unit")}
    changed = 0
    for offer in definition.model.offers:
        place, card = cards[offer.card]
        values = values_of(card, offer, place, units[offer.unit], definition)
        changed += _put(region, known.pop(offer.card, None), card.key, values, by)
    for gone in (card for card in known.values() if card.withdrawn_on is None):
        _withdraw(gone, dates.today(), by)
        changed += 1
    if changed or not SearchWord.objects.filter(region=region).exists():
        index_cards(region=region)
    return changed


def index_cards(*, region: Region) -> None:
    """Note anew by which words each offered card of a region is found; a part of what changes the cards."""
    SearchWord.objects.filter(region=region).delete()
    lines: list[tuple[int, Line]] = [
        (card.pk, line) for card in ServiceCard.objects.offered().filter(region=region) for line in lines_of(card)
    ]
    wanted = dict.fromkeys((line.word, line.finnish) for _card, line in lines)
    words = SearchWord.objects.bulk_create(
        SearchWord(region=region, word=word, finnish=finnish, keys=keys(word, finnish)) for word, finnish in wanted
    )
    known = {(row.word, row.finnish): row.pk for row in words}
    CardWord.objects.bulk_create(
        [
            CardWord(
                card_id=card, word_id=known[line.word, line.finnish], phrase=line.phrase, size=line.size,
                own_words=line.own_words,
            )
            for card, line in lines
        ],
        batch_size=2000,
    )


def _put(region: Region, row: ServiceCard | None, key: str, values: dict[str, Any], by: Actor) -> bool:
    if row and all(getattr(row, name) == value for name, value in values.items()):
        return False
    before = _matters(row) if row else {}
    row = row or ServiceCard(region=region, key=key)
    for name, value in values.items():
        setattr(row, name, value)
    row.checked_on, row.checked_by = dates.today(), None
    row.stale_after = codes.due(region, "card_check", row.checked_on)
    row.save()
    record("catalogue.card_changed", by=by, stream=INSTALLATION, obj=("card", row.pk), key=key)
    if before and (changes := differences(before, _matters(row))):
        _tell(row, CardChange.Kind.WITHDRAWN if row.withdrawn_on else CardChange.Kind.CHANGED, by, changes=changes)
    return True


def _matters(card: ServiceCard) -> dict[str, Any]:
    """What matters in the card; its organiser by name, since that is what people read."""
    unit = Unit.objects.select_related("organisation").get(pk=card.unit_id)
    return {name: getattr(card, name) for name in MATTERS if name != "unit"} | {
        "unit": {lang: f"{unit.organisation.names.get(lang, unit.organisation.name)}, {name}"
                 for lang, name in unit.names.items()},
    }


def _withdraw(card: ServiceCard, day: date, by: Actor) -> None:
    ServiceCard.objects.filter(pk=card.pk).update(withdrawn_on=day)
    record("catalogue.card_withdrawn", by=by, stream=INSTALLATION, obj=("card", card.pk))
    _tell(card, CardChange.Kind.WITHDRAWN, by, last_day=day)


def _tell(card: ServiceCard, kind: str, by: Actor, **news: Any) -> CardChange:
    """Keep the news of a card and promise to tell it on: the room of services knows who has a client in it."""
    change = CardChange.objects.create(card=card, kind=kind, **news)
    outbox.promise("services.tell_of_change", change.pk, by=by)
    return change


@transaction.atomic
def tell_endings(*, region: Region, by: Actor) -> int:
    """Withdraw the cards whose last day has passed, and tell once of each that will end soon (L-67).

    How soon is the region's limit `service_end_notice`. Returns how many were told or withdrawn.
    """
    cards, today = ServiceCard.objects.offered().filter(region=region, valid_until__isnull=False), dates.today()
    past = list(cards.filter(valid_until__lt=today))
    for card in past:
        _withdraw(card, card.valid_until or today, by)
    soon = cards.filter(valid_until__gte=today, valid_until__lte=codes.due(region, "service_end_notice", today))
    told = 0
    for card in soon:
        if not CardChange.objects.filter(card=card, kind=CardChange.Kind.ENDING, last_day=card.valid_until).exists():
            _tell(card, CardChange.Kind.ENDING, by, last_day=card.valid_until)
            told += 1
    return len(past) + told


def may_check(actor: Actor, card: ServiceCard) -> bool:
    """People of the owning unit say that a card holds; for every unit of the region, who may edit the model."""
    if not actor.can(Permission.CARD_CHECK) or actor.region_id != card.region_id:
        return False
    return actor.unit_id == card.unit_id or actor.can(Permission.MODEL_EDIT)


@transaction.atomic
def check_card(*, card: ServiceCard, by: Actor, on: date | None = None) -> None:
    """Say that the card still holds (L-81). Raises Refused when it is somebody else's or the day is ahead."""
    day = on or dates.today()
    if not may_check(by, card):
        raise Refused(_("Kortin tiedot vahvistaa sen oma yksikkö: %(unit)s.") % {"unit": card.unit.name})
    if day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa päivä, jolloin tarkistit kortin."), field="on")
    ServiceCard.objects.filter(pk=card.pk).update(
        checked_on=day, checked_by=by.user_id, stale_after=codes.due(card.region, "card_check", day)
    )
    record("catalogue.card_checked", by=by, stream=INSTALLATION, obj=("card", card.pk), on=day)
