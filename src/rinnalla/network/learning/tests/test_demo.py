"""The invented year of learning, materials and communications can be made, and every figure has something to tell."""

from datetime import timedelta

import pytest

from rinnalla.lib import dates
from rinnalla.network.communications import figures as told
from rinnalla.network.demo import _learn_and_tell
from rinnalla.network.learning import figures
from rinnalla.network.materials.models import Material

pytestmark = pytest.mark.django_db
NAMES = ("katri", "petra", "laura", "janne", "timo", "outi", "rooli-nurse", "rooli-doctor", "rooli-kela_expert")


def test_the_year_is_made_by_the_actions_people_use(cast):
    today = dates.today()
    _learn_and_tell(cast.a_katri, [cast.actor(name) for name in NAMES], today)
    where = (cast.region.pk, today - timedelta(days=365), today)
    assert figures.offered(*where)["training"] == 3 and len(figures.attendance(*where)) == 3
    assert figures.needs(*where, 5).median_days is not None
    assert Material.objects.open_to_all().count() == 3 and Material.objects.to_review(today).count() == 1
    assert told.unchecked(cast.region.pk) and len(told.experiences_for_decisions(cast.region.pk)) == 3
    assert sum(told.by_channel(*where).values()) == 5
