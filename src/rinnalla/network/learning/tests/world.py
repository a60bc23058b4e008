"""Trainings for the tests, by the actions people use."""

from datetime import datetime, time, timedelta

from rinnalla.lib import dates
from rinnalla.network.learning import actions
from rinnalla.network.learning.actions import Planned
from rinnalla.network.learning.seats import actions as seats
from rinnalla.testing import as_actor

TODAY = dates.today()


def planned(days=20, hours=6, **more):
    """What is told of a training so many days from today, from nine o'clock."""
    starts = datetime.combine(TODAY + timedelta(days=days), time(9), dates.HELSINKI)
    told = {
        "kind": "training", "title": "Työkyvyn tuki", "about": "", "areas": ["recognising"], "topics": [],
        "audiences": ["employment"], "organiser": "own", "partner": "", "where": "Sali", "places": None,
        "sign_up_by": (starts - timedelta(days=1)).date(),
    } | more  # fmt: skip
    return Planned(starts_at=starts, ends_at=starts + timedelta(hours=hours), **told)


def plan(cast, part=None, **told):
    """A training of Katri's unit."""
    with as_actor(cast.a_katri):
        return actions.plan_training(by=cast.a_katri, planned=planned(**told), part=part)


def held(cast, came, absent=(), part=None, before=None, **told):
    """A training held ten days ago, to which some came and some did not; `before` is called while it lies ahead."""
    with dates.clock(datetime.combine(TODAY - timedelta(days=20), time(12), dates.HELSINKI)):
        one = plan(cast, part=part, days=-10, **told)
        for name in (*came, *absent):
            actor = cast.actor(name)
            with as_actor(actor):
                seats.sign_up(training=one, by=actor)
        if before:
            before(one)
    with as_actor(cast.a_katri):
        rows = {row.user.username: row.uuid for row in one.seats.select_related("user")}
        seats.note_attendance(training=one, by=cast.a_katri, came=[rows[name] for name in came])
    return one
