"""Telling people that there is something to see: no name, no matter, only where to look (architecture rule 19)."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.access.acting import acting, system
from rinnalla.access.models import Membership, User
from rinnalla.lib import dates
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise
from rinnalla.referrals import declines, following, outside_reader
from rinnalla.referrals.routing import TRIAGES
from rinnalla.servicemodels import codes


@job("referrals.tell_user")
def tell_user(promise: Promise, user_id: int) -> None:
    """Mail to one user, in the user's language."""
    _tell(User.objects.filter(pk=user_id, is_active=True))


@job("referrals.tell_unit")
def tell_unit(promise: Promise, unit_id: int) -> None:
    """Mail to those who take referrals in at a unit."""
    people = Membership.objects.in_force().filter(unit_id=unit_id, role__in=TRIAGES).values("user_id")
    _tell(User.objects.filter(pk__in=people, is_active=True))


@job(declines.TELL)
def tell_of_decline(promise: Promise, referral_id: int) -> None:
    """Mail to whoever answers for the client that was declined, if anybody does (C-01)."""
    with acting(system("referral_decline")):
        answers = declines.who_answers(referral_id)
    _tell(User.objects.filter(pk__in=answers, is_active=True))


@job("referrals.mail_outside_link")
def mail_outside_link(promise: Promise, question_id: int) -> None:
    """Mail the asked service a link. The secret is made here, goes into the mail alone, and replaces the one before."""
    secret = outside_reader.new_secret()
    with acting(system("outside_link")), connection.cursor() as cursor:
        made = "select * from referrals_outside_link_made(%s, %s, %s)"
        cursor.execute(made, [question_id, outside_reader.digest(secret), dates.now()])
        found = cursor.fetchone()
    if found:
        with translation.override(found[1]):
            text = _(
                "Hei! Sinulle on kysymys Rinnallassa. Avaa linkki ja vastaa. Et tarvitse tunnuksia.\n\n%(address)s\n\n"
                "Linkki on vain sinulle. Jos et odottanut tätä viestiä, älä avaa sitä."
            ) % {"address": f"{settings.PUBLIC_ADDRESS}/reply/?k={secret}"}
            send_mail(_("Sinulta kysytään Rinnallassa"), text, settings.DEFAULT_FROM_EMAIL, [found[0]])


@job("referrals.mail_outside_code")
def mail_outside_code(promise: Promise, link_id: int) -> None:
    """Mail the code that proves the address. It is made here, and only its keyed hash is kept."""
    code, now = outside_reader.new_code(), dates.now()
    until = now + timedelta(minutes=codes.deadline(None, "outside_code"))
    with acting(system("outside_code")), connection.cursor() as cursor:
        cursor.execute("select * from referrals_outside_code_for(%s, %s)", [link_id, now])
        found = cursor.fetchone()
        if not found:
            return
        mac = outside_reader.code_mac(bytes(found[2]), code)
        cursor.execute("select referrals_outside_code_made(%s, %s, %s)", [link_id, mac, until])
    with translation.override(found[1]):
        text = _("Koodisi on %(code)s. Se käy klo %(time)s asti. Älä anna sitä kenellekään.") % {
            "code": f"{code[:4]} {code[4:]}", "time": dates.t(until)
        }
        send_mail(_("Koodi Rinnallaan"), text, settings.DEFAULT_FROM_EMAIL, [found[0]])


@recurring_job("referrals.follow_silence")
def follow_silence() -> None:
    """Nobody waits in silence: reminders, and what was not answered goes back to somebody named."""
    following.follow_silence()


@recurring_job("referrals.count_abandoned")
def count_abandoned() -> None:
    """Begun referrals that nobody has touched for a week, as numbers by organisation and day (E-52)."""
    untouched = dates.today() - timedelta(days=codes.deadline(None, "draft_abandoned"))
    with acting(system("count_abandoned")), connection.cursor() as cursor:
        cursor.execute("select referrals_count_abandoned(%s)", [untouched])


def _tell(users) -> None:
    for user in users.exclude(email=""):
        with translation.override(user.language):
            send_mail(
                _("Sinulle on luettavaa Rinnallassa"),
                _("Hei! Sinulle on uutta luettavaa Rinnallassa. Kirjaudu sisään ja katso: %(address)s")
                % {"address": settings.PUBLIC_ADDRESS},
                settings.DEFAULT_FROM_EMAIL, [user.email],
            )
