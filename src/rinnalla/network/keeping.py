"""What the registers of development work share: who keeps them, and the line each act leaves."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Unit


def may_keep(by: Actor, region_id: int | None, organisations: Iterable[int | None] = ()) -> bool:
    """Whether the actor records development work of the region and, when `organisations` are told, of one of them."""
    if not by.can(Permission.DEVELOPMENT_RECORD) or region_id is None or by.region_id != region_id:
        return False
    own = set(organisations)
    return not own or by.organisation_id in own


def require_keeper(by: Actor, region_id: int | None, organisations: Iterable[int | None] = ()) -> None:
    """Raises Refused for everybody else."""
    if not may_keep(by, region_id, organisations):
        raise Refused(_("Tätä muuttavat sen organisaation kehittäjät ja esihenkilöt, joka siitä vastaa."))


def require_day(day: Any, field: str) -> None:
    """The day has come: what is told of it has happened. Raises Refused."""
    if day > dates.today():
        raise Refused(_("Päivä on vasta tulossa. Kirjaa tämä, kun se on tapahtunut."), field=field)


def require_heir(by: Actor, unit: Unit | None, field: str = "heir") -> None:
    """A unit of the region that is in use goes on with it (E-06). Raises Refused."""
    if unit is None or unit.ended_on is not None or unit.organisation.region_id != by.region_id:
        raise Refused(_("Nimeä yksikkö, joka jatkaa. Sen on oltava alueella ja toiminnassa."), field=field)


def colleagues(organisation_id: int | None) -> dict[str, User]:
    """Those who work in an organisation now, by id as text, in the order of their names: whom a form offers."""
    here = Membership.objects.in_force().filter(unit__organisation_id=organisation_id, user__is_active=True)
    return {str(one.pk): one for one in User.objects.filter(pk__in=here.values("user_id")).order_by("name", "pk")}


def note(what: str, by: Actor, table: str, pk: int, /, **details: Any) -> None:
    """The act's line in the installation's log; codes and numbers alone, never words."""
    record(f"network.{what}", by=by, stream=("installation", 0), obj=(table, pk), **details)
