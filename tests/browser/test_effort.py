"""What the ten commonest acts of a coordinator and responsible worker cost, counted in a real browser (issue 4).

Each act is played as somebody who knows the screens would, and its outcome is looked up. The counts are upper limits:
a screen that costs one press more fails here. `docs/effort.md` holds the same table; RINNALLA_WRITE_EFFORT=1 writes it.

Seen red: one required field more in the referral; the focus taken from the search; a number changed by hand in the
document; a next step that its page answered with an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from rinnalla.access.acting import acting, system
from rinnalla.access.models import Membership
from rinnalla.cases.models import Case, ContactNote
from rinnalla.cast import load_cast
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.environment import ROOT
from rinnalla.lib import dates
from rinnalla.meetings import actions as meetings
from rinnalla.meetings.arranging.models import Booking
from rinnalla.meetings.teamdays import actions as teamdays
from rinnalla.plans import actions as plans
from rinnalla.plans.models import Action, ActionDone
from rinnalla.referrals.models import Referral
from rinnalla.services.models import ServiceEpisode
from tests.browser.effort import Effort, Hands
from tests.browser.journey import asked
from tests.browser.people import OWNER, House

DOCUMENT = ROOT / "docs" / "effort.md"
BEGIN, END = "<!-- counted by tests/browser/test_effort.py -->", "<!-- end of what is counted -->"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NOTE = "Aloittaa työkokeilun maanantaina."
STEP = "Soitto kasvihuoneelle"
WHY = "Työkokeilu alkaa, tarvitaan työhönvalmentaja."
FOR = "Sovitaan työkokeilun jatkosta."
DECIDED = "Sopimus työkokeilusta"
FIELDS_OF_A_REFERRAL, SECONDS_OF_A_NOTE, ACTS_OF_A_DAY = 5, 20, 40


@dataclass(frozen=True)
class Act:
    """One act: what it is called, where it begins, how often in the day, how it is played."""

    name: str
    begins: str
    times: int
    play: Callable[[Hands, SimpleNamespace], None]
    phone: bool = False


def ten_letters(more: int) -> str:
    """A day from today, always as many keys."""
    return f"{dates.today() + timedelta(days=more):%d.%m.%Y}"


# The acts -----------------------------------------------------------------------------------------------------------


def first_late(katri: Hands, at: SimpleNamespace) -> None:
    katri.starts_at("/cases/")
    katri.lead(katri.page.locator('header nav a[href="/day/"]'))
    katri.lead(katri.page.locator("main .queue .q a.quiet").first)
    assert at.case in katri.page.url


def find_client(katri: Hands, at: SimpleNamespace) -> None:
    katri.starts_at("/day/")
    katri.lead(katri.page.locator('header a[href="/search/"]'))
    katri.write("q", "rantan")
    katri.lead(katri.page.locator(f'#results a[href="/cases/{at.case}/"]').first)


def contact_note(katri: Hands, at: SimpleNamespace) -> None:
    katri.starts_at(f"/cases/{at.case}/")
    katri.write("words", NOTE)
    katri.lead(katri.page.locator('main form:has([name="words"]) button.main'))
    assert katri.page.url.endswith(f"/cases/{at.case}/")
    assert ContactNote.objects.using(OWNER).filter(case=at.row, subject=NOTE, channel="phone").exists()


def referral(katri: Hands, at: SimpleNamespace) -> None:
    katri.starts_at(f"/cases/{at.case}/")
    katri.lead(katri.page.locator(f'main a[href="/cases/{at.case}/referrals/new/"]'))
    katri.choose("unit", "Asiakasneuvonta")
    katri.write("extra", WHY)
    katri.lead(katri.page.locator('main form:has([name="extra"]) button.main'))
    assert Referral.objects.using(OWNER).filter(case=at.row).exists()


def take_in(katri: Hands, at: SimpleNamespace) -> None:
    katri.starts_at("/day/")
    katri.lead(katri.page.locator('header nav a[href="/inbox/"]'))
    katri.lead(katri.page.locator('main a[href^="/referrals/"]', has_text="Aino Virtanen").first)
    katri.lead(katri.page.locator('main form[action$="/first-contact/"] button'))
    katri.lead(katri.page.locator('main a[href$="/acceptance/"]').first)
    katri.lead(katri.page.locator('main form:has([name="naming_due_on"]) button.main'))
    assert Case.objects.using(OWNER).filter(person__family_name="Virtanen").exists()


def next_step(katri: Hands, at: SimpleNamespace) -> None:
    katri.starts_at(f"/cases/{at.case}/")
    katri.lead(katri.page.locator(f'main .nx a[href="/cases/{at.case}/step/"]'))
    katri.write("next_step", STEP)
    katri.write("next_step_on", ten_letters(5))
    katri.lead(katri.page.locator('main form:has([name="next_step"]) button.main'))
    assert Case.objects.using(OWNER).get(pk=at.row.pk).next_step == STEP


def book(katri: Hands, at: SimpleNamespace) -> None:
    katri.starts_at(f"/cases/{at.case}/")
    katri.lead(katri.page.locator(f'main a[href="/cases/{at.case}/meetings/bookings/new/"]').first)
    katri.tick("slot", katri.page.locator('main [name="slot"]').first.get_attribute("value"))
    katri.write("purpose", FOR)
    katri.lead(katri.page.locator('main form:has([name="purpose"]) button.main'))
    assert Booking.objects.using(OWNER).filter(case=at.row).exists()


def decide(katri: Hands, at: SimpleNamespace) -> None:
    katri.starts_at(f"/cases/{at.case}/meetings/{at.meeting}/")
    katri.lead(katri.page.locator('main a[href$="/decisions/new/"]').first)
    katri.write("what", DECIDED)
    katri.choose("party", "Katri Ylinen")
    katri.write("due_on", ten_letters(14))
    katri.lead(katri.page.locator('main form:has([name="what"]) button.main'))
    assert Action.objects.using(OWNER).filter(case=at.row, what=DECIDED).exists()


def done(katri: Hands, at: SimpleNamespace) -> None:
    katri.starts_at(f"/cases/{at.case}/")
    katri.lead(katri.page.locator(f'main a[href*="/actions/{at.action}/done/"]').first)
    katri.lead(katri.page.locator('main form:has([name="done_on"]) button.main'))
    assert katri.page.url.endswith(f"/cases/{at.case}/")
    assert ActionDone.objects.using(OWNER).filter(action__uuid=at.action).exists()


def service(katri: Hands, at: SimpleNamespace) -> None:
    katri.starts_at(f"/cases/{at.case}/")
    katri.lead(katri.page.locator(f'main a[href="/cases/{at.case}/services/new/"]').first)
    katri.lead(katri.page.locator('main button[value="start"]').first)
    assert ServiceEpisode.objects.using(OWNER).filter(case=at.row, started_on=dates.today()).exists()


ACTS = {
    "day": Act("Open my day and the first late thing", "any page", 6, first_late),
    "find": Act("Find a client by name", "any page", 8, find_client),
    "note": Act("Write a contact note, on a phone", "the case page", 10, contact_note, phone=True),
    "referral": Act("Refer a known client to another service", "the case page", 1, referral),
    "triage": Act("Call back and take in who asked for contact", "any page", 2, take_in),
    "step": Act("Name the next step and its day", "the case page", 5, next_step),
    "book": Act("Book a time on a team day", "the case page", 2, book),
    "decide": Act("Record a decision that becomes a plan action", "the meeting's page", 2, decide),
    "done": Act("Mark an action done", "the case page", 3, done),
    "service": Act("Start a service", "the case page", 1, service),
}
# act: most presses, keys, fields, pages, scrolls
MOST = {
    "day": (2, 0, 0, 2, 0),
    "find": (2, 6, 1, 2, 0),
    "note": (2, 33, 1, 1, 1),
    "referral": (5, 45, 2, 2, 3),
    "triage": (5, 0, 0, 5, 0),
    "step": (3, 35, 2, 2, 1),
    "book": (4, 30, 2, 2, 4),
    "decide": (6, 31, 3, 2, 1),
    "done": (2, 0, 0, 2, 1),
    "service": (2, 0, 0, 2, 2),
}


# What is counted ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(house: House) -> SimpleNamespace:
    """Tuula with a plan, a late action, a meeting held today and a team day ahead; somebody in the inbox."""
    cast = load_cast()
    with acting(system("test")):
        offer_everything(cast.region, cast.team)
    with acting(cast.a_katri):
        late, meeting = _planned(cast)
    clerk = cast.roles["coordinator"]  # a unit takes in when somebody is there
    Membership.objects.using(OWNER).create(user=clerk, unit=cast.intake, role="coordinator", starts_on=dates.today())
    asked(house.somebody(), "koivula", "995", "Aino Virtanen", "Haluan takaisin töihin.")
    return SimpleNamespace(
        row=cast.case, case=str(cast.case.uuid), action=str(late.uuid), meeting=str(meeting.uuid), katri=cast.katri
    )


def _planned(cast: SimpleNamespace) -> tuple:
    today, by = dates.today(), cast.a_katri
    plan = plans.start_plan(case=cast.case, by=by, made_in="team", review_on=today + timedelta(60), support_months=12)
    goal = plans.add_goal(plan=plan, by=by, in_clients_words="Haluan kasvihuoneelle.", purpose="employment")
    late = plans.add_action(goal=goal, by=by, what="Laskelma", owner=cast.katri, due_on=today - timedelta(3))
    nine = (dates.now() + timedelta(7)).replace(hour=7, minute=0)
    teamdays.open_day(unit=cast.team, by=by, chair=cast.katri, starts_at=nine, minutes=30, number=3,
                      place="Toimisto")
    held = meetings.convene(
        case=cast.case, by=by, kind="work_meeting", starts_at=dates.now(), purpose="Työkokeilu",
        tried_solutions="Valmennus",
    )
    meetings.hold(meeting=held, version=held.version, by=by, client_present=True)
    return late, held


@pytest.fixture(scope="module")
def counted(house: House, place: SimpleNamespace) -> Iterator[dict[str, Effort]]:
    """Every act played once, in the order of the table, by Katri at her desk and with her phone."""
    desk = Hands(house.known(place.katri).page)
    phone = Hands(house.known(place.katri, **PHONE).page, phone=True)
    found = {}
    for key, act in ACTS.items():
        who = phone if act.phone else desk
        act.play(who, place)
        found[key] = replace(who.effort)
    yield found


@pytest.mark.parametrize("key", ACTS)
def test_an_act_costs_no_more_than_it_did(counted, key):
    spent = counted[key]
    told = (spent.presses, spent.keys, spent.fields, spent.pages, spent.scrolls)
    assert all(now <= most for now, most in zip(told, MOST[key], strict=True)), f"{key}: {told}, at most {MOST[key]}"


@pytest.mark.row("E-13")
def test_a_referral_of_a_known_client_takes_at_most_five_fields(counted):
    assert 0 < counted["referral"].fields <= FIELDS_OF_A_REFERRAL


def test_a_note_on_a_phone_takes_at_most_twenty_seconds(counted):
    """Its thirty-three letters are counted in; a phone's dictation would be quicker."""
    assert counted["note"].seconds <= SECONDS_OF_A_NOTE, counted["note"]


def test_the_document_tells_what_was_counted(counted):
    assert sum(act.times for act in ACTS.values()) == ACTS_OF_A_DAY
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    now = f"{before}{BEGIN}\n{table(counted)}{END}{rest.split(END)[1]}"
    if os.environ.get("RINNALLA_WRITE_EFFORT") == "1":
        DOCUMENT.write_text(now, encoding="utf-8")
    assert now == DOCUMENT.read_text(encoding="utf-8"), "RINNALLA_WRITE_EFFORT=1 writes the table anew"


def table(counted: dict[str, Effort]) -> str:
    """One line for each act, and the day of forty."""
    lines = [
        "| act | begins on | presses | keys | fields | pages | scrolls | seconds | times a day |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for key, act in ACTS.items():
        one = counted[key]
        lines.append(
            f"| {act.name} | {act.begins} | {one.presses} | {one.keys} | {one.fields} | {one.pages} | {one.scrolls} "
            f"| {one.seconds:.1f} | {act.times} |"
        )
    names = ("presses", "keys", "fields", "pages", "scrolls", "seconds")
    day_of = [sum(getattr(counted[key], name) * act.times for key, act in ACTS.items()) for name in names]
    sums = " | ".join(f"**{value:.0f}**" for value in day_of)
    lines.append(f"| **The whole day, {ACTS_OF_A_DAY} acts** | | {sums} | **{ACTS_OF_A_DAY}** |")
    return "\n".join(lines) + "\n"
