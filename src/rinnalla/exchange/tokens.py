"""Bearer tokens: a program acts with one membership's rights, narrowed to named scopes, for at most 90 days."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla.access.acting import staff_actor
from rinnalla.access.actor import TOKEN, Actor
from rinnalla.access.middleware import memberships_in_force
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.eventlog.record import record
from rinnalla.exchange.models import LONGEST_TOKEN, ApiToken
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels.faults import nearest

PREFIX = "rinnalla_"
INSTALLATION = ("installation", 0)
_READ_CASE = {P.CASE_LIST, P.CASE_VIEW}
_WRITE_CASE = _READ_CASE | {P.CASE_EDIT, P.CASE_CLOSE, P.CASE_OPEN, P.RESPONSIBLE_NAME, P.HANDOVER, P.ACTION_ACCEPT}
# What each scope lets a program do of what its membership may. `write` also reads.
SCOPES: dict[str, frozenset[P]] = {
    "referrals:read": frozenset({P.REFERRAL_SEND, P.REFERRAL_TRIAGE}),
    "referrals:write": frozenset({P.REFERRAL_SEND, P.REFERRAL_TRIAGE, P.REFERRAL_ROUTE, P.CASE_OPEN}),
    "cases:read": frozenset(_READ_CASE),
    "cases:write": frozenset(_WRITE_CASE),
    "plans:read": frozenset({P.PLAN_VIEW}),
    "plans:write": frozenset({P.PLAN_VIEW, P.PLAN_EDIT, P.ACTION_ACCEPT}),
    "services:read": frozenset({P.SERVICE_VIEW}),
    "services:write": frozenset({P.SERVICE_VIEW, P.SERVICE_EDIT}),
    "meetings:read": frozenset({P.MEETING_VIEW}),
    "meetings:write": frozenset({P.MEETING_VIEW, P.MEETING_CONVENE, P.MEETING_RECORD}),
    "assessments:read": frozenset({P.ASSESSMENT_VIEW}),
    "assessments:write": frozenset({P.ASSESSMENT_VIEW, P.ASSESSMENT_EDIT}),
    "log:read": frozenset({P.LOG_VIEW}),
}


@dataclass(frozen=True, repr=False)
class Made:
    """A token just made. `secret` is shown once and kept nowhere."""

    token: ApiToken
    secret: str

    @property
    def last_day(self) -> str:
        return dates.d(dates.local(self.token.expires_at).date())


def membership_for(username: str, membership: int | None) -> Membership:
    """The membership a token is made for: the named one, or the user's only one. Raises Refused."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Refused(_("Käyttäjää %(user)s ei ole.") % {"user": username}, field="user")
    rows = list(memberships_in_force().filter(user=user).order_by("pk"))
    chosen = [one for one in rows if membership in (None, one.pk)]
    if len(chosen) == 1:
        return chosen[0]
    told = ", ".join(f"{one.pk} ({one.role}, {one.unit.name})" for one in rows) or "–"
    ask = _("Valitse käyttäjän rooli valitsimella --membership: %(rows)s.")
    raise Refused(ask % {"rows": told}, field="membership")


@transaction.atomic
def make(*, membership: Membership, scopes: Sequence[str], by: Actor, days: int = LONGEST_TOKEN.days) -> Made:
    """Make a token for a membership. Raises Refused for no or unknown scopes, or a time over 90 days."""
    unknown = next((scope for scope in scopes if scope not in SCOPES), None)
    if unknown or not scopes:
        told = _("Anna tunnuksen käyttöala (--scope): %(scopes)s.") % {"scopes": ", ".join(SCOPES)}
        near = nearest(unknown, SCOPES) if unknown else ""
        raise Refused(f"{told} " + _("Tarkoititko %(near)s?") % {"near": near} if near else told, field="scope")
    if not 1 <= days <= LONGEST_TOKEN.days:
        raise Refused(_("Tunnus on voimassa enintään %(days)d päivää.") % {"days": LONGEST_TOKEN.days}, field="days")
    secret, now = PREFIX + secrets.token_urlsafe(32), dates.now()
    token = ApiToken.objects.create(
        user_id=membership.user_id, membership=membership, scopes=sorted(set(scopes)), digest=digest(secret),
        made_at=now, expires_at=now + timedelta(days=days),
    )
    record("exchange.token_made", by=by, stream=INSTALLATION, obj=("token", token.pk), scopes=token.scopes)
    return Made(token, secret)


@transaction.atomic
def end(*, token: ApiToken, by: Actor) -> None:
    """End a token: from the next request on it opens nothing."""
    ApiToken.objects.filter(pk=token.pk, ended_at__isnull=True).update(ended_at=dates.now())
    record("exchange.token_ended", by=by, stream=INSTALLATION, obj=("token", token.pk))


def digest(secret: str) -> bytes:
    """What is kept of a token. The secret has 256 random bits, so one round is enough."""
    return hashlib.sha256(secret.encode()).digest()


def actor_of_token(secret: str) -> Actor | None:
    """The actor behind a token, or None for an unknown, ended or expired one, a closed account, a role that is over.

    Asked of an owner-run function: before the actor is known the wall shows nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from exchange_token_find(%s, %s)", [digest(secret), dates.now()])
        found = cursor.fetchone()
    if found is None:
        return None
    token_id, user_id, membership_id, scopes = found
    membership = memberships_in_force().filter(pk=membership_id, user_id=user_id, user__is_active=True).first()
    if membership is None:
        return None
    actor = staff_actor(membership, kind=TOKEN)
    return replace(actor, scopes=allowed(json.loads(scopes)), session_key=f"token:{token_id}", purpose="api")


def allowed(scopes: Sequence[str]) -> frozenset[str]:
    """The permissions of the scopes, and the scopes themselves: an address asks for both."""
    permissions = frozenset().union(*(SCOPES.get(scope, frozenset()) for scope in scopes))
    return permissions | frozenset(scopes)


def covers(actor: Actor, scope: str) -> bool:
    """Whether the token has the scope; `write` also reads."""
    room, _colon, what = scope.partition(":")
    return actor.scopes is not None and (scope in actor.scopes or what == "read" and f"{room}:write" in actor.scopes)
