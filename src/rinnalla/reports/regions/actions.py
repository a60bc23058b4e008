"""A region joins the comparison, and leaves it."""

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region
from rinnalla.reports.regions.models import RegionComparison

INSTALLATION = ("installation", 0)


@transaction.atomic
def join(*, by: Actor) -> RegionComparison:
    """The actor's region is seen beside the others that have agreed, and sees them. Twice is once. Raises Refused."""
    region = _held(by)
    there = RegionComparison.objects.in_force().filter(region=region).first()
    if there:
        return there
    row = RegionComparison.objects.create(region=region, made_by_id=by.user_id)
    record("reports.comparison_joined", by=by, stream=INSTALLATION, obj=("comparison", row.pk), region=region.pk)
    return row


@transaction.atomic
def leave(*, by: Actor) -> None:
    """The actor's region is seen no more and sees nobody, from now on. Twice is once. Raises Refused."""
    region = _held(by)
    for row in RegionComparison.objects.in_force().filter(region=region):
        row.ended_at, row.ended_by_id = dates.now(), by.user_id
        row.save(update_fields=["ended_at", "ended_by"])
        record("reports.comparison_left", by=by, stream=INSTALLATION, obj=("comparison", row.pk), region=region.pk)


def _held(by: Actor) -> Region:
    """The actor's own region, locked: two who press at once wait for each other."""
    if not by.can(Permission.FIGURES_VIEW) or by.region_id is None:
        raise Refused(_("Alueen luvuista päättää alueen johto."))
    return Region.objects.select_for_update().get(pk=by.region_id)
