"""What one organisation does, another sees; what several do, adds up (rows I-39, I-13)."""

from datetime import timedelta

import pytest
from psycopg.types.range import Range

from rinnalla.access.acting import system
from rinnalla.access.models import Grant, Membership
from rinnalla.assessments.network import actions as network
from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.organisations.models import OrganisationAgreement
from rinnalla.plans import actions as plans
from rinnalla.plans import versions
from rinnalla.plans.queries import plan_share
from rinnalla.testing import as_actor


def _action(by, goal, what, **party):
    due = dates.today() + timedelta(days=7)
    return plans.add_action(goal=goal, by=by, what=what, due_on=due, follow_up_on=due, **party)


@pytest.mark.row("I-39", "C-03")
def test_a_plan_changed_by_one_organisation_is_there_for_another_at_once(cast, sign_in):
    with as_actor(cast.a_katri):
        plan = plans.start_plan(case=cast.case, by=cast.a_katri, made_in="team", review_on=dates.today())
        goal = plans.add_goal(plan=plan, by=cast.a_katri, in_clients_words="Haluan töihin.", purpose="employment")
    with as_actor(cast.a_janne):
        _action(cast.a_janne, goal, "Sopimus työkokeilusta", owner=cast.janne, organisation=cast.coaching.organisation)
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/plan/")
    assert "Sopimus työkokeilusta" in page.content.decode()


@pytest.mark.row("V-41")
def test_a_team_of_three_organisations_opens_one_record_and_nobody_else_does(cast, sign_in):
    """Katri of the county, Timo of the employment authority by law, Janne of the association by consent."""
    members = (cast.katri, cast.timo, cast.janne)
    with as_actor(cast.a_katri):
        team = set(cast.case.team.filter(left_at__isnull=True).values_list("user_id", flat=True))
    assert {cast.timo.pk, cast.janne.pk} <= team
    assert len({Membership.objects.get(user=one).unit.organisation_id for one in members}) == 3
    address = f"/cases/{cast.case.uuid}/"
    assert all("Tuula" in sign_in(one).get(address).content.decode() for one in members)
    for stranger in (cast.petra, cast.outi, cast.ritva):
        assert sign_in(stranger).get(address).status_code == 404
    with as_actor(cast.a_katri):
        Grant.objects.filter(user=cast.janne, case=cast.case).update(ended_at=dates.now())
    assert sign_in(cast.janne).get(address).status_code == 404


@pytest.mark.row("I-33", "C-08")
def test_who_works_for_an_organisation_whose_agreement_has_ended_opens_no_clients_data(cast, sign_in):
    """Seen red: `agreed` always true in the middleware."""
    pages = (f"/cases/{cast.case.uuid}/", f"/cases/{cast.case.uuid}/plan/", "/cases/", "/day/", "/search/?q=Rantanen")
    browser = sign_in(cast.janne)
    assert browser.get(pages[0]).status_code == 200
    agreement = OrganisationAgreement.objects.get(organisation=cast.coaching.organisation)
    agreement.valid = Range(agreement.valid.lower, dates.today())  # its last day was yesterday
    agreement.save()
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 403 and "Tuula" not in answer.content.decode(), page
    assert "yhteistyösopimus ei ole voimassa" in browser.get(pages[0]).content.decode()


@pytest.mark.row("I-13")
def test_two_organisations_cases_add_up_in_one_report(cast):
    opened = []
    for actor, user, unit in ((cast.a_katri, cast.katri, cast.team), (cast.a_outi, cast.outi, cast.jobs)):
        with as_actor(actor):
            case = cases.open_case(
                by=actor,
                region=cast.region,
                holder_unit=unit,
                arranger=user,
                ground="l381_15",
                naming_due_on=dates.today(),
                new_person={"given_names": "Aino", "family_name": f"Koe {unit.key}"},
            )
            network.go_through(case=case, by=actor, nobody=True)
            plan = plans.start_plan(case=case, by=actor, made_in="network", review_on=dates.today(), support_months=9)
            goal = plans.add_goal(plan=plan, by=actor, in_clients_words="Arki pyörii.", purpose="employment")
            _action(actor, goal, "Soitto", by_client=True)
            versions.make_version(plan=plan, by=actor, reason="Ensimmäinen")
            opened.append(case)
    assert {case.holder_unit.organisation_id for case in opened} == {
        cast.team.organisation_id,
        cast.jobs.organisation_id,
    }
    with as_actor(system("report", tuple(case.pk for case in opened))):
        rows = Case.objects.filter(pk__in=[case.pk for case in opened])
        share = plan_share(rows)
        assert (share.clients, share.with_plan, share.in_network, share.percent) == (2, 2, 2, 100)
        assert set(rows.values_list("stage", flat=True)) == {"initial_service"}
