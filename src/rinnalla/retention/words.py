"""How a clock is told to people: its length, where it starts, where the law says so."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rinnalla.lib import dates
from rinnalla.retention import clocks
from rinnalla.servicemodels.codes import common
from rinnalla.servicemodels.definitions import Clock, Length, Register
from rinnalla.servicemodels.loading import dated

STARTS: dict[str, str | Promise] = {
    "closed": gettext_lazy("asian päättymisestä"),
    "settled": gettext_lazy("vastauksesta"),
    "written": gettext_lazy("kirjoittamisesta"),
    "death": gettext_lazy("kuolemasta"),
    "birth": gettext_lazy("syntymästä"),
    "next_version": gettext_lazy("uuden version antamisesta"),
    "event": gettext_lazy("tapahtumasta"),
    "role_ended": gettext_lazy("viimeisen tehtävän päättymisestä"),
    "last_case": gettext_lazy("viimeisen asian mukana"),
    "last_register": gettext_lazy("viimeisen rekisterin mukana"),
    "in_use": gettext_lazy("niin kauan kuin palvelu on käytössä"),
}


@dataclass(frozen=True)
class Line:
    """One kind of data for the client: what, how long, and in easy words how it goes."""

    name: str
    length: str
    plain: str


@dataclass(frozen=True)
class OfRegister:
    """The lines of one register."""

    name: str
    lines: list[Line]


def length_of(clock: Clock) -> str:
    """4 vuotta; empty where there is no length of its own. With another count where the start is not known."""
    found = dated(clock.lengths, dates.today())
    if found is None:
        return ""
    other = dated(clock.unknown.lengths, dates.today()) if clock.unknown else None
    if other is None or clock.unknown is None:
        return _length(found)
    return _("%(length)s, tai %(other)s %(start)s") % {
        "length": _length(found), "other": _length(other), "start": STARTS[clock.unknown.starts],
    }


def _length(one: Length) -> str:
    forms = {
        "years": ngettext("%(num)s vuosi", "%(num)s vuotta", one.value),
        "months": ngettext("%(num)s kuukausi", "%(num)s kuukautta", one.value),
        "days": ngettext("%(num)s päivä", "%(num)s päivää", one.value),
    }
    return forms[one.unit] % {"num": one.value}


def start_of(clock: Clock) -> str:
    return str(STARTS[clock.starts])


def source_of(clock: Clock) -> str:
    return f"{clock.act} {clock.section}" if clock.act and clock.section else "–"


def for_clients() -> list[OfRegister]:
    """How long each kind of a client's data is kept, register by register, and what is the same in all."""
    shown = [_of_register(one) for one in clocks.registers()]
    common_lines = [_line(one) for one in common().retention.clocks if not one.registers and one.document in EVERYBODYS]
    return [*shown, OfRegister(_("Kaikissa rekistereissä"), common_lines)]


EVERYBODYS = ("person", "log", "draft")


def _of_register(register: Register) -> OfRegister:
    lines = [_line(one) for one in common().retention.clocks if register.key in one.registers]
    return OfRegister(register.names.in_language, lines)


def _line(one: Clock) -> Line:
    found = dated(one.lengths, dates.today())
    return Line(one.names.in_language, _length(found) if found else "", one.plain.in_language)
