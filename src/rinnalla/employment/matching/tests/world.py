"""What the tests of matching share: a coaching with a profile and picks, a vacancy with a task."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from rinnalla.employers.tests.near import an_employer
from rinnalla.employers.vacancies import actions as vacancies
from rinnalla.employers.vacancies.models import Vacancy
from rinnalla.employment import working
from rinnalla.employment.models import CoachingEpisode, JobProfile
from rinnalla.employment.tests.coaching import start
from rinnalla.lib import dates
from rinnalla.testing import as_actor

WISH = {"wish": "Kasvien kanssa, rauhassa."}
PICKS: dict[str, Any] = {
    "occupations": ["9214"], "picked_skills": ["plant_care"], "municipalities": ["995"], "hours_from": Decimal(15),
    "hours_to": Decimal(25), "times": ["morning", "day"], "picked_limits": ["lifting"],
}  # fmt: skip


def coached(cast: Any) -> CoachingEpisode:
    """Tuula's coaching by Janne."""
    with as_actor(cast.a_katri):
        return start(cast)


def profiled(cast: Any, episode: CoachingEpisode, by: Any = None, **more: Any) -> JobProfile:
    """A new version of the profile with picks."""
    actor = by or cast.a_janne
    with as_actor(actor):
        latest = working.latest_profile(episode)
        number = latest.number if latest else 0
        return working.save_profile(
            episode=episode, based_on=number, by=actor, parts=WISH, picks={**PICKS, **more}
        )


def opened(cast: Any, employer: Any = None, **more: Any) -> Vacancy:
    """A vacancy that suits the wish, but for the lifting."""
    values = {
        "title": "Taimien hoitaja", "occupation": "9214", "skills": ["gardening", "plant_care"],
        "demands": ["lifting", "cold"], "hours_from": Decimal(20), "hours_to": Decimal(30), "times": ["morning"],
        "municipality": cast.region.municipalities.get(code="995"),
        "deadline": dates.today() + timedelta(days=10), **more,
    }  # fmt: skip
    with as_actor(cast.a_janne):
        return vacancies.add_vacancy(employer=employer or an_employer(cast.a_janne), by=cast.a_janne, values=values)


def with_task(cast: Any, vacancy: Vacancy, **more: Any) -> Any:
    """A task of it that asks no lifting."""
    values = {"name": "Taimien kastelu", "way": "carve", "demands": ["standing"], "hours": Decimal(15), **more}
    with as_actor(cast.a_janne):
        return vacancies.save_task(vacancy=vacancy, by=cast.a_janne, values=values)
