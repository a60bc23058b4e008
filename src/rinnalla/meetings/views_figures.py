"""Meetings in numbers, for managers: never whose."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.meetings.figures import meeting_figures
from rinnalla.organisations.models import Region


@allow(P.FIGURES_VIEW)
def figures(request: HttpRequest) -> HttpResponse:
    """How often the client is there (I-19), and what teams came to (V-110)."""
    region = get_object_or_404(Region, pk=request.actor.region_id)
    return render(request, "meetings/figures.html", {"figures": meeting_figures(region)})
