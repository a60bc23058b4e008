"""This room's part of the invented world: services at every point of a path, made by the same acts as people's."""

import random
from datetime import date, timedelta
from typing import Any

from rinnalla.access.acting import acting, system
from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.catalogue import actions as catalogue
from rinnalla.catalogue.models import CardChange, ServiceCard
from rinnalla.lib import dates
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import codes
from rinnalla.services import actions, expectations, guidance, livelihood, needs, news, visits
from rinnalla.services.livelihood import Terms
from rinnalla.services.models import Benefit, OnwardGuidance, ServiceEpisode

FIRST = ("self_care", "working_age_health_check")
LATER = (
    "supported_employment_coaching", "vocational_rehabilitation", "social_rehabilitation", "work_trial_jobseeker",
    "preparatory_education", "medical_rehabilitation", "pay_subsidy",
)


def make_services(case: Case, by: Actor, rng: random.Random, *, count: int = 3) -> list[ServiceEpisode]:
    """A path with an ended first service, one that runs and, with three or more, one that is awaited."""
    cards = {card.key: card for card in ServiceCard.objects.offered().filter(region=case.region)}
    made = []
    opened, today = dates.local(case.made_at).date(), dates.today()
    keys = [rng.choice(FIRST), *rng.sample(LATER, min(count, len(LATER)))]
    for place, key in enumerate(key for key in keys if key in cards):
        if place >= count:
            break
        start = opened + (today - opened) * place / max(count, 1)
        made.append(_put(case, by, rng, cards[key], place, start))
    return made


def _put(case: Case, by: Actor, rng: random.Random, card: ServiceCard, place: int, start: date) -> ServiceEpisode:
    today = dates.today()
    if place >= 2:
        since = max(start, today - timedelta(days=rng.randrange(2, 50)))
        return actions.plan_service(case=case, by=by, card=card, waits_since=since)
    episode = actions.plan_service(case=case, by=by, card=card, planned_on=start)
    actions.start_service(episode=episode, version=episode.version, by=by, on=start)
    if place == 0 and start < today:
        actions.end_service(
            episode=episode, version=episode.version, by=by, on=min(today, start + timedelta(days=21)),
            outcome=rng.choice(("rehabilitation", "education", "other")), words="Sovittu jatko on suunnitelmassa.",
        )
    elif rng.random() < 0.2 and start < today:
        reason = rng.choice(("health_reason", "insufficient_support"))
        actions.interrupt_service(
            episode=episode, version=episode.version, by=by, reason=reason,
            from_on=start + (today - start) / 2, support_offered="Valmentaja soittaa kahdesti viikossa.",
        )
    return episode


def make_guidance(case: Case, by: Actor, rng: random.Random, *, accepted: bool = False) -> OnwardGuidance | None:
    """Guidance on to a service whose organiser law lets see the case; None when the region has none."""
    keys = ("pay_subsidy", "working_age_health_check", "work_trial_jobseeker")
    offered = ServiceCard.objects.offered().filter(region=case.region, key__in=keys)
    cards = list(offered.select_related("unit__organisation"))
    if not cards:
        return None
    sent = guidance.guide_on(
        case=case, by=by, card=rng.choice(cards), words="Toivomme yhteistä aikaa. Asiakas tulee mielellään mukaan.",
        groups=by.field_groups(),
    )
    if accepted:
        guidance.accept_guidance(guidance=sent, by=by, receiver_name="Liisa Mattila", words="Aika varataan.")
    return sent


SAID = ("Toivoo, että matka ei ole pitkä.", "Pelkää eniten ensimmäistä päivää.", "Odottaa, että tutustuu ihmisiin.", "")
FELT = (
    ("as_expected", "Oli juuri niin kuin kerrottiin."), ("as_expected", ""),
    ("better", "Ohjaaja kuunteli, sitä en osannut odottaa."), ("worse", "Matka väsytti enemmän kuin luulin."),
)
LACKING = (
    ("housing", (), "Tuettu asunto lähellä työpajaa."), ("livelihood", ("remote",), "Talousneuvontaa etänä iltaisin."),
    ("participation", ("interpreter",), "Ryhmä, jossa on tulkki."), ("education_and_skills", ("plain_language",), ""),
)


def tell_before(episode: ServiceEpisode, by: Actor) -> None:
    """Most have gone through what to expect before the service begins. Its dice are its own."""
    rng = _dice(episode)
    if rng.random() < 0.7 and episode.card and episode.card.expectations:
        expectations.go_through(episode=episode, by=by, words=rng.choice(SAID))


def ask_after(episode: ServiceEpisode, by: Actor) -> None:
    """Many have been asked afterwards whether it was so."""
    rng = _dice(episode)
    if rng.random() < 0.8:
        answer, words = rng.choice(FELT)
        fits = "no" if answer == "worse" else rng.choice(("yes", "yes", "partly"))
        expectations.answer(episode=episode, by=by, answer=answer, words=words, fits=fits)


def lack_a_service(case: Case, by: Actor) -> None:
    """Some have a need no service answers."""
    rng = random.Random(f"need {case.number}")
    if rng.random() < 0.25:
        need, special, words = LACKING[0] if rng.random() < 0.6 else rng.choice(LACKING)
        needs.note_need(case=case, by=by, need=need, special_needs=special, words=words)


def make_ending(region: Region, key: str = "social_rehabilitation", days: int = 45) -> None:
    """One service of the region is known to end, and those with a client in it have been told (L-67, L-80)."""
    by = system("demo_news")
    with acting(by):
        definition = codes.published(region)
        if definition is None:
            return
        last = dates.today() + timedelta(days=days)
        offers = tuple(
            one.model_copy(update={"valid_to": last}) if one.card == key else one for one in definition.model.offers
        )
        ending = definition.model_copy(update={"model": definition.model.model_copy(update={"offers": offers})})
        catalogue.renew_cards(region=region, definition=ending, common=codes.common(), by=by)
        catalogue.tell_endings(region=region, by=by)
        for change in CardChange.objects.filter(card__region=region, kind=CardChange.Kind.ENDING):
            news.tell_of_change(change=change)


def _dice(episode: ServiceEpisode) -> random.Random:
    return random.Random(f"told {episode.case.number} {episode.pk}")


# What one lives on --------------------------------------------------------------------------------------------------

WORKPLACES = ("Lakeuden Kukka", "Rantalan Leipomo", "Kotipolku", "Puuverstas Honka")
STEPS = ("Jatkohakemus tehdään yhdessä kuukautta ennen.", "Kelan neuvoja soittaa ja käy vaihtoehdot läpi.", "")


def live_on(case: Case, by: Actor) -> None:
    """What the client lives on today, how it was before and what turns soon. Its dice are its own."""
    rng = random.Random(f"livelihood {case.number}")
    rng.choice(WAYS)(case, by, rng)


def _day(days: int) -> date:
    return dates.today() + timedelta(days=days)


def _note(case: Case, by: Actor, kind: str, step: str = "", **terms: Any) -> Benefit:
    return livelihood.note_benefit(case=case, by=by, kind=kind, terms=Terms(**terms), next_step=step)


def _on_support(case: Case, by: Actor, rng: random.Random) -> None:
    """On what the unemployed are paid, by the name it has each day."""
    for key in ("labour_market_support", "general_support"):
        kind = next(one for one in codes.common().benefits if one.key == key)
        since, until = max(_day(-rng.randrange(300, 600)), kind.valid_from or date.min), kind.valid_to
        if since <= dates.today() and (until is None or since < until):
            _note(case, by, key, starts_on=since, ends_on=until)


def _ill(case: Case, by: Actor, rng: random.Random) -> None:
    _note(case, by, "sickness_allowance", rng.choice(STEPS), starts_on=_day(-210), days_before=rng.randrange(80, 110))
    _note(case, by, "rehabilitation_subsidy", decision="", applied_on=_day(-25))


def _in_rehabilitation(case: Case, by: Actor, rng: random.Random) -> None:
    _note(case, by, "sickness_allowance", starts_on=_day(-190), ends_on=_day(-48))
    _note(case, by, "rehabilitation_allowance", rng.choice(STEPS), applied_on=_day(-60), decided_on=_day(-35),
          starts_on=_day(-34), ends_on=_day(rng.randrange(120, 240)), next_decision_on=_day(rng.randrange(20, 70)))


def _on_fixed_pension(case: Case, by: Actor, rng: random.Random) -> None:
    _note(case, by, "rehabilitation_subsidy", rng.choice(STEPS), applied_on=_day(-330), decided_on=_day(-290),
          starts_on=_day(-280), ends_on=_day(rng.randrange(15, 90)))


def _half_and_half(case: Case, by: Actor, rng: random.Random) -> None:
    _note(case, by, "partial_disability_pension", decided_on=_day(-400), starts_on=_day(-390))
    _note(case, by, "wages", payer=rng.choice(WORKPLACES), part_time=True, starts_on=_day(-95))


def _trying_work(case: Case, by: Actor, rng: random.Random) -> None:
    pension = _note(case, by, "disability_pension", decided_on=_day(-800), starts_on=_day(-790))
    livelihood.rest_pension(
        pension=pension, version=pension.version, by=by, from_on=_day(-60), until_on=_day(rng.randrange(30, 200)),
        employer=rng.choice(WORKPLACES), part_time=True,
    )


WAYS = (_on_support, _on_support, _ill, _in_rehabilitation, _on_fixed_pension, _half_and_half, _trying_work)


# A service in depth -------------------------------------------------------------------------------------------------

TRAININGS = ("Hoiva-avustaja", "Hitsaajan peruskurssi", "Keittiötyön perusteet")
SEEN = (
    ("takes_forward", "Ohjaaja antaa tehtävät kirjallisena, ja se auttaa.", "Ohjeet saa kirjallisena."),
    ("partly", "Päivät ovat hyviä, mutta matka vie voimat.", "Bussiyhteys on hankala."),
    ("stands_still", "Tehtävät eivät vastaa sitä, mitä asiakas tavoittelee.", ""),
)


def tell_more(episode: ServiceEpisode, by: Actor) -> None:
    """Which training, which employer, on what ground: where the kind of service asks for it."""
    rng, grounds = _dice(episode), actions.grounds_of(episode)
    if grounds:
        actions.detail_service(
            episode=episode, version=episode.version, by=by, partner=rng.choice(WORKPLACES), agreed_until=_day(150),
            ground=grounds[0].key if rng.random() < 0.6 else rng.choice(grounds).key,
        )
    elif episode.card and episode.card.service == "labour_market_training":
        actions.detail_service(episode=episode, version=episode.version, by=by, subject=rng.choice(TRAININGS),
                               partner="Rannikon koulutuskeskus")


def go_along(episode: ServiceEpisode, by: Actor) -> None:
    """Some are accompanied to the service, and what was seen there is written beside the client's goal."""
    rng, goal = _dice(episode), episode.case.goals.order_by("pk").first()
    if rng.random() < 0.3 and episode.organiser_id != by.unit_id:
        visits.note_visit(episode=episode, by=by, on=dates.today(), words="Kuljimme matkan yhdessä ensimmäisen kerran.")
    if goal and rng.random() < 0.4:
        verdict, words, public = rng.choice(SEEN)
        visits.observe_service(episode=episode, by=by, goal=goal, verdict=verdict, words=words, public_words=public)


def join_workshop(case: Case, by: Actor) -> None:
    """Some go to a future workshop of the worker's unit; not every time."""
    rng = random.Random(f"workshop {case.number}")
    if rng.random() < 0.3:
        unit = Unit.objects.get(pk=by.unit_id)
        for days in (-21, -14, -7):
            visits.attend(case=case, by=by, unit=unit, activity="future_workshop", name="Tulevaisuusverstas, syksy",
                          held_on=_day(days), came=rng.random() < 0.8)
