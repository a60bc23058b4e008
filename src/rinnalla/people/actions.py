"""Everything that changes a person's facts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.eventlog.record import record
from rinnalla.lib import hetu as hetus
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import save_version
from rinnalla.organisations.models import Municipality, Region
from rinnalla.people.models import FormerCode, FormerName, JobseekerStatus, Person

NAMED = ("given_names", "family_name", "sort_key", "search_key", "sound_key", "phone", "phone_key")


@transaction.atomic
def add_person(
    *,
    person_id: int,
    region: Region,
    given_names: str,
    family_name: str,
    by: Actor,
    hetu: hetus.Hetu | None = None,
    birth_date: date | None = None,
    language: str = "fi",
    interpreter: str = "",
    phone: str = "",
    email: str = "",
    municipality: Municipality | None = None,
    jobseeker_status: str = JobseekerStatus.UNKNOWN,
    protected_address: bool = False,
) -> Person:
    """Add a person under an id drawn beforehand: the grant and the case that let one see it are written first.

    Raises Refused when the region already has somebody with the identity code.
    """
    person = Person(
        id=person_id,
        region=region,
        language=language,
        interpreter=interpreter,
        email=email,
        municipality=municipality,
        birth_date=hetu.birth_date if hetu else birth_date,
        jobseeker_status=jobseeker_status,
        protected_address=protected_address,
    )
    person.set_names(given_names, family_name)
    person.set_phone(phone)
    if hetu:
        if known_hetu(region, hetu):
            raise Refused(_("Samalla henkilötunnuksella on jo henkilö. Yhdistä lähete häneen."), field="hetu")
        _seal(person, hetu)
    person.save(force_insert=True)
    _note("people.added", person, by)
    return person


def known_hetu(region: Region, hetu: hetus.Hetu) -> int | None:
    """The id of the region's person with this identity code, whoever may see them. For triage and import only.

    Asks an owner-run function: the reader's wall does not reach people one has no case of. The caller logs the look.
    """
    with connection.cursor() as cursor:
        cursor.execute("select people_find_by_hetu(%s, %s)", [region.pk, hetus.index(hetu, region.key)])
        return cursor.fetchone()[0]


def draw_person_id() -> int:
    """The id of a person about to be added."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('people_person', 'id'))")
        return cursor.fetchone()[0]


def _seal(person: Person, hetu: hetus.Hetu) -> None:
    """Put the code on the row in memory; the caller saves."""
    person.hetu_sealed = hetus.encrypt(hetu.text, aad=_aad(person))
    person.hetu_index = hetus.index(hetu, person.region.key)


def reseal(source: Person, target: Person) -> bytes:
    """The identity code of one row as ciphertext for another: it opens only where it is bound to (rule 13)."""
    if source.hetu_sealed is None:
        raise ValueError("this row holds no identity code")
    return hetus.encrypt(hetus.decrypt(bytes(source.hetu_sealed), aad=_aad(source)), aad=_aad(target))


def _aad(person: Person) -> bytes:
    return f"person:{person.pk}".encode()


@transaction.atomic
def change_contacts(
    *,
    person: Person,
    version: int,
    by: Actor,
    given_names: str,
    family_name: str,
    phone: str,
    email: str,
    language: str,
    interpreter: str = "",
    special_needs: Sequence[str] | None = None,
    municipality: Municipality | None = None,
    jobseeker_status: str = JobseekerStatus.UNKNOWN,
) -> None:
    """Change the name, contacts, language and, when told, special needs (I-17). The name before is kept.

    Raises Conflict when somebody was first.
    """
    before = (person.given_names, person.family_name)
    person.set_names(given_names, family_name)
    person.set_phone(phone)
    save_version(
        person,
        version,
        **{name: getattr(person, name) for name in NAMED},
        email=email,
        language=language,
        interpreter=interpreter,
        special_needs=person.special_needs if special_needs is None else list(special_needs),
        municipality=municipality,
        jobseeker_status=jobseeker_status,
    )
    if before != (person.given_names, person.family_name):
        _keep_name(person, *before, by)
    _note("people.changed", person, by)


def _keep_name(person: Person, given_names: str, family_name: str, by: Actor) -> None:
    """The name she had still finds her."""
    former = Person()
    former.set_names(given_names, family_name)
    FormerName.objects.create(
        person=person, given_names=former.given_names, family_name=former.family_name,
        search_key=former.search_key, sound_key=former.sound_key, made_by_id=by.user_id,
    )


@transaction.atomic
def set_protection(
    *, person: Person, version: int, by: Actor, protected: bool, phone: str = "", email: str = ""
) -> None:
    """Whether the address is protected (661/2009 § 36): then no page, list, paper or answer tells how to reach the
    person. A number or an address given here replaces the old one. Raises Conflict."""
    person.set_phone(phone or person.phone)
    save_version(
        person, version, protected_address=protected, phone=person.phone, phone_key=person.phone_key,
        email=email or person.email,
    )
    _note("people.protection_changed", person, by, protected=protected)


@transaction.atomic
def change_hetu(*, person: Person, version: int, by: Actor, hetu: hetus.Hetu, reason: str) -> None:
    """The person got an identity code, or another one; a former one still finds the person, a mistaken one does not.

    `reason` is "given", "changed" or "corrected". Raises Refused when somebody of the region has the code, Conflict.
    """
    owner = known_hetu(person.region, hetu)
    if owner not in (None, person.pk):
        raise Refused(
            _("Samalla henkilötunnuksella on jo henkilö. Yhdistä tiedot sivulla Samat henkilöt."), field="hetu"
        )
    if person.hetu_sealed is not None and reason == "changed":
        _keep_code(person, by)
    _seal(person, hetu)
    save_version(
        person, version, hetu_sealed=person.hetu_sealed, hetu_index=person.hetu_index, birth_date=hetu.birth_date
    )
    _note("people.hetu_changed", person, by, reason=reason)


def _keep_code(person: Person, by: Actor) -> None:
    FormerCode.objects.create(
        person=person, region_id=person.region_id, hetu_sealed=person.hetu_sealed, hetu_index=person.hetu_index,
        reason="changed", made_by_id=by.user_id,
    )


def _note(verb: str, person: Person, by: Actor, **details: Any) -> None:
    stream = ("person", person.pk)
    record(verb, by=by, stream=stream, obj=stream, person_id=person.pk, **details)


@transaction.atomic
def identity_code(row: Person | FormerCode) -> str:
    """The whole code of the person or of a former code, for the person concerned alone (EU 2016/679 art. 15); "" when
    there is none. Nobody else's page asks this: a worker reveals the code, which leaves its event."""
    if row.hetu_sealed is None:
        return ""
    person_id = row.pk if isinstance(row, Person) else row.person_id
    return hetus.decrypt(bytes(row.hetu_sealed), aad=f"person:{person_id}".encode())


def reveal_contacts(*, person: Person, by: Actor, case_id: int) -> tuple[str, str]:
    """Phone and e-mail of a person whose address is protected; that they were shown is an event of its own."""
    _note("people.contacts_revealed", person, by, case_id=case_id)
    return person.phone, person.email


def sex_in_code(person: Person) -> str:
    """What the identity code tells of sex, "" when there is no code: for figures alone, never shown of one person."""
    if person.hetu_sealed is None:
        return ""
    return hetus.parse(hetus.decrypt(bytes(person.hetu_sealed), aad=_aad(person))).sex


@transaction.atomic
def reveal_hetu(*, person: Person, by: Actor, case_id: int) -> str:
    """The whole identity code; that it was shown is an event of its own (goal A8). Empty when there is none."""
    if person.hetu_sealed is None:
        return ""
    record(
        "people.hetu_revealed",
        by=by,
        stream=("person", person.pk),
        obj=("person", person.pk),
        person_id=person.pk,
        case_id=case_id,
    )
    return hetus.decrypt(bytes(person.hetu_sealed), aad=_aad(person))
