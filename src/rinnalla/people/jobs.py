"""The code that confirms a phone number: made and handed to the gateway by the worker."""

from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.access.acting import acting, system
from rinnalla.lib import sms
from rinnalla.outbox import job
from rinnalla.outbox.models import Promise
from rinnalla.people import phones
from rinnalla.people.models_phones import PhoneConfirmation


@job("people.phone_code")
def phone_code(promise: Promise, row_id: int, case_id: int) -> None:
    """Send the code, unless it is not waited for any more. It tells nobody whose it is or what for."""
    with acting(system("phone", (case_id,))):
        row = PhoneConfirmation.objects.select_related("person").filter(pk=row_id).first()
        code = phones.make_code(row=row) if row else ""
        if row and code and sms.offered():
            with translation.override(row.person.reads):
                text = _("Koodisi on %(code)s. Se on voimassa 15 minuuttia.") % {"code": code}
            sms.send(phones.number_of(row.person), text)
