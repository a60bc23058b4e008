"""Two team days in the manner of picture 05: one ahead with five clients, of whom one waits for a clarification, and
one that was held, with minutes, decisions in the plan and each body's own share. People see only their own clients.
"""

from datetime import date, datetime, time, timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.demo.scenes import KATRI
from rinnalla.demo.world import Member, World, fresh
from rinnalla.lib import dates
from rinnalla.meetings import actions as meetings
from rinnalla.meetings import deciding
from rinnalla.meetings.arranging import actions as arranging
from rinnalla.meetings.arranging.models import Slot, TeamDay
from rinnalla.meetings.demo import close_meeting
from rinnalla.meetings.minutes import actions as minutes
from rinnalla.meetings.models import Meeting
from rinnalla.meetings.teamdays import actions as teamdays
from rinnalla.meetings.teamdays.actions import Clearing
from rinnalla.plans.models import Goal

UNCLEAR = 3  # the one whose clarification is not made
PLACE = "Kirkkorannan terveysasema, huone 3 ja video"
ASKED = (
    "Jaksaisinko jo kolme päivää viikossa?",
    "Mistä rahat tulevat, jos päätös viipyy?",
    "Haluan työn, jossa saa välillä istua.",
    "Voiko opiskelun ja kuntoutuksen yhdistää?",
    "Kuka minulle soittaa tämän jälkeen?",
)


def team_day(world: World) -> None:
    """The day ahead first; whoever of Katri's clients is left was on the one before."""
    katri = world.members[KATRI]
    found = _clients(katri)
    ahead = _open(world, katri, dates.next_working_day(world.today + timedelta(days=3)), "12:00")
    for number, (case, slot) in enumerate(zip(found, ahead.slots.order_by("starts_at")[: len(ASKED)], strict=False)):
        _book(world, katri, case, slot, asked=ASKED[number], clears=number == UNCLEAR)
    held = _open(world, katri, world.day(-6), "12:00")
    for number, (case, slot) in enumerate(zip(found[len(ASKED) :], held.slots.order_by("starts_at")[:2], strict=False)):
        meeting, team = _book(world, katri, case, slot, asked=ASKED[number], clears=False)
        with dates.clock(slot.starts_at + timedelta(minutes=2)), acting(katri.as_role("responsible_worker")) as by:
            _hold(_meeting(meeting), by, team, close=number == 0)


def _clients(katri: Member) -> list[Case]:
    """Katri's clients with a goal and no meeting ahead."""
    with acting(katri.as_role("responsible_worker")) as by:
        rows = Case.objects.visible_to(by).led_by(by).select_related("person").order_by("pk")
        busy = Meeting.objects.visible_to(by).ahead().values("case_id")
        rows = rows.filter(pk__in=Goal.objects.open().values("case_id")).exclude(pk__in=busy)
        return list(rows[: len(ASKED) + 2])


def _open(world: World, katri: Member, on: date, at: str) -> TeamDay:
    with world.at(world.day(-20), katri.as_role("coordinator")) as by:
        starts_at = datetime.combine(on, time.fromisoformat(at), dates.HELSINKI)
        return teamdays.open_day(
            unit=katri.unit, by=by, chair=katri.user, starts_at=starts_at, minutes=30, number=6, pause=5, place=PLACE
        )


def _book(
    world: World, katri: Member, case: Case, slot: Slot, *, asked: str, clears: bool
) -> tuple[int, list[User]]:
    """A time for the client, with what the client wants from it."""
    with world.at(world.day(-9), katri.as_role("responsible_worker")) as by:
        team = _team(world, case, by)
        clear = Clearing("Erikoispoliklinikan loppulausunto", katri.user, world.today + timedelta(days=1))
        booking = teamdays.book(
            case=fresh(case), by=by, slot=slot, invited=team, clearings=[clear] if clears else [],
            purpose="Sovitaan yhdessä, mitä seuraavaksi tehdään ja kuka auttaa.",
        )
        meeting = _meeting(booking.meeting_id)
        arranging.say_in_advance(meeting=meeting, version=meeting.version, by=by, words=asked)
        arranging.answer_support(meeting=meeting, version=meeting.version, by=by, support="none")
    return booking.meeting_id, team


def _meeting(pk: int) -> Meeting:
    return Meeting.objects.select_related("case__person", "episode").get(pk=pk)


def _team(world: World, case: Case, by: Actor) -> list[User]:
    """The doctor comes into the client's team when nobody of health is there; who is there already is invited."""
    doctor = next((one for one in world.members.values() if "doctor" in one.actors), None)
    members = {one.user_id: one.user for one in case.team.filter(left_at__isnull=True).select_related("user")}
    if doctor and doctor.user.pk not in members and doctor.unit.organisation_id == case.holder_unit.organisation_id:
        cases.join_team(
            case=fresh(case), user=doctor.user, unit=doctor.unit, task="Tiimin lääkäri", by=by, ground="l381_15"
        )
        members[doctor.user.pk] = doctor.user
    return list(members.values())


def _hold(meeting: Meeting, by: Actor, team: list[User], *, close: bool) -> None:
    meetings.hold(meeting=meeting, version=meeting.version, by=by, client_present=True, came=team)
    name, said = meeting.case.person.first_name, {"meeting": meeting, "by": by}
    minutes.write_line(speaker=name, text="Jaksaa nyt neljä tuntia, kun välillä saa istua.", **said)
    minutes.write_line(speaker="Lääkäri", text="Ei estettä kevyelle työlle. Nostot alle viisi kiloa.",
                       field_group="health", organisation=meeting.case.holder_unit.organisation, **said)
    decided = minutes.write_line(kind="decision", text="Työkokeilun sopimus tehdään tällä viikolla.", **said)
    goal = Goal.objects.filter(case=meeting.case).open().order_by("pk").first()
    due = dates.today() + timedelta(days=9)
    owner = User.objects.get(pk=by.user_id)
    deciding.decide(goal=goal, what="Sopimus työkokeilusta", owner=owner, due_on=due, follow_up_on=due, line=decided,
                    **said)
    minutes.write_line(kind="question", text="Kuka tarkistaa työtuolin ennen aloitusta?", **said)
    deciding.decide_as_team(decision="path_built", client_will="Haluan aloittaa pian, mutta rauhassa.", **said)
    if close:
        summary = "Sovimme, että työkokeilun sopimus tehdään tällä viikolla. Soitan sinulle, kun se on valmis."
        meetings.write(meeting=meeting, version=meeting.version, by=by, client_summary=summary, talked="")
        close_meeting(meeting, by)
