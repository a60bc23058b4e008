"""Giving and ending leave to see a case. Rooms call these inside their own actions' transactions."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Least

from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Depth, Grant, User
from rinnalla.access.purposes import require_basis
from rinnalla.access.roles import ALL_GROUPS
from rinnalla.access.walls import open_case
from rinnalla.lib import dates
from rinnalla.organisations.models import Unit


def give(
    *, case_id: int, to: User | Unit, depth: Depth, ground: str, purpose: str, why: str, by: Actor,
    groups: Iterable[str] = ALL_GROUPS, starts_at: datetime | None = None, ends_at: datetime | None = None,
    consent: Consent | None = None, at: Unit | None = None,
) -> Grant:
    """Let a user or a unit see the case, from now or a later moment; an earlier live grant for the same reason is kept
    and returned. `consent` is the client's leave it stands on, if it does. A user sees the case in the work at one
    body: the consent's, that of the unit `at`, one's own when giving to oneself, else where the user has a role.

    Raises Refused when the purpose has no such legal basis in force (C-07)."""
    require_basis(purpose, ground)
    open_case(case_id)
    target = {"user": to} if isinstance(to, User) else {"unit": to}
    body = _body(to, consent, at, by)
    earlier = Grant.objects.filter(case_id=case_id, why=why, ended_at__isnull=True, **target)
    if found := earlier.first():
        if body is None or found.organisation_id == body:
            return found
        end_rows(earlier, by)  # the same task, now at another body
    return Grant.objects.create(
        case_id=case_id, depth=depth, ground=ground, purpose=purpose, why=why, given_by_id=by.user_id,
        field_groups=sorted(groups), starts_at=starts_at or dates.now(), ends_at=ends_at, consent=consent,
        organisation_id=body, **target,
    )


def _body(to: User | Unit, consent: Consent | None, at: Unit | None, by: Actor) -> int | None:
    if isinstance(to, Unit):
        return None
    if consent is not None:
        return consent.organisation_id
    if at is not None:
        return at.organisation_id
    return by.organisation_id if by.user_id == to.pk else None


def end(*, case_id: int, by: Actor, to: User | Unit | None = None, why: str | None = None) -> int:
    """End live grants of a case: of one user or unit, or for one reason. Works in the same second."""
    open_case(case_id)
    rows = Grant.objects.filter(case_id=case_id, ended_at__isnull=True)
    if to is not None:
        rows = rows.filter(user=to) if isinstance(to, User) else rows.filter(unit=to)
    if why is not None:
        rows = rows.filter(why=why)
    return end_rows(rows, by)


def end_rows(rows: QuerySet[Grant], by: Actor) -> int:
    """End these grants now. One that has not begun never does: it ends on its own first moment, moved to now."""
    now = dates.now()
    return rows.update(starts_at=Least("starts_at", now), ended_at=now, ended_by_id=by.user_id)
