"""The lists and grounds this room reads from the service model, beside what `servicemodels.codes` gives as it is."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.loading import dated

CONSENT = "consent"
HEALTH_CHECK = "health_check"  # the place where a need was identified (L-06)
SELF, NETWORK, ENCOURAGED = "self", "network", "third_sector_encouraged"


@dataclass(frozen=True)
class Option:
    """A tick with its name, as forms and pages show it."""

    key: str
    name: str


@dataclass(frozen=True)
class Item:
    """A line of the identification checklist with its sub-ticks (L-35…L-39)."""

    key: str
    name: str
    field_group: str
    ticks: tuple[Option, ...]


@dataclass(frozen=True)
class Criterion:
    """A ground for entering the service, asked in the client's own terms (V-18…V-23)."""

    key: str
    name: str
    question: str


def checklist() -> list[Item]:
    """The identification checklist in its order, in the reader's language."""
    return [
        Item(
            item.key, item.name, item.definition.field_group,
            tuple(Option(tick.key, _name(tick.names)) for tick in item.definition.ticks),
        )
        for item in codes.code_list("identification_items")
    ]


def item_codes() -> frozenset[str]:
    """Every code a checklist may hold: `work_history`, and with its tick `work_history.little_work_experience`."""
    return _item_codes(dates.today())


@lru_cache(maxsize=8)
def _item_codes(_day: date) -> frozenset[str]:
    """A list of thousands of lines asks it for each line."""
    lines = checklist()
    return frozenset(item.key for item in lines) | frozenset(f"{i.key}.{t.key}" for i in lines for t in i.ticks)


def criteria() -> list[Criterion]:
    """The criteria in their order; any one of them is enough."""
    return [Criterion(one.key, one.name, _name(one.definition.question)) for one in codes.code_list("criteria")]


def sender_kind_of(organisation_kind: str) -> str:
    """Under which sender the referrals of such a body are counted (V-31…V-40); "" for none."""
    kind = next((one for one in codes.common().organisation_kinds if one.key == organisation_kind), None)
    return (kind.sender_kind if kind else None) or ""


@lru_cache(maxsize=1024)
def ground_of_sender(sender_kind: str, on: date) -> str:
    """The statute that lets such a sender refer without consent, else `consent` (dated codes; 381/2023 § 15)."""
    return (codes.ground_of_sender(sender_kind, on) if sender_kind else None) or CONSENT


def ground_to_hold(organisation_kind: str, on: date) -> str:
    """The statute on which such a body holds client data of its own case; `consent` where none says so."""
    statutes = [s for s in codes.common().statutes if s.kind == "access" and organisation_kind in (s.between or ())]
    found = dated(statutes, on)
    return found.key if found else CONSENT


def groups_of(ground: str) -> tuple[str, ...]:
    """The field groups a ground opens; the basics where it names none."""
    found = next((statute for statute in codes.common().statutes if statute.key == ground), None)
    return tuple(found.field_groups or ()) if found and found.field_groups else ("basics",)


def due(limit: str, on: date | None = None, *, region: Region | None = None) -> date:
    """The last day of a time limit that begins on a day (today); the region's own limit where it has one."""
    return codes.due(region, limit, on or dates.today())


def outside_groups() -> frozenset[str]:
    """The field groups a referral can hold: the name, what the checklist's lines are of, and the texts (health)."""
    return frozenset({"basics", "health", *(item.field_group for item in checklist())})


def _name(names: object) -> str:
    return names.in_language
