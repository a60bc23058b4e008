"""Which column is which, by Finnish, Swedish or English heading, in any order."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.exchange.faults import Fault, TableError
from rinnalla.exchange.tables import Line, Table
from rinnalla.lib.names import search_key

# Code name → headings; the first three are the ones shown to people in Finnish, Swedish and English. None that could
# mean something else in a list of people (Date, Kutsumanimi, Äidinkieli): beside the right one it would be a double.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "received": (
        "Saapunut", "Inkommen", "Received",
        "Saapumispäivä", "Saapumispvm", "Vastaanotettu", "Inkommet", "Mottagen", "Mottaget", "Ankomstdatum",
        "Ankomstdag", "Received on", "Date received", "Received date",
    ),
    "family_name": (
        "Sukunimi", "Efternamn", "Surname",
        "Släktnamn", "Family name", "Last name",
    ),
    "given_name": (
        "Etunimi", "Förnamn", "First name",
        "Etunimet", "Förnamnen", "Given name", "Given names", "First names", "Forename", "Forenames",
    ),
    "hetu": (
        "Henkilötunnus", "Personbeteckning", "Personal identity code",
        "Hetu", "Hlötunnus", "Beteckning", "Personnummer", "Identity code", "Personal identity number", "Personal ID",
    ),
    "phone": (
        "Puhelin", "Telefon", "Phone",
        "Puhelinnumero", "Puh", "Puhnro", "Telefonnummer", "Tfn", "Tel",
        "Phone number", "Telephone", "Telephone number",
    ),
    "municipality": (
        "Kotikunta", "Hemkommun", "Municipality",
        "Kunta", "Asuinkunta", "Kommun", "Boendekommun", "Bostadskommun",
        "Home municipality", "Municipality of residence",
    ),
    "language": (
        "Asiointikieli", "Kontaktspråk", "Language",
        "Kieli", "Språk", "Ärendespråk", "Servicespråk", "Kommunikationsspråk",
        "Contact language", "Service language", "Preferred language",
    ),
    "channel": (
        "Kanava", "Kanal", "Channel",
        "Ohjauskanava", "Tulokanava", "Hänvisningskanal", "Kontaktkanal", "Referral channel",
    ),
    "sender": (
        "Lähettäjä", "Avsändare", "Sender",
        "Lähettävä taho", "Lähettäjän nimi", "Remittent", "Avsändarens namn", "Referrer", "Referred by",
        "Sender name", "Sender's name",
    ),
    "sender_kind": (
        "Lähettäjän laji", "Typ av avsändare", "Kind of sender",
        "Lähettäjälaji", "Lähettäjän tyyppi", "Lähettäjätyyppi", "Avsändarens typ", "Avsändartyp", "Avsändarens art",
        "Avsändarens slag", "Slag av avsändare", "Sender kind", "Sender type", "Type of sender", "Sender's kind",
    ),
    "items": (
        "Tunnistuksen kohdat", "Identifieringspunkter", "Identification items",
        "Tunnistamisen kohdat", "Tunnistaminen", "Tunnistus", "Kohdat", "Punkter för identifiering",
        "Identifieringens punkter", "Identifiering", "Identification", "Items", "Checklist", "Checklista",
    ),
    "service": (
        "Pyydetty palvelu", "Begärd service", "Requested service",
        "Toivottu palvelu", "Palvelu, jota pyydetään", "Önskad service", "Service asked for", "Asked service",
    ),
    "consent": (
        "Suostumus", "Samtycke", "Consent",
        "Asiakkaan suostumus", "Klientens samtycke", "Client's consent", "Client consent",
    ),
    "wish": (
        "Asiakkaan toive", "Klientens önskan", "Client's wish",
        "Toive", "Asiakkaan oma toive", "Klientens önskemål", "Önskan", "Önskemål", "Wish", "Client wish",
    ),
    "notes": (
        "Lisätiedot", "Tilläggsuppgifter", "Notes",
        "Lisätieto", "Muuta", "Huomautukset", "Tilläggsinformation", "Ytterligare uppgifter", "Övrigt", "Anmärkningar",
        "Additional information", "More information", "Remarks",
    ),
}  # fmt: skip
OBLIGATORY = ("received", "family_name", "given_name", "channel", "sender", "sender_kind", "consent")
ONE_OF = ("hetu", "phone")  # without either, two people of the same name can't be told apart


@dataclass(frozen=True, slots=True)
class Ignored:
    """A column that is not read; `nearest` is the heading it may have been meant to be, or empty."""

    heading: str
    nearest: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column stands. `headings` has them as the file writes them, by code name; `width` is the place after
    the last heading: nothing may stand there."""

    places: Mapping[str, int]
    headings: Mapping[str, str]
    width: int
    ignored: tuple[Ignored, ...]

    def cell(self, line: Line, key: str) -> str:
        """What the line has in the column, or "" where the line ends before it or the file has no such column."""
        place = self.places.get(key)
        return line.cells[place] if place is not None and place < len(line.cells) else ""

    def heading(self, key: str) -> str:
        """The heading as the file has it; for a column it does not have, the one people are told to write."""
        return self.headings.get(key) or HEADINGS[key][0]


def folded(heading: str) -> str:
    """A heading without case, marks, spaces and signs."""
    return search_key(heading).replace(" ", "")


_KEYS = {folded(heading): key for key, headings in HEADINGS.items() for heading in (key, *headings)}


def find_columns(table: Table) -> Columns:
    """Which heading is which. Raises TableError whose `faults` tell every missing and every doubled column."""
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(table.headings):
        if key := _KEYS.get(folded(heading)):
            found.setdefault(key, []).append(place)
    faults = (*_missing(table, found), *_doubled(table, found))
    if faults:
        reason = _("Tiedostosta ei löydy otsikkoriviä.") if not found else " ".join(fault.reason for fault in faults)
        raise TableError(reason, faults[0].expected, line=table.heading_line, faults=faults)
    places = {key: at[0] for key, at in found.items()}
    return Columns(
        places=places,
        headings={key: table.headings[at] for key, at in places.items()},
        width=max(place for place, heading in enumerate(table.headings) if heading) + 1,
        ignored=_ignored(table, set(places.values())),
    )


def _missing(table: Table, found: Mapping[str, list[int]]) -> tuple[Fault, ...]:
    missing = [HEADINGS[key] for key in OBLIGATORY if key not in found]
    if not any(key in found for key in ONE_OF):
        missing.append(HEADINGS[ONE_OF[0]])
    return tuple(
        Fault(
            table.heading_line, names[0], "", "column_missing",
            _("Sarake %(column)s puuttuu.") % {"column": names[0]},
            _("Otsikko %(headings)s.") % {"headings": " / ".join(names[:3])},
        )
        for names in missing
    )  # fmt: skip


def _doubled(table: Table, found: Mapping[str, list[int]]) -> tuple[Fault, ...]:
    return tuple(
        Fault(
            table.heading_line, table.headings[places[1]], table.headings[places[1]], "column_doubled",
            _("Sarake %(column)s on tiedostossa useammin kuin kerran: %(headings)s.")
            % {"column": HEADINGS[key][0], "headings": ", ".join(table.headings[place] for place in places)},
            _("Vain yksi näistä sarakkeista."),
        )
        for key, places in found.items()
        if len(places) > 1
    )  # fmt: skip


def _ignored(table: Table, read: set[int]) -> tuple[Ignored, ...]:
    return tuple(
        Ignored(heading, _nearest(heading))
        for place, heading in enumerate(table.headings)
        if heading and place not in read
    )


def _nearest(heading: str) -> str:
    close = difflib.get_close_matches(folded(heading)[:60], _KEYS, n=1, cutoff=0.8)
    return HEADINGS[_KEYS[close[0]]][0] if close else ""
