"""Everything works without a script: public pages, sign-in, a case with its talk and plan, a referral to its end.

Seen red: the error summary without `autofocus`; a filter's button and the forms' main buttons that wait for a script; a
link without an address; a question that the style sheet does not show; a refused form that was not kept.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from rinnalla.assessments.models import NeedsAssessment
from rinnalla.cases.models import Case
from rinnalla.lib import dates, hetu
from rinnalla.plans.models import Action
from rinnalla.referrals.models import Referral
from tests.browser.people import OWNER, House, Somebody

WISH = "Haluan takaisin kasvihuoneelle, osan päivästä."
# What can be pressed and seen but does nothing by itself: a button outside its form, a link without an address.
USELESS = """() => [...document.querySelectorAll("main a, main button, header a, header button, [role=button]")]
  .filter(one => one.checkVisibility() && !(one.tagName === "A" ? one.hasAttribute("href")
    : one.tagName === "BUTTON" && (one.form && one.type !== "button" || one.hasAttribute("commandfor"))))
  .map(one => one.outerHTML.slice(0, 200))"""


class Plain(Somebody):
    """Somebody without a script: every page that is opened is looked over."""

    def _navigate(self, *arguments: Any) -> None:
        super()._navigate(*arguments)
        self.look()

    def go(self, path: str, **options: Any) -> Any:
        answer = super().go(path, **options)
        self.look()
        return answer

    def look(self) -> None:
        assert not self.page.evaluate("window.htmx || document.querySelector('form.is-sent')"), "a script runs"
        assert not (idle := self.page.evaluate(USELESS)), f"{self.page.url}: {idle}"


@pytest.fixture(scope="module")
def somebody(house: House) -> Callable[..., Plain]:
    """`somebody("katri")`: a browser without a script, signed in by the form."""

    def one(username: str | None = None) -> Plain:
        plain = Plain(house.somebody(script=False).page)
        if username:
            plain.sign_in(username)
        return plain

    return one


@pytest.fixture(scope="module")
def katri(somebody) -> Plain:
    return somebody("katri")


@pytest.fixture(scope="module")
def case(house: House) -> str:
    return f"/cases/{Case.objects.using(OWNER).get(person__given_names='Tuula').uuid}/"


def day(more: int = 0) -> str:
    return dates.d(dates.today() + timedelta(days=more))


def told_of_errors(one: Somebody, *names: str) -> None:
    """The title, the summary with the focus, and a link to each faulty field."""
    assert one.page.title().startswith("Virhe:")
    assert one.page.evaluate("document.activeElement.id") == "error-summary"
    for name in names:
        link = one.page.locator(f'#error-summary a[href^="#id_{name}"]')
        link.click()
        target = (link.get_attribute("href") or "#")[1:]
        assert one.page.url.endswith(f"#{target}")
        assert one.page.locator(f'[id="{target}"]').get_attribute("aria-invalid") == "true"


def test_anybody_asks_for_contact(somebody):
    one, before = somebody(), Referral.objects.using(OWNER).count()
    one.go("/")
    one.speak("en")
    one.speak("fi")
    one.go("/?region=koivula")
    one.fill(name="Aino Virtanen", phone="ei ole", wish=WISH)
    one.press("phone", status=(422,))
    told_of_errors(one, "phone")
    assert one.page.locator('main [name="wish"]').input_value() == WISH
    one.fill(phone="040 555 0188")
    one.press("phone")
    assert "/received/" in one.page.url
    assert Referral.objects.using(OWNER).count() == before + 1


def test_a_relative_is_asked_whether_the_person_agrees(somebody):
    """The question shows itself when it is needed, by the style sheet alone."""
    one = somebody()
    one.go("/?region=koivula")
    assert not one.page.locator('main [name="agreed"]').is_visible()
    one.fill(for_whom="relative", name="Sisko Virtanen", phone="040 555 0189")
    one.press("phone", status=(422,))
    told_of_errors(one, "agreed")
    one.fill(agreed=True)
    one.press("phone")
    assert "/received/" in one.page.url


def test_services_are_found_by_own_words(somebody):
    one = somebody()
    one.go("/find/?region=koivula")
    one.page.locator('main input[name="q"], main input[type="search"]').first.fill("työ")
    with one.page.expect_navigation() as seen:
        one.page.locator("main search button, main form button").first.click()
    assert seen.value.ok and "ty%C3%B6" in one.page.url


def test_the_menu_the_list_and_its_filter(katri, case):
    katri.go("/day/")
    katri.menu("/cases/")
    katri.page.locator("details.filters > summary").click()
    katri.page.locator("#f-text").fill("Zyx")
    katri._navigate(katri.page.locator("details.filters form button"), (200,))
    assert not katri.page.locator("main li.q").count()
    katri.page.locator("#f-text").fill("Ran")
    katri._navigate(katri.page.locator("details.filters form button"), (200,))
    assert katri.page.locator("main li.q").count() == 1
    katri.page.locator("#f-order").select_option(index=1)
    katri._navigate(katri.page.locator("form.order button"), (200,))
    katri.go("/cases/?whose=all")
    katri.follow(case)
    for ending in ("/assessment/", "/plan/", "/team/", "/meetings/", "/services/", "/log/"):
        katri.go(case)
        katri.follow(ending)
        katri.look()


def test_the_interview_is_written_left_and_gone_on_with(katri, case):
    katri.go(f"{case}assessment/")
    katri.press_to("/assessment/draft/")
    katri.fill(talked_on="eilen", network="Sisko.", goal="Kasvihuoneelle.")
    katri.press("network", status=(422,))
    told_of_errors(katri, "talked_on")
    katri.go("/day/")
    katri.go(f"{case}assessment/")
    katri.follow("/content/")
    assert katri.page.locator('main [name="network"]').input_value() == "Sisko.", "what was refused is a draft"
    katri.fill(talked_on=day())
    katri.press("network", button='button[value="save"]')
    katri.fill(resources="Tuntee kasvit.")
    for area in katri.page.locator('main [name^="area_"][value="no_need"]').all():
        katri.fill(**{area.get_attribute("name"): "no_need"})
    katri.press("network", button='button[value="sign"]')
    row = NeedsAssessment.objects.using(OWNER).get(case__uuid=case.split("/")[2], signed_at__isnull=False)
    assert (row.network, row.goal, row.resources) == ("Sisko.", "Kasvihuoneelle.", "Tuntee kasvit.")


def test_the_plan_its_goal_and_its_action(katri, case):
    for way, values, field in (
        ("/plan/new/", {"made_in": "team", "review_on": day(60), "support_months": "12"}, "review_on"),
        ("/goals/new/", {"in_clients_words": WISH, "purpose": "employment", "said_on": day()}, "in_clients_words"),
        ("/actions/new/", {"what": "Soitto kasvihuoneelle", "due_on": day(10), "follow_up_on": day(12)}, "what"),
    ):
        katri.go(f"{case}plan/")
        katri.follow(way)
        katri.press(field, status=(422,)) if field != "review_on" else None
        if field == "what":
            katri.choose("party", "Katri Ylinen")
        katri.fill(**values)
        katri.press(field)
    action = Action.objects.using(OWNER).get(what="Soitto kasvihuoneelle")
    assert action.owner.username == "katri" and action.goal.in_clients_words == WISH


def test_a_referral_through_all_its_steps(somebody, katri):
    """Written by Timo, asked back, answered, taken in and rated."""
    timo = somebody("timo")
    timo.go("/referrals/new/")
    timo.press("given_names", status=(422,))
    told_of_errors(timo, "given_names")
    timo.fill(given_names="Oona", family_name="Saari", phone="040 555 0177", wish="Oona haluaa kokeilla työtä.")
    timo.fill(hetu=hetu.invent(dates.parse_date("2.5.1985"), 936).text)
    timo.choose("municipality", "Koivulan")
    box = timo.page.locator('main [name^="item_"]').first
    timo.fill(**{box.get_attribute("name"): box.get_attribute("value")})
    timo.press("given_names")
    address = f"/referrals/{timo.uuid_in_address()}/"
    for act, answer in (("question/", "answer/"), ("acceptance/", "")):
        katri.menu("/inbox/")
        katri.go(address)
        katri.follow(act)
        katri.fill(words="Milloin hän ehtii?") if answer else None
        katri.press("words" if answer else "given_names")
        timo.go(address)
        if answer:
            timo.follow(answer)
            timo.fill(words="Aamuisin.")
            timo.press("words")
    timo.fill(rating="5")
    timo.press("rating", button="button")
    row = Referral.objects.using(OWNER).get(uuid=address.split("/")[2])
    assert row.rating == 5 and row.accepted_by.username == "katri" and row.case_id
