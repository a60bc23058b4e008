"""The client answers an agreement on the own pages; a helper only by the part `actions`; the coach sees it at once.

Guards against: an answer to a text that was changed meanwhile, a question that counts as an answer, somebody else's
answer told as the client's own, a helper who answers without the part, another client's agreement by its address.
Seen red: the number left out of `_newest`; `_goes_on` left out; the two policies of the part as they were.
"""

from uuid import uuid4

import pytest

from rinnalla import outbox
from rinnalla.cases.mandates.tests.test_mandates import acting_as, named
from rinnalla.employment import actions
from rinnalla.employment.support import agreeing, answering
from rinnalla.employment.support.models import AgreementAnswer, AgreementQuestion, WorkAgreement
from rinnalla.employment.support.tests.near import PARTS, answered, let, proposed, receiver, running
from rinnalla.employment.support.tests.test_agreements import changed, state
from rinnalla.employment.tests.coaching import fresh
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates, hetu
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
SISTER = hetu.parse("150160-9011")
KEY = "0d9ad3f2-4f4e-4c31-9a9e-6a6d0e9f0c11"


@pytest.fixture
def episode(cast):
    return running(cast)


@pytest.fixture
def row(cast, episode):
    employer = receiver(cast)
    let(cast, employer)
    return proposed(cast, episode, employer)


def said(cast, row, answer="approved", *, by=None, number=1, **more):
    actor = by or cast.a_tuula
    with as_actor(actor):
        return answering.answer_as_client(agreement=fresh(row), number=number, answer=answer, by=actor, **more)


def asked(cast, row, words="Kuka ohjaa minua?", *, by=None, number=1, **more):
    actor = by or cast.a_tuula
    with as_actor(actor):
        return answering.ask(agreement=fresh(row), number=number, words=words, by=actor, **more)


@pytest.mark.row("T-62", "V-78")
def test_the_clients_own_answer_brings_it_into_force_and_says_who_answered(cast, row):
    for party in ("employer", "unit"):
        answered(cast, row, party)
    given = said(cast, row)
    assert state(cast, row) == "in_force"
    assert (given.party, given.way, given.name, given.made_by_id) == ("client", "here", cast.tuula.name, cast.tuula.pk)
    with as_actor(cast.a_janne):
        assert Event.objects.filter(verb="employment.agreement_answered_here").count() == 1


def test_a_refusal_says_what_to_change_and_a_question_is_no_answer(cast, row):
    with pytest.raises(Refused, match="mitä pitäisi muuttaa"):
        said(cast, row, "refused")
    with pytest.raises(Refused, match="mitä haluat kysyä"):
        asked(cast, row, "  ")
    with pytest.raises(Refused, match="Valitse"):
        said(cast, row, "ehkä")
    first = asked(cast, row, key=KEY)
    assert asked(cast, row, key=KEY).pk == first.pk, "twice sent is once asked"
    assert state(cast, row) == "waiting"
    with as_actor(cast.a_janne):
        question = AgreementQuestion.objects.select_related("version__agreement__episode").get()
        with pytest.raises(Refused, match="vastaus asiakkaalle"):
            agreeing.reply(question=question, by=cast.a_janne, words=" ")
        agreeing.reply(question=question, by=cast.a_janne, words="Myymäläpäällikkö.")
        with pytest.raises(Refused, match="jo vastattu"):
            agreeing.reply(question=question, by=cast.a_janne, words="Joku muu.")
    said(cast, row, "refused", words="Lyhyempi päivä")
    assert state(cast, row) == "declined"


def test_answering_twice_or_after_the_end_or_an_old_text_is_told_calmly(cast, row, episode):
    said(cast, row, key=KEY)
    assert said(cast, row, key=KEY).answer == "approved"
    with pytest.raises(Refused, match="on jo kirjattu"):
        said(cast, row, "refused", words="Ei sittenkään")
    changed(cast, row)
    with pytest.raises(Conflict) as other:
        said(cast, row)
    assert other.value.current.number == 2, "the newest text comes with it"
    with pytest.raises(Conflict):
        asked(cast, row)
    said(cast, row, number=2)
    changed(cast, row)
    with as_actor(cast.a_janne):
        now = fresh(row)
        agreeing.end(agreement=now, version=now.version, by=cast.a_janne, on=dates.today(), why="Kauppa suljettiin")
    with pytest.raises(Refused, match="Sopimus on päättynyt"):
        said(cast, row, number=3)


def test_nothing_is_answered_after_the_coaching(cast, row, episode):
    with as_actor(cast.a_tuula):
        actions.stop_coaching(episode=fresh(episode), by=cast.a_tuula)
    with pytest.raises(Refused, match="Valmennus on päättynyt"):
        said(cast, row)


def test_whoever_records_by_word_of_mouth_still_may_and_never_as_the_clients_own_tap(cast, row):
    with pytest.raises(Refused, match="miten vastaus annettiin"):
        answered(cast, row, "client", way="here")
    with pytest.raises(Refused, match="miten vastaus annettiin"):
        answered(cast, row, "employer", way="here")
    assert answered(cast, row, "unit", way="here").way == "here"
    assert answered(cast, row, "client", way="phone", name="Tuula Rantanen").way == "phone"
    with pytest.raises(Refused, match="on jo kirjattu"):
        said(cast, row)
    with pytest.raises(Refused, match="vastaa tässä itse"):
        said(cast, row, by=cast.a_janne)


@pytest.mark.wall
@pytest.mark.row("T-62")
def test_a_helper_answers_by_the_part_actions_alone(cast, row):
    helper = acting_as(named(cast, ["actions"]))
    asked(cast, row, by=helper)
    given = said(cast, row, by=helper)
    assert (given.name, given.made_by_id) == ("Seppo Veli", helper.user_id)
    assert state(cast, row) == "waiting"


@pytest.mark.wall
@pytest.mark.parametrize("part", ["path", "meetings", "messages", "consents"])
def test_no_other_part_reaches_an_agreement_with_the_first_wall_down(cast, row, part):
    helper = acting_as(named(cast, [part]))
    with as_actor(helper):
        for model in (WorkAgreement, AgreementAnswer, AgreementQuestion):
            assert not model.objects.exists(), model
    with as_actor(cast.a_janne):
        found = WorkAgreement.objects.get()
    with as_actor(helper), pytest.raises((Refused, Exception)) as refused:
        answering.answer_as_client(agreement=found, number=1, answer="approved", by=helper)
    assert refused.value is not None
    with as_actor(cast.a_janne):
        assert not AgreementAnswer.objects.exists()


def test_the_coach_is_told_once_that_something_waits(cast, row):
    def promised():
        return outbox.models.Promise.objects.filter(name="cases.tell_user", args__contains=[cast.janne.pk]).count()

    before = promised()
    asked(cast, row, key=KEY)
    asked(cast, row, key=KEY)
    assert promised() == before + 1


# On the pages ---------------------------------------------------------------------------------------------------------


def mine(row):
    return f"/my/agreements/{row.uuid}/"


def form(answer, number=1, **more):
    return {"answer": answer, "words": "", "number": number, "form_key": str(uuid4()), **more}


@pytest.mark.row("T-62")
def test_from_the_own_pages_to_the_coachs_day_and_back(cast, row, episode, sign_in):
    tuula, janne = sign_in(cast.tuula), sign_in(cast.janne)
    assert "odottaa vastaustasi" in tuula.get("/my/").content.decode()
    page = tuula.get(mine(row)).content.decode()
    for text in ("Kokeilet työtä oikealla työpaikalla", "Hyllytys ja kassa", "Ei ole vielä vastannut", "Valmentajasi"):
        assert text in page, text
    wrong = tuula.post(mine(row), form("refused"))
    assert wrong.status_code == 422 and "Kerro, mitä pitäisi muuttaa" in wrong.content.decode()
    nothing = tuula.post(mine(row), {"form_key": str(uuid4()), "number": 1, "words": "Kuka ohjaa?"})
    assert nothing.status_code == 422 and "Kuka ohjaa?" in nothing.content.decode()
    assert tuula.post(mine(row), form("ask", words="Kuka ohjaa minua?")).status_code == 302
    day = janne.get("/coaching/").content.decode()
    assert "Kysyy sopimuksesta" in day and "Kuka ohjaa minua?" in day
    assert "Kuka ohjaa minua?" in janne.get(f"/cases/{cast.case.uuid}/coaching/").content.decode()
    with as_actor(cast.a_janne):
        question = AgreementQuestion.objects.get()
    here = f"/cases/{cast.case.uuid}/coaching/{episode.uuid}/support/"
    assert "Asiakas kysyy" in janne.get(here).content.decode()
    reply = f"{here}agreements/{row.uuid}/questions/{question.uuid}/"
    assert "Kuka ohjaa minua?" in janne.get(reply).content.decode()
    assert janne.post(reply, {"words": ""}).status_code == 422
    assert janne.post(reply, {"words": "Myymäläpäällikkö ohjaa."}).status_code == 302
    assert "Kysyy sopimuksesta" not in janne.get("/coaching/").content.decode()
    assert "Myymäläpäällikkö ohjaa." in tuula.get(mine(row)).content.decode()
    assert tuula.post(mine(row), form("refused", words="Lyhyempi päivä")).status_code == 302
    day = janne.get("/coaching/").content.decode()
    assert "Ei hyväksynyt sopimusta" in day and "Lyhyempi päivä" in day
    shown = janne.get(f"{here}agreements/{row.uuid}/").content.decode()
    assert "Ei hyväksynyt" in shown and "Tässä palvelussa" in shown


def test_a_changed_text_asks_anew_and_an_answer_to_the_old_one_is_told(cast, row, sign_in):
    tuula = sign_in(cast.tuula)
    assert tuula.post(mine(row), form("approved")).status_code == 302
    page = tuula.get(mine(row)).content.decode()
    assert "Vastauksesi on tallessa" in page and "Lähetä vastaus" not in page
    changed(cast, row)
    page = tuula.get(mine(row)).content.decode()
    assert "kysymme sinulta uudelleen" in page and "6 tuntia päivässä" in page and "Lähetä vastaus" in page
    late = tuula.post(mine(row), form("refused", words="Viisi tuntia on hyvä"))
    body = late.content.decode()
    assert late.status_code == 409 and "Sopimusta on muutettu. Lue uusi teksti" in body
    assert "Viisi tuntia on hyvä" in body and 'name="number" value="2"' in body
    assert tuula.post(mine(row), form("approved", number=2)).status_code == 302
    again = tuula.post(mine(row), form("refused", number=2, words="Ei"), follow=True)
    assert "Sinun ei tarvitse tehdä mitään" in again.content.decode()
    with as_actor(cast.a_janne):
        assert [one.answer for one in AgreementAnswer.objects.all()] == ["approved", "approved"]


def test_an_ended_agreement_is_read_and_no_longer_answered(cast, row, sign_in):
    with as_actor(cast.a_janne):
        agreeing.end(agreement=fresh(row), version=1, by=cast.a_janne, on=dates.today(), why="Kauppa suljettiin")
    tuula = sign_in(cast.tuula)
    late = tuula.post(mine(row), form("approved"), follow=True)
    assert late.status_code == 200 and "Sinun ei tarvitse vastata" in late.content.decode()
    with as_actor(cast.a_janne):
        assert not AgreementAnswer.objects.exists()


def test_a_helper_with_the_part_answers_and_the_client_sees_who_did(cast, row, sign_in):
    mandate = named(cast, ["actions"])
    helper = sign_in(mandate.user)
    assert "/my/agreements/" in helper.get("/my/").content.decode()
    assert "Hyllytys ja kassa" in helper.get(mine(row)).content.decode()
    assert helper.post(mine(row), form("approved")).status_code == 302
    assert "Hyväksyi" in sign_in(cast.tuula).get(mine(row)).content.decode()
    for closed in ("/my/proposals/", "/my/coaching/"):
        assert helper.get(closed).status_code == 403, closed
    other = sign_in(named(cast, ["messages"], name="Aino Sisko", hetu=SISTER).user)
    assert other.get(mine(row)).status_code == 403 and other.get("/my/agreements/").status_code == 403


def test_nobody_elses_agreement_opens_by_its_address(cast, row, sign_in):
    for user in (cast.janne, cast.katri, cast.petra):
        assert sign_in(user).get(mine(row)).status_code in (403, 404), user
    assert sign_in(cast.tuula).get(f"/my/agreements/{uuid4()}/").status_code == 404
    assert sign_in(None).get(mine(row)).status_code == 302


def test_the_page_is_said_in_easy_finnish_and_in_swedish(cast, row, sign_in):
    tuula = sign_in(cast.tuula)
    for language, text in (("fi-simple", "Sopimukset työstä"), ("sv", "Avtal om arbete"), ("en", "Agreements on work")):
        tuula.post("/language/", {"language": language, "next": "/"})
        assert text in tuula.get("/my/agreements/").content.decode(), language
        assert tuula.get(mine(row)).status_code == 200
    assert PARTS["tasks"] in tuula.get(mine(row)).content.decode()
