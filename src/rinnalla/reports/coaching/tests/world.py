"""What the tests of results share: a period that ended yesterday, and coachings with jobs and contacts in it."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from rinnalla.employment import working
from rinnalla.employment.models import CoachingEpisode, Job
from rinnalla.employment.tests.coaching import open_case, start
from rinnalla.lib import dates
from rinnalla.organisations.models import Unit
from rinnalla.reports.forms import HalfYear
from rinnalla.testing import as_actor

PERIOD = HalfYear(dates.add_months(dates.today(), -6))  # its last day is yesterday, or a day or two before
BEFORE = PERIOD.before


def ago(days: int) -> date:
    """So many days before the period's last day."""
    return PERIOD.until - timedelta(days=days)


def coached(cast: SimpleNamespace, number: int, *, began: int = 120, **more: Any) -> CoachingEpisode:
    """A client coached by Janne since so many days before the period's end."""
    unit: Unit | None = more.pop("of_unit", None)
    with as_actor(cast.a_katri):
        row = start(cast, open_case(cast, f"Asiakas {number}"), **more)
        changed = {"started_on": ago(began), **({"unit": unit} if unit else {})}
        CoachingEpisode.objects.filter(pk=row.pk).update(**changed)
        row.refresh_from_db()
    return row


def worked(
    cast: SimpleNamespace, row: CoachingEpisode, began: int, ended: int | None = None, kind: str = "open_paid",
    **more: Any,
) -> Job:
    """A job from so many days before the period's end, up to so many."""
    with as_actor(cast.a_janne):
        job = working.add_job(
            episode=row, by=cast.a_janne, employer="Työnantaja Koe", title="Työ", kind=kind, starts_on=ago(began),
        )
        if ended is not None:
            working.end_job(job=job, version=1, by=cast.a_janne, on=ago(ended))
        if more:
            rated = {"matches_client": None, "matches_coach": None, **more}
            job.refresh_from_db()
            working.rate_match(job=job, version=job.version, by=cast.a_janne, **rated)
    return job


def met(cast: SimpleNamespace, row: CoachingEpisode, days: int, *parties: str, place: str = "workplace") -> None:
    with as_actor(cast.a_janne):
        working.note_contact(
            episode=row, by=cast.a_janne, parties=parties, place=place, minutes=30, on=ago(days)
        )
