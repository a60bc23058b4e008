"""Clients' sign-in against the package oidc-provider, a certified provider that we did not write (C2)."""

from urllib.parse import urlencode, urlsplit

import pytest
from joserfc.jwk import RSAKey

from tests.identity.conftest import ADDRESS, address_of, begin, is_in, query_of
from tests.identity.keys import pair
from tests.identity.real import client, real_provider
from tests.identity.walking import Walker

pytestmark = pytest.mark.identity


@pytest.fixture
def through(configured, tuulas_code, sign_in, tmp_path):
    """`through(weak=True, …)`: go through the provider and come back; the answer of our page."""

    def go(about: dict | None = None, *, code: str = tuulas_code, weak: bool = False, **options):
        with real_provider({"t-1": code}, "t-1", [client(ADDRESS, **(about or {}))], weak=weak) as issuer:
            configured(issuer=issuer, signing_key_id="client-1", **options)
            browser, walker = sign_in(), Walker(ADDRESS)
            response = browser.post("/sign-in/identification/koe/", {"next": "/my/plan/"})
            back, page = walker.go(address_of(response))
            assert back.startswith(ADDRESS), page
            answer = browser.get(urlsplit(back).path, query_of(back))
            return browser, walker, answer

    return go


def test_a_client_signs_in_and_out(through):
    browser, _walker, answer = through()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my/plan/"), answer.content.decode()[-800:]
    assert is_in(browser)


def test_with_a_secret(through, tmp_path):
    (tmp_path / "secret").write_text("of-the-test-and-of-nothing-else-0123456789")
    about = {"token_endpoint_auth_method": "client_secret_basic", "client_secret": (tmp_path / "secret").read_text()}
    browser, _walker, _answer = through(
        about, client_auth="client_secret_basic", client_secret_file=tmp_path / "secret"
    )
    assert is_in(browser)


def test_what_is_asked_is_signed_and_what_is_answered_encrypted(through, tmp_path):
    """As the Finnish trust network asks of its providers: the request signed, the answer for our eyes only."""
    decrypting, _certificate = pair("decrypting").files(tmp_path, "decrypting")
    encryption = {**RSAKey.import_key(pair("decrypting").key).as_dict(private=False), "kid": "enc-1", "use": "enc"}
    about = client(ADDRESS)
    about = {
        "jwks": {"keys": [*about["jwks"]["keys"], encryption]}, "id_token_encrypted_response_alg": "RSA-OAEP",
        "id_token_encrypted_response_enc": "A256GCM", "request_object_signing_alg": "RS256",
        "require_signed_request_object": True,
    }  # fmt: skip
    browser, _walker, answer = through(about, signed_request=True, decryption_key_file=decrypting)
    assert is_in(browser), answer.content.decode()[-800:]


def test_a_weak_sign_in_is_not_enough(through):
    browser, _walker, answer = through(weak=True)
    assert answer.status_code == 403 and not is_in(browser)


def test_the_provider_takes_no_code_twice(configured, tuulas_code, sign_in):
    """The code of one answer in another sign-in: the verifier of PKCE does not fit, and later the code is used."""
    with real_provider({"t-1": tuulas_code}, "t-1", [client(ADDRESS)]) as issuer:
        configured(issuer=issuer, signing_key_id="client-1")
        first, second = begin(sign_in(), "koe"), begin(sign_in(), "koe")
        back, _page = Walker(ADDRESS).go(f"{issuer}/auth?" + _query(first.asked))
        told = query_of(back)
        stolen = second.answer(code=told["code"])
        assert stolen.status_code == 403 and not is_in(second.browser)
        assert first.answer(code=told["code"]).status_code == 302
        replayed = begin(sign_in(), "koe")
        assert replayed.answer(code=told["code"]).status_code == 403 and not is_in(replayed.browser)


def test_another_address_to_come_back_to_is_refused_by_the_provider(configured, tuulas_code, sign_in):
    with real_provider({"t-1": tuulas_code}, "t-1", [client(ADDRESS)]) as issuer:
        configured(issuer=issuer, signing_key_id="client-1")
        asked = {**begin(sign_in(), "koe").asked, "redirect_uri": "https://evil.example/answer/"}
        where, page = Walker(ADDRESS).go(f"{issuer}/auth?" + _query(asked))
        assert where.startswith(issuer) and "invalid_redirect_uri" in page


def test_without_pkce_the_provider_refuses(configured, tuulas_code, sign_in):
    with real_provider({"t-1": tuulas_code}, "t-1", [client(ADDRESS)]) as issuer:
        configured(issuer=issuer, signing_key_id="client-1")
        way = begin(sign_in(), "koe")
        bare = {name: value for name, value in way.asked.items() if not name.startswith("code_challenge")}
        back, _page = Walker(ADDRESS).go(f"{issuer}/auth?" + _query(bare))
        answer = way.browser.get(urlsplit(back).path, query_of(back))
        assert "error" in query_of(back) and answer.status_code == 403 and not is_in(way.browser)


def test_the_session_at_the_provider_ends_too(configured, tuulas_code, sign_in):
    with real_provider({"t-1": tuulas_code}, "t-1", [client(ADDRESS)]) as issuer:
        configured(issuer=issuer, signing_key_id="client-1")
        way, walker = begin(sign_in(), "koe"), Walker(ADDRESS)
        back, _page = walker.go(f"{issuer}/auth?" + _query(way.asked))
        assert way.browser.get(urlsplit(back).path, query_of(back)).status_code == 302
        left = way.browser.post("/sign-out/")
        assert left.headers["Location"] == "/sign-out/onward/"
        ending = address_of(way.browser.get("/sign-out/onward/"))
        assert tuulas_code not in ending and "id_token" not in ending
        where, page = walker.go(ending)
        back, _page = walker.send_form(where, page, logout="yes")
        assert back.startswith(f"{ADDRESS}/sign-out/done/")
        assert not is_in(way.browser)
        assert way.browser.get("/sign-out/done/").status_code == 200


def _query(asked: dict[str, str]) -> str:
    return urlencode(asked)
