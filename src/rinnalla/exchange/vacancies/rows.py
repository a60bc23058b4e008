"""A list of vacancies: which column is which, and each line as a vacancy or as everything that is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.employers.models import Employer
from rinnalla.employers.texts import business_id, without_client
from rinnalla.employers.vacancies.models import MOST_HOURS
from rinnalla.employers.vacancies.picking import OCCUPATIONS, SKILLS
from rinnalla.exchange.columns import folded
from rinnalla.exchange.faults import Fault, TableError, shortened
from rinnalla.exchange.tables import Line, Table
from rinnalla.lib import hetu
from rinnalla.lib.dates import DateError, parse_date
from rinnalla.lib.errors import Refused
from rinnalla.lib.names import search_key
from rinnalla.organisations.models import Municipality, Region
from rinnalla.servicemodels.codes import code, code_list

# Code name → headings; the first three are the ones shown to people in Finnish, Swedish and English.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "business_id": ("Y-tunnus", "FO-nummer", "Business ID", "Ytunnus"),
    "employer": ("Työnantaja", "Arbetsgivare", "Employer", "Yritys", "Företag"),
    "title": ("Työ", "Arbete", "Job", "Tehtävänimike", "Nimike", "Titel", "Title"),
    "text": ("Kuvaus", "Beskrivning", "Description", "Tehtävät"),
    "occupation": ("Ammattiryhmä", "Yrkesgrupp", "Occupation", "Ammattikoodi", "ISCO"),
    "skills": ("Taidot", "Färdigheter", "Skills", "Osaaminen"),
    "demands": ("Mitä työssä on", "Vad arbetet innehåller", "Demands", "Vaatimukset"),
    "municipality": ("Kunta", "Kommun", "Municipality", "Työpaikan kunta"),
    "hours_from": ("Tunnit vähintään", "Timmar minst", "Hours at least", "Viikkotunnit"),
    "hours_to": ("Tunnit enintään", "Timmar högst", "Hours at most"),
    "times": ("Vuorot", "Skift", "Shifts", "Ajat"),
    "places": ("Paikkoja", "Platser", "Places", "Paikat"),
    "starts_on": ("Alkaa", "Börjar", "Starts"),
    "deadline": ("Hakuaika päättyy", "Ansökan senast", "Apply by", "Viimeinen hakupäivä"),
    "foreign_id": ("Tunniste", "Id-nummer", "Reference", "Numero"),
}
OBLIGATORY = ("title",)
ONE_OF = ("business_id", "employer")
LISTS = {"skills": SKILLS, "demands": "work_demands", "times": "work_times"}
BETWEEN = re.compile(r"[|,;\n]")
_KEYS = {folded(heading): key for key, headings in HEADINGS.items() for heading in (key, *headings)}


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """A vacancy that may be added to an employer of the register."""

    line: int
    employer: Employer
    foreign_id: str
    values: Mapping[str, Any] = field(repr=False)

    @property
    def repeat_key(self) -> tuple[Any, ...]:
        """What makes two lines the same vacancy: the employer and the list's own id, else title, start and last day."""
        if self.foreign_id:
            return (self.employer.pk, self.foreign_id)
        named = (search_key(self.values["title"]), self.values["starts_on"], self.values["deadline"])
        return (self.employer.pk, *named)


@dataclass(frozen=True)
class Known:
    """What the lines are checked against: the region's employers and municipalities, each by what a list calls it."""

    by_id: Mapping[str, Employer]
    by_name: Mapping[str, list[Employer]]
    places: Mapping[str, Municipality]


def known(region: Region) -> Known:
    """The register of a region as it is now."""
    rows = list(Employer.objects.filter(region=region).working())
    by_name: dict[str, list[Employer]] = {}
    for one in rows:
        by_name.setdefault(search_key(one.name), []).append(one)
    places = {}
    for one in Municipality.objects.filter(region=region):
        names = one.names.values() if isinstance(one.names, dict) else [one.names]
        places |= {one.code: one, **{search_key(name): one for name in names}}
    return Known({one.business_id: one for one in rows if one.business_id}, by_name, places)


def columns_of(table: Table) -> dict[str, int]:
    """Where each column stands. Raises TableError when the ones that must be there are not."""
    places: dict[str, int] = {}
    for place, heading in enumerate(table.headings):
        if (key := _KEYS.get(folded(heading))) and key not in places:
            places[key] = place
    missing = [key for key in OBLIGATORY if key not in places]
    missing += [] if any(key in places for key in ONE_OF) else [ONE_OF[0]]
    if missing:
        names = HEADINGS[missing[0]]
        raise TableError(
            _("Sarake %(column)s puuttuu.") % {"column": names[0]},
            _("Otsikko %(headings)s.") % {"headings": " / ".join(names[:3])}, line=table.heading_line,
        )
    return places


def unread(table: Table) -> list[str]:
    """The headings that are not read."""
    return [heading for heading in table.headings if heading and folded(heading) not in _KEYS]


def check_line(line: Line, places: Mapping[str, int], register: Known) -> VacancyRow | list[Fault]:
    """The line as a vacancy, or everything that is wrong with it."""
    if line.fault:
        return [_fault(line, "", "", _("Riviä ei voi lukea."), _("Merkistö ja lainausmerkit kuten muilla riveillä."))]
    cells = {
        key: line.cells[place].strip() if (place := places.get(key, len(line.cells))) < len(line.cells) else ""
        for key in HEADINGS
    }
    faults: list[Fault] = []
    employer = _employer(line, cells, register, faults)
    values: dict[str, Any] = {name: _read(line, cells, name, register, faults) for name in READ}
    if not values["title"] and not faults:
        faults.append(_fault(line, "title", "", _("Työn nimi puuttuu."), _("Esimerkiksi: hyllyttäjä.")))
    least, most = values["hours_from"], values["hours_to"]
    if least and most and most < least:
        expected = _("Enintään-tunnit ovat vähintään-tuntien verran tai enemmän.")
        faults.append(_fault(line, "hours_to", cells["hours_to"], _("Tunnit ovat väärin päin."), expected))
    if faults or employer is None:
        return faults
    return VacancyRow(line.number, employer, values.pop("foreign_id"), {**values, "workplace": None})


def _employer(line: Line, cells: Mapping[str, str], register: Known, faults: list[Fault]) -> Employer | None:
    """The employer by its Y-tunnus, else by its whole name."""
    add = _("Lisää työnantaja ensin rekisteriin.")
    if cells["business_id"]:
        try:
            found = register.by_id.get(business_id(cells["business_id"]))
        except Refused as refusal:
            faults.append(_fault(line, "business_id", cells["business_id"], refusal.message, "1234567-1"))
            return None
        if found is None:
            text = _("Tätä Y-tunnusta ei ole alueen rekisterissä.")
            faults.append(_fault(line, "business_id", cells["business_id"], text, add))
        return found
    rows = register.by_name.get(search_key(cells["employer"]), []) if cells["employer"] else []
    if len(rows) == 1:
        return rows[0]
    text = _("Rekisterissä on monta tämän nimistä.") if rows else _("Tätä työnantajaa ei ole alueen rekisterissä.")
    faults.append(_fault(line, "employer", cells["employer"], text, _("Kirjoita Y-tunnus.") if rows else add))
    return None


def _read(line: Line, cells: Mapping[str, str], name: str, register: Known, faults: list[Fault]) -> Any:
    try:
        return READ[name](cells[name], name, register)
    except _Odd as odd:
        faults.append(_fault(line, name, odd.value or cells[name], odd.reason, odd.expected))
        return None


class _Odd(Exception):
    """A cell that will not do. `value` is what of it, when not the whole."""

    def __init__(self, reason: str, expected: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.expected, self.value = reason, expected, value


def _text(told: str, name: str, register: Known) -> str:
    try:
        kept = without_client(told, name)
    except Refused as refusal:
        raise _Odd(refusal.message, _("Teksti ilman asiakkaan tietoja.")) from refusal
    if len(kept) > LONGEST[name]:
        raise _Odd(_("Teksti on liian pitkä."), _("Enintään %(most)d merkkiä.") % {"most": LONGEST[name]})
    return kept


def _occupation(told: str, name: str, register: Known) -> str:
    if not told or code(OCCUPATIONS, told):
        return told
    expected = _("ISCO-08:n nelinumeroinen koodi luettelosta, esimerkiksi 9334.")
    raise _Odd(_("Ammattiryhmä ei ole luettelossa."), expected)


def _list(told: str, name: str, register: Known) -> list[str]:
    names: dict[str, str] = {}
    for one in code_list(LISTS[name]):
        names |= {search_key(word): one.key for word in (one.key, *one.names.values())}
    found = []
    for part in filter(None, (one.strip() for one in BETWEEN.split(told))):
        if (key := names.get(search_key(part))) is None:
            some = ", ".join(one.name for one in code_list(LISTS[name])[:4])
            raise _Odd(_("Tätä ei ole luettelossa."), _("Esimerkiksi: %(some)s.") % {"some": some}, part)
        found.append(key)
    return found


def _municipality(told: str, name: str, register: Known) -> Municipality | None:
    if not told:
        return None
    found = register.places.get(told.zfill(3)) or register.places.get(search_key(told))
    if found is None:
        raise _Odd(_("Tämä ei ole alueen kunta."), _("Kunnan nimi tai numero, tai tyhjä."))
    return found


def _hours(told: str, name: str, register: Known) -> Decimal | None:
    if not told:
        return None
    try:
        hours = round(Decimal(told.replace(",", ".")), 1)
    except InvalidOperation:
        hours = Decimal(0)
    if not 0 < hours <= MOST_HOURS:
        raise _Odd(_("Tämä ei ole viikon tuntimäärä."), _("Luku 1–48, esimerkiksi 20."))
    return hours


def _places(told: str, name: str, register: Known) -> int:
    if not told:
        return 1
    if not (told.isascii() and told.isdigit() and 1 <= int(told) <= 500):
        raise _Odd(_("Tämä ei ole paikkojen määrä."), _("Luku 1–500."))
    return int(told)


def _day(told: str, name: str, register: Known) -> date | None:
    try:
        return parse_date(told) if told else None
    except DateError as error:
        raise _Odd(_("Tätä päivää ei ole."), _("Päivä muodossa 3.11.2026.")) from error


READ: Mapping[str, Callable[[str, str, Known], Any]] = {
    "title": _text, "text": _text, "occupation": _occupation, "skills": _list, "demands": _list, "times": _list,
    "municipality": _municipality, "hours_from": _hours, "hours_to": _hours, "places": _places, "starts_on": _day,
    "deadline": _day, "foreign_id": _text,
}
LONGEST = {"title": 160, "text": 4000, "foreign_id": 79}


def _fault(line: Line, key: str, value: str, reason: str, expected: str) -> Fault:
    """One thing wrong. An identity code is not repeated, wherever it stands."""
    column, told = HEADINGS[key][0] if key else "", "…" if hetu.in_text(value) else shortened(value)
    return Fault(line.number, column, told, key or "line", reason, expected)
