"""The client's own pages in a real browser on a phone: targets for fingers, lines that can be followed, room for wider
text (rules 1, 4, 12 and 15 of `docs/client-pages.md`). axe and sound HTML are asked in `test_accessibility.py`."""

import pytest
from playwright.sync_api import Page

from rinnalla.access.routes import all_routes
from tests.asking import fill
from tests.browser.people import House
from tests.world import World

PHONE, NARROW, WIDE = 390, 320, 1280
FEWEST_PAGES = 20
# What WCAG 1.4.12 asks a page to bear.
SPACED = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}" +
    "p{margin-bottom:2em!important}");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }"""
DOUBLED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync("html{font-size:200%!important}");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }"""
SMALL = """() => [...document.querySelectorAll("main a.main, main a.quiet, main button:not(.plain), main summary")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
  .map(one => one.textContent.trim() + " " + Math.round(one.getBoundingClientRect().height) + " px")"""
# How many signs of its own letters fit on a line of each paragraph that takes more than one line.
LONG_LINES = """() => { const pen = document.createElement("canvas").getContext("2d");
  const seen = [...document.querySelectorAll("main p, main li, main blockquote")].filter(one => one.checkVisibility());
  return seen.map(one => {
    const style = getComputedStyle(one);
    const text = [...one.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join("");
    if (text.trim().length < 70) return null;
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const signs = one.clientWidth / (pen.measureText(text).width / text.length);
    return signs > 62 ? Math.round(signs) + ": " + text.trim().slice(0, 60) : null;
  }).filter(Boolean); }"""


def addresses(world: World) -> list[str]:
    return [
        fill(route, world.mine) for route in all_routes() if route["scope"] == "own" and "GET" in route["methods"]
    ]


@pytest.fixture(scope="module")
def faults(house: House, world: World) -> dict[str, list[str]]:
    """What was found on each page, by what was asked."""
    found: dict[str, list[str]] = {"pages": [], "targets": [], "lines": [], "spacing": [], "doubled": []}
    page = house.known(world.people["client_own"]).page
    for path in addresses(world):
        page.set_viewport_size({"width": PHONE, "height": 844})
        answer = page.goto(path)
        if answer and answer.status == 200:
            found["pages"].append(path)
            look(page, path, found)
    return found


def look(page: Page, path: str, found: dict[str, list[str]]) -> None:
    found["targets"] += [f"{path}: {one}" for one in page.evaluate(SMALL)]
    page.set_viewport_size({"width": WIDE, "height": 844})
    found["lines"] += [f"{path}: {one}" for one in page.evaluate(LONG_LINES)]
    page.set_viewport_size({"width": NARROW, "height": 844})
    page.evaluate(SPACED)
    found["spacing"] += sideways(page, path, NARROW)
    page.reload()
    page.set_viewport_size({"width": 2 * NARROW, "height": 844})
    page.evaluate(DOUBLED)
    found["doubled"] += sideways(page, path, 2 * NARROW)


def sideways(page: Page, path: str, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{path}: {wide} px at {width}"] if wide > width else []


@pytest.mark.parametrize("asked", ["targets", "lines", "spacing", "doubled"])
def test_the_pages_are_made_for_a_phone_and_tired_eyes(faults, asked):
    """Seen red: a button of 30 px; a paragraph let as wide as the page; a word that may not be broken."""
    assert len(faults["pages"]) >= FEWEST_PAGES, faults["pages"]
    assert not faults[asked], "\n".join(faults[asked])
