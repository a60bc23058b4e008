"""Fixtures of the room."""

import pytest

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import add_user, give_membership


@pytest.fixture
def coordinator_of(cast):
    """`coordinator_of(unit)` gives the actor of a new coordinator of that unit."""

    def make(unit, role="coordinator"):
        by = system("tests")
        with acting(by):
            user = add_user(by=by, username=f"{role}-{unit.key}", name=f"Uusi {unit.key}", email="uusi@example.org")
            return staff_actor(give_membership(by=by, user=user, unit=unit, role=role))

    return make
