"""The services of a life and its meetings: planned, awaited, broken off, held, ahead."""

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from rinnalla.catalogue.models import ServiceCard
from rinnalla.employment import demo as coaching
from rinnalla.employment.models import CoachingEpisode
from rinnalla.lib import dates
from rinnalla.meetings import demo as meetings
from rinnalla.meetings.models import Meeting
from rinnalla.organisations.models import Region
from rinnalla.services import actions as services
from rinnalla.services import demo as told
from rinnalla.services.models import ServiceEpisode

if TYPE_CHECKING:
    from rinnalla.demo.lives import Life

CARDS = (
    "rehabilitative_work_activity",
    "supported_employment_coaching",
    "work_trial_jobseeker",
    "vocational_rehabilitation",
    "medical_rehabilitation",
    "social_rehabilitation",
    "job_coaching_other",
    "working_conditions_adaptation_at_work",
    "preparatory_education",
    "labour_market_training",
    "pay_subsidy",
    "working_age_health_check",
    "shl_work_activity",
)


@lru_cache(maxsize=8)
def _cards(region: Region) -> list[ServiceCard]:
    found = ServiceCard.objects.offered().filter(region=region, service__in=CARDS)
    return list(found.select_related("unit__organisation", "region").order_by("key"))


def services_of(life: "Life") -> None:
    """One or two services: planned, awaited, running, broken off and gone on, ended."""
    for card in life.world.rng.sample(_cards(life.world.region), life.world.rng.choice((1, 1, 2))):
        _service(life, card)
    with life.acting(day=life.on(3)):
        told.lack_a_service(life.case, life.by)
        told.join_workshop(life.case, life.by)


def lives_on(life: "Life") -> None:
    """What the client lives on, as it stands now."""
    with life.acting(day=life.world.today - timedelta(days=1)):
        told.live_on(life.case, life.by)


def _service(life: "Life", card: ServiceCard) -> None:
    rng, by = life.world.rng, life.by
    with life.acting(day=life.on(rng.randrange(2, 8))):
        since = dates.today() if rng.random() < 0.7 else None
        ahead = life.world.today + timedelta(days=rng.randrange(5, 40))
        episode = services.plan_service(case=life.case, by=by, card=card, waits_since=since, planned_on=ahead)
        told.tell_before(reread(episode), by)
    if rng.random() < 0.2 and life.path.closed is None:
        return
    with life.acting(day=life.on(rng.randrange(5, 20)), hour=9):
        episode = reread(episode)
        told.tell_more(episode, by)
        coached = _coach(life, card)
        if coached is None:
            services.start_service(episode=episode, version=episode.version, by=by, on=dates.today())
        told.go_along(reread(episode), by)
    if rng.random() < 0.2:
        _break_off(life, episode, goes_on=rng.random() < 0.6)
    ends = life.path.closed is not None or rng.random() < 0.3
    day = life.on(rng.randrange(15, 30)) if ends else life.world.today
    if coached:
        _walk_beside(life, coached, until=day, ends=ends)
    elif ends:
        with life.acting(day=day, hour=15):
            episode = reread(episode)
            outcome = rng.choice(("employment", "education", "rehabilitation", "other"))
            services.end_service(
                episode=episode,
                version=episode.version,
                by=by,
                on=dates.today(),
                outcome=outcome,
                words="Jakso täyttyi sovitusti.",
                no_talk_reason="Päättymisestä sovittiin puhelimessa." if episode.asks_closing_talk else "",
            )
            told.ask_after(reread(episode), by)


def _coach(life: "Life", card: ServiceCard) -> CoachingEpisode | None:
    """The service is a coaching and a coach is in the team: it begins as one."""
    team = set(life.case.team.filter(left_at__isnull=True).values_list("user_id", flat=True))
    coach = next((one for one in life.world.having("job_coach") if one.user.pk in team), None)
    return coaching.begin(life.case, life.by, coach.user, coach.unit, card.service) if coach else None


def _walk_beside(life: "Life", coached: CoachingEpisode, *, until: date, ends: bool) -> None:
    coach = next(one for one in life.world.having("job_coach") if one.user.pk == coached.coach_id)
    coaching.work(coached.pk, coach.actors["job_coach"], life.world.at, until, ends=ends)


def _break_off(life: "Life", episode: ServiceEpisode, *, goes_on: bool) -> None:
    reason, said = life.world.rng.choice(
        (
            ("health_reason", "Selkä oireili, tauko lääkärin ohjeesta."),
            ("insufficient_support", "Ohjaaja vaihtui, eikä uusi tiennyt sovituista tauoista."),
            ("life_situation", "Muutto vei voimat, sovittiin kahden viikon tauko."),
        )
    )
    with life.acting(day=life.on(10), hour=12):
        episode = reread(episode)
        services.interrupt_service(
            episode=episode,
            version=episode.version,
            by=life.by,
            reason=reason,
            from_on=dates.today(),
            words=said,
            support_offered="Soitto joka toinen päivä ja paluu lyhyemmällä päivällä.",
        )
    if goes_on or life.path.closed is not None:
        with life.acting(day=life.on(12), hour=12):
            episode = reread(episode)
            services.resume_service(episode=episode, version=episode.version, by=life.by, on=dates.today())


def reread(episode: ServiceEpisode) -> ServiceEpisode:
    return ServiceEpisode.objects.select_related("case__region", "card").get(pk=episode.pk)


def meet(life: "Life") -> None:
    """A meeting is called and held, with the client and a summary."""
    rng = life.world.rng
    life.on(3)
    days = rng.randrange(4, 9)
    if dates.next_working_day(life.day + timedelta(days=days)) > life.end:
        return
    with life.acting(hour=9):
        meeting = meetings.call_meeting(life.case, life.by, rng, in_days=days)
    held = max(life.day, dates.local(meeting.starts_at).date())
    with life.acting(hour=16, day=held):
        meetings.hold_meeting(Meeting.objects.select_related("case").get(pk=meeting.pk), life.by, rng)
        life.day = held


def meet_ahead(life: "Life", days: int) -> None:
    """A meeting is ahead, so many days from today."""
    with life.acting(hour=16):
        start = (life.world.today - dates.today()).days + days
        meetings.call_meeting(life.case, life.by, life.world.rng, in_days=start)
