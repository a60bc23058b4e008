"""The invented world has one of everything here: what the looks and the walks lean on (T-38, E-34, F-07, F-09)."""

import pytest

from rinnalla.lib import dates
from rinnalla.network.contacts.models import CooperationContact
from rinnalla.network.development.demo import MODELS, develop
from rinnalla.network.development.models import CARRIED_ON, NOT_DONE, Development, SuccessStory
from rinnalla.network.partners.models import LATE, Partner
from rinnalla.network.partnerships.models import Partnership
from rinnalla.network.projects.ends import open_ends
from rinnalla.network.projects.models import Project
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.mark.row("T-38", "E-34", "F-07", "F-09")
def test_the_invented_world_has_three_models_piloted_and_everything_around_them(cast):
    """Guards against: a demo that skips a register in silence."""
    develop(cast.region, [cast.a_katri])
    with as_actor(cast.a_katri):
        carried = Development.objects.filter(state=CARRIED_ON)
        assert {one.model_key for one in carried} == {model for model, _title, _found in MODELS}
        assert all(one.groups and one.findings and one.heir_id for one in carried)
        assert Development.objects.get(state=NOT_DONE).title == "Alihankintamalli"
        assert CooperationContact.objects.held().filter(kind="meeting").count() == 13
        vates = Partner.objects.get(name="Vates-säätiö")
        states = [one.contact.state for one in vates.parts.filter(contact__kind="event").order_by("contact__on")]
        assert states == ["held", "held", "planned"]
        turns = Partnership.objects.get(name="Yritysten yhteiskuntavastuu").chairs()
        assert turns[0] and turns[1] and turns[1].from_on > dates.today()
        running = Project.objects.get(umbrella__isnull=False)
        assert [one.kind for one in open_ends(running)] == ["result", "contact"]
        late = [one for one in Partner.objects.with_last() if one.rhythm == LATE]
        assert late and len(late) < Partner.objects.count()
        assert SuccessStory.objects.filter(published_at__isnull=False).count() == 1
