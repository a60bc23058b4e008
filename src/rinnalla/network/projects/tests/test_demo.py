"""The invented world has a project with clients, and people it contacted with every kind of outcome."""

import pytest

from rinnalla.lib import dates
from rinnalla.network.development.demo import develop
from rinnalla.network.projects.demo import MARKS, bring_in
from rinnalla.network.projects.models_clients import ContactedPerson, Participation
from rinnalla.network.projects.tests.near import ago, clients
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.mark.row("V-101", "I-23", "I-24")
def test_the_invented_world_has_a_project_with_clients_and_contacts(cast):
    """Guards against: a demo that skips the clients in silence."""
    develop(cast.region, [cast.a_katri])
    rows = clients(cast, 7)
    with as_actor(cast.a_katri):
        for case in rows:
            type(case).objects.filter(pk=case.pk).update(made_at=dates.start_of_day(ago(120)))
            case.refresh_from_db()
    bring_in(cast.region, [cast.a_katri], {cast.katri.pk: cast.a_katri}, rows, dates.today())
    with as_actor(cast.a_katri):
        assert Participation.objects.count() == 7 and Participation.objects.exclude(to_on=None).count() == 1
        assert ContactedPerson.objects.count() == len(MARKS)
        assert set(ContactedPerson.objects.values_list("outcome", flat=True)) == {"open", "joined", "not_joined"}
        assert {one.project.umbrella_id is not None for one in ContactedPerson.objects.all()} == {True}
