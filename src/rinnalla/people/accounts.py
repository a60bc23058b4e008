"""The actions of a client's own account, and whose a proven identity code is."""

import secrets

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla.access import actions as users
from rinnalla.access.actor import CLIENT, JOB, Actor
from rinnalla.access.models import User
from rinnalla.access.walls import actor_settings
from rinnalla.eventlog.record import record
from rinnalla.lib import hetu as hetus
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region
from rinnalla.people.actions import known_hetu
from rinnalla.people.models import Person


def people_with_code(code: str) -> list[list[int]]:
    """The ids of the person an identity code belongs to, each with its region's id. Raises HetuError.

    Of a merge the one who stayed. Asked when somebody has proven the code at an identity provider, and never for a
    code that was only told.
    """
    hetu = hetus.parse(code, invented_only=settings.DEMO)
    found = [(known_hetu(region, hetu), region.pk) for region in Region.objects.order_by("pk")]
    return [[person_id, region_id] for person_id, region_id in found if person_id is not None]


@transaction.atomic
def client_account(*, person_id: int, by: Actor) -> User:
    """The account with which a person signs in to the own pages; made when there is none yet. It has no password."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('people.account', %s))", [person_id])
    if user := User.objects.filter(person_id=person_id).first():
        return user
    user = users.add_user(by=by, username=f"asiakas-{secrets.token_hex(6)}", name="", person_id=person_id)
    if by.kind == JOB:  # nobody sees the person yet: the wall opens the own row to the account that was just made
        actor_settings(Actor(kind=CLIENT, user_id=user.pk, person_id=person_id))
    person = Person.objects.get(pk=person_id)
    if by.kind == JOB:
        actor_settings(by)
    user.name, user.language = person.name, person.reads
    User.objects.filter(pk=user.pk).update(name=user.name, language=user.language)
    return user


@transaction.atomic
def open_account(*, person: Person, case_id: int, by: Actor) -> User:
    """The client may sign in by identification: an account is made, or a closed one opened. Raises Refused."""
    user = client_account(person_id=person.pk, by=by)
    _not_staff(user)
    User.objects.filter(pk=user.pk).update(is_active=True)
    _note("people.account_opened", person, case_id, by)
    return user


@transaction.atomic
def close_account(*, person: Person, case_id: int, by: Actor, reason: str) -> None:
    """The client signs in no more, and every session ends with the next request. Raises Refused.

    `reason` is a code: client_asked, misuse, deceased or other.
    """
    user = User.objects.filter(person=person).first()
    if user is None:
        raise Refused(_("Asiakkaalla ei ole tunnusta."))
    _not_staff(user)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        _note("people.account_closed", person, case_id, by, reason=reason)


def _not_staff(user: User) -> None:
    """An account with roles belongs to the administrator of those who work here."""
    if user.memberships.exists():
        raise Refused(_("Tällä tunnuksella tehdään myös työtä. Sen avaa ja sulkee organisaation pääkäyttäjä."))


def _note(verb: str, person: Person, case_id: int, by: Actor, **details: str) -> None:
    stream = ("person", person.pk)
    record(verb, by=by, stream=stream, obj=stream, person_id=person.pk, case_id=case_id, **details)
