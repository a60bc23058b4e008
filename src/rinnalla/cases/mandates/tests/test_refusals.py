"""What is not recorded of who acts for a client, each refused in words that say what would be right.

Seen red: each check taken out in turn.
"""

from datetime import timedelta

import pytest

from rinnalla.cases.behalf.actions import note_on_behalf
from rinnalla.cases.behalf.models import Act, OnBehalf
from rinnalla.cases.mandates.models import Mandate
from rinnalla.cases.mandates.tests.test_mandates import guardian, named
from rinnalla.cases.tests.test_closing import close
from rinnalla.lib import dates, hetu
from rinnalla.lib.errors import Refused
from rinnalla.people.actions import change_hetu
from rinnalla.testing import as_actor, hand_over_all

pytestmark = pytest.mark.django_db


def test_nobody_is_ones_own_helper(cast):
    own = hetu.invent(dates.parse_date("1.5.1985"), 927)
    with as_actor(cast.a_katri):
        person = cast.case.person
        change_hetu(person=person, version=person.version, by=cast.a_katri, hetu=own, reason="corrected")
    with pytest.raises(Refused, match="asiakkaan oma henkilötunnus") as told:
        named(cast, hetu=own)
    assert told.value.field == "hetu"


def test_a_closed_case_gets_no_new_helper_and_no_guardian(cast):
    with as_actor(cast.a_katri):
        hand_over_all(cast.case, by=cast.a_katri)
        close(cast)
    for record in (named, guardian):
        with pytest.raises(Refused, match="Asia on päätetty"):
            record(cast)
    with as_actor(cast.a_katri):
        assert not Mandate.objects.exists()


def test_a_decision_that_is_still_to_come_makes_no_guardian(cast):
    with pytest.raises(Refused, match="tulevaisuudessa") as told:
        guardian(cast, decided_on=dates.today() + timedelta(days=1))
    assert told.value.field == "decided_on"


@pytest.mark.parametrize(("who", "about", "field"), [
    ("a_tuula", {}, ""), ("a_katri", {"reason": "made_up"}, "reason"), ("a_katri", {"way": "made_up"}, "way"),
    ("a_katri", {"said_on": dates.today() + timedelta(days=1)}, "said_on"),
])  # fmt: skip
def test_on_a_clients_behalf_only_a_worker_records_with_why_how_and_a_day_that_has_been(cast, who, about, field):
    by = getattr(cast, who)
    said = {"reason": "no_device", "way": "phone", "said_on": dates.today(), **about}
    with as_actor(by), pytest.raises(Refused) as told:
        note_on_behalf(case=cast.case, act=Act.CONSENT_WITHDRAWN, subject=cast.case.uuid, by=by, **said)
    assert told.value.field == field
    with as_actor(cast.a_katri):
        assert not OnBehalf.objects.exists()
