"""The toolkit for employers (E-23): public, in three languages, printable; its texts and amounts are dated data."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import public
from rinnalla.access.models import Membership
from rinnalla.access.permissions import Permission as P
from rinnalla.employers.contacting.models import EmployerContact
from rinnalla.lib import dates
from rinnalla.lib.web import render
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import common, holds


@public("An employer reads and prints it before anybody is spoken of; no client is in it")
def toolkit(request: HttpRequest) -> HttpResponse:
    """Subsidies, adaptations, how to meet, whom to call: what is in force today."""
    parts = [one for one in common().employer_toolkit if holds(one, dates.today())]
    context = {
        "parts": parts, "in_force": lambda point: holds(point, dates.today()), "units": _whom_to_call(request),
        "given": _given(request),
    }
    return render(request, "employers/toolkit.html", context)


def _given(request: HttpRequest) -> int | None:
    """To how many contacts of the region's bodies it went along; told to those who keep or read the register."""
    if not request.actor.is_staff or not request.actor.can(P.EMPLOYER_VIEW):
        return None
    rows = EmployerContact.objects.held().filter(employer__region_id=request.actor.region_id)
    return rows.filter(toolkit_given=True).count()


def _whom_to_call(request: HttpRequest) -> list[Unit]:
    """The units of the reader's region where somebody works with employers; a visitor sees every region's."""
    with_somebody = Membership.objects.in_force().filter(role="employer_coordinator").values("unit")
    rows = Unit.objects.in_use().filter(pk__in=with_somebody).exclude(phone="").select_related("organisation__region")
    region = getattr(request.actor, "region_id", None)
    if region:
        rows = rows.filter(organisation__region_id=region)
    return list(rows.order_by("organisation__region", "key"))
