"""Two of the team answer one message at once: one contact is kept, the other is told.

Seen red: `settle` without the lock on the case.
"""

import pytest

from rinnalla.access.acting import acting
from rinnalla.cases.messages import actions
from rinnalla.cases.messages.models import Message
from rinnalla.cases.models import ContactNote
from rinnalla.cast import load_cast
from rinnalla.testing import at_once, refusals


@pytest.fixture
def live(live_db, django_db_blocker):
    """The cast in a database where threads meet."""
    with django_db_blocker.unblock():
        yield load_cast()


def test_two_answering_at_once_keep_one_contact(live):
    with acting(live.a_katri):
        message = actions.write(case=live.case, by=live.a_katri, text="Soittakaa", wants_call=True)
        before = ContactNote.objects.filter(case=live.case).count()

    def answer(_number: int) -> None:
        with acting(live.a_katri):
            one = Message.objects.select_related("case").get(pk=message.pk)
            actions.settle(message=one, by=live.a_katri, how="phone")

    assert len([one for one in refusals(at_once(answer, 4)) if one]) == 3
    with acting(live.a_katri):
        assert ContactNote.objects.filter(case=live.case).count() == before + 1
