"""Somebody with a browser, who does what people do: follows links, fills fields, presses buttons.

Controls are found by what does not change with the language: names, addresses, values.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Locator, Page, Response

from rinnalla.access.models import User
from rinnalla.cast import PASSWORD
from rinnalla.lib import dates

OWNER = "owner"
METHODS, METHODS_OF = "account_authentication_methods", "account_authentication_methods_user"
A_WALK = 3600  # seconds
PATIENCE = 15_000  # ms; the machine may have other work


@dataclass
class House:
    """The running server and the browser everybody shares, each in a context of one's own."""

    address: str
    browser: Browser
    contexts: list = field(default_factory=list)

    def somebody(self, username: str | None = None, *, script: bool = True, **options: Any) -> Somebody:
        """A fresh browser; signed in by the form when a username is given."""
        options = {"locale": "fi-FI", "viewport": {"width": 1280, "height": 900}, **options}
        context = self.browser.new_context(base_url=self.address, java_script_enabled=script, **options)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        one = Somebody(context.new_page())
        if username:
            one.sign_in(username)
        return one

    def known(self, user: User | None, *, role: str = "", **options: Any) -> Somebody:
        """A fresh browser of somebody who signed in a moment ago: the session is written, the form is not used.

        Who has several roles has chosen `role`, else the first.
        """
        one = self.somebody(**options)
        if user is not None:
            one.page.context.add_cookies(
                [{"name": "rinnalla-session", "value": _session(user, role), "url": self.address, "httpOnly": True}]
            )
        return one

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def _session(user: User, role: str) -> str:
    user = User.objects.using(OWNER).get(pk=user.pk)  # the password as it is now
    values = {
        SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash(),
        BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
        "started_at": dates.now().isoformat(), "touched_at": dates.now().isoformat(),
        # Just asked who one is, so that the pages of one's own sign-in open; a long walk is not asked again.
        METHODS: [{"method": "password", "at": time.time() + A_WALK, "reauthenticated": True}],
        METHODS_OF: str(user.pk),
    }
    held = user.memberships.using(OWNER).in_force().order_by("pk")
    membership = (held.filter(role=role) if role else held).first()
    if membership:
        values["membership"] = membership.pk
    key = secrets.token_hex(16)
    Session.objects.using(OWNER).create(
        session_key=key, session_data=Session.objects.encode(values), expire_date=dates.now() + timedelta(days=1)
    )
    return key


class Somebody:
    """One person's page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # Going places

    def go(self, path: str, *, status: int = 200) -> Response:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}, not {status}"
        return answer

    def sign_in(self, username: str) -> None:
        self.go("/sign-in/")
        self.fill(login=username, password=PASSWORD)
        self.press("login")
        assert "/sign-in/" not in self.page.url, self.page.url

    def follow(self, ending: str, *, inside: str = "main") -> None:
        """Press the first link whose address ends so."""
        link = self.page.locator(f'{inside} a[href$="{ending}"]').first
        with self.page.expect_navigation():
            link.click()

    def menu(self, href: str) -> None:
        """Press an item of the main menu."""
        with self.page.expect_navigation():
            self.page.locator(f'header nav a[href="{href}"]').click()
        assert self.page.locator(f'header nav a[href="{href}"]').get_attribute("aria-current") == "page"

    def speak(self, language: str) -> None:
        """Change the language from the menu; the page and its menu follow."""
        self.page.locator("details.menu:has(button[name=language]) > summary").first.click()
        with self.page.expect_navigation():
            self.page.locator(f'button[name=language][value="{language}"]').click()
        assert self.page.locator("html").get_attribute("lang") == language

    # Filling in

    def fill(self, **fields: Any) -> None:
        """Fill fields by their names; a radio or tick by its value, True ticks a lone box."""
        for name, value in fields.items():
            self._one(name, value)

    def _one(self, name: str, value: Any) -> None:
        here = self.page.locator(f'main [name="{name}"]')
        first = here.first
        for closed in first.locator("xpath=ancestor::details[not(@open)]/summary").all():
            closed.click()
        kind = first.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
        if kind == "select":
            first.select_option(value)
        elif kind in ("radio", "checkbox"):
            wanted = [value] if isinstance(value, str | bool) else value
            for each in wanted:
                box = first if each is True else self.page.locator(f'main [name="{name}"][value="{each}"]')
                box.locator("xpath=ancestor::label").click() if not box.is_checked() else None
        else:
            first.fill(str(value))

    def choose(self, name: str, words: str) -> None:
        """Choose the option of a select that has these words in it."""
        box = self.page.locator(f'main select[name="{name}"]')
        box.select_option(box.locator("option", has_text=words).first.get_attribute("value"))

    def press(self, name: str, *, button: str = "button.main", status: tuple[int, ...] = (200,)) -> None:
        """Press the button of the form that has a field of this name; its answer must be well."""
        form = self.page.locator(f'main form:has([name="{name}"])').first
        self._navigate(form.locator(button).first, status)

    def press_to(self, ending: str, *, status: tuple[int, ...] = (200,)) -> None:
        """Press the button of the form whose address ends so."""
        self._navigate(self.page.locator(f'main form[action$="{ending}"] button').first, status)

    def _navigate(self, button: Locator, status: tuple[int, ...]) -> None:
        with self.page.expect_navigation() as seen:
            button.click()
        answer = seen.value
        said = " | ".join(self.page.locator(".esum li, .note--late").all_inner_texts())
        assert answer is not None and answer.status in status, f"{self.page.url}: {answer and answer.status}: {said}"
        assert not said or 422 in status, f"{self.page.url}: {said}"

    # Looking

    def sees(self, words: str) -> None:
        self.page.locator("main", has_text=words).first.wait_for()

    def uuid_in_address(self) -> str:
        """The first uuid of the address one is at."""
        return next(part for part in self.page.url.split("/") if len(part) == 36 and part.count("-") == 4)
