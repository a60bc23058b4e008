"""What an act costs a worker: presses, keys, filled fields, pages, and seconds by the keystroke-level model.

The model and its operators are Card, Moran & Newell, "The Keystroke-Level Model for User Performance Time with
Interactive Systems", Communications of the ACM 23(7), 1980. A phone's key is slower: 36 words a minute on average
(Palin, Feit, Kim, Kristensson & Oulasvirta, "How do People Type on Mobile Devices?", MobileHCI 2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from playwright.sync_api import Locator, Page

from tests.browser.people import Somebody

KEY, PHONE_KEY, POINT, HOME, THINK = 0.28, 0.33, 1.1, 0.4, 1.35  # seconds: K, K on a phone, P, H, M
SEEN_AT_ONCE = 0.8  # of the window, by one scroll


@dataclass
class Effort:
    """Counts of one act. `switches` are hands moved between keyboard and mouse, `commands` presses that decide."""

    presses: int = 0
    keys: int = 0
    fields: int = 0
    pages: int = 0
    scrolls: int = 0
    switches: int = 0
    commands: int = 0
    phone: bool = False

    @property
    def seconds(self) -> float:
        """The model's time of somebody who knows the screen; the system's own answer time is not in it."""
        key = PHONE_KEY if self.phone else KEY
        thinking = THINK * (self.commands + self.fields)
        return self.keys * key + (self.presses + self.scrolls) * POINT + self.switches * HOME + thinking


class Hands(Somebody):
    """Somebody whose every press and key is counted. Found by what stays the same in every language, as in `people`."""

    def __init__(self, page: Page, *, phone: bool = False) -> None:
        super().__init__(page)
        self.phone = phone
        self.effort = Effort(phone=phone)
        self.typing = False
        page.on("load", self._loaded)

    def _loaded(self, _page: Page) -> None:
        self.effort.pages += 1

    def starts_at(self, path: str) -> None:
        """The page one happens to be on when the act begins; it costs nothing."""
        self.go(path)
        self.effort, self.typing = Effort(phone=self.phone), False

    # Pointer

    def press(self, one: Locator) -> None:
        """Bring it into sight and press it."""
        self._into_sight(one)
        self._hand(typing=False)
        self.effort.presses += 1
        one.tap() if self.phone else one.click()

    def lead(self, one: Locator) -> None:
        """A press that decides: a link or a button that answers with a page."""
        self.effort.commands += 1
        one.wait_for()  # what a search brings is there before it is pressed
        with self.page.expect_navigation() as seen:
            self.press(one)
        said = " | ".join(self.page.locator(".esum li, .note--late").all_inner_texts())
        answer = seen.value
        assert answer is not None and answer.status == 200, f"{self.page.url}: {answer and answer.status}: {said}"

    def choose(self, name: str, words: str) -> None:
        """One press opens the list, another takes the line; the browser draws the list itself."""
        box = self.page.locator(f'main select[name="{name}"]').first
        self._into_sight(box)
        self._hand(typing=False)
        self.effort.presses += 2
        self.effort.fields += 1
        super().choose(name, words)

    def tick(self, name: str, value: str) -> None:
        box = self.page.locator(f'main [name="{name}"][value="{value}"]').first
        if not box.is_checked():
            self.effort.fields += 1
            self.press(box.locator("xpath=ancestor::label"))

    # Keyboard

    def write(self, name: str, words: str) -> None:
        """Into a field, letter by letter; what stands there goes first. No press when it has the focus."""
        field = self.page.locator(f'main [name="{name}"]').first
        if not field.evaluate("one => one === document.activeElement"):
            self.press(field)
        self._hand(typing=True)
        self.effort.fields += 1
        if field.input_value():
            self.effort.keys += 2
            field.press("Control+a")
        self.effort.keys += len(words)
        field.press_sequentially(words)

    def _hand(self, *, typing: bool) -> None:
        if typing is not self.typing and not self.phone:
            self.effort.switches += 1
        self.typing = typing

    def _into_sight(self, one: Locator) -> None:
        """Scroll as far as one must. A field under the first window costs its scrolls."""
        box, window = one.bounding_box(), self.page.viewport_size
        assert box is not None and window is not None, one
        over = max(box["y"] + box["height"] - window["height"], -box["y"], 0)
        if over:
            self.effort.scrolls += ceil(over / (SEEN_AT_ONCE * window["height"]))
            one.scroll_into_view_if_needed()
