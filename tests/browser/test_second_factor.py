"""A second factor as a person sets it up: an authenticator app, a security key, spare codes; each page under axe.

The key is the browser's own virtual one, the app's codes are counted by the package's helper. No script is inline: the
console would tell, and a word on the console is a fault.
"""

import re
import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

from rinnalla.cast import PASSWORD
from rinnalla.eventlog.models import Event
from tests.browser.people import OWNER, House, Somebody
from tests.browser.test_accessibility import NARROW, OF_A_SECOND_FACTOR, WIDE, Walk, ask_axe, listen, reflow

STEP_SECONDS = 30
KEY = {
    "protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}


@pytest.fixture
def walk(tmp_path) -> Walk:
    return Walk(tmp_path)


@pytest.fixture
def petra(house: House, walk: Walk) -> Somebody:
    """A professional with a password only, with a key in the machine."""
    one = house.somebody("petra")
    listen(one.page, walk)
    with_key(one.page)
    return one


def test_app_key_and_spare_codes(petra: Somebody, walk: Walk):
    """Set up, sign in with each, take away; every page of it is ours and accessible."""
    secret, spare = enrol_app(petra, walk)
    sign_in_with_code(petra, walk, code_of(secret))
    enrol_key(petra, walk)
    sign_in_with_key(petra, walk)
    use_spare_code(petra, walk, spare[0])
    say_who_one_is(petra, walk, spare[1])
    take_away(petra, walk)
    assert verbs() == ["added", "added", "added", "removed", "removed"]
    assert not walk.faults, "\n".join(walk.faults)
    seen = {re.sub(r"/[0-9]+/", "/<int:pk>/", urlsplit(address).path) for address in walk.pages}
    assert not OF_A_SECOND_FACTOR - seen


def enrol_app(petra: Somebody, walk: Walk) -> tuple[str, list[str]]:
    petra.go("/sign-in/factors/")
    looked(petra, walk)
    petra.follow("/sign-in/authenticator/new/")
    again(petra, walk)
    looked(petra, walk)
    secret = petra.page.locator("main code").inner_text()
    petra.fill(code="000000")
    petra.press("code", status=(200, 422))
    assert petra.page.locator("#error-summary").count() == 1
    petra.fill(code=code_of(secret))
    petra.press("code")
    assert petra.page.url.endswith("/sign-in/recovery/"), petra.page.url
    looked(petra, walk)
    spare = petra.page.locator("main .codes li").all_inner_texts()
    assert len(spare) == 10 and len(set(spare)) == 10
    return secret, spare


def sign_in_with_code(petra: Somebody, walk: Walk, code: str) -> None:
    to_second_step(petra)
    looked(petra, walk)
    assert petra.page.request.get("/day/", max_redirects=0).status == 302  # the password alone opens nothing
    assert petra.page.locator("form[data-key]").count() == 0  # there is no key yet
    petra.fill(code="000000")
    with petra.page.expect_navigation():
        petra.page.locator('form:has([name="code"]) button').first.click()
    assert petra.page.locator("#error-summary").count() == 1
    looked(petra, walk)
    petra.fill(code=code)
    petra.press("code")
    assert petra.page.url.endswith("/team/")


def enrol_key(petra: Somebody, walk: Walk) -> None:
    petra.go("/sign-in/key/")
    looked(petra, walk)
    petra.follow("/sign-in/key/new/")
    again(petra, walk)
    looked(petra, walk)
    petra.fill(name="Avainnipun avain")
    press_key(petra, "create")
    assert petra.page.url.endswith("/sign-in/factors/"), petra.page.url
    looked(petra, walk)
    petra.follow("/sign-in/key/")
    petra.sees("Avainnipun avain")
    looked(petra, walk)


def sign_in_with_key(petra: Somebody, walk: Walk) -> None:
    to_second_step(petra)
    looked(petra, walk)
    press_key(petra, "get")
    assert petra.page.url.endswith("/team/"), petra.page.url


def use_spare_code(petra: Somebody, walk: Walk, code: str) -> None:
    """A spare code opens once."""
    to_second_step(petra)
    petra.fill(code=code)
    petra.press("code")
    assert petra.page.url.endswith("/team/")
    to_second_step(petra)
    petra.fill(code=code)
    with petra.page.expect_navigation():
        petra.page.locator('form:has([name="code"]) button').first.click()
    assert petra.page.url.endswith("/sign-in/code/") and petra.page.locator("#error-summary").count() == 1
    press_key(petra, "get")
    assert petra.page.url.endswith("/team/")


def say_who_one_is(petra: Somebody, walk: Walk, code: str) -> None:
    """Asked again before a grave act: by code, by key."""
    petra.go("/sign-in/confirm/?next=/sign-in/recovery/new/")
    looked(petra, walk)
    petra.fill(code=code)
    petra.press("code")
    assert petra.page.url.endswith("/sign-in/recovery/new/")
    looked(petra, walk)
    petra.go("/sign-in/key/again/?next=/sign-in/recovery/")
    looked(petra, walk)
    press_key(petra, "get")
    assert petra.page.url.endswith("/sign-in/recovery/")
    assert petra.page.locator("main .codes li").count() == 8  # two are used
    petra.go("/sign-in/recovery/new/")
    with petra.page.expect_navigation():
        petra.page.locator("main form button").first.click()
    assert petra.page.locator("main .codes li").count() == 10


def take_away(petra: Somebody, walk: Walk) -> None:
    petra.go("/sign-in/key/")
    petra.follow("/remove/")
    looked(petra, walk)
    with petra.page.expect_navigation():
        petra.page.locator("main form button").first.click()
    assert petra.page.url.endswith("/sign-in/key/")
    petra.go("/sign-in/authenticator/remove/")
    looked(petra, walk)
    with petra.page.expect_navigation():
        petra.page.locator("main form button").first.click()
    assert not Authenticator.objects.using(OWNER).filter(user__username="petra").exists()


def test_without_the_key_one_is_told(house: House):
    """No key in the machine: the page says so, nothing is sent."""
    one = house.somebody("katri")
    one.go("/sign-in/key/new/")
    one.fill(password=PASSWORD)
    one.press("password")
    one.page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no key')); }")
    one.page.locator("form[data-key] button").click()
    one.page.locator("[data-key-told]", has_text="Avainta ei saatu luettua").wait_for()
    assert not Authenticator.objects.using(OWNER).filter(user__username="katri").exists()


# What the story is told with -----------------------------------------------------------------------------------------


def with_key(page: Page) -> None:
    """A security key in the machine."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def code_of(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP_SECONDS))


def looked(one: Somebody, walk: Walk) -> None:
    """The page one is at: axe, width, one heading, in our own frame."""
    page, path = one.page, one.page.url
    assert page.locator("h1").count() == 1 and page.locator("a.brand").count() == 1, path
    for width, scheme in ((NARROW, "light"), (WIDE, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        walk.faults += ask_axe(page, f"{path} at {width} {scheme}", walk)
        walk.faults += reflow(page, path) if width == NARROW else []
    walk.pages.append(path)


def again(one: Somebody, walk: Walk) -> None:
    """Asked who one is before a grave act."""
    if "/sign-in/again/" in one.page.url:
        looked(one, walk)
        one.fill(password=PASSWORD)
        one.press("password")


def to_second_step(one: Somebody) -> None:
    """Out, and in again with the password."""
    one.page.context.clear_cookies()
    one.go("/sign-in/")
    one.fill(login="petra", password=PASSWORD)
    one.press("login")
    assert one.page.url.endswith("/sign-in/code/")


def press_key(one: Somebody, what: str) -> None:
    with one.page.expect_navigation():
        one.page.locator(f'form[data-key="{what}"] button').click()


def verbs() -> list[str]:
    rows = Event.objects.using(OWNER).filter(verb__startswith="access.second_factor").order_by("pk")
    return [verb.rsplit("_", 1)[-1] for verb in rows.values_list("verb", flat=True)]
