"""Saying what a service costs, and taking a wrong price back."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from psycopg.types.range import Range

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.catalogue.actions import INSTALLATION
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.prices.models import UnitPrice
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once


@transaction.atomic
def set_price(
    *, card: ServiceCard, by: Actor, amount: Decimal, per: str, from_on: date, source: str, to_on: date | None = None,
    allocable: bool = True, why_not: str = "", key: UUID | None = None,
) -> UnitPrice:
    """What the service costs from a day on (L-20); both days belong to the time. An open price before it ends there.

    Raises Refused: another region's card, no amount or source, a split that is not explained, a time that has a price.
    """
    _own(card, by)
    if amount <= 0 or amount != round(amount, 2):
        raise Refused(_("Kirjoita hinta euroina ja sentteinä, esimerkiksi 84,50. Nollaa ei kirjata: jos hintaa ei "
                        "tiedetä, jätä se kirjaamatta."), field="amount")  # fmt: skip
    if to_on and to_on < from_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."), field="to_on")
    if not source.strip():
        raise Refused(_("Kirjoita, mistä hinta on."), field="source")
    if not allocable and not why_not.strip():
        raise Refused(_("Kirjoita, miksi kustannusta ei voi jakaa asiakkaille."), field="why_not")
    ServiceCard.objects.select_for_update().get(pk=card.pk)

    def make() -> UnitPrice:
        _make_room(card, from_on, to_on)
        return UnitPrice.objects.create(
            card=card, amount=amount, per=per, valid=Range(from_on, to_on + timedelta(days=1) if to_on else None),
            source=source.strip(), allocable=allocable, why_not="" if allocable else why_not.strip(),
            made_by_id=by.user_id, form_key=key,
        )

    row, new = once(UnitPrice.objects.all(), key, make, card_id=card.pk)
    if new:
        record("catalogue.price_set", by=by, stream=INSTALLATION, obj=("unit_price", row.pk), key=card.key)
    return row


def _make_room(card: ServiceCard, from_on: date, to_on: date | None) -> None:
    """An open price that began earlier ends the day before; any other that stands in the way is told."""
    wanted = Range(from_on, to_on + timedelta(days=1) if to_on else None)
    for other in UnitPrice.objects.filter(card=card, withdrawn_at__isnull=True, valid__overlap=wanted):
        if other.valid.upper is not None or other.valid.lower >= from_on:
            raise Refused(
                _("Samalle ajalle on jo hinta %(day)s alkaen. Peru se ensin tai vaihda päivät.")
                % {"day": dates.d(other.valid.lower)}, field="from_on",
            )
        UnitPrice.objects.filter(pk=other.pk).update(valid=Range(other.valid.lower, from_on))


@transaction.atomic
def withdraw_price(*, price: UnitPrice, by: Actor, reason: str) -> None:
    """A wrong price is taken back, with why. Twice is once. Raises Refused, also when somebody else took it back or
    it was done with other words."""
    _own(price.card, by)
    row = UnitPrice.objects.select_for_update().get(pk=price.pk)
    if row.withdrawn_at:
        if (row.withdrawn_by_id, row.withdrawn_reason) == (by.user_id, reason.strip()):
            return
        raise Refused(_("Hinta on jo peruttu. Päivitä sivu."))
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi hinta perutaan."), field="reason")
    UnitPrice.objects.filter(pk=row.pk).update(
        withdrawn_at=dates.now(), withdrawn_by_id=by.user_id, withdrawn_reason=reason.strip()
    )
    record("catalogue.price_withdrawn", by=by, stream=INSTALLATION, obj=("unit_price", row.pk), key=price.card.key)


def _own(card: ServiceCard, by: Actor) -> None:
    if not by.can(Permission.MODEL_EDIT) or by.region_id != card.region_id:
        raise Refused(_("Hinnan kirjaa se, joka vastaa alueen palvelumallista."))
