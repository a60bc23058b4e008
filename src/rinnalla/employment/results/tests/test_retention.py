"""Retention at 13, 26 and 52 weeks and at 3, 6 and 12 months, with who can't be seen yet left out, and Wilson's bounds.

Guards against: the day before the point or after it, the newest counted as failures, an ended coaching's open job
counted as lasting for ever.
"""

from datetime import date, timedelta

import pytest

from rinnalla.employment.results.retention import MONTHS, POINTS, WEEKS, Followed, Point, retention, wilson
from rinnalla.employment.results.spells import Spell, Work, spells

START = date(2025, 1, 31)
THIRTEEN = WEEKS[0]


def worked(days: int, seen: int = 900, over: bool = True) -> Followed:
    """Work from the start for so many days, followed for so many."""
    return Followed(Spell(START, START + timedelta(days=days - 1), over), START + timedelta(days=seen - 1))


@pytest.mark.parametrize(("point", "full"), [*zip(WEEKS, (91, 182, 364), strict=True)])
def test_weeks_are_full_on_the_91st_182nd_and_364th_day(point, full):
    """Domain page, section 7: RETAIN. Seen red with start + 7w, a day too long."""
    assert (point.last_day(START) - START).days + 1 == full
    assert retention([worked(full)], point).reached == 1
    assert retention([worked(full - 1)], point).reached == 0


def test_months_are_full_the_day_before_the_same_day_comes_round():
    assert [one.last_day(date(2025, 3, 10)) for one in MONTHS] == [
        date(2025, 6, 9), date(2025, 9, 9), date(2026, 3, 9)
    ]
    assert Point("m", months=1).last_day(date(2025, 1, 31)) == date(2025, 2, 27)  # February has no 31st
    assert [one.key for one in POINTS] == ["weeks_13", "weeks_26", "weeks_52", "months_3", "months_6", "months_12"]


def test_who_cannot_be_seen_yet_is_left_out_whether_still_at_work_or_not():
    """Seen red: those who had stopped before a point still to come were counted as failures, and the share fell."""
    people = [worked(100), worked(30), worked(40, seen=40, over=False), worked(20, seen=60)]
    found = retention(people, THIRTEEN)
    assert (found.reached, found.seen, found.waiting) == (1, 2, 2)


def test_who_stopped_a_week_ago_may_still_go_on_and_is_left_out():
    rows = [Work("open_paid", START, START + timedelta(days=84))]
    until = START + timedelta(days=92)  # the point is behind, the joining gap is not
    found = retention([Followed(spells(rows, until, 14)[0], until)], THIRTEEN)
    assert (found.seen, found.waiting) == (0, 1)
    later = START + timedelta(days=120)
    assert retention([Followed(spells(rows, later, 14)[0], later)], THIRTEEN).seen == 1


def test_work_is_followed_only_as_long_as_the_coaching_runs():
    """A job without an end of a coaching that ended long ago tells nothing of today."""
    until = START + timedelta(days=50)
    found = spells([Work("open_paid", START)], until, 14)[0]
    assert retention([Followed(found, until)], THIRTEEN) == retention([worked(50, 50, over=False)], THIRTEEN)
    assert retention([Followed(found, until)], THIRTEEN).waiting == 1


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_bounds_are_those_that_newcombe_published(part, whole, low, high):
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3."""
    found = wilson(part, whole)
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


def test_wilson_is_the_same_from_both_sides_and_knows_nothing_of_nobody():
    low, high = wilson(7, 19)
    assert wilson(12, 19) == pytest.approx((1 - high, 1 - low))
    assert wilson(20, 20)[1] == 1.0 and wilson(0, 0) == (0.0, 1.0)
