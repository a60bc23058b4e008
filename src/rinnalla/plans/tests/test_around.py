"""What stands round the plan: host plan, ladder, what the illness asks, who may ask, what is entered where.

Seen red: `let_ask` without its grant's consent left the leave open after the withdrawal; `set_host` without leaving the
earlier host ran into the one-host constraint.
"""

from datetime import date
from uuid import uuid4

import pytest

from rinnalla.access.models import Consent, Grant, Membership
from rinnalla.cases.consents import actions as consents
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.plans import actions, around, versions
from rinnalla.plans.models import HealthConsideration, HostPlan, NationalStoring, Plan, PlanEntry, ProgressPlace
from rinnalla.plans.tests.cases import a_plan, a_version, a_whole_plan, an_action, soon
from rinnalla.testing import as_actor


@pytest.mark.row("T-03")
@pytest.mark.row("V-05")
@pytest.mark.parametrize("purpose", ["", "work", " "])
def test_a_goal_without_one_of_the_three_purposes_is_not_saved(cast, purpose):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        with pytest.raises(Refused, match="mihin tavoite vie"):
            actions.add_goal(plan=plan, by=cast.a_katri, in_clients_words="Haluan töihin.", purpose=purpose)
        assert not plan.goals.exists()


@pytest.mark.row("L-74")
def test_a_version_needs_the_estimate_of_how_long_support_is_needed(cast):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        Plan.objects.filter(pk=plan.pk).update(support_months=None)
        with pytest.raises(Refused, match="Arvio tuen kestosta puuttuu"):
            a_version(cast, Plan.objects.get(pk=plan.pk))
        actions.change_plan(
            plan=plan, version=1, by=cast.a_katri, made_in="team", review_on=soon(90), support_months=9
        )
        assert a_version(cast, plan).content["support_months"] == 9


@pytest.mark.row("L-74")
def test_the_ladder_goes_up_and_down_and_stands_in_the_version(cast):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        with pytest.raises(Refused, match="mitä tässä vaiheessa"):
            around.step_on(plan=plan, by=cast.a_katri, stage="work_trial", measures=" ", starts_on=dates.today())
        with pytest.raises(Refused, match="Valitse kuntoutuksen vaihe"):
            around.step_on(plan=plan, by=cast.a_katri, stage="moon", measures="X", starts_on=dates.today())
        key = uuid4()
        for _ in range(2):
            around.step_on(
                plan=plan, by=cast.a_katri, stage="work_trial", measures="Kolme päivää viikossa",
                starts_on=soon(-9), key=key,
            )
        around.step_on(
            plan=plan, by=cast.a_katri, stage="social_rehabilitation", measures="Lepo ja arki", starts_on=dates.today()
        )
        around.step_on(plan=plan, by=cast.a_katri, stage="paid_work", measures="Osa-aika", starts_on=soon(60))
        assert plan.ladder.count() == 3
        kept = a_version(cast, plan).content["ladder"]
        assert (kept["stage"], kept["measures"]) == ("social_rehabilitation", "Lepo ja arki")


@pytest.mark.row("L-50", "C-05")
def test_a_new_host_plan_takes_the_earlier_ones_place(cast):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        around.set_host(plan=plan, by=cast.a_katri, kind="service_plan", starts_on=soon(-90), ends_on=soon(-1))
        assert not HostPlan.objects.get().valid
        key = uuid4()
        given = {"kind": "joint_service_plan", "starts_on": dates.today(), "reference": "TYM-77", "key": key}
        first = around.set_host(plan=plan, by=cast.a_katri, **given)
        assert around.set_host(plan=plan, by=cast.a_katri, **given) == first
        assert first.valid and HostPlan.objects.filter(left_at__isnull=True).get() == first
        assert HostPlan.objects.count() == 2


@pytest.mark.row("C-05")
def test_a_host_plan_is_of_its_time(cast):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        with pytest.raises(Refused, match="ei ollut vielä"):
            around.set_host(plan=plan, by=cast.a_katri, kind="joint_service_plan", starts_on=date(2024, 12, 31))
        with pytest.raises(Refused, match="ennen ensimmäistä"):
            around.set_host(
                plan=plan, by=cast.a_katri, kind="service_plan", starts_on=dates.today(), ends_on=soon(-1)
            )
        assert not HostPlan.objects.exists()


def test_the_working_copy_is_ticked_stored_once_with_its_day_and_id(cast):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        version = a_version(cast, plan)
        other = around.set_host(plan=plan, by=cast.a_katri, kind="service_plan", starts_on=dates.today())
        stored = {"version": version, "by": cast.a_katri, "stored_on": dates.today(), "stored_id": "1.2.246-77"}
        with pytest.raises(Refused, match="ei tallenneta"):
            around.store_nationally(host=other, **stored)
        host = around.set_host(plan=plan, by=cast.a_katri, kind="joint_service_plan", starts_on=dates.today())
        with pytest.raises(Refused, match="tunniste"):
            around.store_nationally(host=host, **{**stored, "stored_id": " "})
        with pytest.raises(Refused, match="tulevaisuudessa"):
            around.store_nationally(host=host, **{**stored, "stored_on": soon(1)})
        assert around.store_nationally(host=host, **stored) == around.store_nationally(host=host, **stored)
        with pytest.raises(Refused, match="jo tallennettu"):
            around.store_nationally(host=host, **{**stored, "stored_id": "muu"})
        assert NationalStoring.objects.count() == 1


@pytest.mark.row("E-40")
def test_only_who_sees_health_writes_what_the_illness_asks(cast):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        row = around.add_consideration(plan=plan, by=cast.a_katri, text="Ei nostoja yli viiden kilon.")
        around.remove_consideration(consideration=row, by=cast.a_katri)
        around.remove_consideration(consideration=row, by=cast.a_katri)
        assert Event.objects.filter(verb="plans.consideration_removed").count() == 1
    with as_actor(cast.a_janne):
        with pytest.raises(Refused, match="jolla on niihin peruste"):
            around.add_consideration(plan=plan, by=cast.a_janne, text="Selkä")
        assert HealthConsideration.objects.count() == 1


def membership(user):
    return Membership.objects.select_related("user", "unit__organisation").get(user=user)


@pytest.mark.row("L-55")
def test_who_may_ask_needs_law_or_consent_and_both_ends_end_the_leave(cast):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        outi = around.let_ask(plan=plan, membership=membership(cast.outi), by=cast.a_katri)
        assert around.let_ask(plan=plan, membership=membership(cast.outi), by=cast.a_katri) == outi
        assert (outi.grant.depth, outi.grant.ground) == (1, "l381_15")
        coach = around.let_ask(plan=plan, membership=membership(cast.janne), by=cast.a_katri)
        consent = Consent.objects.get(case=cast.case)
        assert Grant.objects.get(pk=coach.grant_id).consent == consent
        consents.withdraw_consent(consent=consent, by=cast.a_katri)
        assert Grant.objects.get(pk=coach.grant_id).ended_at is not None
        with pytest.raises(Refused, match="suostumuksen"):
            around.let_ask(plan=plan, membership=membership(cast.janne), by=cast.a_katri)
        around.end_asking(place=outi, by=cast.a_katri)
        assert Grant.objects.get(pk=outi.grant_id).ended_at is not None
        again = around.let_ask(plan=plan, membership=membership(cast.outi), by=cast.a_katri)
        assert again != outi and ProgressPlace.objects.filter(user=cast.outi).count() == 2


def test_an_organisation_ticks_its_own_share_once(cast):
    with as_actor(cast.a_katri):
        plan, goal, _ = a_whole_plan(cast)
        an_action(cast, goal, "Soitto puutarhaan", owner=cast.janne)
        version = a_version(cast, plan)
        askel, jobs = cast.coaching.organisation, cast.jobs.organisation
        with pytest.raises(Refused, match="ei ole osuutta"):
            around.enter(version=version, organisation=jobs, by=cast.a_katri)
        with pytest.raises(Refused, match="tulevaisuudessa"):
            around.enter(version=version, organisation=askel, by=cast.a_katri, entered_on=soon(1))
        entry = around.enter(version=version, organisation=askel, by=cast.a_janne)
        assert around.enter(version=version, organisation=askel, by=cast.a_katri) == entry
        consents.withdraw_consent(consent=Consent.objects.get(case=cast.case), by=cast.a_katri)
        two = versions.make_version(plan=_changed(cast, plan, goal), by=cast.a_katri, reason="Uusi toimi")
        with pytest.raises(Refused, match="ei ole enää lupaa"):
            around.enter(version=two, organisation=askel, by=cast.a_katri)
        assert PlanEntry.objects.count() == 1


def _changed(cast, plan, goal):
    an_action(cast, goal, "Laskelma")
    return plan
