"""Asking for emergency access, approving or refusing it as another person, ending it, reviewing it."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth, Grant, Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import BASICS, ROLES
from rinnalla.cases.breakglass.models import LONGEST, BreakGlass
from rinnalla.eventlog.record import record
from rinnalla.lib import dates, hetu
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes

NUMBER = re.compile(r"[0-9]{4}-[0-9]{4,6}")
GROUND = PURPOSE = WHY = "break_glass"


@transaction.atomic
def ask(
    *, by: Actor, about: str, reason: str, words: str, minutes: int, groups: Iterable[str], key: UUID | None = None
) -> BreakGlass:
    """Ask to see a case of the region one has no leave to, by its number or an identity code. Somebody else approves.

    The answer is the same whether there is such a case or not. Raises Refused: no reason or words, too long a time, a
    group one's role never sees.
    """
    longest = min(codes.deadline(codes.of_region(by.region_id), "break_glass"), LONGEST)
    if not 1 <= minutes <= longest:
        raise Refused(_("Hätäpääsy kestää enintään %(n)s minuuttia.") % {"n": longest}, field="minutes")
    if codes.code("break_glass_reasons", reason) is None:
        raise Refused(_("Valitse, mikä tilanne on."), field="reason")
    if not words.strip():
        raise Refused(_("Kirjoita, mitä on tapahtunut ja mitä tietoa tarvitset."), field="words")
    wanted = sorted({BASICS, *groups})
    if not set(wanted) <= by.field_groups():
        raise Refused(_("Roolisi ei näe näitä tietoja hätätilanteessakaan."), field="groups")
    now = dates.now()
    wait = timedelta(minutes=codes.deadline(codes.of_region(by.region_id), "break_glass_wait"))

    def make() -> BreakGlass:
        return BreakGlass.objects.create(
            unit_id=by.unit_id, organisation_id=by.organisation_id, region_id=by.region_id, case_id=_find(by, about),
            sought=_number(about), reason=reason, words=words.strip(), minutes=minutes, field_groups=wanted,
            made_at=now, lapses_at=now + wait, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(BreakGlass.objects.all(), key, make, made_by_id=by.user_id)
    if new:
        _note(row, "access.break_glass_asked", by, on_case=False)
    return row


def _find(by: Actor, about: str) -> int | None:
    """The id of the newest case with this number or of the person with this identity code, in the asker's region."""
    code = None
    with suppress(hetu.HetuError):  # else it is a number
        code = hetu.index(hetu.parse(about), Region.objects.get(pk=by.region_id).key)
    with connection.cursor() as cursor:
        cursor.execute("select cases_break_glass_target(%s, %s)", [about.strip(), code])
        return cursor.fetchone()[0]


def _number(about: str) -> str:
    """What may be kept of what was typed: the number of a case, never an identity code, also one with a fault in it."""
    typed = about.strip()
    return typed if NUMBER.fullmatch(typed) else ""


@transaction.atomic
def approve(*, row: BreakGlass, by: Actor) -> BreakGlass:
    """Somebody else of the same organisation approves: the leave begins now and ends by itself.

    The data-protection officers of the region are told at once, and the client's log shows it. Raises Refused: one's
    own request, another organisation's, or one that was answered or has lapsed.
    """
    row = _answerable(row, by, "approve")
    now = dates.now()
    changes: dict[str, object] = {"approved_at": now, "approved_by_id": by.user_id}
    if row.case_id is not None:
        ends_at = now + timedelta(minutes=row.minutes)
        grant = _open(row, row.case_id, by, ends_at)
        changes |= {"grant": grant, "ends_at": ends_at, "review_by": now + _review_time(row)}
    BreakGlass.objects.filter(pk=row.pk).update(**changes)
    _note(row, "access.break_glass_approved", by)
    for user_id in _officers(row.region_id) if row.case_id else ():
        outbox.promise("cases.tell_of_break_glass", user_id, by=by)
    return BreakGlass.objects.get(pk=row.pk)


def _open(row: BreakGlass, case_id: int, by: Actor, ends_at: datetime) -> Grant:
    asker = User.objects.get(pk=row.made_by_id)
    return grants.give(
        case_id=case_id, to=asker, depth=Depth.BASICS, ground=GROUND, purpose=PURPOSE,
        why=f"{WHY}.{row.pk}", by=by, groups=row.field_groups, ends_at=ends_at, at=row.unit,
    )  # fmt: skip


def _review_time(row: BreakGlass) -> timedelta:
    return timedelta(hours=codes.deadline(codes.of_region(row.region_id), "break_glass_review"))


@transaction.atomic
def refuse(*, row: BreakGlass, by: Actor) -> None:
    """Somebody else of the organisation says no. Raises Refused as `approve`."""
    row = _answerable(row, by, "refuse")
    BreakGlass.objects.filter(pk=row.pk).update(refused_at=dates.now(), refused_by_id=by.user_id)
    _note(row, "access.break_glass_refused", by, on_case=False)


def _answerable(row: BreakGlass, by: Actor, act: str) -> BreakGlass:
    found = BreakGlass.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None or not by.can(Permission.BREAK_GLASS_OPEN) or found.organisation_id != by.organisation_id:
        raise Refused(_("Hätäpääsyn hyväksyy toinen saman organisaation ammattilainen."))
    if found.made_by_id == by.user_id:
        raise Refused(_("Et voi hyväksyä omaa pyyntöäsi. Soita työtoverille, joka hyväksyy sen."))
    if not found.allows(act):
        raise Refused(_("Pyyntöön on jo vastattu, tai sen aika on kulunut. Päivitä sivu."))
    return found


@transaction.atomic
def end(*, row: BreakGlass, by: Actor) -> None:
    """The asker, or whoever approved, ends it before its time. Twice is once. Raises Refused for others."""
    found = BreakGlass.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if by.user_id not in (found.made_by_id, found.approved_by_id):
        raise Refused(_("Hätäpääsyn päättää se, joka pyysi tai hyväksyi sen."))
    if not found.allows("end") or found.case_id is None:
        return
    grants.end(case_id=found.case_id, by=by, why=f"{WHY}.{found.pk}")
    BreakGlass.objects.filter(pk=found.pk).update(ended_at=dates.now(), ended_by_id=by.user_id)
    _note(found, "access.break_glass_ended", by)


@transaction.atomic
def review(*, row: BreakGlass, by: Actor, verdict: str, words: str) -> None:
    """The data-protection officer says whether it was right, in words. Raises Refused."""
    found = BreakGlass.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not by.can(Permission.BREAK_GLASS_REVIEW) or found.region_id != by.region_id:
        raise Refused(_("Hätäpääsyn tarkistaa alueen tietosuojavastaava."))
    if not found.allows("review"):
        raise Refused(_("Tämä hätäpääsy on jo tarkistettu. Päivitä sivu."))
    if not words.strip():
        raise Refused(_("Kirjoita, mihin arviosi perustuu."), field="words")
    BreakGlass.objects.filter(pk=found.pk).update(
        reviewed_at=dates.now(), reviewed_by_id=by.user_id, verdict=verdict, review_words=words.strip()
    )
    _note(found, "access.break_glass_reviewed", by, verdict=verdict)


def _officers(region_id: int) -> list[int]:
    able = [role.key for role in ROLES.values() if Permission.BREAK_GLASS_REVIEW in role.permissions]
    rows = Membership.objects.in_force().filter(
        role__in=able, unit__organisation__region_id=region_id, user__is_active=True
    )
    return sorted(set(rows.values_list("user_id", flat=True)))


def _note(row: BreakGlass, verb: str, by: Actor, *, on_case: bool = True, **details: object) -> None:
    """On the chain of the case once it was opened; before that on the unit's: nothing tells whether it is there."""
    stream = ("case", row.case_id) if on_case and row.case_id else ("unit", row.unit_id)
    record(verb, by=by, stream=stream, obj=("break_glass", row.pk), reason=row.reason, **details)
