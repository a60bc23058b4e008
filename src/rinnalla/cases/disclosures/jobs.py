"""Who is told that something went to the wrong one: only that there is something to see (rule 19)."""

from rinnalla.access.models import User
from rinnalla.lib.mail import tell
from rinnalla.outbox import job
from rinnalla.outbox.models import Promise


@job("cases.tell_of_disclosure")
def tell_of_disclosure(promise: Promise, user_id: int) -> None:
    """The client, on the page that tells to whom data were given."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/my/consents/")


@job("cases.tell_officer")
def tell_officer(promise: Promise, user_id: int) -> None:
    """A data-protection officer, on the page of mistakes."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/oversight/disclosures/")
