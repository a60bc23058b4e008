"""How long something is kept, counted in days: by Act 150/1930 a period ends on the day of the same number."""

from datetime import date, timedelta

from rinnalla.lib import dates
from rinnalla.servicemodels.definitions import Length

MONTHS = {"years": 12, "months": 1}


def last_day(start: date, length: Length) -> date:
    """The last day something is kept that began on `start`."""
    if length.unit == "days":
        return start + timedelta(days=length.value)
    return dates.add_months(start, length.value * MONTHS[length.unit])


def latest_start(length: Length, on: date) -> date:
    """The latest day whose time is over on `on`: what began on it or before is due, what began the day after is not."""
    day = on - timedelta(days=length.value) if length.unit == "days" else _months_back(length, on)
    while last_day(day, length) >= on:
        day -= timedelta(days=1)
    return day


def _months_back(length: Length, on: date) -> date:
    """A day surely not before the one wanted: months differ in length, so the last days are tried one by one."""
    return dates.add_months(on, -length.value * MONTHS[length.unit]) + timedelta(days=3)

