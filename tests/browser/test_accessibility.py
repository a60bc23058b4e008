"""Every page that answers a reader: axe, reflow at 320 px, no console error, one heading, sound HTML (goal F2).

axe passes pages whose HTML is broken, and neither sees a page that scrolls sideways: all three are asked. Forms are
sent empty too: the summary has the focus and leads to fields that are marked. RINNALLA_ALL_AXE=1 asks axe at both
widths in both colour schemes; else at 320 light and 1280 dark.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from rinnalla.access.models import User
from rinnalla.access.roles import ROLES
from rinnalla.access.routes import SIGN_IN, all_routes
from rinnalla.catalogue.models import ServiceCard
from rinnalla.environment import ROOT
from tests.asking import fill
from tests.browser.people import OWNER, House, Somebody
from tests.world import World

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE = 320, 1280
FEWEST_PAGES = 70
FEWEST_FORMS = 25
# Open only to who has a password or a second factor, or is half-way in: test_second_factor.py looks at each.
OF_A_PROVIDER = {  # open in the middle of a sign-in only; looked at in test_identification.py
    "/sign-in/region/", "/sign-in/identification/<slug:provider_key>/answer/", "/sign-out/onward/",
    "/sign-in/identification/<slug:provider_key>/",
    "/sign-in/identification/<slug:provider_key>/log-out/", "/sign-in/identification/<slug:provider_key>/assertion/",
    "/sign-in/identification/<slug:provider_key>/finish/", "/sign-in/identification/<slug:provider_key>/metadata/",
    "/sign-in/identification/<slug:provider_key>/single-log-out/",
}
OF_A_SECOND_FACTOR = {
    "/sign-in/again/", "/sign-in/code/", "/sign-in/confirm/", "/sign-in/authenticator/remove/",
    "/sign-in/key/<int:pk>/remove/", "/sign-in/key/again/", "/sign-in/recovery/",
}
VNU = "vnu-jar@26.9.27"
NODE = ROOT / ".rinnalla-test" / "node"
EMPTY_AND_SEND = """form => {
  for (const one of form.elements) {
    if (one.type === "radio" || one.type === "checkbox") one.checked = false;
    else if (one.type !== "hidden" && one.tagName !== "BUTTON") one.value = "";
  }
  form.requestSubmit(form.querySelector("button.main") || form.querySelector("button"));
}"""


@dataclass
class Walk:
    """What was seen on the way through the house."""

    folder: Path
    faults: list[str] = field(default_factory=list)
    form_faults: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    axe_runs: int = 0

    def save(self, html: str) -> None:
        (self.folder / f"{len(list(self.folder.iterdir())):03}.html").write_text(html, encoding="utf-8")


def reader_of(route: dict, world: World) -> User | None:
    """Somebody who may open the page."""
    if route["scope"] == "own":
        return world.people["client_own"]
    if route["public"] == SIGN_IN and route["name"] != "account_login":
        return world.people["works-coordinator"]
    if route["scope"] == "public":
        return None
    fitting = [key for key, role in ROLES.items() if route["permission"] in {str(one) for one in role.permissions}]
    fitting.sort(key=lambda key: (key != "coordinator", key))
    return world.people[f"works-{fitting[0]}"]


def addresses(world: World) -> list[tuple[str, User | None, bool]]:
    """Path, reader and whether it takes a form; programs' addresses are no pages."""
    return [
        (fill(route, world.mine), reader_of(route, world), "POST" in route["methods"])
        for route in all_routes() if "GET" in route["methods"] and not route["path"].startswith(("/api/", "/health/"))
    ]


@pytest.fixture(scope="module")
def walk(house: House, world: World, tmp_path_factory) -> Walk:
    """Everybody's pages, read and their forms sent empty, once."""
    done = Walk(tmp_path_factory.mktemp("html"))
    ServiceCard.objects.using(OWNER).filter(names={}).update(names={"fi": "Työkokeilu"})
    readers: dict[int | None, Somebody] = {}
    for path, user, takes_form in addresses(world):
        key = user.pk if user else None
        if key not in readers:
            readers[key] = house.known(user)
            listen(readers[key].page, done)
        page = readers[key].page
        answer = page.request.get(path, max_redirects=0)
        if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            look(page, path, done)
            if takes_form:
                send_empty(page, path, done)
        elif answer.status >= 500:
            done.faults.append(f"{path}: {answer.status}")
    return done


def listen(page: Page, done: Walk) -> None:
    """What the console says is a fault; that a form came back with 422 is none."""

    def said(message) -> None:
        if message.type in ("error", "warning") and "422" not in message.text:
            done.faults.append(f"{page.url}: console: {message.text}")

    page.on("console", said)
    page.on("pageerror", lambda error: done.faults.append(f"{page.url}: script: {error}"))


def look(page: Page, path: str, done: Walk) -> None:
    page.set_viewport_size({"width": NARROW, "height": 800})
    page.emulate_media(color_scheme="light")
    answer = page.goto(path)
    if not answer or answer.status != 200:
        return
    done.pages.append(path)
    done.save(answer.text())
    if (headings := page.locator("h1").count()) != 1:
        done.faults.append(f"{path}: {headings} h1")
    done.faults += reflow(page, path)
    schemes = ("light", "dark")
    everything = [(width, scheme) for width in (NARROW, WIDE) for scheme in schemes]
    for width, scheme in everything if os.environ.get("RINNALLA_ALL_AXE") else [(NARROW, "light"), (WIDE, "dark")]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        done.faults += ask_axe(page, f"{path} at {width} {scheme}", done)


def reflow(page: Page, path: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{path}: scrolls sideways, {wide} px at {NARROW}"] if wide > NARROW else []


def ask_axe(page: Page, place: str, done: Walk) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    done.axe_runs += 1
    return [
        f"{place}: {one['id']}: {one['nodes'][0]['html'][:160]} ({one['nodes'][0].get('failureSummary', '')[:200]})"
        for one in found.response["violations"]
    ]


def send_empty(page: Page, path: str, done: Walk) -> None:
    """A form that must be filled, sent empty, comes back with its faults told."""
    page.set_viewport_size({"width": NARROW, "height": 800})
    form = page.locator('main form[method="post"]:has([required]:not([type=hidden]))').first
    if not form.count():
        return
    with page.expect_navigation() as seen:
        form.evaluate(EMPTY_AND_SEND)
    answer = seen.value
    done.forms.append(path)
    if not answer or answer.status != (200 if path.startswith("/sign-in/") else 422):  # the package's forms say 200
        done.form_faults.append(f"{path}: {answer and answer.status}, not 422")
        return
    done.save(answer.text())
    if page.evaluate("document.activeElement.id") != "error-summary":
        done.form_faults.append(f"{path}: the summary has no focus")
    if not page.locator('main [aria-invalid="true"], main .has-error').count():
        done.form_faults.append(f"{path}: no field is marked")
    for link in page.locator("#error-summary a").all():
        target = (link.get_attribute("href") or "#")[1:]
        if not page.locator(f'[id="{target}"]').count():
            done.form_faults.append(f"{path}: the summary leads nowhere: #{target}")
    done.form_faults += reflow(page, path) + ask_axe(page, f"{path} sent empty", done)


def test_every_page_is_accessible(walk, capsys):
    with capsys.disabled():
        print(f"\naccessibility: {len(walk.pages)} pages, {len(walk.forms)} forms, {walk.axe_runs} axe runs")
    assert len(walk.pages) >= FEWEST_PAGES, walk.pages
    assert not walk.faults, "\n".join(walk.faults)


def test_every_page_of_sign_in_is_looked_at(walk):
    paths = {route["path"] for route in all_routes() if route["public"] == SIGN_IN}
    unseen = paths - OF_A_SECOND_FACTOR - OF_A_PROVIDER - set(walk.pages)
    assert not unseen, unseen


def test_every_form_sent_empty_tells_its_faults(walk):
    assert len(walk.forms) >= FEWEST_FORMS, walk.forms
    assert not walk.form_faults, "\n".join(walk.form_faults)


def _checker() -> tuple[Path, str]:
    """The Nu checker's program, fetched at the first time; and why it is not there, if it is not."""
    jar = NODE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not (shutil.which("java") and shutil.which("npm")):
        return jar, "java and npm are not there"
    if not jar.exists():
        NODE.mkdir(parents=True, exist_ok=True)
        words = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(NODE), VNU]
        fetched = subprocess.run(words, capture_output=True, text=True, timeout=120)
        if fetched.returncode:
            return jar, f"npm could not fetch {VNU}: {fetched.stderr.strip()[:200]}"
    return jar, ""


def test_the_html_is_sound(walk, capsys):
    """The Nu checker reads every saved page in one go, where it can be had: a machine without it is told so."""
    jar, missing = _checker()
    if missing:
        with capsys.disabled():
            print(f"\nNOT RUN: the HTML checker ({missing})")
        return
    checked = subprocess.run(
        ["java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--stdout", "--errors-only",
         "--skip-non-html", str(walk.folder)], capture_output=True, text=True, timeout=120,
    )
    files = len(list(walk.folder.iterdir()))
    with capsys.disabled():
        print(f"\nHTML checker: {files} files")
    assert files >= FEWEST_PAGES
    assert checked.returncode == 0 and not checked.stdout, checked.stdout[:6000] + checked.stderr[:500]
