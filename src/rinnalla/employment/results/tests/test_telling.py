"""What may be told of shares and curves: enough people behind each, on both sides, and no step that is one person's.

Guards against: a share of nine, nine of ten told so that the tenth is known, a curve whose steps are single people.
"""

import pytest

from rinnalla.employment.results.retention import Share
from rinnalla.employment.results.survival import Time, curve
from rinnalla.employment.results.telling import percent, told


@pytest.mark.parametrize(
    ("reached", "seen", "shown"),
    [(5, 10, 50), (5, 9, None), (4, 20, None), (16, 20, None), (15, 20, 75), (0, 12, 0), (12, 12, 100), (0, 0, None)],
)
def test_a_share_is_told_when_neither_those_who_did_nor_those_who_did_not_are_few(reached, seen, shown):
    """Seen red: 16 of 20 told, which tells of the four."""
    found = percent(Share(reached, seen, 3), 5, 10)
    assert (found.percent if found else None) == shown


def test_beside_a_share_its_bounds_and_about_how_many_people_stand():
    found = percent(Share(13, 23, 0), 5, 10)
    assert (found.percent, found.low, found.high, found.people) == (57, 37, 74, 25)


def test_a_point_of_a_curve_has_at_least_five_ends_since_the_one_before_and_five_left():
    """Seen red: a point each week, where every step was one person."""
    times = [Time(day, True) for day in range(10, 210, 10)] + [Time(400, False)] * 10
    found = told(times, 5, 10)
    weeks = [one.week for one in found.points]
    assert weeks[0] == 0 and len(weeks) == 5
    for earlier, later in zip(found.points, found.points[1:], strict=False):
        assert sum(earlier.week * 7 < one.days <= later.week * 7 and one.ended for one in times) >= 5
    exact = [one for one in curve(times) if one.day <= weeks[-1] * 7][-1]
    assert (found.points[-1].share, found.points[-1].low) == (exact.share, exact.low)
    assert found.people == 30


def test_the_curve_stops_where_few_are_left():
    times = [Time(7 * week, True) for week in range(1, 25)]
    last = told(times, 5, 10).points[-1]
    assert sum(one.days > last.week * 7 for one in times) >= 5


@pytest.mark.parametrize("times", [
    [Time(50, True)] * 9, [Time(50, True)] * 4 + [Time(90, False)] * 30, [],
])  # fmt: skip
def test_too_few_people_or_ends_make_no_curve(times):
    assert told(times, 5, 10) is None
