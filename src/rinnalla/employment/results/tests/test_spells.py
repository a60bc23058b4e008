"""Spells of work: joined over short gaps and overlaps, open paid work apart from the rest, known only as far as seen.

Guards against: a gap of fifteen days joined or of fourteen not, subsidised time in open work, a job that goes on taken
for one that ended, an early end joined to nothing before the gap is over.
"""

from datetime import date, timedelta

import pytest

from rinnalla.employment.results.spells import Spell, Work, by_sort, spells

GAP = 14
D = date(2026, 1, 1)


def day(number: int) -> date:
    return D + timedelta(days=number)


def job(first: int, last: int | None = None, kind: str = "open_paid") -> Work:
    return Work(kind, day(first), None if last is None else day(last))


@pytest.mark.parametrize(
    ("free", "joined"), [(0, True), (1, True), (13, True), (14, True), (15, False), (60, False)]
)
def test_a_gap_of_up_to_fourteen_days_joins(free, joined):
    """Seen red: joined while the next began within fourteen days of the last, which lets thirteen free days through."""
    found = spells([job(0, 9), job(10 + free, 10 + free + 4)], day(200), GAP)
    assert len(found) == (1 if joined else 2)
    if joined:
        assert found[0].days == 10 + free + 5


def test_two_jobs_at_once_and_one_inside_another_are_one_spell():
    found = spells([job(0, 50), job(10, 20), job(45, 80)], day(200), GAP)
    assert found == [Spell(day(0), day(80), over=True)]
    assert spells([job(10, 20), job(0, 50)], day(200), GAP) == [Spell(day(0), day(50), over=True)]


def test_work_that_goes_on_is_seen_up_to_the_day_and_is_not_over():
    assert spells([job(0)], day(99), GAP) == [Spell(day(0), day(99), over=False)]
    assert spells([job(0, 150)], day(99), GAP) == [Spell(day(0), day(99), over=False)]  # a last day that is to come
    assert spells([job(0, 50), job(10)], day(99), GAP)[0].over is False
    assert spells([job(120, 130)], day(99), GAP) == []


def test_an_end_is_an_end_only_when_the_gap_has_passed():
    """Seen red: over as soon as the job had ended, though another might begin next week and join."""
    assert [spells([job(0, 50)], day(seen), GAP)[0].over for seen in (50, 60, 64, 65, 66)] == [
        False, False, False, True, True
    ]  # the fourteenth free day is day 64: from day 65 on nothing joins any more


def test_a_spell_of_one_day_is_one_day_long():
    assert spells([job(0, 0)], day(50), GAP)[0].days == 1


@pytest.mark.row("T-52")
def test_open_paid_work_stands_apart_and_other_time_never_joins_it():
    """Seen red: one list for all kinds, where the subsidised months joined two spells of open work into one."""
    rows = [job(0, 30), job(31, 90, "subsidised"), job(91, 120), job(95, 99, "other")]
    found = by_sort(rows, {"open_paid"}, day(300), GAP)
    assert [(one.starts_on, one.last_on) for one in found[""]] == [(day(0), day(30)), (day(91), day(120))]
    assert [one.days for one in found["subsidised"]] == [60] and [one.days for one in found["other"]] == [5]
    assert by_sort([job(0, 5, "subsidised")], {"open_paid"}, day(300), GAP)[""] == []
