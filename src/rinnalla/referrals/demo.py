"""Believable referrals, questions and advice for the demo world, made by calling actions."""

import random
from datetime import date, timedelta

from rinnalla.access.actor import ANONYMOUS, Actor
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib import hetu as hetus
from rinnalla.organisations.models import Municipality, Unit
from rinnalla.referrals import actions, consultations, triage
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Consultation, GuidanceEvent, GuidanceOutcome, Identification, Kind, Referral
from rinnalla.servicemodels import codes

WISHES = (
    "Haluan takaisin töihin, mutta selkä ei kestä samaa kuin ennen.",
    "Haluaisin opiskella ammatin, jossa saan olla rauhassa.",
    "Toivon, että joku kertoisi, mitä voin tehdä.",
    "Haluan työn, johon pääsen bussilla.",
    "En jaksa olla enää kotona. Lyhyt päivä kävisi hyvin.",
    "Haluan tehdä käsilläni. Paperit eivät ole minun juttuni.",
)
REASONS = (
    "Työttömyys on kestänyt yli vuoden ja jaksaminen on vähissä.",
    "Opinnot ovat keskeytyneet kahdesti, syytä ei ole selvitetty.",
    "Sairausloma päättyi, eikä entiseen työhön ole paluuta.",
    "Asioi kolmessa paikassa, eikä kukaan katso kokonaisuutta.",
)
QUESTIONS = (
    ("work_and_health", "Asiakkaalla on pitkä sairausloma takana, eikä työterveyshuoltoa ole. Kuka arvioi työkyvyn?",
     "Työikäisten terveystarkastus on oikea alku. Aika löytyy yleensä kahdessa viikossa.",
     "Varaa asiakkaan kanssa terveystarkastus."),
    ("studies", "Nuori on keskeyttänyt opinnot kahdesti. Auttaako koulutuskokeilu, jos hän saa työmarkkinatukea?",
     "Voi. Koulutuskokeilu sovitaan työllisyyspalveluissa, ja etuus säilyy.",
     "Kysy nuorelta, mitä alaa hän haluaisi kokeilla."),
    ("rehabilitation", "Milloin ammatillinen kuntoutus on parempi kuin palkkatuki?",
     "Kun terveys rajoittaa työtä pysyvästi, hae ensin kuntoutusta.", "Pyydä lääkärinlausunto B omalta lääkäriltä."),
)
ITEMS = (
    "school_history.interrupted_studies", "school_history.adapted_studies", "work_history.prolonged_unemployment",
    "work_history.little_work_experience", "economy_and_housing.economic_situation",
    "cognition_and_health.health_problems", "social_functioning.social_functioning",
)


def some_items(rng: random.Random) -> list[str]:
    """One to three ticks of the checklist."""
    return rng.sample(ITEMS, rng.randint(1, 3))


def referral(
    given_names: str, family_name: str, by: Actor, rng: random.Random, *, unit: Unit | None = None, phone: str = "",
    municipality: Municipality | None = None, born: date | None = None, language: str = "fi",
) -> Referral:
    """A referral from the actor's organisation; with `born` it has an invented identity code."""
    code = hetus.invent(born, rng.randint(900, 999)).text if born else ""
    who = Identity(given_names, family_name, phone or _phone(rng), hetu=code)
    row = actions.send_referral(
        by=by, who=who, unit=unit, municipality=municipality, language=language, wish=rng.choice(WISHES),
        extra=rng.choice(REASONS), items=some_items(rng), consent=True,
        kind=Kind.WARM if len(given_names) % 3 == 0 else Kind.COLD, fields_filled=4 + len(family_name) % 3,
        opened_at=dates.now() - timedelta(seconds=90 + 20 * len(family_name)),
    )
    if len(family_name) % 2:
        actions.rate(referral=row, by=by, rating=3 + len(given_names) % 3)
    return row


def contact(
    name: str, rng: random.Random, *, municipality: Municipality | None = None, region=None, encouraged_by: str = "",
    language: str = "fi",
) -> str:
    """Somebody asks to be contacted on the public page. Returns the receipt. The wall must be the public's."""
    return actions.contact_request(
        by=ANONYMOUS, name=name, phone=_phone(rng), language=language, municipality=municipality, region=region,
        wish=rng.choice(WISHES), encouraged_by=encouraged_by,
    )


def taken_in(row: Referral, by: Actor) -> Case:
    """The receiving unit called and took the person in."""
    if row.allows("contact", by):
        triage.contact(referral=row, version=row.version, by=by)
    return triage.accept(referral=row, version=row.version, by=by)


def declined(row: Referral, by: Actor) -> None:
    """Declined with its next owner named."""
    triage.decline(
        referral=row, version=row.version, by=by, reason="wrong_service",
        words="Asiakas tarvitsee ensin apua velkoihin. Sovin hänen kanssaan, että hän soittaa sinne.",
        next_service="Talous- ja velkaneuvonta", next_phone="06 218 4499",
    )


def asked_more(row: Referral, by: Actor) -> None:
    """The receiver asks the sender for what is missing."""
    words = "Onko hän jo käynyt terveystarkastuksessa, ja mihin aikaan voin soittaa?"
    triage.ask_more(referral=row, version=row.version, by=by, words=words)


def question(by: Actor, unit: Unit, rng: random.Random) -> Consultation:
    """An anonymous question to another unit."""
    topic, words, _answer, _step = rng.choice(QUESTIONS)
    return consultations.ask(by=by, unit=unit, topic=topic, question=words)


def answered(row: Consultation, by: Actor) -> None:
    """The answer that belongs to the question."""
    words, step = next(((one[2], one[3]) for one in QUESTIONS if one[1] == row.question), ("Soita minulle.", "Soita."))
    consultations.answer(consultation=row, version=row.version, by=by, words=words, next_step=step)


def identification(by: Actor, rng: random.Random, *, case: Case | None = None) -> Identification:
    """A need noticed in ordinary work."""
    criteria = ["self_perceived"] if rng.random() < 0.6 else []
    places = [code.key for code in codes.code_list("identification_places")]
    items = some_items(rng)
    return actions.identify(
        by=by, items=items, criteria=criteria, place=rng.choice(places), case=case,
        first_sign_on=dates.today() - timedelta(days=20 + 9 * sum(len(item) for item in items)),
    )


def advice(by: Actor, rng: random.Random, on: date) -> GuidanceEvent:
    """Advice given without a case."""
    topics = [code.key for code in codes.code_list("guidance_topics")]
    return actions.note_guidance(
        by=by, topic=rng.choice(topics), minutes=rng.choice((5, 10, 15, 20, 30, 45)), benefit="social_assistance",
        outcome=rng.choice(GuidanceOutcome.values), on=on,
    )


def _phone(rng: random.Random) -> str:
    return f"040 555 {rng.randint(0, 9999):04d}"
