"""Users, roles and units: what an administrator does. Grants are in `grants.py`.

A staff actor reaches own organisation, or the whole region, and nobody gives a role to oneself; a system purpose (the
demo, the first administrator) reaches everything.
"""

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rinnalla.access import administration as reach
from rinnalla.access.actor import JOB, Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.roles import ROLES
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.organisations import actions as bodies
from rinnalla.organisations.models import Organisation, Unit

INSTALLATION = ("installation", 0)
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another on the phone


def make_password() -> str:
    """A first password, easy to say aloud: four groups of four signs (79 bits)."""
    return "-".join("".join(secrets.choice(SIGNS) for _sign in range(4)) for _group in range(4))


def _one_at_a_time(what: str) -> None:
    """Two sendings of one form must not race past each other's look; administration is rare enough to queue."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"access.{what}"])


# Users ----------------------------------------------------------------------------------------------------


@transaction.atomic
def add_user(
    *, by: Actor, username: str, name: str, password: str | None = None, email: str = "", phone: str = "",
    hours: str = "", language: str = "fi", person_id: int | None = None, form_key: UUID | None = None,
) -> User:
    """Add somebody who signs in. Without a password the user can't sign in by one. Raises Refused: name taken."""
    if User.objects.filter(username__iexact=username).exists():
        text = _("Tunnus %(username)s on jo käytössä. Valitse toinen.")
        raise Refused(text % {"username": username}, field="username")
    user = User(
        username=username, name=name.strip(), email=email, phone=phone, hours=hours, language=language,
        person_id=person_id, form_key=form_key,
    )
    user.set_password(password) if password else user.set_unusable_password()
    user.save(force_insert=True)
    record("access.user_added", by=by, stream=INSTALLATION, obj=("user", user.pk))
    return user


@transaction.atomic
def take_on(
    *, by: Actor, username: str, unit: Unit, role: str, starts_on: date | None, ends_on: date | None, key: UUID | None,
    **about: Any,
) -> tuple[User, str]:
    """Add a user with a first role. The first password is returned here and never again; "" when sent twice."""
    _one_at_a_time("user")
    password = make_password()
    user, fresh = once(
        User.objects.all(), key, lambda: add_user(by=by, username=username, password=password, form_key=key, **about),
        username=username,
    )
    if fresh:
        User.objects.filter(pk=user.pk).update(password_given_at=dates.now())
        give_membership(by=by, user=user, unit=unit, role=role, starts_on=starts_on, ends_on=ends_on)
    return user, password if fresh else ""


@transaction.atomic
def change_user(
    *, by: Actor, user: User, version: int, name: str, email: str, phone: str, hours: str, language: str
) -> None:
    """Change how a user is named and reached. Raises Conflict."""
    _reached(by, user)
    save_version(user, version, name=name.strip(), email=email, phone=phone, hours=hours, language=language)
    record("access.user_changed", by=by, stream=INSTALLATION, obj=("user", user.pk))


@transaction.atomic
def choose_language(*, by: Actor, language: str) -> None:
    """One's own choice, kept for the next time and for mail; nothing happens when it is the same as before."""
    changed = User.objects.filter(pk=by.user_id).exclude(language=language).update(
        language=language, version=F("version") + 1
    )
    if changed and by.user_id is not None:
        record("access.language_chosen", by=by, stream=INSTALLATION, obj=("user", by.user_id))


@transaction.atomic
def renew_password(*, by: Actor, user: User) -> str:
    """A new password instead of a forgotten one, returned once; every session of the user ends. Raises Refused."""
    _own_to_close(by, user)
    if not user.is_active:
        raise Refused(_("Tunnus on suljettu. Suljetulle tunnukselle ei tehdä salasanaa."))
    password = make_password()
    user.set_password(password)
    User.objects.filter(pk=user.pk).update(password=user.password, password_given_at=dates.now())
    record("access.password_renewed", by=by, stream=INSTALLATION, obj=("user", user.pk))
    return password


@transaction.atomic
def change_password(*, by: Actor, user: User, old: str, new: str) -> None:
    """Change one's own password; every other session of the user ends with the next request. Raises Refused."""
    if by.user_id != user.pk:
        raise Refused(_("Vain oman salasanan voi vaihtaa. Toiselle tehdään uusi."))
    if not user.check_password(old):
        raise Refused(_("Nykyinen salasana ei ole oikein. Kirjoita se uudelleen."), field="password")
    if old == new:
        raise Refused(_("Uusi salasana on sama kuin nykyinen. Keksi toinen."), field="password1")
    user.set_password(new)
    User.objects.filter(pk=user.pk).update(password=user.password, password_given_at=None)
    record("access.password_changed", by=by, stream=INSTALLATION, obj=("user", user.pk))


@transaction.atomic
def disable_user(*, by: Actor, user: User) -> None:
    """Close an account with its roles: every session of it ends with the next request. Raises Refused."""
    _own_to_close(by, user)
    for membership in Membership.objects.in_force().filter(user=user):
        end_membership(by=by, membership=membership)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        record("access.user_disabled", by=by, stream=INSTALLATION, obj=("user", user.pk))


def _reached(by: Actor, user: User) -> None:
    if by.kind != JOB and not reach.users(by).filter(pk=user.pk).exists():
        raise Refused(_("Hän ei ole organisaatiosi käyttäjä."))


def _own_to_close(by: Actor, user: User) -> None:
    """Whose password and account the actor may take over: not one's own, nor somebody's who also works elsewhere."""
    _reached(by, user)
    if by.user_id == user.pk:
        raise Refused(_("Tämä on oma tunnuksesi. Pyydä toista pääkäyttäjää."))
    if by.kind != JOB and reach.works_elsewhere(by, user):
        raise Refused(_("Hänellä on rooli myös muualla. Päätä rooli täällä; muun tekee järjestelmän ylläpitäjä."))


# Roles ----------------------------------------------------------------------------------------------------


@transaction.atomic
def give_membership(
    *, by: Actor, user: User, unit: Unit, role: str, starts_on: date | None = None, ends_on: date | None = None,
    key: UUID | None = None,
) -> Membership:
    """Give a user a role in a unit. Raises Refused for an unknown or too wide role, a closed unit."""
    if key and (earlier := Membership.objects.filter(form_key=key, user=user).first()):
        return earlier
    _one_at_a_time("membership")
    starts_on = starts_on or dates.today()
    _may_give(by, user, unit, role)
    if ends_on and ends_on < starts_on:
        raise Refused(_("Päättymispäivä on ennen alkamispäivää. Korjaa jompikumpi."), field="ends_on")
    same = Membership.objects.filter(user=user, unit=unit, role=role, ended_at__isnull=True)
    if any(one.ends_on is None or one.ends_on >= starts_on for one in same):
        raise Refused(_("Hänellä on jo tämä rooli tässä yksikössä."), field="role")

    def make() -> Membership:
        row = Membership.objects.create(
            user=user, unit=unit, role=role, starts_on=starts_on, ends_on=ends_on, form_key=key
        )
        record("access.membership_given", by=by, stream=INSTALLATION, obj=("membership", row.pk), role_given=role)
        return row

    return once(Membership.objects.all(), key, make, user_id=user.pk)[0]


def _may_give(by: Actor, user: User, unit: Unit, role: str) -> None:
    if role not in ROLES:
        raise Refused(_("Roolia ei tunneta. Valitse rooli luettelosta."), field="role")
    if unit.ended_on:
        raise Refused(_("Yksikkö on lakkautettu. Valitse toiminnassa oleva yksikkö."), field="unit")
    if not user.is_active:
        raise Refused(_("Tunnus on suljettu. Suljetulle tunnukselle ei anneta roolia."))
    if by.kind == JOB:
        return
    if not reach.units(by).filter(pk=unit.pk).exists() and not reach.founds(by, unit, role):
        raise Refused(_("Yksikkö ei ole organisaatiosi yksikkö."), field="unit")
    if user.person_id or user.pk == by.user_id:
        raise Refused(_("Roolia ei anneta itselle eikä asiakkaan tunnukselle. Pyydä toista pääkäyttäjää."))
    if role not in {one.key for one in reach.roles_to_give(by)}:
        raise Refused(_("Tämän roolin antaa järjestelmän ylläpitäjä."), field="role")


@transaction.atomic
def end_membership(*, by: Actor, membership: Membership, on: date | None = None) -> None:
    """End a role; without a day at once: from the next request on it opens nothing. Raises Refused: one's own role."""
    if by.kind != JOB and not reach.memberships(by).filter(pk=membership.pk).exists():
        raise Refused(_("Rooli ei ole organisaatiosi yksikössä."))
    if by.user_id == membership.user_id:
        raise Refused(_("Omaa rooliasi et voi päättää. Pyydä toista pääkäyttäjää."))
    today = dates.today()
    last = max(on or today, membership.starts_on)
    ended_at = None if on and on > today else dates.now()
    rows = Membership.objects.filter(pk=membership.pk, ended_at__isnull=True)
    if rows.update(ends_on=last, ended_at=ended_at):
        record("access.membership_ended", by=by, stream=INSTALLATION, obj=("membership", membership.pk))


# Units ----------------------------------------------------------------------------------------------------


@transaction.atomic
def add_unit(*, by: Actor, organisation: Organisation, key: UUID | None, **values: Any) -> Unit:
    """A new unit in an organisation the actor takes care of. Raises Refused."""
    if not reach.organisations(by).filter(pk=organisation.pk).exists():
        raise Refused(_("Valitse organisaatio, jonka yksiköitä hoidat."), field="organisation")
    _one_at_a_time("unit")
    return bodies.add_unit(by=by, organisation=organisation, form_key=key, **values)


@transaction.atomic
def change_unit(*, by: Actor, unit: Unit, version: int, **values: Any) -> None:
    """Change a unit. The region's last default intake stays one. Raises Conflict, Refused."""
    _own_unit(by, unit)
    if unit.ended_on:
        raise Refused(_("Yksikkö on lakkautettu. Lakkautettua yksikköä ei muuteta."))
    if not values["default_intake"]:
        _not_last_intake(unit, "default_intake")
    bodies.change_unit(by=by, unit=unit, version=version, **values)


@transaction.atomic
def close_unit(*, by: Actor, unit: Unit) -> None:
    """The unit is no more in use. Raises Refused while it has people, referrals or cases, saying what to do first."""
    _own_unit(by, unit)
    if unit.ended_on:
        return
    _not_last_intake(unit, "")
    people = Membership.objects.filter(unit=unit, ended_at__isnull=True).exclude(ends_on__lt=dates.today()).count()
    first = [_("Yksikössä on %(count)s roolia voimassa. Päätä ne ensin.") % {"count": people}] if people else []
    first += reach.left_in(unit)
    if first:
        raise Refused(" ".join(first))
    bodies.close_unit(by=by, unit=unit)


def _own_unit(by: Actor, unit: Unit) -> None:
    if not reach.units(by).filter(pk=unit.pk).exists():
        raise Refused(_("Yksikkö ei ole organisaatiosi yksikkö."))


def _not_last_intake(unit: Unit, field: str) -> None:
    """Where a contact goes that names no unit: some unit of the region must take it in."""
    if not unit.default_intake:
        return
    others = Unit.objects.receiving().filter(default_intake=True, organisation__region=unit.organisation.region_id)
    if not others.exclude(pk=unit.pk).exists():
        text = _("Tämä on alueen ainoa oletusvastaanotto. Nimeä ensin toinen yksikkö oletusvastaanotoksi.")
        raise Refused(text, field=field)
