"""The client's own phone: confirm the number by a code, and get the times of meetings as text messages."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.permissions import Permission as P
from rinnalla.lib import sms
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import bind, say, see
from rinnalla.people import phones
from rinnalla.portal.forms import PhoneCodeForm
from rinnalla.portal.own import draw, own


@own(P.OWN_ACT, methods=("GET", "POST"))
def phone(request: HttpRequest) -> HttpResponse:
    """Where the number stands, and the field for the code that was sent to it."""
    if not sms.offered():
        return see("portal:home")
    person = request.case.person
    form = bind(request, PhoneCodeForm)
    if request.method == "POST" and form.is_valid():
        if phones.confirm(person=person, code=form.cleaned_data["code"], by=request.actor):
            say(request, _("Numero on vahvistettu. Saat tapaamisten ajat tekstiviestinä."))
            return see("portal:phone")
        form.add_error("code", _("Koodi ei ole oikein, tai se on vanha. Tarkista viesti tai pyydä uusi koodi."))
    context = {"form": form, "row": phones.live(person), "number": phones.number_of(person)}
    return draw(request, "portal/phone.html", context, status=422 if request.method == "POST" else 200)


@own(P.OWN_ACT, methods=("POST",))
def phone_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code to the number."""
    try:
        phones.ask_code(person=request.case.person, case_id=request.case.pk, by=request.actor)
        say(request, _("Koodi on matkalla puhelimeesi."))
    except Refused as refusal:
        say(request, refusal.message)
    return see("portal:phone") if sms.offered() else see("portal:meetings")


@own(P.OWN_ACT, methods=("POST",))
def phone_stop(request: HttpRequest) -> HttpResponse:
    """No more messages."""
    phones.stop(person=request.case.person, by=request.actor)
    say(request, _("Et saa enää tekstiviestejä."))
    return see("portal:phone") if sms.offered() else see("portal:meetings")
