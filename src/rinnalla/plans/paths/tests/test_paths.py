"""The path: begun from a template, its steps taken in time or late, each for a goal, and the next one proposed.

Seen red: the leader's role not asked in `_leads`; `planned_on` moved along with `due_on`; the lock's check of the
state left out of `_locked`; `tell` of the responsible worker taken out.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access.models import Depth
from rinnalla.cases import actions as cases
from rinnalla.cases import closing
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.outbox.models import Promise
from rinnalla.plans.paths import actions, proposals
from rinnalla.plans.paths.models import PathStep, ServicePath, StepDone, StepProposal
from rinnalla.plans.paths.reading import shown_paths, without_goal
from rinnalla.plans.paths.templates import template_of
from rinnalla.plans.paths.tests.near import COACH, NEAR, STATUTE, WELFARE, begun, ready, with_doctor
from rinnalla.plans.tests.cases import a_goal, a_plan
from rinnalla.servicemodels.tests.versions import publish_next
from rinnalla.testing import as_actor, hand_over_all

pytestmark = pytest.mark.django_db
ALL = frozenset({"basics", "social", "health", "special", "livelihood", "employment", "authority"})


class Access:
    groups = ALL


@pytest.fixture
def katri(cast):
    ready(cast)
    with as_actor(cast.a_katri):
        yield cast


def told(user) -> int:
    return Promise.objects.filter(name="cases.tell_user", args=[user.pk]).count()


@pytest.mark.row("E-38")
def test_the_assessment_near_the_client_begins_in_order_led_by_a_doctor(cast):
    ready(cast)
    with as_actor(cast.a_katri), pytest.raises(Refused, match="johtaa tiimin jäsen"):
        begun(cast, NEAR)
    with as_actor(cast.a_katri), pytest.raises(Refused, match="johtaa tiimin jäsen"):
        begun(cast, NEAR, leader=cast.laura)  # a doctor, but not in the team
    with_doctor(cast)
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="johtaa tiimin jäsen"):
            begun(cast, NEAR, leader=cast.katri)  # in the team, but no doctor
        path = begun(cast, NEAR, leader=cast.laura, out=["work_link"])
        steps = list(path.steps.order_by("order"))
        assert [one.key for one in steps] == [
            "pair_mapping",
            "doctor_team",
            "further_measures",
            "network_meeting",
            "follow_up_plan",
            "work_link",
        ]
        assert [one.optional for one in steps] == [False] * 5 + [True]
        assert steps[1].owner == cast.laura and steps[0].owner == cast.katri
        assert steps[5].state == "left_out" and steps[5].omission.reason == "Ei tarvita nyt."
        with pytest.raises(Refused, match="kuuluu aina"):
            actions.leave_out_step(step=steps[0], by=cast.a_katri, reason="Ei ehditä")


@pytest.mark.row("E-38")
def test_a_required_step_cannot_be_left_out_and_an_optional_one_needs_a_reason(katri):
    with pytest.raises(Refused, match="kuuluu aina tähän polkuun"):
        begun(katri, out=["assessment"])
    assert not ServicePath.objects.exists()
    path = begun(katri)
    optional = path.steps.get(key="activity")
    with pytest.raises(Refused, match="miksi askel jää pois"):
        actions.leave_out_step(step=optional, by=katri.a_katri, reason=" ")
    actions.leave_out_step(step=optional, by=katri.a_katri, reason="Tuula on jo kuntoutuksessa.")
    assert PathStep.objects.get(pk=optional.pk).state == "left_out"
    assert Event.objects.filter(verb="plans.step_left_out").count() == 1


@pytest.mark.row("T-11")
def test_the_social_welfare_path_has_owners_and_days_of_the_template(katri):
    path = begun(katri)
    template = template_of(katri.case, WELFARE)
    today = dates.today()
    for step, told_step in zip(path.steps.order_by("order"), template.steps, strict=True):
        assert (step.key, step.owner_role, step.stage) == (told_step.key, told_step.role, told_step.stage)
        assert step.due_on == step.planned_on == actions.due_of(told_step, today)
        assert step.plain_name == told_step.client_names.in_language != step.name
    assert path.steps.get(key="coaching").owner == katri.janne  # the team's own coach
    assert path.steps.get(key="assessment").owner is None  # nobody in the team is a social worker
    assert told(katri.janne) == 1


def test_the_same_path_runs_once_and_twice_sent_is_once_begun(katri):
    key = uuid4()
    assert begun(katri, form_key=key) == begun(katri, form_key=key)
    with pytest.raises(Refused, match="jo käynnissä"):
        begun(katri)
    path = ServicePath.objects.get()
    assert path.steps.count() == 4
    actions.end_path(path=path, version=path.version, by=katri.a_katri, reason="Tuula muutti.")
    assert begun(katri) != path
    with pytest.raises(Conflict):
        actions.end_path(path=ServicePath.objects.running().get(), version=7, by=katri.a_katri, reason="Toinen")


@pytest.mark.row("I-10")
def test_a_running_path_keeps_its_steps_when_the_model_changes(cast):
    first = ready(cast)
    with as_actor(cast.a_katri):
        path = begun(cast)

    def change(content):
        [template] = [one for one in content["model"]["path_templates"] if one["key"] == WELFARE]
        template["steps"].pop()
        template["steps"][0]["names"] = {"fi": "Toinen nimi", "sv": "Annat", "en": "Other"}

    second = publish_next(cast.region, change)
    with as_actor(cast.a_katri):
        cast.case.service_model = second
        again = ServicePath.objects.get(pk=path.pk)
        assert again.service_model == first
        assert [one.name for one in again.steps.order_by("order")][0] == "Palvelutarpeen arvio"
        assert again.steps.count() == 4 == len(template_of(cast.case, WELFARE).steps) + 1


@pytest.mark.row("L-17")
def test_a_step_has_goal_planned_and_real_day_result_and_its_delay(katri):
    goal = a_goal(katri, a_plan(katri))
    start = dates.today() - timedelta(days=150)
    path = begun(katri, started_on=start, goal=goal)
    step = path.steps.order_by("order").first()
    assert step.goal == goal
    planned = step.planned_on
    assert step.late_days == step.delay_days == (dates.today() - planned).days > 0
    new = dates.today() + timedelta(days=3)
    with pytest.raises(Refused, match="miksi päivä siirtyy"):
        actions.move_step(step=step, version=step.version, by=katri.a_katri, to_on=new, reason="")
    actions.move_step(step=step, version=step.version, by=katri.a_katri, to_on=new, reason="Työntekijä oli poissa")
    step = PathStep.objects.get(pk=step.pk)
    assert (step.planned_on, step.due_on, step.late_days) == (planned, new, 0)
    assert step.delay_days == (new - planned).days
    done_on = planned + timedelta(days=5)
    with pytest.raises(Refused, match="mitä askeleesta tuli"):
        actions.finish_step(step=step, by=katri.a_katri, result="  ")
    actions.finish_step(step=step, by=katri.a_katri, result="Arvio on tehty yhdessä.", done_on=done_on)
    step = PathStep.objects.get(pk=step.pk)
    assert (step.done.done_on, step.done.result, step.delay_days) == (done_on, "Arvio on tehty yhdessä.", 5)
    early = path.steps.order_by("order")[1]
    actions.finish_step(step=early, by=katri.a_katri, result="Heti", done_on=start)
    assert PathStep.objects.get(pk=early.pk).delay_days == 0


def test_a_step_is_finished_once_and_not_in_the_future_nor_after_it_was_left_out(katri):
    path = begun(katri)
    step, optional = path.steps.get(key="assessment"), path.steps.get(key="activity")
    with pytest.raises(Refused, match="tulevaisuudessa"):
        actions.finish_step(step=step, by=katri.a_katri, result="x", done_on=dates.today() + timedelta(days=1))
    first = actions.finish_step(step=step, by=katri.a_katri, result="Valmis")
    assert actions.finish_step(step=step, by=katri.a_katri, result="Toinen") == first
    stale = PathStep.objects.select_related("omission", "done", "path", "case").get(pk=optional.pk)
    actions.leave_out_step(step=optional, by=katri.a_katri, reason="Ei tarvita")
    with pytest.raises(Refused, match="jätetty pois"):
        actions.finish_step(step=stale, by=katri.a_katri, result="Ehdin silti")
    with pytest.raises(Refused, match="jätetty pois"):
        actions.move_step(step=stale, version=stale.version, by=katri.a_katri, to_on=dates.today(), reason="x")
    assert StepDone.objects.count() == 1


@pytest.mark.row("V-105")
def test_a_step_without_a_goal_is_flagged_and_listed_until_it_has_one(katri):
    goal = a_goal(katri, a_plan(katri))
    begun(katri, COACH, leader=katri.janne, goal=goal)
    assert without_goal(shown_paths(katri.case, Access)) == []
    step = actions.add_step(case=katri.case, by=katri.a_katri, what="Uimahalliin tutustuminen")
    assert without_goal(shown_paths(katri.case, Access)) == [step]
    assert list(PathStep.objects.without_goal()) == [step]
    actions.change_step(step=step, version=1, by=katri.a_katri, party="client", goal=goal)
    assert without_goal(shown_paths(katri.case, Access)) == []
    with pytest.raises(Conflict):
        actions.change_step(step=step, version=1, by=katri.a_katri, party=None, goal=None)


def test_own_steps_need_no_template_and_follow_one_another(katri):
    first = actions.add_step(case=katri.case, by=katri.a_katri, what="Soitto pajalle", owner=katri.timo)
    second = actions.add_step(case=katri.case, by=katri.a_katri, what="Käynti pajalla", by_client=True)
    assert first.path == second.path and [first.order, second.order] == [1, 2]
    assert first.path.template == "" and first.owner_unit == katri.jobs
    with pytest.raises(Refused, match="ei ole asiakkaan tiimissä"):
        actions.add_step(case=katri.case, by=katri.a_katri, what="x", owner=katri.outi)
    with pytest.raises(Refused, match="ei saa nähdä"):
        actions.add_step(case=katri.case, by=katri.a_katri, what="x", owner=katri.janne, field_group="health")


@pytest.mark.row("L-19")
def test_anybody_involved_proposes_and_the_responsible_worker_is_told(cast):
    ready(cast)
    before = told(cast.katri)
    with as_actor(cast.a_timo):  # sees the basics only
        made = proposals.propose_step(
            case=cast.case, by=cast.a_timo, what="Työkokeilu taimistolla", why="Paikka on juuri auennut."
        )
        assert not PathStep.objects.exists()
    with as_actor(cast.a_katri):
        assert told(cast.katri) == before + 1
        event = Event.objects.get(verb="plans.step_proposed")
        assert (event.case_id, event.object_id) == (cast.case.pk, made.pk)


@pytest.mark.row("L-87")
def test_an_accepted_proposal_is_a_step_and_a_declined_one_says_why(katri):
    goal = a_goal(katri, a_plan(katri))
    with as_actor(katri.a_timo):
        one, other = (
            proposals.propose_step(case=katri.case, by=katri.a_timo, what=what, why="Siksi") for what in ("A", "B")
        )
    with as_actor(katri.a_katri):
        step = proposals.accept_proposal(
            proposal=one, by=katri.a_katri, party=katri.timo, due_on=dates.today(), goal=goal
        )
        assert (step.what, step.owner, step.goal, step.state) == ("A", katri.timo, goal, "open")
        assert StepProposal.objects.get(pk=one.pk).step == step
        with pytest.raises(Refused, match="jo vastattu"):
            proposals.decline_proposal(proposal=one, by=katri.a_katri, reason="Liian myöhään")
        with pytest.raises(Refused, match="miksi askelta ei oteta"):
            proposals.decline_proposal(proposal=other, by=katri.a_katri, reason="")
        proposals.decline_proposal(proposal=other, by=katri.a_katri, reason="Tuula ei halua sitä nyt.")
        assert PathStep.objects.count() == 1
        assert told(katri.timo) == 3  # the step, and an answer to each proposal


def test_a_closed_case_keeps_its_path_and_takes_nothing_new(cast):
    ready(cast)
    with as_actor(cast.a_katri):
        path = begun(cast)
        step = path.steps.first()
        hand_over_all(cast.case, cast.a_katri)
        closing.close_case(
            case=cast.case,
            version=cast.case.version,
            by=cast.a_katri,
            solution_kind="work",
            solved="Työ",
            stays_open="–",
        )
        for act in (
            lambda: begun(cast, COACH, leader=cast.janne),
            lambda: actions.add_step(case=cast.case, by=cast.a_katri, what="x"),
            lambda: actions.finish_step(step=step, by=cast.a_katri, result="x"),
            lambda: proposals.propose_step(case=cast.case, by=cast.a_katri, what="x", why="y"),
            lambda: actions.end_path(path=path, version=1, by=cast.a_katri, reason="x"),
        ):
            with pytest.raises(Refused, match="päätetty"):
                act()


def test_the_owner_without_edit_rights_marks_only_own_steps(cast):
    ready(cast)
    nurse = cast.roles["experience_expert"]
    with as_actor(cast.a_katri):
        cases.join_team(
            case=cast.case,
            user=nurse,
            unit=cast.team,
            task="Vertainen",
            by=cast.a_katri,
            ground=STATUTE,
            depth=Depth.BASICS,
            groups=["basics"],
        )
        mine = actions.add_step(case=cast.case, by=cast.a_katri, what="Vertaistapaaminen", owner=nurse)
        other = actions.add_step(case=cast.case, by=cast.a_katri, what="Muu", owner=cast.katri)
    a_nurse = cast.actor("rooli-experience_expert")
    with as_actor(a_nurse):
        actions.finish_step(step=mine, by=a_nurse, result="Tavattiin kahdesti.")
        with pytest.raises(Refused, match="vain omat"):
            actions.finish_step(step=other, by=a_nurse, result="x")


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (ServicePath, {"leader_role": "doctor"}),
        (ServicePath, {"ended_at": "now", "ended_by": "katri"}),
        (PathStep, {"order": 1, "names": {}, "what": " "}),
        (PathStep, {"order": 1, "what": "x", "by_client": True, "owner": "katri"}),
        (StepProposal, {"what": "x", "why": "y", "answer": "declined", "answered_at": "now", "answered_by": "katri"}),
    ],
)
def test_the_database_refuses_nonsense(katri, model, values):
    given = {name: {"now": dates.now(), "katri": katri.katri}.get(str(value), value) for name, value in values.items()}
    if model is PathStep:
        given["path"] = ServicePath.objects.create(case=katri.case)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(case=katri.case, **given)
