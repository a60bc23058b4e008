"""Everything that changes a person's facts."""

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.eventlog.record import record
from rinnalla.lib import hetu as hetus
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import save_version
from rinnalla.organisations.models import Municipality, Region
from rinnalla.people.models import JobseekerStatus, Person


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
        phone=phone.strip(),
        email=email,
        municipality=municipality,
        birth_date=hetu.birth_date if hetu else birth_date,
        jobseeker_status=jobseeker_status,
        protected_address=protected_address,
    )
    person.set_names(given_names, family_name)
    if hetu:
        if known_hetu(region, hetu):
            raise Refused(_("Samalla henkilötunnuksella on jo henkilö. Yhdistä lähete häneen."), field="hetu")
        _seal(person, hetu)
    person.save(force_insert=True)
    record("people.added", by=by, stream=("person", person.pk), obj=("person", person.pk), person_id=person.pk)
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
    person.hetu_sealed = hetus.encrypt(hetu.text, aad=_aad(person))
    person.hetu_index = hetus.index(hetu, person.region.key)


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
    protected_address: bool = False,
) -> None:
    """Change the name, contacts, language and, when told, special needs (I-17).

    Raises Conflict when somebody was first.
    """
    person.set_names(given_names, family_name)
    save_version(
        person,
        version,
        given_names=person.given_names,
        family_name=person.family_name,
        sort_key=person.sort_key,
        search_key=person.search_key,
        phone=phone.strip(),
        email=email,
        language=language,
        interpreter=interpreter,
        special_needs=person.special_needs if special_needs is None else list(special_needs),
        municipality=municipality,
        jobseeker_status=jobseeker_status,
        protected_address=protected_address,
    )
    record("people.changed", by=by, stream=("person", person.pk), obj=("person", person.pk), person_id=person.pk)


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
