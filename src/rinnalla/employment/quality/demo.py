"""This room's part of the invented world: coaches with clients, half a year of work noted, and two reviews."""

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Case
from rinnalla.employment import actions as coaching
from rinnalla.employment import working
from rinnalla.employment.demo import look_at_support, talk_of_benefits
from rinnalla.employment.leave import leave_of
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.quality import actions, sets
from rinnalla.employment.quality.models import QualityReview
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Unit

CLIENTS, BEGAN, AT_WORK = 9, 170, 4
GROUPS = ["basics", "employment"]
WORK = (
    ("Taimiston työntekijä", "Rantalan taimisto"), ("Hyllyttäjä", "Kirkonkylän kauppa"),
    ("Keittiöapulainen", "Satamakahvila"), ("Varastotyöntekijä", "Pohjan varasto"),
    ("Siivooja", "Puhdas koti"), ("Hyllyttäjä", "Torin kauppa"),
)  # fmt: skip
PURPOSES = ("getting_started", "search", "telling", "learn_needs", "benefits", "search")
SEEN = "Kävimme läpi yhdessä ja katsoimme kirjauksista."
FIRST, LATER = 3, 4


def review_quality(actors: Iterable[Actor], leads: dict[int, Actor], today: date) -> None:
    """In a region where coaches have a manager of their own: their clients, their work, an old review and an open one.

    `leads` are those who answer for cases, by user.
    """
    people = list(actors)
    boss = next((one for one in people if one.role == "manager" and _coaches(people, one)), None)
    if boss is None:
        return
    coaches = _coaches(people, boss)
    unit = Unit.objects.select_related("organisation").get(pk=coaches[0].unit_id)
    coaches = [one for one in coaches if one.unit_id == unit.pk]
    rng = random.Random(f"quality:{unit.key}")  # noqa: S311  # invented lives
    for number, case in enumerate(_cases(leads, today)):
        coach = coaches[number % len(coaches)]
        if episode := _begin(case, leads[case.responsible_worker_id], coach, unit, today, number):
            _walk(episode, coach, today, number, rng)
    _practices(unit, boss, coaches, today)
    _old_review(unit, boss, coaches[0], today)
    _open_review(unit, coaches[0], today)


def _coaches(people: list[Actor], boss: Actor) -> list[Actor]:
    return [one for one in people if one.role == "job_coach" and one.organisation_id == boss.organisation_id]


def _cases(leads: dict[int, Actor], today: date) -> list[Case]:
    """Open cases of those leads that were opened before the coachings begin, and have none yet."""
    found: list[Case] = []
    for user, lead in sorted(leads.items()):
        with _on(today, lead):
            rows = Case.objects.visible_to(lead).filter(responsible_worker_id=user, closed_at__isnull=True)
            rows = rows.filter(made_at__date__lt=today - timedelta(days=BEGAN + 5)).select_related("person", "region")
            found += [one for one in rows.order_by("pk")[:CLIENTS] if one.allows("edit")]
    return found[:CLIENTS]


def _begin(
    case: Case, lead: Actor, coach: Actor, unit: Unit, today: date, number: int
) -> CoachingEpisode | None:
    """A coaching on the client's consent; None when it does not suit this life."""
    day = today - timedelta(days=BEGAN - 6 * number)
    try:
        with _on(day, lead):
            if leave_of(case, unit.organisation) is None:
                consents.give_consent(
                    case=case, organisation=unit.organisation, groups=GROUPS, by=lead, given_on=dates.today(),
                    mode="written",
                )
            return coaching.start_coaching(
                case=Case.objects.get(pk=case.pk), by=lead, coach=User.objects.get(pk=coach.user_id), unit=unit,
                type="quality_criteria", payer="employment_services", voluntary=True,
                next_step="Ensimmäinen tapaaminen", next_on=day + timedelta(days=5),
            )
    except Refused:
        return None


def _walk(episode: CoachingEpisode, coach: Actor, today: date, number: int, rng: random.Random) -> None:
    """Contacts most weeks, a profile, jobs looked for, and work for some."""
    start = today - timedelta(days=BEGAN - 6 * number)
    for week in range((today - start).days // 7):
        with _on(start + timedelta(days=7 * week + 2), coach, 10 + number % 6):
            if week == 1:
                working.save_profile(episode=_fresh(episode), based_on=0, by=coach, parts=_profile(number))
            if week in (3, 6):
                title, employer = WORK[(number + week) % len(WORK)]
                working.add_application(
                    episode=_fresh(episode), by=coach, employer=employer, title=title, state="sent",
                    fit="partly" if (number + week) % 4 == 0 else "fits",
                )
            if week == 8 and number < AT_WORK:
                _job(episode, coach, number)
            if rng.random() < 0.85:
                _contact(episode, coach, week, number, rng)
    with _on(today, coach, 8):
        if number % 4:
            look_at_support(_fresh(episode), coach, today)
        held = _fresh(episode)
        working.set_next(
            episode=held, version=held.version, by=coach, next_step="Käynti työpaikalla",
            next_on=today + timedelta(days=number),
        )


def _job(episode: CoachingEpisode, coach: Actor, number: int) -> None:
    title, employer = WORK[number % len(WORK)]
    if number:  # of one it was forgotten: the coach's day says so
        talk_of_benefits(_fresh(episode), coach)
    working.add_job(
        episode=_fresh(episode), by=coach, employer=employer, title=title, kind="open_paid", starts_on=dates.today(),
        contract="fixed_term" if number == 1 else "permanent", normal_pay=True, open_to_all=True,
    )


def _contact(episode: CoachingEpisode, coach: Actor, week: int, number: int, rng: random.Random) -> None:
    works = number < AT_WORK and week >= 8
    parties = ["client"] if week % 3 else ["client", "employer"]
    purpose = "support" if works else PURPOSES[min(week, len(PURPOSES) - 1)]
    if purpose == "benefits" and number % 2:
        parties = ["client", "benefit_adviser"]
    working.note_contact(
        episode=_fresh(episode), by=coach, parties=parties, purpose=purpose, minutes=rng.choice((45, 60, 90)),
        place="workplace" if works or "employer" in parties else rng.choice(("community", "office", "community")),
    )


def _profile(number: int) -> dict[str, str]:
    told = {"tell": "Selkä vaatii taukoja. Muuta ei tarvitse kertoa."} if number % 3 else {}
    return {"wish": f"{WORK[number % len(WORK)][0]}, mieluiten aamuvuorossa", "skills": "Tarkka ja luotettava", **told}


def _practices(unit: Unit, boss: Actor, coaches: list[Actor], today: date) -> None:
    """Meetings and talks of half a year, and one coach who works half of the week."""
    often = {"coach_meeting": 7, "supervision": 9, "team_meeting": 14, "authority_meeting": 30, "outcome_review": 80}
    for kind, days in often.items():
        for ago in range(3, 180, days):
            with _on(today - timedelta(days=ago), boss, 15):
                actions.note_practice(unit=unit, by=boss, kind=kind, on=dates.today())
    with _on(today - timedelta(days=175), boss):
        half = User.objects.get(pk=coaches[-1].user_id)
        actions.set_time(unit=unit, coach=half, version=0, by=boss, percent=50, other_percent=0)


def _old_review(unit: Unit, boss: Actor, coach: Actor, today: date) -> None:
    """Half a year ago people rated most by hand: there were few records."""
    day = today - timedelta(days=184)
    with _on(day, coach):
        review = actions.start_review(unit=unit, by=coach, reviewers=f"{coach.name}, {boss.name}")
        for score in review.scores.all():
            step = FIRST if score.number % 3 else LATER
            actions.answer(
                review=review, score=score, version=score.version, by=coach, answers={}, step=step, words=SEEN
            )
        actions.improve(
            review=review, item="quick_contact", what="Ensimmäinen soitto työnantajalle ensimmäisen viikon aikana",
            owner=User.objects.get(pk=coach.user_id), due_on=day + timedelta(days=90), by=coach,
        )
        actions.finish(action=review.improvements.get().action, by=coach)
    with _on(day + timedelta(days=7), boss):
        held = QualityReview.objects.get(pk=review.pk)
        actions.approve(review=held, version=held.version, by=boss)


def _open_review(unit: Unit, coach: Actor, today: date) -> None:
    """The new one: the records have been counted, some of what the reviewer is asked is answered."""
    with _on(today, coach, 8):
        review = actions.start_review(unit=unit, by=coach, reviewers=coach.name)
        used = sets.set_of(unit)
        for score in review.scores.filter(number__in=(5, 7, 9, 16)):
            asked = [one.key for one in used.item(score.item).asks]
            answers = dict.fromkeys(asked[:3] if score.number == 9 else asked, True)
            actions.answer(review=review, score=score, version=score.version, by=coach, answers=answers)
        actions.improve(
            review=review, item="leader", what="Esihenkilö lähtee kentälle mukaan kerran kuussa",
            owner=User.objects.get(pk=coach.user_id), due_on=today + timedelta(days=60), by=coach,
        )


@contextmanager
def _on(day: date, actor: Actor, hour: int = 9) -> Iterator[None]:
    with dates.clock(_moment(day, hour)), acting(actor):
        yield


def _moment(day: date, hour: int) -> datetime:
    """A moment of a day in Finland, never ahead of the real clock."""
    return min(datetime.combine(day, time(hour), dates.HELSINKI), datetime.now(dates.HELSINKI) - timedelta(minutes=5))


def _fresh(episode: CoachingEpisode) -> CoachingEpisode:
    return CoachingEpisode.objects.select_related("case__person").get(pk=episode.pk)
