"""Two of the team answer one message at once: one contact is kept, the other is told.

Seen red: `settle` without the lock on the case.
"""

import threading

import pytest
from django.db import connection

from rinnalla.access.acting import acting
from rinnalla.cases.messages import actions
from rinnalla.cases.messages.models import Message
from rinnalla.cases.models import ContactNote
from rinnalla.cast import load_cast
from rinnalla.lib.errors import Refused


@pytest.fixture
def live(live_db, django_db_blocker):
    """The cast in a database where threads meet."""
    with django_db_blocker.unblock():
        yield load_cast()


def test_two_answering_at_once_keep_one_contact(live):
    with acting(live.a_katri):
        message = actions.write(case=live.case, by=live.a_katri, text="Soittakaa", wants_call=True)
        before = ContactNote.objects.filter(case=live.case).count()
    gate, refused, failed = threading.Barrier(4), [], []

    def answer() -> None:
        try:
            gate.wait(20)
            with acting(live.a_katri):
                one = Message.objects.select_related("case").get(pk=message.pk)
                actions.settle(message=one, by=live.a_katri, how="phone")
        except Refused:
            refused.append(1)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer) for _each in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert not failed, failed
    assert len(refused) == 3
    with acting(live.a_katri):
        assert ContactNote.objects.filter(case=live.case).count() == before + 1
