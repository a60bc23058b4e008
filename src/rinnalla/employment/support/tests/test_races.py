"""Two at once at one agreement: parties that answer together, a coach who changes it meanwhile, a button pressed twice.

Guards against: two answers of one party, an answer to a text that nobody reads any more, a version made twice.
Seen red: `locked` left out of `_held` and of `answer`: the table's own rule broke instead of a word.
"""

from uuid import uuid4

import pytest
from django.db import transaction

from rinnalla.access.acting import acting
from rinnalla.cast import load_cast
from rinnalla.employment.support import agreeing, answering
from rinnalla.employment.support.models import (
    PARTIES,
    AgreementAnswer,
    AgreementQuestion,
    AgreementVersion,
    WorkAgreement,
)
from rinnalla.employment.support.tests.near import PARTS, let, proposed, receiver, running
from rinnalla.employment.tests.coaching import fresh
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.testing import at_once, refusals

THREADS = 6


@pytest.fixture(scope="module")
def live(live_db, django_db_blocker):
    """The cast with a coaching and an employer that may know, in a database where threads meet."""
    with django_db_blocker.unblock():
        cast = load_cast()
        with transaction.atomic():
            episode, employer = running(cast), receiver(cast)
            let(cast, employer)
        yield cast, episode, employer


@pytest.fixture
def row(live, django_db_blocker):
    cast, episode, employer = live
    with django_db_blocker.unblock(), transaction.atomic():
        return proposed(cast, episode, employer)


def by_client(cast, row, number=1, **more):
    with acting(cast.a_tuula):
        try:
            return answering.answer_as_client(
                agreement=fresh(row), number=number, answer="approved", by=cast.a_tuula, **more
            )
        except Conflict:
            return None


def recorded(cast, row, party, number=1):
    with acting(cast.a_janne):
        return agreeing.answer(
            agreement=fresh(row), number=number, party=party, answer="approved", by=cast.a_janne, on=dates.today(),
            name="Meri Ruoho", way="paper",
        )


def change(cast, row):
    with acting(cast.a_janne):
        now = fresh(row)
        try:
            return agreeing.change(
                agreement=now, version=1, by=cast.a_janne, parts={**PARTS, "hours": "6"}, starts_on=dates.today()
            )
        except Conflict:
            return None


def answers(cast, row):
    with acting(cast.a_janne):
        rows = AgreementAnswer.objects.filter(version__agreement=row)
        return sorted(rows.values_list("version__number", "party"))


def test_three_parties_answer_in_the_same_moment_and_it_is_in_force(live, row):
    cast = live[0]
    acts = [lambda: by_client(cast, row), lambda: recorded(cast, row, "employer"), lambda: recorded(cast, row, "unit")]
    assert refusals(at_once(lambda number: acts[number](), 3)) == [""] * 3
    assert answers(cast, row) == sorted((1, one) for one in PARTIES)
    with acting(cast.a_janne):
        assert WorkAgreement.objects.prefetch_related("versions__answers").get(pk=row.pk).state == "in_force"


def test_the_client_and_the_coach_for_the_client_answer_together_and_one_answer_stands(live, row):
    cast = live[0]
    told = refusals(
        at_once(lambda n: by_client(cast, row) if n % 2 else recorded(cast, row, "client"), THREADS)
    )
    assert told.count("") == 1 and answers(cast, row) == [(1, "client")]
    assert all("jo" in text for text in told if text), told


def test_one_tap_sent_many_times_is_one_answer_and_one_question(live, row):
    cast, key, other = live[0], uuid4(), uuid4()
    made = at_once(lambda _n: by_client(cast, row, key=key).pk, THREADS)
    assert len(set(made)) == 1 and answers(cast, row) == [(1, "client")]

    def ask(_number):
        with acting(cast.a_tuula):
            return answering.ask(agreement=fresh(row), number=1, by=cast.a_tuula, words="Kuka?", key=other).pk

    assert len(set(at_once(ask, THREADS))) == 1
    with acting(cast.a_tuula):
        assert AgreementQuestion.objects.filter(version__agreement=row).count() == 1


def test_a_change_and_an_answer_together_leave_no_answer_on_a_text_that_was_replaced_first(live, row):
    """Either the answer came first, to the first text, or the change did and the client is told of it."""
    cast = live[0]
    given = at_once(lambda n: change(cast, row) if n == 0 else by_client(cast, row), 2)
    assert refusals(given) == ["", ""]
    with acting(cast.a_janne):
        newest = AgreementVersion.objects.get(agreement=row, number=2)
        first = AgreementAnswer.objects.select_related("version").filter(version__agreement=row).first()
        assert WorkAgreement.objects.prefetch_related("versions__answers").get(pk=row.pk).state == "waiting"
    assert (first is None) == (given[1] is None)
    if first:
        assert first.version.number == 1 and first.pk == given[1].pk and first.version_id != newest.pk
    assert by_client(cast, row, number=2).version_id == newest.pk


def test_two_coaches_change_it_together_and_one_text_stands(live, row):
    cast = live[0]
    given = at_once(lambda _n: change(cast, row), THREADS)
    assert sum(one is not None for one in given) == 1
    with acting(cast.a_janne):
        assert AgreementVersion.objects.filter(agreement=row).count() == 2
