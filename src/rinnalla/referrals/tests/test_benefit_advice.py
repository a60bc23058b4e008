"""Benefit advice tells which benefit, and the unit's report counts by it (V-48).

Guards against: the benefit kept for advice on anything.
"""

from datetime import timedelta

import pytest

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.referrals import actions
from rinnalla.referrals.models import GuidanceEvent
from rinnalla.referrals.queries import benefits_advised
from rinnalla.testing import as_actor


@pytest.mark.row("V-48")
def test_benefit_advice_has_its_benefit_and_is_reported_by_it(cast, sign_in):
    def note(topic, benefit="", minutes=10):
        return actions.note_guidance(by=cast.a_timo, topic=topic, minutes=minutes, outcome="advice_was_enough",
                                     benefit=benefit)

    with as_actor(cast.a_timo):
        for wrong in ("", "pocket_money"):
            with pytest.raises(Refused) as refused:
                note("benefit_advice", wrong)
            assert refused.value.field == "benefit"
        assert not GuidanceEvent.objects.exists()
        for benefit, minutes in (("sickness_allowance", 10), ("sickness_allowance", 25), ("social_assistance", 5)):
            assert note("benefit_advice", benefit, minutes).benefit == benefit
        assert note("job_search", "sickness_allowance").benefit == ""
        since = dates.today() - timedelta(days=30)
        assert benefits_advised(cast.a_timo, since) == [("Sairauspäiväraha", 2, 35), ("Toimeentulotuki", 1, 5)]
        assert benefits_advised(cast.a_katri, since) == []  # another unit's
    page = sign_in(cast.timo).get("/guidance/").content.decode()
    assert "Etuusneuvonta etuuksittain" in page and "Sairauspäiväraha" in page
