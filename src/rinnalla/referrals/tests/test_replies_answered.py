"""What becomes of a question by link: it dies with its time, its ground and its referral; it is answered once; it
leaves its line; and nothing of it is reached past the walls.

Seen red: a link one second too long; a resend that left the old link alive; a question open after it was taken back,
after the referral was settled or moved, after its ground ended; readings without a line; silence told at each round; a
table without its wall, and the worker's functions open to the reader.
"""

from datetime import timedelta

import pytest
from django.db import connection

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user
from rinnalla.access.models import User
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.outbox.models import Promise
from rinnalla.referrals import following, outside, triage
from rinnalla.referrals import outside_reader as reader
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Referral, ReferralStep
from rinnalla.referrals.models_outside import OutsideLink, OutsideQuestion
from rinnalla.referrals.tests.replying import (
    CANARY,
    NO,
    WHO,
    YES,
    ask,
    code_of,
    letters,
    opened,
    proven,
    question_of,
    reply,
    secret_in,
    seen,
    work,
)
from rinnalla.referrals.tests.world import send
from rinnalla.testing import as_actor

# A link opens its own question, and dies -----------------------------------------------------------------------------


def test_a_link_of_one_referral_opens_nothing_of_another(cast, sign_in, sent):
    with as_actor(cast.a_timo):
        other = send(cast, who=Identity("Vilma", "Toinen", "040 555 0200"), sender_name="Toinen")
    first = ask(cast, sent)
    ask(cast, other, address="toinen@kela.fi")
    link = secret_in(letters("Sinulta kysytään")[0])
    browser = proven(sign_in, link)
    text = browser.get("/reply/").content.decode()
    assert CANARY in text and "Vilma" not in text
    there = opened(sign_in, secret_in(letters("Sinulta kysytään", "toinen@kela.fi")[0]))
    code = code_of(opened(sign_in, link))  # a code of the first question, typed into the second one
    assert there.post("/reply/proof/", {"code": code}).status_code == 422
    assert first.pk != question_of(cast, first).pk + 1


def test_the_link_ends_at_its_second(cast, sign_in, sent):
    question = ask(cast, sent)
    browser, reading = opened(sign_in), proven(sign_in)
    with dates.clock(question.expires_at - timedelta(seconds=1)):
        assert browser.get("/reply/").status_code == 200
    with dates.clock(question.expires_at):
        answer = browser.get("/reply/")
        assert answer.status_code == 410 and "Linkki on vanhentunut" in answer.content.decode()
        assert "06 218 4410" in answer.content.decode()  # the unit's phone
        assert browser.post("/reply/code/").status_code == 410 and not seen(reading)


def test_a_resend_kills_the_link_before_it_at_once(cast, sign_in, sent):
    question = question_of(cast, ask(cast, sent))
    first = secret_in(letters("Sinulta kysytään")[0])
    reading = proven(sign_in, first)
    with as_actor(cast.a_katri):
        outside.resend(question=question, version=question.version, by=cast.a_katri)
    assert not seen(reading)
    assert "Linkki on vaihtunut" in opened(sign_in, first).get("/reply/").content.decode()
    work()
    second = secret_in(letters("Sinulta kysytään")[-1])
    assert second != first and seen(proven(sign_in, second))
    assert "Linkki on vaihtunut" in opened(sign_in, first).get("/reply/").content.decode()


@pytest.mark.parametrize("why", ["not_needed", "consent_withdrawn", "wrong_address"])
def test_taking_back_closes_at_once(cast, sign_in, sent, why):
    question = question_of(cast, ask(cast, sent))
    reading = proven(sign_in)
    address = f"/referrals/{sent.uuid}/outside/{question.uuid}/withdrawal/"
    katri = sign_in(cast.katri)
    assert katri.get(address).status_code == 200
    assert katri.post(address, {"version": question.version, "why": "muuten vain"}).status_code == 422
    assert katri.post(address, {"version": question.version, "why": why}).status_code == 302
    assert not seen(reading)
    assert reply(reading, question, {**YES, "first_free_on": "1.1.2030"}).status_code == 410
    page = reading.get("/reply/")
    assert page.status_code == 410 and "Kysymys on peruttu" in page.content.decode()


@pytest.mark.parametrize("act", ["withdraw", "accept", "pass_on"])
def test_what_settles_the_referral_closes_the_link(cast, sign_in, sent, act):
    question = ask(cast, sent)
    reading = proven(sign_in)
    by = cast.a_timo if act == "withdraw" else cast.a_katri
    with as_actor(by):
        row = Referral.objects.visible_to(by).get(pk=sent.pk)
        {
            "withdraw": lambda: following.withdraw(referral=row, version=1, by=by, words="Väärä."),
            "accept": lambda: triage.accept(referral=row, version=1, by=by),
            "pass_on": lambda: triage.pass_on(referral=row, version=1, by=by, unit=cast.jobs, words="Heille."),
        }[act]()
    assert not seen(reading) and reading.get("/reply/").status_code == 410
    if act == "pass_on":
        with as_actor(cast.a_katri):
            assert not OutsideQuestion.objects.filter(pk=question.pk).exists()  # it went along, behind the other's wall


def test_a_ground_that_ended_shows_nothing(cast, sign_in, sent, monkeypatch):
    ask(cast, sent)
    reading = proven(sign_in)
    monkeypatch.setattr(reader, "_stands", lambda ground: False)
    assert not seen(reading) and "Laki ei enää anna lupaa" in reading.get("/reply/").content.decode()


# Answering ------------------------------------------------------------------------------------------------------------


def test_the_answer_lands_and_is_settled_in_one_act(cast, sign_in, sent):
    question = ask(cast, sent)
    browser = proven(sign_in)
    free = dates.d(dates.today() + timedelta(days=3))
    assert reply(browser, question, {**YES, "first_free_on": free, "words": "Tervetuloa."}).status_code == 302
    page = browser.get("/reply/").content.decode()
    assert "Vastaus on perillä" in page and "ei tallennettu" not in page and not seen(browser)
    told = {(one.name, one.args[0]) for one in Promise.objects.all()}
    assert ("referrals.tell_unit", cast.team.pk) in told and ("referrals.tell_user", cast.timo.pk) in told
    katri = sign_in(cast.katri)
    page = katri.get(f"/referrals/{sent.uuid}/").content.decode()
    assert all(one in page for one in ("Otamme asiakkaan vastaan", "Aino Outo", "06 218 4477", free, "Tervetuloa."))
    assert "Palvelu vastasi" in page
    now = question_of(cast, question)
    confirmation = f"/referrals/{sent.uuid}/outside/{question.uuid}/confirmation/"
    assert katri.post(confirmation, {"version": now.version - 1}).status_code == 409
    assert katri.post(confirmation, {"version": now.version}).status_code == 302
    with as_actor(cast.a_katri):
        row = Referral.objects.visible_to(cast.a_katri).get(pk=sent.pk)
        assert row.state == "waiting" and row.version == 1  # its own state changes by its own acts alone
        kept = [one.outcome for one in ReferralStep.objects.filter(referral=row).order_by("pk")]
        assert kept == ["sent", "outside_asked", "outside_answered", "outside_ended"]
        assert row.allows("ask_outside", cast.a_katri)


@pytest.mark.parametrize(("given", "field"), [
    ({}, "answer"), ({"answer": "takes"}, "contact_name"), ({**YES}, "first_free_on"),
    ({**YES, "first_free_on": "1.1.2020"}, "first_free_on"), ({"answer": "needs_more"}, "words"),
    ({"answer": "not_us"}, "reason"), ({**NO, "next_service": ""}, "next_service"), ({**NO, "reason": "x"}, "reason"),
])
def test_an_answer_that_lacks_something_is_told_what_and_keeps_the_rest(cast, sign_in, sent, given, field):
    question = ask(cast, sent)
    browser = proven(sign_in)
    page = reply(browser, question, given)
    text = page.content.decode()
    assert page.status_code == 422 and f'id="id_{field}' in text and "Korjaa ensin nämä" in text and CANARY in text
    assert all(value in text for value in given.values() if value != "x")


@pytest.mark.row("V-06")
def test_no_is_told_with_a_reason_and_who_might_help(cast, sign_in, sent):
    question = ask(cast, sent)
    assert reply(proven(sign_in), question, NO).status_code == 302
    page = sign_in(cast.katri).get(f"/referrals/{sent.uuid}/").content.decode()
    assert all(one in page for one in ("Emme ole oikea paikka", "Toinen palvelu sopii paremmin", "Työpaja"))


def test_a_second_answer_writes_nothing_and_says_so(cast, sign_in, sent):
    question = ask(cast, sent)
    browser = proven(sign_in)
    assert reply(browser, question, NO).status_code == 302
    again = reply(browser, question, {"answer": "needs_more", "words": "Mitä?"})
    assert again.status_code == 409 and "Uutta vastausta ei tallennettu" in again.content.decode()
    assert question_of(cast, question).answer == "not_us"


# Silence, the log -----------------------------------------------------------------------------------------------------


def test_silence_past_the_day_is_told_to_the_unit_once(cast, sign_in, sent):
    question = ask(cast, sent)
    with as_actor(cast.a_katri):
        triage.contact(referral=Referral.objects.get(pk=sent.pk), version=1, by=cast.a_katri)
    before = Promise.objects.filter(name="referrals.tell_unit").count()
    for moment, told in ((question.expires_at - timedelta(seconds=1), 0), (question.expires_at, 1), (None, 1)):
        with dates.clock(moment or question.expires_at + timedelta(days=1)):
            following.follow_silence()
            assert Promise.objects.filter(name="referrals.tell_unit").count() == before + told
    with dates.clock(question.expires_at):
        page = sign_in(cast.katri).get(f"/referrals/{sent.uuid}/").content.decode()
    assert "Palvelu ei vastannut ajoissa" in page and "Ei vastausta: aika päättyi" in page


def test_without_the_log_there_is_no_answer(cast, sign_in, sent, monkeypatch):
    ask(cast, sent)
    browser = proven(sign_in)
    assert seen(browser)
    monkeypatch.setattr("rinnalla.access.allow.log_access", _broken)
    with pytest.raises(RuntimeError):
        browser.get("/reply/")


def _broken(**line):
    raise RuntimeError("the log is not there")


def _own_log(sign_in, case):
    """The client's own page of who has looked, as the client of a case."""
    user = User.objects.filter(person_id=case.person_id).first()
    if user is None:
        with acting(system("tests")):
            user = add_user(by=system("tests"), username="oskari", name="Oskari", person_id=case.person_id)
    return sign_in(user).get("/my/log/").content.decode()


def test_the_client_sees_who_looked_and_what(cast, sign_in):
    with as_actor(cast.a_janne):
        row = send(cast, by=cast.a_janne, who=WHO, case=cast.case, consent=True)
    ask(cast, row, groups=["health"])
    assert seen(proven(sign_in))
    with as_actor(cast.a_katri):
        (line,) = AccessLine.objects.filter(actor_kind="outside")
    assert (line.case_ids, line.person_ids, line.route) == ([cast.case.pk], [cast.case.person_id], "referrals:reply")
    assert (line.grounds, sorted(line.field_groups), line.user_id) == (["l381_15"], ["basics", "health"], None)
    own = _own_log(sign_in, cast.case)
    assert "Kelan kuntoutus" in own and "Avasi lähetteesi." in own and "Ennen kuin asiasi avattiin" not in own
    text = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/log/").content.decode()
    assert "Kelan kuntoutus todisti työsähköpostinsa" in text and "Kelan kuntoutus" in text


def test_the_client_sees_who_looked_before_there_was_a_case(cast, sign_in, sent):
    ask(cast, sent, groups=["health"])
    assert seen(proven(sign_in))
    with as_actor(cast.a_katri):
        case = triage.accept(referral=Referral.objects.get(pk=sent.pk), version=1, by=cast.a_katri)
    assert "Kelan kuntoutus" in sign_in(cast.katri).get(f"/cases/{case.uuid}/log/").content.decode()
    own = _own_log(sign_in, case)
    assert own.index("Ennen kuin asiasi avattiin") < own.index("Kelan kuntoutus")
    assert "Kelan kuntoutus" not in sign_in(cast.tuula).get("/my/log/").content.decode()


# Behind the walls -----------------------------------------------------------------------------------------------------


@pytest.mark.wall
def test_the_reader_reaches_no_row_but_by_the_narrow_functions(cast, sign_in, sent):
    question = ask(cast, sent, groups=["health"])
    secret = secret_in(letters("Sinulta kysytään")[0])
    proven(sign_in, secret)
    with as_actor(reader.READER):
        rows = (Referral, ReferralStep, OutsideQuestion, OutsideLink, AccessLine)
        assert [one.objects.count() for one in rows] == [0] * len(rows)
        key = reader.Held(link=reader.digest(secret))
        assert reader.state_of(key).question == question.pk
        assert reader.read(key) is None and reader.read(reader.Held(proof=reader.digest(secret))) is None
        assert reader.state_of(reader.Held()) is None and reader.state_of(reader.Held(link=b"")) is None
        with connection.cursor() as cursor:
            for job in ("referrals_outside_link_made(%s, 'x', now())", "referrals_outside_code_for(%s, now())",
                        "referrals_outside_bodies(array[%s])"):
                cursor.execute(f"select * from {job}", [question.pk])
                assert cursor.fetchall() == [], job
            cursor.execute("select * from referrals_outside_silent(%s)", [question.expires_at])
            assert cursor.fetchall() == []


@pytest.mark.wall
def test_the_units_question_is_behind_the_units_wall(cast, sent):
    question = ask(cast, sent)
    for actor, sees in ((cast.a_katri, True), (cast.a_timo, True), (cast.a_ritva, False), (cast.a_tuula, False)):
        with as_actor(actor):
            assert OutsideQuestion.objects.filter(pk=question.pk).exists() == sees, actor.name
            assert OutsideLink.objects.exists() == sees
    with as_actor(cast.a_timo), pytest.raises(Refused):
        outside.end(question=OutsideQuestion.objects.get(), version=1, by=cast.a_timo, why="not_needed")


def test_the_unit_sees_in_its_inbox_what_waits_for_its_act(cast, sign_in, sent):
    question = ask(cast, sent)
    katri = sign_in(cast.katri)
    assert "Kelan kuntoutus" not in katri.get("/inbox/").content.decode()
    assert reply(proven(sign_in), question, NO).status_code == 302
    assert "Kelan kuntoutus" in katri.get("/inbox/").content.decode()
    with as_actor(cast.a_katri):
        now = OutsideQuestion.objects.get(pk=question.pk)
        outside.confirm(question=now, version=now.version, by=cast.a_katri)
    assert "Kelan kuntoutus" not in katri.get("/inbox/").content.decode()
