"""Keeping what the indicators are read from: what has changed once a minute, everything anew every night."""

import logging

from django.db import connection

from rinnalla.access.acting import acting, system
from rinnalla.lib.halves import last_finished

logger = logging.getLogger(__name__)


def count_all() -> int:
    """Everything anew, and in how many rows of cases it differed from what had been kept: none, or a fault is told."""
    differed = _ask("reports_count_all")
    if differed:
        logger.error("the kept rows of %s cases differed from what was counted anew", differed)
    return differed


def count_changed() -> int:
    """The cases whose events were settled since the last time. The first time of a half-year counts everything."""
    changed = _ask("reports_count_changed")
    return count_all() if changed < 0 else changed


def _ask(function: str) -> int:
    with acting(system("reports")), connection.cursor() as cursor:
        cursor.execute(f"select {function}(%s)", [last_finished().until])  # noqa: S608  # one of the two above
        return cursor.fetchone()[0]
