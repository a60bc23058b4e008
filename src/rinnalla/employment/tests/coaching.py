"""What the tests of the room share: a consent in force, a coaching that runs, more clients and more cases."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from rinnalla.access.models import User
from rinnalla.cases import actions as cases
from rinnalla.cases import responsibility
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Case
from rinnalla.employment import actions
from rinnalla.employment.models import CoachingEpisode
from rinnalla.lib import dates

GROUPS = ["basics", "employment"]


def consent(cast: SimpleNamespace, case: Case, **more: Any):
    """The client's consent for the coach's organisation."""
    values = {"groups": GROUPS, "mode": "written", "given_on": dates.today(), **more}
    return consents.give_consent(case=case, organisation=cast.coaching.organisation, by=cast.a_katri, **values)


def start(cast: SimpleNamespace, case: Case | None = None, *, by: Any = None, **more: Any) -> CoachingEpisode:
    """Begin a coaching by Janne; what is wanted otherwise is given."""
    values = {
        "coach": cast.janne, "unit": cast.coaching, "type": "quality_criteria", "payer": "employment_services",
        "voluntary": True, "next_step": "Ensimmäinen tapaaminen", "next_on": dates.today() + timedelta(days=3), **more,
    }
    return actions.start_coaching(case=case or fresh(cast.case), by=by or cast.a_katri, **values)


def fresh(row: Any) -> Any:
    """The row as it is now."""
    return type(row).objects.get(pk=row.pk)


def open_case(cast: SimpleNamespace, name: str) -> Case:
    """A case of another client, with Katri responsible and the consent for coaching given."""
    today = dates.today()
    katri = cast.a_katri
    case = cases.open_case(
        by=katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
        naming_due_on=today + timedelta(days=14), new_person={"given_names": name, "family_name": "Lehto"},
    )
    proposal = responsibility.propose(
        case=case, worker=cast.katri, unit=cast.team, decision_power="none", by=katri, ground="l381_15",
        answer_due_on=today + timedelta(days=7),
    )
    responsibility.answer_as_worker(proposal=proposal, by=katri, answer="yes")
    responsibility.answer_of_client(proposal=proposal, by=katri, answer="yes")
    case.refresh_from_db()
    consent(cast, case)
    return case


def second_coach(cast: SimpleNamespace, username: str = "ville") -> User:
    """Another coach of Janne's unit."""
    from rinnalla.access.acting import acting, system
    from rinnalla.access.actions import add_user, give_membership

    by = system("cast")
    with acting(by):
        user = add_user(by=by, username=username, name="Ville Aho", email=f"{username}@example.org")
        start = dates.today().replace(year=2024)
        give_membership(by=by, user=user, unit=cast.coaching, role="job_coach", starts_on=start)
    return user
