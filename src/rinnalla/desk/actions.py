"""The few things one saves at the desk itself."""

from django.db import transaction

from rinnalla.access.actor import Actor
from rinnalla.desk.models import ListChoice
from rinnalla.desk.queries import ORDERS
from rinnalla.lib.errors import Refused


@transaction.atomic
def choose_order(*, by: Actor, name: str, order: str) -> None:
    """Remember the order of a list for its reader. No event: it tells nothing of a client."""
    if order not in ORDERS:
        raise Refused("unknown order", field="order")
    ListChoice.objects.update_or_create(user_id=by.user_id, name=name, defaults={"order": order})
