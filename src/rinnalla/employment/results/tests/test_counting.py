"""Counting without a database: people once, days followed, drop-outs, and what comes after adapted studies.

Guards against: an event counted for a person, work after the coaching was followed, a stop after work had begun told as
a drop-out, studies whose time is not full, studies that were not adapted (the query's own affair).
"""

from datetime import date, timedelta

import pytest

from rinnalla.employment.results import counting
from rinnalla.employment.results.counting import Terms
from rinnalla.employment.results.records import Coaching, Rated, Records, Studies
from rinnalla.employment.results.spells import Work

SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 30)
TERMS = Terms(frozenset({"open_paid"}), frozenset({"subsidised", "other"}), 14, 6, 12, frozenset({"workplace"}))


def one(person: int, began: date = date(2026, 2, 1), *jobs: Rated, **more) -> Coaching:
    values = {"id": more.pop("id", person), "unit": 1, "type": "t", "payer": "p", "group": "", **more}
    return Coaching(person=person, started_on=began, jobs=jobs, **values)


def paid(first: date, last: date | None = None, kind: str = "open_paid") -> Rated:
    return Rated(kind, first, last)


def records(*rows: Coaching, studies: tuple[Studies, ...] = ()) -> Records:
    return Records(SINCE, UNTIL, rows, studies)


def test_somebody_with_two_coachings_and_three_jobs_is_one_person():
    found = records(
        one(1, date(2025, 9, 1), paid(date(2026, 2, 1), date(2026, 2, 20)), ended_on=date(2026, 3, 1), outcome="other"),
        one(1, date(2026, 3, 5), paid(date(2026, 4, 1)), paid(date(2026, 5, 1)), id=2),
    )
    assert counting.ran(found) == counting.found_work(found, TERMS) == counting.started(found) == {1}
    assert counting.states(found, TERMS) == {counting.OPEN_WORK: {1}}
    assert len(counting.first_spells(found, TERMS)) == 1


@pytest.mark.row("T-52")
def test_only_open_paid_work_is_found_work():
    found = records(one(1, date(2026, 2, 1), paid(date(2026, 3, 1), kind="subsidised")))
    assert counting.found_work(found, TERMS) == set() and counting.first_spells(found, TERMS) == []
    assert counting.states(found, TERMS) == {counting.OTHER_WORK: {1}}
    assert counting.began_by_kind(found, ["subsidised", "other"]) == {"subsidised": {1}, "other": set()}
    assert [time.ended for time in counting.to_first_job(found, TERMS)] == [False]


def test_work_is_followed_until_the_coaching_ends():
    """Seen red: a job without an end, of a coaching that ended in March, went on till June."""
    ended = one(1, date(2026, 1, 10), paid(date(2026, 2, 1)), ended_on=date(2026, 3, 2), outcome="employment")
    spell = counting.first_spells(records(ended), TERMS)[0]
    assert (spell.spell.last_on, spell.spell.over, spell.until) == (date(2026, 3, 2), False, date(2026, 3, 2))
    assert counting.tenure([spell])[0].days == 30


def test_days_to_the_first_meeting_and_job_and_of_those_who_wait():
    met = one(1, date(2026, 2, 1), met_on=date(2026, 2, 11))
    waits = one(2, date(2026, 6, 20))
    stopped = one(3, date(2026, 2, 1), stopped_on=date(2026, 2, 8), met_on=date(2026, 3, 1))
    times = counting.to_first_meeting(records(met, waits, stopped))
    assert [(time.days, time.ended) for time in times] == [(10, True), (10, False), (7, False)]


def test_a_drop_out_stopped_in_the_first_months_without_work_and_only_full_months_count():
    stop = {"stopped_on": date(2025, 10, 1)}
    found = records(
        one(1, date(2025, 8, 1), **stop),
        one(2, date(2025, 8, 1), paid(date(2025, 9, 1)), **stop),  # work had begun
        one(3, date(2025, 8, 1)),
        one(4, date(2025, 8, 1), ended_on=date(2025, 10, 1), outcome="education"),  # ended together
        one(5, date(2026, 3, 1), stopped_on=date(2026, 4, 1)),  # six months are not full yet
    )
    assert counting.dropped(found, TERMS) == counting.Share(1, 4, 0)


def test_the_end_of_a_client_who_stopped_is_the_stop_and_not_the_paper_after_it():
    found = records(one(1, date(2025, 8, 1), stopped_on=date(2026, 2, 1), ended_on=date(2026, 2, 20), outcome="other"))
    assert counting.endings(found) == {counting.STOPPED: {1}}


@pytest.mark.row("E-15", "E-31")
def test_work_after_adapted_studies_counts_within_the_time_and_only_when_it_is_full():
    """E-31. Seen red: studies completed last month in the denominator; subsidised work in the numerator."""
    done = date(2025, 5, 31)
    late = done + timedelta(days=400)
    studies = (
        Studies(1, done, work_from=date(2025, 9, 1), followed_on=date(2025, 10, 1)),
        Studies(2, done, jobs=(Work("open_paid", date(2025, 8, 1), date(2025, 8, 20)),)),
        Studies(3, done, jobs=(Work("open_paid", date(2025, 1, 1)),)),  # worked already, and goes on
        Studies(4, done, jobs=(Work("open_paid", date(2025, 1, 1), date(2025, 3, 1)),)),  # ended before
        Studies(5, done, jobs=(Work("subsidised", date(2025, 8, 1)),)),
        Studies(6, done, work_from=late, followed_on=late),
        Studies(7, date(2026, 5, 30), work_from=date(2026, 6, 1), followed_on=date(2026, 6, 1)),  # not full yet
        Studies(1, date(2025, 6, 1)),  # the same person once more
    )
    assert counting.after_studies(records(studies=studies), TERMS) == counting.Share(3, 6, 1)


@pytest.mark.row("T-58")
def test_the_share_at_the_workplace_is_of_contacts_after_work_began():
    row = one(1, places={("workplace", False): 5, ("workplace", True): 2, ("office", True): 3, ("office", False): 9})
    share, people = counting.at_work(records(row), TERMS)
    assert (share.reached, share.seen, people) == (2, 5, 1)
