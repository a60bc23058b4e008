"""No typed word is lost and nothing is done twice, in a real browser (E2, E3).

What is typed is on the server within two seconds, sealed, for its writer alone, and nowhere in the browser. However a
session ends in the middle of a form, the text is back after sign-in and is saved once. Two presses make one row.

Seen red: no autosave, or one that comes too late; the first draft of an address kept for good; a keeping that failed
not tried again; a form that overtakes its draft; the draft not dropped; no writer in the form; a form with an old token
not kept; the way back to an address that takes forms only; no guard against a second press; a form key not asked; the
key of the first sending not taken after Back, or taken though the text was changed.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Request, Route

from rinnalla.access.drafts import PURPOSE
from rinnalla.access.models import Draft, User
from rinnalla.cases.models import Case
from rinnalla.cast import PASSWORD
from rinnalla.lib import dates
from rinnalla.lib.sealed import open_text
from rinnalla.plans.models import Goal
from rinnalla.referrals.models import Referral
from tests.browser.people import OWNER, House, Somebody

MOST_LOST = 2_000  # ms of typing (E2)
COOKIE = "rinnalla-session"
WORDS = "Haluan takaisin kasvihuoneelle, osan päivästä."


@pytest.fixture(scope="module")
def katri(house: House) -> Somebody:
    return seated(house, "katri")


def seated(house: House, username: str) -> Somebody:
    """A browser of somebody of the cast, who signed in a moment ago."""
    return house.known(User.objects.using(OWNER).get(username=username))


@pytest.fixture(scope="module")
def case(house: House) -> str:
    return f"/cases/{Case.objects.using(OWNER).get(person__given_names='Tuula').uuid}/"


@pytest.fixture(scope="module")
def goals(katri: Somebody, case: str) -> str:
    """A plan is there; the address where its goals are written."""
    katri.go(f"{case}plan/new/")
    katri.fill(made_in="team", review_on=dates.d(dates.today() + timedelta(days=60)), support_months="12")
    katri.press("review_on")
    return f"{case}plan/goals/new/"


@pytest.fixture(scope="module")
def talk(katri: Somebody, case: str) -> str:
    """The address of the initial interview's form."""
    katri.go(f"{case}assessment/")
    katri.press_to("/assessment/draft/")
    return katri.page.url


@contextmanager
def kept(page: Page) -> Iterator[None]:
    """Within: somebody types, and stops. The draft leaves in two seconds from the last key and the server takes it."""
    page.evaluate("addEventListener('input', () => { window.lastKey = Date.now(); }, true)")
    with page.expect_response("**/drafts/") as seen:
        yield
    left = seen.value.request.timing["startTime"] - page.evaluate("window.lastKey")
    assert seen.value.ok and 0 < left < MOST_LOST, left


def draft(username: str, page: Page) -> dict[str, list[str]]:
    """What the server holds for somebody and the address the browser is at."""
    path = re.sub(r"^https?://[^/]+|\?.*", "", page.url)
    user = User.objects.using(OWNER).get(username=username)
    row = Draft.objects.using(OWNER).filter(user=user, path=path).first()
    if row is None:
        return {}
    assert WORDS.encode() not in bytes(row.content)
    return parse_qs(open_text(row.content, purpose=PURPOSE, bound_to=f"{user.pk}:{path}"))


def value(one: Somebody, name: str) -> str:
    return one.page.locator(f'main [name="{name}"]').input_value()


def typed_goal(one: Somebody, address: str, words: str) -> None:
    """Everything a goal needs, typed; not sent."""
    one.go(address)
    one.fill(in_clients_words=words, importance="9", purpose="employment", said_on=dates.d(dates.today()))


def saved(words: str) -> int:
    return Goal.objects.using(OWNER).filter(in_clients_words=words).count()


# Kept while one types -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["goal", "talk", "referral"])
def test_what_is_typed_is_kept_in_two_seconds(house, goals, talk, form):
    """Also what is not valid yet; and it is there in a new tab, when the first one crashed."""
    address, field, wrong, name = {
        "goal": (goals, "in_clients_words", "said_on", "katri"), "talk": (talk, "network", "talked_on", "katri"),
        "referral": ("/referrals/new/", "wish", "hetu", "timo"),
    }[form]
    one = seated(house, name)
    one.go(address)
    one.fill(**{wrong: "ylihuomenna"})
    with kept(one.page):
        one.page.locator(f'main [name="{field}"]').press_sequentially(WORDS)
    held = draft(name, one.page)
    assert held[field] == [WORDS] and held[wrong] == ["ylihuomenna"]
    assert not {"csrfmiddlewaretoken", "writer"} & set(held)
    one.page.locator("form[data-draft] [role=status]", has_text=re.compile(r"\d\.\d\d")).wait_for()
    assert one.page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert WORDS not in one.page.evaluate("JSON.stringify(history.state)")
    tab = Somebody(one.page.context.new_page())
    one.page.close(run_before_unload=False)
    tab.go(address)
    assert value(tab, field) == WORDS and value(tab, wrong) == "ylihuomenna"


def test_a_draft_is_its_writers_alone(house):
    timo, outi = seated(house, "timo"), seated(house, "outi")
    timo.go("/referrals/new/")
    with kept(timo.page):
        timo.fill(wish=WORDS, given_names="Salainen")
    outi.go("/referrals/new/")
    assert value(outi, "wish") == value(outi, "given_names") == ""
    with kept(outi.page):
        outi.fill(wish="Outin oma")
    timo.go("/referrals/new/")
    assert value(timo, "wish") == WORDS


def test_a_draft_is_tried_again_when_the_network_was_away(katri, goals):
    katri.go(goals)
    katri.page.context.set_offline(True)
    with katri.page.expect_event("requestfailed"):
        katri.fill(in_clients_words=f"{WORDS} Verkko oli poikki.")
    katri.page.context.set_offline(False)
    with katri.page.expect_response("**/drafts/") as seen:
        pass
    assert seen.value.ok
    assert draft("katri", katri.page)["in_clients_words"] == [f"{WORDS} Verkko oli poikki."]


def test_a_saved_form_leaves_no_draft(katri, goals):
    """Not even when it is sent while its draft is on the way: the form waits, or the draft would come after it."""
    words = f"{WORDS} Hidas luonnos."
    late: list[Route] = []
    katri.page.route("**/drafts/", lambda route: late.append(route))
    with katri.page.expect_request("**/drafts/"):
        typed_goal(katri, goals, words)
    with katri.page.expect_request(f"**{goals}") as sent:
        katri.page.locator("main form button.main").click(no_wait_after=True)
        katri.page.wait_for_timeout(300)
        assert saved(words) == 0, "the form did not wait"
        late[0].continue_()
    assert sent.value.method == "POST"
    katri.page.wait_for_url("**/plan/")
    katri.page.unroute("**/drafts/")
    katri.go(goals)
    assert saved(words) == 1
    assert value(katri, "in_clients_words") == "" and not draft("katri", katri.page)


# The session ends in the middle ---------------------------------------------------------------------------------------


def _session(one: Somebody) -> str:
    return next(cookie["value"] for cookie in one.page.context.cookies() if cookie["name"] == COOKIE)


def timed_out(one: Somebody) -> None:
    row = Session.objects.using(OWNER).get(session_key=_session(one))
    values = {**row.get_decoded(), "touched_at": (dates.now() - timedelta(minutes=31)).isoformat()}
    Session.objects.using(OWNER).filter(pk=row.pk).update(session_data=Session.objects.encode(values))


def removed(one: Somebody) -> None:
    """As when one signed out in another tab, or another tab was the first to notice the time."""
    assert Session.objects.using(OWNER).filter(session_key=_session(one)).delete()[0] == 1


def cookies_gone(one: Somebody) -> None:
    one.page.context.clear_cookies()


def out_and_in_elsewhere(one: Somebody) -> None:
    """Signed out and in again in another tab: the form's own token is old."""
    tab = Somebody(one.page.context.new_page())
    tab.go("/day/")
    tab.page.locator("details.menu--user > summary").click()
    with tab.page.expect_navigation():
        tab.page.locator('form[action="/sign-out/"] button').click()
    tab.sign_in("katri")
    tab.page.close()


ENDS = [timed_out, removed, cookies_gone, out_and_in_elsewhere]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_the_text_is_back_after_the_session_ended(house, goals, end: Callable[[Somebody], None]):
    """Sent at once after the last key, so that no draft was on the server before."""
    one, words = seated(house, "katri"), f"{WORDS} {end.__name__}"
    one.go("/day/")
    typed_goal(one, goals, "")
    one.page.route("**/drafts/", lambda route: route.abort())
    end(one)
    one.fill(in_clients_words=words)
    with one.page.expect_navigation():
        one.page.locator("main form button.main").click()
    assert saved(words) == 0
    if "/sign-in/" in one.page.url:
        one.fill(login="katri", password=PASSWORD)
        one.press("login")
    assert one.page.url.endswith(goals), one.page.url
    assert value(one, "in_clients_words") == words and value(one, "importance") == "9"
    assert one.page.locator('main [name="purpose"][value="employment"]').is_checked()
    one.press("in_clients_words")
    assert saved(words) == 1
    one.go(goals)
    assert value(one, "in_clients_words") == ""


def test_the_text_is_not_for_the_next_one_who_signs_in(house, katri, goals):
    one, words = seated(house, "katri"), f"{WORDS} Vain Katrille."
    typed_goal(one, goals, words)
    removed(one)
    with one.page.expect_navigation():
        one.page.locator("main form button.main").click()
    one.fill(login="petra", password=PASSWORD)
    with one.page.expect_navigation():
        one.page.locator("main form button.main").click()
    assert words not in one.page.content()
    katri.go(goals)
    assert value(katri, "in_clients_words") == words
    katri.press("in_clients_words")


def test_a_short_form_inside_another_page_keeps_its_text_too(house, goals, case):
    """A comment has no page of its own: the way back leads to the plan, with the words in their place."""
    one, words = seated(house, "katri"), "Sovitaan tästä ensi viikolla."
    one.go(f"{case}plan/")
    one.fill(text=words)
    timed_out(one)
    with one.page.expect_navigation():
        one.page.locator('main form:has([name="text"]) button').first.click()
    one.fill(login="katri", password=PASSWORD)
    one.press("login")
    assert one.page.url.endswith("/plan/")
    assert value(one, "text") == words
    one.press("text", button="button")
    one.sees(words)


def test_a_button_pressed_after_the_end_leads_back_to_its_page(house):
    """Its own address takes forms only and could not be opened."""
    one = seated(house, "katri")
    one.go("/cases/?whose=all")
    timed_out(one)
    with one.page.expect_navigation():
        one.page.locator('main form:has([name="order"]) button').click()
    one.fill(login="katri", password=PASSWORD)
    one.press("login")
    assert one.page.url.endswith("/cases/")


# Twice pressed --------------------------------------------------------------------------------------------------------


def press_twice(one: Somebody, away: str) -> list[Request]:
    """Two presses of the page's main button before the answer is there; what was sent."""
    here = one.page.url
    sent: list[Route] = []
    one.page.route(here, lambda route: sent.append(route))
    button = one.page.locator("main form button.main").first
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    for _press in range(2):  # further apart than a double click, which the browser itself makes one
        one.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        one.page.wait_for_timeout(150)
    sent[-1].continue_()
    one.page.wait_for_url(away)
    one.page.unroute(here)
    return [each.request for each in sent]


def send_again(one: Somebody, sent: Request) -> None:
    """What a proxy does when it heard no answer."""
    answer = one.page.request.post(
        sent.url, data=sent.post_data, headers={"content-type": sent.headers["content-type"], "referer": sent.url}
    )
    assert answer.ok, answer.status


def test_a_double_press_makes_one_row(katri, goals):
    words = f"{WORDS} Kahdesti."
    typed_goal(katri, goals, words)
    sent = press_twice(katri, "**/plan/")
    assert len(sent) == 1
    send_again(katri, sent[0])
    assert saved(words) == 1


def test_a_double_press_asks_for_contact_once(house):
    one, before = house.somebody(), Referral.objects.using(OWNER).count()
    one.go("/?region=koivula")
    one.fill(name="Aino Virtanen", phone="040 555 0188")
    sent = press_twice(one, "**/received/**")
    assert len(sent) == 1
    send_again(one, sent[0])
    assert Referral.objects.using(OWNER).count() == before + 1


def test_back_and_again_makes_one_row(katri, goals):
    """The browser fills the form again by itself. What is changed first is another row, and nothing is lost."""
    words = f"{WORDS} Takaisin."
    typed_goal(katri, goals, words)
    katri.press("in_clients_words")
    katri.page.go_back()
    assert value(katri, "in_clients_words") == words
    katri.press("in_clients_words")
    assert saved(words) == 1
    katri.page.go_back()
    katri.fill(in_clients_words=f"{words} Ja vielä yksi.", importance="9", purpose="employment")
    katri.press("in_clients_words")
    assert saved(words) == saved(f"{words} Ja vielä yksi.") == 1


def test_back_and_again_asks_for_contact_once(house):
    one, before = house.somebody(), Referral.objects.using(OWNER).count()
    one.go("/?region=koivula")
    one.fill(name="Olli Niemi", phone="040 555 0190", wish=WORDS)
    one.press("phone")
    receipt = one.page.locator("main").inner_text()
    one.page.go_back()
    assert value(one, "phone") == "040 555 0190"
    one.press("phone")
    assert one.page.locator("main").inner_text() == receipt
    assert Referral.objects.using(OWNER).count() == before + 1
