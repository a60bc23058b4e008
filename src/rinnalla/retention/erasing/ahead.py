"""What will be erased in the officer's region and what was, as counts by register and clock. Never a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.retention import clocks
from rinnalla.retention.clocks import MONTHS, Ticking
from rinnalla.retention.erasing.actions import SOURCES
from rinnalla.retention.erasing.models import ErasureCount, ErasureRun
from rinnalla.servicemodels.codes import common

MONTHS_AHEAD = 12
LATE_AFTER = timedelta(days=2)


@dataclass
class Row:
    """One clock: how many end this month, within three, within twelve, and how many would but are held."""

    name: str
    register: str
    this_month: int = 0
    three: int = 0
    twelve: int = 0
    held: int = 0

    @property
    def all(self) -> int:
        return self.twelve + self.held


@dataclass(frozen=True)
class Done:
    """What was erased by a clock in a month."""

    month: date
    name: str
    number: int
    last_on: date


def ahead() -> list[Row]:
    """The clocks that end something within a year; the asker's own region is known to the database."""
    rows: dict[str, Row] = {}
    for one in clocks.ticking():
        if one.clock.document in SOURCES:
            register = one.register.names.in_language if one.register else _("Kaikki rekisterit")
            row = rows.setdefault(one.clock.key + register, Row(one.clock.names.in_language, register))
            for month, held, number in _counts(one):
                _add(row, month, held, number)
    return [row for row in rows.values() if row.all]


def _add(row: Row, month: date, held: bool, number: int) -> None:
    first = dates.today().replace(day=1)
    if held:
        row.held += number
        return
    row.twelve += number
    row.three += number if month < dates.add_months(first, 3) else 0
    row.this_month += number if month <= first else 0


def _counts(one: Ticking) -> Iterator[tuple[date, bool, int]]:
    months = one.length.value * MONTHS.get(one.length.unit, 0)
    days = one.length.value if one.length.unit == "days" else 0
    first = dates.today().replace(day=1)
    until = dates.add_months(first, MONTHS_AHEAD) - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "select month, held, number from "
            "retention_ahead(%s::text, %s::text[], %s::text, %s::int, %s::int, %s::date)",
            [one.clock.document, one.holders, one.starts, months, days, until],
        )
        yield from cursor.fetchall()


def done(actor: Actor) -> list[Done]:
    """What was erased of the reader's region, by month and clock, the newest first: two years back."""
    since = dates.add_months(dates.today().replace(day=1), -24)
    counted = ErasureCount.objects.filter(region_id=actor.region_id, run__on__gte=since)
    names = {one.key: one.names.in_language for one in common().retention.clocks}
    months = counted.values_list("run__on__year", "run__on__month", "clock")
    rows = months.annotate(n=Sum("number"), last=Max("run__on"))
    found = [Done(date(year, month, 1), names.get(key, key), n, last) for year, month, key, n, last in rows]
    return sorted(found, key=lambda one: (-one.month.toordinal(), one.name))


def last_run() -> ErasureRun | None:
    """The last run that came to its end."""
    return ErasureRun.objects.filter(ended_at__isnull=False).order_by("-on").first()


def overdue() -> date | None:
    """The day of the last finished run when it is too long ago: the copy was restored, or the worker stands still."""
    last = last_run()
    return last.on if last and dates.today() - last.on > LATE_AFTER else None


def not_ready() -> str | None:
    """Why no traffic may come yet, for `/health/ready`; None when all is well."""
    return "erasing is overdue: run ./rinnalla erase" if overdue() else None
