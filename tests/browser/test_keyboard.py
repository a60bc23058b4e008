"""By keyboard alone: Tab, Enter, Space and what one types (goal F3; rules 3 and 6 of a screen).

The skip link is first and leads to the main part; every stop shows where one is, in sight and uncovered; nothing holds
the focus; every control that can be seen is reached; an error leads to its field.

Seen red: no `:focus-visible` rule; the ring of chips taken away; a skip link to nowhere; a main part that takes no
focus; a footer that covers the stops; a control without a place among the stops; a stop that cannot be seen; a field
that takes Tab for itself; the summary without focus.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.cast import PASSWORD
from rinnalla.referrals.models import Referral
from tests.browser.people import OWNER, House, Somebody

MOST_STOPS = 150
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary"
# What the reader sees of a stop: the element, its label or what stands in its place, with the ring or without.
STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const parts = [one, one.nextElementSibling, one.closest("label"), one.closest("summary")].filter(Boolean);
  const ring = part => {
    const s = getComputedStyle(part);
    return [s.outlineStyle === "none" ? "0" : s.outlineWidth, s.boxShadow].join(" ");
  };
  const box = part => part.getBoundingClientRect();
  const inSight = part => {
    const b = box(part), x = (Math.max(b.left, 0) + Math.min(b.right, innerWidth)) / 2;
    const y = (Math.max(b.top, 0) + Math.min(b.bottom, innerHeight)) / 2;
    if (b.width < 8 || b.height < 8 || b.bottom <= 0 || b.top >= innerHeight) return false;
    const top = document.elementFromPoint(x, y);
    const whole = one.closest("label") || part; // a chip's own input lies over it, unseen
    return !!top && (whole.contains(top) || top.contains(part) && getComputedStyle(top).position === "static");
  };
  const lit = parts.map(ring);
  one.blur();
  const dark = parts.map(ring);
  one.focus({preventScroll: true});
  const shown = parts.filter((part, at) => lit[at] !== dark[at] && getComputedStyle(part).opacity !== "0"
    && (parseFloat(lit[at]) >= 2 || !lit[at].endsWith("none")));
  if (!window.stops) { window.stops = new Map(); }
  if (!window.stops.has(one)) window.stops.set(one, window.stops.size);
  return {
    number: window.stops.get(one), what: one.outerHTML.slice(0, 160), tag: one.tagName, id: one.id,
    name: one.name || "", href: one.getAttribute("href") || "", ringed: shown.length > 0,
    seen: shown.some(inSight),
  };
}"""
# Controls that can be seen and were no stop; of a group of radios one is enough.
MISSED = """controls => [...document.querySelectorAll(controls)].filter(one => one.checkVisibility({
    opacityProperty: false, visibilityProperty: true}) && !one.disabled && !window.stops.has(one)
    && !one.closest(".vh") && !(one.type === "radio" && [...window.stops.keys()].some(
      other => other.name === one.name && other.form === one.form)))
  .map(one => one.outerHTML.slice(0, 160))"""


class Keys(Somebody):
    """Somebody whose mouse is broken."""

    def tab(self, *, back: bool = False) -> dict[str, Any] | None:
        """One stop on; None at the end of the page."""
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        return self.page.evaluate(STOP)

    def walk(self) -> list[dict[str, Any]]:
        """From the top to the end, opening what can be opened on the way. Fails when there is no end."""
        stops: list[dict[str, Any]] = []
        while stop := self.tab():
            if stop["number"] < len(stops):
                break
            stops.append(stop)
            assert len(stops) < MOST_STOPS, f"{self.page.url}: no end: {stop}"
            assert stop["number"] == len(stops) - 1, f"{self.page.url}: held at {stop}"
        return stops

    def to(self, **wanted: str) -> None:
        """Tab until the stop has this name, id, tag or ending of an address."""
        for _each in range(MOST_STOPS):
            stop = self.tab()
            if stop and all(
                stop[key].endswith(value) if key == "href" else stop[key] == value for key, value in wanted.items()
            ):
                return
        raise AssertionError(f"{self.page.url}: no stop at {wanted}")

    def press_key(self, key: str) -> None:
        """Enter or Space, and the page it leads to."""
        with self.page.expect_navigation() as seen:
            self.page.keyboard.press(key)
        assert seen.value is None or seen.value.status in (200, 422), seen.value.status

    def type(self, **fields: str) -> None:
        """Tab to each field in turn and type."""
        for name, words in fields.items():
            self.to(name=name)
            self.page.keyboard.type(words)

    def at(self) -> str:
        """The id of what has the focus."""
        return self.page.evaluate("document.activeElement.id")


def keys(house: House, username: str | None = None, **options: Any) -> Keys:
    user = User.objects.using(OWNER).get(username=username) if username else None
    return Keys(house.known(user, reduced_motion="reduce", **options).page)


@pytest.fixture(scope="module")
def case(house: House) -> str:
    return f"/cases/{Case.objects.using(OWNER).get(person__given_names='Tuula').uuid}/"


NARROW, WIDE = 390, 1280
PAGES = [
    (None, "/", NARROW), (None, "/", WIDE), (None, "/find/", NARROW), (None, "/sign-in/", WIDE),
    ("katri", "/day/", WIDE), ("katri", "/cases/", NARROW), ("katri", "{case}", WIDE), ("katri", "{case}team/", NARROW),
    ("timo", "/referrals/new/", NARROW), ("tuula", "/my/", NARROW),
]


@pytest.mark.parametrize(("username", "path", "width"), PAGES)
def test_every_stop_is_reached_and_shows_itself(house, case, username, path, width):
    one = keys(house, username, viewport={"width": width, "height": 700})
    one.go(path.format(case=case))
    one.page.evaluate("for (const each of document.querySelectorAll('details:not(.menu)')) each.open = true")
    stops = one.walk()
    assert stops[0]["href"] == "#main", stops[0]
    assert not [stop["what"] for stop in stops if not stop["ringed"]], "no ring"
    assert not [stop["what"] for stop in stops if not stop["seen"]], "not in sight"
    assert not one.page.evaluate(MISSED, CONTROLS)


def test_the_way_back_is_as_long(house):
    """Shift+Tab from the end comes to the first stop: nothing holds the focus from behind either."""
    one = keys(house)
    one.go("/")
    there = len(one.walk())
    back = 0
    while (stop := one.tab(back=True)) and back <= there:
        back += 1
        if stop["number"] == 0:
            break
    assert there - 1 <= back <= there + 1


@pytest.mark.parametrize(("username", "path"), [(None, "/"), ("katri", "/cases/")])
def test_the_skip_link_is_first_and_leads_to_the_main_part(house, username, path):
    one = keys(house, username)
    one.go(path)
    stop = one.tab()
    assert stop and stop["href"] == "#main" and stop["seen"]
    one.page.keyboard.press("Enter")
    assert one.at() == "main"
    one.tab()
    assert one.page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.row("V-16")
def test_contact_is_asked_for_by_keyboard_alone(house):
    """From the front page to the receipt; the page itself passes axe."""
    one, before = keys(house), Referral.objects.using(OWNER).count()
    one.go("/")
    assert not Axe().run(one.page, options={"resultTypes": ["violations"]}).response["violations"]
    one.type(name="Aino Virtanen", phone="040 555 0188")
    one.to(name="region")
    one.page.keyboard.type("Koi")
    one.to(tag="SUMMARY")
    one.page.keyboard.press("Space")
    one.type(wish="Haluan puhua työstä.")
    one.to(tag="BUTTON")
    one.press_key("Enter")
    assert "/received/" in one.page.url
    assert Referral.objects.using(OWNER).count() == before + 1


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_an_error_leads_to_its_field(house, script):
    one = keys(house, script=script)
    one.go("/?region=koivula")
    one.type(name="Aino Virtanen", phone="ei ole")
    one.press_key("Enter")
    assert one.at() == "error-summary"
    stop = one.tab()
    assert stop and stop["href"] == "#id_phone" and stop["seen"]
    one.page.keyboard.press("Enter")
    if one.at() != "id_phone":
        one.page.keyboard.press("Tab")
    assert one.at() == "id_phone"
    one.page.keyboard.press("ControlOrMeta+a")
    one.page.keyboard.type("040 555 0188")
    one.press_key("Enter")
    assert "/received/" in one.page.url


def test_signing_in_the_menu_and_the_filter(house):
    """Katri's morning without a mouse: in, to the cases, to those whose name begins so, into one, out again."""
    one = Keys(house.somebody(reduced_motion="reduce").page)
    one.go("/sign-in/")
    one.type(login="katri", password=PASSWORD)
    one.press_key("Enter")
    one.to(href="/cases/")
    one.press_key("Enter")
    assert one.page.url.endswith("/cases/")
    one.to(tag="SUMMARY", href="")
    while not one.page.evaluate("document.activeElement.parentElement.matches('.filters')"):
        one.to(tag="SUMMARY")
    one.page.keyboard.press("Enter")
    one.type(text="Ran")
    one.to(tag="BUTTON")
    one.press_key("Space")
    assert "text=Ran" in one.page.url
    assert one.page.locator("main li.q").count() == 1
    one.to(href=one.page.locator("main li.q a").first.get_attribute("href"))
    one.press_key("Enter")
    one.sees("Rantanen")


def test_a_menu_opens_and_closes(house):
    one = keys(house, "katri")
    one.go("/day/")
    one.to(tag="SUMMARY")
    one.page.keyboard.press("Space")
    assert one.page.locator("details.menu[open]").count() == 1
    stop = one.tab()
    assert stop and stop["name"] == "language" and stop["seen"]
    one.page.keyboard.press("Escape")
    assert not one.page.locator("details.menu[open]").count()
    assert one.page.evaluate("document.activeElement.tagName") == "SUMMARY"
