"""Putting imported items in, and linking a card to the national service it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.catalogue.actions import INSTALLATION, may_check
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.national.models import NationalItem, NationalLink
from rinnalla.eventlog.record import record
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region


@dataclass(frozen=True, slots=True)
class Put:
    """What an import does to one row of the imported layer; None in `row` makes a new one."""

    row: NationalItem | None
    values: dict[str, Any]

    @property
    def withdraws(self) -> bool:
        return self.values.get("withdrawn_on") is not None


def lock_items(region: Region) -> None:
    """One import of a region at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        sql = "select pg_advisory_xact_lock(hashtextextended('catalogue.national:' || %s, 0))"
        cursor.execute(sql, [str(region.pk)])


@transaction.atomic
def put_items(*, region: Region, puts: Sequence[Put], by: Actor) -> None:
    """Write what an import brings. Nothing of a card changes; an owner sees what was withdrawn beside the card."""
    NationalItem.objects.bulk_create(
        [NationalItem(region=region, **put.values) for put in puts if put.row is None], batch_size=500
    )
    for put in puts:
        if put.row is not None:
            NationalItem.objects.filter(pk=put.row.pk).update(**put.values)
            if put.withdraws:
                record("catalogue.national_withdrawn", by=by, stream=INSTALLATION, obj=("national_item", put.row.pk))


@transaction.atomic
def link(*, card: ServiceCard, item: NationalItem, by: Actor) -> NationalLink:
    """Say that a card and a national service are the same service. Twice is once.

    Raises Refused when the card is somebody else's, or the item is no service that the registry still offers.
    """
    _owned(card, by)
    if item.region_id != card.region_id or item.kind != NationalItem.Kind.SERVICE or item.withdrawn_on:
        raise Refused(_("Palvelua ei voi liittää: se ei ole enää palvelutietovarannossa."))
    made, new = NationalLink.objects.get_or_create(card=card, item=item, defaults={"made_by_id": by.user_id})
    if new:
        record("catalogue.national_linked", by=by, stream=INSTALLATION, obj=("card", card.pk), item=item.pk)
    return made


@transaction.atomic
def unlink(*, card: ServiceCard, item: NationalItem, by: Actor) -> None:
    """Take a link off; the card and the imported text stay. Raises Refused when the card is somebody else's."""
    _owned(card, by)
    gone, _each = NationalLink.objects.filter(card=card, item=item).delete()
    if gone:
        record("catalogue.national_unlinked", by=by, stream=INSTALLATION, obj=("card", card.pk), item=item.pk)


def _owned(card: ServiceCard, by: Actor) -> None:
    if not may_check(by, card):
        raise Refused(_("Kortin tiedot vahvistaa sen oma yksikkö: %(unit)s.") % {"unit": card.unit.name})

