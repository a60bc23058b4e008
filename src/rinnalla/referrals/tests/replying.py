"""What the tests of questions by link share: asking, the mailed link and code, and what the reader sees."""

import re

from django.core import mail

from rinnalla import outbox
from rinnalla.referrals import outside
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Referral
from rinnalla.referrals.models_outside import OutsideQuestion
from rinnalla.testing import as_actor

CANARY = "Kanervatar"
WHO = Identity("Oskari", CANARY, "040 555 0199")
ADDRESS = "aino.outo@kela.fi"
GIVEN = {"organisation": "Kelan kuntoutus", "organisation_kind": "kela", "address": ADDRESS, "language": "fi"}
YES = {"answer": "takes", "contact_name": "Aino Outo", "contact_phone": "06 218 4477"}
NO = {"answer": "not_us", "reason": "wrong_service", "next_service": "Työpaja"}


def ask(cast, row, **more):
    """Katri's unit asks; what was promised is done, so that the mail is there."""
    with as_actor(cast.a_katri):
        one = Referral.objects.visible_to(cast.a_katri).get(pk=row.pk)
        question = outside.ask(referral=one, by=cast.a_katri, **{**GIVEN, **more})
    work()
    return question


def work():
    outbox.run_pending(strict=True)


def secret_in(message):
    return re.search(r"\?k=([A-Za-z0-9_-]{43})\b", message.body)[1]


def letters(subject, address=ADDRESS):
    return [one for one in mail.outbox if one.to == [address] and subject in one.subject]


def opened(sign_in, secret=None):
    """A browser that has followed the mailed link."""
    browser = sign_in()
    answer = browser.get("/reply/", {"k": secret or secret_in(letters("Sinulta kysytään")[-1])})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/reply/")
    return browser


def code_of(browser):
    assert browser.post("/reply/code/").status_code == 302
    work()
    return re.search(r"\d{4} \d{4}", letters("Koodi")[-1].body)[0]


def proven(sign_in, secret=None):
    """A browser whose reader has typed the code from the mail."""
    browser = opened(sign_in, secret)
    assert browser.post("/reply/proof/", {"code": code_of(browser)}).status_code == 302
    return browser


def reply(browser, question, given):
    """The answer, from the form that was drawn for this question."""
    return browser.post("/reply/answer/", {**given, "question": question.uuid})


def seen(browser):
    return CANARY in browser.get("/reply/").content.decode()


def question_of(cast, row):
    with as_actor(cast.a_katri):
        return OutsideQuestion.objects.prefetch_related("links").select_related("referral").get(pk=row.pk)
