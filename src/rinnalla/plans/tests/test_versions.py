"""Versions that never change, their differences, the client's answer, and giving the plan to others."""

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.db.utils import DatabaseError

from rinnalla.access.models import Consent
from rinnalla.assessments.network import actions as network
from rinnalla.cases import actions as case_actions
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Case
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.plans import actions, giving, versions
from rinnalla.plans.differences import between
from rinnalla.plans.models import Action, Approval, Packet, PlanVersion
from rinnalla.plans.papers import paper, paper_data
from rinnalla.plans.queries import plan_share
from rinnalla.plans.tests.cases import a_goal, a_plan, a_version, a_whole_plan, an_action, soon
from rinnalla.testing import as_actor


@pytest.mark.row("V-94", "I-34")
def test_a_plan_without_a_goal_in_own_words_is_not_confirmed_or_approved(cast):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        with pytest.raises(Refused, match="omin sanoin puuttuu"):
            a_version(cast, plan)
        goal = a_goal(cast, plan)
        actions.close_goal(goal=goal, by=cast.a_katri, outcome="left")
        with pytest.raises(Refused, match="omin sanoin puuttuu"):
            a_version(cast, plan)
        assert not PlanVersion.objects.exists()


@pytest.mark.row("L-51")
@pytest.mark.parametrize(
    ("lacking", "word"),
    [
        ("owner", "vastuuhenkilö"),
        ("organisation", "organisaatio"),
        ("due_on", "määräpäivä"),
        ("follow_up_on", "seurantapäivä"),
    ],
)
def test_an_action_lacking_any_of_the_four_is_refused_with_what_lacks(cast, lacking, word):
    with as_actor(cast.a_katri):
        plan, _, action = a_whole_plan(cast)
        Action.objects.filter(pk=action.pk).update(**{lacking: None})
        with pytest.raises(Refused, match=f"Sopimus työkokeilusta”: puuttuu {word}"):
            a_version(cast, plan)
        assert not PlanVersion.objects.exists()


def test_the_clients_own_action_needs_its_days_but_no_organisation(cast):
    with as_actor(cast.a_katri):
        plan, goal, _ = a_whole_plan(cast)
        own = an_action(cast, goal, "Selkäryhmä", owner=None, by_client=True)
        assert own.lacks == []
        assert a_version(cast, plan).number == 1


@pytest.mark.row("I-16")
def test_version_2_keeps_version_1_and_the_difference_is_right(cast):
    with as_actor(cast.a_katri):
        plan, goal, action = a_whole_plan(cast)
        gone = an_action(cast, goal, "Turha käynti")
        one = a_version(cast, plan, "Ensimmäinen")
        before = PlanVersion.objects.get(pk=one.pk).content
        actions.change_goal(
            goal=goal,
            version=1,
            by=cast.a_katri,
            in_clients_words="Haluan kasvien pariin.",
            importance=9,
            purpose="employment",
        )
        actions.change_action(
            action=action,
            version=1,
            by=cast.a_katri,
            what=action.what,
            owner=cast.janne,
            due_on=soon(20),
            follow_up_on=action.follow_up_on,
        )
        actions.drop_action(action=gone, by=cast.a_katri, reason="Ei tarvita")
        second = a_goal(cast, plan, "Että arki pyörii.")
        an_action(cast, second, "Kotipalvelu")
        two = a_version(cast, plan, "Tilanne muuttui")
        assert PlanVersion.objects.get(pk=one.pk).content == before
        assert (two.number, two.reason) == (2, "Tilanne muuttui")
        changed, added = between(one.content, two.content).goals
    assert [(fact.name, fact.before, fact.after) for fact in changed.change.facts] == [
        ("Tavoite", "Haluan töihin.", "Haluan kasvien pariin.")
    ]
    assert [(one.kind, one.title) for one in changed.actions] == [
        ("changed", "Sopimus työkokeilusta"),
        ("removed", "Turha käynti"),
    ]
    assert [(fact.name, fact.after) for fact in changed.actions[0].facts] == [
        ("Kuka", "Janne Kallio, Askel ry"),
        ("Milloin", dates.d(soon(20))),
    ]
    assert (added.change.kind, added.title, [one.title for one in added.actions]) == (
        "added",
        "Että arki pyörii.",
        ["Kotipalvelu"],
    )


def test_nothing_changed_makes_no_version(cast):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        a_version(cast, plan)
        with pytest.raises(Refused, match="muuttunut"):
            a_version(cast, plan)


@pytest.mark.row("I-16")
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_a_version(cast, act):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        rows = PlanVersion.objects.filter(pk=a_version(cast, plan).pk)
        with pytest.raises((IntegrityError, InternalError, DatabaseError), match="never changes"), transaction.atomic():
            rows.update(reason="Toinen") if act == "update" else rows.delete()
        assert rows.get().reason == "Sovittiin yhdessä"


@pytest.mark.row("L-62")
def test_only_the_clients_own_act_approves_a_version(cast):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        version = a_version(cast, plan)
        for more in (
            {},
            {"mode": "spoken"},
            {"recorded_why": "no_account"},
            {"mode": "online", "recorded_why": "no_account"},
        ):
            with pytest.raises(Refused, match="asiakkaan teko"):
                versions.approve_version(version=version, by=cast.a_katri, **more)
        assert PlanVersion.objects.get(pk=version.pk).approval is None
    with as_actor(cast.a_tuula):
        approval = versions.approve_version(version=version, by=cast.a_tuula)
        assert (approval.mode, approval.answered_on, approval.made_by) == ("online", dates.today(), cast.tuula)
        with pytest.raises(Refused, match="jo"):
            versions.approve_version(version=version, by=cast.a_tuula)


def test_a_recorded_answer_says_how_and_why_and_a_question_has_words(cast):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        version = a_version(cast, plan)
        recorded = {"mode": "paper", "recorded_why": "no_account"}
        with pytest.raises(Refused, match="mitä pitäisi"):
            versions.approve_version(version=version, by=cast.a_katri, answer="questioned", **recorded)
        versions.approve_version(
            version=version, by=cast.a_katri, answer="questioned", words="Liian nopeasti.", **recorded
        )
        versions.approve_version(version=version, by=cast.a_katri, **recorded)
        assert PlanVersion.objects.get(pk=version.pk).approval.answer == "approved"
        with pytest.raises(IntegrityError, match="recorded_answer_says_why"), transaction.atomic():
            Approval.objects.create(case=cast.case, version=version, answer="questioned", words="x", mode="paper")


@pytest.mark.row("I-16")
def test_each_version_is_approved_on_its_own_and_an_old_one_no_more(cast):
    with as_actor(cast.a_katri):
        plan, goal, _ = a_whole_plan(cast)
        one = a_version(cast, plan)
        an_action(cast, goal, "Soitto")
        two = a_version(cast, plan)
    with as_actor(cast.a_tuula):
        with pytest.raises(Refused, match="uudempi"):
            versions.approve_version(version=one, by=cast.a_tuula)
        versions.approve_version(version=two, by=cast.a_tuula)
        assert not Approval.objects.filter(version=one).exists()


def _plan_with_health(cast):
    plan, goal, _ = a_whole_plan(cast)
    an_action(cast, goal, "Psykiatrian arvio", field_group="special")
    an_action(cast, goal, "Lääkärin lausunto", field_group="health")
    an_action(cast, goal, "Ansioluettelo", owner=cast.janne, field_group="employment")
    return a_version(cast, plan)


@pytest.mark.row("V-58")
def test_sending_to_an_organisation_outside_law_and_consent_is_refused(cast):
    with as_actor(cast.a_katri):
        version = _plan_with_health(cast)
        askel = cast.coaching.organisation
        sent = {"version": version, "organisation": askel, "cover_note": "Ohessa suunnitelma.", "by": cast.a_katri}
        with pytest.raises(Refused, match="Askel ry ei saa näitä osia: terveystiedot"):
            giving.disclose(field_groups=["basics", "health"], **sent)
        consents.withdraw_consent(consent=Consent.objects.get(case=cast.case), by=cast.a_katri)
        with pytest.raises(Refused, match="ei saa"):
            giving.disclose(field_groups=["basics"], **sent)
        assert not Packet.objects.exists()


@pytest.mark.row("V-58")
def test_a_packet_holds_only_the_parts_let_and_is_logged(cast):
    with as_actor(cast.a_katri):
        version = _plan_with_health(cast)
        packet = giving.disclose(
            version=version,
            organisation=cast.coaching.organisation,
            field_groups=["basics", "employment"],
            by=cast.a_katri,
            cover_note="Ohessa suunnitelma.",
        )
        by_law = giving.disclose(
            version=version,
            organisation=cast.jobs.organisation,
            field_groups=["basics", "health"],
            by=cast.a_katri,
            cover_note="",
        )
        said = paper_data(version, packet.field_groups, packet)
        assert (packet.ground, by_law.ground) == ("consent", "l381_15")
        assert Event.objects.filter(verb="plans.disclosed", case_id=cast.case.pk).count() == 2
    assert [one["what"] for one in said["goals"][0]["actions"]] == ["Sopimus työkokeilusta", "Ansioluettelo"]
    assert "Psykiatrian" not in str(said) and "Lääkärin" not in str(said)
    assert said["cover"]["paragraphs"] == ["Ohessa suunnitelma."]


def test_the_paper_is_a_tagged_pdf_in_the_clients_language(cast):
    import io

    import pikepdf

    with as_actor(cast.a_katri):
        version = _plan_with_health(cast)
        packet = giving.disclose(
            version=version,
            organisation=cast.coaching.organisation,
            field_groups=["basics"],
            by=cast.a_katri,
            cover_note='Saate, jossa on #panic("merkkejä") *ja* $muuta$.',
        )
        for content in (paper(version, ["basics"]), paper(version, ["basics"], packet)):
            with pikepdf.open(io.BytesIO(content)) as document:
                assert document.Root.MarkInfo.Marked
                assert str(document.Root.Lang) == "fi"
                assert "/StructTreeRoot" in document.Root


@pytest.mark.row("I-25")
@pytest.mark.row("V-55")
def test_forty_clients_of_forty_have_a_plan(cast):
    from datetime import timedelta

    with as_actor(cast.a_katri):
        for number in range(39):
            case = case_actions.open_case(
                by=cast.a_katri,
                region=cast.region,
                holder_unit=cast.team,
                arranger=cast.katri,
                ground="l381_15",
                naming_due_on=dates.today() + timedelta(days=14),
                new_person={"given_names": f"Pilotti {number}", "family_name": "Asiakas"},
            )
            network.go_through(case=case, by=cast.a_katri, nobody=True)
            given = {"made_in": "network", "review_on": soon(90), "support_months": 6}
            plan = actions.start_plan(case=case, by=cast.a_katri, **given)
            a_goal(cast, plan)
            a_version(cast, plan)
        mine = Case.objects.visible_to(cast.a_katri)
        without = plan_share(mine)
        assert (without.clients, without.with_plan, without.percent) == (40, 39, 97.5)
        plan, _, _ = a_whole_plan(cast)
        assert plan_share(mine).with_plan == 39
        a_version(cast, plan)
        share = plan_share(mine)
        assert (share.clients, share.with_plan, share.percent) == (40, 40, 100.0)
        assert (share.in_team, share.in_network) == (1, 39)
