"""The watch's own work: looking at the log, and telling the officers."""

from django.db import connection

from rinnalla.access.models import User
from rinnalla.lib.mail import tell
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise
from rinnalla.watch import actions


@recurring_job("watch.look")
def look() -> None:
    """What the rules find in what has been read since the last time."""
    actions.look()


@recurring_job("watch.much_reading")
def much_reading() -> None:
    """Who reads so much that the officer hears of it at once."""
    actions.look_at_marks()


@job("watch.tell_officers")
def tell_officers(promise: Promise, alert_id: int) -> None:
    """There is something to look at: to the officers of the reader's region, but not to one it is about."""
    with connection.cursor() as cursor:
        cursor.execute("select region_id, user_id from watch_region_of(%s)", [alert_id])
        found = cursor.fetchone()
    if found is None:
        return
    for user in User.objects.filter(pk__in=actions.officers(found[0])).exclude(pk=found[1]).order_by("pk"):
        tell(user.email, user.language, "/oversight/alerts/")


@job("watch.tell_reader")
def tell_reader(promise: Promise, user_id: int) -> None:
    """What the officer looked at is settled, and the officer wants the reader to hear of it."""
    user = User.objects.get(pk=user_id)
    tell(user.email, user.language, "/reading/settled/")
