"""The development log of services: read alike by every organisation of the region (T-30, as V-97)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib.web import render
from rinnalla.network.development import log
from rinnalla.network.pages import NAV


@allow(P.CATALOGUE_VIEW)
def service_logs(request: HttpRequest) -> HttpResponse:
    """Every service of the region that something has been done to."""
    return render(request, "network/development/logs.html", {"nav": NAV, "rows": log.with_log(request.actor.region_id)})


@allow(P.CATALOGUE_VIEW)
def service_log(request: HttpRequest, servicecard_uuid: UUID) -> HttpResponse:
    """What has been changed in one service, by whom and why, the newest first."""
    cards = ServiceCard.objects.filter(region_id=request.actor.region_id)
    card = get_object_or_404(cards.select_related("unit__organisation", "checked_by"), uuid=servicecard_uuid)
    kinds = {
        log.CHANGED: _("Kortti muuttui"), log.TRIED: _("Pilotti"), log.DEVELOPED: _("Kehittämistoimi"),
        log.PROPOSED: _("Asiakkaiden ehdotus"), log.CHECKED: _("Tarkistus"),
    }  # fmt: skip
    context = {
        "nav": NAV, "card": card, "entries": log.of_service(card), "kinds": kinds,
        "may": request.actor.can(P.DEVELOPMENT_RECORD),
    }  # fmt: skip
    return render(request, "network/development/log.html", context)
