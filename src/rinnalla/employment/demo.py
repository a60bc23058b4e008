"""This part of the invented world: coachings begun, worked in by their coaches, and for some ended."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.roles import BASICS, EMPLOYMENT
from rinnalla.cases.consents.actions import give_consent
from rinnalla.cases.models import Case
from rinnalla.employers.models import Employer
from rinnalla.employment import actions, working
from rinnalla.employment.leave import leave_of
from rinnalla.employment.models import CoachingEpisode, Job
from rinnalla.employment.support.actions import note_benefits_talk
from rinnalla.lib import dates
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code_list

At = Callable[[date, Actor, int], AbstractContextManager[Actor]]
FIRST_STEP = "Ensimmäinen tapaaminen: mitä työltä toivotaan"


@dataclass(frozen=True)
class Told:
    """What somebody wants of work, in the client's words, and what the coach does about it."""

    title: str
    parts: dict[str, str]
    next_steps: tuple[str, ...]
    hours: int


TOLD = (
    Told(
        "Puutarhatyöntekijä",
        {
            "wish": "Haluan töihin, joissa selkä kestää. Mieluiten kasvien kanssa.",
            "content": "Taimien hoitoa, ruukutusta, kastelua.",
            "skills": "Tarkka ja rauhallinen. Kaksikymmentä vuotta keittiössä.",
            "motivation": "Haluan taas kuulua johonkin porukkaan.",
            "limits": "En voi nostella painavaa enkä seistä koko päivää.",
            "adaptations": "Korkeussäädettävä pöytä, taukopaikka lähellä.",
            "hours": "Neljä tuntia päivässä, aamuisin", "area": "Bussimatkan päässä kotoa",
            "tell": "Että selkä tarvitsee taukoja.", "keep": "Muista terveysasioista en halua puhua.",
        },
        ("Käynti puutarhalla sopimassa tehtävistä", "Puhelu tuotantopäällikölle työkokeilun päivistä"), 20,
    ),
    Told(
        "Myyjä",
        {
            "wish": "Haluan olla ihmisten kanssa. Kotona on liian hiljaista.",
            "content": "Hyllyttämistä ja asiakkaiden neuvomista.",
            "skills": "Kassa, kolme kieltä.", "motivation": "Oma raha ja oma rytmi.",
            "limits": "", "adaptations": "Kiireisimmät tunnit vasta kun olen oppinut työn.",
            "hours": "Iltapäivisin", "area": "Keskusta", "tell": "Että palaan töihin pitkän tauon jälkeen.", "keep": "",
        },
        ("Ansioluettelo valmiiksi yhdessä", "Käynti kahdessa kaupassa"), 25,
    ),
    Told(
        "Varastotyöntekijä",
        {
            "wish": "Työtä, jossa saan tehdä käsillä ja omassa tahdissa.",
            "content": "Keräilyä ja pakkaamista.", "skills": "Trukkikortti.",
            "motivation": "Haluan, että aamuissa on taas jokin syy nousta.",
            "limits": "Melu väsyttää.", "adaptations": "Kuulosuojaimet ja selkeä tehtävälista.",
            "hours": "Kolme päivää viikossa", "area": "Oma kunta", "tell": "", "keep": "",
        },
        ("Puhelu logistiikkakeskukseen", "Kuulumiset ja seuraavan viikon paikat"), 22,
    ),
)  # fmt: skip
MET = (
    ("office", "getting_started", ("client",), 60, "Kävimme läpi, mistä työstä on hyviä muistoja."),
    ("community", "search", ("client",), 50, "Tavattiin kirjastossa, katsottiin avoimia paikkoja."),
    ("workplace", "learn_needs", ("employer",), 40, "Kuultiin, millaista apua työpaikalla tarvitaan."),
    ("remote", "support", ("client",), 15, "Kuulumispuhelu. Uni on parempaa, mieli kevyempi."),
    ("workplace", "agreeing", ("client", "employer"), 60, "Kierrettiin työpaikka yhdessä, tavattiin tiimi."),
    ("remote", "benefits", ("client", "benefit_adviser"), 30, "Laskettiin, mitä jää käteen, jos työt alkavat."),
)
AT_WORK = (
    ("workplace", "support", ("client", "work_community"), 45, "Ensimmäinen viikko takana. Työkaverit ottivat hyvin."),
    ("workplace", "adaptation", ("client", "employer"), 40, "Työpöytä nostettiin, tauot merkittiin listaan."),
    ("remote", "support", ("client",), 15, "Soitto työpäivän jälkeen: jaksaa hyvin."),
)
AT_OFFICE = ("office", "getting_started", ("client",), 50, "Kerrattiin, mikä on sujunut ja mitä kokeillaan.")
OUTCOMES = ("employment", "employment", "education", "rehabilitation", "other")


def services_coached() -> dict[str, str]:
    """The service each type of coaching stands for."""
    return {service: one.key for one in code_list("coaching_types") for service in one.definition.services}


def begin(case: Case, by: Actor, coach: User, unit: Unit, service: str) -> CoachingEpisode | None:
    """The service is a coaching: it begins by this coach, on the client's own word and leave; else None."""
    type_key = services_coached().get(service)
    if type_key is None:
        return None
    if leave_of(case, unit.organisation) is None:
        give_consent(
            case=case, organisation=unit.organisation, groups=[BASICS, EMPLOYMENT], by=by, given_on=dates.today(),
            mode="written",
        )
    return actions.start_coaching(
        case=case, by=by, coach=coach, unit=unit, type=type_key, payer="employment_services", voluntary=True,
        next_step=FIRST_STEP, next_on=dates.today() + timedelta(days=3),
    )


def work(episode_id: int, coach: Actor, at: At, today: date, *, ends: bool = False, told: Told | None = None) -> None:
    """The coach's weeks from the beginning to today. `ends`: with an outcome, some weeks before today."""
    with at(today, coach, 8):
        episode = _again(episode_id)
        name, began, settled = episode.case.person.name, episode.started_on or today, _settled(episode)
    rng = random.Random(f"coached:{name}")  # noqa: S311  # invented lives
    told = told or rng.choice(TOLD[1:])
    last = max(began, *settled, today - timedelta(days=rng.randrange(20, 60) if ends else rng.randrange(1, 9)))
    with at(_working(began + timedelta(days=4), last), coach, 10):
        episode = _again(episode_id)
        working.save_profile(episode=episode, based_on=0, by=coach, parts=told.parts)
        working.move_stage(episode=episode, version=episode.version, by=coach, stage="search")
    job_on = _working(began + timedelta(days=rng.randrange(40, 130)), last)
    finds = rng.random() < (0.75 if ends else 0.5) and (last - began).days > 60
    _search(episode_id, coach, at, began, job_on if finds else last, told, rng)
    if finds:
        _at_work(episode_id, coach, at, job_on, last, told, rng)
    _what_is_next(episode_id, coach, at, last, today, told, rng)
    if ends:
        with at(last, coach, 15):
            episode = _again(episode_id)
            outcome = "employment" if finds else rng.choice(OUTCOMES[2:])
            actions.end_coaching(
                episode=episode, version=episode.version, by=coach, on=last, outcome=outcome,
                words="Valmennus päättyi yhdessä sovittuna.",
            )


def _settled(episode: CoachingEpisode) -> list[date]:
    """The days its service broke off and went on: it doesn't end before them."""
    breaks = episode.service.interruptions.all() if episode.service else ()
    return [day for one in breaks for day in (one.from_on, one.to_on) if day]


@dataclass(frozen=True)
class Brief:
    """A coaching told briefly: the day work began and ended, if it did, and the day the coaching was over."""

    number: int
    job_on: date | None
    job_until: date | None
    over_on: date
    suits_client: bool
    suits_coach: bool


def briefly(episode_id: int, coach: Actor, at: At, began: date, told: Brief) -> None:
    """A few meetings, the work and the end; no more than the results are counted from."""
    _at_day(episode_id, coach, at, began + timedelta(days=6), MET[told.number % 2])
    _at_day(episode_id, coach, at, began + timedelta(days=21), MET[2 + told.number % 3 % 2])
    if told.job_on:
        _brief_work(episode_id, coach, at, told.job_on, told)
    _at_day(episode_id, coach, at, told.over_on - timedelta(days=3), AT_OFFICE)
    with at(_working(told.over_on, told.over_on), coach, 15):
        episode = _again(episode_id)
        outcome = "employment" if told.job_on and not told.job_until else OUTCOMES[2 + told.number % 3]
        actions.end_coaching(
            episode=episode, version=episode.version, by=coach, on=dates.today(), outcome=outcome,
            words="Valmennus päättyi yhdessä sovittuna.",
        )


def _brief_work(episode_id: int, coach: Actor, at: At, job_on: date, told: Brief) -> None:
    title = TOLD[told.number % len(TOLD)]
    rng = random.Random(f"brief:{told.number}")  # noqa: S311  # invented lives
    with at(job_on - timedelta(days=3), coach, 13):
        talk_of_benefits(_again(episode_id), coach)
    with at(job_on, coach, 14):
        employer = _somebody(coach, rng)
        working.add_job(
            episode=_again(episode_id), by=coach, employer=employer.name if employer else "Paikallinen yritys",
            title=title.title, kind="open_paid", starts_on=job_on, hours_week=title.hours, employer_row=employer,
            contract="fixed_term" if told.job_until else "permanent", normal_pay=True, open_to_all=True,
        )  # fmt: skip
    for ahead in (4, 18):
        _at_day(episode_id, coach, at, job_on + timedelta(days=ahead), AT_WORK[ahead % 2])
    with at(job_on + timedelta(days=20), coach, 15):
        job = Job.objects.select_related("episode__case").get(episode_id=episode_id)
        working.rate_match(
            job=job, version=job.version, by=coach, matches_client=told.suits_client, matches_coach=told.suits_coach
        )
    if told.job_until:
        with at(told.job_until, coach, 16):
            job = Job.objects.select_related("episode__case").get(episode_id=episode_id)
            working.end_job(
                job=job, version=job.version, by=coach, on=dates.today(),
                learnt="Työ loppui, kun määräaika täyttyi. Suositus saatiin mukaan.",
            )


def _at_day(episode_id: int, coach: Actor, at: At, day: date, what: tuple[str, str, tuple[str, ...], int, str]) -> None:
    with at(day, coach, 11):
        _meet(episode_id, coach, what)


def talk_of_benefits(episode: CoachingEpisode, by: Actor) -> None:
    """What is left in hand when work begins, talked through before it does."""
    note_benefits_talk(
        episode=episode, by=by, topics=["allowance", "housing"], on=dates.today(),
        words="Laskettiin yhdessä, mitä jää käteen. Asumistuki muuttuu kuun vaihteessa.",
    )


def look_at_support(episode: CoachingEpisode, by: Actor, today: date) -> None:
    """The coach and the client look together whether the support is right."""
    working.review_support(
        episode=episode, version=episode.version, by=by, next_on=today + timedelta(days=60),
        words="Tapaamiset joka toinen viikko riittävät nyt.", client_words="Hyvä, että voi soittaa välillä.",
    )


def tuulas_weeks(episode_id: int, coach: Actor, at: At, day: Callable[[int], date], garden: str) -> None:
    """Tuula and Janne: the profile, six places listed, the garden looked at, the trial being agreed on."""
    told = TOLD[0]
    with at(day(-72), coach, 10):
        working.save_profile(episode=_again(episode_id), based_on=0, by=coach, parts=told.parts)
        episode = _again(episode_id)
        working.move_stage(episode=episode, version=episode.version, by=coach, stage="search")
    for ago, number in ((-72, 0), (-58, 1), (-40, 3), (-18, 4), (-10, 5)):
        with at(day(ago), coach, 12):
            _meet(episode_id, coach, MET[number], garden if number == 4 else "")
    with at(day(-38), coach, 13):
        working.add_application(
            episode=_again(episode_id), by=coach, employer=garden, title=told.title, state="interview", fit="fits",
            words="Kasveja, omassa tahdissa, pöydät sopivalla korkeudella.", employer_row=_registered(coach, garden),
        )
    with at(day(-25), coach, 16):
        episode = _again(episode_id)
        working.move_stage(episode=episode, version=episode.version, by=coach, stage="employer")
    with at(day(-2), coach, 9):
        episode = _again(episode_id)
        working.set_next(
            episode=episode, version=episode.version, by=coach, next_step="Työkokeilun sopimus puutarhalla",
            next_on=day(0) + timedelta(days=11), next_place=garden,
        )


def _search(
    episode_id: int, coach: Actor, at: At, began: date, until: date, told: Told, rng: random.Random
) -> None:
    """A talk every second or third week, and a couple of applications."""
    day, number = _working(began + timedelta(days=5), until), 0
    while day < until:
        with at(day, coach, 11):
            _meet(episode_id, coach, MET[number % len(MET)])
            if number in (2, 4):
                employer = _somebody(coach, rng)
                working.add_application(
                    episode=_again(episode_id), by=coach, employer=employer.name if employer else "Paikallinen yritys",
                    title=told.title, state=rng.choice(("found", "sent", "interview", "not_now")),
                    fit=rng.choice(("fits", "fits", "partly")), employer_row=employer,
                )  # fmt: skip
        day, number = _working(day + timedelta(days=rng.randrange(10, 25)), until), number + 1


def _at_work(
    episode_id: int, coach: Actor, at: At, begins: date, last: date, told: Told, rng: random.Random
) -> None:
    """Work is found; the coach stays beside. A few jobs end, and something is learnt of each."""
    kind = rng.choice(("open_paid", "open_paid", "open_paid", "subsidised", "other"))
    with at(begins, coach, 13):
        talk_of_benefits(_again(episode_id), coach)
    with at(begins, coach, 14):
        employer = _somebody(coach, rng)
        working.add_job(
            episode=_again(episode_id), by=coach, employer=employer.name if employer else "Paikallinen yritys",
            title=told.title, kind=kind, starts_on=begins, hours_week=told.hours, employer_row=employer,
            contract=rng.choice(("permanent", "fixed_term")), normal_pay=kind == "open_paid",
            open_to_all=kind == "open_paid",
        )  # fmt: skip
        episode = _again(episode_id)
        working.move_stage(episode=episode, version=episode.version, by=coach, stage="support")
    for number, ahead in enumerate((5, 20, 55, 110)):
        if begins + timedelta(days=ahead) < last:
            with at(_working(begins + timedelta(days=ahead), last), coach, 13):
                _meet(episode_id, coach, AT_WORK[number % len(AT_WORK)])
    rated = _working(begins + timedelta(days=14), last)
    with at(rated, coach, 15):
        job = Job.objects.select_related("episode__case").get(episode_id=episode_id)
        working.rate_match(
            job=job, version=job.version, by=coach, matches_client=rng.random() < 0.85, matches_coach=True
        )
    if rng.random() < 0.25 and (last - begins).days > 45:
        with at(_working(begins + timedelta(days=rng.randrange(30, 45)), last), coach, 16):
            job = Job.objects.select_related("episode__case").get(episode_id=episode_id)
            working.end_job(
                job=job, version=job.version, by=coach, on=dates.today(),
                learnt="Tahti oli liian kova. Seuraavaksi lyhyempi päivä.",
            )


def _meet(episode_id: int, coach: Actor, told: tuple[str, str, tuple[str, ...], int, str], at_name: str = "") -> None:
    place, purpose, parties, minutes, text = told
    employer = _registered(coach, at_name) if at_name and "employer" in parties else None
    working.note_contact(
        episode=_again(episode_id), by=coach, parties=parties, place=place, minutes=minutes, purpose=purpose,
        text=text, employer_row=employer,
    )


def _what_is_next(
    episode_id: int, coach: Actor, at: At, last: date, today: date, told: Told, rng: random.Random
) -> None:
    with at(last, coach, 14):
        if rng.random() < 0.75:
            look_at_support(_again(episode_id), coach, today)
        episode = _again(episode_id)
        ahead = max(today, last) + timedelta(days=rng.randrange(0, 12))
        working.set_next(
            episode=episode, version=episode.version, by=coach, next_step=rng.choice(told.next_steps), next_on=ahead
        )


def _registered(by: Actor, name: str) -> Employer | None:
    return Employer.objects.visible_to(by).filter(name__startswith=name).first()


def _somebody(by: Actor, rng: random.Random) -> Employer | None:
    rows = list(Employer.objects.visible_to(by).working().order_by("pk"))
    return rng.choice(rows) if rows else None


def _again(episode_id: int) -> CoachingEpisode:
    return CoachingEpisode.objects.select_related("case__person", "case__region", "unit", "coach").get(pk=episode_id)


def _working(day: date, last: date) -> date:
    """That day or the next working day, never past the last."""
    while not dates.is_working_day(day) and day < last:
        day += timedelta(days=1)
    return min(day, last)

