"""The few things one saves at the desk itself."""

from collections.abc import Iterable

from django.db import transaction

from rinnalla.access.actor import Actor
from rinnalla.desk.models import ListChoice
from rinnalla.desk.queries import ORDERS
from rinnalla.eventlog.record import record
from rinnalla.lib.errors import Refused


@transaction.atomic
def choose_order(*, by: Actor, name: str, order: str) -> None:
    """Remember the order of a list for its reader. No event: it tells nothing of a client."""
    if order not in ORDERS:
        raise Refused("unknown order", field="order")
    ListChoice.objects.update_or_create(user_id=by.user_id, name=name, defaults={"order": order})


@transaction.atomic
def note_log_search(*, by: Actor, reason: str, case_ids: Iterable[int] = (), worker_id: int | None = None) -> None:
    """The officer's search of the log is itself in the log: in each case's own, and of whom it asked."""
    for case_id in case_ids:
        record("desk.case_log_searched", by=by, stream=("case", case_id), reason=reason)
    if worker_id:
        record(
            "desk.worker_log_searched", by=by, stream=("installation", 0), obj=("user", worker_id), reason=reason
        )
