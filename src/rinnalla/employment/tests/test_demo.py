"""The invented coachings live through whatever has happened to the service they stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import pytest

from rinnalla.access.actor import Actor
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.employment import demo
from rinnalla.employment.tests.coaching import consent, fresh, start
from rinnalla.lib import dates
from rinnalla.services.actions import interrupt_service
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@contextmanager
def at(day: date, actor: Actor, hour: int = 9) -> Iterator[Actor]:
    with dates.clock(datetime.combine(day, time(hour), dates.HELSINKI)), as_actor(actor):
        yield actor


def test_a_coaching_ends_no_earlier_than_its_service_broke_off(cast):
    """Seen red: the world of the size `region` stopped at a coaching that ended before its own break."""
    today = dates.today()
    offer_everything(cast.region, cast.jobs)
    with at(today - timedelta(days=200), cast.a_katri):
        consent(cast, cast.case)
        episode = start(cast)
    with at(today - timedelta(days=3), cast.a_katri):
        service = episode.service
        interrupt_service(
            episode=service, version=fresh(service).version, by=cast.a_katri, reason="health_reason",
            from_on=dates.today(), words="Selkä oireili.", support_offered="Soitto joka toinen päivä.",
        )
    demo.work(episode.pk, cast.a_janne, at, today, ends=True)
    with as_actor(cast.a_katri):
        assert fresh(episode).ended_on == today - timedelta(days=3)
