"""The coach's phone loses the network in the middle of a contact: nothing is lost, nothing is noted twice, it is said.

What waits stays in the open page alone: a phone may be lost, so nothing is stored on it.
Guards against: a second sending by an impatient press, the text put into the browser's store.
Seen red: the form sent though the server gave no sign of life.
"""

from datetime import timedelta

import pytest

from rinnalla.access.acting import acting
from rinnalla.access.models import User
from rinnalla.cast import load_cast
from rinnalla.employment.models import CoachingContact, CoachingEpisode
from rinnalla.employment.tests.coaching import consent, start
from rinnalla.lib import dates
from tests.browser.effort import Hands
from tests.browser.people import OWNER, House, Somebody
from tests.browser.test_effort import PHONE

SECONDS_OF_A_CONTACT = 20
WORDS = "Sovittiin aloitus kello yhdeksän."


@pytest.fixture(scope="module")
def episode(house: House) -> CoachingEpisode:
    """Tuula is coached by Janne; the next step is agreed."""
    cast = load_cast()
    with acting(cast.a_katri):
        consent(cast, cast.case)
        row = start(cast, next_on=dates.today() + timedelta(days=3))
    return CoachingEpisode.objects.using(OWNER).select_related("case").get(pk=row.pk)


@pytest.fixture
def janne(house: House, episode: CoachingEpisode) -> Somebody:
    return house.known(User.objects.using(OWNER).get(username="janne"), **PHONE)


def address(episode: CoachingEpisode) -> str:
    return f"/cases/{episode.case.uuid}/coaching/{episode.uuid}/contact/"


def noted(words: str) -> int:
    return CoachingContact.objects.using(OWNER).filter(text=words).count()


def test_what_is_written_without_a_network_waits_and_goes_once(janne, episode):
    page = janne.page
    janne.go(address(episode))
    assert page.viewport_size["width"] == 390 and page.locator("[data-offline]").is_hidden()
    page.context.set_offline(True)
    page.locator("[data-offline]").wait_for(state="visible")
    janne.fill(text=WORDS)
    send = page.locator('main form:has([name="text"]) button.main')
    send.tap()
    page.locator("[data-waiting]").wait_for(state="visible")
    assert "Ei vielä tallennettu" in page.locator("[data-waiting]").inner_text()
    assert page.url.endswith(address(episode)) and noted(WORDS) == 0
    assert page.locator('main [name="text"]').input_value() == WORDS
    send.tap()  # an impatient one
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    posts = []
    page.on("request", lambda one: posts.append(one.url) if one.method == "POST" and "/contact/" in one.url else None)
    page.evaluate("addEventListener('online', () => setTimeout(dispatchEvent, 5, new Event('again')))")
    page.evaluate("addEventListener('again', () => document.querySelector('main form.form').requestSubmit())")
    with page.expect_navigation(url="**/coaching/"):
        page.context.set_offline(False)  # and an impatient press in the same moment
    assert (len(posts), noted(WORDS)) == (1, 1)
    assert "Kirjattu." in page.locator("main").inner_text()


def test_an_answer_that_never_came_is_not_noted_twice(janne, episode):
    """The server got it, the phone did not hear: loaded again, the browser sends the same under the same key."""
    page, words = janne.page, "Käytiin yhdessä työpaikalla."
    janne.go(address(episode))
    janne.fill(text=words)
    lost = []

    def hear_nothing(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            return route.abort()
        return route.continue_()

    page.route("**/contact/", hear_nothing)
    page.locator('main form:has([name="text"]) button.main').tap()
    page.wait_for_timeout(1500)  # the browser's own page tells that the network failed
    assert lost == [302] and noted(words) == 1
    sent = []
    page.on("request", lambda one: sent.append(one.method) if "/contact/" in one.url else None)
    page.reload()
    assert page.url.endswith("/coaching/") and "POST" in sent
    assert noted(words) == 1


@pytest.mark.row("T-58")
def test_a_contact_is_noted_in_under_twenty_seconds(house, episode):
    """Counted in presses and keys from the coach's day: three presses, two scrolls, and twenty-nine letters."""
    hands = Hands(house.known(User.objects.using(OWNER).get(username="janne"), **PHONE).page, phone=True)
    hands.starts_at("/coaching/")
    hands.lead(hands.page.locator('.cobar a[href="/coaching/contact/"]'))
    words = "Sovittiin aloitus yhdeksältä."
    hands.write("text", words)
    hands.lead(hands.page.locator('main form:has([name="text"]) button.main'))
    assert noted(words) == 1
    spent = hands.effort
    assert (spent.presses, spent.fields, spent.keys) == (3, 1, 29), spent
    assert spent.seconds < SECONDS_OF_A_CONTACT, spent
