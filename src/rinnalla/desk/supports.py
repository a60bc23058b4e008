"""The support that was proposed beside the one that was chosen, and clients by target group: counts, no names."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown, protect
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.countable import countable
from rinnalla.servicemodels.rules import Rulebook

YEAR = 12


@dataclass(frozen=True)
class Choice:
    """A proposed support with how many went with it and how many otherwise."""

    proposed: str
    followed: Shown
    otherwise: Shown


@dataclass(frozen=True)
class Group:
    """A target group with the statutes it is tied to; `clients` is None when too few to tell."""

    name: str
    measure_set: str
    statutes: tuple[str, ...]
    clients: int | None


@dataclass(frozen=True)
class Supports:
    """The page's content. `share` is the share of proposals that were followed, in per cent, None when too few."""

    since: date
    until: date
    least: int
    share: int | None
    decided: int | None
    choices: list[Choice]
    groups: list[Group]


def supports(region: Region, until: date | None = None) -> Supports:
    """Everything of the last twelve months in the reader's own region."""
    last = until or dates.today()
    since, least = dates.add_months(last, -YEAR), codes.deadline(region, "small_number")
    rows = _ask("desk_choice_counts", region.pk, since, last)
    told = [(proposed, chosen, count) for proposed, chosen, count in rows if proposed]
    decided, followed = sum(row[2] for row in told), sum(row[2] for row in told if row[0] == row[1])
    enough = decided >= codes.deadline(region, "share_denominator")
    # A share of nearly all or nearly none would tell the few others.
    safe = enough and all(part == 0 or part >= least for part in (followed, decided - followed))
    return Supports(
        since, last, least, round(100 * followed / decided) if safe else None, decided if decided >= least else None,
        _choices(told, least), target_groups(region, last),
    )


def _choices(told: list[tuple[str, str, int]], least: int) -> list[Choice]:
    """By proposed segment in the order of the segments; small numbers are hidden together with what would tell them."""
    counts: dict[tuple[str, bool], int] = {}
    for proposed, chosen, count in told:
        counts[proposed, proposed == chosen] = counts.get((proposed, proposed == chosen), 0) + count
    shown = protect(counts, least)
    return [
        Choice(
            proposed=one.names.in_language,
            followed=shown.get((one.key, True), Shown("number")),
            otherwise=shown.get((one.key, False), Shown("number")),
        )
        for one in codes.common().segments if {(one.key, True), (one.key, False)} & set(counts)
    ]


def target_groups(region: Region, on: date) -> list[Group]:
    """Clients with an open case by target group (T-09, T-10, T-14…T-18, I-04, I-05). One client may be in many."""
    book = Rulebook(codes.common(), codes.published(region), on)
    groups = book.in_force(codes.common().target_groups)
    asked = json.dumps([countable(one, book) for one in groups])
    counts = dict(_ask("desk_group_counts", region.pk, asked, codes.deadline(region, "small_number")))
    return [
        Group(
            name=one.names.in_language,
            measure_set=codes.code_name("measure_sets", one.measure_set) if one.measure_set else "",
            statutes=tuple(codes.code_name("statutes", key, on) for key in one.statutes),
            clients=counts[one.key],
        )
        for one in groups
    ]


def _ask(function: str, *arguments: Any) -> list[tuple[Any, ...]]:
    """Ask one of the owner's counting functions of migration 0004."""
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {function}({', '.join(['%s'] * len(arguments))})", arguments)
        return cursor.fetchall()
