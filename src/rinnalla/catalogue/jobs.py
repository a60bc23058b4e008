"""Recurring work of the services directory."""

from rinnalla.access.acting import acting, system
from rinnalla.catalogue.actions import tell_endings
from rinnalla.organisations.models import Region
from rinnalla.outbox import recurring_job


@recurring_job("catalogue.tell_endings")
def tell_every_ending() -> None:
    """Tell of services that end soon and withdraw those that have ended, region by region (L-67)."""
    by = system("service_endings")
    with acting(by):
        for region in Region.objects.all():
            tell_endings(region=region, by=by)
