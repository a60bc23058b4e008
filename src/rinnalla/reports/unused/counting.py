"""Counting the years that are over: each once, by promised work at night, soon after it has ended."""

import json
from dataclasses import asdict

from django.db import connection

from rinnalla.access.acting import acting, system
from rinnalla.lib import dates
from rinnalla.reports.unused.finding import tables

YEARS = 5  # how far back the first night counts; what has been erased by then is in no year


def count_finished() -> list[int]:
    """The years that were counted now; a year that has been counted before stays as it is."""
    told = json.dumps([asdict(one) for one in tables()])
    last = dates.today().year - 1
    return [year for year in range(last - YEARS + 1, last + 1) if _count(year, told)]


def _count(year: int, told: str) -> bool:
    with acting(system("reports")), connection.cursor() as cursor:
        cursor.execute("select reports_count_field_use(%s, %s)", [year, told])
        return cursor.fetchone()[0] >= 0
