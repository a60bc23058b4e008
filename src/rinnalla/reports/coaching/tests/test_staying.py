"""Staying at work as the report tells it of real rows: at 3, 6 and 12 months, without who can't be seen yet (I-08).

Guards against: who began last month counted as a failure at a year, subsidised work told as paid work, a job that
ended in the month before told as going on. Seen red: those who wait counted
as seen.
"""

import pytest

from rinnalla.reports.coaching import report as reporting
from rinnalla.reports.coaching.report import report
from rinnalla.reports.coaching.tests.world import PERIOD, coached, worked
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
BEGAN = 400
# How many days before the period's end work ended, and of how many people: after about 2, 5 and 10 months of work.
ENDED = ((340, 2), (250, 3), (95, 3), (None, 12))


@pytest.fixture
def limits(monkeypatch):
    """Limits that let small fixtures be told."""
    low = {"small_number": 2, "share_denominator": 10}
    kept = reporting.deadline
    monkeypatch.setattr(reporting, "deadline", lambda region, key: low.get(key) or kept(region, key))


@pytest.mark.row("I-08")
def test_who_is_still_at_work_at_3_6_and_12_months(cast, limits):
    number = 0
    for ended, people in ENDED:
        for _one in range(people):
            worked(cast, coached(cast, number, began=500), BEGAN, ended)
            number += 1
    for _newest in range(4):  # at work since 3 months and a week: they tell nothing of half a year
        worked(cast, coached(cast, number, began=200), 100)
        number += 1
    worked(cast, coached(cast, number, began=500), BEGAN, kind="subsidised")
    with as_actor(cast.actor("rooli-manager")):
        found = dict(report(cast.region, PERIOD).retention)
    told = {key: (found[key].percent, found[key].people) for key in ("months_3", "months_6", "months_12")}
    assert told == {
        "months_3": (92, 25),  # 22 of 24
        "months_6": (75, 20),  # 15 of 20: the newest four are not seen yet
        "months_12": (60, 20),  # 12 of 20
    }
    assert found["months_12"].low < 60 < found["months_12"].high


@pytest.mark.row("I-08")
def test_another_job_at_once_goes_on_and_a_gap_ends_it(cast, limits):
    """Staying is of work, not of one employer: days that join are dated data (`work_spell_gap`)."""
    for number in range(12):
        row = coached(cast, number, began=500)
        worked(cast, row, BEGAN, 320)
        worked(cast, row, 310 if number < 9 else 200)
    with as_actor(cast.actor("rooli-manager")):
        found = dict(report(cast.region, PERIOD).retention)
    assert found["months_6"].percent == 75, "nine of twelve went on within the days that join"
