"""A service without an account is asked by an expiring link that names nobody before the work address is proven.

The canary is the client's name: it may stand nowhere before the proof, and on the question's page after it.

Seen red: a first page that told the receipt; a secret in the log; texts of health shown though not opened; tries not
counted, codes without a limit; a code or a reading one second too long; no leave asked; a domain that only ends alike.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail

from rinnalla.eventlog.models import AccessLine, Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.outbox.models import Promise
from rinnalla.referrals import outside
from rinnalla.referrals import outside_reader as reader
from rinnalla.referrals.models import Referral
from rinnalla.referrals.models_outside import OutsideLink, OutsideQuestion
from rinnalla.referrals.tests.replying import (
    ADDRESS,
    CANARY,
    GIVEN,
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
from rinnalla.servicemodels.tests.versions import first_version
from rinnalla.testing import as_actor

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
