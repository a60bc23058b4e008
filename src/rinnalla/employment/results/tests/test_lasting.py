"""How long one client's work has lasted: the same points and spells as in the shares, day by day at the edges.

Seen red: a point told on the day before it was full; a job that ended taken for one that goes on.
"""

from datetime import date, timedelta

import pytest

from rinnalla.employment import working
from rinnalla.employment.results.lasting import lasting
from rinnalla.employment.results.spells import Work
from rinnalla.employment.tests.coaching import consent, start
from rinnalla.lib import dates
from rinnalla.testing import as_actor

GAP = 14
D = date(2026, 1, 5)


def at(day: int, *jobs: tuple[int, int | None]):
    works = [Work("open_paid", D + timedelta(days=a), None if b is None else D + timedelta(days=b)) for a, b in jobs]
    return lasting(works, D + timedelta(days=day), GAP)


@pytest.mark.row("T-12")
@pytest.mark.parametrize(
    ("day", "reached", "ahead"),
    [(0, None, 13), (89, None, 13), (90, 13, 26), (91, 13, 26), (181, 26, 52), (363, 52, None), (900, 52, None)],
)
def test_a_point_is_reached_on_its_last_day_and_not_the_day_before(day, reached, ahead):
    """13 weeks are 91 days: the 91st is day 90 counted from nought."""
    found = at(day, (0, None))
    assert (found.reached and found.reached.weeks, found.next and found.next.weeks) == (reached, ahead)
    if reached:
        assert found.reached_on == D + timedelta(days=7 * reached - 1)


def test_a_short_gap_goes_on_and_a_longer_one_begins_anew():
    assert at(100, (0, 40), (55, None)).reached.weeks == 13
    anew = at(100, (0, 40), (56, None))
    assert anew.reached is None and anew.spell.starts_on == D + timedelta(days=56)


def test_work_that_is_over_waits_for_no_point_and_work_to_come_is_not_yet():
    over = at(100, (0, 60))
    assert (over.reached, over.next, over.next_on) == (None, None, None)
    assert at(200, (0, 95)).reached.weeks == 13, "what was reached stays"
    assert at(0, (5, None)) is None and at(9) is None


@pytest.mark.django_db
def test_only_open_paid_work_counts_and_both_pages_tell_it(cast, sign_in):
    with as_actor(cast.a_katri):
        consent(cast, cast.case)
        episode = start(cast)
    pages = [(cast.janne, f"/cases/{cast.case.uuid}/coaching/"), (cast.tuula, "/my/coaching/")]

    def add(kind: str, title: str):
        with as_actor(cast.a_janne):
            return working.add_job(
                episode=episode, by=cast.a_janne, employer="E", title=title, kind=kind,
                starts_on=dates.today() - timedelta(days=90),
            )

    add("subsidised", "Tuettu")
    over = add("open_paid", "Loppunut")
    with as_actor(cast.a_janne):
        working.end_job(job=over, version=1, by=cast.a_janne, on=dates.today() - timedelta(days=40))
    for who, page in pages:
        assert "on kestänyt" not in sign_in(who).get(page).content.decode()
    add("open_paid", "Avoin")
    for who, page in pages:
        assert "on kestänyt 13 viikkoa" in sign_in(who).get(page).content.decode(), page
