"""Recurring work of sign-in: ended sessions and old drafts go."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import connection

from rinnalla.lib import dates
from rinnalla.outbox import recurring_job

DRAFT_DAYS = 30


@recurring_job("access.clear_sessions")
def clear_sessions() -> None:
    """Sessions past their last day, and drafts nobody came back to in a month."""
    Session.objects.filter(expire_date__lt=dates.now()).delete()
    with connection.cursor() as cursor:
        cursor.execute("select access_forget_drafts(%s)", [dates.now() - timedelta(days=DRAFT_DAYS)])
