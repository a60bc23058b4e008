"""Mail that follows from meetings: only that there is something to see (rule 19)."""

from rinnalla.access.models import User
from rinnalla.lib.mail import tell
from rinnalla.outbox import job
from rinnalla.outbox.models import Promise


@job("meetings.tell_user")
def tell_user(promise: Promise, user_id: int) -> None:
    """A meeting or a summary waits for somebody: a client in the own view, a professional in the list of meetings."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/my/" if user.person_id else "/meetings/")
