"""This room's part of the invented world: clients told how it has been, a panel proposed, an expert walks beside."""

import random
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, disable_user
from rinnalla.access.actor import CLIENT, Actor
from rinnalla.access.models import Membership, User
from rinnalla.cases.models import Case
from rinnalla.feedback import actions, questions
from rinnalla.feedback.experts import actions as experts
from rinnalla.feedback.models import FeedbackRequest
from rinnalla.feedback.panels import actions as panels
from rinnalla.lib import dates
from rinnalla.organisations.models import Region, Unit
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
        name = f"asiakas-{case.number}"
        user = had or add_user(by=job, username=name, name="Asiakas", person_id=case.person_id)
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


# Panels and experts ---------------------------------------------------------------------------------------------------

PROPOSALS = (
    ("Kutsukirjeessä pitäisi lukea, kuka soittaa ja mistä numerosta.", "done", "Uusi kirje on käytössä."),
    ("Tapaamiseen voisi varata ajan myös illalla.", "not_now", "Iltavastaanottoon ei ole nyt tekijöitä."),
    ("Odottavalle pitäisi kertoa kuukausittain, missä mennään.", "taken_on", "Kokeilemme tätä tammikuusta alkaen."),
    ("Ensimmäiseen tapaamiseen saisi ottaa läheisen mukaan, ja se pitäisi sanoa.", "", ""),
)


def meet_and_propose(region: Region, manager: Actor, expert: Actor, today: date) -> None:
    """A panel of clients, what it proposed and what was answered; a text that an expert read; what was paid."""
    held, user = today - timedelta(days=75), User.objects.get(pk=expert.user_id)
    with dates.clock(_at(held, 15)), acting(manager):
        panel = panels.hold_panel(
            region=region, by=manager, on=held, place="Kirjaston kokoushuone", topic="Kutsut, odotus ja ajat",
            clients=7, experts=1,
        )
        found = [panels.propose(panel=panel, by=manager, text=text) for text, _status, _words in PROPOSALS]
    with dates.clock(_at(held + timedelta(days=16), 10)), acting(manager):
        for proposal, (_text, status, words) in zip(found, PROPOSALS, strict=True):
            if status:
                panels.answer(proposal=proposal, by=manager, status=status, words=words)
    with dates.clock(_at(held + timedelta(days=20), 12)), acting(expert):
        review = panels.review_text(
            region=region, by=expert, what="Kirje ensimmäisestä tapaamisesta", on=held + timedelta(days=20),
            expert=user, proposed="Sana ”palveluntarve” tuntui vieraalta. Kirjoittaisin: missä tarvitset apua.",
        )
    with dates.clock(_at(held + timedelta(days=30), 9)), acting(manager):
        panels.settle_review(review=review, by=manager, outcome="changed", words="Kirje muutettiin ehdotuksen mukaan.")
        unit = Unit.objects.get(pk=expert.unit_id)
        if unit.organisation_id == manager.organisation_id:
            experts.record_reward(
                unit=unit, by=manager, expert=user, month=held, basis="contacts", quantity=Decimal(3),
                euros_each=Decimal(35), purpose="Raati ja tekstin arvio",
            )


def walk_beside(case: Case, by: Actor, expert: Actor, today: date) -> None:
    """A client asked for an expert by experience; they have met twice."""
    place = Membership.objects.select_related("user", "unit__organisation").get(pk=expert.membership_id)
    asked = max(today - timedelta(days=40), dates.local(case.made_at).date())
    with dates.clock(_at(asked, 11)), acting(by):
        support = experts.ask_for_expert(case=case, by=by, wish="Joku, joka on itse palannut töihin sairauden jälkeen.")
        experts.name_expert(support=support, by=by, membership=place, agreed=True)
    for days, channel in ((5, "meeting"), (19, "phone")):
        day = min(asked + timedelta(days=days), today)
        with dates.clock(_at(day, 9)), acting(expert):
            experts.note_contact(support=support, by=expert, on=day, channel=channel)


def _mark(highest: int, rng: random.Random) -> int:
    """Most are content, a few are not."""
    return max(1, highest - rng.choices((0, 1, 2, 3), (40, 40, 14, 6))[0])


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), dates.HELSINKI)
