"""Nobody can tell from the rows themselves who wrote which anonymous answer, not even who owns the database.

What is committed together shares a transaction's number (`xmin`), and rows lie in the order they came: the request that
is marked answered would lead to the answer. The nightly mixing writes the answers anew in a drawn order.
"""

import pytest
from django.db import connections

from rinnalla.access.acting import acting
from rinnalla.cast import load_cast
from rinnalla.feedback import actions, jobs
from rinnalla.feedback.tests.told import client

NUMBERS = range(1, 5)


@pytest.fixture(scope="module")
def live(live_db, django_db_blocker):
    with django_db_blocker.unblock():
        yield load_cast()
        connections.close_all()


def owner(sql: str) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def told(cast, number: int) -> None:
    """A client's answer, in transactions of its own as over the web."""
    with acting(cast.a_katri):
        case, actor = client(cast, number)
    with acting(cast.a_katri):
        request = actions.ask(case=case, moment="mid", by=cast.a_katri)
    with acting(actor):
        actions.answer(request=request, by=actor, marks={"satisfaction": number}, words=f"Sanat {number}")


@pytest.mark.wall
def test_the_nightly_mixing_cuts_the_last_thread_to_the_request(live):
    """The first half is the power check: before the mixing each answer shares its transaction with its request."""
    for number in NUMBERS:
        told(live, number)
    answered = "select xmin::text from feedback_feedbackrequest where answered_in is not null"
    requests = {xmin for (xmin,) in owner(answered)}
    for table in ("feedback_anonymousmarks", "feedback_anonymouswords"):
        before = {xmin for (xmin,) in owner(f"select xmin::text from {table}")}
        assert len(before) == len(NUMBERS) and before <= requests
    jobs.mix()
    for table in ("feedback_anonymousmarks", "feedback_anonymouswords"):
        after = {xmin for (xmin,) in owner(f"select xmin::text from {table}")}
        assert len(after) == 1 and not after & requests
    marks = owner("select (marks ->> 'satisfaction')::int from feedback_anonymousmarks order by 1")
    assert marks == [(number,) for number in NUMBERS]
    assert {words for (words,) in owner("select words from feedback_anonymouswords")} == {
        f"Sanat {number}" for number in NUMBERS
    }
