"""Shared by the tests of the whole house."""

import pytest
from django.test import Client

from rinnalla.testing import clear_wall
from tests.world import World, build


@pytest.fixture(scope="module")
def world(live_db) -> World:
    """A clone for the module with two clients, a row of everything of each, and somebody in every relation."""
    return build()


class Browser(Client):
    """The wall forgets who acted before every request, as between two requests of a pool."""

    def request(self, **request):
        clear_wall()
        return super().request(**request)


@pytest.fixture
def browser(db):
    """`browser(user)`: somebody's browser with a fresh session."""
    from tests.asking import signed_in

    return lambda user=None, **options: signed_in(Browser(**{"raise_request_exception": False, **options}), user)
