"""What the queue runs. The queue's package finds this module by its name and wakes us up through it."""

from datetime import datetime

from procrastinate.contrib.django import app

from rinnalla.outbox import promises, recurring

QUEUE = "rinnalla"


@app.task(name="outbox.keep", queue=QUEUE)
def keep(promise_id: int) -> None:
    """Keeps one promise; a failure is written on its row and tried again by the sweep."""
    promises.keep(promise_id)


def wake(promise_id: int, due: datetime | None) -> None:
    """Asks, in the caller's transaction, that the worker keeps the promise when it is due."""
    app.configure_task("outbox.keep", schedule_at=due).defer(promise_id=promise_id)


for _work in recurring.RECURRING:
    app.periodic(cron=_work.cron, periodic_id=_work.name)(
        app.task(name=f"recurring.{_work.name}", queue=QUEUE, queueing_lock=_work.name, lock=_work.name)(_work.run)
    )
