"""The path figure for professionals (V-26, V-27, V-95).

Everybody at work sees the figure with the stages' prompts, waits and free places. Numbers of clients are for those who
lead by figures (`figures.view`): a number of the whole region does not help in one's own cases, one's own cases have
their own lists, and the picture is often open on a screen that a client sees too.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import AUTHORITY
from rinnalla.catalogue.figures import CLIENTS, PLACES, PLAIN, WAITING, content_for, figure_for, options_of, prompts
from rinnalla.catalogue.models import ServiceCard
from rinnalla.desk.figure import counted
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region


@allow(P.CATALOGUE_VIEW)
def path(request: HttpRequest) -> HttpResponse:
    """The region's path in one picture, with numbers for those who lead by figures."""
    leads = may(request.actor, P.FIGURES_VIEW)
    views = (CLIENTS if leads else PLAIN, WAITING, PLACES)
    options = options_of(request.GET, views)
    region = Region.objects.get(pk=request.actor.region_id)
    veiled = options.view == CLIENTS and AUTHORITY not in request.actor.field_groups()
    content = content_for(region, veiled=veiled)
    if content is None:
        return render(request, "desk/path.html", {"figure": None})
    numbers = counted(region, content) if options.view == CLIENTS else None
    figure = figure_for(region, content, options, views, prompts(content), _card_url, numbers)
    return render(request, "desk/path.html", {"figure": figure, "lead": f"{content.region}. {content.tagline}."})


def _card_url(card: ServiceCard) -> str:
    return reverse("catalogue:card", kwargs={"card_uuid": card.uuid})
