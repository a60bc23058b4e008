"""Acting for somebody outside a request: demo, import, jobs and the tests' set-up go through the same walls."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from rinnalla.access.actor import JOB, Actor
from rinnalla.access.middleware import actor_of
from rinnalla.access.models import Membership
from rinnalla.access.walls import actor_settings


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """One transaction in which the wall knows the actor."""
    with transaction.atomic():
        actor_settings(actor)
        yield actor


def staff_actor(membership: Membership, *, kind: str = "staff") -> Actor:
    """The actor of a membership (its user, unit and organisation are read)."""
    return actor_of(membership.user, membership, kind=kind)


def system(purpose: str, case_ids: tuple[int, ...] = ()) -> Actor:
    """A named system purpose, bound to the cases in its arguments."""
    return Actor(kind=JOB, purpose=purpose, case_ids=case_ids)
