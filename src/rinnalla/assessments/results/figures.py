"""How many clients of a region see their situation as better, the same or worse than at the beginning (V-08).

Nobody's wall reaches a whole region, so an owner-run function counts (decision 11): numbers alone, of the asker's own
region, for the role that may see figures. Small ones, and those they could be counted from, are hidden.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from rinnalla.lib.smallnumbers import Shown, about, protect
from rinnalla.servicemodels import codes

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


def _counted() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    with connection.cursor() as cursor:
        cursor.execute("select dimension, change, number from assessments_situation_changes()")
        for dimension, change, number in cursor.fetchall():
            found[dimension][change] = number
    return found
