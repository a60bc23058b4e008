"""What to expect of the services of the unit one refers to: gone through with the client before sending (L-89)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.showing import sheet_in_words
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Unit
from rinnalla.referrals.models import Arrival, Referral
from rinnalla.servicemodels import codes

Sheets = list[dict[str, Any]]
ASKED = ("service", "step")  # a benefit is applied for, not referred to
LONGEST = 18  # digits of a number the database can hold; a longer one is nobody's


def sheets_of(unit: Unit | int | str | None) -> list[ServiceCard]:
    """The services a unit offers today that say what to expect of them, by name; none for no unit or a wrong one."""
    key = str(unit.pk if isinstance(unit, Unit) else unit or "")
    if not key.isdecimal() or len(key) > LONGEST:
        return []
    cards = ServiceCard.objects.offered().filter(unit_id=int(key)).exclude(expectations=[])
    return sorted((one for one in cards.select_related("unit") if not one.ended), key=lambda one: one.name)


def kept(unit: Unit, told: Iterable[str] | None) -> dict[str, Any]:
    """What a referral keeps: the sentences as they were told that day. None where nothing was asked."""
    cards = sheets_of(unit)
    if told is None or not cards:
        return {}
    wanted = set(told)
    sheets: Sheets = [
        {"card": str(one.uuid), "names": one.names, "sheet": one.expectations} for one in cards
        if str(one.uuid) in wanted
    ]
    return {"sheets": sheets, "sheets_on": dates.today() if sheets else None}


def services(region_id: int | None) -> list[tuple[str, str]]:
    """The services one may ask for in a region, by name; what is specially protected is asked of the unit itself."""
    cards = ServiceCard.objects.offered().filter(region_id=region_id, kind__in=ASKED).exclude(field_group="special")
    found = {one.service: one.name for one in cards if not one.ended}
    return sorted(found.items(), key=lambda one: one[1])


def asked(service: str) -> str:
    """The service asked for, which the catalogue has; "" for none. Raises Refused."""
    if service and service not in {one.service for one in codes.common().cards if not one.sensitive}:
        raise Refused(_("Valitse palvelu luettelosta."), field="service")
    return service


def asked_in_words(referral: Referral, groups: Iterable[str]) -> str:
    """What the sender asks for, in the words of the catalogue, for whom its field group is open; else ""."""
    card = next((one for one in codes.common().cards if one.service == referral.service), None)
    return card.names.in_language if card and card.field_group in set(groups) else ""


def in_words(referral: Referral) -> list[tuple[str, list[tuple[str, list[str]]]]] | None:
    """The services gone through with the client, each by its name and its sentences; None when nothing was asked."""
    if referral.sheets is None:
        return None
    return [(in_language(one["names"]), sheet_in_words(one["sheet"])) for one in referral.sheets]


def told_before(case: Case, card: ServiceCard) -> tuple[date, list[dict[str, Any]]] | None:
    """The day and the sentences of the card that were gone through with the client before the case's referral."""
    rows = Arrival.objects.filter(case=case, sheets_on__isnull=False).order_by("-sheets_on")
    return next(
        (
            (row.sheets_on, one["sheet"]) for row in rows for one in row.sheets or []
            if one["card"] == str(card.uuid) and row.sheets_on
        ),
        None,
    )
