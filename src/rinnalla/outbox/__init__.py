"""Promised work and the one list of recurring work (architecture rule 19).

A promise is a row written in the transaction that makes it; the queue only wakes the worker up. The row decides: lost
or doubled wake-ups do no harm.
"""

from datetime import datetime
from uuid import UUID

from rinnalla.outbox.registry import PromisedBy, job, recurring_job

__all__ = ["job", "promise", "recurring_job", "run_pending"]


def promise(name: str, *ids: int | UUID, due: datetime | None = None, by: PromisedBy | None = None) -> None:
    """Promises to do `name` with `ids` at `due` (now if None), on behalf of `by`, if this transaction commits.

    Under a set clock (demo, import, tests) the promise is stored as already settled. Raises TypeError for arguments
    that are no ids, ValueError for a `due` without a time zone.
    """
    from rinnalla.outbox import promises

    promises.make(name, ids, due=due, by=by)


def run_pending(*, strict: bool = False) -> int:
    """Does once, here and now, every promise that is due. Returns how many were done.

    A handler that fails leaves its promise for a later try; with `strict` its exception is raised (for tests).
    """
    from rinnalla.outbox import promises

    return promises.run_pending(strict=strict)
