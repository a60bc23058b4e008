"""Opening, holding and closing a case."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access.models import Grant
from rinnalla.cases import actions, closing, responsibility
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Case, ResponsibleTerm
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.testing import as_actor, hand_over_all

STATUTE = "l381_15"


def _arranging(cast, **more):
    """A case nobody is responsible for yet."""
    return actions.open_case(
        by=cast.a_katri,
        region=cast.region,
        holder_unit=cast.team,
        arranger=cast.katri,
        ground=STATUTE,
        naming_due_on=dates.today() + timedelta(days=14),
        new_person={"given_names": "Oskari", "family_name": "Lehto"},
        **more,
    )


def _propose(cast, case, worker="katri", **more):
    return responsibility.propose(
        case=case,
        worker=cast.everybody[worker],
        unit=cast.team,
        decision_power="none",
        by=cast.a_katri,
        ground=STATUTE,
        answer_due_on=dates.today() + timedelta(days=7),
        **more,
    )


@pytest.mark.row("V-14", "C-10")
@pytest.mark.row("I-26")
def test_a_case_is_arranging_until_somebody_is_responsible_and_is_listed_so(cast):
    with as_actor(cast.a_katri):
        case = _arranging(cast)
        assert case.state == "arranging"
        assert list(Case.objects.visible_to(cast.a_katri).arranging()) == [case]
        proposal = _propose(cast, case)
        responsibility.answer_as_worker(proposal=proposal, by=cast.a_katri, answer="yes")
        assert Case.objects.get(pk=case.pk).state == "arranging"
        responsibility.answer_of_client(proposal=proposal, by=cast.a_katri, answer="yes")
        assert Case.objects.get(pk=case.pk).state == "open"
        assert not Case.objects.visible_to(cast.a_katri).arranging().exists()


def test_the_database_refuses_an_open_case_without_its_next_step(cast):
    with as_actor(cast.a_katri), pytest.raises(IntegrityError, match="case_arranging_or_open"), transaction.atomic():
        Case.objects.filter(pk=cast.case.pk).update(next_step="")


def test_the_database_refuses_two_responsible_workers_at_once(cast):
    with as_actor(cast.a_katri), pytest.raises(IntegrityError, match="one_responsible_worker"), transaction.atomic():
        ResponsibleTerm.objects.create(case=cast.case, worker=cast.petra, period=(dates.now(), None))


@pytest.mark.row("L-44", "C-11")
def test_a_hand_over_keeps_the_old_worker_until_all_have_agreed_and_leaves_no_gap(cast):
    with as_actor(cast.a_katri):
        proposal = _propose(cast, cast.case, "petra", reason="Muutto")
        responsibility.note_joint_meeting(proposal=proposal, by=cast.a_katri, on=dates.today())
        responsibility.answer_of_client(proposal=proposal, by=cast.a_katri, answer="yes")
        assert Case.objects.get(pk=cast.case.pk).responsible_worker == cast.katri
    with as_actor(cast.a_petra):
        proposal.refresh_from_db()
        responsibility.answer_as_worker(proposal=proposal, by=cast.a_petra, answer="yes")
        assert Case.objects.get(pk=cast.case.pk).responsible_worker == cast.petra
        old, new = ResponsibleTerm.objects.filter(case=cast.case).order_by("period")
        assert old.period.upper == new.period.lower
    with as_actor(cast.a_katri):
        assert not Case.objects.visible_to(cast.a_katri).filter(pk=cast.case.pk).exists()


@pytest.mark.row("L-41", "C-12")
def test_a_worker_with_power_over_the_client_may_not_record_the_clients_answer(cast):
    with as_actor(cast.a_katri):
        case = _arranging(cast)
        proposal = responsibility.propose(
            case=case,
            worker=cast.katri,
            unit=cast.team,
            decision_power="livelihood",
            by=cast.a_katri,
            ground=STATUTE,
            answer_due_on=dates.today(),
        )
        with pytest.raises(Refused, match="päätösvaltaa"):
            responsibility.answer_of_client(proposal=proposal, by=cast.a_katri, answer="yes")
        assert proposal.client_answered_at is None


@pytest.mark.row("V-57")
def test_mapping_does_not_end_without_an_agreed_responsible_worker(cast):
    with as_actor(cast.a_katri):
        case = _arranging(cast, stage="mapping")
        with pytest.raises(Refused, match="asiakasvastaavasta"):
            actions.move_stage(case=case, version=case.version, by=cast.a_katri, stage="services")
        assert Case.objects.get(pk=case.pk).stage == "mapping"


@pytest.mark.row("I-12", "E-69")
def test_a_case_is_not_closed_without_a_solution_and_what_stays_open(cast):
    with as_actor(cast.a_katri):
        for solved, stays_open in (("", "Ei mitään"), ("Työ löytyi", "  ")):
            with pytest.raises(Refused, match="ratkesi"):
                hand_over_all(cast.case, cast.a_katri)
                closing.close_case(
                    case=cast.case,
                    version=cast.case.version,
                    by=cast.a_katri,
                    solution_kind="employment",
                    solved=solved,
                    stays_open=stays_open,
                )
        assert Case.objects.get(pk=cast.case.pk).closed_at is None
        told = {"solution_kind": "employment", "solved": "Työ löytyi", "stays_open": "Ei mitään"}
        closed = closing.close_case(case=cast.case, version=cast.case.version, by=cast.a_katri, **told)
        assert {name: getattr(closed, name) for name in told} == told  # the solution in words and as a code


@pytest.mark.row("L-77", "C-13")
def test_a_client_comes_back_in_one_act_and_the_old_case_stays_readable(cast):
    with as_actor(cast.a_katri):
        hand_over_all(cast.case, cast.a_katri)
        closing.close_case(
            case=cast.case,
            version=cast.case.version,
            by=cast.a_katri,
            solution_kind="employment",
            solved="Työ löytyi",
            stays_open="Ei mitään",
        )
        closed = Case.objects.get(pk=cast.case.pk)
        assert closed.state == "closed"
        back = actions.return_case(case=closed, by=cast.a_katri, naming_due_on=dates.today())
        assert (back.previous, back.person, back.state) == (closed, closed.person, "arranging")
        assert Case.objects.visible_to(cast.a_katri).filter(pk=closed.pk).exists()
    with as_actor(cast.a_janne):
        assert not Case.objects.visible_to(cast.a_janne).filter(pk=closed.pk).exists()


@pytest.mark.row("C-03")
def test_leaving_the_team_and_a_withdrawn_consent_end_the_sight_at_once(cast):
    with as_actor(cast.a_janne):
        assert Case.objects.filter(pk=cast.case.pk).exists()
    with as_actor(cast.a_katri):
        consent = cast.case.consents.get()
        consents.withdraw_consent(consent=consent, by=cast.a_katri)
        assert not Grant.objects.live().filter(user=cast.janne).exists()
        assert not cast.case.team.filter(user=cast.janne, left_at__isnull=True).exists()
    with as_actor(cast.a_janne):
        assert not Case.objects.filter(pk=cast.case.pk).exists()


@pytest.mark.row("V-106", "C-09")
def test_the_first_contact_keeps_who_when_how_and_the_days_waited(cast):
    with as_actor(cast.a_katri):
        with dates.clock(dates.now() - timedelta(days=9)):
            case = _arranging(cast)
        first = actions.note_contact(
            case=case,
            by=cast.a_katri,
            on=dates.today() - timedelta(days=2),
            channel="phone",
            subject="Ensipuhelu",
            client_rating=5,
        )
        later = actions.note_contact(
            case=case, by=cast.a_katri, on=dates.today(), channel="meeting", subject="Tapaaminen"
        )
        assert (first.is_first, first.waited_days, first.client_rating, first.channel) == (True, 7, 5, "phone")
        assert (later.is_first, later.waited_days) == (False, None)


def test_a_save_made_from_an_older_version_is_told_not_done(cast):
    with as_actor(cast.a_katri):
        step = {"next_step": "Soitto", "next_step_on": dates.today(), "review_on": dates.today()}
        actions.set_step(case=cast.case, version=cast.case.version, by=cast.a_katri, **step)
        with pytest.raises(Conflict) as conflict:
            actions.set_step(
                case=cast.case, version=cast.case.version - 1, by=cast.a_katri, **{**step, "next_step": "X"}
            )
        assert conflict.value.current.next_step == "Soitto"


@pytest.mark.row("V-14")
def test_a_case_past_its_naming_day_raises_an_alarm_to_the_units_coordinators(cast, mailoutbox):
    from rinnalla.cases.jobs import naming_alarms

    with as_actor(cast.a_katri), dates.clock(dates.now() - timedelta(days=30)):
        case = _arranging(cast)
    with as_actor(cast.a_petra):
        assert not Case.objects.filter(pk=case.pk).exists()
    naming_alarms()
    naming_alarms()
    with as_actor(cast.a_petra):
        assert list(Case.objects.visible_to(cast.a_petra).arranging()) == [case]
    assert {mail.to[0] for mail in mailoutbox} >= {"petra@example.org", "katri@example.org"}
    assert len(mailoutbox) == len({mail.to[0] for mail in mailoutbox})
    assert not any("Lehto" in mail.body or "Oskari" in mail.body for mail in mailoutbox)
