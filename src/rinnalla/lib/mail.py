"""Mail that says only that there is something to see: no client's data ever leaves by mail (rule 19).

texts: to the client
"""

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.utils import translation
from django.utils.translation import gettext as _


def tell(address: str, language: str, path: str) -> None:
    """Tell somebody that something waits for them at `path`. Nothing is sent when they have no address."""
    if not address:
        return
    with translation.override(language):
        subject = _("Rinnallassa odottaa jotakin sinulle")
        text = _("Sinulle on uutta asiaa. Kirjaudu sisään: %(address)s") % {
            "address": f"{settings.PUBLIC_ADDRESS}{path}"
        }
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])


def send_with_file(address: str, subject: str, path: str, name: str, content: bytes, kind: str) -> None:
    """The same in the language in use, with a subject and a file that hold no client's data either."""
    if not address:
        return
    text = _("Sinulle on uutta asiaa. Kirjaudu sisään: %(address)s") % {
        "address": f"{settings.PUBLIC_ADDRESS}{path}"
    }
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
    message.attach(name, content, kind)
    message.send()
