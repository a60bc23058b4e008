"""A unit made by hand for the tests of steps: two coaches, six months, and whatever rows a case needs."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from rinnalla.employment.quality.records import (
    Client,
    Coach,
    Contact,
    Practice,
    Profile,
    Records,
    Search,
    Visit,
    Work,
)

SINCE, UNTIL = date(2026, 3, 1), date(2026, 9, 1)
MONDAYS = [date(2026, 3, 2) + timedelta(days=7 * n) for n in range(26)]  # the 26 whole weeks of the period
FIRSTS = [date(2026, month, 3) for month in range(3, 9)]  # a day in each of its six months
QUARTERS = [date(2026, 3, 3), date(2026, 6, 3)]
TWO = (Coach(1), Coach(2))
BEFORE = date(2026, 2, 1)


def unit(**rows: Any) -> Records:
    return Records(**{"since": SINCE, "until": UNTIL, "coaches": TWO, **rows})


def clients(number: int, coach: int = 1, team: int | None = 7, first: int = 1, **more: Any) -> tuple[Client, ...]:
    """So many clients of one coach, numbered from `first`."""
    values = {"started_on": BEFORE, **more}
    return tuple(Client(first + n, coach, team=team, **values) for n in range(number))


def contact(on: date, *parties: str, client: int = 1, by: int = 1, **more: Any) -> Contact:
    return Contact(client, by, on, frozenset(parties or ("client",)), **more)


def done(kind: str, days: Iterable[date]) -> tuple[Practice, ...]:
    return tuple(Practice(kind, day) for day in days)


def job(client: int = 1, on: date = date(2026, 3, 10), ends: date | None = None, **more: Any) -> Work:
    return Work(client, more.pop("title", f"t{client}"), more.pop("employer", f"e{client}"), on, ends, **more)


def after(day: date, *numbers: int) -> list[date]:
    return [day + timedelta(days=number) for number in numbers]


__all__ = [
    "BEFORE", "FIRSTS", "MONDAYS", "QUARTERS", "SINCE", "TWO", "UNTIL", "Client", "Coach", "Contact", "Practice",
    "Profile", "Records", "Search", "Visit", "Work", "after", "clients", "contact", "done", "job", "unit",
]
