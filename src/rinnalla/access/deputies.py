"""Absences and deputies: who sees to a worker's cases while they are away, from a day to a day.

The grants themselves are the database's (migration 0009): a deputy's grant follows the absent one's, so it can never
open more, begins and ends with the absence, and ends in the same moment as the one it follows.
"""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import Absence, Membership, User
from rinnalla.access.roles import ROLES
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version

DEPUTY = "deputy:"
ROOMS_OF_A_CASE = ("case", "responsible", "handover", "team", "assessment", "plan", "service", "meeting", "action")
LEADS = "coordinator"


def deputys_purpose(user_id: int) -> str:
    """The purpose of what is seen as somebody's deputy, in the log."""
    return f"{DEPUTY}{user_id}"


def may_deputise(absent: Membership, role: str) -> bool:
    """Whether somebody in this role may do in a case all that the absent one's role may."""
    in_cases = {one for one in ROLES[absent.role].permissions if one.split(".")[0] in ROOMS_OF_A_CASE}
    return in_cases <= ROLES[role].permissions


@transaction.atomic
def set_absence(
    *, membership: Membership, deputy: User, starts_on: date, ends_on: date, by: Actor, key: UUID | None = None
) -> Absence:
    """Somebody is away, and the deputy sees to their cases. One sets it for oneself; for a colleague of the unit, say
    one who has fallen ill, its coordinator does, and nobody makes oneself a colleague's deputy. Raises Refused."""
    _require_maker(membership, deputy, by)
    _require_days(starts_on, ends_on)
    if not _holds_enough(membership, deputy):
        raise Refused(_("Sijaisella on oltava samassa organisaatiossa rooli, joka riittää näihin asioihin."), "deputy")
    User.objects.select_for_update().get(pk=membership.user_id)  # two forms at once

    def make() -> Absence:
        if Absence.objects.filter(user=membership.user, ended_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on):
            raise Refused(_("Näille päiville on jo merkitty poissaolo. Muuta sitä."), "starts_on")
        return Absence.objects.create(
            membership=membership, user_id=membership.user_id, deputy=deputy, starts_on=starts_on, ends_on=ends_on,
            groups=sorted(ROLES[membership.role].field_groups), made_by_id=by.user_id, form_key=key,
        )  # fmt: skip

    absence, new = once(Absence.objects.all(), key, make, user_id=membership.user_id, deputy_id=deputy.pk)
    if new:
        _follow(absence)
        _note("access.absence_set", absence, by)
        outbox.promise("access.tell_user", deputy.pk)
    return absence


@transaction.atomic
def change_absence(*, absence: Absence, version: int, ends_on: date, by: Actor) -> None:
    """The absence lasts to another day; the deputy's leave with it. Raises Conflict, Refused."""
    _require_maker(absence.membership, absence.deputy, by)
    _require_days(absence.starts_on, ends_on)
    if absence.state == "ended":
        raise Refused(_("Poissaolo on jo päättynyt. Merkitse uusi."))
    later = Absence.objects.filter(user_id=absence.user_id, ended_at=None, starts_on__range=(absence.ends_on, ends_on))
    if later.exclude(pk=absence.pk).exists():
        raise Refused(_("Näille päiville on jo merkitty poissaolo. Muuta sitä."), "ends_on")
    save_version(absence, version, ends_on=ends_on)
    _follow(absence)
    _note("access.absence_changed", absence, by)


@transaction.atomic
def end_absence(*, absence: Absence, by: Actor) -> None:
    """The absent one is back, or the deputy can't go on: the deputy's leave ends in this second. The deputy may end it
    too. Ended before, it is done."""
    if by.user_id != absence.deputy_id:
        _require_maker(absence.membership, absence.deputy, by)
    rows = Absence.objects.filter(pk=absence.pk, ended_at=None)
    if rows.update(ended_at=dates.now(), ended_by_id=by.user_id):
        _follow(absence)
        _note("access.absence_ended", absence, by)


def leads(actor: Actor, membership: Membership) -> bool:
    """Whether the actor coordinates the unit of a membership, and may so set absences in it."""
    return actor.role == LEADS and actor.unit_id == membership.unit_id


def _require_maker(membership: Membership, deputy: User, by: Actor) -> None:
    if by.user_id == membership.user_id:
        return
    if not leads(by, membership):
        raise Refused(_("Poissaolon merkitsee työntekijä itse tai yksikön koordinaattori."))
    if by.user_id == deputy.pk:
        raise Refused(_("Et voi merkitä itseäsi toisen sijaiseksi. Joku muu tekee sen."), "deputy")


def _require_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Korjaa jompikumpi."), "ends_on")
    if ends_on < dates.today():
        raise Refused(_("Poissaolo on jo ohi. Merkitse se, mikä on edessä."), "ends_on")


def _holds_enough(absent: Membership, deputy: User) -> bool:
    if deputy.pk == absent.user_id or not deputy.is_active:
        return False
    rows = Membership.objects.in_force().filter(user=deputy, unit__organisation_id=absent.unit.organisation_id)
    return any(may_deputise(absent, role) for role in rows.values_list("role", flat=True))


def _follow(absence: Absence) -> None:
    """The deputy's grants become what the absence and the absent one's grants say."""
    with connection.cursor() as cursor:
        cursor.execute("select access_follow_absence(%s)", [absence.pk])


def _note(verb: str, absence: Absence, by: Actor) -> None:
    record(verb, by=by, stream=("unit", absence.membership.unit_id), obj=("absence", absence.pk), until=absence.ends_on)
