"""C2: SAML answers that must not be believed. Each is refused by the same plain page, and nobody is in.

Seen red, one at a time: what `saml._complete`, `_confirmed`, `_only_strong` and `_parsed` ask for was left out of the
code, and python3-saml alone let in an assertion without audience, recipient, end or the request it answers, with a
longer recipient or destination, with a level that was only declared, under a key of RSA 1.5, and with a comment in
it. A replay is behind two checks: the session forgets, and the row is answered once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
import xmlsec
from django.http import HttpResponse
from django.test import Client
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as C
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from tests.identity.conftest import ADDRESS, address_of, is_in, query_of
from tests.identity.evil import CODE, WEAK
from tests.identity.forged import ENTITY, ISSUER, Forged, at, encoded, encrypted
from tests.identity.keys import pair

REFUSED = ("Tunnistautuminen ei onnistunut", "Tunnistautuminen jäi kesken")
PLACE = f"{ADDRESS}/sign-in/identification/saml/assertion/"


@dataclass
class Way:
    """A sign-in that one browser began; what the provider's page posts comes without a cookie of ours."""

    browser: Client
    provider_page: Client
    right: Forged

    def post(self, answer: str | bytes, provider: str = "saml") -> HttpResponse:
        """The answer posted, and when it was taken, the page that goes on in the browser."""
        told = {"SAMLResponse": encoded(answer), "RelayState": "https://evil.example/"}
        response = self.provider_page.post(f"/sign-in/identification/{provider}/assertion/", told)
        return self.browser.get(response.headers["Location"]) if response.status_code == 303 else response


def request_id(browser: Client, provider: str = "saml") -> str:
    asked = query_of(address_of(browser.post(f"/sign-in/identification/{provider}/")))
    xml = OneLogin_Saml2_Utils.decode_base64_and_inflate(asked["SAMLRequest"]).decode()
    assert "Signature" in asked and asked["SigAlg"] == C.RSA_SHA256
    return xml.split(' ID="')[1].split('"')[0]


@pytest.fixture
def way(saml_configured, sign_in, tuulas_code) -> Way:
    saml_configured()
    browser = sign_in()
    return Way(browser, sign_in(), Forged(tuulas_code, PLACE, request_id(browser)))


Attack = Callable[[Way], HttpResponse]


def but(**changes: object) -> Attack:
    """The right answer with these changes, signed as ever."""
    return lambda way: way.post(way.right.but(**changes).response())


def changed(before: str, after: str) -> Attack:
    """Text changed after signing."""

    def attack(way: Way) -> HttpResponse:
        xml = way.right.response()
        assert before in xml
        return way.post(xml.replace(before, after))

    return attack


def code_changed(way: Way) -> HttpResponse:
    return way.post(way.right.response().replace(way.right.code or "", "010190-911R"))


def evil_of(way: Way) -> Forged:
    """What the attacker would like to be believed: another assertion, not signed."""
    return way.right.but(code="010190-911R", sign=False)


def evil_beside(way: Way) -> HttpResponse:
    """Signature wrapping 1: an unsigned assertion before the signed one."""
    return way.post(way.right.response(evil_of(way).assertion() + way.right.assertion()))


def evil_after(way: Way) -> HttpResponse:
    return way.post(way.right.response(way.right.assertion() + evil_of(way).assertion()))


def evil_around(way: Way) -> HttpResponse:
    """Signature wrapping 2: the unsigned assertion holds the signed one."""
    evil = evil_of(way).assertion().replace("</saml:Assertion>", f"{way.right.assertion()}</saml:Assertion>")
    return way.post(way.right.response(evil))


def in_the_signature(way: Way) -> HttpResponse:
    """Signature wrapping 3: the evil one carries the signature, and the signed one lies in the signature's object."""
    signed = way.right.assertion()
    start, end = signed.index("<ds:Signature"), signed.index("</ds:Signature>")
    original = signed[:start] + signed[end + len("</ds:Signature>") :]
    signature = f"{signed[start:end]}<ds:Object>{original}</ds:Object></ds:Signature>"
    evil = evil_of(way).assertion().replace("</saml:Issuer>", f"</saml:Issuer>{signature}", 1)
    return way.post(way.right.response(evil))


def in_the_extensions(way: Way) -> HttpResponse:
    """Signature wrapping 4: the signed one is moved to the extensions."""
    extensions = f"<samlp:Extensions>{way.right.assertion()}</samlp:Extensions>"
    return way.post(way.right.response(evil_of(way).assertion(), extensions))


def same_id(way: Way) -> HttpResponse:
    """Signature wrapping 5: the evil one takes the signed one's id."""
    evil = evil_of(way)
    evil.id = way.right.id
    return way.post(way.right.response(evil.assertion() + way.right.assertion()))


def wrapped_response(way: Way) -> HttpResponse:
    """Signature wrapping 6: the whole signed answer lies inside an unsigned one."""
    inner = way.right.but(sign=False).response(sign=True)
    outer = evil_of(way).response()
    return way.post(outer.replace("</samlp:Response>", f"{inner}</samlp:Response>"))


def signature_of_the_answer_only(way: Way) -> HttpResponse:
    return way.post(way.right.but(sign=False).response(sign=True))


def comment_in_the_code(way: Way) -> HttpResponse:
    """Signed as a longer text; a comment would cut it short where a reader stops at the first node."""
    code = way.right.code or ""
    return way.post(way.right.but(code=f"{code}X").response().replace(f"{code}X", f"{code}<!-- -->X"))


def comment_in_the_name(way: Way) -> HttpResponse:
    return way.post(way.right.response().replace("transient-1", "transient-<!-- -->1"))


def with_entity(way: Way) -> HttpResponse:
    """An outside entity: the file of passwords in the place of the code."""
    head = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return way.post(head + way.right.but(code="&secret;", sign=False).response())


def with_doctype(way: Way) -> HttpResponse:
    return way.post("<!DOCTYPE samlp:Response>" + way.right.response())


def in_utf16(way: Way) -> HttpResponse:
    """A document type that a search for its letters does not see."""
    head = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "x">]>'
    return way.post((head + way.right.response()).encode("utf-16"))


def twice(way: Way) -> HttpResponse:
    answer = way.right.response()
    assert way.post(answer).status_code == 302 and is_in(way.browser)
    way.browser.post("/sign-out/")
    return way.post(answer)


def same_assertion_for_another_request(way: Way) -> HttpResponse:
    """The assertion of one request in an answer to a later one."""
    stolen = way.right.assertion()
    later = way.right.but(response_request=request_id(way.browser))
    return way.post(later.response(stolen))


def in_another_browser(way: Way) -> HttpResponse:
    """The attacker's answer, posted by the victim's browser."""
    victim = type(way.browser)(HTTP_ACCEPT_LANGUAGE="fi")
    request_id(victim)
    response = Way(victim, way.provider_page, way.right).post(way.right.response())
    assert not is_in(victim)
    return response


def never_begun(way: Way) -> HttpResponse:
    """The answer taken, but the browser that comes for it has begun nothing."""
    nobody = type(way.browser)(HTTP_ACCEPT_LANGUAGE="fi")
    return Way(nobody, way.provider_page, way.right).post(way.right.response())


def at_another_provider(way: Way) -> HttpResponse:
    return way.post(way.right.response(), "toinen-saml")


def under_weak_encryption(**weak: object) -> Attack:
    """Rightly signed, but encrypted in a way that can be tried out answer by answer."""
    return lambda way: way.post(encrypted(way.right.response(), pair("saml-client"), **weak))


ATTACKS: dict[str, Attack] = {
    "key encrypted by RSA 1.5": under_weak_encryption(key=xmlsec.Transform.RSA_PKCS1),
    "encrypted for another": lambda way: way.post(encrypted(way.right.response(), pair("stranger"))),
    "assertion not signed": but(sign=False),
    "signed by another key": but(key=pair("stranger")),
    "only the answer round it is signed": signature_of_the_answer_only,
    "code changed after signing": code_changed,
    "level changed after signing": lambda way: way.post(
        way.right.but(level=WEAK).response().replace("loa1", "loa2")),
    "wrapping 1: evil beside": evil_beside,
    "wrapping 1b: evil after": evil_after,
    "wrapping 2: evil around": evil_around,
    "wrapping 3: signed one in the signature": in_the_signature,
    "wrapping 4: signed one in the extensions": in_the_extensions,
    "wrapping 5: same id": same_id,
    "wrapping 6: answer within an answer": wrapped_response,
    "comment within the code": comment_in_the_code,
    "comment within the name": comment_in_the_name,
    "outside entity": with_entity,
    "document type": with_doctype,
    "document type in other letters": in_utf16,
    "signature by SHA-1": but(signature=C.RSA_SHA1),
    "digest by SHA-1": but(digest=C.SHA1),
    "audience of another": but(audience="https://another.example.fi"),
    "audience not told": but(audience=None),
    "recipient is another": but(recipient="https://evil.example/assertion/"),
    "recipient is longer than ours": but(recipient=f"{PLACE}evil/"),
    "recipient not told": but(recipient=None),
    "destination is another": but(destination="https://evil.example/assertion/"),
    "destination is longer than ours": but(destination=f"{PLACE}evil/"),
    "destination not told": but(destination=None),
    "unknown request": but(request="_unknown"),
    "unsolicited: no request": but(request=None, response_request=None),
    "assertion tells no request": lambda way: way.post(
        way.right.but(request=None, response_request=way.right.request).response()),
    "assertion of another request": same_assertion_for_another_request,
    "answer replayed": twice,
    "answer in another browser": in_another_browser,
    "browser that began nothing": never_begun,
    "mix-up: answered at another provider's address": at_another_provider,
    "ended": but(made=-900, ends=-600, confirmed_until=-600),
    "confirmation ended": but(confirmed_until=-1),
    "not valid yet": but(made=600, ends=1200, confirmed_until=1200),
    "end of the conditions not told": but(ends=None),
    "end of the confirmation not told": but(confirmed_until=None),
    "issuer of the assertion is another": but(issuer="https://evil.example/metadata"),
    "issuer of the answer is another": but(response_issuer="https://evil.example/metadata"),
    "level too low": but(level=WEAK),
    "level only declared": but(level=None),
    "identity code missing": but(code=None),
    "identity code empty": but(code=""),
    "identity code malformed": but(code="131052-308X"),
    "identity code under another name": but(attribute="urn:oid:2.5.4.3"),
    "provider says no": but(status="urn:oasis:names:tc:SAML:2.0:status:Responder"),
    "not XML": lambda way: way.post("not xml"),
    "empty": lambda way: way.post(""),
}


def test_the_right_answer_gets_in(way):
    """Without this, refusing everything would pass all the others. RelayState leads nowhere."""
    response = way.post(way.right.response())
    assert response.status_code == 302 and response.headers["Location"] == "/my/"
    assert is_in(way.browser)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused(name, way, tuulas_code, told_to_log):
    response = ATTACKS[name](way)
    text = response.content.decode()
    assert response.status_code == 403, (name, response.status_code, response.headers)
    assert any(words in text for words in REFUSED) and "Traceback" not in text
    assert tuulas_code not in text and "Tuula" not in text and not is_in(way.browser)
    line = told_to_log[-1]
    assert line["verb"] == "access.sign_in_failed" and set(line) == {"verb", "by", "stream", "provider", "reason"}


def test_there_are_enough_attacks():
    assert len(ATTACKS) >= 30


def test_where_encryption_is_asked_a_plain_assertion_is_refused(way, saml_configured):
    saml_configured(encrypted=True)
    assert way.post(way.right.response()).status_code == 403 and not is_in(way.browser)


# Log-out -------------------------------------------------------------------------------------------------------------


def asked(
    way: Way, *, key: str = "idp", issuer: str = ISSUER, made: int = 0, destination: str = "", sign: bool = True,
    algorithm: str = C.RSA_SHA256,
) -> str:  # fmt: skip
    """A log-out as the provider asks for it; the query of its address."""
    here = destination or f"{ADDRESS}/sign-in/identification/saml/single-log-out/"
    xml = (
        f'<samlp:LogoutRequest xmlns:samlp="{C.NS_SAMLP}" xmlns:saml="{C.NS_SAML}" ID="_1" Version="2.0" '
        f'IssueInstant="{at(made)}" Destination="{here}"><saml:Issuer>{issuer}</saml:Issuer>'
        f'<saml:NameID Format="{C.NAMEID_TRANSIENT}">{way.right.name_id}</saml:NameID>'
        "<samlp:SessionIndex>index-1</samlp:SessionIndex></samlp:LogoutRequest>"
    )
    told = {"SAMLRequest": OneLogin_Saml2_Utils.deflate_and_base64_encode(xml)}
    if sign:
        signer = OneLogin_Saml2_Auth(
            {"http_host": "x", "script_name": "/", "get_data": {}, "post_data": {}},
            {"strict": False, "idp": {"entityId": "x", "singleSignOnService": {"url": "https://x.example/"}},
             "sp": {"entityId": "x", "assertionConsumerService": {"url": "https://x.example/"},
                    "x509cert": pair(key).certificate, "privateKey": pair(key).key}},
        )  # fmt: skip
        signer.add_request_signature(told, algorithm)
    return urlencode(told)


def test_a_log_out_at_the_provider_ends_the_session_here(way):
    way.post(way.right.response())
    assert is_in(way.browser)
    answer = way.provider_page.get(f"/sign-in/identification/saml/single-log-out/?{asked(way)}")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("https://idp.example.fi/slo?")
    assert "Signature=" in answer.headers["Location"] and not is_in(way.browser)


FORGED: dict[str, dict] = {
    "not signed": {"sign": False}, "another key": {"key": "stranger"}, "issuer": {"issuer": "https://evil.example"},
    "old": {"made": -900},
    "to another": {"destination": "https://evil.example/slo"}, "SHA-1": {"algorithm": C.RSA_SHA1},
}


@pytest.mark.parametrize("wrong", FORGED)
def test_a_forged_log_out_ends_nothing(wrong, way):
    way.post(way.right.response())
    answer = way.provider_page.get(f"/sign-in/identification/saml/single-log-out/?{asked(way, **FORGED[wrong])}")
    assert answer.status_code == 403 and is_in(way.browser)


def test_signing_out_here_asks_the_provider_to_end_its_session(way, tuulas_code):
    way.post(way.right.response())
    assert way.browser.post("/sign-out/").headers["Location"] == "/sign-out/onward/"
    ending = query_of(address_of(way.browser.get("/sign-out/onward/")))
    xml = OneLogin_Saml2_Utils.decode_base64_and_inflate(ending["SAMLRequest"]).decode()
    assert "transient-1" in xml and "index-1" in xml and "Signature" in ending and tuulas_code not in xml
    assert not is_in(way.browser)
    assert way.browser.get("/sign-in/identification/saml/single-log-out/?SAMLResponse=x").headers["Location"] == (
        "/sign-out/done/"
    )


def test_what_the_provider_is_told_of_us_holds_no_secret(way):
    text = way.browser.get("/sign-in/identification/saml/metadata/").content.decode()
    assert ENTITY in text and PLACE in text and "PRIVATE" not in text


def test_no_identity_code_stays_behind(way, tuulas_code):
    from rinnalla.access.identification.models import Identification

    way.post(way.right.response())
    kept = repr(Identification.objects.values().get()) + repr(dict(way.browser.session))
    assert tuulas_code not in kept and "transient-1" not in kept and CODE not in kept
