"""The layers and networks of the version a case runs on: the region's data, never code (L-08, L-09, I-22)."""

from rinnalla.access.models import Membership
from rinnalla.access.roles import ROLES
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels import definitions
from rinnalla.servicemodels.codes import of_case, published
from rinnalla.servicemodels.loading import dated


def layers_of(case: Case) -> list[definitions.SupportLayer]:
    """The layers from the nearest to the most special; a region may have fewer than another."""
    model = published(of_case(case))
    return sorted(model.model.support_layers, key=lambda one: one.level) if model else []


def layer_of(case: Case, level: int) -> definitions.SupportLayer | None:
    return next((one for one in layers_of(case) if one.level == level), None)


def unit_of(case: Case, layer: definitions.SupportLayer) -> Unit | None:
    """The unit that a layer asks; None where the layer is the professional's own, or the unit is not there."""
    rows = Unit.objects.filter(key=layer.unit, organisation__region_id=case.region_id)
    return rows.select_related("organisation").first() if layer.unit else None


def networks_of(case: Case) -> list[definitions.Network]:
    """The networks in force that advise a team of the region."""
    model = published(of_case(case))
    return [one for one in model.model.networks if one.team and dated([one], dates.today())] if model else []


def network_of(case: Case, key: str) -> definitions.Network | None:
    return next((one for one in networks_of(case) if one.key == key), None)


def members_of(case: Case, network: definitions.Network) -> list[Membership]:
    """Who of the network's bodies could be invited: professionals who may see cases, by body and name."""
    roles = [role.key for role in ROLES.values() if "case.view" in role.permissions]
    rows = Membership.objects.in_force().filter(
        unit__organisation__region_id=case.region_id, unit__organisation__key__in=network.members, role__in=roles
    )
    rows = rows.exclude(user_id__in=case.team.filter(left_at__isnull=True).values("user_id"))
    return list(rows.select_related("user", "unit__organisation").order_by("unit__organisation__key", "user__name"))
