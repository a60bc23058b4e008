"""A service without an account is asked by an expiring link that names nobody before the work address is proven.

The canary is the client's name: it may stand nowhere before the proof, and on the question's page after it.

Seen red: a first page that told the receipt; a secret in the log; texts of health shown though not opened; tries not
counted, codes without a limit; a code, a reading and a link one second too long; a resend that left the old link
alive; a question open after it was taken back, after the referral was settled or moved, after its ground ended; no
leave asked; a domain that only ends alike; readings without a line; silence told at each round; a table without its
wall, and the worker's functions open to the reader.
"""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from rinnalla import outbox
from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user
from rinnalla.access.models import User
from rinnalla.eventlog.models import AccessLine, Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.outbox.models import Promise
from rinnalla.referrals import following, outside, triage
from rinnalla.referrals import outside_reader as reader
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Referral, ReferralStep
from rinnalla.referrals.models_outside import OutsideLink, OutsideQuestion
from rinnalla.referrals.tests.world import send
from rinnalla.servicemodels.tests.versions import first_version
from rinnalla.testing import as_actor

CANARY = "Kanervatar"
WHO = Identity("Oskari", CANARY, "040 555 0199")
ADDRESS = "aino.outo@kela.fi"
GIVEN = {"organisation": "Kelan kuntoutus", "organisation_kind": "kela", "address": ADDRESS, "language": "fi"}
YES = {"answer": "takes", "contact_name": "Aino Outo", "contact_phone": "06 218 4477"}
NO = {"answer": "not_us", "reason": "wrong_service", "next_service": "Työpaja"}


@pytest.fixture
def sent(cast):
    with as_actor(cast.a_timo):
        return send(cast, who=WHO)


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


# Who may be asked -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "said"), [
    ("aino@gmail.com", "ilmainen sähköposti"), ("aino@posti.gmail.com", "ilmainen sähköposti"),
    ("aino@kela.fi.example", "ei ole alueen luettelossa"), ("aino@tekela.fi", "ei ole alueen luettelossa"),
    ("aino", "näin: etunimi.sukunimi@palvelu.fi"),
])
def test_only_a_work_address_of_the_lists_is_asked(cast, sign_in, sent, address, said):
    page = sign_in(cast.katri).post(f"/referrals/{sent.uuid}/outside/", {**GIVEN, "address": address})
    text = page.content.decode()
    assert page.status_code == 422 and said in text and address in text
    with as_actor(cast.a_katri):
        assert not OutsideQuestion.objects.exists()


def test_the_regions_own_domains_are_data_with_their_days(cast, sent):
    def change(content):
        day = timedelta(days=1)
        club = {"names": {"fi": "Klubitalo", "sv": "Klubbhus"}, "kind": "association"}
        content["model"]["work_domains"] = [
            {**club, "domain": "klubitalo.example", "valid_from": dates.today().isoformat()},
            {**club, "domain": "vanha.example", "valid_to": (dates.today() - day).isoformat()},
        ]

    first_version(cast.region, change)
    leave = {"organisation_kind": "association", "consent_mode": "written", "consent_on": dates.today()}
    with as_actor(cast.a_katri):
        row = Referral.objects.visible_to(cast.a_katri).get(pk=sent.pk)
        asking = {"referral": row, "by": cast.a_katri, **GIVEN, **leave}
        with pytest.raises(Refused, match=r"vanha\.example ei ole"):
            outside.ask(**{**asking, "address": "aino@vanha.example"})
        one = outside.ask(**{**asking, "address": " Aino@Talo.Klubitalo.example "})
        assert one.address == "aino@talo.klubitalo.example"


def test_the_screen_asks_and_the_referral_stays(cast, sign_in, sent):
    katri, address = sign_in(cast.katri), f"/referrals/{sent.uuid}/outside/"
    assert "Kysy palvelulta" in katri.get(f"/referrals/{sent.uuid}/").content.decode()
    assert katri.get(address).status_code == 200
    assert katri.post(address, GIVEN).status_code == 302
    assert katri.post(address, GIVEN).status_code == 422  # one question at a time
    page = katri.get(f"/referrals/{sent.uuid}/").content.decode()
    assert "Linkki lähtee hetken kuluttua" in page and ADDRESS in page
    with as_actor(cast.a_katri):
        row = Referral.objects.get(pk=sent.pk)
        assert (row.state, row.unit_id) == ("waiting", cast.team.pk)
    assert sign_in(cast.outi).get(address).status_code in (403, 404)
    assert sign_in(cast.ritva).get(address).status_code == 404
    assert sign_in(cast.timo).get(address).status_code == 403  # the sender may see it, but the unit asks


def _club(content):
    names = {"fi": "Klubitalo", "sv": "Klubbhus"}
    content["model"]["work_domains"] = [{"domain": "klubitalo.example", "names": names, "kind": "association"}]


def test_without_a_statute_the_clients_leave_is_asked_and_bounds_what_is_told(cast, sent):
    association = {"organisation_kind": "association", "organisation": "Klubitalo", "address": "aino@klubitalo.example"}
    first_version(cast.region, _club)
    with as_actor(cast.a_katri):
        row = Referral.objects.visible_to(cast.a_katri).get(pk=sent.pk)
        asking = {"referral": row, "by": cast.a_katri, **GIVEN, **association}
        with pytest.raises(Refused, match="Laki ei anna lupaa"):
            outside.ask(**asking)
        with pytest.raises(Refused, match="Se ei voi olla tulevaisuudessa"):
            tomorrow = dates.today() + timedelta(days=1)
            outside.ask(**asking, consent_mode="spoken", consent_on=tomorrow)
        with pytest.raises(Refused, match="ei saa kertoa"):
            outside.ask(**asking, consent_mode="spoken", consent_on=dates.today(), groups=["authority"])
        one = outside.ask(**asking, consent_mode="spoken", consent_on=dates.today())
        assert (one.ground, one.field_groups) == ("consent", ["basics"])


def test_nothing_of_health_is_shown_unless_it_was_opened(cast, sign_in, sent):
    ask(cast, sent)
    text = proven(sign_in).get("/reply/").content.decode()
    assert CANARY in text and "Selkä on kipeä." not in text and "keittiöön" not in text
    assert "Monialaisen tuen tietojen vaihto" in text  # the ground is told
    assert "555 0199" not in text  # the client's phone stays with the unit


def test_what_was_opened_is_shown(cast, sign_in, sent):
    ask(cast, sent, groups=["health"], words="Onko ryhmässä tilaa?")
    text = proven(sign_in).get("/reply/").content.decode()
    assert "Selkä on kipeä." in text and "Onko ryhmässä tilaa?" in text


# Nothing before the proof ---------------------------------------------------------------------------------------------


def _bytes_of(answer):
    return answer.content + repr(sorted(answer.headers.items())).encode() + str(answer.cookies).encode()


def test_no_byte_of_the_client_before_the_address_is_proven(cast, sign_in, sent):
    ask(cast, sent, groups=["health"], words=f"Sopiiko {CANARY} teille?")
    browser = opened(sign_in)
    told = [browser.get("/reply/"), browser.head("/reply/"), browser.post("/reply/code/"), browser.get("/reply/")]
    work()
    told += [browser.post("/reply/proof/", {"code": code}) for code in ("", "x", "0000 0000")]
    told += [browser.post("/reply/answer/", {**YES}), browser.get("/reply/code/"), browser.get("/reply/?k=kala")]
    for answer in told:
        for word in (CANARY, "Oskari", "Selkä", "keittiö", "0199", sent.receipt, str(sent.uuid), "Timo", "Sopiiko"):
            assert word.encode() not in _bytes_of(answer), (word, answer.request["PATH_INFO"])
    assert all(CANARY not in one.subject + one.body for one in mail.outbox) and len(mail.outbox) >= 2
    assert not AccessLine.objects.filter(actor_kind="outside").exists()


def test_the_first_page_tells_who_asks_and_until_when(cast, sign_in, sent):
    question = ask(cast, sent)
    answer = opened(sign_in).get("/reply/")
    text = answer.content.decode()
    assert "Työkykytiimi kysyy sinulta" in text and "Koivulan hyvinvointialue" in text
    assert dates.dt(question.expires_at) in text
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_secret_leaves_the_address_at_once_and_is_kept_nowhere(cast, sign_in, sent, caplog):
    ask(cast, sent)
    secret = secret_in(letters("Sinulta kysytään")[0])
    browser = sign_in()
    with caplog.at_level("DEBUG"):
        answer = browser.get("/reply/", {"k": secret})
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        cookie = answer.cookies[settings.REPLY_COOKIE_NAME]
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
        assert bool(cookie["secure"]) == settings.SESSION_COOKIE_SECURE  # named __Host- with it: tests/test_sessions.py
        page = browser.get("/reply/")
        browser.post(f"/reply/?k={secret}")  # refused, and Django tells of it in the log
        browser.get(f"/reply/proof/?k={secret}")
    assert secret not in page.content.decode() and secret not in caplog.text
    with as_actor(cast.a_katri):
        link = OutsideLink.objects.get()
        assert bytes(link.hash) == reader.digest(secret)
        assert all(secret not in str(one.args) for one in Promise.objects.all())


def test_looking_never_writes(cast, sign_in, sent):
    """A mail scanner that opens the link changes nothing."""
    question = ask(cast, sent)
    browser = opened(sign_in)
    browser.get("/reply/")
    assert question_of(cast, question).state == "sent"


# The code -------------------------------------------------------------------------------------------------------------


def test_guessing_stops_and_the_right_code_is_dead_too(cast, sign_in, sent):
    ask(cast, sent)
    browser = opened(sign_in)
    right = code_of(browser)
    wrong = [f"{(int(right.replace(' ', '')) + step) % 10**8:08d}" for step in range(1, 6)]
    said = [browser.post("/reply/proof/", {"code": one}).content.decode() for one in wrong]
    assert all("Koodi on väärä" in one for one in said[:4]) and "liian monta kertaa" in said[4]
    answer = browser.post("/reply/proof/", {"code": right})
    assert answer.status_code == 422 and "liian monta kertaa" in answer.content.decode() and not seen(browser)
    assert Event.objects.filter(verb="referrals.outside_code_stopped").count() == 0  # behind the reader's wall
    with as_actor(cast.a_katri):
        assert OutsideLink.objects.get().code_tries == 5


def test_codes_are_mailed_three_times_in_an_hour_to_that_address_alone(cast, sign_in, sent):
    ask(cast, sent)
    browser = opened(sign_in)
    assert [browser.post("/reply/code/").status_code for _each in range(5)] == [302, 302, 302, 429, 429]
    work()
    assert len(letters("Koodi")) == 3
    with dates.clock(dates.now() + timedelta(minutes=61)):
        assert browser.post("/reply/code/", {"address": "toinen@kela.fi"}).status_code == 302
    assert {one.to[0] for one in mail.outbox if "Koodi" in one.subject} == {ADDRESS}


def test_a_code_ends_at_its_second_and_an_earlier_one_with_the_next(cast, sign_in, sent):
    ask(cast, sent)
    browser = opened(sign_in)
    first, second = code_of(browser), code_of(browser)
    assert browser.post("/reply/proof/", {"code": first}).status_code == 422
    with as_actor(cast.a_katri):
        until = OutsideLink.objects.get().code_until
    assert until - dates.now() <= timedelta(minutes=15)
    with dates.clock(until):
        assert "vanhentunut" in browser.post("/reply/proof/", {"code": second}).content.decode()
    with dates.clock(until - timedelta(seconds=1)):
        assert browser.post("/reply/proof/", {"code": second}).status_code == 302


def test_a_code_is_good_once_and_in_its_own_browser(cast, sign_in, sent):
    ask(cast, sent)
    browser = opened(sign_in)
    code = code_of(browser)
    assert browser.post("/reply/proof/", {"code": code}).status_code == 302 and seen(browser)
    other = opened(sign_in)
    assert other.post("/reply/proof/", {"code": code}).status_code == 422 and not seen(other)


def test_a_reading_ends_after_half_an_hour(cast, sign_in, sent):
    question = ask(cast, sent)
    browser = proven(sign_in)
    with as_actor(cast.a_katri):
        until = OutsideLink.objects.get().proof_until
    assert until - dates.now() <= timedelta(minutes=30)
    with dates.clock(until - timedelta(seconds=1)):
        assert seen(browser)
    with dates.clock(until):
        assert not seen(browser)
        page = reply(browser, question, {**YES, "first_free_on": dates.d(dates.today())})
        assert page.status_code == 422 and "Lukuaika päättyi" in page.content.decode()
        assert CANARY not in page.content.decode() and "06 218 4477" in page.content.decode()  # what was typed stays


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
