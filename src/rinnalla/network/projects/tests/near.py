"""What the tests of a project's clients begin with: a project that runs, clients in it, people contacted."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from rinnalla.cases.models import Case
from rinnalla.employment import working
from rinnalla.employment.models import CoachingEpisode, Job
from rinnalla.employment.tests.coaching import open_case, start
from rinnalla.feedback.models import FeedbackAnswer, FeedbackRequest
from rinnalla.lib import dates
from rinnalla.network.development.tests.near import a_project
from rinnalla.network.projects import actions_clients
from rinnalla.network.projects.figures import Numbers, numbers
from rinnalla.network.projects.models import Project
from rinnalla.network.projects.models_clients import ContactedPerson, Participation
from rinnalla.testing import as_actor

BEGAN = 300


def ago(days: int) -> date:
    return dates.today() - timedelta(days=days)


def running(cast: SimpleNamespace, **more: Any) -> Project:
    """A project that began so long ago and still runs."""
    return a_project(cast.a_katri, **{"starts_on": ago(BEGAN), "ends_on": ago(-30), **more})


def clients(cast: SimpleNamespace, many: int) -> list[Case]:
    """So many cases of Katri's."""
    with as_actor(cast.a_katri):
        return [open_case(cast, f"Asiakas {number}") for number in range(many)]


def joins(cast: SimpleNamespace, case: Case, project: Project, days: int = 200, **more: Any) -> Participation:
    with as_actor(cast.a_katri):
        return actions_clients.join_project(
            case=case, project=project, by=cast.a_katri, from_on=more.pop("on", ago(days)), **more
        )


def coached(cast: SimpleNamespace, case: Case, type: str = "quality_criteria", days: int = 180) -> CoachingEpisode:
    """Janne's coaching since so many days ago."""
    with as_actor(cast.a_katri):
        row = start(cast, case, type=type)
        CoachingEpisode.objects.filter(pk=row.pk).update(started_on=ago(days))
    return row


def worked(cast: SimpleNamespace, row: CoachingEpisode, days: int = 60, kind: str = "open_paid") -> Job:
    with as_actor(cast.a_janne):
        return working.add_job(
            episode=row, by=cast.a_janne, employer="Kahvila Koe", title="Työ", kind=kind, starts_on=ago(days)
        )


def says(cast: SimpleNamespace, case: Case, mark: int) -> None:
    """How content the client is, by name."""
    with as_actor(cast.a_katri):
        asked = FeedbackRequest.objects.create(case=case, moment="any_time", expires_on=dates.today())
        FeedbackAnswer.objects.create(case=case, request=asked, marks={"satisfaction": mark})


def contacts(cast: SimpleNamespace, project: Project, mark: str, days: int = 100) -> ContactedPerson:
    with as_actor(cast.a_katri):
        return actions_clients.contact_person(project=project, by=cast.a_katri, mark=mark, on=ago(days))


def settles(cast: SimpleNamespace, row: ContactedPerson, outcome: str, reason: str = "", days: int = 90) -> None:
    with as_actor(cast.a_katri):
        fresh = ContactedPerson.objects.get(pk=row.pk)
        actions_clients.settle_contact(
            contacted=fresh, version=fresh.version, by=cast.a_katri, outcome=outcome, on=ago(days), reason=reason
        )


def counted(cast: SimpleNamespace, project: Project, until: date | None = None, who: str = "rooli-manager") -> Numbers:
    """The exact numbers as somebody is given them."""
    with as_actor(cast.actor(who)):
        return numbers(project, until or dates.today())
