"""Invented people: names put together by chance, birthdays, phone numbers and identity codes nobody has.

First and family names are drawn apart from each other, and the identity codes are of the range that is never given out.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from rinnalla.lib import hetu

FINNISH = (
    (
        "Aino",
        "Eero",
        "Helmi",
        "Ilmari",
        "Kaarina",
        "Lauri",
        "Marjatta",
        "Onni",
        "Pirjo",
        "Risto",
        "Saija",
        "Teppo",
        "Ulla",
        "Veera",
        "Anssi",
        "Birgitta",
        "Eija",
        "Harri",
        "Inka",
        "Jukka",
        "Kirsi",
        "Leena",
        "Mauri",
        "Niina",
        "Outi",
        "Pasi",
        "Raili",
        "Seppo",
        "Tarja",
        "Urpo",
        "Venla",
        "Arto",
        "Elina",
        "Hannu",
        "Jenna",
        "Kari",
        "Mirva",
        "Nea",
        "Petteri",
        "Satu",
    ),
    (
        "Kuusivaara",
        "Haapasuo",
        "Lehtokari",
        "Mäntyneva",
        "Rantapelto",
        "Koivulehto",
        "Suvijoki",
        "Hiidenkorpi",
        "Vaahteramäki",
        "Kallionpää",
        "Sammalisto",
        "Pihlajasalo",
        "Tervaharju",
        "Niittyranta",
        "Kurkikangas",
        "Leppäoja",
        "Routamaa",
        "Aurinkosalmi",
        "Honkaluoto",
        "Katajapuro",
        "Myllyvirta",
        "Peuranniemi",
        "Savilahti",
        "Tuomikallio",
        "Varpusaari",
        "Kirkonkorpi",
        "Lumivuori",
        "Ojanreuna",
        "Paju-Heikkinen",
        "Ruskosalo",
        "Syväkoski",
        "Tuulensuu",
        "Viitakangas",
        "Hallaperä",
        "Jokikylä",
    ),
    "fi",
)
SWEDISH = (
    (
        "Agneta",
        "Bengt",
        "Camilla",
        "Dan",
        "Elsa",
        "Fredrik",
        "Gunilla",
        "Håkan",
        "Ingrid",
        "Johan",
        "Karin",
        "Lisbet",
        "Mats",
        "Nina",
        "Olav",
        "Pernilla",
        "Rolf",
        "Siv",
        "Tove",
        "Ulf",
        "Viola",
        "Åsa",
        "Örjan",
        "Benita",
        "Kristian",
    ),
    (
        "Sandnäs",
        "Björkskog",
        "Västerbergh",
        "Holmskär",
        "Ekdalen",
        "Strandkvist",
        "Lillbacka",
        "Granholm-Sten",
        "Österlid",
        "Åkerfors",
        "Nyhamnar",
        "Rönnlöv",
        "Storskär",
        "Klippström",
        "Hasselö",
        "Norrsund",
        "Mossbäck",
        "Fagerudd",
        "Söderklint",
    ),
    "sv",
)
OTHER = (
    (("Áile", "Niillas", "Máret"), ("Guovssasjoki", "Vuolabjávri", "Sáraskáidi"), "se"),
    (("Hodan", "Abdirahim", "Sagal", "Liban"), ("Geeddi-Warsan", "Cawaale", "Xirsi-Nuur"), "so"),
    (("Layla", "Tarek", "Nour", "Ziad"), ("Al-Rumayli", "Haddar", "Qasimi-Barr"), "ar"),
    (("Ljudmila", "Arkadi", "Jelena", "Vadim"), ("Belozjorova", "Rjabinin", "Sinitsky"), "ru"),
    (("Maarika", "Taavi", "Kersti"), ("Kadakasoo", "Pihlamets", "Laanemurd"), "et"),
    (("Thuy Linh", "Quoc Bao", "Mai"), ("Trieu-Hoa", "Duong-Lam"), "vi"),
    (("Oksana", "Taras", "Halyna"), ("Verbenko", "Kalynets"), "uk"),
    (("Shirin", "Farhad", "Parisa"), ("Golestanpur", "Baharvand"), "fa"),
    (("Grace", "Emeka", "Priya", "Daniel"), ("Okonmola", "Adjeiwin", "Ramanujar"), "en"),
)


@dataclass(frozen=True)
class Invented:
    """One invented person: what an identity, a person row and an account need."""

    given: str
    family: str
    language: str
    hetu: hetu.Hetu
    phone: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


class Inventor:
    """Draws people of one region; nobody twice."""

    def __init__(self, rng: random.Random, *, today: date, swedish: float = 0.05, other: float = 0.12) -> None:
        self.rng = rng
        self.today = today
        self.swedish, self.other = swedish, other
        self._names: set[tuple[str, str]] = set()
        self._codes: set[str] = set()
        self._number = 0

    def person(self) -> Invented:
        """Somebody new, 18–62 years old."""
        for _attempt in range(1000):
            given, family, language = self._name()
            if (given, family) not in self._names:
                self._names.add((given, family))
                return Invented(given, family, language, self.code(self._birthday()), self.phone())
        raise RuntimeError("the lists of names are used up")

    def named(self, given: str, family: str, *, age: int, language: str = "fi") -> Invented:
        """Somebody of the story, with a given name and age."""
        self._names.add((given, family))
        born = self.today - timedelta(days=int(age * 365.25) + 40 + self.rng.randrange(280))
        return Invented(given, family, language, self.code(born), self.phone())

    def code(self, born: date) -> hetu.Hetu:
        """An identity code of the range that no real person has."""
        while True:
            code = hetu.invent(born, self.rng.randrange(900, 1000))
            if code.text not in self._codes:
                self._codes.add(code.text)
                return code
            born -= timedelta(days=1)

    def phone(self) -> str:
        """A number of an invented series."""
        self._number += 1
        return f"040 555 {self._number:04d}"

    def _birthday(self) -> date:
        return self.today - timedelta(days=self.rng.randrange(18 * 366, 62 * 365))

    def _name(self) -> tuple[str, str, str]:
        draw = self.rng.random()
        if draw < self.other:
            given, family, language = self.rng.choice(OTHER)
        else:
            given, family, language = SWEDISH if draw < self.other + self.swedish else FINNISH
        return self.rng.choice(given), self.rng.choice(family), language
