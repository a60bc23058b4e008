"""Telling people that there is something to see: no name, no matter, only where to look (architecture rule 19)."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.access.models import Membership, User
from rinnalla.outbox import job
from rinnalla.outbox.models import Promise
from rinnalla.referrals.routing import TRIAGES


@job("referrals.tell_user")
def tell_user(promise: Promise, user_id: int) -> None:
    """Mail to one user, in the user's language."""
    _tell(User.objects.filter(pk=user_id, is_active=True))


@job("referrals.tell_unit")
def tell_unit(promise: Promise, unit_id: int) -> None:
    """Mail to those who take referrals in at a unit."""
    people = Membership.objects.in_force().filter(unit_id=unit_id, role__in=TRIAGES).values("user_id")
    _tell(User.objects.filter(pk__in=people, is_active=True))


def _tell(users) -> None:
    for user in users.exclude(email=""):
        with translation.override(user.language):
            send_mail(
                _("Sinulle on luettavaa Rinnallassa"),
                _("Hei! Sinulle on uutta luettavaa Rinnallassa. Kirjaudu sisään ja katso: %(address)s")
                % {"address": settings.PUBLIC_ADDRESS},
                settings.DEFAULT_FROM_EMAIL, [user.email],
            )
