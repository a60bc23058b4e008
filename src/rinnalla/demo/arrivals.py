"""How people come: referred by a professional, or by asking themselves; taken in, or waiting in somebody's inbox."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rinnalla.access.actor import ANONYMOUS
from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.demo import words
from rinnalla.demo.names import Invented
from rinnalla.demo.world import Member, World
from rinnalla.lib import dates
from rinnalla.referrals import actions as referrals
from rinnalla.referrals import consultations, triage
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Consultation, Referral, RosterEntry
from rinnalla.servicemodels import codes

if TYPE_CHECKING:
    from rinnalla.demo.lives import Path

NOTICED = (
    ("work_history", "work_history.prolonged_unemployment"),
    ("school_history",),
    ("social_functioning",),
    ("economy_and_housing", "economy_and_housing.economic_situation"),
    ("work_history", "work_history.little_work_experience"),
    ("cognition_and_health", "cognition_and_health.health_problems"),
)


def arrive_and_be_taken(world: World, path: "Path", voice: words.Voice) -> tuple[Case, date]:
    """A referral or an own contact, and a case opened by the arranger a day or a few later."""
    day, by = world.day(path.began), path.arranger.as_role("coordinator")
    referral = send(world, path.person, path.arranger, day, wish=world.rng.choice(voice.wishes))
    latest = world.today if path.closed is None else world.day(path.closed)
    taken = min(world.day(path.began + world.rng.randrange(1, 4)), latest)
    with world.at(max(day, taken), by, 13):
        referral = Referral.objects.get(pk=referral)
        triage.contact(referral=referral, version=referral.version, by=by)
        due = None if path.naming_due is None else world.today + timedelta(days=path.naming_due)
        case = triage.accept(referral=referral, version=referral.version, by=by, naming_due_on=due)
    return case, max(day, taken)


def call_in(world: World, path: "Path", voice: words.Voice) -> tuple[Case, date]:
    """Somebody called and is being heard: a case at its very first stage."""
    day, by, who = world.day(path.began), path.arranger.as_role("coordinator"), path.person
    with world.at(day, by, 11):
        case = cases.open_case(
            by=by,
            region=world.region,
            holder_unit=path.arranger.unit,
            arranger=path.arranger.user,
            naming_due_on=day + timedelta(days=21),
            ground=world.ground(path.arranger),
            wish=world.rng.choice(voice.wishes),
            motivation=world.rng.randrange(4, 11),
            stage="identification",
            new_person={
                "jobseeker_status": world.rng.choices(("registered", "not_registered", "unknown"), (6, 3, 1))[0],
                "given_names": who.given,
                "family_name": who.family,
                "hetu": who.hetu,
                "phone": who.phone,
                "language": who.language,
                "municipality": world.home_near(path.arranger.unit),
            },
        )
    return case, day


def send(world: World, who: Invented, receiver: Member, day: date, *, wish: str, sender: Member | None = None) -> int:
    """A referral to the receiver's unit from a professional elsewhere. Returns its id."""
    rng = world.rng
    others = [one for one in world.senders if one.user.pk != receiver.user.pk]
    sender = sender or rng.choice(others)
    with world.at(day, sender.actor, 9) as by:
        row = referrals.send_referral(
            by=by,
            who=Identity(who.given, who.family, who.phone, "", who.hetu.text),
            unit=receiver.unit,
            municipality=world.home_near(receiver.unit),
            language=who.language,
            wish=wish,
            extra=rng.choice(words.EXTRAS),
            items=rng.choice(_noticed()),
            consent=True,
            kind="warm" if len(who.given) % 3 == 0 else "cold",
            service="work_ability_assessment" if len(who.family) % 2 == 0 else "",
            fields_filled=4 + len(who.family) % 3,
            opened_at=dates.now() - timedelta(seconds=rng.randrange(60, 280)),
        )
        referrals.rate(referral=row, by=by, rating=rng.choice((3, 4, 4, 5, 5)))
    return row.pk


def _noticed() -> list[tuple[str, ...]]:
    from rinnalla.referrals import lists

    known = lists.item_codes()
    return [items for items in NOTICED if set(items) <= known]


def wait_in_inbox(world: World, who: Invented, receiver: Member, *, due: int, voice: words.Voice) -> int:
    """A referral nobody has taken yet, whose first contact is due so many working days from today."""
    day = dates.add_working_days(dates.next_working_day(world.today), due - 2) if due else world.today
    day = min(day, world.today)
    while not due and dates.add_working_days(day, 2) > world.today:
        day -= timedelta(days=1)
    return send(world, who, receiver, day, wish=world.rng.choice(voice.wishes))


def ask_oneself(world: World, who: Invented, *, days_ago: int, voice: words.Voice, choose_unit: bool = False) -> None:
    """Somebody asks to be contacted on the public page; without a municipality somebody must choose the unit."""
    home = None if choose_unit else world.rng.choice(world.municipalities)
    with world.at(world.day(-days_ago), ANONYMOUS, 20 if days_ago else 8):
        referrals.contact_request(
            by=ANONYMOUS,
            name=who.name,
            phone=who.phone,
            language=who.language,
            municipality=home,
            region=world.region,
            wish=world.rng.choice(voice.wishes),
        )


def ask_more(world: World, who: Invented, receiver: Member, voice: words.Voice) -> None:
    """The receiver has asked the sender for something and waits."""
    pk = wait_in_inbox(world, who, receiver, due=1, voice=voice)
    with world.at(world.today, receiver.as_role("coordinator"), 10) as by:
        referral = Referral.objects.get(pk=pk)
        triage.ask_more(referral=referral, version=referral.version, by=by, words=world.rng.choice(words.ASKED_MORE))


def pass_on(world: World, who: Invented, receiver: Member, to: Member, voice: words.Voice) -> None:
    """Sent to one unit, passed on to another nearer home, where it waits."""
    pk = wait_in_inbox(world, who, receiver, due=1, voice=voice)
    with world.at(world.today, receiver.as_role("coordinator"), 9) as by:
        referral = Referral.objects.get(pk=pk)
        triage.pass_on(
            referral=referral, version=referral.version, by=by, unit=to.unit, words=world.rng.choice(words.PASSED_WORDS)
        )


def decline(world: World, who: Invented, receiver: Member, voice: words.Voice, *, days_ago: int) -> None:
    """Not taken, with a reason and a named next owner."""
    day = world.day(-days_ago)
    pk = send(world, who, receiver, day, wish=world.rng.choice(voice.wishes))
    reason, said, service = world.rng.choice(
        (
            ("other_responsible_body", words.DECLINED_WORDS[1], "Työterveyshuolto"),
            ("wrong_service", words.DECLINED_WORDS[0], "Oppilaitoksen opintojen tuki"),
            ("other_area", words.DECLINED_WORDS[2], "Uuden kotialueen työkyvyn tuki"),
        )
    )
    with world.at(min(day + timedelta(days=1), world.today), receiver.as_role("coordinator"), 14) as by:
        referral = Referral.objects.get(pk=pk)
        triage.decline(
            referral=referral,
            version=referral.version,
            by=by,
            reason=reason,
            words=said,
            next_service=service,
            next_phone=world.region.help_phone,
        )


def consult(world: World, *, days_ago: int, answered: bool, place: int, receiver: Member | None = None) -> None:
    """A colleague elsewhere asks for advice without a name; answered or waiting."""
    topic, question = words.QUESTIONS[place % len(words.QUESTIONS)]
    receiver = receiver or world.rng.choice(world.triagers)
    askers = [one for one in world.senders if one.unit.pk != receiver.unit.pk]
    with world.at(world.day(-days_ago), world.rng.choice(askers).actor, 8) as by:
        asked = consultations.ask(by=by, unit=receiver.unit, topic=topic, question=question)
    if answered:
        advice, step = words.ANSWERS[place % len(words.ANSWERS)]
        with world.at(
            min(world.day(-days_ago) + timedelta(days=1), world.today), receiver.as_role("coordinator"), 15
        ) as by:
            row = Consultation.objects.get(pk=asked.pk)
            consultations.answer(consultation=row, version=row.version, by=by, words=advice, next_step=step)


def guide(world: World, *, days_ago: int) -> None:
    """Advice given at a desk or on the phone, noted without telling who it was."""
    rng = world.rng
    member = rng.choice(world.having("social_worker", "employment_expert", "nurse", "job_coach", "kela_expert"))
    with world.at(world.day(-days_ago), member.actor, 12) as by:
        referrals.note_guidance(
            by=by,
            topic=rng.choice(("services", "work_and_health", "job_search", "studies", "benefit_advice")),
            benefit=rng.choice(("social_assistance", "earnings_related_allowance", "sickness_allowance")),
            minutes=rng.choice((5, 10, 15, 20, 30)),
            outcome=rng.choice(("advice_was_enough", "contacts_oneself", "referral", "comes_back")),
        )


def notice(world: World) -> None:
    """Needs noticed in ordinary work during the year: where, by whom, how long after the first signs."""
    places = [one.key for one in codes.code_list("identification_places")]
    for place, member in enumerate(world.having("nurse", "employment_expert", "social_worker", "coordinator")):
        for number in range(2 + place % 4):
            ago = 12 + 37 * number + 5 * place
            with world.at(world.day(-ago), member.actor, 13) as by:
                first = dates.today() - timedelta(days=14 + (place * 17 + number * 29) % 120)
                referrals.identify(
                    by=by,
                    items=_noticed()[(place + number) % len(_noticed())],
                    criteria=["self_perceived"] if number % 2 else [],
                    place=places[(place + number) % len(places)],
                    first_sign_on=first,
                )


def gather_network(world: World) -> None:
    """A few answer on each topic, and one good answer is in the library for everybody."""
    answerers = world.having("coordinator", "nurse", "kela_expert", "employment_expert", "social_worker")
    for place, topic in enumerate(codes.code_list("guidance_topics")):
        for member in answerers[place % 3 :: 3][:2]:
            with world.at(world.day(-90), member.actor, 9) as by:
                consultations.join_roster(by=by, topic=topic.key, hours=words.HOURS[place % len(words.HOURS)])
    for place, (topic, question) in enumerate(words.QUESTIONS[:3]):
        asker, days_ago = world.rng.choice(world.senders), 40 + place
        with world.at(world.day(-days_ago), asker.actor, 10) as by:
            asked = consultations.ask(by=by, topic=topic, question=question)
        roster = RosterEntry.objects.filter(network=asked.network).exclude(user_id=asker.user.pk)
        member = next(one for one in answerers if one.user.pk == roster.order_by("pk").first().user_id)
        advice, step = words.ANSWERS[place % len(words.ANSWERS)]
        with world.at(world.day(-days_ago), member.actor, 14) as by:
            row = Consultation.objects.get(pk=asked.pk)
            consultations.answer(consultation=row, version=row.version, by=by, words=advice, next_step=step)
            consultations.share_answer(
                consultation=row, by=by, question=question, answer=f"{advice} {step}"
            )
