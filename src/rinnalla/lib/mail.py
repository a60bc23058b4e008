"""Mail that says only that there is something to see: no client's data ever leaves by mail (rule 19)."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _


def tell(address: str, language: str, path: str) -> None:
    """Tell somebody that something waits for them at `path`. Nothing is sent when they have no address."""
    if not address:
        return
    with translation.override(language):
        subject = _("Rinnallassa odottaa jotakin sinulle")
        text = _("Sinulle on jotakin katsottavaa. Kirjaudu sisään: %(address)s") % {
            "address": f"{settings.PUBLIC_ADDRESS}{path}"
        }
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
