"""Whom and what an administrator reaches: own organisation, or every organisation of the region; never a client."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES, Role
from rinnalla.organisations.models import Organisation, Unit

WHOLE_REGION = "system_admin"
FIRST_ROLE = "organisation_admin"
ADMINISTERS = frozenset({P.USERS_MANAGE, P.UNITS_MANAGE})


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """The organisations whose users and units the actor takes care of."""
    if not actor.is_staff or not ADMINISTERS & actor.permissions:
        return Organisation.objects.none()
    if actor.role == WHOLE_REGION:
        return Organisation.objects.filter(region_id=actor.region_id)
    return Organisation.objects.filter(pk=actor.organisation_id)


def units(actor: Actor) -> QuerySet[Unit]:
    """Their units, with the ones no more in use."""
    return Unit.objects.filter(organisation__in=organisations(actor)).select_related("organisation")


def memberships(actor: Actor) -> QuerySet[Membership]:
    """The roles held in their units, also ended ones."""
    return Membership.objects.filter(unit__organisation__in=organisations(actor)).select_related("unit__organisation")


def users(actor: Actor) -> QuerySet[User]:
    """Everybody who has or has had a role there. Accounts of clients are never among them."""
    return User.objects.filter(person__isnull=True, pk__in=memberships(actor).values("user_id"))


def found(actor: Actor, *, text: str = "", role: str = "", unit: str = "", state: str = "in_force") -> QuerySet[User]:
    """The users by name or username, role, unit (uuid) and state: in_force, ended, closed or any. In name order."""
    held = memberships(actor)
    if role:
        held = held.filter(role=role)
    if unit:
        held = held.filter(unit__uuid=unit)
    rows = users(actor).filter(pk__in=held.values("user_id"))
    now = held.in_force().values("user_id")
    if state == "in_force":
        rows = rows.filter(pk__in=now, is_active=True)
    elif state == "ended":
        rows = rows.filter(is_active=True).exclude(pk__in=now)
    elif state == "closed":
        rows = rows.filter(is_active=False)
    for word in text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word))
    return rows.order_by("name", "pk")


def works_elsewhere(actor: Actor, user: User) -> bool:
    """Whether the user has a role in force that the actor does not take care of."""
    outside = Membership.objects.in_force().filter(user=user).exclude(unit__organisation__in=organisations(actor))
    return outside.exists()


def roles_to_give(actor: Actor) -> list[Role]:
    """The roles the actor may give: an organisation's administrator makes no administrator of the system."""
    return [role for role in ROLES.values() if role.key != WHOLE_REGION or actor.role == WHOLE_REGION]


def founds(actor: Actor, unit: Unit, role: str) -> bool:
    """Whether this is the first administrator of a region where nobody has worked yet, made by who founds regions."""
    if role != FIRST_ROLE or not actor.can(P.REGION_FOUND):
        return False
    return not Membership.objects.filter(unit__organisation__region=unit.organisation.region_id).exists()


def left_in(unit: Unit) -> Iterable[str]:
    """What later rooms still hold in a unit, as sentences of what to do first (`settings.UNIT_HOLDERS`)."""
    return [text for path in settings.UNIT_HOLDERS if (text := import_string(path)(unit.pk))]
