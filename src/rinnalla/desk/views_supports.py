"""The manager's page of proposals, choices and target groups."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.desk.supports import supports
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region


@allow(P.FIGURES_VIEW)
def support_figures(request: HttpRequest) -> HttpResponse:
    """How often the proposed support was the one chosen, and clients by target group. Counts, no names."""
    region = Region.objects.get(pk=request.actor.region_id)
    return render(request, "desk/supports.html", {"figures": supports(region), "nav": "figures"})
