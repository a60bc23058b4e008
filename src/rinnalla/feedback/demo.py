"""This room's part of the invented world: clients were asked how it has been, and most of them told."""

import random
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, disable_user
from rinnalla.access.actor import CLIENT, Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.feedback import actions, questions
from rinnalla.feedback.models import FeedbackRequest
from rinnalla.lib import dates
from rinnalla.services.models import ServiceEpisode

PURPOSE = "demo"
MOST = 26  # clients of a region who are asked
DAYS = (10, 170)  # before the half of the year that runs: the answers lie in one that is over
WORDS = (
    ("Onneksi työkyvyn tuki oli olemassa. Asiat lähtivät liikkeelle, kun en ollut enää yksin.", True),
    ("Sama ihminen soitti aina silloin kuin lupasi.", True),
    ("Olisin halunnut tietää aiemmin, mitä seuraavaksi tapahtuu.", False),
    ("Ensimmäinen paikka, jossa kysyttiin, mitä minä itse haluan.", True),
    ("Lomakkeita oli paljon. Apu oli silti hyvää.", False),
    ("Allt gick på svenska och jag blev lyssnad på.", True),
    ("Matka arvioon oli pitkä, mutta kyyti järjestyi.", False),
)


def hear(cases: Iterable[Case], today: date) -> None:
    """Some clients get their own pages, are asked along the way, after a service or at the end, and answer. Their
    accounts are closed afterwards: nobody plays them."""
    running = today.replace(month=1 if today.month <= 6 else 7, day=1)
    for number, case in enumerate(list(cases)[:MOST]):
        rng = random.Random(f"feedback:{case.number}")  # noqa: S311  # invented lives
        opened = dates.local(case.made_at).date()
        day = max(running - timedelta(days=rng.randrange(*DAYS)), opened + timedelta(days=20))
        if day < today:
            _asked_and_told(case, day, rng, number)


def _asked_and_told(case: Case, day: date, rng: random.Random, number: int) -> None:
    job = system(PURPOSE, (case.pk,))
    with dates.clock(_at(day, 9)), acting(job):
        had = User.objects.filter(person_id=case.person_id).first()
        user = had or add_user(by=job, username=f"asiakas-{case.number}", name="Asiakas", person_id=case.person_id)
        moment = questions.END if case.closed_at else questions.MID
        episode = ServiceEpisode.objects.filter(case=case, ended_on__isnull=False, card__isnull=False).first()
        found = [actions.ask(case=case, moment=moment, by=job)]
        if episode:
            found.append(actions.ask(case=case, moment=questions.SERVICE_END, by=job, episode=episode))
    client = Actor(kind=CLIENT, user_id=user.pk, person_id=case.person_id, name=user.name)
    for request in found:
        if request is not None and rng.random() < 0.8:
            with dates.clock(_at(day + timedelta(days=3), 18)), acting(client):
                _tell(request, client, rng, number)
    if had is None:
        with dates.clock(_at(day + timedelta(days=4), 9)), acting(system(PURPOSE)):
            disable_user(by=system(PURPOSE), user=user)


def _tell(request: FeedbackRequest, client: Actor, rng: random.Random, number: int) -> None:
    scales = [one for one in questions.asked_at(request.moment) if one.kind == "scale"]
    words, publish = WORDS[number % len(WORDS)] if rng.random() < 0.6 else ("", False)
    actions.answer(
        request=request, by=client, marks={one.key: _mark(one.highest, rng) for one in scales}, words=words,
        publish=publish, by_name=rng.random() < 0.25,
    )


def _mark(highest: int, rng: random.Random) -> int:
    """Most are content, a few are not."""
    return max(1, highest - rng.choices((0, 1, 2, 3), (40, 40, 14, 6))[0])


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), dates.HELSINKI)
