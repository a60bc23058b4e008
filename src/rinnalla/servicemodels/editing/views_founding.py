"""Founding a region, and making its first administrator: the system administrator's two pages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.access.shown_once import keep_password, password_once
from rinnalla.access.steps import attempt_once
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels.editing.actions import first_administrator, found_region
from rinnalla.servicemodels.editing.founding import first_content
from rinnalla.servicemodels.editing.founding_forms import FirstAdministratorForm, FoundingForm
from rinnalla.servicemodels.models import ServiceModel


@allow(P.REGION_FOUND, methods=["GET", "POST"])
def founding(request: HttpRequest) -> HttpResponse:
    """A new region with its first draft."""
    form = bind(request, FoundingForm)
    if request.method == "POST" and form.is_valid():
        draft = attempt(form, found_region, by=request.actor, content=first_content(**form.arguments()))
        if draft:
            say(request, _("Alue on perustettu luonnoksena. Täydennä malli ja julkaise se."))
            return see("editing:front", model_uuid=draft.uuid)
    status = 422 if request.method == "POST" else 200
    return render(request, "servicemodels/editing/founding.html", {"nav": "models", "form": form}, status=status)


@allow(P.REGION_FOUND, methods=["GET", "POST"])
def administrator(request: HttpRequest, model_uuid: UUID) -> HttpResponse:
    """The first administrator of a founded region; the first password is shown on this page, once."""
    founded = ServiceModel.objects.filter(number=1, made_by_id=request.actor.user_id, began_from=None)
    model = get_object_or_404(founded.select_related("region"), uuid=model_uuid)
    form = bind(request, FirstAdministratorForm)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        made = attempt_once(form, first_administrator, by=request.actor, model=model, key=key, **form.about())
        if made:
            keep_password(request, *made)
            return see("editing:administrator", model_uuid=model.uuid)
    there = _first(model)
    context = {"nav": "models", "model": model, "form": form, "one": there, "password": password_once(request, there)}
    status = 422 if request.method == "POST" else 200
    return render(request, "servicemodels/editing/administrator.html", context, status=status)


def _first(model: ServiceModel) -> User | None:
    rows = Membership.objects.filter(unit__organisation__region=model.region_id).select_related("user")
    first = rows.order_by("pk").first()
    return first.user if first else None
