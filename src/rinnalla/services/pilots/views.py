"""Pilots of the region: target beside what came true, beginning and closing. Counts, never names."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes
from rinnalla.services.pilots import actions
from rinnalla.services.pilots.forms import ClosingForm, PilotForm
from rinnalla.services.pilots.models import Pilot
from rinnalla.services.pilots.reading import standings


def _region(request: HttpRequest) -> Region:
    return get_object_or_404(Region, pk=request.actor.region_id)


@allow(P.FIGURES_VIEW)
def pilots(request: HttpRequest) -> HttpResponse:
    """Every pilot of the region with its target and how many came (E-37)."""
    programmes = {one.key: one.names.in_language for one in codes.common().programmes}
    context = {
        "one": next(one for one in codes.common().indicators if one.key == "pilot_size"),
        "rows": standings(_region(request)), "programmes": programmes, "may_edit": request.actor.can(P.MODEL_EDIT),
        "least": codes.deadline(_region(request), "small_number"),
        "place_name": lambda key: codes.code_name("service_places", key),
    }
    return render(request, "services/pilots/pilots.html", context)


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def pilot_new(request: HttpRequest) -> HttpResponse:
    """A service is tried with a few clients."""
    form = bind(request, PilotForm, region=_region(request))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if attempt(form, actions.begin_pilot, by=request.actor, key=key, **data):
            say(request, _("Pilotti on kirjattu."))
            return see("pilots:pilots")
    return _page(request, form, _("Kirjaa pilotti"), _("Tallenna pilotti"))


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def closing(request: HttpRequest, pilot_uuid: UUID) -> HttpResponse:
    """The pilot ends with what was found, and nobody is left without."""
    rows = Pilot.objects.filter(region_id=request.actor.region_id).select_related("region", "card")
    pilot = get_object_or_404(rows, uuid=pilot_uuid)
    form = bind(request, ClosingForm, region=pilot.region)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.close_pilot, pilot=pilot, by=request.actor, **form.cleaned_data)
        if form.is_valid():
            say(request, _("Pilotti on päätetty."))
            return see("pilots:pilots")
    return _page(request, form, _("Päätä pilotti: %(name)s") % {"name": pilot.name}, _("Päätä pilotti"))


def _page(request: HttpRequest, form: Any, heading: str, act: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "act": act}
    return render(request, "services/pilots/form.html", context, status=422 if request.method == "POST" else 200)
