"""A unit as another professional needs it: who works there, what it offers, and whether it gives advice (T-37)."""

from dataclasses import dataclass

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.showing import shown
from rinnalla.organisations.models import Unit
from rinnalla.referrals.forms import units_of
from rinnalla.servicemodels.codes import code_name

COMPETENCE_UNIT = "competence_unit"  # the kind of unit that the whole region asks (T-37)


@dataclass(frozen=True)
class Worker:
    """Somebody who works in the unit, with the names of the roles held there."""

    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Desk:
    """What a unit's page tells. `contact` is the role and the mail to ask by; `advises`: its consultation desk takes
    questions from the reader's unit."""

    kind: str
    staff: list[Worker]
    cards: list[ServiceCard]
    contact: tuple[str, str]
    advises: bool


def desk_of(unit: Unit, actor: Actor) -> Desk:
    """Everything of one unit of the reader's region."""
    cards = list(ServiceCard.objects.offered().filter(unit=unit, region_id=actor.region_id).order_by("place"))
    told = next((shown(card) for card in cards if card.contact), None)
    return Desk(
        kind=code_name("unit_kinds", unit.kind) if unit.kind else "",
        staff=_staff(unit),
        cards=sorted(cards, key=lambda card: card.name),
        contact=(told.role, told.mail) if told else ("", ""),
        advises=units_of(actor, without_own=True).filter(pk=unit.pk).exists(),
    )


def of_kind(actor: Actor, kind: str) -> list[Unit]:
    """The units of a kind in the reader's region, by name."""
    rows = Unit.objects.in_use().filter(organisation__region_id=actor.region_id, kind=kind)
    return sorted(rows.select_related("organisation"), key=lambda unit: unit.name)


def _staff(unit: Unit) -> list[Worker]:
    """Those at work in the unit now, each once with all roles, by name."""
    roles: dict[str, list[str]] = {}
    rows = Membership.objects.in_force().filter(unit=unit).select_related("user").order_by("user__name", "pk")
    for row in rows:
        roles.setdefault(row.user.name, []).append(row.role_name)
    return [Worker(name, tuple(held)) for name, held in roles.items()]
