"""The actions of confirming that a phone number is the client's, by a code of six digits sent to it.

Only what is not secret goes to a confirmed phone; it opens nothing, and signing in never asks for it.
"""

import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.eventlog.record import record
from rinnalla.lib import dates, names, sms
from rinnalla.lib.errors import Refused
from rinnalla.people.models import Person
from rinnalla.people.models_phones import PhoneConfirmation

CODE_STANDS = 15 * 60  # seconds
MOST_TRIES = 5
MOST_CODES = 3  # to one client in an hour


def number_of(person: Person) -> str:
    """The number as a gateway takes it, +358…; "" when there is none, or the address is protected."""
    digits = names.phone_key(person.open_phone)
    return f"+358{digits[1:]}" if digits.startswith("0") else digits


def live(person: Person) -> PhoneConfirmation | None:
    """The confirmation of the number that the person has now, waiting or confirmed; None when there is none."""
    row = PhoneConfirmation.objects.filter(person=person, ended_at__isnull=True).first()
    return row if row and hmac.compare_digest(bytes(row.number_key), _key("number", number_of(person))) else None


def reminded(person: Person) -> str:
    """The number to which the times of meetings go; "" when the client has not asked for them."""
    row = live(person) if sms.offered() else None
    return number_of(person) if row and row.confirmed_at and row.reminds else ""


@transaction.atomic
def ask_code(*, person: Person, case_id: int, by: Actor) -> PhoneConfirmation:
    """Promise a code to the person's number. Raises Refused: no number, no gateway, too many within the hour."""
    Person.objects.select_for_update(no_key=True).filter(pk=person.pk).first()  # who asks twice at once waits
    if not sms.offered() or not number_of(person):
        raise Refused(_("Sinulle ei voi lähettää tekstiviestiä. Kysy apua omalta työntekijältäsi."))
    rows = PhoneConfirmation.objects.filter(person=person)
    if rows.filter(made_at__gt=dates.now() - timedelta(hours=1)).count() >= MOST_CODES:
        raise Refused(_("Pyysit koodin jo monta kertaa. Odota tunti ja yritä uudelleen."))
    rows.filter(ended_at__isnull=True).update(ended_at=dates.now(), code_key=None)
    row = PhoneConfirmation.objects.create(
        person=person, number_key=_key("number", number_of(person)), made_by_id=by.user_id
    )
    outbox.promise("people.phone_code", row.pk, case_id, by=by)
    _note("people.phone_code_asked", row, by)
    return row


@transaction.atomic
def make_code(*, row: PhoneConfirmation) -> str:
    """The code, made when it is sent; only a keyed digest of it stays. "" when nobody waits for it any more."""
    if not row.waits or row.asked_ago > CODE_STANDS:
        return ""
    code = f"{secrets.randbelow(1_000_000):06}"
    PhoneConfirmation.objects.filter(pk=row.pk).update(code_key=_key(str(row.uuid), code))
    return code


@transaction.atomic
def confirm(*, person: Person, code: str, by: Actor) -> bool:
    """Whether the code is right; a wrong one is counted, and the fifth ends the asking."""
    row = PhoneConfirmation.objects.select_for_update().filter(person=person, ended_at__isnull=True).first()
    if row is None or live(person) is None or not row.waits or row.code_key is None or row.asked_ago > CODE_STANDS:
        return False
    right = hmac.compare_digest(bytes(row.code_key), _key(str(row.uuid), "".join(code.split())))
    rows = PhoneConfirmation.objects.filter(pk=row.pk)
    if right:
        rows.update(confirmed_at=dates.now(), reminds=True, code_key=None)
        _note("people.phone_confirmed", row, by)
    else:
        rows.update(tries=row.tries + 1, ended_at=dates.now() if row.tries + 1 >= MOST_TRIES else None)
    return right


@transaction.atomic
def stop(*, person: Person, by: Actor) -> None:
    """No more messages to the phone."""
    for row in PhoneConfirmation.objects.filter(person=person, ended_at__isnull=True):
        PhoneConfirmation.objects.filter(pk=row.pk).update(ended_at=dates.now(), code_key=None)
        _note("people.phone_stopped", row, by)


def _key(what: str, text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"phone\x00{what}\x00{text}".encode(), "sha256")


def _note(verb: str, row: PhoneConfirmation, by: Actor) -> None:
    record(verb, by=by, stream=("person", row.person_id), obj=("phone", row.pk), person_id=row.person_id)
