"""One line of a referral list: a referral that can go in, or everything that is wrong with it.

Seed rows V-31…V-40 (senders), V-43…V-45 (channels) and L-35…L-39 (identification items). Text is text: what would be
a formula, a script or SQL elsewhere is kept as it is.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rinnalla.exchange.codes import Codes, nearest
from rinnalla.exchange.columns import Columns
from rinnalla.exchange.faults import Fault, shortened
from rinnalla.exchange.tables import Line
from rinnalla.lib.dates import DateError, d, parse_date
from rinnalla.lib.hetu import Hetu, HetuError
from rinnalla.lib.hetu import parse as parse_hetu
from rinnalla.lib.names import phone_key, search_key

# Longest text of each column, in characters
LONGEST: Mapping[str, int] = {
    "family_name": 100,
    "given_name": 100,
    "phone": 40,
    "sender": 200,
    "wish": 2000,
    "notes": 2000,
}
NEEDS_SENDER = frozenset({"network"})  # V-44; a client's own contact may name who encouraged it, and need not (V-45)

_YES = frozenset({"kyllä", "kylla", "ja", "yes", "x", "1"})
_NO = frozenset({"ei", "nej", "no", "0", ""})
_PHONE = re.compile(r"[+0][0-9 ()/.-]*", re.ASCII)
_BETWEEN_ITEMS = re.compile(r"[|,;\n]")
_OF_CODES = frozenset({"channel", "sender_kind", "consent"})  # columns whose values tell nothing of who the client is


@dataclass(frozen=True, slots=True, repr=False)
class ReferralRow:
    """A referral that may be written. Exactly one of `statute` and `consent` need be there; both may.

    Empty text where the file has nothing; `municipality` is the official code, `service` what is asked for (E-51).
    """

    line: int
    received: date
    family_name: str
    given_name: str
    hetu: Hetu | None
    phone: str
    municipality: str
    language: str
    channel: str
    sender: str
    sender_kind: str
    items: tuple[str, ...]
    consent: bool
    statute: str | None
    wish: str
    notes: str
    service: str = ""

    def __repr__(self) -> str:
        return f"ReferralRow(line={self.line})"

    def repeat_key(self, region: str) -> tuple[str, ...]:
        """What makes two lines the same referral: region, received date, channel, sender and hetu; without a hetu
        folded name and phone. Holds client data: not for logs."""
        person = (
            ("hetu", self.hetu.text)
            if self.hetu
            else ("name", search_key(self.family_name), search_key(self.given_name), phone_key(self.phone))
        )
        return (region, self.received.isoformat(), self.channel, search_key(self.sender), *person)


def check_line(line: Line, columns: Columns, codes: Codes, today: date) -> ReferralRow | list[Fault]:
    """The referral of the line, or all that is wrong with it, in the order of the columns in the file.

    Where neither statute nor consent gives a ground, nothing is repeated in the faults that tells who the client is.
    """
    checks = _Checks(line, columns, codes, today)
    if checks.unreadable():
        return checks.faults
    statute, consent = checks.ground()
    row = ReferralRow(
        line=line.number,
        received=checks.received(),
        family_name=checks.name("family_name"),
        given_name=checks.name("given_name"),
        hetu=checks.hetu(),
        phone=checks.phone(),
        municipality=checks.municipality(),
        language=checks.code("language", codes.languages, needed=False),
        channel=checks.code("channel", codes.channels),
        sender=checks.sender(),
        sender_kind=checks.sender_kind(),
        items=checks.items(),
        consent=consent,
        statute=statute,
        wish=checks.text("wish"),
        notes=checks.text("notes"),
        service=checks.code("service", codes.services, needed=False),
    )
    return checks.in_order() or row


class _Checks:
    """The checks of one line. Each gives the value, or tells a fault and gives something empty."""

    def __init__(self, line: Line, columns: Columns, codes: Codes, today: date) -> None:
        self.line, self.columns, self.codes, self.today = line, columns, codes, today
        self.faults: list[Fault] = []
        self.nameless = False  # no ground to handle the person's data: repeat none of it

    def tell(self, key: str, code: str, reason: str, expected: str, value: str | None = None) -> None:
        """Adds a fault of the column; the value is what the cell has, unless told."""
        value = self.cell(key) if value is None else value
        if self.nameless and key not in _OF_CODES:
            value = ""
        self.faults.append(Fault(self.line.number, self.columns.heading(key), shortened(value), code, reason, expected))

    def in_order(self) -> list[Fault]:
        order = {heading: place for place, heading in enumerate(self.columns.headings.values())}
        return sorted(self.faults, key=lambda fault: order.get(fault.column, len(order)))

    def cell(self, key: str) -> str:
        return unicodedata.normalize("NFC", self.columns.cell(self.line, key)).strip()

    # The whole line

    def unreadable(self) -> bool:
        """Could the line not be read, or does it hold more than the headings tell of? Then nothing else is checked:
        the cells may be in wrong columns. No value is told, for whose it is can't be known."""
        if told := _unreadable(self.line, self.columns):
            self.faults.append(Fault(self.line.number, "", "", *told))
        return bool(self.faults)

    # The ground

    def ground(self) -> tuple[str | None, bool]:
        """The statute that lets the sender share, and whether the client has consented (381/2023 § 11 and 15)."""
        kind, answer = self.cell("sender_kind").casefold(), self.cell("consent").casefold()
        statute, consent = self.codes.sender_kinds.get(kind), answer in _YES
        known = kind in self.codes.sender_kinds or not kind
        self.nameless = not (statute or consent)
        if not consent and answer not in _NO:
            expected = _("kyllä tai ei (ja/nej, yes/no, 1/0).")
            self.tell("consent", "consent_unknown", _("Suostumuksesta ei saa selvää."), expected)
        elif self.nameless and known:
            self.tell(
                "consent", "no_legal_ground",
                _("Ei laillista perustetta: asiakas ei ole antanut suostumusta, eikä lähettäjällä ole lakiin "
                  "perustuvaa oikeutta jakaa tietoja. Henkilöstä ei tallenneta mitään."),
                _("kyllä, kun asiakas on antanut suostumuksen, tai lähettäjä, jonka oikeus perustuu lakiin: %(kinds)s.")
                % {"kinds": _listed(kind for kind, statute in self.codes.sender_kinds.items() if statute)},
            )  # fmt: skip
        return statute, consent

    # Columns

    def received(self) -> date:
        expected = _("Päivä muodossa 3.11.2026 tai 2026-11-03, enintään tämä päivä.")
        if not self.cell("received"):
            self.tell("received", "received_missing", _("Saapumispäivä puuttuu."), expected)
            return date.min
        try:
            day = parse_date(self.cell("received"))
        except DateError as error:
            reason = _("Tällaista päivää ei ole.") if error.code == "date" else _("Päivästä ei saa selvää.")
            self.tell("received", f"received_{error.code}", reason, expected)
            return date.min
        if day > self.today:
            self.tell(
                "received", "received_future", _("Saapumispäivä on tulevaisuudessa."),
                _("Enintään tämä päivä, %(today)s.") % {"today": d(self.today)},
            )  # fmt: skip
        return day

    def name(self, key: str) -> str:
        name = self.text(key)
        if not search_key(name):
            reason = _("Sukunimi puuttuu.") if key == "family_name" else _("Etunimi puuttuu.")
            expected = _("Asiakkaan sukunimi.") if key == "family_name" else _("Asiakkaan etunimi.")
            self.tell(key, f"{key}_missing", reason, expected)
        return name

    def hetu(self) -> Hetu | None:
        if not self.cell("hetu"):
            return None
        try:
            return parse_hetu(self.cell("hetu"))
        except HetuError as error:
            reason, expected = _about_hetu(error.code)
            self.tell("hetu", f"hetu_{error.code}", reason, expected)
            return None

    def phone(self) -> str:
        phone = " ".join(self.text("phone").split())
        if not phone and not self.cell("hetu"):
            self.tell(
                "phone", "phone_missing", _("Henkilötunnus ja puhelinnumero puuttuvat molemmat."),
                _("Ainakin toinen: ilman niitä kahta samannimistä ei erota toisistaan."),
            )  # fmt: skip
        elif phone and not (_PHONE.fullmatch(phone) and 5 <= len(re.sub("[^0-9]", "", phone)) <= 15):
            self.tell(
                "phone", "phone_form", _("Puhelinnumerosta ei saa selvää."),
                _("Yksi numero, joka alkaa 0 tai +, esimerkiksi 040 123 4567. Excelissä numero on tekstiä."),
            )  # fmt: skip
        return phone

    def municipality(self) -> str:
        found = self.codes.municipalities.get(search_key(self.cell("municipality")))
        if found or not self.cell("municipality"):
            return found[0] if found else ""
        expected = _("Kunnan nimi suomeksi tai ruotsiksi.")
        names = self.codes.municipalities
        self._tell_unknown(
            "municipality",
            _("Kuntaa ei tunneta."),
            expected,
            self.cell("municipality"),
            names,
            lambda near: names[near][1],
        )
        return ""

    def code(self, key: str, known: Iterable[str], *, needed: bool = True) -> str:
        code = self.cell(key).casefold()
        if code in known or not (code or needed):
            return code
        self._tell_unknown(key, _unknown_code(key, missing=not code), _one_of(known), self.cell(key), known)
        return ""

    def sender(self) -> str:
        sender = self.text("sender")
        if not search_key(sender) and self.cell("channel").casefold() in NEEDS_SENDER:
            self.tell(
                "sender", "sender_missing", _("Lähettäjä puuttuu, vaikka kanava on verkosto (network)."),
                _("Lähettäjän nimi ja laji."),
            )  # fmt: skip
        return sender

    def sender_kind(self) -> str:
        """The kind must be told whenever a sender is; where both are missing, the sender's fault says it all."""
        return self.code("sender_kind", self.codes.sender_kinds, needed=bool(self.cell("sender")))

    def items(self) -> tuple[str, ...]:
        """The ticked items, each once, in the file's order."""
        told = {item.strip().casefold(): item.strip() for item in _BETWEEN_ITEMS.split(self.cell("items"))}
        told.pop("", None)
        for code, item in told.items():
            if code not in self.codes.items:
                names = self.codes.items
                self._tell_unknown("items", _unknown_code("items", missing=False), _one_of(names), item, names)
        return tuple(code for code in told if code in self.codes.items)

    def text(self, key: str) -> str:
        text, longest = self.cell(key), LONGEST[key]
        if len(text) > longest:
            self.tell(
                key, "too_long", _("Teksti on liian pitkä: %(length)d merkkiä.") % {"length": len(text)},
                _("Enintään %(longest)d merkkiä.") % {"longest": longest},
            )  # fmt: skip
        return text

    def _tell_unknown(
        self,
        key: str,
        reason: str,
        expected: str,
        value: str,
        names: Iterable[str],
        spelled: Callable[[str], str] = str,
    ) -> None:
        """A value that no list knows, with the nearest right one; that too would tell of a person without ground."""
        near = "" if self.nameless and key not in _OF_CODES else nearest(value, names)
        if near:
            expected = _("%(expected)s Tarkoititko: %(near)s?") % {"expected": expected, "near": spelled(near)}
        self.tell(key, f"{key}_unknown" if value else f"{key}_missing", reason, expected, value)


def _unreadable(line: Line, columns: Columns) -> tuple[str, str, str] | None:
    """Code, reason and expected of what makes the cells of a line untrustworthy."""
    if line.fault == "quote":
        return "quote", _("Lainausmerkki jää auki tai on väärässä paikassa."), _(
            "Lainausmerkit solun molemmissa päissä, ja solun sisällä kahdesti (\"\")."
        )  # fmt: skip
    if line.fault == "too_long":
        return "too_long", _("Rivillä on liian pitkä teksti."), _("Enintään 2 000 merkkiä.")
    if line.fault:
        return "encoding", _("Rivillä on merkkejä, jotka eivät kuulu tiedoston merkistöön."), _(
            "Koko tiedosto samassa merkistössä: UTF-8 tai Windows-1252."
        )  # fmt: skip
    if any(cell.strip() for cell in line.cells[columns.width :]):
        return "cells", _("Rivillä on soluja enemmän kuin otsikoita."), _(
            "Yhtä monta solua kuin otsikkoa. Jos tekstissä on erotinmerkki, teksti on lainausmerkeissä."
        )  # fmt: skip
    return None


def _about_hetu(code: str) -> tuple[str, str]:
    if code == "check":
        return _("Henkilötunnuksen tarkistusmerkki on väärä."), _("Tunnus, jonka viimeinen merkki täsmää numeroihin.")
    if code == "date":
        return _("Henkilötunnuksen alkuosa ei ole syntymäpäivä."), _("Päivä, joka on ollut.")
    return _("Henkilötunnuksen muoto on väärä."), _(
        "11 merkkiä: päivä ppkkvv, välimerkki (+ - Y X W V U A B C D E F), kolme numeroa ja tarkistusmerkki."
    )


def _unknown_code(key: str, *, missing: bool) -> str:
    if key == "language":
        return _("Asiointikieli puuttuu.") if missing else _("Asiointikieltä ei tunneta.")
    if key == "channel":
        return _("Kanava puuttuu.") if missing else _("Kanavaa ei tunneta.")
    if key == "sender_kind":
        return _("Lähettäjän laji puuttuu.") if missing else _("Lähettäjän lajia ei tunneta.")
    if key == "service":
        return _("Pyydettyä palvelua ei ole alueen palveluissa.")
    return _("Tunnistuksen kohtaa ei tunneta.")


def _one_of(codes: Iterable[str]) -> str:
    return _("Jokin näistä: %(codes)s.") % {"codes": _listed(codes)}


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))
