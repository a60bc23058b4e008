"""The actions of a client's sign-in: each step is taken once, whoever sends it twice."""

import hashlib
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction

from rinnalla.access.actor import JOB, Actor
from rinnalla.access.identification.faults import Unproven
from rinnalla.access.identification.models import Identification
from rinnalla.access.models import User
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.hetu import HetuError

STANDS = timedelta(minutes=10)  # how long one may take at the provider
KEPT = timedelta(days=1)  # longer than any session
STREAM = ("installation", 0)


def digest(provider_key: str, value: str) -> bytes:
    """What a provider's name of a request, person or session is known by here."""
    return hashlib.sha256(f"{provider_key}\x00{value}".encode()).digest()


@transaction.atomic
def begin(*, provider_key: str, handle: str, by: Actor) -> None:
    """A sign-in begins. What began yesterday is over and is cleaned away."""
    Identification.objects.filter(begun_at__lt=dates.now() - KEPT).delete()
    Identification.objects.create(provider=provider_key, handle=digest(provider_key, handle))


@transaction.atomic
def take_answer(*, provider_key: str, handle: str, by: Actor) -> Identification:
    """The sign-in that an answer belongs to; no other answer is taken for it any more, whatever this one proves.

    Raises Unproven when none was begun, it took too long, or it has been answered.
    """
    now = dates.now()
    waiting = Identification.objects.filter(
        provider=provider_key, handle=digest(provider_key, handle), answered_at__isnull=True, begun_at__gt=now - STANDS
    )
    if not waiting.update(answered_at=now):
        raise Unproven("unknown_or_used")
    return Identification.objects.get(handle=digest(provider_key, handle))


@transaction.atomic
def note_proven(
    *, row: Identification, people: list[list[int]], subject: str, sid: str, sealed: bytes | None, by: Actor,
    helpers: list[list[int]] | None = None,
) -> None:
    """Whose code was proven, for whom it lets act, and how the provider will name this session when it ends it."""
    row.people, row.helpers, row.sealed = people, helpers or [], sealed
    row.subject = digest(row.provider, subject)
    row.sid = digest(row.provider, sid) if sid else None
    row.save(update_fields=["people", "helpers", "sealed", "subject", "sid"])


@transaction.atomic
def finish(*, row: Identification, by: Actor, person_id: int | None = None, helper_id: int | None = None) -> User:
    """The account for a proven code, once: the client's own, made at the first sign-in, or the one with which somebody
    acts for a client. Raises Unproven.

    Nobody who works here becomes a client by this door, and a closed account stays closed.
    """
    if helper_id is not None and helper_id in [one for one, _region_id in row.helpers]:
        user = User.objects.get(pk=helper_id)
    elif person_id is not None and person_id in [one for one, _region_id in row.people or []]:
        user = _imported("CLIENT_ACCOUNT")(person_id=person_id, by=Actor(kind=JOB, purpose="identification"))
    else:
        raise Unproven("not_a_client")
    if user.memberships.exists():
        raise Unproven("of_staff")
    if not user.is_active:
        raise Unproven("closed")
    now = dates.now()
    fresh = Identification.objects.filter(pk=row.pk, finished_at__isnull=True, answered_at__gt=now - STANDS)
    if not fresh.update(finished_at=now, user=user):
        raise Unproven("unknown_or_used")
    return user


@transaction.atomic
def bind(*, row: Identification, session_key: str, by: Actor) -> None:
    """The session that a finished sign-in made."""
    Identification.objects.filter(pk=row.pk).update(session_key=session_key)


@transaction.atomic
def end(*, provider_key: str, subject: str, sid: str, by: Actor) -> int:
    """End the sessions that a provider says are over: of one of its sessions, or all of a person. How many ended."""
    rows = Identification.objects.filter(provider=provider_key, ended_at__isnull=True, finished_at__isnull=False)
    if subject:
        rows = rows.filter(subject=digest(provider_key, subject))
    if sid:
        rows = rows.filter(sid=digest(provider_key, sid))
    ended = list(rows) if subject or sid else []
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in ended:
        store(row.session_key).delete()
        Identification.objects.filter(pk=row.pk).update(ended_at=dates.now())
        record("access.signed_out", by=by, stream=STREAM, obj=("user", row.user_id or 0), provider=provider_key)
    return len(ended)


@transaction.atomic
def end_own(*, session_key: str, by: Actor) -> Identification | None:
    """The client signs out here: the sign-in that made the session is over."""
    row = Identification.objects.filter(session_key=session_key, ended_at__isnull=True).first()
    if row:
        Identification.objects.filter(pk=row.pk).update(ended_at=dates.now())
    return row


@transaction.atomic
def refuse(*, provider_key: str, reason: str, by: Actor) -> None:
    """A line in the log: which provider, why. Nothing of what was answered."""
    record("access.sign_in_failed", by=by, stream=STREAM, provider=provider_key, reason=reason)


def known_by(code: str) -> dict[str, list[list[int]]]:
    """Whose an identity code is: the clients, and the accounts for acting in another's place, each with its region.
    Raises Unproven when it is no code."""
    try:
        return {"people": _imported("CLIENTS_BY_CODE")(code), "helpers": _imported("REPRESENTATIVES_BY_CODE")(code)}
    except HetuError as error:
        raise Unproven("identity_code_malformed") from error


def _imported(setting: str) -> Any:
    """People are a later room: it tells by a name in the settings."""
    from django.utils.module_loading import import_string

    return import_string(getattr(settings, setting))
