"""The open world with its canaries, made anew for each test, and what the program logs meanwhile."""

import logging
from collections.abc import Iterator
from functools import partial

import pytest
from django.db import connections

from rinnalla.access import allow
from tests.canaries.life import Kept, Life
from tests.canaries.planting import plant
from tests.world import World, build


@pytest.fixture
def life(own_db, django_db_blocker, monkeypatch) -> Iterator[Life]:
    from rinnalla.cast import build_cast

    kept, root = Kept(), logging.getLogger()
    with django_db_blocker.unblock():
        build_cast()
        world: World = build()
        one = Life(world, plant(world), kept)
        monkeypatch.setattr(allow, "log_access", partial(one.note_line, allow.log_access))
        root.addHandler(kept)
        yield one
        root.removeHandler(kept)
        connections.close_all()
