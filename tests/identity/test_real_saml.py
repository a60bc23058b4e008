"""Clients' sign-in against a SAML 2.0 provider made with pysaml2, another library than ours (C2)."""

import re

import pytest

from tests.identity.conftest import ADDRESS, address_of, is_in
from tests.identity.evil import WEAK
from tests.identity.idp import pysaml2_idp
from tests.identity.walking import Walker

pytestmark = pytest.mark.identity


@pytest.fixture
def idp(tuulas_code):
    with pysaml2_idp(tuulas_code) as server:
        yield server


@pytest.fixture
def through(idp, saml_configured, sign_in, tmp_path):
    """Go through the provider and come back: the browser, the person's walker at the provider, our answer."""

    def go(**options):
        saml_configured(metadata=idp.metadata, **{"encrypted": True, **options})
        browser, walker = sign_in(), Walker(ADDRESS)
        idp.know(browser.get("/sign-in/identification/saml/metadata/").content.decode(), tmp_path)
        where, page = walker.go(address_of(browser.post("/sign-in/identification/saml/", {"next": "/my/plan/"})))
        found = re.search(r'action="([^"]+)".*name="SAMLResponse" value="([^"]+)"', page, re.S)
        assert found, (where, page)
        posted = sign_in().post(found[1].removeprefix(ADDRESS), {"SAMLResponse": found[2]})
        answer = browser.get(posted.headers["Location"]) if posted.status_code == 303 else posted
        return browser, walker, answer

    return go


def test_a_client_signs_in_and_out_at_both(through, idp):
    """The assertion comes encrypted; the signed request and the signed log-out are accepted by the other library."""
    browser, walker, answer = through()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my/plan/")
    assert is_in(browser)
    browser.post("/sign-out/")
    back, page = walker.go(address_of(browser.get("/sign-out/onward/")))
    assert back.startswith(f"{ADDRESS}/sign-in/identification/saml/single-log-out/"), page
    assert idp.ended == ["transient-1"] and not is_in(browser)


def test_a_weak_sign_in_is_not_enough(through, idp):
    idp.level = WEAK
    browser, _walker, answer = through()
    assert answer.status_code == 403 and not is_in(browser)


def test_an_assertion_that_is_not_encrypted_is_refused_where_encryption_is_agreed(through, idp):
    idp.encrypt = False
    browser, _walker, answer = through()
    assert answer.status_code == 403 and not is_in(browser)
    browser, _walker, answer = through(encrypted=False)
    assert answer.status_code == 302 and is_in(browser)
