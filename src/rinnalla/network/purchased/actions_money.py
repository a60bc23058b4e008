"""Appropriations: what was granted, what is used and tied up of it, and a wrong line taken back (E-66)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers.texts import without_client
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.network.purchased.actions import note
from rinnalla.network.purchased.models import Contract
from rinnalla.network.purchased.models_money import Appropriation, CostLine


@transaction.atomic
def grant_appropriation(
    *, by: Actor, name: str, year: int, amount: Decimal, key: UUID | None = None
) -> Appropriation:
    """Money of a year for a purpose, of the actor's own organisation. Raises Refused: the same is there already."""
    _may(by, by.organisation_id)
    if amount <= 0:
        raise Refused(_("Kirjoita summa euroina, suurempi kuin nolla."), field="amount")

    def make() -> Appropriation:
        same = Appropriation.objects.filter(organisation_id=by.organisation_id, year=year, name=name.strip())
        if same.exists():
            raise Refused(_("Sama määräraha on jo kirjattu tälle vuodelle."), field="name")
        return Appropriation.objects.create(
            region_id=by.region_id, organisation_id=by.organisation_id, name=name.strip(), year=year, amount=amount,
            made_by_id=by.user_id, form_key=key,
        )

    row, new = once(Appropriation.objects.all(), key, make, year=year, name=name.strip())
    if new:
        note("appropriation_granted", by, row)
    return row


@dataclass(frozen=True)
class Cost:
    """A line. `amount` None: how much is not known, because it can't be split (`why_not`, C-25)."""

    kind: str
    on: date
    what: str
    amount: Decimal | None = None
    why_not: str = ""
    people: int | None = None
    contract: Contract | None = None


@transaction.atomic
def record_cost(*, appropriation: Appropriation, by: Actor, cost: Cost, key: UUID | None = None) -> CostLine:
    """Money used or tied up. Raises Refused: another year's, no sum without a reason why it can't be told."""
    _may(by, appropriation.organisation_id)
    what, why_not = without_client(cost.what, "what"), without_client(cost.why_not, "why_not")
    if not what:
        raise Refused(_("Kirjoita, mihin raha meni."), field="what")
    if cost.on.year != appropriation.year:
        raise Refused(_("Määräraha on vuoden %(year)s. Valitse sen päivä.") % {"year": appropriation.year}, field="on")
    if cost.amount is None and not why_not:
        raise Refused(_("Kirjoita summa. Jos sitä ei voi erottaa, kerro miksi."), field="amount")
    if cost.amount is not None and cost.amount <= 0:
        raise Refused(_("Kirjoita summa euroina, suurempi kuin nolla."), field="amount")

    def make() -> CostLine:
        values = {**vars(cost), "what": what, "why_not": why_not}
        return CostLine.objects.create(
            appropriation=appropriation, allocable=not why_not, made_by_id=by.user_id, form_key=key, **values
        )

    row, new = once(CostLine.objects.all(), key, make, appropriation_id=appropriation.pk, what=what)
    if new:
        note("cost_recorded", by, appropriation, kind=str(cost.kind))
    return row


@transaction.atomic
def withdraw_cost(*, line: CostLine, by: Actor, reason: str) -> None:
    """A wrong line is taken back; it stays to be seen with why. Twice is once. Raises Refused."""
    _may(by, line.appropriation.organisation_id)
    said = without_client(reason, "reason")
    if not said:
        raise Refused(_("Kirjoita, miksi rivi perutaan."), field="reason")
    row = CostLine.objects.select_for_update().get(pk=line.pk)
    if row.withdrawn_at:
        if (row.withdrawn_by_id, row.withdrawn_reason) == (by.user_id, said):
            return
        raise Refused(_("Rivi on jo peruttu. Päivitä sivu."))
    CostLine.objects.filter(pk=row.pk).update(
        withdrawn_at=dates.now(), withdrawn_by_id=by.user_id, withdrawn_reason=said
    )
    note("cost_withdrawn", by, row.appropriation)


def _may(by: Actor, organisation_id: int | None) -> None:
    if not by.can(Permission.PURCHASE_RECORD) or organisation_id is None or by.organisation_id != organisation_id:
        raise Refused(_("Määrärahasta kirjaa sen organisaation esihenkilö, jolle se on annettu."))
