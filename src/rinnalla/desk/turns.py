"""What turns in the livelihood of my clients: for my day (V-71, V-73, V-91)."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from rinnalla.desk.queries import CaseRow
from rinnalla.services.timeline import turn_text


def turns(rows: Iterable[CaseRow]) -> list[tuple[CaseRow, str, str, date, str]]:
    """Benefits that end, are decided anew or fill their longest time soon, the first to turn first: whose, what, what
    is agreed, when and where it is settled."""
    found = [(one.turn, one, row) for row in rows for one in row.turning if one.turn]
    return [
        (row, f"{one.name}: {turn_text(turn)}", one.next_step, turn.on,
         reverse("services:benefit_turn", kwargs={"case_uuid": row.uuid, "benefit_uuid": one.uuid}))
        for turn, one, row in sorted(found, key=lambda one: (one[0].on, one[1].pk))
    ]
