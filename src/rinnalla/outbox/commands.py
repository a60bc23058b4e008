"""The command `worker`."""

import logging

from procrastinate.contrib.django import app

from rinnalla.outbox import recurring
from rinnalla.outbox.tasks import QUEUE

logger = logging.getLogger(__name__)


def work(*, concurrency: int = 2, wait: bool = True) -> None:
    """Keeps promises and does recurring work until it is told to stop (SIGTERM, SIGINT).

    `wait=False` ends when nothing is due. Work that stopped in the middle (a kill, a power cut) is done again by the
    sweep, so jobs are removed from the queue once they have run, well or not: the promise's row tells what came of it.
    """
    for name in recurring.missing():
        logger.error("recurring work without a function: %s", name)
    connector = app.connector.get_worker_connector()
    with app.replace_connector(connector) as worker:
        worker.run_worker(queues=[QUEUE], concurrency=concurrency, wait=wait, delete_jobs="always")
