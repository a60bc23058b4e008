"""Two officers settle one alert at once: one finding stands and is counted, the others are told (B6).

Seen red: `settle` without the row's lock.
"""

import pytest

from rinnalla.access.acting import acting
from rinnalla.cast import load_cast
from rinnalla.eventlog.models import Event
from rinnalla.testing import at_once, refusals
from rinnalla.watch import actions
from rinnalla.watch.models import Alert
from rinnalla.watch.tests.test_alerts import actor, marked

THREADS = 6


@pytest.fixture
def live(live_db, django_db_blocker):
    """The cast in a database where threads meet, with an alert about Petra."""
    with django_db_blocker.unblock():
        cast = load_cast()
        marked(cast)
        yield cast, actions.look_at_marks()[0]


def test_many_settling_one_alert_leave_one_finding(live):
    _cast, alert_id = live
    officer = actor("rooli-data_protection_officer")

    def settle(number: int) -> None:
        with acting(officer):
            finding = ("helped_colleague", "no_reason")[number % 2]
            actions.settle(
                alert=Alert.objects.get(pk=alert_id), by=officer, finding=finding, words=f"Käsittelijä {number}."
            )

    told = refusals(at_once(settle, THREADS))
    assert told.count("") == 1 and all("jo tarkistettu" in text for text in told if text)
    with acting(officer):
        assert Event.objects.filter(verb="watch.settled").count() == 1
        kept = Alert.objects.get(pk=alert_id)
    assert kept.words == f"Käsittelijä {told.index('')}."
