"""The national text beside the own card: what is the same, what differs, where it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.national.models import NationalItem, NationalLink
from rinnalla.lib.names import search_key
from rinnalla.lib.texts import in_language

MOST_SUGGESTED = 20
ENOUGH_ALIKE = 0.3


@dataclass(frozen=True)
class Pair:
    """One thing in both texts; `own` is empty when the card says nothing of it."""

    label: str
    own: str
    national: str

    @property
    def differs(self) -> bool:
        return bool(self.own) and search_key(self.own) != search_key(self.national)


@dataclass(frozen=True)
class Place:
    """A service channel for people: what it is, and how to reach it."""

    name: str
    kind: str
    web: list[str]
    phones: list[str]
    mails: list[str]
    streets: list[str]


@dataclass(frozen=True)
class Beside:
    """A national service as the card page draws it."""

    item: NationalItem
    pairs: list[Pair]
    description: str
    places: list[Place]


def beside(card: ServiceCard) -> list[Beside]:
    """The national services a card is linked to, as they were last imported."""
    items = [link.item for link in NationalLink.objects.filter(card=card).select_related("item")]
    if not items:
        return []
    channels = _channels(items)
    return [
        Beside(item, _pairs(card, item), item.text("Description"),
               [_place(channels[one]) for one in item.content.get("channels", []) if one in channels])
        for item in items
    ]  # fmt: skip


def suggestions(card: ServiceCard, words: str) -> list[NationalItem]:
    """The region's imported services most like the words, the likest first; the linked ones are left out."""
    rows = NationalItem.objects.offered().services().filter(region_id=card.region_id).exclude(links__card=card)
    key = search_key(words)[:200]
    if not key:
        return list(rows.order_by("search_key", "pk")[:MOST_SUGGESTED])
    alike = rows.annotate(alike=TrigramWordSimilarity(key, "search_key")).filter(alike__gte=ENOUGH_ALIKE)
    return list(alike.order_by("-alike", "search_key", "pk")[:MOST_SUGGESTED])


def withdrawn_beside(cards: Iterable[ServiceCard]) -> set[int]:
    """Which of the cards have a national service that the registry no longer offers."""
    rows = NationalLink.objects.filter(card__in=list(cards), item__withdrawn_on__isnull=False)
    return set(rows.values_list("card_id", flat=True))


def _pairs(card: ServiceCard, item: NationalItem) -> list[Pair]:
    charge = {"Chargeable": _("Maksullinen"), "FreeOfCharge": _("Maksuton")}.get(item.content.get("charge", ""), "")
    price = item.text("ChargeTypeAdditionalInfo") or charge
    found = [
        Pair(_("Nimi"), card.name, item.name), Pair(_("Mitä se on"), card.summary_text, item.text("Summary")),
        Pair(_("Näin pääset mukaan"), card.how_text, item.text("UserInstruction")),
        Pair(_("Hinta"), in_language(card.price), price),
        Pair(_("Käsittelyaika"), "", item.text("ProcessingTime")), Pair(_("Määräaika"), "", item.text("DeadLine")),
    ]
    return [one for one in found if one.national]


def _channels(items: Iterable[NationalItem]) -> dict[str, NationalItem]:
    wanted = {one for item in items for one in item.content.get("channels", [])}
    region = {item.region_id for item in items}
    rows = NationalItem.objects.offered().filter(kind=NationalItem.Kind.CHANNEL, region_id__in=region)
    return {str(row.national_id): row for row in rows.filter(national_id__in=wanted)}


def _place(item: NationalItem) -> Place:
    kinds = {
        "EChannel": _("Sähköinen asiointi"), "WebPage": _("Verkkosivu"), "PrintableForm": _("Tulostettava lomake"),
        "Phone": _("Puhelin"), "ServiceLocation": _("Palvelupaikka"),
    }
    content = item.content
    return Place(
        item.name, kinds.get(content.get("type", ""), ""), _own_language(content.get("web", []), "url"),
        _own_language(content.get("phones", []), "phone"), _own_language(content.get("mails", []), "mail"),
        [in_language(one) for one in content.get("places", [])],
    )


def _own_language(rows: list[dict[str, str]], key: str) -> list[str]:
    """Those of the reader's language, else all: a number or link is better than none."""
    language = (get_language() or "fi")[:2]
    found = [one[key] for one in rows if one["language"] == language] or [one[key] for one in rows]
    return list(dict.fromkeys(found))
