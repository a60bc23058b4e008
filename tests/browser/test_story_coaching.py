"""From a referral to thirteen weeks at work, on phones: Timo refers, Katri takes in, Janne coaches, Inkeri works.

Every step is pressed on the product's own pages at 390 pixels. The story begins ninety-eight days ago and ends today:
the server of the first acts runs with its clock behind (`clocked.py`), the last one in the present. Mirja, an employer
coordinator of another organisation, is warned before she calls the employer that Janne has just met, and no page that
she opens has anything of Inkeri.

Guards against: a client's name or a coaching on an employer's page, a warning that lacks the owner or the last contact,
thirteen weeks told too early or not at all, a page that scrolls sideways on a phone.
"""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.cast import PASSWORD
from rinnalla.employers.contacting.models import EmployerContact
from rinnalla.employers.vacancies.models import Vacancy
from rinnalla.employment.models import CoachingContact, Job
from rinnalla.lib import dates, hetu
from rinnalla.organisations.models import Unit
from tests.browser.conftest import serving
from tests.browser.effort import Hands
from tests.browser.people import OWNER, House, Somebody
from tests.browser.test_effort import PHONE

GIVEN, FAMILY = "Inkeri", "Tervakoski"
WISH = "Haluan takaisin kasvihuoneelle, aamupäiviksi."
SHOP = "Niittylän Taimi Oy"
BEGINS, AT_WORK, NOW = -98, -62, 0  # days from today, on the server's clock
STARTS = 7  # days after the beginning: work begins 91 days ago, so that 13 weeks were full yesterday
SECONDS_OF_A_CONTACT = 20
SHOTS = os.environ.get("RINNALLA_SHOTS", "")


class Walker(Somebody):
    """Somebody with a phone. Every page is looked at: nothing sideways, and nothing of those who must not be seen."""

    hidden: tuple[str, ...] = ()
    name = ""
    seen = 0

    def looked(self) -> None:
        self.seen += 1
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls {wide} px sideways"
        told = self.page.content()
        assert not [one for one in self.hidden if one in told], self.page.url
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{self.name}-{self.seen:02}.png", full_page=True)

    def go(self, path, *, status=200):
        answer = super().go(path, status=status)
        self.looked()
        return answer

    def follow(self, ending, *, inside="main"):
        super().follow(ending, inside=inside)
        self.looked()

    def _navigate(self, button, status):
        super()._navigate(button, status)
        self.looked()

    def push(self, selector: str, *, status=(200,)) -> None:
        """Press what is found so."""
        self._navigate(self.page.locator(selector).first, status)


def day(at: int, more: int = 0) -> str:
    """A day as people write it, seen from the server's clock."""
    return dates.d(dates.today() + timedelta(days=at + more))


@pytest.fixture(scope="module")
def told(live_db, chromium, seals):
    """The people that the cast lacks, and what the acts tell each other."""
    with acting(system("test")):
        by = system("test")
        add_user(by=by, username="mirja", name="Mirja Aalto", email="mirja@example.org", phone="06 218 4477")
        give_membership(
            by=by, user=User.objects.get(username="mirja"), unit=Unit.objects.get(key="tyollisyys"),
            role="employer_coordinator", starts_on=date(2024, 1, 1),
        )
    return {}


def served(at: int, chromium, seals):
    return serving(chromium, seals, days=at)


def walker(house: House, username: str, *, hidden: tuple[str, ...] = ()) -> Walker:
    one = Walker(house.somebody(**PHONE).page)
    one.name, one.hidden = username, hidden
    one.sign_in(username)
    return one


def test_from_a_referral_to_thirteen_weeks_at_work(told, chromium, seals):
    with served(BEGINS, chromium, seals) as house:
        begins(house, told)
    with served(AT_WORK, chromium, seals) as house:
        at_work(house, told)
    with served(NOW, chromium, seals) as house:
        lasts(house, told)


# Fourteen weeks ago --------------------------------------------------------------------------------------------------


def begins(house: House, told: dict) -> None:
    """A referral, a responsible worker, a coach by consent; a profile, an employer, a vacancy, a job agreed."""
    refers(walker(house, "timo"))
    katri = walker(house, "katri")
    case = told["case"] = takes_in(katri)
    inkeri = walker(house, own_account(case))
    agrees(katri, inkeri, case)
    coaching_begins(katri, case)
    janne = walker(house, "janne")
    episode = told["episode"] = meets(janne, case)
    knows_the_wish(janne, case, episode)
    meets_an_employer(house, janne, told)
    vacancy = need_becomes_a_vacancy(janne, told)
    proposes(janne, inkeri, case, episode, vacancy)
    plans_what_is_told(janne, case, episode)
    talks_of_benefits(janne, case, episode)
    finds_work(janne, case, episode)


def refers(timo: Walker) -> None:
    timo.go("/referrals/new/")
    code = hetu.invent(dates.parse_date("13.4.1981"), 941).text
    timo.fill(given_names=GIVEN, family_name=FAMILY, phone="040 555 0192", hetu=code)
    timo.choose("municipality", "Koivulan")
    box = timo.page.locator('main [name^="item_"]').first
    timo.fill(**{box.get_attribute("name"): box.get_attribute("value")}, wish=WISH)
    timo.press("given_names")
    timo.sees(f"{GIVEN} {FAMILY}")


def takes_in(katri: Walker) -> str:
    katri.go("/inbox/")
    katri.page.locator('main a[href^="/referrals/"]', has_text=FAMILY).first.click()
    if katri.page.locator('main form[action$="/first-contact/"]').count():
        katri.press_to("/first-contact/")
    katri.follow("/acceptance/")
    katri.fill(given_names=GIVEN, family_name=FAMILY, naming_due_on=day(BEGINS, 14))
    katri.press("naming_due_on")
    katri.page.locator('main a[href^="/cases/"]').first.click()
    return katri.uuid_in_address()


def own_account(case: str) -> str:
    """The client gets an account of her own: identified elsewhere, so the product has no page for it."""
    person = Case.objects.using(OWNER).get(uuid=case).person_id
    with acting(system("test")):
        add_user(by=system("test"), username="inkeri", name=f"{GIVEN} {FAMILY}", person_id=person)
    inkeri = User.objects.using(OWNER).get(username="inkeri")
    inkeri.set_password(PASSWORD)
    inkeri.save(using=OWNER)
    return inkeri.username


def agrees(katri: Walker, inkeri: Walker, case: str) -> None:
    """Katri is proposed and willing; Inkeri says yes on her own phone. Then the consent for the coach's body."""
    katri.go(f"/cases/{case}/")
    katri.follow("/responsible/new/")
    katri.choose("membership", "Katri Ylinen")
    katri.fill(decision_power="none", answer_due_on=day(BEGINS, 7))
    katri.press("decision_power")
    katri.go(f"/cases/{case}/team/")
    katri.page.locator(f'main a[href*="/cases/{case}/responsible/"]').first.click()
    katri.fill(**{"worker-answer": "yes"})
    katri.press("worker-answer")
    inkeri.go("/my/")
    inkeri.page.locator('main a[href^="/my/responsible/"]').first.click()
    inkeri.fill(answer="yes", words="Sopii hyvin.")
    inkeri.press("answer")
    katri.go(f"/cases/{case}/team/")
    katri.follow("/consents/new/")
    katri.choose("organisation", "Askel ry")
    katri.fill(groups=["employment"], mode="written", given_on=day(BEGINS))
    katri.press("given_on")


def coaching_begins(katri: Walker, case: str) -> None:
    katri.go(f"/cases/{case}/coaching/")
    katri.follow("/coaching/start/")
    katri.page.locator("main label", has_text="Janne Kallio").first.click()
    katri.fill(payer="employment_services", voluntary=True, next_step="Ensimmäinen tapaaminen kasvihuoneella")
    katri.press("next_step")


def meets(janne: Walker, case: str) -> str:
    """The new client is on the coach's day at once."""
    janne.go("/coaching/")
    janne.sees(f"{GIVEN} {FAMILY}")
    janne.go(f"/cases/{case}/coaching/")
    return janne.page.locator('main a[href$="/contact/"]').first.get_attribute("href").rstrip("/").split("/")[-2]


def knows_the_wish(janne: Walker, case: str, episode: str) -> None:
    """What Inkeri wants in her own words, then picked by search, so that work can be laid beside it."""
    janne.go(f"/cases/{case}/coaching/")
    janne.follow("/profile/")
    janne.fill(wish=WISH, skills="Kasvien hoito ja kastelu.", motivation="Oma palkka.", area="Koivula")
    janne.press("wish")
    janne.go(f"/cases/{case}/coaching/")
    janne.follow("/profile/picks/")
    janne.fill(words="puutarha")
    janne.push('main button[name="find"]')
    janne.fill(occupations="6113", picked_skills="gardening", municipalities="995", no_limits=True)
    janne.press("words")


# An employer and its need ---------------------------------------------------------------------------------------------


def meets_an_employer(house: House, janne: Walker, told: dict) -> None:
    """Registered, and a contact noted in under twenty seconds from the employer's page."""
    janne.go("/coaching/")
    janne.follow("/employers/")
    janne.follow("/employers/new/")
    janne.fill(name=SHOP, municipality="995", size="micro")
    janne.press("municipality", button='button.main')
    told["employer"] = janne.uuid_in_address()
    hands = Hands(janne.page, phone=True)
    hands.starts_at(f"/employers/{told['employer']}/")
    hands.lead(hands.page.locator('main a[href$="/contacts/new/"]').first)
    hands.write("text", "Taimien siirtoon tarvitaan apua.")
    hands.lead(hands.page.locator('main form:has([name="text"]) button.main'))
    assert EmployerContact.objects.using(OWNER).filter(employer__uuid=told["employer"]).count() == 1
    assert hands.effort.presses == 3 and hands.effort.seconds < SECONDS_OF_A_CONTACT, hands.effort
    janne.looked()


def need_becomes_a_vacancy(janne: Walker, told: dict) -> str:
    """What the employer needs is a vacancy by one press."""
    janne.go(f"/employers/{told['employer']}/")
    janne.follow("/needs/new/")
    janne.fill(what="Taimien siirto ja kastelu", people=1, urgency="weeks", words="puutarha")
    janne.push('main button[name="find"]')
    janne.fill(occupation="6113", skills="gardening")
    janne.press("what", button='button.main')
    janne.push('main form[action$="/vacancy/"] button')
    vacancy = Vacancy.objects.using(OWNER).get(employer__uuid=told["employer"])
    assert (vacancy.title, vacancy.occupation) == ("Taimien siirto ja kastelu", "6113")
    return str(vacancy.uuid)


def proposes(janne: Walker, inkeri: Walker, case: str, episode: str, vacancy: str) -> None:
    """The reasons are read, a person decides, and the client reads of it on her own page."""
    janne.go(f"/coaching/vacancies/{vacancy}/")
    janne.sees(f"{GIVEN} {FAMILY}")
    janne.follow(f"/coaching/{episode}/vacancies/{vacancy}/")
    janne.sees("Puolesta")
    janne.fill(decision="propose", words="Sinun alaasi, aamupäivisin.")
    janne.press("decision")
    janne.sees("Ehdotettu asiakkaalle")
    inkeri.go("/my/coaching/")
    inkeri.sees("Taimien siirto ja kastelu")


def plans_what_is_told(janne: Walker, case: str, episode: str) -> None:
    janne.go(f"/cases/{case}/coaching/")
    janne.follow("/profile/disclosure/")
    janne.fill(
        coaching_stance="tell", coaching_when="interview", coaching_who="together",
        coaching_words="Valmentaja tukee alussa.", health_stance="keep",
    )
    janne.press("health_stance")


def talks_of_benefits(janne: Walker, case: str, episode: str) -> None:
    janne.go(f"/cases/{case}/coaching/{episode}/support/")
    janne.follow("/talks/new/")
    janne.fill(topics=["allowance", "back"], words="Palkka pienentää päivärahaa. Varman tiedon antaa Kela.")
    janne.press("words")


def finds_work(janne: Walker, case: str, episode: str) -> None:
    janne.go(f"/cases/{case}/coaching/")
    janne.follow("/jobs/")
    for name, ready in (("title", "Taimien siirto ja kastelu"), ("employer", SHOP)):  # what was proposed stands ready
        assert janne.page.locator(f'main [name="{name}"]').input_value() == ready
    janne.fill(
        title="Taimien hoitaja", kind="open_paid", starts_on=day(BEGINS, STARTS), hours_week="20",
        contract="permanent", normal_pay="yes", open_to_all="yes",
    )
    janne.press("title")
    janne.sees("Taimien hoitaja")
    janne.push(f'main a[href$="/coaching/{episode}/next/"]')
    janne.fill(stage="support", next_step="Ensimmäinen työpäivä yhdessä", next_on=day(BEGINS, STARTS))
    janne.press("stage")


# Nine weeks ago: support at work, and somebody else who means to call -------------------------------------------------


def at_work(house: House, told: dict) -> None:
    janne = walker(house, "janne")
    supports(janne, told)
    janne.go(f"/cases/{told['case']}/coaching/")
    janne.sees("13 viikkoa täyttyy")
    assert "Työ on kestänyt" not in janne.page.locator("main").inner_text()
    is_warned(walker(house, "mirja", hidden=(GIVEN, FAMILY)), told)


def supports(janne: Walker, told: dict) -> None:
    """A visit at the workplace, noted on the spot; the register learns that the employer was met, and not of whom."""
    janne.go("/coaching/contact/")
    janne.fill(parties=["client", "employer"], text="Kastelulista toimii. Tauko siirrettiin kymmeneen.")
    janne.press("text")
    assert CoachingContact.objects.using(OWNER).filter(episode__uuid=told["episode"]).count() == 1
    janne.go(f"/cases/{told['case']}/coaching/")
    janne.follow("/review/")
    janne.fill(words="Tuki jatkuu viikoittain.", client_words="Hyvä kun käyt.", next_on=day(AT_WORK, 60))
    janne.press("words")


def is_warned(mirja: Walker, told: dict) -> None:
    """The employer's page and the plan both tell who keeps in touch and when the last contact was; no plan without a
    reason. Nothing of the client, whichever way is tried."""
    mirja.go("/employers/")
    mirja.follow(f"/employers/{told['employer']}/")
    mirja.sees(f"Janne Kallio (Askel ry) oli yhteydessä {day(AT_WORK)}.")
    mirja.follow("/contacts/plan/")
    mirja.sees("Joku muu on jo yhteydessä.")
    mirja.sees("Janne Kallio, Askel ry")
    mirja.press("channel", status=(422,))
    assert "Janne Kallio" in mirja.page.locator(".esum").inner_text()
    assert not EmployerContact.objects.using(OWNER).filter(user__username="mirja").exists()
    mirja.fill(despite="Sovittu Jannen kanssa: kysyn kesätyöpaikoista.")
    mirja.press("despite")
    mirja.sees("Mirja Aalto")
    sees_nobody(mirja, told)


def sees_nobody(mirja: Walker, told: dict) -> None:
    """Whatever is hers to open has neither the name nor the address of the client; the client's own is not there."""
    for path in ("/day/", "/employers/needs/", "/employers/vacancies/", f"/employers/{told['employer']}/"):
        mirja.go(path)
        told_here = mirja.page.content()
        assert told["case"] not in told_here and told["episode"] not in told_here, path
    for path in (f"/cases/{told['case']}/", f"/cases/{told['case']}/coaching/"):
        mirja.go(path, status=404)
    mirja.go("/coaching/team/", status=403)
    mirja.go(f"/search/?q={GIVEN[:3]}", status=403)


# Today ---------------------------------------------------------------------------------------------------------------


def lasts(house: House, told: dict) -> None:
    """Thirteen weeks were full yesterday: the coach and the client see it; support goes on."""
    janne, inkeri = walker(house, "janne"), walker(house, "inkeri")
    janne.go(f"/cases/{told['case']}/coaching/")
    janne.sees("Työ on kestänyt 13 viikkoa")
    janne.sees(f"Täyttyi {day(NOW, -1)}.")
    job = Job.objects.using(OWNER).get(episode__uuid=told["episode"])
    assert job.ends_on is None and job.episode.ended_on is None
    janne.go("/coaching/")
    janne.follow("/coaching/team/")
    janne.sees("Työ on kestänyt 13 viikkoa")
    janne.sees(SHOP)
    inkeri.go("/my/")
    inkeri.go("/my/coaching/")
    inkeri.sees("Työsi on kestänyt 13 viikkoa.")
    inkeri.sees("niin kauan kuin tarvitset sitä")
    mirja = walker(house, "mirja", hidden=(GIVEN, FAMILY))
    mirja.go(f"/employers/{told['employer']}/")
    sees_nobody(mirja, told)
