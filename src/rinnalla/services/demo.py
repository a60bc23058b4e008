"""This room's part of the invented world: services at every point of a path, made by the same acts as people's."""

import random
from datetime import date, timedelta

from rinnalla.access.acting import acting, system
from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.catalogue import actions as catalogue
from rinnalla.catalogue.models import CardChange, ServiceCard
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes
from rinnalla.services import actions, expectations, guidance, needs, news
from rinnalla.services.models import OnwardGuidance, ServiceEpisode

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
        expectations.answer(episode=episode, by=by, answer=answer, words=words)


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
