"""This part of the invented world: trainings held and ahead, a package, own ratings, needs and a survey."""

from datetime import date, datetime, time, timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.network.learning import actions
from rinnalla.network.learning.actions import Planned
from rinnalla.network.learning.competence import actions as competence
from rinnalla.network.learning.models import PackagePart, Training
from rinnalla.network.learning.needs import actions as needs
from rinnalla.network.learning.seats import actions as seats
from rinnalla.network.materials.models import Material

# Title, kind, areas, topics, organiser and partner, days from today, hours, places, the package's part.
Row = tuple[str, str, list[str], list[str], str, str, int, int, int | None, int | None]
TRAININGS: tuple[Row, ...] = (
    ("Osatyökykyisyys ja työ", "training", ["partial_work_ability", "recognising"], [], "own", "", -250, 6, 30, 0),
    ("Tuki- ja liikuntaelinsairaudet työnhaussa", "info", ["assessment"], ["musculoskeletal"], "own", "", -215, 2, None,
     None),
    ("Valmentava työote", "training", ["coaching_approach", "guidance"], [], "keha", "", -190, 6, 20, 1),
    ("Työnhakijan sairausloma", "info", ["guidance"], ["sick_leave"], "own", "", -160, 1, None, None),
    ("Laatukriteerit työhönvalmennuksessa", "training", ["supported_employment_methods"], [], "partner",
     "Valtakunnallinen kehittäjäverkosto", -70, 6, 25, None),
    ("Miten kohtaamme paremmin", "brainstorming", ["coaching_approach"], [], "own", "", -40, 3, 15, None),
    ("Työolosuhteiden järjestelytuki käytännössä", "info", ["promoting_employment"], ["adaptation_support"], "own", "",
     9, 2, None, None),
    ("Osatyökykyisyys ja työ", "training", ["partial_work_ability", "recognising"], [], "own", "", 23, 6, 3, 0),
    ("Vamma työnhaussa ja työssä", "training", ["assessment", "promoting_employment"], ["disability"], "partner",
     "Vammaisneuvosto", 44, 4, 30, None),
)  # fmt: skip
NEEDS = (
    ("assessment", "Miten kirjaan toimintakyvyn niin, että Kela ymmärtää?", -120, -112),
    ("guidance", "Ohjaus päihdepalveluihin, kun asiakas on epävarma.", -75, -58),
    ("supported_employment_methods", "Työpaikan muokkaaminen pienessä yrityksessä.", -21, None),
)
MANY = 9


def learn(arranger: Actor, people: list[Actor], today: date) -> None:
    """Trainings of a year, with those who came, what they say of themselves, and what they would need."""
    parts = _package(arranger)
    found = [_training(arranger, row, parts, today) for row in TRAININGS]
    for number, one in enumerate(found):
        _come(one, arranger, people[number % 3 :][: MANY - number % 4], today)
    _ask(arranger, people, found[-1], today)


def _package(arranger: Actor) -> list[PackagePart]:
    reading = Material.objects.visible_to(arranger).offered().filter(audience="professional").first()
    with acting(arranger):
        package = actions.make_package(
            by=arranger, name="Työkyvyn tuen perusteet", about="Kaksi päivää yhdessä ja yksi materiaali omaan tahtiin."
        )
        names = ("Osatyökykyisyys ja työ", "Valmentava työote")
        parts = [actions.add_part(package=package, by=arranger, name=name) for name in names]
        if reading:
            actions.add_part(package=package, by=arranger, name="", material=reading)
    return parts


def _training(arranger: Actor, row: Row, parts: list[PackagePart], today: date) -> Training:
    title, kind, areas, topics, organiser, partner, days, hours, places, part = row
    starts = _at(today + timedelta(days=days), 9)
    planned = Planned(
        kind=kind, title=title, about="Esimerkkejä omasta työstä, pieniä ryhmiä ja aikaa kysyä.", areas=areas,
        topics=topics, audiences=["employment", "health", "social"], organiser=organiser, partner=partner,
        starts_at=starts, ends_at=starts + timedelta(hours=hours), where="Kirjaston luentosali", places=places,
        sign_up_by=(starts - timedelta(days=4)).date(),
    )
    with dates.clock(_at(min(today, starts.date()) - timedelta(days=30), 10)), acting(arranger):
        return actions.plan_training(by=arranger, planned=planned, part=None if part is None else parts[part])


def _come(one: Training, arranger: Actor, people: list[Actor], today: date) -> None:
    """They sign up and say how able they are; afterwards those who came say it again, and how it was."""
    starts = dates.local(one.starts_at).date()
    with dates.clock(_at(min(today, starts) - timedelta(days=7), 12)):
        for number, actor in enumerate(people):
            with acting(actor):
                seat = seats.sign_up(training=one, by=actor)
                if seat.number:
                    _rate(one, actor, "before", 2 + number % 2)
    if starts >= today:
        return
    with acting(arranger):
        rows = {row.user_id: row.uuid for row in one.seats.seated()}
    came = [actor for number, actor in enumerate(people) if actor.user_id in rows and number % 5 != 4]
    with dates.clock(_at(starts + timedelta(days=1), 9)):
        with acting(arranger):
            seats.note_attendance(training=one, by=arranger, came=[rows[actor.user_id] for actor in came])
        for number, actor in enumerate(came):
            with acting(actor):
                _rate(one, actor, "after", 3 + number % 3)
                words = ("Hyviä esimerkkejä.", "", "Lisää aikaa ryhmille.")[number % 3]
                seats.give_feedback(training=one, by=actor, mark=3 + number % 3, use=4, words=words)


def _rate(one: Training, actor: Actor, moment: str, mark: int) -> None:
    competence.rate(training=one, by=actor, moment=moment, marks=dict.fromkeys(one.areas, mark))


def _ask(arranger: Actor, people: list[Actor], answer: Training, today: date) -> None:
    """Needs noted at work, of which two are met, and a survey that is open."""
    for actor, (area, words, noted, met) in zip(people, NEEDS, strict=False):
        with dates.clock(_at(today + timedelta(days=noted), 11)), acting(actor):
            row = needs.note_need(by=actor, area=area, words=words)
        if met is not None:
            with dates.clock(_at(today + timedelta(days=met), 14)), acting(arranger):
                needs.meet_need(
                    need=row, by=arranger, training=answer if area == "assessment" else None,
                    answer="Tästä sovittiin tiimin kokouksessa.",
                )
    with dates.clock(_at(today - timedelta(days=5), 9)), acting(arranger):
        survey = needs.make_survey(
            by=arranger, name="Mitä haluaisit oppia ensi vuonna", opens_on=today - timedelta(days=5),
            closes_on=today + timedelta(days=16),
        )
    for actor in people[1:4]:
        with dates.clock(_at(today - timedelta(days=2), 9)), acting(actor):
            needs.answer_survey(survey=survey, by=actor, areas=["partial_work_ability", "guidance"])


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), dates.HELSINKI)
