"""What the tests of feedback share: clients with their own pages, asked and answering."""

from datetime import date, timedelta
from typing import Any

from rinnalla.access.actions import add_user
from rinnalla.access.actor import Actor
from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.feedback import actions
from rinnalla.feedback.models import FeedbackRequest
from rinnalla.lib import dates
from rinnalla.services.actions import end_service, plan_service, start_service
from rinnalla.services.models import ServiceEpisode
from rinnalla.testing import as_actor


def tuula(cast: Any, moment: str = "mid") -> FeedbackRequest:
    """Tuula is asked."""
    with as_actor(cast.a_katri):
        return actions.ask(case=cast.case, moment=moment, by=cast.a_katri)


def client(cast: Any, number: int) -> tuple[Case, Actor]:
    """A client of Katri's with an account of the own pages."""
    with as_actor(cast.a_katri):
        case = cases.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
            naming_due_on=dates.today() + timedelta(days=14),
            new_person={"given_names": f"Asiakas {number}", "family_name": "Palaute"},
        )
        name = f"Asiakas {number}"
        user = add_user(by=cast.a_katri, username=f"palaute-{number}", name=name, person_id=case.person_id)
    return case, Actor(kind="client", user_id=user.pk, person_id=case.person_id, name=user.name)


def served(cast: Any, case: Case, card: Any, on: date) -> ServiceEpisode:
    """A service of a card that has ended."""
    with as_actor(cast.a_katri):
        episode = plan_service(case=case, by=cast.a_katri, card=card)
        start_service(episode=episode, version=episode.version, by=cast.a_katri, on=on)
        end_service(episode=episode, version=episode.version, by=cast.a_katri, on=on, outcome="employment")
    return episode


def answers(actor: Actor, request: FeedbackRequest, **said: Any) -> str:
    """The client answers; returns the receipt."""
    with as_actor(actor):
        return actions.answer(request=request, by=actor, **said)
