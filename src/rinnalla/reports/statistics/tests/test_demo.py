"""The invented world's statistics: two to compare, two autumns of employment, one stale and corrected."""

import pytest

from rinnalla.reports.models import StatisticsSnapshot
from rinnalla.reports.statistics.comparing import rates, side_by_side
from rinnalla.reports.statistics.demo import gather
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def test_there_is_something_to_compare_something_stale_and_something_corrected(cast):
    boss = cast.actor("rooli-manager")
    gather(cast.region, [cast.actor("rooli-coordinator"), boss])
    with as_actor(boss):
        rows = StatisticsSnapshot.objects.visible_to(boss)
        later, earlier = rows.filter(what="job_brokering")
        assert any(one.difference for one in side_by_side(earlier, later)) and not later.stale
        assert len(rates(cast.region)) == 2
        old = rows.in_force().get(what="benefits")
        assert old.stale and old.replaces.rows.get(label="Kuntoutusraha").value == 214 and old.why
    assert all(one.made_by_id == boss.user_id for one in StatisticsSnapshot.objects.all())
