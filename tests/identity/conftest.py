"""A client who signs in at an identity provider, step by step."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from rinnalla.access.identification import actions
from rinnalla.access.identification.providers import OidcProvider, SamlProvider
from rinnalla.lib import hetu
from rinnalla.people.models import Person
from rinnalla.testing import as_actor
from tests.identity import forged
from tests.identity.evil import CLIENT, CODE, STRONG, EvilProvider, evil_provider
from tests.identity.keys import pair

ADDRESS = "http://localhost:8000"
NAME = {"fi": "Koetunnistus", "sv": "Testidentifiering", "en": "Test identification"}


@dataclass
class SignIn:
    """One browser's way through a provider: what was asked of the provider, and what came of the answer."""

    browser: Client
    provider: str
    asked: dict[str, str]
    issuer: str

    def answer(self, provider: str = "", **told: str | None) -> HttpResponse:
        """An OpenID Connect answer, right but for what is told; None leaves a parameter out."""
        told = {"code": "code-1", "state": self.asked["state"], "iss": self.issuer, **told}
        path = f"/sign-in/identification/{provider or self.provider}/answer/"
        return self.browser.get(path, {name: value for name, value in told.items() if value is not None})


def address_of(response: HttpResponse) -> str:
    """Where the page goes on to by itself."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', response.content.decode())
    assert found, response.content.decode()[-1500:]
    return unescape(found[1])


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def begin(browser: Client, provider: str, **form: str) -> SignIn:
    response = browser.post(f"/sign-in/identification/{provider}/", form)
    assert response.status_code == 200, response.content.decode()[-1500:]
    address = address_of(response)
    return SignIn(browser, provider, query_of(address), f"{urlsplit(address).scheme}://{urlsplit(address).netloc}")


def is_in(browser: Client) -> bool:
    """Whether the browser has a session that opens the client's own pages."""
    return browser.get("/my/").status_code == 200


@pytest.fixture
def told_to_log(monkeypatch) -> list[dict]:
    """The details of each event of a sign-in, in order; the events are written all the same."""
    told: list[dict] = []
    record = actions.record

    def noted(verb: str, **details: object) -> None:
        told.append({"verb": verb, **details})
        record(verb, **details)

    monkeypatch.setattr(actions, "record", noted)
    return told


@pytest.fixture(autouse=True)
def first_tries(db):
    """Nobody has tried before."""
    cache.clear()


@pytest.fixture(scope="module")
def evil():
    with evil_provider() as provider:
        yield provider


@pytest.fixture
def evil_now(evil: EvilProvider) -> EvilProvider:
    """The evil provider as it is at the start of a test."""
    evil.keys, evil.token, evil.access_token, evil.status, evil.asked = [], "", "access", 200, []
    return evil


@pytest.fixture
def configured(settings, evil_now, tmp_path):
    """`configured(signed_request=True)`: the deployment knows the evil provider, and another one beside it."""
    settings.PUBLIC_ADDRESS = ADDRESS
    key, _certificate = pair("client").files(tmp_path, "client")

    def with_options(**options: object) -> OidcProvider:
        about = {
            "key": "koe", "kind": "oidc", "name": NAME, "issuer": evil_now.address, "client_id": CLIENT,
            "signing_key_file": key, "code": CODE, "levels": [STRONG], **options,
        }  # fmt: skip
        provider = OidcProvider.model_validate(about)
        other = OidcProvider.model_validate({**about, "key": "toinen"})
        settings.IDENTITY_PROVIDERS = (provider, other)
        return provider

    with_options()
    return with_options


@pytest.fixture
def saml_configured(settings, tmp_path):
    """`saml_configured(encrypted=True)`: the deployment knows a SAML provider, and another one beside it."""
    settings.PUBLIC_ADDRESS = ADDRESS
    key, certificate = pair("saml-client").files(tmp_path, "saml-client")

    def with_options(metadata: str = "", **options: object) -> SamlProvider:
        (tmp_path / "idp.xml").write_text(metadata or forged.metadata(pair("idp")))
        about = {
            "key": "saml", "kind": "saml", "name": NAME, "metadata_file": tmp_path / "idp.xml",
            "entity_id": forged.ENTITY, "signing_key_file": key, "signing_certificate_file": certificate,
            "encrypted": False, "code": CODE, "levels": [STRONG], **options,
        }  # fmt: skip
        provider = SamlProvider.model_validate(about)
        settings.IDENTITY_PROVIDERS = (provider, SamlProvider.model_validate({**about, "key": "toinen-saml"}))
        return provider

    return with_options


@pytest.fixture
def tuulas_code(cast) -> str:
    """Tuula's identity code, as a provider tells it."""
    with as_actor(cast.a_katri):
        person = Person.objects.get(pk=cast.case.person_id)
        assert person.hetu_index == hetu.index(code := hetu.invent(person.birth_date, 912).text, person.region.key)
    return code
