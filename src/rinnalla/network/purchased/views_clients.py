"""A client in what was bought: the case's own page, and the narrow page of the provider's worker."""

from uuid import UUID

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see
from rinnalla.network.purchased import actions_clients as actions
from rinnalla.network.purchased import forms_clients as forms
from rinnalla.network.purchased.models import sells
from rinnalla.network.purchased.models_clients import CONFIRMED, PROPOSED, WITHDRAWN, Placement
from rinnalla.network.purchased.showing import facts, groups_of
from rinnalla.network.purchased.views import METHODS, page


@allow(P.PROVIDER_CLIENTS)
def clients(request: HttpRequest) -> HttpResponse:
    """Who is placed in a service that my unit gives now. No count of others, nothing to search."""
    rows = _of(Placement.objects.given_by(request.actor)).select_related("case__person")
    found = list(rows.order_by("case__person__sort_key", "pk"))
    request.shown.cases(one.case_id for one in found)
    request.shown.persons(one.case.person_id for one in found)
    request.shown.groups(["basics"] if found else [])
    return render(request, "network/purchased/clients.html", {"nav": "provider", "rows": found})


@allow(P.PROVIDER_CLIENTS)
def sheet(request: HttpRequest, case_uuid: UUID, placement_uuid: UUID) -> HttpResponse:
    """What the service needs to know of the client, and how the bonus stands."""
    one = _one(request, placement_uuid)
    groups = request.access.groups
    request.shown.groups(groups_of(one, groups))
    context = {
        "nav": "provider", "one": one, "facts": facts(one, groups), "bonus": one.bonus,
        "may_propose": one.bonus_may(PROPOSED) and bool(actions.criteria_of(one.contract)),
    }
    return render(request, "network/purchased/sheet.html", context)


@allow(P.SERVICE_VIEW, groups=["basics"])
def of_case(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The client's bought services, who gives them, and the bonus with its history."""
    rows = _of(Placement.objects.visible_to(request.actor)).filter(case=request.case)
    found = list(rows.filter(episode__field_group__in=request.access.groups))
    actor, edits = request.actor, request.case.allows("edit")
    context = {
        "tab": "services", "rows": found, "editable": edits and may(actor, P.SERVICE_EDIT, request.access),
        "proposes": edits and may(actor, P.BONUS_PROPOSE, request.access),
        "decides": edits and may(actor, P.BONUS_CONFIRM, request.access),
        "criteria": actions.criteria_of, "health": "health" in request.access.groups,
        "proposed": PROPOSED, "decidable": (CONFIRMED, WITHDRAWN),
    }
    return render(request, "network/purchased/of_case.html", context)


@allow(P.SERVICE_EDIT, methods=METHODS, groups=["basics"])
def place(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """One of the client's services is given by what was bought."""
    groups = request.access.groups
    form = bind(request, forms.PlaceForm, case=request.case, actor=request.actor, groups=groups)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if attempt_once(form, actions.place, by=request.actor, key=key, **data):
            say(request, _("Asiakas on osoitettu ostopalveluun. Tuottaja näkee nyt sovitut tiedot."))
            return see("network:of_case", case_uuid=case_uuid)
    return page(request, form, _("Osoita ostopalveluun"), _("Osoita"), _back(request), "cases")


@allow(P.SERVICE_EDIT, methods=METHODS, groups=["basics"])
def ending(request: HttpRequest, case_uuid: UUID, placement_uuid: UUID) -> HttpResponse:
    """The provider's part ends; it sees the client no more."""
    one = _one(request, placement_uuid)
    form = bind(request, forms.EndPlacementForm, initial={"version": one.version})
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, actions.end_placement, placement=one, by=request.actor, **form.cleaned_data)
        except Conflict as conflict:
            return _kept(request, form, conflict, _("Päätä ostopalvelu"))
        if form.is_valid():
            say(request, _("Ostopalvelu on päättynyt. Tuottaja ei enää näe asiakasta."))
            return see("network:of_case", case_uuid=case_uuid)
    return page(request, form, _("Päätä ostopalvelu: %(name)s") % {"name": one.contract.name}, _("Päätä ostopalvelu"),
                _back(request), "cases")  # fmt: skip


@allow(P.SERVICE_EDIT, methods=METHODS, groups=["health"])
def diagnosis(request: HttpRequest, case_uuid: UUID, placement_uuid: UUID) -> HttpResponse:
    """Whether there is a diagnosis: for the share of a service alone. Only for who may see health data."""
    one = _one(request, placement_uuid, "health" in request.access.groups)
    known = {True: "yes", False: "no", None: ""}[one.with_diagnosis]
    form = bind(request, forms.DiagnosisForm, initial={"version": one.version, "known": known})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            attempt(form, actions.tell_diagnosis, placement=one, by=request.actor, version=version, known=form.answer())
        except Conflict as conflict:
            return _kept(request, form, conflict, _("Tallenna"))
        if form.is_valid():
            say(request, _("Tieto on tallennettu."))
            return see("network:of_case", case_uuid=case_uuid)
    return page(request, form, _("Tieto palvelun osuutta varten"), _("Tallenna"), _back(request), "cases")


@allow(P.BONUS_PROPOSE, methods=METHODS, groups=["basics"])
def bonus_proposal(request: HttpRequest, case_uuid: UUID, placement_uuid: UUID) -> HttpResponse:
    """The provider's or the client's worker proposes a bonus by an agreed criterion (E-56)."""
    one = _one(request, placement_uuid)
    form = bind(request, forms.ProposalForm, placement=one)
    route, values = _after(request, one)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if attempt_once(form, actions.propose_bonus, placement=one, by=request.actor, key=key, **data):
            say(request, _("Ehdotus on tallennettu. Tilaajan työntekijä vahvistaa sen."))
            return see(route, **values)
    nav = "provider" if sells(request.actor) else "cases"
    return page(request, form, _("Ehdota bonusta"), _("Tallenna ehdotus"), reverse(route, kwargs=values), nav)


@allow(P.BONUS_CONFIRM, methods=METHODS, groups=["basics"])
def bonus_decision(request: HttpRequest, case_uuid: UUID, placement_uuid: UUID) -> HttpResponse:
    """The buyer's own worker confirms, refuses or withdraws, with why."""
    one = _one(request, placement_uuid)
    form = bind(request, forms.DecisionForm, placement=one)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if attempt_once(form, actions.decide_bonus, placement=one, by=request.actor, key=key, **data):
            say(request, _("Päätös bonuksesta on tallennettu."))
            return see("network:of_case", case_uuid=case_uuid)
    return page(request, form, _("Päätä bonuksesta"), _("Tallenna päätös"), _back(request), "cases")


def _kept(request: HttpRequest, form: Form, conflict: Conflict, act: str) -> HttpResponse:
    """What was typed stays, on top of the version that is saved now."""
    form.data = form.data.copy()
    form.data["version"] = conflict.current.version  # type: ignore[attr-defined]
    form.add_error(None, conflict_text())
    return page(request, form, act, act, _back(request), "cases", 409)


def _of(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    rows = rows.select_related("contract__provider", "contract__buyer", "episode__card", "lot")
    return rows.prefetch_related("bonus_rows__made_by", "bonus_rows__organisation")


def _one(request: HttpRequest, uuid: UUID, sees: bool = True) -> Placement:
    """The placement of the address; to a provider's worker only one that the own unit gives now, whatever the case
    opens."""
    rows = Placement.objects.visible_to(request.actor)
    if sells(request.actor):
        rows = Placement.objects.given_by(request.actor)
    else:
        rows = rows.filter(episode__field_group__in=request.access.groups)
    wanted = _of(rows if sees else rows.none()).filter(case=request.case)
    return get_object_or_404(wanted.select_related("case__person__municipality", "case__responsible_worker"), uuid=uuid)


def _back(request: HttpRequest) -> str:
    return reverse("network:of_case", kwargs={"case_uuid": request.case.uuid})


def _after(request: HttpRequest, one: Placement) -> tuple[str, dict[str, UUID]]:
    """Where a proposal leads: whoever gives the service to the sheet, others to the case."""
    if sells(request.actor):
        return "network:sheet", {"case_uuid": request.case.uuid, "placement_uuid": one.uuid}
    return "network:of_case", {"case_uuid": request.case.uuid}
