"""Goals and actions: own words, one party, promises, done, late."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.cases import closing
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, KeyReused
from rinnalla.plans import actions
from rinnalla.plans.models import Action, ActionAcceptance, Goal, Plan, PlanComment
from rinnalla.plans.queries import late_actions, late_reviews
from rinnalla.plans.tests.cases import a_goal, a_plan, a_whole_plan, an_action, soon
from rinnalla.testing import as_actor, hand_over_all


def test_a_case_has_one_plan(cast):
    with as_actor(cast.a_katri):
        a_plan(cast)
        with pytest.raises(Refused, match="jo suunnitelma"):
            a_plan(cast)
        assert Plan.objects.filter(case=cast.case).count() == 1


def test_a_plan_goal_and_action_sent_twice_are_made_once(cast):
    with as_actor(cast.a_katri):
        keys = [uuid4() for _ in range(3)]
        plan = [a_plan(cast, key=keys[0]) for _ in range(2)][1]
        goal = [a_goal(cast, plan, key=keys[1]) for _ in range(2)][1]
        assert an_action(cast, goal, key=keys[2]) == an_action(cast, goal, key=keys[2])
        assert (Goal.objects.count(), Action.objects.count()) == (1, 1)
        with pytest.raises(KeyReused):
            an_action(cast, a_goal(cast, plan, "Toinen tavoite"), key=keys[2])


@pytest.mark.row("V-94")
def test_a_goal_needs_the_clients_own_words(cast):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        with pytest.raises(Refused, match="omin sanoin"):
            a_goal(cast, plan, "  \n ")
        with pytest.raises(IntegrityError, match="goal_in_clients_words"), transaction.atomic():
            Goal.objects.create(case=cast.case, plan=plan, in_clients_words=" \n", purpose="employment")


@pytest.mark.row("L-62")
def test_the_client_writes_a_goal_too(cast):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
    with as_actor(cast.a_tuula):
        goal = actions.add_goal(plan=plan, by=cast.a_tuula, in_clients_words="Kasvien pariin.", purpose="employment")
    with as_actor(cast.a_katri):
        assert Goal.objects.get(pk=goal.pk).made_by == cast.tuula


def test_an_action_has_exactly_one_party(cast):
    with as_actor(cast.a_katri):
        goal = a_goal(cast, a_plan(cast))
        with pytest.raises(Refused, match="yksi tekijä"):
            an_action(cast, goal, by_client=True)
        with pytest.raises(Refused, match="kuka tekee"):
            an_action(cast, goal, owner=None)
        for both in ({"by_client": True, "owner": cast.katri}, {"by_client": False}):
            with pytest.raises(IntegrityError, match="action_has_one_party"), transaction.atomic():
                Action.objects.create(case=cast.case, goal=goal, what="Soitto", **both)


def test_an_owner_is_of_the_team_and_brings_the_organisation(cast):
    with as_actor(cast.a_katri):
        goal = a_goal(cast, a_plan(cast))
        assert an_action(cast, goal, owner=cast.janne).organisation == cast.coaching.organisation
        with pytest.raises(Refused, match="tiimissä"):
            an_action(cast, goal, owner=cast.petra)
        with pytest.raises(Refused, match="tietoryhmää"):
            an_action(cast, goal, owner=cast.janne, field_group="health")


@pytest.mark.row("L-54")
def test_each_party_accepts_its_own_action_and_the_unaccepted_are_listed(cast):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        goal = a_goal(cast, plan)
        hers, jannes = an_action(cast, goal), an_action(cast, goal, "Soitto puutarhaan", owner=cast.janne)
        own = an_action(cast, goal, "Selkäryhmä", owner=None, by_client=True)
        with pytest.raises(Refused, match="jolle toimi kuuluu"):
            actions.accept_action(action=jannes, by=cast.a_katri)
        actions.accept_action(action=hers, by=cast.a_katri)
        assert set(Action.objects.unaccepted()) == {jannes, own}
    with as_actor(cast.a_janne):
        first = actions.accept_action(action=jannes, by=cast.a_janne)
        assert actions.accept_action(action=jannes, by=cast.a_janne) == first
        with pytest.raises(Refused, match="jolle toimi kuuluu"):
            actions.accept_action(action=own, by=cast.a_janne)
    with as_actor(cast.a_tuula):
        actions.accept_action(action=own, by=cast.a_tuula)
        assert not Action.objects.unaccepted().exists()
        assert ActionAcceptance.objects.get(action=jannes).accepted_by == cast.janne


def test_a_promise_lapses_when_what_was_promised_changes(cast):
    with as_actor(cast.a_katri):
        _, _, action = a_whole_plan(cast)
        actions.accept_action(action=action, by=cast.a_katri)
        same = {"what": action.what, "owner": cast.katri, "organisation": action.organisation, "due_on": action.due_on}
        actions.change_action(action=action, version=1, by=cast.a_katri, follow_up_on=soon(30), **same)
        assert not Action.objects.unaccepted().exists()
        actions.change_action(action=action, version=2, by=cast.a_katri, **{**same, "due_on": soon(40)})
        assert list(Action.objects.unaccepted()) == [action]
        actions.accept_action(action=action, by=cast.a_katri)
        assert ActionAcceptance.objects.filter(action=action).count() == 2


def test_the_client_marks_own_actions_done_and_nobody_elses(cast):
    with as_actor(cast.a_katri):
        _, goal, hers = a_whole_plan(cast)
        own = an_action(cast, goal, "Selkäryhmä", owner=None, by_client=True)
    with as_actor(cast.a_tuula):
        done = actions.mark_done(action=own, by=cast.a_tuula, what_came="Kävin yhdeksän kertaa.")
        assert actions.mark_done(action=own, by=cast.a_tuula) == done
        with pytest.raises(Refused, match="omat toimesi"):
            actions.mark_done(action=hers, by=cast.a_tuula)


def test_what_is_done_is_not_changed_dropped_or_promised(cast):
    with as_actor(cast.a_katri):
        _, _, action = a_whole_plan(cast)
        actions.mark_done(action=action, by=cast.a_katri)
        action = Action.objects.get(pk=action.pk)
        for act in (
            lambda: actions.drop_action(action=action, by=cast.a_katri, reason="Turha"),
            lambda: actions.accept_action(action=action, by=cast.a_katri),
            lambda: actions.change_action(action=action, version=1, by=cast.a_katri, what="X", owner=cast.katri),
        ):
            with pytest.raises(Refused, match="jo tehty"):
                act()


def test_a_closed_case_keeps_its_plan_as_it_was(cast):
    with as_actor(cast.a_katri):
        plan, goal, _ = a_whole_plan(cast)
        hand_over_all(cast.case, cast.a_katri)
        closing.close_case(
            case=cast.case,
            version=cast.case.version,
            by=cast.a_katri,
            solution_kind="employment",
            solved="Työ löytyi",
            stays_open="Ei mitään",
        )
        goal = Goal.objects.get(pk=goal.pk)
        with pytest.raises(Refused, match="päätetty"):
            an_action(cast, goal)
        with pytest.raises(Refused, match="päätetty"):
            a_goal(cast, Plan.objects.get(pk=plan.pk))


@pytest.mark.row("V-99")
def test_a_passed_day_is_in_the_holders_list(cast):
    with as_actor(cast.a_katri):
        _, goal, _ = a_whole_plan(cast)
        due = an_action(cast, goal, "Myöhässä", owner=cast.janne, due_on=soon(-3))
        followed = an_action(cast, goal, "Seuranta", owner=cast.janne, follow_up_on=soon(-1))
        done = an_action(cast, goal, "Tehty", owner=cast.janne, due_on=soon(-3))
        actions.mark_done(action=done, by=cast.a_katri)
        an_action(cast, goal, "Tänään", owner=cast.janne, due_on=dates.today())
    with as_actor(cast.a_janne):
        assert list(late_actions(cast.a_janne)) == [due, followed]
    with as_actor(cast.a_timo):
        assert list(late_actions(cast.a_timo)) == []
    with as_actor(cast.a_katri), dates.clock(dates.end_of_day(soon(91))):
        assert [plan.case for plan in late_reviews(cast.a_katri)] == [cast.case]


@pytest.mark.row("I-15")
def test_the_responsible_worker_sees_another_organisations_late_step(cast):
    with as_actor(cast.a_katri):
        _, goal, _ = a_whole_plan(cast)
        theirs = an_action(cast, goal, "Päätös kuntoutuksesta", owner=cast.timo, due_on=soon(-12))
        assert theirs.organisation == cast.jobs.organisation
        assert list(late_actions(cast.a_katri)) == [theirs]
        assert theirs.late_days == 12
    with as_actor(cast.a_petra):
        assert list(late_actions(cast.a_petra)) == []


@pytest.mark.row("V-93")
def test_the_client_reads_the_plan_and_comments_and_the_professional_sees_it(cast, sign_in):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
    with as_actor(cast.a_tuula):
        assert [goal.in_clients_words for goal in Goal.objects.visible_to(cast.a_tuula)] == ["Haluan töihin."]
        actions.comment(plan=plan, by=cast.a_tuula, text="Voisiko aloittaa maanantaina?")
    with as_actor(cast.a_katri):
        assert PlanComment.objects.get(plan=plan).from_client
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/plan/").content.decode()
    assert "Voisiko aloittaa maanantaina?" in page


def test_an_edit_made_from_an_older_version_is_told_not_done(cast):
    with as_actor(cast.a_katri):
        _, goal, _ = a_whole_plan(cast)
        actions.change_goal(goal=goal, version=1, by=cast.a_katri, in_clients_words="Ensin.", purpose="employment")
        with pytest.raises(Conflict) as conflict:
            actions.change_goal(goal=goal, version=1, by=cast.a_katri, in_clients_words="Sitten.", purpose="employment")
        assert conflict.value.current.in_clients_words == "Ensin."
