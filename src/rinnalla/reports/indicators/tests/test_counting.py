"""What is kept for the indicators is what the tables say, to the digit, after the whole count and after each change.

Guards against: an event that is not counted, one counted twice, a case of another region, a state told of today.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from conftest import _owner, clone_database, drop_database
from rinnalla.reports.forms import last_finished
from rinnalla.reports.indicators.live import LIVE, question
from tests.scale import fill

CASES = 1500


def asked(owner, *, regions=None):
    """The live answers, as rows of the rollup; nothing is left out."""
    values = {"until": last_finished().until, "regions": regions}
    found = set()
    for key in LIVE:
        for row in owner.execute(question(key, regions is not None), values).fetchall():
            region, month, dimension, value, n, *sums = row
            found.add((key, region, month, dimension, value, n, *(Decimal(one) for one in sums or (0, 0))))
    return found


def kept(owner):
    rows = owner.execute(
        "select indicator, region_id, month, dimension, value, n, total, total_sq from reports_rollup"
    ).fetchall()
    return set(rows)


def count(owner, function):
    owner.execute("select set_config('app.actor_kind', 'job', false)")
    return owner.execute(f"select {function}(%s)", [last_finished().until]).fetchone()[0]


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """A clone with many cases, some with results, services and referrals that were declined."""
    with django_db_blocker.unblock():
        name = clone_database("indicators")
        try:
            with _owner(name) as owner:
                fill(owner, CASES)
                owner.execute(MORE)
                owner.execute("analyze")
                yield owner
        finally:
            drop_database(name)


MORE = """
update cases_teammember set left_at = made_at + interval '20 days', left_by_id = made_by_id where id % 3 = 0;
update plans_actiondone set done_on = current_date - 100 - (id % 200)::int where id % 2 = 0;
update plans_goalclosure set closed_on = current_date - 100 - (id % 200)::int,
       outcome = (array['reached', 'partly_reached', 'changed', 'left'])[1 + id % 4];
update services_serviceepisode set started_on = planned_on, waits_since = planned_on where id % 2 = 0;
update services_serviceepisode set ended_on = started_on + (id % 90)::int, outcome = 'goal_reached'
 where id % 6 = 0;
update referrals_referral set accepted_at = null, accepted_by_id = null, case_id = null, declined_at = sent_at,
       declined_by_id = sent_by_id, decline_reason = 'other', next_unit_id = unit_id where id % 11 = 0;
update referrals_referral set accepted_at = sent_at + make_interval(days => (id % 9)::int)
 where accepted_at is not null;
insert into assessments_instrumentresult (uuid, case_id, instrument, edition, field_group, measured_on, mode, subject,
       source, scores, features, outcome, correction_reason, made_at, made_by_id)
select gen_random_uuid(), c.id, 'kykyviisari', '2021', 'health', (c.made_at + make_interval(days => k * 60))::date,
       'self', '', 'Oma vastaus', jsonb_build_object('work', 40 + c.id % 30 + k * (c.id % 7)), '{}', '', '', now(),
       c.responsible_worker_id
  from cases_case c cross join generate_series(0, 2) k where c.id % 3 = 0 and c.responsible_worker_id is not null;
"""


def test_the_kept_sums_are_the_tables_to_the_digit(filled):
    assert count(filled, "reports_count_all") == 0
    live = asked(filled)
    assert {row[0] for row in live} == set(LIVE), "each indicator has something to compare"
    assert kept(filled) == live
    assert filled.execute("select count(*) from reports_casefact").fetchone()[0] == CASES


@pytest.mark.log
def test_what_changes_is_counted_with_its_event_and_the_night_finds_no_difference(filled):
    """Alone, as the log's tests are: what is settled waits for every open transaction of the server.

    Seen red: the events' transactions left below the place reached.
    """
    count(filled, "reports_count_all")
    filled.execute("""
        insert into plans_approval (uuid, case_id, version_id, answer, answered_on, words, mode, recorded_why, made_at,
                                    made_by_id)
        select gen_random_uuid(), v.case_id, v.id, 'approved', current_date - 200, '', 'online', '', now(),
               v.made_by_id
          from plans_planversion v
         where not exists (select from plans_approval a where a.version_id = v.id) limit 40""")
    filled.execute("""
        insert into eventlog_event (stream_kind, stream_id, seq, verb, object_kind, object_id, case_id, person_id,
               happened_at, actor_kind, user_id, role, epoch, xid, recorded_at, prev_hash, hash, details)
        select 'case', a.case_id, 900 + a.id, 'plans.approved', 'plan', a.version_id, a.case_id, a.case_id, now(),
               'staff', a.made_by_id, 'coordinator', eventlog_epoch_now(), pg_current_xact_id(), now(), '', '', '{}'
          from plans_approval a where a.answered_on = current_date - 200""")
    assert kept(filled) != asked(filled), "the change matters to the figures"
    assert count(filled, "reports_count_changed") >= 40
    assert kept(filled) == asked(filled)
    assert count(filled, "reports_count_changed") == 0, "each event once"
    assert count(filled, "reports_count_all") == 0, "the night finds nothing else"


def test_a_case_that_changed_without_an_event_is_found_at_night(filled):
    """The self-check's power: what no event told is counted and named."""
    count(filled, "reports_count_all")
    filled.execute("""update cases_case set closed_at = closed_at - interval '2 days'
                       where id = (select min(id) from cases_case where closed_at is not null)""")
    assert count(filled, "reports_count_changed") == 0
    assert count(filled, "reports_count_all") > 0


@pytest.mark.row("I-30")
def test_a_plan_counts_once_when_its_client_has_approved_it(filled):
    """A second approved version changes nothing; a version nobody has approved is no approved plan; an approval
    of a later day is none yet. Against: versions counted, or any version taken for an approved plan."""

    def covered() -> dict[int, int]:
        count(filled, "reports_count_all")
        rows = filled.execute("select value, sum(n) from reports_rollup where indicator = 'plan_coverage'"
                              " and month = %s group by 1", [last_finished().until]).fetchall()  # fmt: skip
        return {value: int(number) for value, number in rows}

    before = covered()
    assert before[1] > 1 and before[0] > 1
    (case,) = filled.execute("""
        select f.case_id from reports_casefact f join plans_approval a on a.case_id = f.case_id
         where f.planned_then and a.answer = 'approved' group by 1 having count(*) = 1 limit 1""").fetchone()
    copied = ("insert into plans_approval (uuid, case_id, version_id, answer, answered_on, words, mode, recorded_why,"
              " made_at, made_by_id) select gen_random_uuid(), v.case_id, v.id, %s, a.answered_on, %s, 'online', '',"
              " now(), v.made_by_id from plans_planversion v join plans_approval a on a.case_id = v.case_id"
              " where v.case_id = %s limit 1")  # fmt: skip
    filled.execute("begin")
    made = filled.execute(copied + " returning id", ["questioned", "Mietin vielä.", case]).fetchone()
    assert made and covered() == before
    later = "update plans_approval set answered_on = %s where case_id = %s and answer = 'approved'"
    filled.execute(later, [last_finished().until + timedelta(days=1), case])
    assert covered() == {1: before[1] - 1, 0: before[0] + 1}
    filled.execute("rollback")
    assert covered() == before


def test_only_a_job_counts(db, cast):
    from django.db import ProgrammingError, connection, transaction

    from rinnalla.testing import as_actor

    for function in ("reports_count_all", "reports_count_changed"):
        refused = pytest.raises(ProgrammingError, match="only a job")
        with as_actor(cast.actor("rooli-manager")), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"select {function}(%s)", [last_finished().until])
