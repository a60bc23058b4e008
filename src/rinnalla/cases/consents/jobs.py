"""Who stood on a consent hears what happened to it; who answers for the client hears before it ends (L-84)."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import connection

from rinnalla.access.acting import acting, system
from rinnalla.access.models import Consent, User
from rinnalla.cases.consents.actions import remind_of_end, write_notice
from rinnalla.lib import dates
from rinnalla.lib.mail import tell
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise
from rinnalla.servicemodels.codes import deadline


@job("cases.tell_of_consent")
def tell_of_consent(promise: Promise, user_id: int, case_id: int, consent_id: int, what: int) -> None:
    """A line on the user's own day page, and a mail that says only that there is one."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    with acting(system("consent_notice", (case_id,))):
        consent = Consent.objects.select_related("organisation", "case").filter(pk=consent_id).first()
    if consent is None:
        return
    with acting(replace(system("consent_notice"), user_id=user.pk)):  # the row is its reader's own
        write_notice(user=user, consent=consent, what=what)
    tell(user.email, user.language, "/day/")


@recurring_job("cases.consents_ending")
def consents_ending() -> None:
    """Remind, once, whoever answers for the client of a consent that ends within the dated time."""
    last = dates.today() + timedelta(days=deadline(None, "consent_end_notice"))
    with acting(system("consents_ending")), connection.cursor() as cursor:
        cursor.execute("select cases_consents_ending(%s, %s)", [dates.today(), last])
        found = [row[0] for row in cursor.fetchall()]
    for case_id in found:
        remind(case_id, last)


def remind(case_id: int, last: date) -> None:
    """The consents of a case that end by a day and were not reminded of yet."""
    by = system("consents_ending", (case_id,))
    with acting(by):
        rows = Consent.objects.in_force().filter(case_id=case_id, ends_on__lte=last, reminded_at__isnull=True)
        for consent in rows.exclude(mode="spoken").select_related("case"):
            remind_of_end(consent=consent, by=by)
