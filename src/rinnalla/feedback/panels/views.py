"""Service panels with their proposals and answers, and reviews of texts: for everybody who works here (L-60, T-46)."""

from uuid import UUID

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.feedback.panels import actions
from rinnalla.feedback.panels.forms import AnswerForm, PanelForm, ProposalForm, ReviewForm, SettleForm
from rinnalla.feedback.panels.models import PanelProposal, ServicePanel, TextReview
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.organisations.models import Region

METHODS = ["GET", "POST"]


def _region(request: HttpRequest) -> Region:
    return get_object_or_404(Region, pk=request.actor.region_id)


def proposals(region: Region) -> QuerySet[PanelProposal]:
    """Everything the panels of the region have proposed, the newest first, with its answers."""
    rows = PanelProposal.objects.filter(panel__region=region).select_related("panel", "card")
    return rows.prefetch_related("answers").order_by("-pk")


@allow(P.MODEL_VIEW)
def panels(request: HttpRequest) -> HttpResponse:
    """What clients have proposed and what was answered; what still waits stands first."""
    rows = sorted(proposals(_region(request)), key=lambda one: one.newest is not None)
    held = ServicePanel.objects.filter(region_id=request.actor.region_id)
    return render(request, "feedback/panels.html", {"rows": rows, "held": held})


@allow(P.PANEL_RECORD, methods=METHODS)
def panel_new(request: HttpRequest) -> HttpResponse:
    """A panel was held, or is agreed."""
    form = bind(request, PanelForm)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        panel = attempt(form, actions.hold_panel, region=_region(request), by=request.actor, key=key, **data)
        if panel:
            say(request, _("Raati on kirjattu. Lisää nyt, mitä se ehdotti."))
            return see("panels:proposal_new", servicepanel_uuid=panel.uuid)
    return _page(request, form, _("Kirjaa palveluraati"), _("Tallenna raati"))


@allow(P.PANEL_RECORD, methods=METHODS)
def proposal_new(request: HttpRequest, servicepanel_uuid: UUID) -> HttpResponse:
    """What the panel proposes."""
    rows = ServicePanel.objects.filter(region_id=request.actor.region_id).select_related("region")
    panel = get_object_or_404(rows, uuid=servicepanel_uuid)
    form = bind(request, ProposalForm, region=panel.region)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        if attempt(form, actions.propose, panel=panel, by=request.actor, key=data.pop("form_key"), **data):
            say(request, _("Ehdotus on kirjattu. Johto vastaa siihen."))
            return see("panels:panels")
    return _page(request, form, _("Raadin ehdotus: %(topic)s") % {"topic": panel.topic}, _("Tallenna ehdotus"))


@allow(P.PANEL_ANSWER, methods=METHODS)
def answer(request: HttpRequest, panelproposal_uuid: UUID) -> HttpResponse:
    """Answer a proposal."""
    proposal = get_object_or_404(proposals(_region(request)), uuid=panelproposal_uuid)
    form = bind(request, AnswerForm, may_become=proposal.may_become())
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        if attempt(form, actions.answer, proposal=proposal, by=request.actor, key=data.pop("form_key"), **data):
            say(request, _("Vastaus on tallennettu. Asiakkaat näkevät sen."))
            return see("panels:panels")
    return _page(request, form, _("Vastaa ehdotukseen"), _("Tallenna vastaus"), quote=proposal.text)


@allow(P.MODEL_VIEW)
def reviews(request: HttpRequest) -> HttpResponse:
    """Which texts experts by experience have read, what they proposed and what came of it (T-46)."""
    rows = TextReview.objects.filter(region_id=request.actor.region_id).select_related("expert", "settled_by")
    return render(request, "feedback/reviews.html", {"rows": rows})


@allow(P.PANEL_RECORD, methods=METHODS)
def review_new(request: HttpRequest) -> HttpResponse:
    """An expert by experience has read a text."""
    only = request.actor.user_id if request.actor.role == actions.EXPERT else None
    form = bind(request, ReviewForm, region=_region(request), only=only)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if attempt(form, actions.review_text, region=_region(request), by=request.actor, key=key, **data):
            say(request, _("Arvio on kirjattu."))
            return see("panels:reviews")
    return _page(request, form, _("Kirjaa tekstin arvio"), _("Tallenna arvio"), back="panels:reviews")


@allow(P.PANEL_ANSWER, methods=METHODS)
def review_settle(request: HttpRequest, textreview_uuid: UUID) -> HttpResponse:
    """What came of a review."""
    review = get_object_or_404(TextReview, uuid=textreview_uuid, region_id=request.actor.region_id)
    form = bind(request, SettleForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.settle_review, review=review, by=request.actor, **form.cleaned_data)
        if form.is_valid():
            say(request, _("Tallennettu. Kokemusasiantuntija näkee, mitä arviosta seurasi."))
            return see("panels:reviews")
    heading = _("Mitä arviosta seurasi: %(what)s") % {"what": review.what}
    return _page(request, form, heading, _("Tallenna"), back="panels:reviews", quote=review.proposed)


def _page(
    request: HttpRequest, form: Form, heading: str, act: str, *, back: str = "panels:panels", quote: str = ""
) -> HttpResponse:
    context = {"form": form, "heading": heading, "act": act, "back": reverse(back), "quote": quote}
    return render(request, "feedback/form.html", context, status=422 if request.method == "POST" else 200)
