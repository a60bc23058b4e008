"""This part of the invented world: a dozen employers of a region, whom several bodies are in touch with."""

import random
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers import actions
from rinnalla.employers.contacting import actions as contacting
from rinnalla.employers.models import Employer, EmployerPerson
from rinnalla.lib import dates
from rinnalla.organisations.models import Municipality, Region

# Name, what it does, trade code, size, a place of work, whom to call and as what. No such business is known to us.
EMPLOYERS = (
    ("Meriruohon Puutarha Oy", "Taimien kasvatus", "01300", "small", "Kasvihuoneet", "Meri Ruoho", "Tuotantopäällikkö"),
    ("Kahvila Aamunkajo", "Kahvila- ja ravintolatoiminta", "56100", "micro",
     "Torin kahvila", "Eino Kuusela", "Yrittäjä"),
    ("Lähikauppa Tuulikki Oy", "Päivittäistavarakauppa", "47110", "medium",
     "Keskustan myymälä", "Siiri Hakala", "Myymäläpäällikkö"),
    ("Pesula Raikas Ky", "Pesulapalvelut", "96010", "small",
     "Teollisuusalueen pesula", "Olavi Nurmi", "Vuoropäällikkö"),
    ("Kivirinteen Konepaja Oy", "Metallirakenteiden valmistus", "25110", "medium",
     "Konepaja", "Anita Kivirinne", "Henkilöstöpäällikkö"),
    ("Puhtoinen Siivous Oy", "Kiinteistöjen siivous", "81210", "medium",
     "Alueen toimistot", "Leena Virta", "Palveluesihenkilö"),
    ("Hoivakoti Ruskalehto", "Ikääntyneiden palveluasuminen", "87301", "small",
     "Hoivakoti", "Marika Salmela", "Johtaja"),
    ("Varasto ja Kuljetus Jääskä Oy", "Varastointi", "52100", "small",
     "Logistiikkakeskus", "Pertti Jääskä", "Varastopäällikkö"),
    ("Kirpputori Toinen Kierros", "Käytettyjen tavaroiden kauppa", "47790", "micro",
     "Myymälä", "Tiina Aalto", "Yrittäjä"),
    ("Havupuun Saha Oy", "Puun sahaus", "16100", "medium", "Saha", "Risto Havu", "Tehtaanjohtaja"),
    ("Ateriapalvelu Kauha Oy", "Henkilöstöravintolat", "56290", "small",
     "Keskuskeittiö", "Johanna Pelto", "Keittiöpäällikkö"),
    ("Kirjapaino Sivu Ky", "Painaminen", "18120", "micro", "Painosali", "Mauri Lehtinen", "Painotyönjohtaja"),
)  # fmt: skip
TALKED = (
    "Aamuvuoroon tarvitaan rauhallista tekijää. Tauot voi sopia itse.",
    "Kertoi, että palkkatuesta oli hyötyä viime vuonna. Haluaa kuulla järjestelytuesta.",
    "Työ on istumatyötä, ja työpisteen voi säätää. Hiljainen tila.",
    "Sovittiin tutustumiskäynti. Voi ottaa yhden kerrallaan.",
)
# Employer, work, how many, how soon, more, occupation and skills as far as the employer could tell.
NEEDS: tuple[tuple[int, str, int, str, str, str, tuple[str, ...]], ...] = (
    (1, "Kahvilan aamutyö", 1, "acute", "Leivonta ja tiskit, 4–5 tuntia päivässä. Yrittäjä ohjaa itse.",
     "5246", ("baking", "kitchen_help")),
    (2, "Hyllytys aamuisin", 2, "weeks", "Klo 6–10. Nostot alle kymmenen kiloa, tehtävälista seinällä.",
     "9334", ("shelving",)),
    (0, "Taimien ruukutus", 4, "later", "Kausityötä keväällä. Työn voi tehdä istuen, tahti on oma.",
     "9214", ("plant_care",)),
    (5, "Toimistojen siivous", 1, "weeks", "Iltavuoro yhdessä työparin kanssa.", "", ()),
)


def fill_register(region: Region, actors: Iterable[Actor], today: date) -> None:
    """The register of a region, kept by those of its bodies who may."""
    rng = random.Random(f"employers {region.key}")
    keepers = _one_of_each_body(one for one in actors if one.can(Permission.EMPLOYER_EDIT))
    if not keepers:
        return
    places = list(region.municipalities.order_by("code"))
    rows = [
        _add(region, keepers[number % len(keepers)], number, told, places[number % len(places)], today)
        for number, told in enumerate(EMPLOYERS)
    ]
    for number, row in enumerate(rows):
        _be_in_touch(row, keepers, number, today, rng)
    for number, what, people, urgency, text, occupation, skills in NEEDS:
        by = keepers[number % len(keepers)]
        with dates.clock(_at(today - timedelta(days=6))), acting(by):
            contacting.hear_need(
                employer=rows[number], by=by, what=what, people=people, urgency=urgency, text=text,
                workplace=rows[number].workplaces.first(), occupation=occupation, skills=skills,
            )
    _promise(rows[3], keepers, today)


def _one_of_each_body(actors: Iterable[Actor]) -> list[Actor]:
    """The first of each organisation and role, so that the same employer is met by several."""
    found: dict[Any, Actor] = {}
    for one in actors:
        if one.role in ("employer_coordinator", "job_coach"):
            found.setdefault((one.organisation_id, one.role), one)
    return list(found.values())


def _add(
    region: Region, by: Actor, number: int, told: tuple[str, ...], municipality: Municipality, today: date
) -> Employer:
    name, trade, trade_code, size, place, person, task = told
    values = {
        "name": name, "trade": trade, "trade_code": trade_code, "size": size, "municipality": municipality,
        "business_id": invented_id(region.pk * 100 + number),
    }
    with dates.clock(_at(today - timedelta(days=200 - 7 * number))), acting(by):
        row = actions.add_employer(by=by, values=values)
        workplace = actions.save_workplace(
            employer=row, by=by, values={"name": place, "municipality": municipality, "phone": "", "street": ""}
        )
        contact = {"name": person, "task": task, "phone": f"050 555 0{100 + number}", "workplace": workplace}
        actions.save_person(employer=row, by=by, values=contact)
    return row


def _be_in_touch(row: Employer, keepers: list[Actor], number: int, today: date, rng: random.Random) -> None:
    """A few contacts by different bodies, and for some one that is planned."""
    person = EmployerPerson.objects.filter(employer=row).first()
    for place, ago in enumerate((120, 48, 9)[: 1 + number % 3]):
        by, day = keepers[(number + place) % len(keepers)], _working(today - timedelta(days=ago + number))
        with dates.clock(_at(day)), acting(by):
            contacting.note_contact(
                employer=row, by=by, on=day, channel=("visit", "phone", "mail")[place],
                purpose=("tell_support", "learn_needs", "follow_up")[place], text=rng.choice(TALKED),
                toolkit_given=place == 0, contact_person=person,
            )
    if number % 3 == 0:
        by = keepers[number % len(keepers)]
        with acting(by):
            contacting.plan_contact(
                employer=row, by=by, on=today + timedelta(days=2 + number), channel="visit", purpose="agree",
                despite="Sovittu yhdessä muiden kanssa", contact_person=person,
            )


def _promise(row: Employer, keepers: list[Actor], today: date) -> None:
    for by, ahead in zip(keepers, (1, 6), strict=False):
        with dates.clock(_at(today - timedelta(days=3))), acting(by):
            contacting.promise(
                employer=row, by=by, what="Lähetän työkalupakin ja palkkatuen ohjeen",
                due_on=today + timedelta(days=ahead),
            )


def invented_id(number: int) -> str:
    """A Y-tunnus of the range that is not given yet, with its right check."""
    for digits in range(9_000_000 + 3 * number, 10_000_000):
        pairs = zip(str(digits), (7, 9, 10, 5, 8, 4, 2), strict=True)
        weighted = sum(int(sign) * weight for sign, weight in pairs) % 11
        if weighted != 1:
            return f"{digits}-{(11 - weighted) % 11}"
    raise ValueError("no number left")


def _working(day: date) -> date:
    while not dates.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), dates.HELSINKI)
