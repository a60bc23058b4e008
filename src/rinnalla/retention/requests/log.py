"""The client's log: every line about the person and all their cases, as far back as the law's rule says.

703/2023 § 11: the two last years are the client's to see; older ones for a special reason, which the data-protection
officer weighs. What is read here is the log itself, not a copy; a test compares the two both ways.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.retention.requests.models import Kind, Outcome, RightsRequest
from rinnalla.servicemodels.codes import deadline, of_region

BY_OTHERS = "accesslog_of_person(%s::bigint, %s::timestamptz) where actor_kind <> 'client'"


class PersonsLog(Sequence[AccessLine]):
    """The lines of others' readings, the newest first: counted and cut by the database, so that a page reads a page."""

    def __init__(self, person_id: int, since: datetime | None) -> None:
        self.person_id, self.since = person_id, since
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            with connection.cursor() as cursor:
                cursor.execute(f"select count(*) from {BY_OTHERS}", [self.person_id, self.since])
                self._count = cursor.fetchone()[0]
        return self._count

    def __getitem__(self, part: Any) -> Any:
        start, stop, _step = part.indices(len(self)) if isinstance(part, slice) else (part, part + 1, 1)
        ask = f"select * from {BY_OTHERS} order by at desc, id desc limit %s offset %s"
        rows = list(AccessLine.objects.raw(ask, [self.person_id, self.since, max(0, stop - start), start]))
        return rows if isinstance(part, slice) else rows[0]


def of_person(person_id: int, region_id: int) -> PersonsLog:
    """The person's log as far back as it is theirs to see."""
    return PersonsLog(person_id, reach(person_id, region_id))


def of_case(case_id: int, newest: int = 500) -> list[AccessLine]:
    """The newest readings by others of one case, for whoever answers for it and sees what the client sees."""
    ask = "select * from accesslog_of_case(%s::bigint, %s::integer) where actor_kind <> 'client'"
    return list(AccessLine.objects.raw(ask, [case_id, newest]))


def reach(person_id: int, region_id: int) -> datetime | None:
    """From when on the client sees the log; None once the officer has given the older lines as well."""
    given = RightsRequest.objects.filter(person_id=person_id, kind=Kind.LOG_REQUEST, outcome=Outcome.GIVEN)
    if given.exclude(older_why="").exists():
        return None
    months = deadline(of_region(region_id), "log_reach")
    return dates.start_of_day(dates.add_months(dates.today(), -months))


def same_day_lines(person_id: int, ids: Iterable[int]) -> list[AccessLine]:
    """These lines of the person's log, if all of them are there and of one day; else none."""
    wanted = sorted(set(ids))
    ask = "select * from accesslog_of_person(%s::bigint, null) where id = any(%s) order by at desc, id desc"
    rows = list(AccessLine.objects.raw(ask, [person_id, wanted]))
    days = {dates.local(one.at).date() for one in rows}
    return rows if len(rows) == len(wanted) and len(days) == 1 else []


def lines_of(request: RightsRequest) -> list[AccessLine]:
    """The lines a request asks about, for the client and for whoever answers it."""
    if not request.line_ids:
        return []
    return list(AccessLine.objects.raw("select * from retention_lines(%s::bigint)", [request.pk]))
