"""The page of a unit for professionals of its region."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Unit
from rinnalla.referrals.desks import desk_of


@allow(P.CATALOGUE_VIEW)
def unit(request: HttpRequest, unit_uuid: UUID) -> HttpResponse:
    """How to reach the unit, its people, its services and its consultation desk."""
    rows = Unit.objects.in_use().filter(organisation__region_id=request.actor.region_id)
    found = get_object_or_404(rows.select_related("organisation"), uuid=unit_uuid)
    context = {
        "unit": found, "desk": desk_of(found, request.actor), "own": found.pk == request.actor.unit_id,
        "municipalities": sorted(one.name for one in found.municipalities.all()), "nav": "services",
    }
    return render(request, "referrals/unit.html", context)
