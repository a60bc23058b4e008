"""Agreements of organisations: as the region's files say, and as people record, renew and end them (I-33)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from psycopg.types.range import Range

from rinnalla.eventlog.record import Acting, record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Organisation, OrganisationAgreement

INSTALLATION = ("installation", 0)


@dataclass(frozen=True)
class Signed:
    """What stands on the paper: `concerns` what is agreed, `signed_by` who signed, `kept_in` where the paper is."""

    kind: str
    reference: str
    signed_on: date | None = None
    signed_by: str = ""
    concerns: str = ""
    kept_in: str = ""


@transaction.atomic
def upsert_agreement(
    *, by: Acting, organisation: Organisation, signed: Signed, valid_from: date, valid_to: date | None = None
) -> tuple[OrganisationAgreement, bool]:
    """The agreement with this reference as the region's files tell it, both days included. Where an earlier one of
    another reference overlaps, the new one takes its place from its first day on. What somebody has recorded or ended
    on the page stands: the files neither change it nor stand in its way."""
    rows = OrganisationAgreement.objects.filter(organisation=organisation)
    by_hand = rows.filter(noted_at__isnull=False)
    if (same := by_hand.filter(reference=signed.reference).first()) is not None:
        return same, False
    valid = _time(valid_from, valid_to)
    if (other := by_hand.filter(ended_at__isnull=True, valid__overlap=valid).order_by("valid").first()) is not None:
        if other.first_day <= valid_from:
            return other, False
        valid = Range(valid_from, other.first_day)
    for earlier in rows.filter(valid__overlap=valid, noted_at__isnull=True).exclude(reference=signed.reference):
        _give_way(earlier, valid_from, by)
    found, changed = _put(rows, organisation, {**asdict(signed), "valid": valid})
    if changed:
        _note("made", by, found, on=valid_from)
    return found, changed


def _put(rows: Any, organisation: Organisation, values: dict[str, Any]) -> tuple[OrganisationAgreement, bool]:
    found = rows.filter(reference=values["reference"]).first()
    if found is None:
        return OrganisationAgreement.objects.create(organisation=organisation, **values), True
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, values[name])
    if changed:
        found.save(update_fields=changed)
    return found, bool(changed)


def _give_way(agreement: OrganisationAgreement, before: date, by: Acting) -> None:
    _note("ended", by, agreement, on=before)
    if agreement.valid.lower is None or agreement.valid.lower < before:
        agreement.valid = Range(agreement.valid.lower, before)
        agreement.save(update_fields=["valid"])
    else:
        agreement.delete()


@transaction.atomic
def record_agreement(
    *,
    by: Acting,
    organisation: Organisation,
    signed: Signed,
    valid_from: date,
    valid_to: date | None = None,
    renews: OrganisationAgreement | None = None,
    key: UUID | None = None,
) -> OrganisationAgreement:
    """A signed agreement, both days included; `renews` is the one it goes on from. Raises Refused: days that cross, a
    time that has an agreement, a signature still to come."""
    if valid_to and valid_to < valid_from:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."), field="valid_to")
    if signed.signed_on and signed.signed_on > dates.today():
        raise Refused(_("Sopimus kirjataan, kun se on allekirjoitettu. Tarkista päivä."), field="signed_on")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = OrganisationAgreement.objects.filter(organisation=organisation)

    def make() -> OrganisationAgreement:
        _free(rows, valid_from, valid_to)
        return OrganisationAgreement.objects.create(
            organisation=organisation,
            valid=_time(valid_from, valid_to),
            renews=renews,
            noted_at=dates.now(),
            noted_by_id=by.user_id,
            form_key=key,
            **asdict(signed),
        )

    row, new = once(OrganisationAgreement.objects.all(), key, make, organisation_id=organisation.pk)
    if new:
        _note("renewed" if renews else "made", by, row, on=valid_from)
    return row


def _free(rows: Any, valid_from: date, valid_to: date | None) -> None:
    other = rows.filter(ended_at__isnull=True, valid__overlap=_time(valid_from, valid_to)).order_by("valid").first()
    if other is None:
        return
    days = {"from": dates.d(other.first_day), "reference": other.reference}
    if other.last_day is None:
        text = _("Sopimus %(reference)s on voimassa %(from)s alkaen toistaiseksi. Päätä se ensin, tai korjaa päivät.")
    else:
        days["to"] = dates.d(other.last_day)
        text = _("Sopimus %(reference)s on voimassa %(from)s–%(to)s. Uusi voi alkaa sen jälkeen.")
    raise Refused(text % days, field="valid_from")


@transaction.atomic
def end_agreement(*, by: Acting, agreement: OrganisationAgreement, reason: str) -> None:
    """The agreement ends now: the organisation's people open no client data with their next request. Twice is once.
    Raises Refused: no reason, an agreement whose days are over, one that somebody else has ended."""
    row = OrganisationAgreement.objects.select_for_update().get(pk=agreement.pk)
    if row.ended_at:
        if (row.ended_by_id, row.ended_reason) == (by.user_id, reason.strip()):
            return
        raise Refused(_("Sopimus on jo päätetty. Päivitä sivu."))
    if row.state == "over":
        raise Refused(_("Sopimuksen aika on jo päättynyt. Sitä ei tarvitse päättää."))
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi sopimus päättyy."), field="reason")
    now = dates.now()
    noted = {"noted_at": row.noted_at or now, "noted_by_id": row.noted_by_id or by.user_id}
    OrganisationAgreement.objects.filter(pk=row.pk).update(
        ended_at=now, ended_by_id=by.user_id, ended_reason=reason.strip(), **noted
    )
    _note("ended", by, row, on=dates.today())


@transaction.atomic
def note_reminded(*, by: Acting, agreements: Iterable[OrganisationAgreement]) -> None:
    """That the end of these was told, so that it is told once."""
    for one in agreements:
        if OrganisationAgreement.objects.filter(pk=one.pk, reminded_on__isnull=True).update(reminded_on=dates.today()):
            _note("reminded", by, one)


def _time(first: date, last: date | None) -> Range[date]:
    return Range(first, last + timedelta(days=1) if last else None)


def _note(what: str, by: Acting, agreement: OrganisationAgreement, **details: Any) -> None:
    record(f"organisations.agreement_{what}", by=by, stream=INSTALLATION, obj=("agreement", agreement.pk), **details)
