"""Whose a proven identity code is: the client's own account, and nobody else's (C2); the session it makes (C1)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import disable_user, give_membership
from rinnalla.access.identification.models import Identification
from rinnalla.access.identification.providers import load
from rinnalla.access.models import User
from rinnalla.cases import actions as cases
from rinnalla.cases import merging
from rinnalla.cast import STATUTE
from rinnalla.lib import dates, hetu
from rinnalla.people.actions import set_protection
from rinnalla.people.models import Person
from rinnalla.testing import as_actor
from tests.identity.conftest import begin, is_in
from tests.identity.evil import CLIENT

STRANGER = hetu.invent(dates.parse_date("2.2.1970"), 933).text


@pytest.fixture
def enter(configured, evil_now, sign_in):
    """`enter(code, …)`: sign in at the provider with a code, in a new browser or the one given."""

    def go(code: str, browser=None, *, claims: dict | None = None, **form: str):
        way = begin(browser or sign_in(), "koe", **form)
        evil_now.token = evil_now.signed(evil_now.claims(way.asked["nonce"], code, **(claims or {})))
        return way.browser, way.answer()

    return go


def test_a_client_comes_to_the_own_pages(enter, tuulas_code, cast, told_to_log):
    browser, answer = enter(tuulas_code)
    assert answer.headers["Location"] == "/my/" and is_in(browser)
    assert int(browser.session["_auth_user_id"]) == cast.tuula.pk


def test_the_first_sign_in_makes_the_account(enter, tuulas_code, cast):
    """Made by an action with its event, named after the register's own row, without a password."""
    User.objects.filter(pk=cast.tuula.pk).update(person=None)
    browser, _answer = enter(tuulas_code)
    assert is_in(browser)
    made = User.objects.get(person_id=cast.case.person_id)
    assert made.name == "Tuula Rantanen" and not made.has_usable_password() and made.username.startswith("asiakas-")
    again, _answer = enter(tuulas_code)
    assert int(again.session["_auth_user_id"]) == made.pk


def test_whom_nobody_knows_is_told_what_to_do(enter, told_to_log):
    before = User.objects.count()
    browser, answer = enter(STRANGER)
    text = answer.content.decode()
    assert answer.status_code == 200 and "Sinulle ei ole vielä polkua" in text and '#contact"' in text
    assert not is_in(browser) and User.objects.count() == before
    assert told_to_log[-1]["reason"] == "not_a_client"


def test_nobody_is_found_by_a_name(enter, cast):
    """Tuula's own name with a stranger's code opens nothing."""
    browser, _answer = enter(STRANGER, claims={"name": "Tuula Rantanen", "given_name": "Tuula", "sub": "tuula"})
    assert not is_in(browser)


def test_a_protected_person_signs_in_as_well(enter, tuulas_code, cast):
    with as_actor(cast.a_katri):
        person = Person.objects.get(pk=cast.case.person_id)
        set_protection(person=person, version=person.version, by=cast.a_katri, protected=True)
    browser, _answer = enter(tuulas_code)
    assert is_in(browser)


def test_staff_do_not_become_clients_by_this_door(enter, tuulas_code, cast):
    with acting(system("test")):
        give_membership(by=system("test"), user=cast.tuula, unit=cast.team, role="nurse")
    browser, answer = enter(tuulas_code)
    assert answer.status_code == 403 and not is_in(browser) and browser.get("/day/").status_code == 302


def test_a_session_of_the_staff_ends_when_a_client_signs_in(enter, tuulas_code, cast, sign_in):
    browser = sign_in(cast.katri)
    assert browser.get("/day/").status_code == 200
    enter(tuulas_code, browser)
    assert is_in(browser) and browser.get("/day/").status_code == 403 and "membership" not in browser.session


def test_a_closed_account_stays_closed(enter, tuulas_code, cast):
    disable_user(by=system("test"), user=cast.tuula)
    browser, answer = enter(tuulas_code)
    assert answer.status_code == 403 and "Sähköinen asiointi on suljettu" in answer.content.decode()
    assert not is_in(browser)


def test_the_session_gets_a_new_id(enter, tuulas_code, sign_in):
    browser = sign_in()
    way = begin(browser, "koe")
    before = browser.cookies[_cookie()].value
    enter(tuulas_code, browser)
    assert browser.cookies[_cookie()].value != before and way.asked["state"] not in str(dict(browser.session))


def _cookie() -> str:
    from django.conf import settings

    return settings.SESSION_COOKIE_NAME


@pytest.mark.parametrize("wanted", [
    "https://evil.example/my/", "//evil.example/my/", "/\\evil.example/my/", "/my/\\..//evil", "javascript:alert(1)",
    "/day/", "/my/../day/", "http:///evil.example",
])
def test_the_way_on_is_an_own_page(wanted, enter, tuulas_code):
    """No open redirect: what `next` asks for is one of the client's own pages, or the first of them."""
    _browser, answer = enter(tuulas_code, next=wanted)
    where = answer.headers["Location"]
    assert where.startswith("/my/") and "evil" not in where.split("/my/")[0] and "\\" not in where and ".." not in where


def opened_in(cast, actor, region, unit, **person):
    """A new person's case, as somebody of the region opens it."""
    with as_actor(actor):
        case = cases.open_case(
            by=actor, region=region, holder_unit=unit, arranger=User.objects.get(pk=actor.user_id), ground=STATUTE,
            naming_due_on=dates.add_weeks(dates.today(), 2), wish="Haluan töihin.",
            new_person={"given_names": "Tuula", "family_name": "Rantanen", **person},
        )
        return Person.objects.select_related("region").get(pk=case.person_id)


def test_after_a_merge_the_code_leads_to_the_one_who_stayed(enter, cast):
    """Decision 18: the row that gave way keeps no account, and its code finds the row that stayed."""
    code = hetu.invent(dates.parse_date("13.4.1979"), 915)
    kept = opened_in(cast, cast.a_katri, cast.region, cast.team)
    gone = opened_in(cast, cast.a_katri, cast.region, cast.team, hetu=code)
    enter(code.text)
    account = User.objects.get(person=gone)
    with as_actor(cast.a_katri):
        versions = {"kept_version": kept.version, "gone_version": gone.version}
        merging.merge(kept=kept, gone=gone, by=cast.a_katri, reason="Sama ihminen", **versions)
    browser, _answer = enter(code.text)
    assert int(browser.session["_auth_user_id"]) == account.pk
    assert User.objects.get(pk=account.pk).person_id == kept.pk and not User.objects.filter(person=gone).exists()


def test_somebody_in_two_regions_chooses_one(enter, tuulas_code, cast):
    far = cast.actor("muualta-coordinator")
    there = opened_in(cast, far, cast.other_region, cast.far, hetu=hetu.parse(tuulas_code))
    browser, answer = enter(tuulas_code, next="/my/plan/")
    assert answer.headers["Location"] == "/sign-in/region/" and not is_in(browser)
    page = browser.get("/sign-in/region/").content.decode()
    assert cast.region.name in page and cast.other_region.name in page
    assert browser.post("/sign-in/region/", {"region": "no-such"}).status_code == 200 and not is_in(browser)
    chosen = browser.post("/sign-in/region/", {"region": cast.other_region.key})
    assert chosen.headers["Location"] == "/my/plan/" and is_in(browser)
    assert User.objects.get(pk=browser.session["_auth_user_id"]).person_id == there.pk
    browser.post("/sign-out/")
    assert browser.post("/sign-in/region/", {"region": cast.region.key}).headers["Location"] == "/sign-in/"


# Log-out -------------------------------------------------------------------------------------------------------------


def log_out_claims(evil, **other: object) -> dict:
    now = int(dates.now().timestamp())
    events = {"http://schemas.openid.net/event/backchannel-logout": {}}
    told = {"iss": evil.address, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "j-1", "events": events}
    return {**told, "sub": "sub-1", "sid": "sid-1", **other}


def test_a_log_out_at_the_provider_ends_the_session_here(enter, tuulas_code, evil_now, sign_in):
    browser, _answer = enter(tuulas_code)
    other, _answer = enter(tuulas_code, claims={"sid": "sid-2"})
    token = evil_now.signed(log_out_claims(evil_now))
    answer = sign_in().post("/sign-in/identification/koe/log-out/", {"logout_token": token})
    assert answer.status_code == 200
    assert not is_in(browser) and is_in(other)
    everywhere = evil_now.signed(log_out_claims(evil_now, sid=None))
    sign_in().post("/sign-in/identification/koe/log-out/", {"logout_token": everywhere})
    assert not is_in(other)


FORGED = {
    "no event": {"events": {}}, "a nonce": {"nonce": "n"}, "nobody": {"sub": None, "sid": None}, "no id": {"jti": None},
    "issuer": {"iss": "https://evil.example"}, "audience": {"aud": "another"}, "old": {"iat": 1, "exp": 2},
}


@pytest.mark.parametrize("wrong", FORGED)
def test_a_forged_log_out_ends_nothing(wrong, enter, tuulas_code, evil_now, sign_in):
    browser, _answer = enter(tuulas_code)
    token = evil_now.signed(log_out_claims(evil_now, **FORGED[wrong]))
    answer = sign_in().post("/sign-in/identification/koe/log-out/", {"logout_token": token})
    assert answer.status_code == 400 and is_in(browser)


def test_an_unsigned_log_out_ends_nothing(enter, tuulas_code, evil_now, sign_in):
    browser, _answer = enter(tuulas_code)
    for token in (evil_now.unsigned(log_out_claims(evil_now)), evil_now.by_public_key(log_out_claims(evil_now)), ""):
        answer = sign_in().post("/sign-in/identification/koe/log-out/", {"logout_token": token})
        assert answer.status_code == 400 and is_in(browser)


def test_what_began_yesterday_is_cleaned_away(enter, tuulas_code, configured, sign_in):
    enter(tuulas_code)
    with dates.clock(dates.now() + timedelta(days=2)):
        begin(sign_in(), "koe")
    assert Identification.objects.count() == 1


def test_no_identity_code_stays_behind(enter, tuulas_code):
    """Neither the table of sign-ins nor the session holds the code, or how the provider names the person."""
    browser, _answer = enter(tuulas_code)
    row = Identification.objects.values().get()
    kept = repr(row) + repr(dict(browser.session))
    assert tuulas_code not in kept and "sub-1" not in kept and "sid-1" not in kept


def test_a_flood_of_tries_is_slowed(configured, sign_in, told_to_log):
    browser = sign_in()
    for _try in range(100):
        browser.get("/sign-in/identification/koe/answer/", {"state": "x", "code": "y"})
    assert len(told_to_log) < 100


# Configuration -------------------------------------------------------------------------------------------------------


def test_nothing_configured_no_button(sign_in, configured, settings):
    assert "Koetunnistus" in sign_in().get("/sign-in/").content.decode()
    settings.IDENTITY_PROVIDERS = ()
    assert "Koetunnistus" not in sign_in().get("/sign-in/").content.decode()
    assert sign_in().post("/sign-in/identification/koe/").status_code == 404


GOOD = """
- key: koe
  kind: oidc
  name: {fi: Koe, sv: Prov, en: Test}
  issuer: https://id.example.fi
  client_id: rinnalla
  signing_key_file: /etc/rinnalla/client.key
  code: urn:oid:1.2.246.21
  levels: [strong]
"""


def test_the_file_is_read(tmp_path):
    (tmp_path / "identity.yaml").write_text(GOOD)
    assert load(str(tmp_path / "identity.yaml"))[0].key == "koe" and load("") == ()


@pytest.mark.parametrize("change", [
    ("https://id.example.fi", "http://id.example.fi"), ("  levels: [strong]", "  levels: []"),
    ("kind: oidc", "kind: x"),
    ("  signing_key_file: /etc/rinnalla/client.key\n", ""), ("sv: Prov, ", ""), ("code:", "kode:"),
    ("levels: [strong]", "levels: [strong]\n  algorithms: [HS256]"),
    ("levels: [strong]", "levels: [strong]\n  algorithms: [none]"),
])
def test_a_fault_in_the_file_stops_the_start(change, tmp_path):
    """What would weaken sign-in is refused before anybody is let in."""
    (tmp_path / "identity.yaml").write_text(GOOD.replace(*change))
    with pytest.raises(ImproperlyConfigured, match="RINNALLA_IDENTITY_FILE"):
        load(str(tmp_path / "identity.yaml"))
