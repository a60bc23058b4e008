"""What the told stories share: an act on a day counted from today, by somebody of the team."""

from datetime import datetime, time, timedelta

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user
from rinnalla.access.actor import Actor
from rinnalla.cases import actions as cases
from rinnalla.cases.messages import actions as messages
from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard
from rinnalla.demo import helping
from rinnalla.demo.world import (
    PURPOSE,
    Member,
    World,
    fresh,
)
from rinnalla.lib import dates
from rinnalla.meetings import actions as meetings
from rinnalla.meetings.demo import close_meeting
from rinnalla.meetings.models import Meeting
from rinnalla.plans import actions as plans
from rinnalla.plans import versions
from rinnalla.plans.models import Action, Goal, Plan
from rinnalla.retention.demo import ask_of_data
from rinnalla.services.models import ServiceEpisode

KATRI = "katri.ylinen"
ROOM = "Kirkkorannan terveysasema, huone 214"


def give_account(world: World, case: Case, username: str, name: str, language: str) -> None:
    """The client signs in to see the own path."""
    with dates.clock(world.moment(world.day(-20))), acting(system(PURPOSE)) as by:
        add_user(by=by, username=username, name=name, language=language, person_id=case.person_id)


class Scenes:
    """One client's told story: who takes part, the case and the plan as they come to be."""

    world: World
    case: Case
    plan: Plan
    katri: Member
    riikka: Member
    doctor: Member

    def acting(self, days: int, member: Member | None = None, hour: int = 10):
        """On a day counted from today, as Katri or somebody else of the team."""
        actor = (
            (member or self.katri).as_role("responsible_worker") if days != -196 else self.katri.as_role("coordinator")
        )
        return self.world.at(self.world.today + timedelta(days=days), actor, hour)

    def _contact(self, days: int, channel: str, subject: str, text: str) -> None:
        with self.acting(days, self.riikka if channel == "home" else None) as by:
            cases.note_contact(
                case=fresh(self.case), by=by, on=dates.today(), channel=channel, subject=subject, text=text, minutes=20
            )

    def _writes(self, herself: Actor) -> None:
        """What she and the team have written: one question answered, one call wished for."""
        with self.world.at(self.world.today + timedelta(days=-13), herself, 19) as by:
            messages.write(case=fresh(self.case), by=by, text="Saako siskoni tulla mukaan torstain tapaamiseen?")
        with self.acting(-12, hour=9) as by:
            text = "Saa tulla, oikein hyvä ajatus. Varaan hänelle tuolin. Kerro, jos hän tarvitsee kyydin."
            messages.reply(case=fresh(self.case), by=by, text=text)
        with self.world.at(self.world.today + timedelta(days=-1), herself, 20) as by:
            text = "Yöt ovat olleet huonoja. Voisitteko soittaa iltapäivällä ennen kahta?"
            messages.write(case=fresh(self.case), by=by, text=text, wants_call=True)

    def _asks(self, herself: Actor) -> None:
        """Who has looked, and what is not right: one answered, two waiting."""
        with acting(herself):
            case = fresh(self.case)
            helps = set(case.team.values_list("user_id", flat=True))
        officers = self.world.having("data_protection_officer")
        strangers = [one for one in self.world.having("social_worker") if one.user.pk not in helps]
        if officers and strangers:
            officer = officers[0].as_role("data_protection_officer")
            ask_of_data(case, herself, (self.doctor.actor, strangers[0].actor), officer, self.world.today)

    def _card(self, service: str) -> ServiceCard:
        return (
            ServiceCard.objects.filter(region=self.world.region, service=service)
            .select_related("unit", "region")
            .first()
        )

    def _episode(self, episode: ServiceEpisode) -> ServiceEpisode:
        return helping.reread(episode)

    def _action(self, by: Actor, goal: Goal, what: str, member: Member | None, due: int) -> Action:
        day = self.world.today + timedelta(days=due)
        action = plans.add_action(
            goal=goal,
            by=by,
            what=what,
            by_client=member is None,
            owner=member.user if member else None,
            due_on=day,
            follow_up_on=day + timedelta(days=7),
        )
        if member is self.katri:
            plans.accept_action(action=action, by=by)
        return action

    def _confirm(self, by: Actor, reason: str) -> None:
        version = versions.make_version(
            plan=Plan.objects.select_related("case").get(pk=self.plan.pk), by=by, reason=reason
        )
        versions.approve_version(version=version, by=by, mode="spoken", recorded_why="in_meeting")

    def _call(self, by: Actor, days: int, kind: str, purpose: str, people: tuple[Member, ...], at: str) -> Meeting:
        return call(
            self.world, fresh(self.case), by, days=days, at=at, kind=kind, purpose=purpose, people=people, place=ROOM
        )

    def _hold(self, by: Actor, meeting: Meeting, summary: str) -> None:
        row = Meeting.objects.select_related("case").get(pk=meeting.pk)
        meetings.hold(
            meeting=row, version=row.version, by=by, client_present=True, came=[self.riikka.user, self.doctor.user]
        )
        meetings.write(meeting=row, version=row.version, by=by, client_summary=summary, talked="")
        close_meeting(row, by)


def call(
    world: World,
    case: Case,
    by: Actor,
    *,
    days: int,
    at: str,
    kind: str,
    purpose: str,
    people: tuple[Member, ...] = (),
    **more: object,
) -> Meeting:
    """A meeting at a time of a day counted from today."""
    starts_at = datetime.combine(world.today + timedelta(days=days), time.fromisoformat(at), dates.HELSINKI)
    return meetings.convene(
        case=case, by=by, kind=kind, starts_at=starts_at, purpose=purpose, invited=[one.user for one in people], **more
    )
