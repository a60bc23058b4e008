"""Who is told that something waits: never what, and never whose."""

from rinnalla.access.models import User
from rinnalla.lib.mail import tell
from rinnalla.outbox import job
from rinnalla.outbox.models import Promise


@job("retention.tell_officer")
def tell_officer(promise: Promise, user_id: int) -> None:
    """A client has asked something of their own data."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/rights/")


@job("retention.tell_client")
def tell_client(promise: Promise, user_id: int) -> None:
    """There is an answer, or a new day for it."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/my/requests/")
