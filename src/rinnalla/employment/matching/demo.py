"""This part of the invented world: open vacancies, what clients want beside them, and a few decisions."""

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission
from rinnalla.employers.models import Employer
from rinnalla.employers.vacancies import actions as vacancies
from rinnalla.employers.vacancies.models import Vacancy
from rinnalla.employment import working
from rinnalla.employment.matching import actions
from rinnalla.employment.matching.models import NOT_NOW, PROPOSE
from rinnalla.employment.models import CoachingEpisode
from rinnalla.lib import dates
from rinnalla.organisations.models import Region

GROUPS = ("basics", "employment")
# Employer, work, its occupation, skills, demands, hours, times, last day from today; and its task to be carved out.
VACANCIES: tuple[dict[str, Any], ...] = (
    {"employer": "Meriruohon", "title": "Taimien hoitaja", "occupation": "9214", "skills": ["plant_care", "gardening"],
     "demands": ["lifting", "standing"], "hours": (20, 30), "times": ["morning", "day"], "ahead": 12,
     "text": "Ruukutus, kastelu ja lavojen siirto kasvihuoneella. Työparina kokenut puutarhuri.",
     "task": ("Taimien ruukutus istuen", "carve", ["plant_care"], [], 15)},
    {"employer": "Lähikauppa", "title": "Hyllyttäjä aamuvuoroon", "occupation": "9334", "skills": ["shelving"],
     "demands": ["lifting", "haste"], "hours": (15, 25), "times": ["morning"], "ahead": 6,
     "text": "Aamun kuorma hyllyyn klo 6–10. Tehtävälista seinällä.",
     "task": ("Hedelmäosaston esillepano", "tailor", ["shelving"], ["standing"], 12)},
    {"employer": "Kahvila", "title": "Kahvila-apulainen", "occupation": "5246", "skills": ["baking", "kitchen_help"],
     "demands": ["customers", "standing"], "hours": (20, 25), "times": ["morning"], "ahead": 20,
     "text": "Leivonta ja tiskit aamuisin. Yrittäjä ohjaa itse.",
     "task": ("Leivonta takahuoneessa", "carve", ["baking"], ["standing"], 15)},
    {"employer": "Pesula", "title": "Pesulatyöntekijä", "occupation": "8157", "skills": ["laundry"],
     "demands": ["noise", "standing"], "hours": (30, 37), "times": ["day", "evening"], "ahead": None,
     "text": "Lajittelu, mankelointi ja pakkaus.", "task": ("Pyyhkeiden taittelu", "carve", ["packing"], [], 10)},
    {"employer": "Kirpputori", "title": "Myymäläapulainen", "occupation": "5223",
     "skills": ["customer_service", "sorting"], "demands": ["customers"], "hours": (10, 20), "times": ["day"],
     "ahead": 30, "text": "Tavaran vastaanotto ja hinnoittelu.",
     "task": ("Lahjoitusten lajittelu", "carve", ["sorting"], [], 10)},
)  # fmt: skip
PICKS: tuple[dict[str, Any], ...] = (
    {"occupations": ["9334", "5223"], "picked_skills": ["shelving", "sorting"], "times": ["morning", "day"],
     "hours_from": Decimal(15), "hours_to": Decimal(25), "picked_limits": ["haste"]},
    {"occupations": ["9214"], "picked_skills": ["plant_care"], "times": ["day"], "hours_from": Decimal(10),
     "hours_to": Decimal(20), "picked_limits": ["lifting"]},
    {"occupations": ["5246", "9412"], "picked_skills": ["baking"], "times": ["morning"], "hours_from": Decimal(20),
     "hours_to": Decimal(30), "no_limits": True},
)  # fmt: skip
WISHED = {"kasv": 1, "keittiö": 2}  # a word of the wish, and the picks that go with it
PLAN = [
    {"item": "coaching", "stance": "tell", "when": "interview", "who": "together", "words": "Minulla on valmentaja."},
    {"item": "arrangements", "stance": "tell", "when": "contract", "who": "coach", "words": "Tauko tunnin välein."},
    {"item": "health", "stance": "keep", "when": "", "who": "", "words": ""},
]


def open_and_match(region: Region, actors: Iterable[Actor], today: date) -> None:
    """Vacancies of the register, and each coach's clients beside them."""
    everybody = list(actors)
    keepers = [one for one in everybody if one.can(Permission.EMPLOYER_EDIT)]
    if not keepers or not Employer.objects.filter(region=region).exists():
        return
    rows = [_open(region, keepers[number % len(keepers)], told, today) for number, told in enumerate(VACANCIES)]
    for coach in (one for one in everybody if one.can(Permission.COACHING_EDIT)):
        _match(coach, [one for one in rows if one], today)


def _open(region: Region, by: Actor, told: dict[str, Any], today: date) -> Vacancy | None:
    employer = Employer.objects.filter(region=region, name__startswith=told["employer"]).first()
    if employer is None:
        return None
    least, most = told["hours"]
    values = {name: told[name] for name in ("title", "text", "occupation", "skills", "demands", "times")}
    values |= {
        "hours_from": Decimal(least), "hours_to": Decimal(most), "workplace": employer.workplaces.first(),
        "municipality": employer.municipality,
        "deadline": today + timedelta(days=told["ahead"]) if told["ahead"] else None,
    }
    name, way, skills, demands, hours = told["task"]
    with _on(today - timedelta(days=8), by):
        row = vacancies.add_vacancy(employer=employer, by=by, values=values)
        part = {"name": name, "way": way, "skills": skills, "demands": demands, "hours": Decimal(hours)}
        vacancies.save_task(vacancy=row, by=by, values=part)
    return row


def _match(coach: Actor, rows: list[Vacancy], today: date) -> None:
    """Picks for those who have a profile; a decision for every other of them."""
    with _on(today - timedelta(days=2), coach):
        found = list(CoachingEpisode.objects.visible_to(coach).open().filter(coach_id=coach.user_id).order_by("pk"))
        for number, episode in enumerate(found):
            latest = working.latest_profile(episode)
            if latest is None:
                continue
            near = list(episode.case.region.municipalities.order_by("code").values_list("code", flat=True)[:3])
            wanted = next((place for word, place in WISHED.items() if word in latest.wish), number % len(PICKS))
            picks = {**PICKS[wanted], "municipalities": near}
            herself = User.objects.filter(person_id=episode.person_id).exists()
            picks["disclosure"] = PLAN if herself or number % 2 == 0 else []
            working.save_profile(episode=episode, based_on=latest.number, by=coach, picks=picks)
            if rows and herself:
                _propose(coach, episode, rows)
            elif rows and number % 2 == 0:
                put_off = number % 4 == 2
                actions.decide(
                    episode=episode, vacancy=rows[number % len(rows)], by=coach, groups=GROUPS,
                    decision=NOT_NOW if put_off else PROPOSE,
                    words="Matka on vielä liian pitkä. Katsotaan keväällä uudelleen." if put_off else "",
                )


def _propose(coach: Actor, episode: CoachingEpisode, rows: list[Vacancy]) -> None:
    """A client with an account of the own has something to read: a place, a task of it, and another place."""
    task = rows[0].tasks.first()
    for vacancy, part, words in (
        (rows[0], None, "Puutarhalla pidettiin sinusta, kun kävimme siellä."),
        (rows[0], task, "Tämän osan voi tehdä istuen."), (rows[2 % len(rows)], None, ""),
    ):
        actions.decide(
            episode=episode, vacancy=vacancy, task=part, by=coach, groups=GROUPS, decision=PROPOSE, words=words
        )


@contextmanager
def _on(day: date, actor: Actor):
    moment = min(datetime.combine(day, time(14), dates.HELSINKI), datetime.now(dates.HELSINKI) - timedelta(minutes=5))
    with dates.clock(moment), acting(actor):
        yield
