"""The page of unused fields, a finished year at a time, and the same as a file."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.reports.files import plain_file
from rinnalla.reports.unused.telling import Told, report, rows


@allow(P.FIGURES_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """Which fields nobody filled in a finished year."""
    return render(request, "reports/unused/page.html", {"told": _told(request)})


@allow(P.FIGURES_VIEW)
def as_list(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    told = _told(request)
    year = str(told.year or "")
    return plain_file(f"unused-fields-{year}".rstrip("-"), [[_("Vuosi"), year], [], *rows(told)])


def _told(request: HttpRequest) -> Told:
    return report(Region.objects.get(pk=request.actor.region_id), request.GET.get("year", ""))
