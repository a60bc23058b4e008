"""This room's part of the invented world: meetings that were held, and the next one."""

import random
from datetime import datetime, time, timedelta

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.meetings import actions, deciding
from rinnalla.meetings.arranging.actions import agree_recording
from rinnalla.meetings.models import Meeting
from rinnalla.meetings.rules import in_joint_service
from rinnalla.organisations.models import Organisation
from rinnalla.plans.models import Goal

TEXTS = (
    (
        "work_meeting",
        "Sovitaan, miten työkokeilu aloitetaan.",
        "Puhelut ja kahdenkeskiset tapaamiset eivät ole ratkaisseet aikatauluja.",
        "Puhuimme työkokeilusta. Sinulle tärkeintä on, että selkä kestää. Aloitat kolmella tunnilla päivässä.",
        "Työkokeilun päivät sovitaan",
    ),
    (
        "network_meeting",
        "Katsotaan, kuka auttaa missäkin.",
        "",
        "Kävimme läpi, kuka sinua nyt auttaa. Sinun ei tarvitse soittaa moneen paikkaan: soita minulle.",
        "Yhteystiedot yhdelle paperille",
    ),
    (
        "team_meeting",
        "Työkykytiimi auttaa arviossa.",
        "",
        "Lääkäri kertoi, mitä tutkimuksista nähtiin. Sinä kerroit, mikä päivässä on raskainta.",
        "Lausunto Kelaa varten",
    ),
)
PLACES = ("Palvelukatu 3, huone 12", "Terveysasema, 2. kerros", "Työllisyyspalvelut, Torikatu 8")


def call_meeting(case: Case, by: Actor, rng: random.Random, *, in_days: int) -> Meeting:
    """A meeting `in_days` from today, with everybody of the team."""
    kind, purpose, tried, _summary, _decision = rng.choice(TEXTS)
    day = dates.next_working_day(dates.today() + timedelta(days=in_days))
    starts_at = datetime.combine(day, time(rng.randrange(9, 15), rng.choice((0, 30))), dates.HELSINKI)
    team = [member.user for member in case.team.filter(left_at__isnull=True).select_related("user")]
    return actions.convene(
        case=case,
        by=by,
        kind=kind,
        starts_at=starts_at,
        purpose=purpose,
        tried_solutions=tried,
        place=rng.choice(PLACES),
        invited=team,
    )


def hold_meeting(meeting: Meeting, by: Actor, rng: random.Random, *, close: bool = True) -> Meeting:
    """The meeting is held on its day (set the clock to it): a decision into the plan, the client's summary, closing."""
    _kind, _purpose, _tried, summary, what = next(one for one in TEXTS if one[0] == meeting.kind)
    people = [one.user for one in meeting.participants.filter(user__isnull=False).select_related("user")]
    actions.hold(meeting=meeting, version=meeting.version, by=by, client_present=True, came=people)
    goal = Goal.objects.filter(case=meeting.case).open().order_by("pk").first()
    if goal is not None:
        due = dates.today() + timedelta(days=rng.randrange(7, 28))
        owner = next(one for one in people if one.pk == by.user_id)
        deciding.decide(meeting=meeting, by=by, goal=goal, what=what, owner=owner, due_on=due, follow_up_on=due)
    if close:
        actions.write(meeting=meeting, version=meeting.version, by=by, client_summary=summary, talked="")
        close_meeting(meeting, by)
    return meeting


def close_meeting(meeting: Meeting, by: Actor) -> None:
    """The record is closed, the summary on paper; for a client of the joint service the meeting says who records."""
    if meeting.recorder_id is None and in_joint_service(meeting.case_id):
        recorder = Organisation.objects.get(pk=by.organisation_id)
        agree_recording(meeting=meeting, version=meeting.version, by=by, recorder=recorder)
    actions.close(meeting=meeting, version=meeting.version, by=by, how="printed")
