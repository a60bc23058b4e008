"""An answer stays with the question it was typed for, and what is told outside with the body that owns the address.

Seen red: an answer that did not ask for which question it was typed; a kind of body nobody compared; free words drawn
for every reader; a unit number read whatever its length.
"""

import re

import pytest

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.referrals import outside, sheets
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Referral
from rinnalla.referrals.tests.replying import (
    CANARY,
    GIVEN,
    NO,
    ask,
    code_of,
    letters,
    proven,
    question_of,
    reply,
    secret_in,
)
from rinnalla.referrals.tests.world import send
from rinnalla.testing import as_actor

WORDS = "Hän kertoi selästään."


def _form_of(browser):
    page = browser.get("/reply/").content.decode()
    return re.search(r'name="question" value="([0-9a-f-]{36})"', page)[1]


def test_an_answer_typed_for_one_client_is_not_saved_on_another(cast, sign_in, sent):
    """One browser, two links of one mailbox: the form of the first is sent when the cookie stands for the second."""
    with as_actor(cast.a_timo):
        other = send(cast, who=Identity("Vilma", "Toinen", "040 555 0200"))
    first = ask(cast, sent)
    browser = proven(sign_in)
    drawn = _form_of(browser)
    second = ask(cast, other)
    browser.get("/reply/", {"k": secret_in(letters("Sinulta kysytään")[-1])})
    assert browser.post("/reply/proof/", {"code": code_of(browser)}).status_code == 302
    assert (drawn, _form_of(browser)) == (str(first.uuid), str(second.uuid))
    for given in (
        {**NO, "words": WORDS, "question": drawn}, {**NO, "words": WORDS}, {"words": WORDS, "question": drawn},
        {**NO, "words": WORDS, "question": "x"},
    ):
        page = browser.post("/reply/answer/", given)
        text = page.content.decode()
        assert page.status_code == 422 and "Avasit välillä toisen kysymyksen" in text and WORDS in text
        assert "Vilma" not in text and CANARY not in text
    assert f'value="{drawn}"' in browser.post("/reply/answer/", {**NO, "question": drawn}).content.decode()
    assert [question_of(cast, one).answered_at for one in (first, second)] == [None, None]
    assert reply(browser, second, NO).status_code == 302
    assert question_of(cast, first).answered_at is None and question_of(cast, second).answer == "not_us"


@pytest.mark.parametrize(("address", "kind", "owner"), [
    ("aino@keva.fi", "kela", "Keva. Valitse palveluksi Työeläkelaitos"),
    ("aino@keva.fi", "wellbeing_county", "Keva. Valitse palveluksi Työeläkelaitos"),
    ("aino@posti.kela.fi", "association", "Kansaneläkelaitos. Valitse palveluksi Kansaneläkelaitos"),
])
def test_the_ground_is_of_the_body_that_owns_the_address(cast, sign_in, sent, address, kind, owner):
    given = {**GIVEN, "address": address, "organisation_kind": kind}
    page = sign_in(cast.katri).post(f"/referrals/{sent.uuid}/outside/", given)
    text = page.content.decode()
    assert page.status_code == 422 and owner in text and address in text
    with as_actor(cast.a_katri):
        row = Referral.objects.visible_to(cast.a_katri).get(pk=sent.pk)
        with pytest.raises(Refused) as refused:
            outside.ask(referral=row, by=cast.a_katri, **given, consent_mode="written", consent_on=dates.today())
        assert refused.value.field == "organisation_kind" and not row.outside_questions.exists()


def test_the_free_words_of_an_answer_are_for_readers_of_health(cast, sign_in, sent):
    question = ask(cast, sent)
    assert reply(proven(sign_in), question, {**NO, "words": WORDS}).status_code == 302
    assert "health" not in cast.a_timo.field_groups()
    for reader, reads in ((cast.katri, True), (cast.timo, False)):
        page = sign_in(reader).get(f"/referrals/{sent.uuid}/").content.decode()
        assert "Emme ole oikea paikka" in page and (WORDS in page) == reads


def test_a_unit_of_too_many_digits_is_no_unit(cast):
    for key in ("9" * 5000, "9" * 19, "9" * 18):
        assert sheets.sheets_of(key) == []
