"""What follows from promises of the services directory, and the daily look at benefits about to turn."""

from rinnalla.access.acting import acting, system
from rinnalla.catalogue.models import CardChange
from rinnalla.organisations.models import Region
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise
from rinnalla.services.livelihood import remind_of_turns
from rinnalla.services.news import tell_latecomers
from rinnalla.services.news import tell_of_change as tell


@job("services.tell_of_change")
def tell_of_change(promise: Promise, change_id: int) -> None:
    """A card changed, was withdrawn or is about to end: those with a client in it hear of it (L-80, L-67)."""
    with acting(system("card_news")):
        tell(change=CardChange.objects.select_related("card").get(pk=change_id))


@recurring_job("services.ending_again")
def ending_again() -> None:
    """Whoever answers now for a client in an ending service hears of it, not only who answered that day (L-67)."""
    with acting(system("card_news")):
        tell_latecomers()


@recurring_job("services.benefit_turns")
def benefit_turns() -> None:
    """Tell of benefits, pensions and jobs that are about to turn, region by region (V-71, V-73, V-91)."""
    with acting(system("benefit_turns")):
        for region in Region.objects.all():
            remind_of_turns(region=region)
