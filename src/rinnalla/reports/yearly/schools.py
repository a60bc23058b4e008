"""The support services of schools by school and year, each year beside the one before (E-28). No client is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rinnalla.catalogue.models import ServiceCard
from rinnalla.organisations.models import Region

SUPPORT, SCHOOL = "education_support", "education_provider"


@dataclass(frozen=True)
class Year:
    """How many cards were in force in a year, and the change on the year before; None for the first."""

    year: int
    number: int
    change: int | None


@dataclass(frozen=True)
class School:
    """A school with its years and the names of what it offers in the last of them."""

    name: str
    years: Sequence[Year]
    services: Sequence[str]


def schools(region: Region, years: Sequence[int]) -> list[School]:
    """Every school that has had a support service in one of the years, by name; the years in their order."""
    cards = _cards(region)
    found = {card.unit.organisation_id: card.unit.organisation.name for card in cards}
    made = []
    for pk, name in sorted(found.items(), key=lambda one: one[1]):
        own = [card for card in cards if card.unit.organisation_id == pk]
        told = _years(own, years)
        if any(one.number for one in told):
            made.append(School(name, told, sorted(card.name for card in own if in_force(card, years[-1]))))
    return made


def together(region: Region, years: Sequence[int]) -> list[Year]:
    """All schools of the region, year by year."""
    return _years(_cards(region), years)


def in_force(card: ServiceCard, year: int) -> bool:
    """Whether a card was in force some time of a year: it had begun, and had not ended before. A card whose first day
    nobody knows had begun."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    ends = [day for day in (card.valid_until, card.withdrawn_on) if day]
    return (card.offered_from is None or card.offered_from <= last) and not (ends and min(ends) < first)


def _cards(region: Region) -> list[ServiceCard]:
    rows = ServiceCard.objects.filter(Q(region=region, type=SUPPORT, unit__organisation__kind=SCHOOL))
    return list(rows.select_related("unit__organisation"))


def _years(cards: Sequence[ServiceCard], years: Sequence[int]) -> list[Year]:
    numbers = [sum(1 for card in cards if in_force(card, year)) for year in years]
    return [
        Year(year, number, number - numbers[place - 1] if place else None)
        for place, (year, number) in enumerate(zip(years, numbers, strict=True))
    ]
