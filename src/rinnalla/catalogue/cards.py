"""What a region's card holds: the common card, the region's offer and the unit's contact point put together."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from rinnalla.lib import dates
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels import definitions

# What somebody with a client in the service must hear of (L-80). A changed wait or a free place is no such news.
MATTERS = (
    "names", "summary", "for_whom", "how_to_get_in", "support", "durations", "price", "benefits", "responsible",
    "special_needs", "languages", "statutes", "contact", "unit", "valid_until", "withdrawn_on",
)  # fmt: skip


def values_of(
    card: definitions.Card, offer: definitions.Offer, place: int, unit: Unit,
    region: definitions.RegionDefinition | None = None,
) -> dict[str, Any]:
    """The columns of a card as the published model says them. `place` is the card's place in the path figure."""
    texts = ("names", "summary", "how_to_get_in", "for_whom", "support", "variant_text")
    return {
        **{name: _text(getattr(card, name)) for name in texts},
        **{name: getattr(card, name) for name in ("service", "kind", "group", "subgroup", "stage", "field_group")},
        **{name: list(getattr(card, name)) for name in ("statutes", "benefits", "outcomes", "responsible")},
        **{name: _dumped(getattr(card, name)) for name in ("durations", "organisers", "expectations")},
        "place": place, "variant": card.variant or "", "meeting_type": card.meeting_type or "",
        "price": _text(offer.price or card.price), "special_needs": list(offer.special_needs or card.special_needs),
        "languages": list(offer.languages or (region.info.languages if region else ())),
        "contact": _contact(offer, region), "unit_id": unit.pk, "waiting": offer.waiting.model_dump(),
        "waiting_days": offer.waiting_days, "next_free": offer.next_free, "places": offer.places,
        "valid_until": offer.valid_to, "type": offer.type or "", "offered_from": offer.valid_from,
        "site": card.site or "", "search_words": card.search.model_dump(mode="json"),
        "withdrawn_on": offer.valid_to if offer.valid_to and offer.valid_to < dates.today() else None,
    }


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """What changed in what matters, each with its text before and after, for people to read.

    A last day told for the first time is no change: it is told when it comes near (`actions.tell_endings`).
    """
    return [
        {"field": name, "before": _plain(before[name]), "after": _plain(after[name])}
        for name in MATTERS
        if name in after and _plain(before[name]) != _plain(after[name])
        and not (name == "valid_until" and before[name] is None)
    ]  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _text(text: definitions.Text | None) -> dict[str, str]:
    return text.model_dump() if text else {}


def _dumped(things: Iterable[definitions.Definition]) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json", exclude_none=True) for one in things]


def _contact(offer: definitions.Offer, region: definitions.RegionDefinition | None) -> dict[str, Any]:
    """Whose role answers, and where to write; the unit itself holds phone and hours (V-118)."""
    points = region.model.contact_points if region else ()
    found = next((one for one in points if one.unit == offer.unit), None)
    return {"role": found.role.model_dump(), "mail": found.mail} if found else {}
