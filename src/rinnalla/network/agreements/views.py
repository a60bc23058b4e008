"""The pages of agreements: which hold, which end, what has been, and the acts of those who may."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.network.agreements import actions, reach
from rinnalla.network.agreements.forms import AgreementForm, EndingForm, NewAgreementForm, renewal_start
from rinnalla.organisations.models import OrganisationAgreement

METHODS = ["GET", "POST"]


@allow(P.AGREEMENT_VIEW)
def agreements(request: HttpRequest) -> HttpResponse:
    """Which agreements hold or begin, who has none, and on the other tab what is over."""
    over = request.GET.get("state") == "over"
    rows = list(reach.agreements(request.actor).order_by("valid"))
    holding = {one.organisation_id for one in rows if one.state == "in_force"}
    soon = set(reach.ending().values_list("pk", flat=True))
    shown = [one for one in rows if (one.state in ("over", "ended")) == over]
    shown.sort(key=lambda one: (one.pk not in soon, one.organisation.name, one.first_day))
    without = sorted((one for one in reach.bodies(request.actor) if one.pk not in holding), key=lambda one: one.name)
    context = {"rows": shown, "over": over, "soon": soon, "without": [] if over else without}
    return render(request, "network/agreements.html", context)


@allow(P.AGREEMENT_VIEW)
def agreement(request: HttpRequest, organisationagreement_uuid: UUID) -> HttpResponse:
    """One agreement as it stands on paper, and what the organisation had before and after it."""
    one = _one(request, organisationagreement_uuid)
    actor, body = request.actor, one.organisation
    history = body.agreements.exclude(pk=one.pk).select_related("ended_by").order_by("-valid")
    ends, records = reach.may_end(actor, body), reach.may_record(actor, body)
    context = {
        "one": one,
        "history": history,
        "soon": reach.ending().filter(pk=one.pk).exists(),
        "may_end": ends and one.allows("end"),
        "may_renew": records and one.allows("renew"),
    }
    return render(request, "network/agreement.html", context)


@allow(P.AGREEMENT_RECORD, methods=METHODS)
def agreement_new(request: HttpRequest) -> HttpResponse:
    """An organisation's first agreement, or one that goes on from nothing."""
    form = bind(request, NewAgreementForm, bodies=reach.bodies(request.actor))
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["organisation"]
        if made := attempt_once(form, actions.record_agreement, organisation=body, by=request.actor, **form.values()):
            say(request, _("Sopimus on kirjattu."))
            return see("network:agreement", organisationagreement_uuid=made.uuid)
    return _page(request, form, _("Kirjaa sopimus"), _("Tallenna sopimus"), reverse("network:agreements"))


@allow(P.AGREEMENT_RECORD, methods=METHODS)
def agreement_renew(request: HttpRequest, organisationagreement_uuid: UUID) -> HttpResponse:
    """What was signed to go on from this one."""
    one = _one(request, organisationagreement_uuid)
    form = bind(request, AgreementForm, initial=renewal_start(one))
    if request.method == "POST" and form.is_valid():
        made = attempt_once(
            form, actions.record_agreement, organisation=one.organisation, by=request.actor, renews=one, **form.values()
        )
        if made:
            say(request, _("Jatko on kirjattu."))
            return see("network:agreement", organisationagreement_uuid=made.uuid)
    heading = _("Jatka sopimusta: %(name)s") % {"name": one.organisation.name}
    return _page(request, form, heading, _("Tallenna jatko"), _address(one))


@allow(P.AGREEMENT_END, methods=METHODS)
def agreement_end(request: HttpRequest, organisationagreement_uuid: UUID) -> HttpResponse:
    """End before the time: first what stops, then why."""
    one = _one(request, organisationagreement_uuid)
    form = bind(request, EndingForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.end_agreement, agreement=one, by=request.actor, reason=form.cleaned_data["reason"])
        if form.is_valid():
            say(request, _("Sopimus on päättynyt. Organisaation työntekijät eivät enää avaa asiakastietoja."))
            return see("network:agreement", organisationagreement_uuid=one.uuid)
    heading = _("Päätä sopimus: %(name)s") % {"name": one.organisation.name}
    stops = reach.stops(one.organisation) if one.state == "in_force" else None
    return _page(request, form, heading, _("Päätä sopimus"), _address(one), stops=stops, danger=True)


def _one(request: HttpRequest, uuid: UUID) -> OrganisationAgreement:
    rows = reach.agreements(request.actor).select_related("organisation__region", "noted_by", "ended_by", "renews")
    return get_object_or_404(rows, uuid=uuid)


def _address(one: OrganisationAgreement) -> str:
    return reverse("network:agreement", kwargs={"organisationagreement_uuid": one.uuid})


def _page(request: HttpRequest, form: Any, heading: str, act: str, back: str, **more: Any) -> HttpResponse:
    context = {"form": form, "heading": heading, "act": act, "back": back, "nav": "agreements", **more}
    return render(request, "network/form.html", context, status=422 if request.method == "POST" else 200)
