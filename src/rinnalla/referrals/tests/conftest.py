"""Fixtures of the room."""

import pytest

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.referrals.tests.replying import WHO
from rinnalla.referrals.tests.world import send
from rinnalla.testing import as_actor


@pytest.fixture
def coordinator_of(cast):
    """`coordinator_of(unit)` gives the actor of a new coordinator of that unit."""

    def make(unit, role="coordinator"):
        by = system("tests")
        with acting(by):
            user = add_user(by=by, username=f"{role}-{unit.key}", name=f"Uusi {unit.key}", email="uusi@example.org")
            return staff_actor(give_membership(by=by, user=user, unit=unit, role=role))

    return make


@pytest.fixture
def sent(cast):
    """A referral of Oskari, sent by Timo; about whom a service outside is asked by link."""
    with as_actor(cast.a_timo):
        return send(cast, who=WHO)
