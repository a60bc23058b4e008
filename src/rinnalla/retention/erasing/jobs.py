"""Every night: what is due is erased."""

import logging

from rinnalla.outbox import recurring_job
from rinnalla.retention.erasing import actions

logger = logging.getLogger(__name__)


@recurring_job("retention.erase")
def erase() -> None:
    """What the day's clocks end. A day that can't be trusted erases nothing and is told to who runs the service."""
    try:
        actions.run()
    except actions.Paused as reason:
        logger.error("erasing is paused: %s", reason)
