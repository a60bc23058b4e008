"""Who stands behind the newest version, asked again only for what changed (L-54, I-16)."""

import pytest

from rinnalla.cases import closing
from rinnalla.lib.errors import Refused
from rinnalla.plans import actions, rounds, versions
from rinnalla.plans.models import PartyApproval, PlanVersion
from rinnalla.plans.tests.cases import a_version, a_whole_plan, an_action, soon
from rinnalla.testing import as_actor, hand_over_all

ALL = ("basics", "social", "health", "special", "livelihood", "employment", "authority")


def newest_first():
    rows = PlanVersion.objects.order_by("-number")
    return list(rows.prefetch_related("approvals", "party_approvals__organisation"))


def states(groups=ALL):
    return {one.name: one.state for one in rounds.parties(newest_first(), groups)}


def _agreed(cast):
    """A plan of two organisations, approved by the client and by both."""
    plan, goal, hers = a_whole_plan(cast)
    jannes = an_action(cast, goal, "Soitto puutarhaan", owner=cast.janne)
    one = a_version(cast, plan)
    versions.approve_version(version=one, by=cast.a_katri, mode="spoken", recorded_why="in_meeting")
    for actor in (cast.a_katri, cast.a_janne):
        rounds.approve_part(version=one, by=actor)
    return plan, goal, hers, jannes


@pytest.mark.row("L-54")
def test_each_organisation_approves_its_own_part_once(cast):
    with as_actor(cast.a_katri):
        plan, goal, _ = a_whole_plan(cast)
        an_action(cast, goal, "Soitto puutarhaan", owner=cast.janne)
        version = a_version(cast, plan)
        assert states() == {"Koivulan hyvinvointialue": "waiting", "Askel ry": "waiting"}
        first = rounds.approve_part(version=version, by=cast.a_katri)
        assert rounds.approve_part(version=version, by=cast.a_katri) == first
        assert PartyApproval.objects.count() == 1
        assert states() == {"Koivulan hyvinvointialue": "approved", "Askel ry": "waiting"}
    with as_actor(cast.a_timo), pytest.raises(Refused, match="ei ole toimia"):
        rounds.approve_part(version=version, by=cast.a_timo)


def test_a_new_version_asks_again_only_whose_part_changed(cast):
    with as_actor(cast.a_katri):
        plan, goal, _, jannes = _agreed(cast)
        given = {"what": jannes.what, "owner": cast.janne, "follow_up_on": jannes.follow_up_on}
        actions.change_action(action=jannes, version=1, by=cast.a_katri, due_on=soon(18), **given)
        two = versions.make_version(plan=plan, by=cast.a_katri, reason="Päivä siirtyi", cause="client_asked")
        assert states() == {"Koivulan hyvinvointialue": "approved", "Askel ry": "again"}
        standing = rounds.client_standing(newest_first())
        assert standing.approval is None
        assert [one.title for goal in standing.asked.goals for one in goal.actions] == ["Soitto puutarhaan"]
        rounds.approve_part(version=two, by=cast.a_janne)
        assert states() == {"Koivulan hyvinvointialue": "approved", "Askel ry": "approved"}


def test_what_is_done_or_promised_asks_nobody_again(cast):
    with as_actor(cast.a_katri):
        plan, _, hers, _ = _agreed(cast)
        actions.accept_action(action=hers, by=cast.a_katri)
        actions.mark_done(action=hers, by=cast.a_katri)
        versions.make_version(plan=plan, by=cast.a_katri, reason="Tarkistus")
        standing = rounds.client_standing(newest_first())
        assert (standing.carried, standing.approval.version.number, standing.asked) == (True, 1, None)
        assert set(states().values()) == {"approved"}


def test_a_question_of_the_client_is_not_carried_on(cast):
    with as_actor(cast.a_katri):
        plan, _, hers = a_whole_plan(cast)
        one = a_version(cast, plan)
        said = {"mode": "spoken", "recorded_why": "in_meeting"}
        versions.approve_version(version=one, by=cast.a_katri, answer="questioned", words="Ei vielä.", **said)
        actions.mark_done(action=hers, by=cast.a_katri)
        versions.make_version(plan=plan, by=cast.a_katri, reason="Tarkistus")
        assert rounds.client_standing(newest_first()).approval is None


def test_a_replaced_version_is_not_approved(cast):
    with as_actor(cast.a_katri):
        plan, goal, _ = a_whole_plan(cast)
        one = a_version(cast, plan)
        an_action(cast, goal, "Soitto")
        a_version(cast, plan)
        with pytest.raises(Refused, match="uudempi"):
            rounds.approve_part(version=one, by=cast.a_katri)
        assert not PartyApproval.objects.exists()


def test_who_may_not_see_a_part_does_not_hear_whose_it_is(cast):
    with as_actor(cast.a_katri):
        plan, goal, _ = a_whole_plan(cast)
        an_action(cast, goal, "Psykiatrian arvio", owner=cast.katri, organisation=cast.jobs.organisation,
                  field_group="special")
        a_version(cast, plan)
        assert "Koivulan työllisyyspalvelut" in states()
        assert states(("basics", "employment")) == {"Koivulan hyvinvointialue": "waiting"}


def test_a_closed_case_takes_no_approval(cast):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        version = a_version(cast, plan)
        hand_over_all(cast.case, cast.a_katri)
        closing.close_case(
            case=cast.case, version=cast.case.version, by=cast.a_katri, solution_kind="employment", solved="Työ",
            stays_open="Ei mitään",
        )
        version = PlanVersion.objects.select_related("plan__case").get(pk=version.pk)
        with pytest.raises(Refused, match="päätetty"):
            rounds.approve_part(version=version, by=cast.a_katri)


@pytest.mark.row("L-79")
def test_a_revision_on_changed_circumstances_says_its_cause_and_reason(cast):
    with as_actor(cast.a_katri):
        plan, goal, _ = a_whole_plan(cast)
        assert a_version(cast, plan).cause == "first"
        an_action(cast, goal, "Selän leikkaus odottaa")
        changed = {"plan": plan, "by": cast.a_katri}
        with pytest.raises(Refused, match="miksi suunnitelma"):
            versions.make_version(reason="Leikkaus siirtyi", cause="whatever", **changed)
        with pytest.raises(Refused, match="miksi uusi"):
            versions.make_version(reason=" ", cause="circumstances", **changed)
        two = versions.make_version(reason="Leikkaus siirtyi", cause="circumstances", **changed)
        assert (two.cause, two.reason) == ("circumstances", "Leikkaus siirtyi")
