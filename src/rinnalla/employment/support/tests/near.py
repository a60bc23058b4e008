"""What the tests of the room share: a coaching with a job, an employer whom the client lets know, an agreement."""

from datetime import timedelta
from typing import Any

from rinnalla.cases.consents import actions as consents
from rinnalla.employers import actions as register
from rinnalla.employers.models import Employer
from rinnalla.employers.tests.near import an_employer
from rinnalla.employment import working
from rinnalla.employment.support import agreeing
from rinnalla.employment.support.models import PARTIES, WorkAgreement
from rinnalla.employment.tests.coaching import consent, fresh, start
from rinnalla.lib import dates
from rinnalla.testing import as_actor

PARTS = {
    "aim": "Sopiiko myymälätyö", "tasks": "Hyllytys ja kassa", "hours": "5 tuntia päivässä",
    "place": "Keskustan myymälä", "mentor": "Myymäläpäällikkö", "support": "Valmentaja käy viikoittain",
    "evaluation": "Lopuksi yhdessä",
}  # fmt: skip


def running(cast: Any):
    """A coaching that runs, by Janne."""
    with as_actor(cast.a_katri):
        consent(cast, cast.case)
        return start(cast)


def a_job(cast: Any, episode: Any, **more: Any):
    values = {
        "employer": "Meriruohon Puutarha Oy", "title": "Puutarhatyöntekijä", "kind": "open_paid",
        "starts_on": dates.today() - timedelta(days=30), "hours_week": 20, **more,
    }
    with as_actor(cast.a_janne):
        return working.add_job(episode=episode, by=cast.a_janne, **values)


def receiver(cast: Any, **more: Any) -> Employer:
    """An employer of the register that a consent may be asked for."""
    found = an_employer(cast.a_janne, **more)
    with as_actor(cast.a_katri):
        register.as_receiver(employer=found, by=cast.a_katri)
    return Employer.objects.select_related("organisation").get(pk=found.pk)


def let(cast: Any, employer: Employer, groups: Any = ("basics", "employment"), **more: Any):
    """The client's consent for the employer."""
    values = {"mode": "written", "given_on": dates.today(), **more}
    with as_actor(cast.a_katri):
        return consents.give_consent(
            case=cast.case, organisation=employer.organisation, groups=groups, by=cast.a_katri, **values
        )


def proposed(cast: Any, episode: Any, employer: Employer, **more: Any) -> WorkAgreement:
    values = {
        "kind": "work_trial", "parts": PARTS, "starts_on": dates.today(),
        "ends_on": dates.today() + timedelta(days=60), **more,
    }
    with as_actor(cast.a_janne):
        row = agreeing.propose(episode=episode, by=cast.a_janne, employer=employer, **values)
        return fresh(row)


def answered(cast: Any, agreement: WorkAgreement, party: str, answer: str = "approved", number: int = 1, **more: Any):
    values = {"on": dates.today(), "name": "Meri Ruoho", "way": "paper", **more}
    with as_actor(cast.a_janne):
        return agreeing.answer(
            agreement=fresh(agreement), number=number, party=party, answer=answer, by=cast.a_janne, **values
        )


def all_approve(cast: Any, agreement: WorkAgreement, number: int = 1) -> None:
    for party in PARTIES:
        answered(cast, agreement, party, number=number)
