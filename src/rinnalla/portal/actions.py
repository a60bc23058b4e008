"""What the public pages write of their own: how often one address has sent the contact form."""

import hmac
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from rinnalla.lib import dates
from rinnalla.portal.models import ContactAttempt

MOST_IN_HOUR = 10


@transaction.atomic
def note_attempt(address: str) -> bool:
    """Count one sending from an address; False when it is the eleventh or later within an hour.

    Only a digest of the address with today's date is kept, and for a day at most.
    """
    now = dates.now()
    key = _key(address)
    ContactAttempt.objects.filter(at__lt=now - timedelta(days=1)).delete()
    if ContactAttempt.objects.filter(address_key=key, at__gt=now - timedelta(hours=1)).count() >= MOST_IN_HOUR:
        return False
    ContactAttempt.objects.create(address_key=key, at=now)
    return True


def _key(address: str) -> str:
    text = f"{dates.today().isoformat()}:{address}"
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256").hex()
