"""The client's and the public's pages as they are drawn: long lines, small buttons, large text, paper.

Rules 1, 4, 12 and 15 of `docs/client-pages.md`, on a phone and on a desk. axe sees none of these. An address that
answers with something else than HTML (a paper, a file) is no page.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from rinnalla.access.routes import all_routes
from tests.asking import fill
from tests.browser.people import House
from tests.world import World

WIDTHS = (390, 1280)
LEAST_TARGET = 44  # px, of a button on a client's page
FEWEST_PAGES = 45
SCRIPT = (Path(__file__).parent / "as_drawn.js").read_text(encoding="utf-8")
SPACED = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }
"""  # WCAG 1.4.12
DOUBLED = "html { font-size: 200% !important; }"  # WCAG 1.4.4


def addresses(world: World) -> list[tuple[str, bool]]:
    """Each address of the client's own and of the public, and whether it is the client's own."""
    return [
        (fill(route, world.mine), route["scope"] == "own")
        for route in all_routes()
        if "GET" in route["methods"]
        and route["scope"] in ("own", "public")
        and not route["path"].startswith(("/api/", "/health/", "/sign-in/identification/"))
    ]


def pages(house: House, world: World) -> Iterator[tuple[str, Page]]:
    """Each of them open in the browser of somebody who may read it."""
    client, anybody = house.known(world.people["client_own"]), house.somebody()
    for address, own in addresses(world):
        page = (client if own else anybody).page
        answer = page.request.get(address, max_redirects=0)
        if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            page.goto(address)
            page.evaluate("document.fonts.ready")
            page.evaluate(SCRIPT)
            yield address, page


@pytest.fixture(scope="module")
def drawn(house: House, world: World) -> dict[str, list[str]]:
    """What was found of each kind; "pages" are those looked at. Each page is opened once."""
    kinds = ("pages", "lines", "buttons", "spaced", "doubled", "paper")
    found: dict[str, list[str]] = {kind: [] for kind in kinds}
    began = time.monotonic()
    for address, page in pages(house, world):
        found["pages"].append(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for kind, asked in (("lines", "longLines()"), ("buttons", f"smallButtons({LEAST_TARGET})")):
                found[kind] += said(page, address, asked)
            for kind, css in (("spaced", SPACED), ("doubled", DOUBLED)):
                page.evaluate("css => asDrawn.dress(css)", css)
                found[kind] += said(page, address, "lost()")
            page.evaluate("asDrawn.dress('')")
        page.emulate_media(media="print")
        found["paper"] += said(page, address, "onPaper()")
        page.emulate_media(media="screen")
    print(f"as drawn: {len(found['pages'])} pages at {WIDTHS} in {time.monotonic() - began:.0f} s")
    return found


def said(page: Page, address: str, asked: str) -> list[str]:
    return [f"{address} at {page.viewport_size['width']}: {one}" for one in page.evaluate(f"asDrawn.{asked}")]


def test_every_page_is_looked_at(drawn):
    assert len(drawn["pages"]) >= FEWEST_PAGES, drawn["pages"]


def test_no_line_is_longer_than_sixty_characters(drawn):
    """Seen red: paragraphs 50 ch wide, whose lines had up to 63 characters."""
    assert not drawn["lines"], "\n".join(drawn["lines"])


def test_a_button_can_be_hit(drawn):
    """Seen red: quiet buttons of 2.25 rem (43 px on the longest text), and summaries as high as their line."""
    assert not drawn["buttons"], "\n".join(drawn["buttons"])


def test_text_spaced_by_the_reader_loses_nothing(drawn):
    """WCAG 1.4.12. Seen red: headings of a fixed height of 1.3 em with what is over hidden."""
    assert not drawn["spaced"], "\n".join(drawn["spaced"])


def test_text_of_double_size_loses_nothing(drawn):
    """WCAG 1.4.4. Seen red: a header whose parts stand on one line whatever their size."""
    assert not drawn["doubled"], "\n".join(drawn["doubled"])


def test_paper_carries_the_matter_and_no_buttons(drawn):
    """Seen red: the links to the page's own parts not hidden on paper."""
    assert not drawn["paper"], "\n".join(drawn["paper"])
