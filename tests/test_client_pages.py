"""Every page of the client's own, as a worried client meets it (rules 11–14 of `docs/client-pages.md`)."""

import re
from html.parser import HTMLParser

import pytest

from rinnalla.access.routes import all_routes
from rinnalla.lib import plain
from tests.asking import fill

FEWEST_PAGES = 20
SEEN_AS_A_WHOLE = "/my/"  # its first sheet says the four parts in its own way: what is next, when, with whom


class Main(HTMLParser):
    """What stands in <main>: headings, the four parts in the order met, main buttons, what is filled in, paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.open: list[str] = []
        self.met: list[str] = []
        self.parts: dict[str, str] = {}
        self.part = ""
        self.buttons: list[str] = []
        self.paragraphs: list[str] = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "main":
            self.inside = 1
        if not self.inside:
            return
        self.open.append(tag)
        if tag in ("h1", "h2"):
            self.met.append(tag)
        if tag in ("button", "textarea", "select") or (tag == "input" and told.get("type") != "hidden"):
            self.met.append("field")
        if "main" in (told.get("class") or "").split() and tag in ("a", "button"):
            self.buttons.append(told.get("href") or tag)
        if tag == "li":
            self.part = told.get("data-part") or ""
            self.met += [self.part] if self.part else []
        if tag == "p":
            self.paragraphs.append("" if "pre" not in (told.get("class") or "").split() else "\x00")

    def handle_endtag(self, tag):
        if tag == "main":
            self.inside = 0
        if tag == "li":
            self.part = ""

    def handle_data(self, data):
        if self.inside and self.part:
            self.parts[self.part] = self.parts.get(self.part, "") + data
        if self.inside and self.open and self.open[-1] == "p" and self.paragraphs:
            self.paragraphs[-1] += data


def read(page: str) -> Main:
    found = Main()
    found.feed(page)
    return found


@pytest.fixture
def pages(world, browser) -> dict[str, str]:
    """Each own page that opens with the world's rows, as its client gets it."""
    client, found = browser(world.people["client_own"]), {}
    for route in all_routes():
        if route["scope"] == "own" and "GET" in route["methods"]:
            address = fill(route, world.mine)
            answer = client.get(address)
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                found[address] = answer.content.decode()
    return found


@pytest.mark.row("T-43")
@pytest.mark.django_db
def test_each_page_says_first_what_it_is_what_to_do_by_when_and_who_helps(pages):
    """Before anything to fill in and any other heading, and with one main button at most.

    Seen red: the list taken off the page of notes.
    """
    assert len(pages) >= FEWEST_PAGES, sorted(pages)
    faults = []
    for address, page in pages.items():
        main = read(page)
        if main.met.count("h1") != 1:
            faults.append(f"{address}: {main.met.count('h1')} h1")
        if len(main.buttons) > 1:
            faults.append(f"{address}: main buttons {main.buttons}")
        if address == SEEN_AS_A_WHOLE:
            faults += [] if re.search(r'class="cfirst".*?<h1>.+?</h1>.*?class="chelp"', page, re.S) else [address]
            continue
        if not address.startswith("/my/"):
            continue
        before = main.met[: next((n for n, one in enumerate(main.met) if one in ("h2", "field")), len(main.met))]
        faults += [f"{address}: no {part}" for part in ("does", "when", "whom") if part not in before]
        faults += [f"{address}: empty {name}" for name, text in main.parts.items() if len(text.split()) < 2]
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_no_paragraph_is_long_and_every_term_is_explained(pages):
    """Rules 12 and 13 as the page stands, with values in it. Seen red: a sentence said three times in one paragraph."""
    faults = []
    for address, page in pages.items():
        main, inside = read(page), page.partition("<main")[2].partition("<details class=\"more words\"")[0]
        for text in main.paragraphs:
            if "\x00" not in text and len(plain.sentences(" ".join(text.split()))) > 3:
                faults.append(f"{address}: {' '.join(text.split())}")
        used = plain.terms_in(re.sub(r"<[^>]+>", " ", inside.partition("</main>")[0]), "fi")
        told = page.partition("<details class=\"more words\"")[2]
        faults += [f"{address}: {word} is not explained" for word, means in used.items() if means not in told]
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_the_same_help_stands_in_the_same_place_on_every_page(pages):
    """Rule 11: menu, whom to call and the emergency number. Seen red: the frame's section of help left out."""
    for address, page in pages.items():
        assert "116 117" in page.partition("<footer")[2], address
        assert 'class="chelp"' in page.partition("<main")[2], address
        assert "<title>" in page and re.search(r'<html lang="fi"', page), address


@pytest.mark.django_db
def test_the_glossary_is_for_everybody(browser):
    page = browser(None).get("/guide/").content.decode()
    assert all(means in page for means in plain.glossary("fi").values())
