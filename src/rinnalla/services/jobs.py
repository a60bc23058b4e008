"""What follows from promises of the services directory."""

from rinnalla.access.acting import acting, system
from rinnalla.catalogue.models import CardChange
from rinnalla.outbox import job
from rinnalla.outbox.models import Promise
from rinnalla.services.news import tell_of_change as tell


@job("services.tell_of_change")
def tell_of_change(promise: Promise, change_id: int) -> None:
    """A card changed, was withdrawn or is about to end: those with a client in it hear of it (L-80, L-67)."""
    with acting(system("card_news")):
        tell(change=CardChange.objects.select_related("card").get(pk=change_id))
