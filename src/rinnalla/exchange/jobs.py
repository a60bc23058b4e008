"""Promised and recurring work of the room: long lists step by step, and lists that nobody said yes to."""

from django.db import connection

from rinnalla.access.acting import staff_actor
from rinnalla.access.middleware import memberships_in_force
from rinnalla.exchange import actions
from rinnalla.lib import dates
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise


@job("exchange.run_import")
def run_import(promise: Promise, pending_id: int) -> None:
    """The next step of a long list, as the one who said yes, if the role still stands."""
    rows = memberships_in_force().filter(pk=promise.made_by_membership_id, user_id=promise.made_by_user_id)
    membership = rows.first()
    if membership is not None and membership.user.is_active:
        actions.run_step(pending_id=pending_id, by=staff_actor(membership))


@recurring_job("exchange.forget_lists")
def forget_lists() -> None:
    """Kept lists and reports whose hour is over."""
    with connection.cursor() as cursor:
        cursor.execute("select exchange_forget_lists(%s)", [dates.now()])
