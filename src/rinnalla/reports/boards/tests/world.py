"""Clients of a half-year for the boards' tests: who sent them, what they need, what they got, where it led."""

import secrets
from datetime import date, timedelta
from typing import Any

from rinnalla.assessments.models import LifeAreaAnswer, NeedsAssessment
from rinnalla.cases.models import Case, Closing
from rinnalla.lib import dates
from rinnalla.plans.models import Goal, GoalClosure, Plan
from rinnalla.referrals.models import Arrival, Referral
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.tests.test_progress import client
from rinnalla.services.models import OnwardGuidance, ServiceEpisode
from rinnalla.testing import as_actor

NOW = HalfYear(dates.add_months(dates.today().replace(day=1), -5))  # today is in it, whatever the day of the year
EARLIER = NOW.before.since + timedelta(days=10)


def opened(cast: Any, numbers: range, on: date | None = None) -> list[Case]:
    """Clients whose cases began on a day, the first of the half-year unless told otherwise."""
    with as_actor(cast.a_katri):
        cases = [client(cast, number, code=False) for number in numbers]
        Case.objects.filter(pk__in=[one.pk for one in cases]).update(made_at=dates.start_of_day(on or NOW.since))
    return cases


def sent(cast: Any, case: Case, sender: str, on: date | None = None) -> Referral:
    """The referral that brought somebody in, accepted the same day."""
    at = dates.start_of_day(on or NOW.since)
    with as_actor(cast.a_katri):
        row = Referral.objects.create(
            region=cast.region, unit=cast.team, channel="network", sender_kind=sender, sent_by=cast.katri, sent_at=at,
            due_on=NOW.until, receipt=secrets.token_hex(6), sealed_identity=b"x", sealed_texts=b"x",
            person_index=secrets.token_bytes(8), repeat_index=b"x", ground="l381_15", for_whom="client", case=case,
            accepted_at=at, accepted_by=cast.katri,
        )  # fmt: skip
        Arrival.objects.create(
            case=case, referral=row, channel="network", sender_kind=sender, received_on=NOW.since, accepted_at=at
        )
    return row


def served(cast: Any, case: Case, card: Any, on: date, **more: Any) -> ServiceEpisode:
    """A service that has begun."""
    with as_actor(cast.a_katri):
        return ServiceEpisode.objects.create(case=case, card=card, organiser_name="Joku", started_on=on, **more)


def closed(cast: Any, case: Case, solution: str, on: date | None = None) -> None:
    """The case ended with a solution."""
    day = on or NOW.since + timedelta(days=60)
    with as_actor(cast.a_katri):
        Closing.objects.create(case=case, solution_kind=solution, solved="x", stays_open="x", closed_on=day)
        Case.objects.filter(pk=case.pk).update(closed_at=dates.start_of_day(day), closed_by=cast.katri)


def needs(cast: Any, case: Case, *areas: str, on: date | None = None) -> None:
    """A signed talk in which these areas of life need something, and one does not."""
    with as_actor(cast.a_katri):
        talk = NeedsAssessment.objects.create(case=case, number=1, network="x", goal="x", resources="x")
        for area, answer in [*((area, "need") for area in areas), ("education_and_skills", "no_need")]:
            LifeAreaAnswer.objects.create(assessment=talk, case=case, area=area, field_group="basics", answer=answer)
        signed_at = dates.start_of_day(on or NOW.since + timedelta(days=5))
        NeedsAssessment.objects.filter(pk=talk.pk).update(signed_at=signed_at, signed_by=cast.katri)


def guided(cast: Any, case: Case, card: Any, on: date) -> None:
    with as_actor(cast.a_katri):
        OnwardGuidance.objects.create(
            case=case, card=card, unit=cast.coaching, words="x", ground="l381_15", sent_on=on, due_on=on
        )


def reached(cast: Any, case: Case, on: date, outcome: str = "reached") -> None:
    """A goal that ended on a day."""
    with as_actor(cast.a_katri):
        plan, _new = Plan.objects.get_or_create(case=case, defaults={"made_in": "team", "review_on": NOW.until})
        goal = Goal.objects.create(case=case, plan=plan, in_clients_words="Haluan töihin", purpose="work")
        GoalClosure.objects.create(case=case, goal=goal, outcome=outcome, closed_on=on)
