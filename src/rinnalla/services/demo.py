"""This room's part of the invented world: services at every point of a path, made by the same acts as people's."""

import random
from datetime import date, timedelta

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.services import actions, guidance
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
