"""The unit's quality page: who opens what, what is kept when something is wrong, and whose names show (T-53).

Guards against: another unit's page, a client's name for a manager, what was typed lost in a refusal.
"""

from uuid import uuid4

import pytest

from rinnalla.access.acting import acting
from rinnalla.access.models import User
from rinnalla.employment.quality import actions
from rinnalla.employment.quality.models import PracticeEvent, QualityComparison, QualityReview
from rinnalla.employment.quality.tests.world import began, manager, scored, three_clients
from rinnalla.lib import dates

pytestmark = pytest.mark.django_db
HOME = "/coaching/quality/"


@pytest.fixture
def boss(cast, sign_in):
    manager(cast)
    return sign_in(User.objects.get(username="maija"))


def page(browser, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def test_a_coach_goes_straight_to_the_own_unit_s_page_before_any_review(cast, sign_in):
    three_clients(cast)
    janne = sign_in(cast.janne)
    answer = janne.get(HOME)
    assert answer.status_code == 302
    text = page(janne, answer.headers["Location"])
    assert "Arviota ei ole vielä tehty" in text and text.count("Mistä tämä tulee") == 25
    assert "Kirjaukset eivät kerro tästä vielä mitään" in text


@pytest.mark.parametrize("role", ["coordinator", "employer_coordinator", "organisation_admin", "experience_expert"])
def test_other_roles_have_no_quality_page(cast, sign_in, role):
    assert sign_in(cast.roles[role]).get(HOME).status_code == 403


@pytest.mark.parametrize("username", ["rooli-manager", "muualta-manager", "rooli-job_coach"])
def test_another_organisation_s_unit_is_not_there(cast, sign_in, username):
    review = began(cast)
    stranger = sign_in(User.objects.get(username=username))
    for address in (
        f"units/{cast.coaching.uuid}/", f"reviews/{review.uuid}/", f"reviews/{review.uuid}/items/caseload/",
        f"units/{cast.coaching.uuid}/practice/",
    ):
        page(stranger, HOME + address, 404)


@pytest.mark.row("T-53")
def test_a_coach_sees_the_own_clients_behind_a_number_and_a_manager_none(cast, sign_in, boss):
    three_clients(cast)
    review = began(cast)
    address = f"{HOME}reviews/{review.uuid}/items/quick_contact/"
    ours, theirs = page(sign_in(cast.janne), address), page(boss, address)
    assert "Asiakas 1" in ours and "Lehto" in ours
    assert "Asiakas 1" not in theirs and "Lehto" not in theirs and "40" in ours


def test_a_review_from_beginning_to_approval_by_the_screens(cast, sign_in, boss):
    three_clients(cast)
    janne, unit = sign_in(cast.janne), f"{HOME}units/{cast.coaching.uuid}/"
    assert janne.post(unit, {"reviewers": "", "form_key": uuid4()}).status_code == 422
    assert janne.post(unit, {"reviewers": "Janne Kallio", "form_key": uuid4()}).status_code == 302
    review = QualityReview.objects.get()
    item = f"{HOME}reviews/{review.uuid}/items/management/"
    sent = {"answers": ["leaders_know", "review_used"], "words": "", "step": "", "version": 1}
    assert janne.post(item, sent).status_code == 302
    assert review.scores.get(item="management").step == 2
    stale = janne.post(item, {**sent, "words": "Toisesta ikkunasta"})
    assert stale.status_code == 409 and "Toisesta ikkunasta" in stale.content.decode()
    assert janne.get(f"{HOME}reviews/{review.uuid}/approval/").status_code == 403
    early = boss.post(f"{HOME}reviews/{review.uuid}/approval/", {"version": review.version})
    assert early.status_code == 422 and "ilman porrasta" in early.content.decode()
    scored(review, cast.a_janne)
    assert boss.post(f"{HOME}reviews/{review.uuid}/approval/", {"version": review.version}).status_code == 302
    text = page(janne, unit)
    assert "Hyväksyi Maija Aalto" in text and "Hyvä" in text and ">100<" in text


def test_a_step_without_its_reason_keeps_what_was_chosen(cast, sign_in):
    three_clients(cast)
    review = began(cast)
    answer = sign_in(cast.janne).post(
        f"{HOME}reviews/{review.uuid}/items/caseload/", {"step": "2", "words": "", "version": 1}
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and "miksi" in text
    assert review.scores.get(item="caseload").step == 5


def test_a_practice_is_noted_in_two_presses_and_twice_is_once(cast, sign_in):
    janne, key = sign_in(cast.janne), uuid4()
    for _n in range(2):
        sent = {"kind": "coach_meeting", "on": dates.d(dates.today()), "form_key": key}
        assert janne.post(f"{HOME}units/{cast.coaching.uuid}/practice/", sent).status_code == 302
    assert PracticeEvent.objects.count() == 1
    late = janne.post(f"{HOME}units/{cast.coaching.uuid}/practice/", {
        "kind": "coach_meeting", "on": dates.d(dates.add_months(dates.today(), 1)), "form_key": uuid4()
    })  # fmt: skip
    assert late.status_code == 422 and "tulevaisuudessa" in late.content.decode()


def test_working_times_are_the_manager_s(cast, sign_in, boss):
    address = f"{HOME}units/{cast.coaching.uuid}/times/{cast.janne.uuid}/"
    assert sign_in(cast.janne).get(address).status_code == 403
    sent = {"percent": "60", "other_percent": "10", "version": 0}
    assert boss.post(address, sent).status_code == 302
    assert boss.post(address, sent).status_code == 409
    assert "Työaika 60 %" in page(boss, HOME + "times/")


@pytest.mark.row("T-53")
def test_two_units_are_compared_only_as_both_agree(cast, sign_in, boss):
    theirs = sign_in(cast.roles["manager"])
    sent = {"other": str(cast.team.uuid), "form_key": uuid4()}
    assert boss.post(f"{HOME}units/{cast.coaching.uuid}/comparisons/", sent).status_code == 302
    row = QualityComparison.objects.get()
    address = f"{HOME}comparisons/{row.uuid}/"
    assert "Mitään ei näy, ennen kuin toinen yksikkö on suostunut" in page(boss, address)
    assert boss.post(address + "agreement/", {}).status_code == 422
    assert theirs.post(address + "agreement/", {}).status_code == 302
    assert "Hyväksyttyä arviointia ei vielä ole" in page(boss, address)
    assert sign_in(cast.janne).post(address, {}).status_code == 422  # a coach looks; a manager ends
    assert theirs.post(address, {}).status_code == 302
    page(boss, address, 404)
    page(sign_in(User.objects.get(username="muualta-manager")), address, 404)


def test_an_improvement_is_agreed_and_done(cast, sign_in):
    review = began(cast)
    janne = sign_in(cast.janne)
    address = f"{HOME}reviews/{review.uuid}/items/leader/improvements/"
    sent = {
        "what": "Kentälle yhdessä kerran kuussa", "owner": str(cast.janne.uuid),
        "due_on": dates.d(dates.add_months(dates.today(), 2)), "form_key": uuid4(),
    }
    assert janne.post(address, {**sent, "due_on": "1.1.2020"}).status_code == 422
    assert janne.post(address, sent).status_code == 302 and janne.post(address, sent).status_code == 302
    row = review.improvements.get()
    assert janne.post(f"{HOME}reviews/{review.uuid}/improvements/{row.uuid}/done/", {}).status_code == 302
    with acting(cast.a_janne):
        row.action.refresh_from_db()
    assert row.action.done_by_id == cast.janne.pk
    assert "Kentälle yhdessä kerran kuussa" in page(janne, f"{HOME}units/{cast.coaching.uuid}/")


def test_an_old_review_stays_readable_beside_the_new_one(cast, sign_in, boss):
    review = began(cast)
    scored(review, cast.a_janne)
    with acting(manager(cast)):
        actions.approve(review=review, version=QualityReview.objects.get().version, by=manager(cast))
    began(cast)
    text = page(boss, f"{HOME}reviews/{review.uuid}/")
    assert "Jatka keskeneräistä arviointia" in text and ">100<" in text
    assert "Kesken" in page(boss, f"{HOME}units/{cast.coaching.uuid}/")
