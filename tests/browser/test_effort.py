"""What the commonest acts of a working day cost a professional: presses and keystrokes, counted in a real browser.

`docs/effort.md` tells the numbers and how a day of forty acts is made of them; the test reads that page and is red when
a form has become longer, or shorter and the page does not say so. Seen red: a field added to the contact note.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from rinnalla.access.acting import acting, system
from rinnalla.access.models import User
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.environment import ROOT
from rinnalla.lib import dates
from rinnalla.organisations.models import Region, Unit
from rinnalla.people.models import Person
from tests.browser.people import OWNER, House, Somebody

PAGE = ROOT / "docs" / "effort.md"
# Seconds a person needs, by the keystroke-level model: to point and press, to type one sign on a phone, to think of
# what comes next before each press (Card, Moran and Newell's K, P and M, for a thumb).
PRESS, SIGN, THOUGHT = 1.1, 0.28, 1.2
MOST_SECONDS_OF_A_NOTE, MOST_FIELDS_OF_A_REFERRAL, ACTS_OF_A_DAY = 20, 5, 40


@dataclass
class Cost:
    """Presses of a button, link or choice; fields typed into; signs typed."""

    presses: int = 0
    fields: int = 0
    signs: int = 0

    @property
    def seconds(self) -> float:
        return self.presses * (PRESS + THOUGHT) + self.fields * PRESS + self.signs * SIGN


class Counting(Somebody):
    """Somebody whose every press and sign is counted."""

    cost: Cost

    def start(self, path: str) -> None:
        self.go(path)
        self.cost = Cost()

    def follow(self, ending: str, *, inside: str = "main") -> None:
        self.cost.presses += 1
        super().follow(ending, inside=inside)

    def first(self, start: str) -> None:
        """Press the first link of the page whose address begins so."""
        self.cost.presses += 1
        with self.page.expect_navigation():
            self.page.locator(f'main a[href^="{start}"]').first.click()

    def menu(self, href: str) -> None:
        self.cost.presses += 1
        super().menu(href)

    def _one(self, name: str, value: Any) -> None:
        here = self.page.locator(f'main [name="{name}"]').first
        kind = here.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
        if kind == "select":
            self.cost.presses += 2
        elif kind in ("radio", "checkbox"):
            self.cost.presses += 1 if isinstance(value, str | bool) else len(value)
        else:
            self.cost.fields += 1
            self.cost.signs += len(str(value))
        super()._one(name, value)

    def choose(self, name: str, words: str) -> None:
        self.cost.presses += 2
        super().choose(name, words)

    def _navigate(self, button: Any, status: tuple[int, ...]) -> None:
        self.cost.presses += 1
        super()._navigate(button, status)


def day(more: int = 0) -> str:
    return dates.d(dates.today() + timedelta(days=more))


@pytest.fixture(scope="module")
def katri(house: House) -> Counting:
    """Katri at her desk, with Tuula's case, a directory of services and a contact request waiting."""
    region = Region.objects.using(OWNER).get(key="koivula")
    with acting(system("test")):
        offer_everything(region, Unit.objects.get(key="tyokykytiimi"))
    asks(house)
    one = Counting(house.known(User.objects.using(OWNER).get(username="katri")).page)
    one.cost = Cost()
    return one


def asks(house: House) -> None:
    """Somebody asks to be called, on the public page."""
    visitor = house.somebody()
    visitor.go("/?region=koivula")
    visitor.fill(name="Aila Virtanen", phone="040 555 0191", language="fi")
    visitor.fill(municipality="995")
    visitor.press("phone")


@pytest.fixture(scope="module")
def case(katri) -> str:
    tuula = Person.objects.using(OWNER).get(family_name="Rantanen")
    return f"/cases/{tuula.cases.using(OWNER).get().uuid}/"


@pytest.fixture(scope="module")
def costs(katri: Counting, case: str) -> dict[str, Cost]:
    """Every act of ACTS, done once in the order of the list."""
    found = {}
    for name, act in ACTS.items():
        act(katri, case)
        found[name] = katri.cost
    return found


def open_case(katri: Counting, case: str) -> None:
    katri.start("/day/")
    katri.menu("/cases/")
    katri.first("/cases/")


def find_somebody(katri: Counting, case: str) -> None:
    katri.start("/day/")
    katri.follow("/search/", inside="header")
    katri.fill(q="rantanen t")
    katri.first("/cases/")


def note_contact(katri: Counting, case: str) -> None:
    """On a phone, from the case to the next page."""
    katri.page.set_viewport_size({"width": 390, "height": 844})
    katri.start(case)
    katri.follow("/contacts/new/")
    katri.fill(subject="Soitto, jaksaa hyvin")
    katri.press("subject")
    katri.page.set_viewport_size({"width": 1280, "height": 900})


def agree_next_step(katri: Counting, case: str) -> None:
    katri.start(case)
    katri.follow("/step/")
    katri.fill(next_step="Soitan työkokeilusta", next_step_on=day(7))
    katri.press("next_step")


def refer_on(katri: Counting, case: str) -> None:
    """A known client to another service."""
    katri.start(case)
    katri.follow("/referrals/new/")
    unit = katri.page.locator('main select[name="unit"] option:not([value=""])').first
    katri.fill(unit=unit.get_attribute("value"), wish="Haluan töihin, joissa selkä kestää.")
    katri.press("wish")


def take_in(katri: Counting, case: str) -> None:
    katri.start("/day/")
    katri.menu("/inbox/")
    katri.first("/referrals/")
    katri.follow("/acceptance/")
    katri.press("naming_due_on")


def write_goal(katri: Counting, case: str) -> None:
    katri.start(case + "plan/")
    katri.follow("/goals/new/")
    katri.fill(in_clients_words="Haluan takaisin töihin.", purpose="employment")
    katri.press("in_clients_words")


def agree_action(katri: Counting, case: str) -> None:
    katri.start(case + "plan/")
    katri.follow("/actions/new/")
    katri.choose("party", "Katri Ylinen")
    katri.fill(what="Soitto työnantajalle", due_on=day(10), follow_up_on=day(12))
    katri.press("what")


def start_service(katri: Counting, case: str) -> None:
    katri.start(case)
    katri.follow("/services/")
    katri.follow("/services/new/")
    katri.press("card", button='button[value="start"]')


def convene(katri: Counting, case: str) -> None:
    katri.start(case)
    katri.follow("/meetings/")
    katri.follow("/meetings/new/")
    katri.fill(kind="network_meeting", on=day(7), at="9.00", place="Terveysasema", purpose="Sovitaan työkokeilusta.")
    katri.press("purpose")


def begin_plan(katri: Counting, case: str) -> None:
    katri.start(case + "plan/")
    katri.follow("/plan/new/")
    katri.fill(made_in="team", review_on=day(60), support_months="12")
    katri.press("review_on")


ACTS: dict[str, Callable[[Counting, str], None]] = {
    "open_case": open_case, "find_somebody": find_somebody, "note_contact": note_contact,
    "agree_next_step": agree_next_step, "refer_on": refer_on, "take_in": take_in, "begin_plan": begin_plan,
    "write_goal": write_goal, "agree_action": agree_action, "start_service": start_service, "convene": convene,
}


def told() -> dict[str, tuple[int, int, int, int]]:
    """Act → times a day, presses, fields, signs, as the page's table has them."""
    rows = re.findall(
        r"^\| `(\w+)` \|[^|]*\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {name: tuple(int(one) for one in numbers) for name, *numbers in rows}


def test_the_page_tells_what_each_act_costs(costs):
    page = {name: numbers[1:] for name, numbers in told().items()}
    assert {name: (one.presses, one.fields, one.signs) for name, one in costs.items()} == page


def test_a_day_is_forty_acts_and_its_sum_is_told(costs):
    rows, text = told(), PAGE.read_text(encoding="utf-8")
    assert sum(row[0] for row in rows.values()) == ACTS_OF_A_DAY
    presses, signs = (sum(row[0] * row[place] for row in rows.values()) for place in (1, 3))
    assert f"**{presses} presses and {signs} keystrokes**" in text


def test_a_contact_is_noted_on_a_phone_within_twenty_seconds(costs):
    assert costs["note_contact"].seconds <= MOST_SECONDS_OF_A_NOTE, costs["note_contact"]


@pytest.mark.row("E-13")
def test_a_referral_takes_at_most_five_fields(costs, katri, case):
    katri.go(case)
    katri.follow("/referrals/new/")
    asked = katri.page.locator("main form .fld, main form fieldset").count()
    assert costs["refer_on"].fields <= MOST_FIELDS_OF_A_REFERRAL and asked > 0
