"""A meeting from the call to the client's summary."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access.models import User
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.meetings import actions, deciding
from rinnalla.meetings.models import Correction, Decision, Delivery, Meeting, Participant, today
from rinnalla.meetings.tests.cases import a_closed_meeting, a_held_meeting, a_meeting, a_written_meeting
from rinnalla.outbox.models import Promise
from rinnalla.plans.models import Action
from rinnalla.plans.tests.cases import a_goal, a_plan, soon
from rinnalla.testing import as_actor


@pytest.mark.row("L-15")
def test_any_team_member_calls_a_meeting_and_the_client_is_always_invited(cast):
    for member in (cast.a_katri, cast.a_janne, cast.a_timo):
        with as_actor(member):
            meeting = a_meeting(cast, member)
            assert Participant.objects.filter(meeting=meeting, is_client=True).count() == 1
            assert Participant.objects.filter(meeting=meeting, user_id=member.user_id).exists()
    with as_actor(cast.a_katri), pytest.raises(Refused, match="tiimin jäsen"):
        a_meeting(cast, cast.a_petra)


@pytest.mark.row("L-15")
def test_a_meeting_is_not_held_without_the_client_unless_the_clients_own_refusal_is_recorded(cast):
    with as_actor(cast.a_katri):
        meeting = a_meeting(cast)
        with pytest.raises(Refused, match="ilman asiakasta"):
            actions.hold(meeting=meeting, version=1, by=cast.a_katri, client_present=False)
        actions.note_absence(meeting=meeting, version=1, by=cast.a_katri, reason="ill")
        with pytest.raises(Refused, match="ilman asiakasta"):
            actions.hold(meeting=meeting, version=2, by=cast.a_katri, client_present=False)
        with pytest.raises(IntegrityError, match="held_with_the_client"), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(held_at=dates.now(), held_by=cast.katri)
        actions.note_absence(meeting=meeting, version=2, by=cast.a_katri, reason="own_refusal")
        actions.hold(meeting=meeting, version=3, by=cast.a_katri, client_present=False)
        assert Meeting.objects.get(pk=meeting.pk).state == "held"
        assert Participant.objects.get(meeting=meeting, is_client=True).came is False


@pytest.mark.row("L-46")
def test_a_work_meeting_says_what_was_tried(cast):
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="kokeiltu") as refusal:
            a_meeting(cast, tried_solutions="  ")
        assert refusal.value.field == "tried_solutions"
        assert a_meeting(cast, kind="network_meeting", tried_solutions="").tried_solutions == ""
        with pytest.raises(IntegrityError, match="work_meeting_says_what_was_tried"), transaction.atomic():
            Meeting.objects.update(kind="work_meeting", tried_solutions=" ")


@pytest.mark.row("E-41")
def test_a_meeting_is_not_closed_without_the_clients_summary_and_delivery_is_logged(cast):
    with as_actor(cast.a_katri):
        meeting = a_held_meeting(cast)
        with pytest.raises(Refused, match="koonti"):
            actions.close(meeting=meeting, version=2, by=cast.a_katri, how="printed")
        with pytest.raises(IntegrityError, match="closed_with_a_summary"), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(closed_at=dates.now(), closed_by=cast.katri)
        actions.write(meeting=meeting, version=2, by=cast.a_katri, client_summary="Sovimme työkokeilusta.", talked="")
        actions.close(meeting=meeting, version=3, by=cast.a_katri, how="own_view")
        given = Event.objects.get(verb="meetings.summary_given", case_id=cast.case.pk)
        assert (given.details, given.user_id) == ({"how": "own_view"}, cast.katri.pk)
        assert Delivery.objects.get().how == "own_view"
    with as_actor(cast.a_tuula):
        mine = Meeting.objects.visible_to(cast.a_tuula).get()
        assert mine.client_summary == "Sovimme työkokeilusta."


def test_a_client_without_an_own_view_gets_the_summary_on_paper(cast):
    with as_actor(cast.a_katri):
        meeting = a_written_meeting(cast)
        User.objects.filter(pk=cast.tuula.pk).update(is_active=False)
        with pytest.raises(Refused, match="paperilla"):
            actions.close(meeting=meeting, version=3, by=cast.a_katri, how="own_view")
        actions.close(meeting=meeting, version=3, by=cast.a_katri, how="printed")


def test_a_decision_is_an_action_of_the_plan_typed_once(cast):
    with as_actor(cast.a_katri):
        goal = a_goal(cast, a_plan(cast))
        meeting = a_meeting(cast)
        said = {"goal": goal, "what": "Sopimus puutarhan kanssa", "owner": cast.janne, "due_on": soon(), "key": uuid4()}
        with pytest.raises(Refused, match="vaiheessa"):
            deciding.decide(meeting=meeting, by=cast.a_katri, **said)
        actions.hold(meeting=meeting, version=1, by=cast.a_katri, client_present=True)
        decision = [deciding.decide(meeting=meeting, by=cast.a_katri, **said) for _ in range(2)][1]
        action = Action.objects.get()
        assert (decision.action, action.what, action.owner) == (action, "Sopimus puutarhan kanssa", cast.janne)
        assert not {field.name for field in Decision._meta.fields} & {"what", "text"}


def test_moving_and_cancelling_are_told_and_a_moved_meetings_absence_lapses(cast):
    with as_actor(cast.a_katri):
        meeting = a_meeting(cast, invited=[cast.janne])
        told = Promise.objects.filter(name="meetings.invite")
        assert sorted(one.args[0] for one in told) == sorted([cast.janne.pk, cast.tuula.pk])
        actions.note_absence(meeting=meeting, version=1, by=cast.a_katri, reason="ill")
        actions.move(meeting=meeting, version=2, by=cast.a_katri, starts_at=dates.now() + timedelta(days=7))
        assert (meeting.absence_reason, told.all().count()) == ("", 4)
        with pytest.raises(Refused, match="vasta tulossa"):
            actions.hold(meeting=meeting, version=3, by=cast.a_katri, client_present=True)
        actions.cancel(meeting=meeting, version=3, by=cast.a_katri, reason="Puutarha perui")
        with pytest.raises(Refused, match="vaiheessa"):
            actions.move(meeting=meeting, version=4, by=cast.a_katri, starts_at=dates.now())


def test_a_correction_keeps_the_earlier_text_and_the_reason(cast):
    with as_actor(cast.a_katri):
        meeting = a_closed_meeting(cast)
        new = {"client_summary": "Sovimme työkokeilusta maanantaille.", "talked": "", "by": cast.a_katri}
        with pytest.raises(Refused, match="miksi"):
            actions.correct(meeting=meeting, version=4, reason=" ", **new)
        with pytest.raises(Conflict):
            actions.correct(meeting=meeting, version=3, reason="Päivä puuttui", **new)
        actions.correct(meeting=meeting, version=4, reason="Päivä puuttui", **new)
        kept = Correction.objects.get()
        assert (kept.number, kept.client_summary, kept.reason) == (1, "Sovimme työkokeilusta.", "Päivä puuttui")
        assert Meeting.objects.get().client_summary == "Sovimme työkokeilusta maanantaille."


def test_only_team_members_are_invited_and_a_key_makes_one_meeting(cast):
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="Petra Nygård"):
            a_meeting(cast, invited=[cast.petra])
        key = uuid4()
        assert a_meeting(cast, key=key) == a_meeting(cast, key=key)
        assert (Meeting.objects.count(), Participant.objects.count()) == (1, 2)


def test_my_day_has_todays_meetings_of_mine(cast):
    noon = dates.end_of_day(dates.today() + timedelta(days=1)) - timedelta(hours=12)
    with dates.clock(noon):
        with as_actor(cast.a_katri):
            mine = a_meeting(cast, invited=[cast.janne])
            a_meeting(cast, starts_at=noon + timedelta(days=1))
            gone = a_meeting(cast)
            actions.cancel(meeting=gone, version=1, by=cast.a_katri, reason="Peruttu")
            assert list(today(cast.a_katri)) == [mine]
        with as_actor(cast.a_janne):
            assert list(today(cast.a_janne)) == [mine]
        with as_actor(cast.a_timo):
            assert list(today(cast.a_timo)) == []
