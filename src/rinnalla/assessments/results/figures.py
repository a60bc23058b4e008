"""How many clients of a region see their situation as better, the same or worse than at the beginning (V-08), and what
the first and the newest result of an instrument tell of it (V-104).

Nobody's wall reaches a whole region, so an owner-run function counts (decision 11): numbers alone, of the asker's own
region, for the role that may see figures. Small ones, and those they could be counted from, are hidden.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection

from rinnalla.lib.smallnumbers import Shown, about, hide_small, protect
from rinnalla.servicemodels import codes
from rinnalla.servicemodels import definitions as d

KINDS = ("better", "same", "worse")


@dataclass(frozen=True)
class Changed:
    """One dimension: how many see it better, the same and worse, and about how many have answered twice."""

    name: str
    shown: dict[str, Shown]
    answered: int | None


def changes(region: codes.Whose) -> list[Changed]:
    """Every dimension of the asker's own region; what may be told of each number."""
    limit = codes.deadline(region, "small_number")
    counted = _counted()
    return [
        Changed(one.name, protect(counted[one.key], limit), about(sum(counted[one.key].values())))
        for one in codes.code_list("dimensions")
    ]


@dataclass(frozen=True)
class Pairs:
    """The first and the newest result of each client on one scale: how many are better, the same and worse, and the
    mean change in points. `singles` have one result: no change can be counted of them, and they are told apart."""

    instrument: str
    edition: str
    name: str
    shown: dict[str, Shown]
    mean: float | None
    smaller_is_better: bool
    singles: Shown
    answered: int | None


def pairs(region: codes.Whose) -> list[Pairs]:
    """Every scale of every registered instrument that has results in the asker's region, in the registry's order."""
    limit = codes.deadline(region, "small_number")
    with connection.cursor() as cursor:
        cursor.execute("select * from assessments_result_changes()")
        counted = {row[:3]: row[3:] for row in cursor.fetchall()}
    return [
        _pairs(one, edition, scale, counted[(one.key, edition.version, scale.key)], limit)
        for one in codes.common().instruments for edition in one.editions for scale in edition.scales
        if (one.key, edition.version, scale.key) in counted
    ]


def _pairs(one: d.Instrument, edition: d.Edition, scale: d.Scale, row: tuple[Any, ...], limit: int) -> Pairs:
    up, same, down, mean, singles = row
    smaller = scale.better == "smaller"
    better, worse = (down, up) if smaller else (up, down)
    number = up + same + down
    return Pairs(
        one.names.in_language, edition.version, scale.names.in_language,
        protect({"better": better, "same": same, "worse": worse}, limit),
        round(float(mean), 1) if mean is not None and number >= limit else None, smaller,
        hide_small({"singles": singles}, limit)["singles"], about(number),
    )


def _counted() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    with connection.cursor() as cursor:
        cursor.execute("select dimension, change, number from assessments_situation_changes()")
        for dimension, change, number in cursor.fetchall():
            found[dimension][change] = number
    return found
