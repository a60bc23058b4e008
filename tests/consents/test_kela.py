"""No Kela participant in a meeting, team or packet without a ground (L-84): a consent, or the law in a customership.

Guards against: `needs_customership` answering no (Mari joined by law alone); `customership_ended` left out of
`set_joint_service` (she read on after the customership had ended).
"""

from datetime import timedelta

import pytest

from rinnalla.access.models import Grant
from rinnalla.cases import actions as cases
from rinnalla.cases import closing, grounds, responsibility
from rinnalla.cases.consents import actions as consents
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.meetings import actions as meetings
from rinnalla.meetings.arranging.actions import add_guest, set_joint_service
from rinnalla.plans import around, giving
from rinnalla.plans.tests.cases import a_plan, a_version, a_whole_plan
from rinnalla.testing import as_actor
from tests.consents.world import given, kela_of, words

LAW = "l381_15"


@pytest.fixture
def kela(cast):
    return kela_of(cast)


def join(cast, kela, ground):
    return cases.join_team(
        case=cast.case, user=kela.mari, unit=kela.unit, task="Työkykyneuvoja", by=cast.a_katri, ground=ground
    )


@pytest.mark.row("L-84", "C-06")
def test_kela_is_in_no_team_meeting_or_packet_without_a_ground(cast, kela, sign_in):
    when = dates.now() + timedelta(days=2)
    with as_actor(cast.a_katri):
        for ground in (LAW, "consent"):
            with pytest.raises(Refused, match="Kela tarvitsee asiakkaan suostumuksen"):
                join(cast, kela, ground)
        with pytest.raises(Refused, match="Kela tarvitsee"):
            responsibility.propose(
                case=cast.case, worker=kela.mari, unit=kela.unit, decision_power="none", by=cast.a_katri, ground=LAW,
                answer_due_on=dates.today(),
            )
        meeting = meetings.convene(
            case=cast.case, by=cast.a_katri, kind="other_meeting", purpose="Jatko", starts_at=when
        )
        with pytest.raises(Refused, match="Lisää ensin asiakkaan tiimiin: Mari Salo"):
            meetings.convene(
                case=cast.case, by=cast.a_katri, kind="other_meeting", purpose="X", starts_at=when, invited=[kela.mari]
            )
        with pytest.raises(Refused, match="Kela tarvitsee"):
            add_guest(
                meeting=meeting, by=cast.a_katri, party="referrer", name="Mari Salo", organisation=kela.organisation
            )
        plan, _goal, _action = a_whole_plan(cast)
        version = a_version(cast, plan)
        with pytest.raises(Refused, match="ei saa näitä osia"):
            giving.disclose(
                version=version, organisation=kela.organisation, field_groups=["basics"], cover_note="", by=cast.a_katri
            )
        membership = kela.mari.memberships.select_related("unit__organisation", "user").get()
        with pytest.raises(Refused, match="Kela tarvitsee"):
            around.let_ask(plan=plan, membership=membership, by=cast.a_katri)
        with pytest.raises(Refused, match="Laki ei anna"):
            closing.hand_over(
                case=cast.case, organisation=kela.organisation, agreement="statute", by=cast.a_katri, what="x",
                contact_person="x", contact="x",
            )
    sent = {"membership": kela.mari.memberships.get().pk, "task": "Neuvoja", "depth": "2", "groups": ["basics"]}
    sent["starts_on"] = dates.d(dates.today())
    answer = sign_in(cast.katri).post(f"/cases/{cast.case.uuid}/team/new/", sent)
    assert answer.status_code == 422 and "Kela tarvitsee asiakkaan suostumuksen" in words(answer)
    assert sign_in(kela.mari).get(f"/cases/{cast.case.uuid}/").status_code == 404


@pytest.mark.row("L-84", "C-06")
def test_a_y100_lets_kela_in_and_its_withdrawal_cuts_at_once(cast, kela, sign_in):
    consent = given(cast, kela.organisation, ["employment", "livelihood"])
    assert consent.kind == "kela_y100" and consent.form_version == "y100_2024"
    with as_actor(cast.a_katri):
        member = join(cast, kela, "consent")
        assert member.grant.consent_id == consent.pk and member.grant.field_groups == [
            "basics", "employment", "livelihood",
        ]
    page = f"/cases/{cast.case.uuid}/"
    assert sign_in(kela.mari).get(page).status_code == 200
    with as_actor(cast.a_katri):
        consents.withdraw_consent(consent=consent, by=cast.a_katri)
    assert sign_in(kela.mari).get(page).status_code == 404


@pytest.mark.row("L-84")
def test_in_a_customership_law_lets_kela_in_no_consent_is_asked_and_its_end_cuts_at_once(cast, kela, sign_in):
    with as_actor(cast.a_katri):
        set_joint_service(case=cast.case, by=cast.a_katri, started_on=dates.today())
        assert grounds.statute_for(cast.case, kela.organisation) == LAW
        join(cast, kela, LAW)
    with pytest.raises(Refused, match="Suostumusta ei kysytä: Kela"):
        given(cast, kela.organisation, ["employment"])
    page = f"/cases/{cast.case.uuid}/"
    assert sign_in(kela.mari).get(page).status_code == 200
    with as_actor(cast.a_katri):
        set_joint_service(case=cast.case, by=cast.a_katri, started_on=None)
        assert not cast.case.team.filter(user=kela.mari, left_at=None).exists()
        assert Grant.objects.filter(user=cast.timo, ended_at=None).exists()  # the work authority needs none
    assert sign_in(kela.mari).get(page).status_code == 404


def test_the_statutory_plan_makes_a_customer_and_leaving_it_ends_that(cast, kela, sign_in):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        around.set_host(plan=plan, by=cast.a_katri, kind="joint_service_plan", starts_on=dates.today())
        join(cast, kela, LAW)
    assert sign_in(kela.mari).get(f"/cases/{cast.case.uuid}/").status_code == 200
    with as_actor(cast.a_katri):
        around.set_host(plan=plan, by=cast.a_katri, kind="employment_plan", starts_on=dates.today())
    assert sign_in(kela.mari).get(f"/cases/{cast.case.uuid}/").status_code == 404


def test_a_proposal_whose_consent_is_withdrawn_takes_no_effect_by_law(cast, kela):
    """Against: the ground read from the proposal's ended grant, else the statute: Kela became responsible by law."""
    consent = given(cast, kela.organisation, ["employment"])
    with as_actor(cast.a_katri):
        one = responsibility.propose(
            case=cast.case, worker=kela.mari, unit=kela.unit, decision_power="none", by=cast.a_katri, ground="consent",
            answer_due_on=dates.today(),
        )
        responsibility.note_joint_meeting(proposal=one, by=cast.a_katri, on=dates.today())
        responsibility.answer_of_client(proposal=one, by=cast.a_katri, answer="yes")
        consents.withdraw_consent(consent=consent, by=cast.a_katri)
        with pytest.raises(Refused, match="Kela tarvitsee asiakkaan suostumuksen"):
            responsibility.answer_as_worker(proposal=one, by=kela.actor, answer="yes")
