"""Two at once: one helper named twice, and a mandate ended from both sides, stand once (E1).

Seen red: `_give` without the lock on the case broke on the table's own rule instead of telling it.
"""

from uuid import uuid4

import pytest

from rinnalla.access.acting import acting
from rinnalla.cases.mandates import actions
from rinnalla.cases.mandates.models import Mandate
from rinnalla.cast import load_cast
from rinnalla.eventlog.models import Event
from rinnalla.lib import hetu
from rinnalla.testing import at_once, refusals

CODE, THREADS = "131052-900W", 8


@pytest.fixture(scope="module")
def live(live_db, django_db_blocker):
    """The cast in a database where threads meet."""
    with django_db_blocker.unblock():
        yield load_cast()


def name_helper(cast, key=None) -> Mandate:
    with acting(cast.a_tuula):
        return actions.give_mandate(
            case=cast.case, by=cast.a_tuula, name="Seppo Veli", hetu=hetu.parse(CODE), parts=["messages"], key=key
        )


def test_a_helper_named_from_many_windows_acts_once_and_ends_once(live):
    told = refusals(at_once(lambda _number: name_helper(live), THREADS))
    assert told.count("") == 1 and all("jo tehtävä" in text for text in told if text)
    with acting(live.a_tuula):
        mandate = Mandate.objects.get()

    def end(number: int) -> None:
        with acting(live.a_tuula):
            actions.end_mandate(mandate=mandate, by=live.a_tuula)

    assert refusals(at_once(end, THREADS)) == [""] * THREADS
    with acting(live.a_katri):
        assert Event.objects.filter(verb="cases.mandate_ended").count() == 1
        assert Event.objects.filter(verb="cases.mandate_given").count() == 1


def test_one_sending_pressed_many_times_is_one_mandate(live):
    key = uuid4()
    made = at_once(lambda _number: name_helper(live, key).pk, THREADS)
    assert len(set(made)) == 1
    with acting(live.a_tuula):
        assert Mandate.objects.filter(form_key=key).count() == 1
