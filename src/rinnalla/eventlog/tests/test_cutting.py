"""The log's old end is cut after twelve years, and what is left is as whole and as well guarded as before.

Seen red: without the heads in `eventlog_append` (the chain begins anew), without the database's own floor.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from rinnalla.eventlog import cutting
from rinnalla.eventlog import sql as first
from rinnalla.eventlog.cutting_sql import APPEND_AFTER_CUT, YEARS
from rinnalla.eventlog.record import log_access, record
from rinnalla.eventlog.seals import seal
from rinnalla.eventlog.tests.conftest import WORKER, add_event, add_line
from rinnalla.eventlog.verify import verify
from rinnalla.lib import dates

pytestmark = pytest.mark.log
NOW = datetime.now(UTC)


def owner(sql: str, *values) -> list:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def years_ago(years: float) -> None:
    """The functions write as they would have then: their clock is set back, for this clone of the database alone."""
    back = f"(clock_timestamp() - interval '{int(years * 365.25)} days')"
    for text in (APPEND_AFTER_CUT, first.APPEND_LINE, first.SEAL):
        anew = text.replace("create function", "create or replace function").replace("clock_timestamp()", back)
        owner(anew)


@pytest.fixture
def old_log(own_db):
    """Streams and lines of thirteen and twelve and a half years ago, a seal each, of eleven years, and of today."""
    for years in (13, 12.5, 11):
        years_ago(years)
        for case in (1, 2, 3) if years == 13 else (1, 2):  # the third has nothing since
            add_event_then(case, years)
            add_line_then(case, years)
        with dates.clock(then(years)):  # the file too is written then
            assert seal()
    years_ago(0)
    add_event(1)
    add_line(1)
    seal()


def add_event_then(case: int, years: float) -> None:
    record("plans.goal_added", by=WORKER, stream=("case", case), obj=("goal", 11), happened_at=then(years))


def add_line_then(case: int, years: float) -> None:
    log_access(
        by=WORKER, route="cases:case_page", action="view", person_ids=[1], case_ids=[case], field_groups=["basics"],
        grounds=["consent"], purpose="support", result="ok", at=then(years),
    )


def then(years: float) -> datetime:
    return NOW - timedelta(days=int(years * 365.25))


def rows() -> tuple[int, int]:
    return owner("select count(*) from eventlog_event")[0][0], owner("select count(*) from eventlog_accessline")[0][0]


def test_what_is_over_goes_and_the_rest_is_whole(old_log):
    before = rows()
    assert verify().ok, verify().broken
    assert cutting.cut_before(NOW - timedelta(days=12 * 366), by=WORKER) == 10
    assert rows() == (before[0] - 5 + 1, before[1] - 5)
    assert verify().ok, verify().broken
    add_event(3)
    assert owner("select seq from eventlog_event where stream_kind = 'case' and stream_id = 3") == [(2,)]
    seal()
    assert verify().ok, verify().broken
    assert cutting.cut_before(NOW - timedelta(days=12 * 366), by=WORKER) == 0


def test_nothing_younger_goes_whatever_is_asked(old_log):
    """A clock of the application a hundred years ahead, or somebody who would empty the log."""
    before = rows()
    assert cutting.cut_before(NOW + timedelta(days=36_500), by=WORKER) == 10
    assert rows() == (before[0] - 5 + 1, before[1] - 5)


@pytest.mark.parametrize("damage", [
    "delete from eventlog_event where seq = 3 and stream_id = 1 and stream_kind = 'case'",
    "update eventlog_cuthead set hash = 'x'::bytea where stream_id = 1",
    "update eventlog_cuthead set seq = seq + 1 where stream_id = 2",
    "delete from eventlog_cuthead where stream_id = 1",
    "update eventlog_cut set no = 3",
    "delete from eventlog_event where verb = 'eventlog.cut'",
    "delete from eventlog_cut",
])
def test_damage_after_a_cut_is_seen(old_log, damage):
    cutting.cut_before(NOW - timedelta(days=12 * 366), by=WORKER)
    seal()
    assert verify().ok
    owner(damage)
    assert not verify().ok


def test_a_cut_that_nobody_told_of_is_seen(old_log):
    """Somebody deletes young rows and writes a cut beside them: the log has no event of it."""
    owner("delete from eventlog_event where recorded_at < now() - interval '1 year'")
    owner("delete from eventlog_accessline where recorded_at < now() - interval '1 year'")
    owner("insert into eventlog_cut (no, cut_at, events, lines, heads) values (3, now(), 6, 6, ''::bytea)")
    assert not verify().ok


def test_the_application_reads_and_writes_no_cut_by_itself(own_db):
    for table in ("eventlog_cut", "eventlog_cuthead"):
        with connection.cursor() as cursor:
            cursor.execute("select has_table_privilege(%s, 'select, insert, update, delete')", [table])
            assert cursor.fetchone() == (False,)


def test_the_floor_is_the_laws_time():
    from rinnalla.retention import clocks

    (length,) = clocks.clock_of("log").lengths
    assert (length.value, length.unit) == (YEARS, "years")
