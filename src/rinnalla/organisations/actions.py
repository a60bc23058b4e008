"""Regions, municipalities, organisations and units, as the definitions say. Safe to repeat: an upsert that
changes nothing writes nothing, neither a row nor an event."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rinnalla.eventlog.record import Acting, record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.names import search_key
from rinnalla.lib.saving import once, save_version
from rinnalla.organisations.models import Municipality, Organisation, Region, Unit

Row = TypeVar("Row", bound=models.Model)
INSTALLATION = ("installation", 0)


@transaction.atomic
def upsert_region(
    *, by: Acting, key: str, names: dict[str, str], languages: Iterable[str], help_phone: str
) -> tuple[Region, bool]:
    """The region with this key, made or brought up to date. The second value tells whether anything changed."""
    values = {"names": names, "languages": list(languages), "help_phone": help_phone}
    region, what = _put(Region.objects.all(), {"key": key}, values)
    if what:
        record(f"organisations.region_{what}", by=by, stream=INSTALLATION, obj=("region", region.pk))
    return region, bool(what)


@transaction.atomic
def upsert_municipality(
    *, by: Acting, region: Region, code: str, names: dict[str, str]
) -> tuple[Municipality, bool]:
    """The municipality with this official code; it moves to `region` if it was elsewhere (regions do change)."""
    found, what = _put(Municipality.objects.all(), {"code": code}, {"names": names, "region_id": region.pk})
    if what:
        record("organisations.municipality_set", by=by, stream=INSTALLATION, obj=("municipality", found.pk), code=code)
    return found, bool(what)


@transaction.atomic
def upsert_organisation(
    *, by: Acting, region: Region, key: str, kind: str, names: dict[str, str], names_staff: bool = True
) -> tuple[Organisation, bool]:
    """The organisation with this key in the region. `kind` is a code of `organisation_kinds.yaml` (V-04);
    `names_staff`: whether clients read its workers' names in the log."""
    values = {"kind": kind, "names": names, "names_staff": names_staff}
    found, what = _put(Organisation.objects.all(), {"region": region, "key": key}, values)
    if what:
        record(f"organisations.organisation_{what}", by=by, stream=INSTALLATION, obj=("organisation", found.pk))
    return found, bool(what)


@transaction.atomic
def upsert_unit(
    *, by: Acting, organisation: Organisation, key: str, names: dict[str, str], phone: str, hours: dict[str, str],
    municipalities: Iterable[Municipality], takes_referrals: bool = False, default_intake: bool = False,
    ended_on: date | None = None, kind: str = "",
) -> tuple[Unit, bool]:
    """The unit with this key in the organisation, with the municipalities it takes people in from. A past `ended_on`
    ends it; without one, an end that somebody set stays."""
    values: dict[str, Any] = {"kind": kind, "names": names, "phone": phone, "hours": hours}
    if ended_on and ended_on < dates.today():
        values |= {"ended_on": ended_on, "takes_referrals": False, "default_intake": False}
    elif not Unit.objects.filter(organisation=organisation, key=key, ended_on__isnull=False).exists():
        values |= {"takes_referrals": takes_referrals, "default_intake": default_intake}
    unit, what = _put(Unit.objects.all(), {"organisation": organisation, "key": key}, values)
    wanted = {one.pk for one in municipalities}
    if wanted != set(unit.municipalities.values_list("pk", flat=True)):
        unit.municipalities.set(wanted)
        what = what or "changed"
    if what:
        Unit.objects.filter(pk=unit.pk).update(version=models.F("version") + int(what == "changed"))
        record(f"organisations.unit_{what}", by=by, stream=("unit", unit.pk), obj=("unit", unit.pk))
    return unit, bool(what)


@transaction.atomic
def add_unit(
    *, by: Acting, organisation: Organisation, names: dict[str, str], phone: str, hours: dict[str, str],
    municipalities: Iterable[Municipality], takes_referrals: bool = False, default_intake: bool = False,
    form_key: UUID | None = None,
) -> Unit:
    """A new unit. Its key is made from the Finnish name. Raises Refused: a default intake that takes no referrals."""
    _intake_takes_referrals(takes_referrals, default_intake)

    def make() -> Unit:
        unit = Unit.objects.create(
            organisation=organisation, key=_free_key(organisation, names["fi"]), names=names, phone=phone, hours=hours,
            takes_referrals=takes_referrals, default_intake=default_intake, form_key=form_key,
        )
        unit.municipalities.set(municipalities)
        record("organisations.unit_added", by=by, stream=("unit", unit.pk), obj=("unit", unit.pk))
        return unit

    return once(Unit.objects.all(), form_key, make, organisation_id=organisation.pk)[0]


@transaction.atomic
def change_unit(
    *, by: Acting, unit: Unit, version: int, names: dict[str, str], phone: str, hours: dict[str, str],
    municipalities: Iterable[Municipality], takes_referrals: bool, default_intake: bool,
) -> None:
    """Change what a unit is called, how it is reached and whom it takes in. Raises Conflict; Refused as `add_unit`."""
    _intake_takes_referrals(takes_referrals, default_intake)
    save_version(
        unit, version, names=names, phone=phone, hours=hours, takes_referrals=takes_referrals,
        default_intake=default_intake,
    )
    unit.municipalities.set(municipalities)
    record("organisations.unit_changed", by=by, stream=("unit", unit.pk), obj=("unit", unit.pk))


def _intake_takes_referrals(takes_referrals: bool, default_intake: bool) -> None:
    if default_intake and not takes_referrals:
        text = _("Oletusvastaanotto ottaa aina vastaan lähetteitä. Valitse myös lähetteet.")
        raise Refused(text, field="takes_referrals")


def _free_key(organisation: Organisation, name: str) -> str:
    base = slugify(search_key(name))[:45] or "yksikko"
    taken = set(Unit.objects.filter(organisation=organisation, key__startswith=base).values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if key not in taken)


@transaction.atomic
def close_unit(*, by: Acting, unit: Unit, on: date | None = None) -> None:
    """The unit is no more in use from a day on (today); its rows and names stay readable."""
    Unit.objects.filter(pk=unit.pk).update(
        ended_on=on or dates.today(), takes_referrals=False, default_intake=False, version=models.F("version") + 1
    )
    record("organisations.unit_closed", by=by, stream=("unit", unit.pk), obj=("unit", unit.pk))


def _put(rows: models.QuerySet[Row], find: dict[str, Any], values: dict[str, Any]) -> tuple[Row, str]:
    """The row found by `find` with `values`; "added", "changed" or "" tells what was written."""
    row = rows.filter(**find).first()
    if row is None:
        return rows.model._default_manager.create(**find, **values), "added"
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return row, "changed" if changed else ""
