"""One timeline of the client's whole situation, whoever wrote what (C-10)."""

from datetime import timedelta

import pytest

from rinnalla.cases import actions as cases
from rinnalla.lib import dates
from rinnalla.services import actions as services
from rinnalla.testing import as_actor


@pytest.mark.row("C-10")
def test_contacts_and_services_of_different_bodies_stand_on_one_timeline_in_order(cast, sign_in):
    today = dates.today()
    with as_actor(cast.a_katri):
        cases.note_contact(
            case=cast.case, by=cast.a_katri, on=today - timedelta(days=9), channel="phone", subject="Ensimmäinen soitto"
        )
        episode = services.plan_service(
            case=cast.case, by=cast.a_katri, own_name="Kuntoryhmä", organiser=cast.coaching, field_group="basics"
        )
        services.start_service(episode=episode, version=1, by=cast.a_katri, on=today - timedelta(days=3))
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/").content.decode()
    trail = page[page.index('id="h-path"'):].partition("</section>")[0]
    told = [trail.rindex(what) for what in ("Ensimmäinen soitto", "Kuntoryhmä", "Nyt:")]
    assert told == sorted(told) and "Askel ry" in trail
