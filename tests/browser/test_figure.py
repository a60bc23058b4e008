"""The path figure as a browser draws it: every region, every language, picture and list, keyboard, ear, paper.

Seen red: letters measured too narrow; a box that does not grow; the list left out of the page; a bullet of the list
missing; a focus without its ring; a second sheet in print.
"""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import User
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.commands import run
from tests.browser.people import House

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROWS = {f"V-{number}" for number in range(27, 92)}
LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
# Texts on texts, over the edge of a box, outside their own line, under a strand; boxes on boxes. In drawing units.
FAULTS = """() => {
  const svg = document.querySelector('svg.poster'), found = [], view = svg.viewBox.baseVal;
  const rect = one => { const b = one.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; };
  const ink = one => { const b = one.getBBox();
    return [b.x, b.y + b.height * .12, b.x + b.width, b.y + b.height * .9]; };
  const overlap = (p, q) => p[0] < q[2] - 1 && q[0] < p[2] - 1 && p[1] < q[3] - 1 && q[1] < p[3] - 1;
  const inside = (p, q) => p[0] >= q[0] && p[1] >= q[1] && p[2] <= q[2] && p[3] <= q[3];
  const texts = [...svg.querySelectorAll('text:not(.fg-vh):not(.fg-nn)')].map(t => ({says: t.textContent, at: ink(t)}));
  texts.forEach((p, i) => {
    if (!inside(p.at, [0, 0, view.width, view.height])) found.push('off the sheet: ' + p.says);
    texts.slice(i + 1).forEach(q => { if (overlap(p.at, q.at)) found.push(p.says + ' on ' + q.says); });
  });
  for (const box of [...svg.querySelectorAll('rect.fg-card, rect.fg-band, rect.fg-button')].map(rect))
    for (const p of texts) if (overlap(p.at, box) && !inside(p.at, box)) found.push('over the edge: ' + p.says);
  for (const spot of svg.querySelectorAll('.fg-spot')) for (const text of spot.querySelectorAll('text:not(.fg-vh)'))
    if (!inside(ink(text), rect(spot.querySelector('.fg-hit')))) found.push('not clickable: ' + text.textContent);
  for (const path of svg.querySelectorAll('.fg-path, .fg-beside, .fg-strand')) {
    const half = parseFloat(path.getAttribute('stroke-width')) / 2, end = path.getTotalLength();
    for (let at = 0; at <= end; at += 4) {
      const o = path.getPointAtLength(at), near = [o.x - half, o.y - half, o.x + half, o.y + half];
      const under = texts.find(p => near[0] < p.at[2] && near[2] > p.at[0] && near[1] < p.at[3] && near[3] > p.at[1]);
      if (under) { found.push('under a strand: ' + under.says); break; }
    }
  }
  const cards = [...svg.querySelectorAll('rect.fg-card')].map(rect);
  cards.forEach((p, i) => cards.slice(i + 1).forEach(q => { if (overlap(p, q)) found.push('a box on a box'); }));
  return found;
}"""
SHOWN = "within => [...document.querySelectorAll(within + ' [data-row]')].flatMap(one => one.dataset.row.split(' '))"


@pytest.fixture(scope="module")
def leaders(house: House) -> dict[str, User]:
    """The five regions published, and somebody in each who leads by figures."""
    assert run("load", None, publish=True) == 0
    codes.forget()
    found = {}
    with acting(system("tests")):
        for region in [one for one in Region.objects.order_by("key") if codes.published(one)]:
            unit = Unit.objects.filter(organisation__region=region, organisation__agreements__isnull=False).first()
            user = add_user(by=system("tests"), username=f"johto-{region.key}", name="Johto Johtaja")
            give_membership(by=system("tests"), user=user, unit=unit, role="manager")
            found[region.key] = user
    assert len(found) == 5
    return found


@pytest.fixture(scope="module", params=list(LOCALES))
def visitor(request, house: House) -> Iterator[Page]:
    """An unknown visitor who reads one of the languages."""
    page = house.somebody(locale=LOCALES[request.param]).page
    yield page
    page.context.close()


def test_no_text_leaves_its_box_in_any_region_or_language(leaders, visitor):
    for region in leaders:
        for query in ("", "&view=waiting", "&card=pay_subsidy"):
            visitor.goto(f"/path/?region={region}{query}")
            visitor.evaluate("document.fonts.ready")
            assert visitor.evaluate(FAULTS) == [], (region, query)


def test_the_professionals_figure_holds_too_with_prompts_and_numbers(leaders, house):
    for region, user in leaders.items():
        page = house.known(user).page
        page.goto("/services/path/")
        assert page.evaluate(FAULTS) == [], region
        page.context.close()


@pytest.mark.row("V-26", "F-46")
def test_picture_and_list_hold_the_same_and_every_row_in_every_region(leaders, house):
    page = house.somebody().page
    for region in leaders:
        page.goto(f"/path/?region={region}")
        picture, listed = (page.evaluate(SHOWN, within) for within in (".poster", ".fgn"))
        assert sorted(picture) == sorted(listed), region
        assert not ROWS - set(picture), region


def test_the_ear_gets_nested_lists_and_the_lines_are_silent(leaders, house):
    page = house.somebody().page
    for within, query in ((".poster", ""), (".fgn", "&as=list")):
        page.goto(f"/path/?region={next(iter(leaders))}{query}")
        heard = page.locator(within).aria_snapshot()
        assert heard.count("- listitem") > 60 and heard.count("- list:") > 12
        assert 'heading "Alkupalvelu" [level=2]' in heard and 'link "palkkatuki"' in heard
        assert "img" not in heard


def test_by_keyboard_every_card_is_reached_seen_and_opened(leaders, house):
    page = house.somebody().page
    page.goto(f"/path/?region={next(iter(leaders))}")
    links = page.locator(".poster a")
    ring = "one => getComputedStyle(one.querySelector('.fg-hit, .fg-button')).strokeWidth"
    links.first.focus()
    for place in range(3):
        assert page.evaluate(f"document.activeElement === document.querySelectorAll('.poster a')[{place}]")
        assert float(links.nth(place).evaluate(ring).removesuffix("px")) >= 3
        page.keyboard.press("Tab")
    page.locator('.poster a[href*="card=pay_subsidy"]').focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".poster .fg-sel").count() == 1
    page.locator(".poster .fg-act").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/find/" in page.url and page.locator("h1").inner_text() == "Palkkatuki"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_it_is_one_sheet_of_a3(leaders, house, scheme):
    for address, user in (("/path/?region={}", None), ("/services/path/", leaders["lieto"])):
        page = house.known(user, color_scheme=scheme).page
        page.goto(address.format("lieto"))
        with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
            assert len(paper.pages) == 1
            left, bottom, right, top = (float(one) for one in paper.pages[0].mediabox)
        assert (round((right - left) / 72 * 25.4), round((top - bottom) / 72 * 25.4)) == (420, 297)
        page.emulate_media(media="print", color_scheme=scheme)
        assert page.locator(".fg-card").first.evaluate("one => getComputedStyle(one).fill") == "rgb(255, 255, 255)"
        page.context.close()


@pytest.mark.parametrize(("width", "scheme", "query"), [
    (1280, "light", ""), (1280, "dark", "&card=pay_subsidy"), (320, "light", "&view=waiting"),
    (1280, "light", "&as=list"),
])  # fmt: skip
def test_axe_finds_nothing(leaders, house, width, scheme, query):
    page = house.somebody(viewport={"width": width, "height": 900}, color_scheme=scheme).page
    page.goto(f"/path/?region={next(iter(leaders))}{query}")
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []


def test_on_a_narrow_phone_the_list_stands_alone_and_nothing_scrolls_sideways(leaders, house):
    page = house.somebody(viewport={"width": 320, "height": 700}).page
    page.goto(f"/path/?region={next(iter(leaders))}&card=pay_subsidy&view=waiting")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert not page.locator(".poster").is_visible() and page.locator(".ftrail").is_visible()
    assert page.locator(".fsel .fcard").is_visible()  # the chosen card opens in its place
