"""How services answer needs, in numbers: small counts are hidden in the database already and never come here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.organisations.models import Municipality, Region
from rinnalla.servicemodels.codes import code_name, deadline, due

YEAR = 12


@dataclass(frozen=True)
class Gap:
    """A need no service answers: the municipalities where enough people have it to tell how many, and whether there are
    others. No total is told: with it the hidden ones could be worked out."""

    need: str
    places: list[tuple[str, int]]
    elsewhere: bool


@dataclass(frozen=True)
class Ending:
    """A service with a last day, and how many clients are in it; None when too few to tell, 0 when none."""

    card: ServiceCard
    clients: int | None


@dataclass(frozen=True)
class Gaps:
    """The page's content. `least` is the smallest count that is told."""

    since: date
    until: date
    least: int
    needs: list[Gap]
    endings: list[Ending]
    answers: list[dict[str, Any]]
    statutes: list[tuple[str, int | None]]


def gaps(region: Region, until: date | None = None) -> Gaps:
    """Everything of the last twelve months in the reader's own region."""
    last = until or dates.today()
    since, least = dates.add_months(last, -YEAR), deadline(region, "small_number")
    return Gaps(
        since, last, least, unmet_needs(region, since, last), endings(region), expectations(region, since, last),
        by_statute(region, since, last),
    )


def unmet_needs(region: Region, since: date, until: date) -> list[Gap]:
    """Needs without a service by need and municipality, the commonest first; no names, small counts hidden (I-18)."""
    names = {one.pk: one.name for one in Municipality.objects.filter(region=region)}
    found: dict[str, list[tuple[str, int | None]]] = {}
    for need, place, n in _ask("services_unmet_counts", region, since, until, deadline(region, "small_number")):
        found.setdefault(need, []).append((names.get(place, ""), n))
    gaps = [
        Gap(
            code_name("life_areas", need, region=region),
            sorted(((name, n) for name, n in rows if n is not None), key=lambda one: (-one[1], one[0])),
            any(n is None for _name, n in rows),
        )
        for need, rows in found.items()
    ]
    return sorted(gaps, key=lambda one: (-sum(n for _name, n in one.places), one.need))


def endings(region: Region) -> list[Ending]:
    """The services whose last day is known and comes within the limit, with the number of clients in each (L-67)."""
    soon = due(region, "service_end_notice")
    cards = ServiceCard.objects.ending_by(soon).filter(region=region).select_related("unit__organisation")
    inside = dict(_ask("services_open_counts", region, deadline(region, "small_number")))
    return [Ending(card, inside.get(card.pk, 0)) for card in cards.order_by("valid_until", "place")]


def expectations(region: Region, since: date, until: date) -> list[dict[str, Any]]:
    """Was the service as expected: by service, apart for those who were told what to expect and those who were not.

    Only what enough people answered; the page says that the rest is left out.
    """
    names = {card.service: card.name for card in ServiceCard.objects.filter(region=region).order_by("-place")}
    rows = _ask("services_expectation_counts", region, since, until, deadline(region, "small_number"))
    found = [
        {"service": names.get(service, service), "told": told, "answer": answer, "count": n}
        for service, told, answer, n in rows if n is not None
    ]
    return sorted(found, key=lambda one: (one["service"], not one["told"], one["answer"]))


def by_statute(region: Region, since: date, until: date) -> list[tuple[str, int | None]]:
    """How many episodes ran in a period on each statute (T-14…T-17), by the statute each was planned on (T-19)."""
    rows = _ask("services_statute_counts", region, since, until, deadline(region, "small_number"))
    return sorted(((key, n) for key, n in rows), key=lambda one: (-(one[1] or 0), one[0]))


def _ask(function: str, region: Region, *arguments: Any) -> list[tuple[Any, ...]]:
    """Ask one of the owner's counting functions of migration 0004."""
    places = ", ".join(["%s"] * (len(arguments) + 1))
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {function}({places})", [region.pk, *arguments])
        return cursor.fetchall()
