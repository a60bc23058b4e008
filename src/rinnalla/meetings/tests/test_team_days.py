"""Team days: a client's own time, and nobody else's eyes on it.

Seen red: `confirm` without the count of open clarifications; the client not told when the time is sure; a called-off
day still booked; its times cancelled without the cases named to the wall. Guards also
against two in one slot (the unique index holds that alone) and the eyes of another slot's people (the wall).
"""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from rinnalla.access import rules
from rinnalla.access.acting import acting, system
from rinnalla.access.models import Grant
from rinnalla.access.walls import actor_settings
from rinnalla.cases.actions import join_team, leave_team
from rinnalla.cases.models import Case, TeamMember
from rinnalla.cases.tests.test_service_model import opened
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.meetings import actions
from rinnalla.meetings.arranging import actions as arranging
from rinnalla.meetings.arranging.models import Booking, MeetingTask, Slot, TeamDay
from rinnalla.meetings.models import Meeting
from rinnalla.meetings.teamdays import actions as teamdays
from rinnalla.meetings.teamdays.actions import Clearing
from rinnalla.organisations.models import Unit
from rinnalla.outbox.models import Promise
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def a_day(cast, number=3, ahead=7, **more) -> TeamDay:
    starts_at = datetime.combine(dates.today() + timedelta(days=ahead), time(12), dates.HELSINKI)
    given = {
        "starts_at": starts_at,
        "minutes": 30,
        "number": number,
        "pause": 5,
        "place": "Kirkkoranta, huone 3",
        **more,
    }
    unit = Unit.objects.get(pk=cast.a_katri.unit_id)
    return teamdays.open_day(unit=unit, by=cast.a_katri, chair=cast.katri, **given)


def a_booking(cast, slot, case=None, **more) -> Booking:
    given = {"purpose": "Voinko aloittaa tammikuussa?", "invited": [cast.janne], **more}
    return teamdays.book(case=case or cast.case, by=cast.a_katri, slot=slot, **given)


def a_clearing(cast, **more) -> Clearing:
    given = {"what": "Lausunto leikkauksesta", "owner": cast.timo, "due_on": dates.today() + timedelta(days=3), **more}
    return Clearing(**given)


def another(cast, name="Lahti") -> Case:
    """Another client's case of the same area, inside an acting of Katri's."""
    case = opened(cast, name)
    actor_settings(cast.a_katri)
    return case


def told(cast, user) -> int:
    return Promise.objects.filter(name="meetings.invite", args__0=user.pk).count()


@pytest.mark.row("V-50")
def test_a_ready_client_gets_a_free_slot_at_once_and_hears_the_time(cast):
    with as_actor(cast.a_katri):
        slot = a_day(cast).slots.order_by("starts_at")[1]
        booking = a_booking(cast, slot)
        assert booking.readiness == "ready" and booking.confirmed_at is not None
        meeting = Meeting.objects.get(pk=booking.meeting_id)
        assert (meeting.kind, meeting.starts_at, meeting.minutes) == ("team_meeting", slot.starts_at, 30)
        assert not Slot.objects.free().filter(pk=slot.pk).exists()
        assert Slot.objects.free().filter(day=slot.day_id).count() == 2
        assert told(cast, cast.tuula) == 1
    with as_actor(cast.a_tuula):
        assert Meeting.objects.visible_to(cast.a_tuula).get().starts_at == slot.starts_at


@pytest.mark.row("V-51")
def test_a_slot_is_not_confirmed_while_something_is_to_be_cleared_unless_for_a_reason(cast):
    with as_actor(cast.a_katri):
        first, second, _third = a_day(cast).slots.order_by("starts_at")
        booking = a_booking(cast, first, clearings=[a_clearing(cast)])
        assert booking.unconfirmed and told(cast, cast.tuula) == 0, "the time is not sure, so nobody is told it yet"
        with pytest.raises(Refused, match="kesken") as refusal:
            teamdays.confirm(booking=booking, version=1, by=cast.a_katri)
        assert refusal.value.field == "open_reason"
        with pytest.raises(Refused, match="kesken"):
            teamdays.confirm(booking=booking, version=1, by=cast.a_katri, open_reason="  ")
        task = MeetingTask.objects.get(meeting=booking.meeting)
    with as_actor(cast.a_timo):
        arranging.finish_task(task=task, by=cast.a_timo, what_came="Leikkaus on ohi, lupa kevyeen työhön.")
    with as_actor(cast.a_katri):
        teamdays.confirm(booking=booking, version=1, by=cast.a_katri)
        assert not booking.unconfirmed and booking.open_reason == "" and told(cast, cast.tuula) == 1
        actions.cancel(meeting=booking.meeting, version=1, by=cast.a_katri, reason="Siirtyy")
        again = a_booking(cast, second, clearings=[a_clearing(cast)])
        teamdays.confirm(booking=again, version=1, by=cast.a_katri, open_reason="Lääkäri kertoo asian paikan päällä")
        assert Booking.objects.get(pk=again.pk).open_reason == "Lääkäri kertoo asian paikan päällä"


def test_whoever_booked_hears_when_the_last_clarification_is_made(cast):
    with as_actor(cast.a_katri):
        slot = a_day(cast).slots.first()
        booking = a_booking(cast, slot, clearings=[a_clearing(cast), a_clearing(cast, owner=cast.janne)])
        tasks = list(MeetingTask.objects.filter(meeting=booking.meeting))
    heard = Promise.objects.filter(name="meetings.tell_user", args__0=cast.katri.pk)
    for task, actor, expected in zip(tasks, (cast.a_timo, cast.a_janne), (0, 1), strict=True):
        with as_actor(actor):
            arranging.finish_task(task=task, by=actor, what_came="Selvä")
            arranging.finish_task(task=task, by=actor, what_came="Uudestaan")
        assert heard.count() == expected


@pytest.mark.row("V-50")
def test_two_cannot_get_the_same_slot(cast):
    with as_actor(cast.a_katri):
        slot = a_day(cast).slots.first()
        first = a_booking(cast, slot)
        other = another(cast)
        with pytest.raises(Refused, match="ehti varata"):
            a_booking(cast, slot, case=other, invited=[])
        # In the very same second, past the look: the unique index holds alone.
        late = actions.convene(
            case=other, by=cast.a_katri, kind="team_meeting", starts_at=slot.starts_at, purpose="Sama aika"
        )
        with pytest.raises(IntegrityError, match="slot_taken_once"), transaction.atomic():
            Booking.objects.create(
                case=other,
                slot=slot,
                meeting=late,
                readiness="ready",
                confirmed_at=dates.now(),
                confirmed_by=cast.katri,
            )
        actions.cancel(meeting=first.meeting, version=1, by=cast.a_katri, reason="Asiakas sairastui")
        assert a_booking(cast, Slot.objects.get(pk=slot.pk), case=other, invited=[]).slot_id == slot.pk


def test_what_a_booking_is_refused_for(cast):
    with as_actor(cast.a_katri):
        day = a_day(cast)
        first, second, _third = day.slots.order_by("starts_at")
        a_booking(cast, first)
        with pytest.raises(Refused, match="jo aika"):
            a_booking(cast, second)
        with pytest.raises(Refused, match="tiimiin"):
            a_booking(cast, second, case=another(cast), invited=[cast.petra])
        late = another(cast, "Kangas")
        with dates.clock(first.starts_at + timedelta(hours=3)), pytest.raises(Refused, match="mennyt"):
            a_booking(cast, second, case=late, invited=[])
        meeting = Meeting.objects.get(case=cast.case)
        with pytest.raises(Refused, match="ei siirretä"):
            actions.move(meeting=meeting, version=1, by=cast.a_katri, starts_at=second.starts_at)
        with pytest.raises(Refused, match="mennyt"):
            a_day(cast, ahead=-1)
        with pytest.raises(Refused, match="samaan päivään"):
            a_day(cast, number=20, minutes=60)
        with pytest.raises(IntegrityError, match="slots_do_not_overlap"), transaction.atomic():
            Slot.objects.create(
                day=day,
                starts_at=first.starts_at + timedelta(minutes=10),
                ends_at=first.ends_at + timedelta(minutes=10),
            )


def test_a_booking_and_a_day_sent_twice_are_made_once(cast):
    from uuid import uuid4

    day_key, key = uuid4(), uuid4()
    with as_actor(cast.a_katri):
        slot = a_day(cast, key=day_key).slots.first()
        assert a_day(cast, key=day_key).pk == slot.day_id
        assert a_booking(cast, slot, key=key).pk == a_booking(cast, slot, key=key).pk
        assert (Booking.objects.count(), Meeting.objects.count()) == (1, 1)


def test_a_closed_case_books_no_time(cast):
    with as_actor(cast.a_katri):
        slot = a_day(cast).slots.first()
        case = Case.objects.get(pk=cast.case.pk)
        case.closed_at = dates.now()
        with pytest.raises(Refused, match="päätetty"):
            a_booking(cast, slot, case=case)


# Each slot's people see only their own ------------------------------------------------------------------------------


@pytest.fixture
def two_clients(cast):
    """One day: Tuula's people in the first slot; another client's, with Outi's unit colleague Petra, in the second."""
    with as_actor(cast.a_katri):
        first, second, _free = a_day(cast).slots.order_by("starts_at")
        mine = a_booking(cast, first)
        other = another(cast)
        join_team(
            case=other,
            user=cast.petra,
            unit=Unit.objects.get(pk=cast.a_petra.unit_id),
            task="Valmennus",
            by=cast.a_katri,
            ground="l381_15",
        )
        theirs = a_booking(cast, second, case=other, invited=[cast.petra])
    return mine, theirs


@pytest.mark.wall
@pytest.mark.row("V-50")
def test_the_database_shows_each_slots_people_only_their_own(cast, two_clients, monkeypatch):
    mine, theirs = two_clients
    monkeypatch.setattr(rules, "visible", lambda rows, actor, column="case_id", depth=None: rows)
    for actor, sees in (
        (cast.a_janne, {mine.pk}),
        (cast.a_petra, {theirs.pk}),
        (cast.a_katri, {mine.pk, theirs.pk}),
        (cast.a_ritva, set()),
    ):
        with as_actor(actor), connection.cursor() as cursor:
            cursor.execute("select id from meetings_booking")
            assert {pk for (pk,) in cursor.fetchall()} == sees, actor.name
            assert set(Booking.objects.visible_to(actor).values_list("pk", flat=True)) == sees, actor.name


def test_the_day_page_names_only_ones_own_clients_and_everybodys_free_times(cast, sign_in, two_clients):
    mine, theirs = two_clients
    with as_actor(cast.a_katri):
        address = f"/team-days/{mine.slot.day.uuid}/"
        other = theirs.case.person.name
    janne, petra, katri = (sign_in(one).get(address).content.decode() for one in (cast.janne, cast.petra, cast.katri))
    assert "Tuula Rantanen" in janne and other not in janne
    assert other in petra and "Tuula Rantanen" not in petra
    assert other in katri and "Tuula Rantanen" in katri
    for page in (janne, petra, katri):
        assert page.count("Vapaa<") == 1, "one time is left, and everybody sees it"
    assert sign_in(cast.ritva).get(address).status_code == 404, "another region does not know of the day"


def test_who_left_the_team_sees_the_slot_no_more(cast, sign_in, two_clients):
    mine, _theirs = two_clients
    with as_actor(cast.a_katri):
        page = f"/cases/{cast.case.uuid}/meetings/{mine.meeting.uuid}/"
        address = f"/team-days/{mine.slot.day.uuid}/"
        assert sign_in(cast.janne).get(page).status_code == 200
    with as_actor(cast.a_katri):
        leave_team(member=TeamMember.objects.get(case=cast.case, user=cast.janne, left_at=None), by=cast.a_katri)
    assert sign_in(cast.janne).get(page).status_code == 404
    assert "Tuula Rantanen" not in sign_in(cast.janne).get(address).content.decode()


# Pages --------------------------------------------------------------------------------------------------------------


def test_from_opening_a_day_to_a_confirmed_time_on_the_pages(cast, sign_in):
    from uuid import uuid4

    katri = sign_in(cast.katri)
    assert "Yhtään tiimipäivää" in katri.get("/team-days/").content.decode()
    day = {
        "on": dates.d(dates.today() + timedelta(days=5)),
        "at": "12.00",
        "number": "4",
        "minutes": "30",
        "pause": "5",
        "place": "Kirkkoranta, huone 3",
        "video_url": "",
        "chair": cast.katri.pk,
        "form_key": uuid4(),
    }
    assert katri.post("/team-days/new/", {**day, "place": ""}).status_code == 422
    assert katri.post("/team-days/new/", day).status_code == 302
    assert sign_in(cast.janne).get("/team-days/new/").status_code == 403
    base = f"/cases/{cast.case.uuid}/meetings/"
    assert "Kirkkoranta" in katri.get(f"{base}bookings/new/").content.decode()
    slot = Slot.objects.order_by("starts_at").first()
    said = {
        "slot": slot.pk,
        "purpose": "Työkokeilun aloitus",
        "invited": [cast.janne.pk, cast.timo.pk],
        "field_group": "basics",
        "readiness": "clarification_needed",
        "form_key": uuid4(),
    }
    refused = katri.post(f"{base}bookings/new/", said)
    assert refused.status_code == 422 and "mitä selvitetään" in refused.content.decode()
    clear = {"what_1": "Lausunto", "owner_1": cast.timo.pk, "due_on_1": dates.d(dates.today() + timedelta(days=2))}
    assert katri.post(f"{base}bookings/new/", {**said, **clear}).status_code == 302
    with as_actor(cast.a_katri):
        booking = Booking.objects.get()
        page, task = f"{base}{booking.meeting.uuid}/", MeetingTask.objects.get()
    assert "Lisäselvitys on kesken" in katri.get(page).content.decode()
    assert katri.post(f"{page}confirmation/", {"version": "1"}).status_code == 422
    timo = sign_in(cast.timo)
    assert "Lausunto" in timo.get("/meetings/").content.decode()
    assert timo.post(f"{page}tasks/{task.uuid}/done/", {"what_came": "Lupa työhön"}).status_code == 302
    assert "Lausunto" not in timo.get("/meetings/").content.decode()
    assert "Kaikki on selvitetty" in katri.get(page).content.decode()
    assert katri.post(f"{page}confirmation/", {"version": "1"}).status_code == 302
    assert "Aika on varmistettu" in katri.get(f"/team-days/{slot.day.uuid}/").content.decode()


@pytest.mark.row("L-14")
def test_two_clients_of_one_area_have_different_members(cast):
    """The standing team meets on the day; who of it is a client's own is the client's team, and differs (L-14)."""
    with as_actor(cast.a_katri):
        day = a_day(cast)
        first, second, _third = day.slots.order_by("starts_at")
        other = another(cast)
        join_team(
            case=other,
            user=cast.petra,
            unit=Unit.objects.get(pk=cast.a_petra.unit_id),
            task="Valmennus",
            by=cast.a_katri,
            ground="l381_15",
        )
        mine, theirs = a_booking(cast, first), a_booking(cast, second, case=other, invited=[cast.petra])
        assert mine.case.holder_unit_id == theirs.case.holder_unit_id
        members = [
            set(one.meeting.participants.filter(user__isnull=False).values_list("user__username", flat=True))
            for one in (mine, theirs)
        ]
        assert members == [{"katri", "janne"}, {"katri", "petra"}]
        with pytest.raises(Refused, match="tiimiin"):
            actions.convene(
                case=other,
                by=cast.a_katri,
                kind="network_meeting",
                starts_at=second.starts_at,
                purpose="Väärä ihminen",
                invited=[cast.janne],
            )


def test_a_day_called_off_cancels_every_time_of_it_also_of_clients_the_caller_does_not_see(cast):
    with as_actor(cast.a_katri):
        day = a_day(cast)
        first, second, _third = day.slots.order_by("starts_at")
        a_booking(cast, first)
        hidden = another(cast)
        unseen = a_booking(cast, second, hidden, invited=[])
        Grant.objects.filter(case=hidden).update(ended_at=dates.now(), ended_by_id=cast.katri.pk)
        with pytest.raises(Refused, match="miksi päivä perutaan"):
            teamdays.call_off(day=day, by=cast.a_katri, reason=" ")
        Promise.objects.all().delete()
        for _twice in range(2):
            teamdays.call_off(day=day, by=cast.a_katri, reason="Lääkäri on sairaana")
        assert Event.objects.filter(verb="meetings.day_called_off", object_id=day.pk).count() == 1
        assert Promise.objects.filter(name="meetings.cancel_times").count() == 1
        with pytest.raises(Refused, match="peruttu"):
            a_booking(cast, day.slots.last(), another(cast, "Kolmas"))
        assert not Slot.objects.free().filter(day=day).exists()
    assert (teamdays.cancel_times(day.pk), teamdays.cancel_times(day.pk)) == (2, 0)
    with acting(system("test", (hidden.pk,))):
        meeting = Meeting.objects.get(pk=unseen.meeting_id)
        assert (meeting.cancel_reason, meeting.cancelled_by_id) == ("Lääkäri on sairaana", cast.katri.pk)
    with as_actor(cast.a_katri):
        assert told(cast, cast.tuula) == 1 and told(cast, cast.janne) == 1


def test_only_the_unit_calls_its_day_off_and_the_page_tells_why(cast, sign_in):
    with as_actor(cast.a_katri):
        day = a_day(cast)
        a_booking(cast, day.slots.first())
    katri = sign_in(cast.katri)
    page = katri.get(f"/team-days/{day.uuid}/").content.decode()
    assert f"/team-days/{day.uuid}/calling-off/" in page
    answer = katri.post(f"/team-days/{day.uuid}/calling-off/", {"reason": ""})
    assert answer.status_code == 422 and "Yksi varattu aika perutaan" in answer.content.decode()
    assert katri.post(f"/team-days/{day.uuid}/calling-off/", {"reason": "Tila on remontissa"}).status_code == 302
    page = katri.get(f"/team-days/{day.uuid}/").content.decode()
    assert "Tila on remontissa" in page and "calling-off" not in page and "Vapaat ajat" not in page
    assert "Peruttu" in katri.get("/team-days/").content.decode()
    assert katri.get(f"/team-days/{day.uuid}/calling-off/").status_code == 404
    with as_actor(cast.a_katri):
        other = a_day(cast, ahead=9)
        TeamDay.objects.filter(pk=other.pk).update(unit=cast.intake)
    assert katri.get(f"/team-days/{other.uuid}/calling-off/").status_code == 404
    assert sign_in(cast.janne).get(f"/team-days/{other.uuid}/calling-off/").status_code == 403
