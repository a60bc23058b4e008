"""Recurring work of sign-in: ended sessions and old drafts go."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import connection

from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.mail import tell
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise

DRAFT_DAYS = 30


@job("access.tell_user")
def tell_user(promise: Promise, user_id: int) -> None:
    """Somebody's cases are the user's to see to for a while."""
    user = User.objects.get(pk=user_id)
    tell(user.email, user.language, "/day/")


@recurring_job("access.clear_sessions")
def clear_sessions() -> None:
    """Sessions past their last day, drafts nobody came back to in a month, and what was read before today."""
    Session.objects.filter(expire_date__lt=dates.now()).delete()
    with connection.cursor() as cursor:
        cursor.execute("select access_forget_drafts(%s)", [dates.now() - timedelta(days=DRAFT_DAYS)])
        cursor.execute("select access_forget_read(%s)", [dates.today()])
