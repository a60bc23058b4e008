"""What the tests with a database share: managers of two units, three clients with records of a year, a whole review."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cast import actor_named
from rinnalla.employment import working
from rinnalla.employment.models import CoachingEpisode, JobProfile
from rinnalla.employment.quality import actions
from rinnalla.employment.quality.models import QualityReview
from rinnalla.employment.tests.coaching import open_case, start
from rinnalla.lib import dates

TEXT = "Salainen lause, jota kukaan ei saa nähdä"


def manager(cast: SimpleNamespace, username: str = "maija") -> Actor:
    """A manager of the coaches' organisation."""
    if not User.objects.filter(username=username).exists():
        by = system("cast")
        with acting(by):
            user = add_user(by=by, username=username, name="Maija Aalto", email=f"{username}@example.org")
            give_membership(
                by=by, user=user, unit=cast.coaching, role="manager", starts_on=dates.today().replace(year=2024)
            )
    return actor_named(username)


def days_ago(number: int) -> date:
    return dates.today() - timedelta(days=number)


def three_clients(cast: SimpleNamespace) -> list[CoachingEpisode]:
    """Three coachings by Janne that began 150 days ago, with contacts, searches, profiles and jobs."""
    with acting(cast.a_katri):
        rows = [start(cast, open_case(cast, f"Asiakas {n}")) for n in range(3)]
        CoachingEpisode.objects.filter(pk__in=[one.pk for one in rows]).update(started_on=days_ago(150))
    by = cast.a_janne
    with acting(by):
        for number, episode in enumerate(rows):
            parts = {**dict.fromkeys(JobProfile.ASKED, ""), "wish": TEXT, "tell": TEXT if number else ""}
            working.save_profile(episode=episode, based_on=0, by=by, parts=parts)
            note(episode, by, 140, "client", purpose="getting_started")
            note(episode, by, 130 - 20 * number, "employer", purpose="search", place="workplace")
            working.add_application(
                episode=episode, by=by, employer=TEXT, title=TEXT, state="sent", fit="fits" if number else "not"
            )
        for number, episode in enumerate(rows[:2]):
            working.add_job(
                episode=episode, by=by, employer="K-kauppa" if number else " k-kauppa", title=f"Työ {number}",
                kind="open_paid", starts_on=days_ago(60), contract="permanent" if number else "fixed_term",
                normal_pay=True, open_to_all=True,
            )
    return rows


def note(episode: CoachingEpisode, by: Actor, ago: int, *parties: str, place: str = "community", **more: Any) -> None:
    working.note_contact(
        episode=episode, by=by, parties=parties, place=place, minutes=60, on=days_ago(ago), text=TEXT, **more
    )


def began(cast: SimpleNamespace, by: Actor | None = None, **more: Any) -> QualityReview:
    """An open review of the coaches' unit."""
    by = by or cast.a_janne
    with acting(by):
        return actions.start_review(unit=cast.coaching, by=by, **{"reviewers": "Janne Kallio, Maija Aalto", **more})


def scored(review: QualityReview, by: Actor, step: int = 4, but: tuple[str, ...] = ()) -> None:
    """Each criterion on a step of the reviewer's own, but some left as they are."""
    with acting(by):
        for score in review.scores.exclude(item__in=but):
            actions.answer(
                review=review, score=score, version=score.version, by=by, answers={}, step=step, words="Nähty käynnillä"
            )
