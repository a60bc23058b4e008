"""The code lists, grounds and time limits this room reads from the service model. Names in the reader's language."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings

from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels.definitions import Common
from rinnalla.servicemodels.loading import dated, load_common, value_of

CONSENT = "consent"
SELF, NETWORK, ENCOURAGED = "self", "network", "third_sector_encouraged"


@dataclass(frozen=True)
class Option:
    """A code with its name, as forms and pages show it."""

    key: str
    name: str


@dataclass(frozen=True)
class Item:
    """A line of the identification checklist with its sub-ticks (L-35…L-39)."""

    key: str
    name: str
    field_group: str
    ticks: tuple[Option, ...]


@lru_cache(maxsize=1)
def common() -> Common:
    """The national definitions, read once."""
    return load_common(settings.REGIONS_DIR / "common")


def options(code_list: str, on: date | None = None) -> list[Option]:
    """A national code list as it is in force on a day (today)."""
    on = on or dates.today()
    codes = getattr(common().codes, code_list)
    return [
        Option(code.key, _name(code.names)) for code in codes
        if (code.valid_from or date.min) <= on <= (code.valid_to or date.max)
    ]


def name_of(code_list: str, key: str) -> str:
    """The name of a code; the code itself when the list no longer has it."""
    return next((_name(code.names) for code in getattr(common().codes, code_list) if code.key == key), key)


def checklist() -> list[Item]:
    """The identification checklist in its order."""
    return [
        Item(item.key, _name(item.names), item.field_group, tuple(Option(t.key, _name(t.names)) for t in item.ticks))
        for item in common().codes.identification_items
    ]


@dataclass(frozen=True)
class Criterion:
    """A ground for entering the service, asked in the client's own terms (V-18…V-23)."""

    key: str
    name: str
    question: str


def criteria() -> list[Criterion]:
    """The criteria in their order; any one of them is enough."""
    return [Criterion(one.key, _name(one.names), _name(one.question)) for one in common().codes.criteria]


def item_codes() -> frozenset[str]:
    """Every code a checklist may hold: `work_history`, and with its tick `work_history.little_work_experience`."""
    lines = checklist()
    return frozenset(item.key for item in lines) | frozenset(f"{i.key}.{t.key}" for i in lines for t in i.ticks)


def sender_kind_of(organisation_kind: str) -> str:
    """Under which sender the referrals of such a body are counted (V-31…V-40); "" for none."""
    return next((kind.sender_kind or "" for kind in common().organisation_kinds if kind.key == organisation_kind), "")


def ground_of_sender(sender_kind: str, on: date) -> str:
    """The statute that lets such a sender refer without consent, else `consent` (dated codes; 381/2023 § 15)."""
    kind = next((kind for kind in common().codes.sender_kinds if kind.key == sender_kind), None)
    return kind.statute if kind and kind.statute and _in_force(kind.statute, on) else CONSENT


def ground_to_hold(organisation_kind: str, on: date) -> str:
    """The statute on which such a body holds client data of its own case; `consent` where none says so."""
    statutes = [s for s in common().statutes if s.kind == "access" and organisation_kind in (s.between or ())]
    found = dated(statutes, on)
    return found.key if found else CONSENT


def groups_of(ground: str) -> tuple[str, ...]:
    """The field groups a ground opens; the basics where it names none."""
    found = next((statute for statute in common().statutes if statute.key == ground), None)
    return tuple(found.field_groups or ()) if found and found.field_groups else ("basics",)


def due(limit: str, on: date) -> date:
    """The last day of a time limit of the service model that begins on a day."""
    value = value_of(limit, on, common())
    if value is None:
        raise LookupError(f"no time limit {limit} on {on}")
    if value.unit == "working_days":
        return dates.add_working_days(on, int(value.value))
    if value.unit == "months":
        return dates.add_months(on, int(value.value))
    return on + timedelta(days=int(value.value) * (7 if value.unit == "weeks" else 1))


def _in_force(statute: str, on: date) -> bool:
    return dated([one for one in common().statutes if one.key == statute], on) is not None


def _name(names: object) -> str:
    return in_language(names.model_dump())
