"""Users, memberships: what an administrator does. Grants are in `grants.py`."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.roles import ROLES
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Unit

INSTALLATION = ("installation", 0)


@transaction.atomic
def add_user(
    *, by: Actor, username: str, name: str, password: str | None = None, email: str = "", phone: str = "", hours: str = "",
    language: str = "fi", person_id: int | None = None,
) -> User:
    """Add somebody who signs in. Without a password the user can't sign in by one. Raises Refused: name taken."""
    if User.objects.filter(username=username).exists():
        raise Refused(_("Tunnus %(username)s on jo käytössä. Valitse toinen.") % {"username": username}, field="username")
    user = User(
        username=username, name=name.strip(), email=email, phone=phone, hours=hours, language=language, person_id=person_id
    )
    user.set_password(password) if password else user.set_unusable_password()
    user.save(force_insert=True)
    record("access.user_added", by=by, stream=INSTALLATION, obj=("user", user.pk))
    return user


@transaction.atomic
def give_membership(
    *, by: Actor, user: User, unit: Unit, role: str, starts_on: date | None = None, ends_on: date | None = None
) -> Membership:
    """Give a user a role in a unit. Raises Refused for an unknown role or an end before the start."""
    if role not in ROLES:
        raise Refused(_("Roolia ei tunneta. Valitse rooli luettelosta."), field="role")
    starts_on = starts_on or dates.today()
    if ends_on and ends_on < starts_on:
        raise Refused(_("Päättymispäivä on ennen alkamispäivää. Korjaa jompikumpi."), field="ends_on")
    if Membership.objects.in_force().filter(user=user, unit=unit, role=role).exists():
        raise Refused(_("Hänellä on jo tämä rooli tässä yksikössä."), field="role")
    membership = Membership.objects.create(user=user, unit=unit, role=role, starts_on=starts_on, ends_on=ends_on)
    record("access.membership_given", by=by, stream=INSTALLATION, obj=("membership", membership.pk), role_given=role)
    return membership


@transaction.atomic
def end_membership(*, by: Actor, membership: Membership, on: date | None = None) -> None:
    """End a role; from the next request on it opens nothing."""
    last = on or dates.today()
    Membership.objects.filter(pk=membership.pk).update(ends_on=max(last, membership.starts_on))
    record("access.membership_ended", by=by, stream=INSTALLATION, obj=("membership", membership.pk))


@transaction.atomic
def change_user(*, by: Actor, user: User, name: str, email: str, phone: str, hours: str, language: str) -> None:
    """Change how a user is named and reached."""
    User.objects.filter(pk=user.pk).update(
        name=name.strip(), email=email, phone=phone, hours=hours, language=language
    )
    record("access.user_changed", by=by, stream=INSTALLATION, obj=("user", user.pk))


@transaction.atomic
def disable_user(*, by: Actor, user: User) -> None:
    """Close an account: every session of it ends with the next request."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    record("access.user_disabled", by=by, stream=INSTALLATION, obj=("user", user.pk))
