"""One whole story, clicked through by the people in it, in three languages' menus (goal F1).

Aino asks to be called; Timo refers her too; Katri takes her in and becomes her responsible worker; Leena answers
a question without a name; Janne coaches with Aino's consent; the responsibility goes over to Outi, escorted; Outi
closes the case and takes Aino back in one act. Petra, who has no part in it, gets 404 all along.
"""

from datetime import timedelta

import pytest

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user
from rinnalla.access.models import Membership, User
from rinnalla.cases.models import Case
from rinnalla.cast import PASSWORD
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.eventlog import verify
from rinnalla.eventlog.seals import FILE_NAME
from rinnalla.lib import dates, hetu
from rinnalla.organisations.models import Organisation, Region, Unit
from rinnalla.plans.models import Action
from tests.browser.journey import go_on, mapped
from tests.browser.people import OWNER, House, Somebody

WISH = "Haluan takaisin kasvihuoneelle, osan päivästä."
QUESTION = "Milloin osa-aikainen työ on selkäkivun jälkeen mahdollista kokeilla turvallisesti?"
SUMMARY = "Sovimme yhdessä, että kokeilet työtä kolme tuntia päivässä. Janne on mukana ensimmäiset päivät."


def day(more: int = 0) -> str:
    """A day from today as people write it."""
    return dates.d(dates.today() + timedelta(days=more))


@pytest.fixture(scope="module")
def place(house: House) -> House:
    """The house with its directory of services, and a doctor's unit to ask."""
    region = Region.objects.using(OWNER).get(key="koivula")
    with acting(system("test")):
        offer_everything(region, Unit.objects.get(key="tyokykytiimi"))
    county = Organisation.objects.using(OWNER).get(key="hyvinvointialue", region=region)
    surgery = Unit.objects.using(OWNER).create(
        organisation=county, key="laakarit", names={"fi": "Lääkärit"}, takes_referrals=True
    )
    with acting(system("test")):
        add_user(by=system("test"), username="leena", name="Leena Lääkäri", email="leena@example.org")
    leena = User.objects.using(OWNER).get(username="leena")
    nurse = User.objects.using(OWNER).get(username="rooli-coordinator")  # a unit takes in when somebody is there
    for user, role in ((leena, "doctor"), (nurse, "coordinator")):
        Membership.objects.using(OWNER).create(
            user=user, unit=surgery, role=role, starts_on=dates.today() - timedelta(days=30)
        )
    leena.set_password(PASSWORD)
    leena.save(using=OWNER)
    return house


@pytest.fixture(scope="module")
def people(place: House) -> dict[str, Somebody]:
    """Everybody of the story, signed in at their own machines."""
    names = ("katri", "timo", "leena", "janne", "outi", "petra")
    return {name: place.somebody(name) for name in names}


def test_the_whole_story(place, people, seals):
    one_asks(place.somebody())
    one_refers(people["timo"])
    case = taken_in(people)
    outsiders(people, case, "petra", "outi", "janne", "leena", "timo")
    aino = own_account(place, case)
    agreed_on(people["katri"], aino, case)
    talked_through(people["katri"], case)
    asked_without_a_name(people["katri"], people["leena"])
    coach_joins(people["katri"], people["janne"], case)
    planned_together(people["katri"], aino, case)
    met(people["katri"], aino, case)
    served(people["katri"], case)
    outsiders(people, case, "petra", "outi", "leena")
    late(people["katri"], case)
    handed_over(people, aino, case)
    closed_and_back(people["outi"], aino, case)
    outsiders(people, case, "petra", "leena")
    whole_log(seals)


def outsiders(people: dict[str, Somebody], case: str, *names: str) -> None:
    for name in names:
        for page in ("", "plan/", "team/", "meetings/", "services/", "log/"):
            people[name].go(f"/cases/{case}/{page}", status=404)
    people["timo"].go("/my/plan/", status=403)


def one_asks(aino: Somebody) -> None:
    """The public page, in Swedish: name, phone and language are enough; the home town leads to the right unit."""
    aino.go("/?region=koivula")
    aino.speak("sv")
    aino.fill(name="Aino Virtanen", phone="040 555 0188", language="fi")
    aino.fill(municipality="995", wish=WISH)
    aino.press("phone")
    assert "/received/" in aino.page.url


def one_refers(timo: Somebody) -> None:
    """A professional's referral, in English, with the checklist."""
    timo.speak("en")
    timo.go("/referrals/new/")
    code = hetu.invent(dates.parse_date("13.4.1981"), 934).text
    timo.fill(given_names="Aino", family_name="Virtanen", phone="040 555 0188", hetu=code)
    timo.choose("municipality", "Koivulan")
    box = timo.page.locator('main [name^="item_"]').first
    name = box.get_attribute("name")
    timo.fill(**{name: box.get_attribute("value")}, wish="Aino haluaa kokeilla työtä varovasti.")
    timo.press("given_names")
    timo.sees("Aino Virtanen")
    assert timo.page.locator("html").get_attribute("lang") == "en"


def taken_in(people: dict[str, Somebody]) -> str:
    """Katri takes in what Aino asked, then Timo's referral as the same person's."""
    katri = people["katri"]
    katri.menu("/inbox/")
    rows = katri.page.locator('main a[href^="/referrals/"]', has_text="Aino Virtanen")
    found = [rows.nth(place).get_attribute("href") for place in range(rows.count())]
    assert len(found) == 2, found
    cases = set()
    for address in found:
        katri.menu("/inbox/")
        katri.page.locator(f'main a[href="{address}"]').first.click()
        if katri.page.locator('main form[action$="/first-contact/"]').count():
            katri.press_to("/first-contact/")
        katri.follow("/acceptance/")
        katri.fill(given_names="Aino", family_name="Virtanen", naming_due_on=day(14))
        known = katri.page.locator('main [name="person"]')
        if known.count():
            katri.fill(person=known.first.get_attribute("value"))
        katri.press("naming_due_on")
        katri.page.locator('main a[href^="/cases/"]').first.click()
        cases.add(katri.uuid_in_address())
    assert len(cases) == 1, "the same person got two cases"
    return cases.pop()


def own_account(place: House, case: str) -> Somebody:
    """Aino gets an account of her own."""
    person = Case.objects.using(OWNER).get(uuid=case).person_id
    with acting(system("test")):
        add_user(by=system("test"), username="aino", name="Aino Virtanen", person_id=person)
    aino = User.objects.using(OWNER).get(username="aino")
    aino.set_password(PASSWORD)
    aino.save(using=OWNER)
    return place.somebody("aino", viewport={"width": 390, "height": 844})


def agreed_on(katri: Somebody, aino: Somebody, case: str) -> None:
    """Katri is proposed and says yes; only Aino's own yes, on her own pages, makes her responsible."""
    katri.speak("sv")
    katri.menu("/cases/")
    katri.go(f"/cases/{case}/")
    katri.follow("/responsible/new/")
    katri.choose("membership", "Katri Ylinen")
    katri.fill(decision_power="services", answer_due_on=day(7))
    katri.press("decision_power")
    katri.go(f"/cases/{case}/team/")
    katri.page.locator(f'main a[href*="/cases/{case}/responsible/"]').first.click()
    katri.fill(**{"worker-answer": "yes"})
    katri.press("worker-answer")
    assert Case.objects.using(OWNER).get(uuid=case).responsible_worker_id is None
    says_yes(aino)
    assert Case.objects.using(OWNER).get(uuid=case).responsible_worker.username == "katri"


def says_yes(aino: Somebody) -> None:
    aino.go("/my/")
    aino.page.locator('main a[href^="/my/responsible/"]').first.click()
    aino.fill(answer="yes", words="Sopii hyvin.")
    aino.press("answer")


def talked_through(katri: Somebody, case: str) -> None:
    """The needs assessment: not signed with a part missing, kept as a draft, then signed."""
    katri.go(f"/cases/{case}/assessment/")
    katri.press_to("/assessment/draft/")
    katri.fill(talked_on=day(), wish=WISH, motivation="8", network="Sisko ja Timo.", goal="Töihin kasvihuoneelle.")
    katri.press("network", button='button[value="sign"]', status=(422,))
    katri.press("network", button='button[value="save"]')
    katri.go(f"/cases/{case}/assessment/")
    katri.follow("/content/")
    assert katri.page.locator('[name="network"]').input_value() == "Sisko ja Timo."
    katri.fill(resources="Tuntee kasvit. Jaksaa aamulla.")
    for area in katri.page.locator('main [name^="area_"][value="no_need"]').all():
        katri.fill(**{area.get_attribute("name"): "no_need"})
    katri.press("network", button='button[value="sign"]')
    assert not katri.page.locator('main a[href$="/content/"]').count()


def asked_without_a_name(katri: Somebody, leena: Somebody) -> None:
    katri.go("/consultations/new/")
    katri.choose("unit", "Lääkärit")
    katri.fill(question=f"{QUESTION} Hänen numeronsa on 040 555 0188.", answer_due_on=day(3))
    katri.page.locator('main select[name="topic"]').select_option(index=1)
    katri.press("question", status=(422,))
    katri.fill(question=QUESTION)
    katri.press("question")
    leena.speak("sv")
    leena.go("/consultations/")
    leena.page.locator('main a[href^="/consultations/"]', has_text=QUESTION[:40]).first.click()
    leena.fill(words="Aloita kolmella tunnilla ja seuraa kaksi viikkoa.", next_step="Sovi työkokeilun pituus.")
    leena.press("words")
    assert "Aino" not in leena.page.locator("main").inner_text()
    katri.go("/consultations/")
    katri.page.locator('main a[href^="/consultations/"]', has_text=QUESTION[:40]).first.click()
    katri.sees("Sovi työkokeilun pituus.")


def coach_joins(katri: Somebody, janne: Somebody, case: str) -> None:
    """No statute lets an association see: Aino's consent comes first, and gives no more than she said."""
    katri.go(f"/cases/{case}/team/")
    katri.follow("/team/new/")
    _ask_janne(katri)
    katri.press("task", status=(422,))
    katri.go(f"/cases/{case}/team/")
    katri.follow("/consents/new/")
    katri.choose("organisation", "Askel ry")
    katri.fill(groups=["employment"], mode="written", given_on=day())
    katri.press("given_on")
    katri.go(f"/cases/{case}/team/")
    katri.follow("/team/new/")
    _ask_janne(katri)
    katri.press("task")
    janne.speak("en")
    janne.go(f"/cases/{case}/")
    janne.sees("Virtanen")


def _ask_janne(katri: Somebody) -> None:
    katri.choose("membership", "Janne Kallio")
    katri.fill(task="Työhönvalmentaja", depth="3", groups=["basics", "employment"])


def planned_together(katri: Somebody, aino: Somebody, case: str) -> None:
    """Goal in own words, actions, a version, Aino's yes on her own pages, the paper."""
    katri.speak("en")
    mapped(katri, case)
    katri.go(f"/cases/{case}/plan/")
    katri.follow("/plan/new/")
    katri.fill(made_in="team", review_on=day(60), support_months="12")
    katri.press("review_on")
    katri.go(f"/cases/{case}/plan/")
    katri.follow("/goals/new/")
    katri.fill(in_clients_words=WISH, importance="9", purpose="employment", said_on=day())
    katri.press("in_clients_words")
    actions_and_yes(katri, aino, case)


def actions_and_yes(katri: Somebody, aino: Somebody, case: str) -> None:
    for what, party in (("Soitto kasvihuoneelle", "Katri Ylinen"), ("Aino miettii työajat", "Aino Virtanen")):
        katri.go(f"/cases/{case}/plan/")
        katri.follow("/actions/new/")
        katri.choose("party", party)
        katri.fill(what=what, due_on=day(10), follow_up_on=day(12))
        katri.press("what")
    katri.go(f"/cases/{case}/plan/")
    katri.follow("/versions/new/")
    katri.fill(reason="Ensimmäinen suunnitelma.")
    katri.press("reason")
    aino.speak("sv")
    aino.go("/my/plan/")
    aino.sees(WISH)
    aino.follow("/my/plan/answer/")
    aino.fill(answer="approved")
    aino.press("answer")
    paper = katri.page.request.get(f"/cases/{case}/plan/print/?parts=basics&parts=employment")
    assert paper.status == 200 and paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF")


def met(katri: Somebody, aino: Somebody, case: str) -> None:
    """The work meeting: what was tried is asked, Aino is there, decisions, and her own summary."""
    katri.go(f"/cases/{case}/meetings/")
    katri.follow("/meetings/new/")
    katri.fill(kind="work_meeting", on=day(), at="0.01", place="Kasvihuone", purpose="Sovitaan työkokeilusta.")
    katri.press("purpose", status=(422,))
    katri.fill(tried_solutions="Kuntoutus ja kevennetty työ.")
    katri.press("purpose")
    held = katri.page.locator(f'main li a[href^="/cases/{case}/meetings/"]:not([href$="/meetings/"])').first
    meeting = held.get_attribute("href")
    katri.go(meeting)
    katri.follow("/holding/")
    katri.fill(client_present=True)
    katri.press("client_present")
    katri.go(meeting)
    katri.follow("/decisions/new/")
    katri.page.locator('main select[name="goal"]').select_option(index=1)
    katri.choose("party", "Janne Kallio")
    katri.fill(what="Työkokeilun aloitus", due_on=day(14), follow_up_on=day(28))
    katri.press("what")
    katri.go(meeting)
    katri.follow("/record/")
    katri.fill(client_summary=SUMMARY, talked="Kaikki samaa mieltä.")
    katri.press("client_summary")
    katri.go(meeting)
    katri.follow("/closure/")
    katri.page.locator('main [name="how"]').first.check(force=True)
    katri.press("how")
    aino.go("/my/meetings/")
    aino.page.locator('main a[href^="/my/meetings/"]').first.click()
    aino.sees(SUMMARY)


def served(katri: Somebody, case: str) -> None:
    """A service from a card: starts, breaks off, goes on, ends."""
    katri.go(f"/cases/{case}/services/")
    katri.follow("/services/new/")
    katri.press("card", button='button[value="start"]')
    katri.go(f"/cases/{case}/services/")
    katri.follow("/interruption/")
    katri.fill(reason="health_reason", words="Selkä kipeytyi.", support_offered="Kevyempi työ.")
    katri.press("words")
    katri.go(f"/cases/{case}/services/")
    katri.follow("/resumption/")
    katri.press("on")
    katri.go(f"/cases/{case}/services/")
    katri.follow("/ending/")
    katri.fill(outcome="employment", words="Palasi osa-aikaiseen työhön.")
    katri.press("outcome")
    katri.sees("Palasi osa-aikaiseen työhön.")


def late(katri: Somebody, case: str) -> None:
    """Days go by and nobody calls: Katri's day says so."""
    katri.speak("fi")
    katri.menu("/day/")
    assert not katri.page.locator("main", has_text="Soitto kasvihuoneelle").count()
    gone = dates.today() - timedelta(days=4)
    Action.objects.using(OWNER).filter(case__uuid=case, what="Soitto kasvihuoneelle").update(
        due_on=gone, follow_up_on=gone
    )
    katri.menu("/day/")
    katri.sees("Soitto kasvihuoneelle")


def handed_over(people: dict[str, Somebody], aino: Somebody, case: str) -> None:
    """From Katri to Outi: nothing changes before Outi and Aino said yes and all three met."""
    katri, outi = people["katri"], people["outi"]
    katri.go(f"/cases/{case}/team/")
    katri.follow("/responsible/new/")
    katri.choose("membership", "Outi Salmi")
    katri.fill(decision_power="none", reason="Työ on nyt pääasia.", answer_due_on=day(7))
    katri.press("answer_due_on")
    case_row = Case.objects.using(OWNER).get(uuid=case)
    proposal = case_row.proposals.using(OWNER).get(settled_at=None)
    outi.speak("en")
    outi.go(f"/cases/{case}/responsible/{proposal.uuid}/")
    outi.fill(**{"worker-answer": "yes"})
    outi.press("worker-answer")
    katri.go(f"/cases/{case}/responsible/{proposal.uuid}/")
    katri.fill(**{"meeting-on": day()})
    katri.press("meeting-on")
    assert Case.objects.using(OWNER).get(uuid=case).responsible_worker.username == "katri"
    says_yes(aino)
    assert Case.objects.using(OWNER).get(uuid=case).responsible_worker.username == "outi"
    katri.go(f"/cases/{case}/plan/", status=404)


def closed_and_back(outi: Somebody, aino: Somebody, case: str) -> None:
    """Closed with the solution, what stays open and how each body goes on; back again in one act."""
    outi.go(f"/cases/{case}/")
    outi.follow("/closing/")
    go_on(outi)
    outi.fill(solution_kind="employment", solved="Osa-aikainen työ.", stays_open="Ei mitään.", client_words="Kiitos.")
    outi.press("solved")
    assert Case.objects.using(OWNER).get(uuid=case).closed_at
    aino.go("/my/")
    outi.go(f"/cases/{case}/")
    outi.follow("/return/")
    outi.fill(wish="Selkä oireilee taas.")
    outi.press("wish")
    assert Case.objects.using(OWNER).filter(previous__uuid=case, closed_at=None).exists()


def whole_log(seals) -> None:
    """The log of everything that was done holds together."""
    report = verify.verify(path=seals / FILE_NAME)
    assert report.ok, report.broken
    assert report.events > 40 and report.lines > 40
