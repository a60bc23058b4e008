"""On the day of its review a hold that still stands is told to the officers of its region; a number is in no mail."""

from rinnalla.access.acting import acting, system
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.mail import tell
from rinnalla.outbox import job
from rinnalla.outbox.models import Promise
from rinnalla.retention.holds.actions import TO_REVIEW
from rinnalla.retention.holds.models import Hold
from rinnalla.retention.requests.actions import officers


@job(TO_REVIEW)
def hold_to_review(promise: Promise, hold_id: int, case_id: int) -> None:
    """The reason is to be looked at. One that was prolonged meanwhile has a promise for its new day."""
    with acting(system("hold_review", (case_id,))):
        hold = Hold.objects.standing().filter(pk=hold_id, review_on__lte=dates.today()).first()
    if hold is None:
        return
    for user in User.objects.filter(pk__in=list(officers(hold.region_id))).order_by("pk"):
        tell(user.email, user.language, "/retention/holds/")
