"""Eight at once: one answer is written and the others are told; each of eight tries of a code is counted.

Seen red: an answer that did not look again under the lock; tries that were not counted.
"""

import re

import pytest
from django.core import mail

from rinnalla import outbox
from rinnalla.access.acting import acting
from rinnalla.cast import load_cast
from rinnalla.referrals import outside
from rinnalla.referrals import outside_reader as reader
from rinnalla.referrals.models import ReferralStep
from rinnalla.referrals.models_outside import OutsideLink, OutsideQuestion
from rinnalla.referrals.tests.world import send
from rinnalla.testing import at_once

THREADS = 8


def readers(act) -> list:
    """What `act(number)` gave to eight at once, each the reader without an account."""
    def run(number: int):
        with acting(reader.READER):
            return act(number)

    return at_once(run, THREADS)


@pytest.fixture(scope="module")
def asked(live_db, django_db_blocker):
    """A question with its link in the mail: the cast and the link's secret."""
    with django_db_blocker.unblock():
        cast = load_cast()
        mail.outbox = []
        with acting(cast.a_timo):
            row = send(cast)
        with acting(cast.a_katri):
            outside.ask(referral=row, by=cast.a_katri, organisation="Kela", organisation_kind="kela",
                        address="aino.outo@kela.fi")
        outbox.run_pending(strict=True)
        return cast, re.search(r"\?k=(\S+)", mail.outbox[-1].body)[1]


@pytest.fixture
def unblocked(asked, django_db_blocker):
    with django_db_blocker.unblock():
        yield asked


def code_in_mail(key: reader.Held) -> str:
    mail.outbox = []
    with acting(reader.READER):
        assert reader.ask_code(key) == "sent"
    outbox.run_pending(strict=True)
    return re.search(r"\d{4} \d{4}", mail.outbox[-1].body)[0].replace(" ", "")


def test_tries_at_once_are_all_counted(unblocked):
    cast, secret = unblocked
    key = reader.Held(link=reader.digest(secret))
    right = code_in_mail(key)
    told = readers(lambda number: reader.prove(key, f"{(int(right) + 1 + number) % 10**8:08d}")[0])
    assert sorted(told) == ["stopped"] * (THREADS - 4) + ["wrong"] * 4
    with acting(cast.a_katri):
        assert OutsideLink.objects.get().code_tries == 5


def test_of_eight_answers_at_once_one_is_kept(unblocked):
    cast, secret = unblocked
    key = reader.Held(link=reader.digest(secret))
    code = code_in_mail(key)
    with acting(reader.READER):
        _told, proof = reader.prove(key, code)
        reading = reader.Held(proof=reader.digest(proof))
        given = {"question": reader.read(reading).question_uuid, "answer": "needs_more"}
    told = readers(lambda number: reader.answer(reading, **given, words=f"Viesti {number}"))
    assert sorted(told) == ["answered"] * (THREADS - 1) + ["written"]
    with acting(cast.a_katri):
        assert OutsideQuestion.objects.get().told["words"] == f"Viesti {told.index('written')}"
        assert ReferralStep.objects.filter(outcome="outside_answered").count() == 1
