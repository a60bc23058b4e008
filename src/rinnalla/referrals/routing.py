"""Where a referral goes: the home municipality's unit, else the region's intake, where somebody chooses the unit."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from rinnalla.access.models import Membership
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Municipality, Region, Unit
from rinnalla.referrals import lists

TRIAGES = sorted(role.key for role in ROLES.values() if P.REFERRAL_TRIAGE in role.permissions)


@dataclass(frozen=True)
class Way:
    """The region and unit of a referral, when the first contact is due, and by when the unit is to be chosen."""

    region: Region
    unit: Unit
    due_on: date
    route_by: date | None = None


def receiving_units(region: Region) -> QuerySet[Unit]:
    """Units that take referrals in and have somebody to do it, the most local ones first."""
    people = Membership.objects.in_force().filter(role__in=TRIAGES).values("unit_id")
    units = Unit.objects.receiving().filter(organisation__region=region, pk__in=people).select_related("organisation")
    return units.annotate(width=Count("municipalities")).order_by("width", "-default_intake", "pk")


def way_to(
    *, municipality: Municipality | None, region: Region | None, unit: Unit | None = None, on: date | None = None
) -> Way:
    """The way of a referral received on a day (today).

    The region is the unit's or municipality's, the one chosen on the page, or the only one there is. Raises Refused
    when the region can't be known or takes nothing in.
    """
    on = on or dates.today()
    if unit is not None:
        home = unit.organisation.region
        return Way(home, unit, lists.due("first_contact", on, region=home))
    region = municipality.region if municipality else region or _only_region()
    due_on = lists.due("first_contact", on, region=region)
    if municipality and (local := receiving_units(region).filter(municipalities=municipality).first()):
        return Way(region, local, due_on)
    return Way(region, _own_intake(region), due_on, route_by=due_on)


def _only_region() -> Region:
    regions = list(Region.objects.taking_in()[:2])
    if len(regions) != 1:
        raise Refused(_("Valitse kotikunta tai alue, niin viestisi löytää oikeaan paikkaan."), field="municipality")
    return regions[0]


def _own_intake(region: Region) -> Unit:
    units = Unit.objects.receiving().filter(organisation__region=region, default_intake=True)
    unit = units.select_related("organisation").order_by("pk").first()
    if unit is None:
        raise Refused(
            _("Alueella ei ole vielä paikkaa, joka ottaisi yhteydenotot vastaan. Soita numeroon %(phone)s.")
            % {"phone": region.help_phone}
        )
    return unit


def chosen_unit(unit: Unit) -> Unit:
    """The unit again, when it takes referrals in. Raises Refused when it doesn't."""
    if not Unit.objects.receiving().filter(pk=unit.pk).exists():
        raise Refused(_("Tämä yksikkö ei ota lähetteitä vastaan. Valitse toinen yksikkö."), field="unit")
    return unit


def colleagues(unit_id: int) -> Q:
    """Who works in a unit now, as a condition on users."""
    return Q(pk__in=Membership.objects.in_force().filter(unit_id=unit_id).values("user_id"))
