"""Making and keeping promises. The row decides whether something is still to be done; the queue only wakes us up."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rinnalla.lib import dates
from rinnalla.outbox.models import Promise
from rinnalla.outbox.registry import PromisedBy, handler

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=6)
KEPT_FOR = timedelta(days=30)


def make(name: str, ids: Iterable[int | UUID], *, due: datetime | None = None, by: PromisedBy | None = None) -> Promise:
    """Writes the promise in the caller's transaction and asks the queue to wake the worker when it is due."""
    now = dates.now()
    if due is not None and due.tzinfo is None:
        raise ValueError("due needs a time zone")
    set_clock = dates.clock_is_set()
    promise = Promise.objects.create(
        name=name, args=[_id(one) for one in ids],
        made_by_user_id=by.user_id if by else None, made_by_membership_id=by.membership_id if by else None,
        made_at=now, due_at=due or now, try_at=due or now, settled_at=now if set_clock else None,
    )
    if not set_clock:
        from rinnalla.outbox.tasks import wake

        wake(promise.pk, due)
    return promise


def keep(promise_id: int, *, strict: bool = False) -> bool:
    """Does one promise if it is still to be done and nobody else is doing it. Returns whether it was done.

    A failure is written down and tried again later, each time after a longer wait; with `strict` it is raised.
    """
    try:
        with transaction.atomic():
            promise = Promise.objects.pending().select_for_update(skip_locked=True).filter(pk=promise_id).first()
            if promise is None:
                return False
            handler(promise.name)(promise, *promise.args)
            promise.settled_at = dates.now()
            promise.attempts += 1
            promise.save(update_fields=["settled_at", "attempts"])
        return True
    except Exception as error:
        if strict:
            raise
        _failed(promise_id, error)
        return False


def run_pending(*, strict: bool = False) -> int:
    """Does every promise that is due, oldest first; see `outbox.run_pending`."""
    done = 0
    tried: set[int] = set()
    while waiting := [pk for pk in _oldest_pending() if pk not in tried]:
        for promise_id in waiting:
            tried.add(promise_id)
            done += keep(promise_id, strict=strict)
    return done


def _oldest_pending() -> list[int]:
    return list(Promise.objects.pending().order_by("try_at", "pk").values_list("pk", flat=True)[:500])


def forget_settled() -> int:
    """Removes what was settled over 30 days ago. Returns how many."""
    return Promise.objects.filter(settled_at__lt=dates.now() - KEPT_FOR).delete()[0]


def _failed(promise_id: int, error: Exception) -> None:
    code = type(error).__name__[:120]
    with transaction.atomic():
        promise = Promise.objects.select_for_update().filter(pk=promise_id, settled_at=None).first()
        if promise is None:
            return
        wait = min(FIRST_WAIT * 2 ** min(promise.attempts, 20), LONGEST_WAIT)
        promise.attempts += 1
        promise.last_error = code
        promise.try_at = dates.now() + wait
        promise.save(update_fields=["attempts", "last_error", "try_at"])
    logger.error("promise %s %s failed (%s); next try in %s", promise_id, promise.name, code, wait)


def _id(value: int | UUID) -> int | str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"a promise takes ids (int or UUID), not {type(value).__name__}")
