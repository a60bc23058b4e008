"""Signing in at an identity provider with a real browser: its own site, our cookies and our content security policy.

Guards against: the begin form answered by a redirect (`form-action` stops it), and the session asked for where the
provider's page posts its answer (a `Lax` cookie does not come along).
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rinnalla.lib import dates, hetu
from tests.browser.test_accessibility import NARROW, Walk, ask_axe, reflow
from tests.identity import forged
from tests.identity.conftest import NAME
from tests.identity.evil import CLIENT, CODE, STRONG, EvilProvider, evil_provider
from tests.identity.keys import pair

TUULA = hetu.invent(dates.parse_date("13.4.1979"), 912).text
STRANGER = hetu.invent(dates.parse_date("2.2.1970"), 933).text


@pytest.fixture(scope="module", autouse=True)
def provider(tmp_path_factory):
    """A provider of both kinds, told to the house before it starts."""
    folder = tmp_path_factory.mktemp("identity")
    key, certificate = pair("client").files(folder, "client")
    with evil_provider() as evil:
        (folder / "idp.xml").write_text(forged.metadata(pair("idp"), evil.address))
        both = [
            {"key": "koe", "kind": "oidc", "issuer": evil.address, "client_id": CLIENT, "signing_key_file": str(key),
             "name": NAME},
            {"key": "saml", "kind": "saml", "metadata_file": str(folder / "idp.xml"), "entity_id": forged.ENTITY,
             "signing_key_file": str(key), "signing_certificate_file": str(certificate), "encrypted": False,
             "name": {**NAME, "fi": "Toinen tunnistus"}},
        ]  # fmt: skip
        _write(folder / "identity.yaml", [{**one, "code": CODE, "levels": [STRONG]} for one in both])
        os.environ["RINNALLA_IDENTITY_FILE"] = str(folder / "identity.yaml")
        yield evil
        del os.environ["RINNALLA_IDENTITY_FILE"]


def _write(path: Path, told: list[dict]) -> None:
    import yaml

    path.write_text(yaml.safe_dump(told), encoding="utf-8")


@pytest.fixture
def look(tmp_path):
    """Look at a page: one heading, nothing scrolls sideways, axe finds nothing."""

    def at(page: Page, place: str) -> None:
        done = Walk(tmp_path)
        page.set_viewport_size({"width": NARROW, "height": 800})
        assert page.locator("h1").count() == 1 and not reflow(page, place)
        assert not ask_axe(page, place, done), done

    return at


@pytest.fixture
def visitor(house, provider: EvilProvider):
    """Somebody at the sign-in page."""
    somebody = house.known(None)
    somebody.page.context.clear_cookies()
    somebody.page.goto("/sign-in/")
    return somebody.page


@pytest.mark.parametrize("way", ["Koetunnistus", "Toinen tunnistus"])
def test_a_client_signs_in_and_out(visitor, provider, look, way):
    provider.code = TUULA
    look(visitor, "sign-in with providers")
    visitor.get_by_role("button", name=way).click()
    visitor.wait_for_url("**/my/")
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    visitor.goto("/sign-out/")
    visitor.get_by_role("main").get_by_role("button", name="Kirjaudu ulos").click()
    visitor.wait_for_url("**/sign-out/done/")
    look(visitor, "signed out")
    visitor.goto("/my/")
    assert "/sign-in/" in visitor.url


def test_whom_nobody_knows_sees_what_to_do(visitor, provider, look):
    provider.code = STRANGER
    visitor.get_by_role("button", name="Koetunnistus").click()
    expect(visitor.get_by_role("heading", name="Sinulle ei ole vielä polkua")).to_be_visible()
    look(visitor, "unknown")
    visitor.get_by_role("link", name="Lähetä yhteydenotto").click()
    expect(visitor.get_by_role("heading", name="Pyydä yhteydenottoa")).to_be_visible()


def test_an_answer_not_believed_is_a_calm_page(visitor, look):
    visitor.goto("/sign-in/identification/koe/answer/?state=x&code=y")
    expect(visitor.get_by_role("heading", name="Tunnistautuminen ei onnistunut")).to_be_visible()
    look(visitor, "refused")
