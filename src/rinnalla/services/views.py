"""The services of a case: what runs, what is awaited, what has ended; choosing a new one and what happens to each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.models import Case
from rinnalla.catalogue.forms import SearchForm
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.queries import search_cards
from rinnalla.lib import dates
from rinnalla.lib.forms import KeyField
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see
from rinnalla.servicemodels.codes import code_list, code_name, of_case
from rinnalla.services import actions
from rinnalla.services.fitness import warnings
from rinnalla.services.forms import (
    ChosenCardForm,
    ContinuationForm,
    EndingForm,
    InterruptionForm,
    OtherServiceForm,
    StartForm,
)
from rinnalla.services.models import ENDED, PLANNED, OnwardGuidance, ServiceEpisode, UnmetNeed

NO_TRACE = ("special", "authority")  # an entry of these groups leaves no mark for those who may not see it


@allow(P.SERVICE_VIEW, groups=["basics"])
def service_list(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Everything on the path, with the acts each state allows."""
    rows = list(_episodes(request).order_by("-started_on", "-pk"))
    groups = request.access.groups
    request.shown.groups({one.field_group for one in rows} & groups)
    shown = [one for one in rows if one.field_group in groups]
    guidances = OnwardGuidance.objects.visible_to(request.actor).filter(case=request.case, field_group__in=groups)
    context = {
        "tab": "services", "hidden": sum(1 for one in rows if one.field_group not in (*groups, *NO_TRACE)),
        "running": [one for one in shown if one.state not in (PLANNED, ENDED)],
        "planned": [one for one in shown if one.state == PLANNED],
        "ended": [one for one in shown if one.state == ENDED],
        "guidances": guidances.select_related("card", "unit__organisation", "made_by", "answered_by").order_by("-pk"),
        "editable": may(request.actor, P.SERVICE_EDIT, request.access) and request.case.allows("edit"),
        "needs": UnmetNeed.objects.visible_to(request.actor).filter(
            case=request.case, field_group__in=groups, met_on__isnull=True
        ).order_by("-noted_on", "-pk"),
        "need_name": lambda key: code_name("life_areas", key, region=of_case(request.case)),
        "ways": dict(ContinuationForm.base_fields["way"].choices),
        "reason": lambda key: code_name("interruption_reasons", key, region=of_case(request.case)),
        "outcome": lambda key: code_name("service_outcomes", key),
        "coached": {key for one in code_list("coaching_types") for key in one.definition.services},
    }
    return render(request, "services/list.html", context)


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def choose(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Choose a service by own words; one press on a row plans it, asks for it or starts it."""
    search = SearchForm(request.GET)
    text, group = search.words()
    form = ChosenCardForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (episode := attempt(
        form, _choose, case=request.case, by=request.actor, chosen=form.cleaned_data
    )):
        say(request, _("%(name)s on nyt polulla.") % {"name": episode.name})
        return see("services:list", case_uuid=case_uuid)
    context = {
        "tab": "services", "search": search, "text": text, "form": form, "new_key": KeyField().initial,
        "cards": search_cards(request.case.region, text, group),
        "warnings": lambda card: warnings(card, request.case.person),
    }
    return render(request, "services/choose.html", context, status=422 if request.method == "POST" else 200)


def _choose(*, case: Case, by: Actor, chosen: dict[str, Any]) -> ServiceEpisode:
    card = get_object_or_404(ServiceCard.objects.offered().filter(region=case.region), uuid=chosen["card"])
    today, act = dates.today(), chosen["act"]
    episode = actions.plan_service(
        case=case, by=by, card=card, key=chosen["form_key"], waits_since=today if act == "wait" else None
    )
    if act == "start" and episode.allows("start"):
        actions.start_service(episode=episode, version=episode.version, by=by, on=today)
    return episode


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def other(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """A service that is not in the directory."""
    form = bind(request, OtherServiceForm, groups=request.access.groups)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        key = data.pop("form_key")
        if attempt(form, actions.plan_service, case=request.case, by=request.actor, key=key, **data):
            say(request, _("Palvelu on nyt polulla."))
            return see("services:list", case_uuid=case_uuid)
    return _draw(request, form, _("Lisää muu palvelu"), _("Lisää polulle"))


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def beginning(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """The day a service began."""
    return _act(request, episode_uuid, "start", StartForm, actions.start_service, _("Kirjaa palvelu alkaneeksi"),
                _("Palvelu on alkanut."), names={"on": "on"})


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def wait(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Since when the organiser is awaited."""
    return _act(request, episode_uuid, "wait", StartForm, actions.await_service, _("Merkitse odottamaan"),
                _("Palvelu odottaa järjestäjää."), names={"on": "since"})


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def interruption(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Why a service broke off."""
    return _act(request, episode_uuid, "interrupt", InterruptionForm, actions.interrupt_service,
                _("Kirjaa keskeytys"), _("Keskeytys on kirjattu."), names={"form_key": "key"},
                case=request.case)


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def resumption(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """An interrupted service goes on."""
    return _act(request, episode_uuid, "resume", StartForm, actions.resume_service, _("Kirjaa palvelu jatkuneeksi"),
                _("Palvelu jatkuu."), names={"on": "on"})


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def ending(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """What a service led to, and why without the talk it asks for (E-42)."""
    asks = any(one.asks_closing_talk for one in _episodes(request).filter(uuid=episode_uuid))
    return _act(request, episode_uuid, "end", EndingForm, actions.end_service, _("Kirjaa palvelu päättyneeksi"),
                _("Palvelu on päättynyt."), names={}, asks_talk=asks)


def _act(
    request: HttpRequest, episode_uuid: UUID, act: str | None, form_class: type[Form] | Form,
    action: Callable[..., Any], heading: str, done: str, *, names: dict[str, str],
    change: Callable[[dict[str, Any]], dict[str, Any]] = dict, **arguments: Any,
) -> HttpResponse:
    """One form about one service: GET draws it, POST acts by `action`. A state that no longer allows it goes back.

    `form_class` may be a form bound already; `change` makes the action's arguments of what was written.
    """
    rows = _episodes(request).filter(field_group__in=request.access.groups)
    episode = get_object_or_404(rows, uuid=episode_uuid)
    request.shown.groups([episode.field_group])
    if request.method == "GET" and act and not episode.allows(act):
        return see("services:list", case_uuid=request.case.uuid)
    form = form_class if isinstance(form_class, Form) else bind(request, form_class, **arguments)
    status = 200
    if request.method == "POST" and form.is_valid():
        values = {names.get(name, name): value for name, value in change(form.cleaned_data).items()}
        try:
            attempt(form, action, episode=episode, by=request.actor, **values)
            if form.is_valid():
                say(request, done)
                return see("services:list", case_uuid=request.case.uuid)
        except Conflict as conflict:
            status = _keep_typed(form, conflict)
    elif request.method == "GET":
        form.initial["version"] = episode.version
    return _draw(request, form, heading, heading, status=status, about=episode.name)


def _keep_typed(form: Form, conflict: Conflict) -> int:
    """What was typed stays, on top of the version that is saved now."""
    form.data = form.data.copy()
    form.data["version"] = conflict.current.version
    form.add_error(None, conflict_text())
    return 409


def _episodes(request: HttpRequest):
    rows = ServiceEpisode.objects.visible_to(request.actor).filter(case=request.case)
    rows = rows.select_related("card", "organiser__organisation", "case__region", "expectation", "continuation")
    return rows.prefetch_related("interruptions")


def _draw(
    request: HttpRequest, form: Form, heading: str, act: str, *, status: int = 200, about: str = "", lead: str = "",
    told: list[tuple[str, list[str]]] | None = None, told_of: str = "",
) -> HttpResponse:
    back = reverse("services:list", kwargs={"case_uuid": request.case.uuid})
    context = {
        "tab": "services", "form": form, "heading": heading, "act": act, "about": about, "lead": lead, "back": back,
        "told": told, "told_of": told_of,
    }
    if request.method == "POST" and status == 200:
        status = 422
    return render(request, "services/form.html", context, status=status)
