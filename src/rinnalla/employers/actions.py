"""Keeping the register: adding and changing employers, who keeps in touch, workplaces, contact people."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers.models import Employer, EmployerChange, EmployerPerson, Workplace
from rinnalla.employers.texts import business_id, without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.names import search_key
from rinnalla.lib.saving import once, save_version
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels.codes import code

KEPT = ("name", "other_names", "business_id", "size", "trade_code", "trade", "municipality", "ended_on")
INSTALLATION = ("installation", 0)


@transaction.atomic
def add_employer(
    *, by: Actor, values: Mapping[str, Any], anyway: bool = False, looked_up_on: date | None = None,
    key: UUID | None = None,
) -> Employer:
    """Put an employer into the register; whoever adds it keeps in touch until somebody else takes over.

    Raises Refused for a wrong Y-tunnus, for one that is in the register, and, unless `anyway`, for a name that is.
    """
    require_register(by)
    wait_for_register(by)
    if key and (sent := Employer.objects.filter(form_key=key, region_id=by.region_id).first()):
        return sent
    kept = _checked(values)
    _refuse_same(by, kept, anyway=anyway)

    def make() -> Employer:
        row = Employer(
            region_id=by.region_id, owner_id=by.user_id, owner_unit_id=by.unit_id, looked_up_on=looked_up_on,
            made_by_id=by.user_id, form_key=key, **kept,
        )
        row.keep_search_key()
        row.save()
        return row

    row, new = once(Employer.objects.all(), key, make, region_id=by.region_id)
    if new:
        note(row, "employers.added", by)
    return row


@transaction.atomic
def change_employer(
    *, employer: Employer, version: int, by: Actor, values: Mapping[str, Any], looked_up_on: date | None = None
) -> None:
    """Mend what the register tells; what stood there before is kept. Raises Refused, Conflict."""
    require_own_region(employer, by)
    wait_for_register(by)
    kept = _checked(values)
    _refuse_same(by, kept, anyway=True, but=employer)
    now = Employer.objects.select_related("municipality").get(pk=employer.pk)
    what = {name: [_shown(getattr(now, name)), _shown(kept[name])] for name in KEPT if getattr(now, name) != kept[name]}
    found = search_key(f"{kept['name']} {kept['other_names']} {kept['business_id']}")
    save_version(
        employer, version, search_key=found, looked_up_on=looked_up_on or employer.looked_up_on, **kept
    )
    if what:
        EmployerChange.objects.create(employer=employer, what=what, made_by_id=by.user_id)
        note(employer, "employers.changed", by, fields=sorted(what))


@transaction.atomic
def take_over(*, employer: Employer, version: int, by: Actor) -> None:
    """The actor keeps in touch from now on, on behalf of all. Twice is once. Raises Refused, Conflict."""
    require_own_region(employer, by)
    now = Employer.objects.select_related("owner").get(pk=employer.pk)
    if (now.owner_id, now.owner_unit_id) == (by.user_id, by.unit_id):
        return
    save_version(employer, version, owner_id=by.user_id, owner_unit_id=by.unit_id)
    what = {"owner": [now.owner.name if now.owner else "", by.name]}
    EmployerChange.objects.create(employer=employer, what=what, made_by_id=by.user_id)
    note(employer, "employers.owner_changed", by)


@transaction.atomic
def save_workplace(
    *, employer: Employer, by: Actor, values: Mapping[str, Any], workplace: Workplace | None = None, version: int = 0,
    key: UUID | None = None,
) -> Workplace:
    """Add a place where the employer has people at work, or mend one. Raises Refused, Conflict."""
    require_own_region(employer, by)
    kept = dict(values)
    Employer.objects.select_for_update().get(pk=employer.pk)  # two who add the same place, one after the other
    same = Workplace.objects.filter(employer=employer, name=kept["name"], ended_on__isnull=True)
    if key and (sent := Workplace.objects.filter(form_key=key, employer=employer).first()):
        return sent
    if not kept.get("ended_on") and same.exclude(pk=workplace.pk if workplace else None).exists():
        raise Refused(_("Työnantajalla on jo tämän niminen työpaikka. Anna toinen nimi."), field="name")
    if workplace:
        save_version(workplace, version, **kept)
        note(employer, "employers.workplace_changed", by)
        return workplace
    row, new = once(
        Workplace.objects.all(), key,
        lambda: Workplace.objects.create(employer=employer, made_by_id=by.user_id, form_key=key, **kept),
        employer_id=employer.pk,
    )
    if new:
        note(employer, "employers.workplace_added", by)
    return row


@transaction.atomic
def save_person(
    *, employer: Employer, by: Actor, values: Mapping[str, Any], person: EmployerPerson | None = None, version: int = 0,
    key: UUID | None = None,
) -> EmployerPerson:
    """Add a contact person, or mend one and so confirm that the data hold. Raises Refused, Conflict."""
    require_own_region(employer, by)
    kept = dict(values)
    for name in ("name", "task"):
        kept[name] = without_client(kept[name], name)
    if person:
        save_version(person, version, confirmed_on=dates.today(), **kept)
        note(employer, "employers.person_changed", by)
        return person
    row, new = once(
        EmployerPerson.objects.all(), key,
        lambda: EmployerPerson.objects.create(employer=employer, made_by_id=by.user_id, form_key=key, **kept),
        employer_id=employer.pk,
    )
    if new:
        note(employer, "employers.person_added", by)
    return row


@transaction.atomic
def remove_person(*, person: EmployerPerson, by: Actor) -> None:
    """The contact person is forgotten: the row goes, contacts stay without the name. Twice is once."""
    require_own_region(person.employer, by)
    gone, _each = EmployerPerson.objects.filter(pk=person.pk).delete()
    if gone:
        note(person.employer, "employers.person_removed", by)


@transaction.atomic
def forget_people(*, before: date, by: Actor) -> int:
    """Contact people whom nobody has confirmed since a day are forgotten. How many they were."""
    gone, _each = EmployerPerson.objects.filter(confirmed_on__lt=before).delete()
    if gone:
        record("employers.people_forgotten", by=by, stream=INSTALLATION, number=gone)
    return gone


@transaction.atomic
def as_receiver(*, employer: Employer, by: Actor) -> Organisation:
    """The employer as a body that a client's consent can be asked for; made at the first need. Twice is once."""
    if employer.region_id != by.region_id:
        raise Refused(_("Työnantaja on toisen alueen rekisterissä."))
    row = Employer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=employer.pk)
    if row.organisation is None:
        row.organisation = Organisation.objects.create(
            region_id=row.region_id, key=f"tyonantaja-{row.uuid.hex[:12]}", kind="employer", names={"fi": row.name}
        )
        row.save(update_fields=["organisation"])
        note(row, "employers.made_receiver", by)
    return row.organisation


def require_register(by: Actor) -> None:
    """Raises Refused when the actor does not keep the register."""
    if not by.can(Permission.EMPLOYER_EDIT):
        raise Refused(_("Rekisteriä pitävät työnantajakoordinaattorit, työhönvalmentajat ja koordinaattorit."))


def require_own_region(employer: Employer, by: Actor) -> None:
    """Raises Refused for who does not keep the register, or keeps another region's."""
    require_register(by)
    if employer.region_id != by.region_id:
        raise Refused(_("Työnantaja on toisen alueen rekisterissä."))


def wait_for_register(by: Actor) -> None:
    """One who adds or renames at a time in a region, until the transaction ends."""
    with connection.cursor() as cursor:
        sql = "select pg_advisory_xact_lock(hashtextextended('employers.register:' || %s, 0))"
        cursor.execute(sql, [str(by.region_id)])


def note(employer: Employer, verb: str, by: Actor, **details: Any) -> None:
    record(verb, by=by, stream=INSTALLATION, obj=("employer", employer.pk), **details)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: values.get(name, None if name in ("municipality", "ended_on") else "") for name in KEPT}
    for name in ("name", "other_names", "trade_code", "trade"):
        kept[name] = without_client(kept[name], name)
    if not kept["name"]:
        raise Refused(_("Kirjoita työnantajan nimi."), field="name")
    kept["business_id"] = business_id(kept["business_id"])
    if kept["size"] and code("employer_sizes", kept["size"]) is None:
        raise Refused(_("Valitse koko luettelosta."), field="size")
    if kept["trade_code"] and not kept["trade_code"].isdigit():
        raise Refused(_("Toimialan koodissa on vain numeroita, esimerkiksi 56100."), field="trade_code")
    return kept


def _refuse_same(by: Actor, kept: Mapping[str, Any], *, anyway: bool, but: Employer | None = None) -> None:
    """One employer stands in the register once (C-22)."""
    rows = Employer.objects.filter(region_id=by.region_id).exclude(pk=but.pk if but else None).select_related("owner")
    if kept["business_id"] and (same := rows.filter(business_id=kept["business_id"]).first()):
        text = _("Tämä Y-tunnus on jo rekisterissä: %(name)s. Yhteyttä pitää %(owner)s.")
        raise Refused(text % {"name": same.name, "owner": _owner(same)}, field="business_id")
    if anyway:
        return
    named = search_key(kept["name"])
    if same := next((one for one in rows.filter(search_key__startswith=named) if search_key(one.name) == named), None):
        text = _(
            "Rekisterissä on jo %(name)s. Yhteyttä pitää %(owner)s. "
            "Jos tämä on toinen työnantaja, valitse ”Lisää silti”."
        )
        raise Refused(text % {"name": same.name, "owner": _owner(same)}, field="anyway")


def _owner(employer: Employer) -> str:
    return employer.owner.name if employer.owner else _("ei kukaan vielä")


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return dates.d(value)
    return str(value or "")
