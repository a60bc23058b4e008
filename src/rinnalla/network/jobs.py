"""What follows from promises of this room, and the looks ahead of every night."""

from rinnalla.access.acting import acting, system
from rinnalla.access.models import User
from rinnalla.lib.mail import tell
from rinnalla.network.agreements import actions as agreements
from rinnalla.network.letters import actions as letters
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise


@job(agreements.TELL)
def tell_of_ending(promise: Promise, user_id: int) -> None:
    """An agreement ends soon, or has ended."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/agreements/")


@job(letters.TELL)
def tell_of_letter(promise: Promise, user_id: int) -> None:
    """A letter of intent is to be looked at."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/letters/")


@recurring_job("network.look_ahead")
def look_ahead() -> None:
    """Tell of agreements that end soon and of letters of intent whose day has come, each once."""
    by = system("agreements_ending")
    with acting(by):
        agreements.remind(by=by)
        letters.remind(by=by)
