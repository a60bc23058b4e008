"""Bringing services in from the national registry: choose, see what would change, say yes, see what changed."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.national.models import NationalItem
from rinnalla.exchange.actions import forget
from rinnalla.exchange.faults import TableError
from rinnalla.exchange.forms import ConfirmForm
from rinnalla.exchange.models import DONE, PendingImport
from rinnalla.exchange.registry import actions, fetching
from rinnalla.exchange.registry.forms import ServicesForm
from rinnalla.exchange.registry.report import ServicesReport
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.organisations.models import Region

MOST_SHOWN = 200  # faults, remarks and names on a page; the count tells of all
WAIT = 25  # seconds that a reader waits for an address; the command waits longer


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the file or the address; it is read at once, and nothing changes before a yes."""
    form = bind(request, ServicesForm)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _keep(request, form)
            return see("exchange:pending_services", pending_uuid=kept.uuid)
        except TableError as error:
            field = "file" if form.cleaned_data.get("file") else "address"
            form.add_error(field, f"{error.reason} {error.expected}")
    rows = NationalItem.objects.filter(region_id=request.actor.region_id)
    context = {
        "form": form, "services": rows.services().offered().count(), "nav": "services",
        "latest": rows.order_by("-changed_at").values_list("changed_at", flat=True).first(),
    }
    return render(request, "exchange/services_choose.html", context, status=422 if form.errors else 200)


@allow(P.MODEL_EDIT)
def pending(request: HttpRequest, pending_uuid: UUID) -> HttpResponse:
    """What would change; then what changed."""
    one = _mine(request, pending_uuid)
    if one.state == DONE:
        told = json.loads(one.opened("report"))
        context = {"pending": one, **told["counts"], "withdrawn_names": told["withdrawn_names"], "nav": "services"}
        return render(request, "exchange/services_done.html", context)
    return _preview(request, one, ConfirmForm(initial={"digest": one.digest}))


@allow(P.MODEL_EDIT, methods=["POST"])
def confirmation(request: HttpRequest, pending_uuid: UUID) -> HttpResponse:
    """Yes, bring these in."""
    one, form = _mine(request, pending_uuid), ConfirmForm(request.POST)
    if form.is_valid():
        digest = form.cleaned_data["digest"]
        attempt(form, actions.confirm_services, pending=one, by=request.actor, digest=digest)
    if form.errors:
        return _preview(request, one, form, status=422)
    return see("exchange:pending_services", pending_uuid=one.uuid)


@allow(P.MODEL_EDIT, methods=["POST"])
def removal(request: HttpRequest, pending_uuid: UUID) -> HttpResponse:
    """No: the kept file is thrown away."""
    forget(pending=_mine(request, pending_uuid))
    say(request, _("Tiedosto on poistettu. Mitään ei tuotu."))
    return see("exchange:services")


def _keep(request: HttpRequest, form: ServicesForm) -> PendingImport:
    region = Region.objects.get(pk=request.actor.region_id)
    file, address = form.cleaned_data.get("file"), form.cleaned_data["address"]
    gone = form.cleaned_data["withdrawn"]
    if file:
        return actions.keep_services(by=request.actor, region=region, name=file.name, data=file.read(), gone=gone)
    fetched = fetching.fetch(address, whole=WAIT)
    return actions.keep_services(
        by=request.actor, region=region, name=address, data=fetched.data, gone=gone or fetched.gone
    )


def _preview(request: HttpRequest, one: PendingImport, form: ConfirmForm, status: int = 200) -> HttpResponse:
    try:
        report = actions.preview(pending=one, by=request.actor)
    except (Refused, TableError) as error:
        say(request, str(error))
        return see("exchange:services")
    context = {"pending": one, "form": form, "nav": "services", **_shown(report)}
    return render(request, "exchange/services_preview.html", context, status=status)


def _shown(report: ServicesReport) -> dict:
    """The report for a page: counts of all, the first of each list."""
    return {
        "imported": report.imported, "added": report.added, "changed": report.changed, "withdrawn": report.withdrawn,
        "same": len(report.repeats), "withdrawn_names": report.withdrawn_names[:MOST_SHOWN],
        "refused": report.refused[:MOST_SHOWN], "refused_count": report.refused_count,
        "remarks": report.remarks[:MOST_SHOWN], "more": len(report.refused) > MOST_SHOWN,
    }


def _mine(request: HttpRequest, uuid: UUID) -> PendingImport:
    kinds = (PendingImport.Kind.SERVICES, PendingImport.Kind.WITHDRAWN)
    rows = PendingImport.objects.visible_to(request.actor).filter(region_id=request.actor.region_id, kind__in=kinds)
    return get_object_or_404(rows.select_related("region"), uuid=uuid)
