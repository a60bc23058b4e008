"""The client's projects, within the case: joining one, the end of the part in it, and taking away a mistake."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import confirm
from rinnalla.lib import dates
from rinnalla.lib.web import bind, render
from rinnalla.network.pages import METHODS, one_form
from rinnalla.network.projects import actions_clients as actions
from rinnalla.network.projects import forms_clients as forms
from rinnalla.network.projects.models_clients import Participation

CASES = "cases"


@allow(P.SERVICE_VIEW, groups=["basics"])
def of_case(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Which projects the client takes part in or has taken part in (V-101)."""
    rows = Participation.objects.visible_to(request.actor).filter(case=request.case)
    editable = request.case.allows("edit") and may(request.actor, P.SERVICE_EDIT, request.access)
    context = {"tab": "services", "rows": list(rows.select_related("project", "made_by")), "editable": editable}
    return render(request, "network/projects/of_case.html", context)


@allow(P.SERVICE_EDIT, methods=METHODS, groups=["basics"])
def join(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The client comes along."""
    form = bind(request, forms.JoinForm, case=request.case, actor=request.actor)

    def act(data: dict[str, Any]) -> Any:
        return actions.join_project(case=request.case, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, heading=_("Liitä hankkeeseen"), button=_("Liitä hankkeeseen"),
        done=_("Asiakas on mukana hankkeessa."), back=_back(request), crumbs=_crumbs(request), nav=CASES,
    )  # fmt: skip


@allow(P.SERVICE_EDIT, methods=METHODS, groups=["basics"])
def ending(request: HttpRequest, case_uuid: UUID, participation_uuid: UUID) -> HttpResponse:
    """The client's part in the project ends."""
    one = _one(request, participation_uuid)
    form = bind(request, forms.EndForm, initial={"version": one.version})

    def act(data: dict[str, Any]) -> None:
        actions.end_participation(participation=one, version=data["version"] or 0, by=request.actor, on=data["on"])

    return one_form(
        request, form, act, heading=_("Päätä osallistuminen"), button=_("Päätä osallistuminen"), lead=one.project.name,
        done=_("Osallistuminen on päättynyt."), back=_back(request), crumbs=_crumbs(request), nav=CASES,
    )  # fmt: skip


@allow(P.SERVICE_EDIT, methods=METHODS, groups=["basics"])
def removal(request: HttpRequest, case_uuid: UUID, participation_uuid: UUID) -> HttpResponse:
    """It was recorded by mistake."""
    one = _one(request, participation_uuid)
    return confirm(
        request, _back(request), lambda: actions.remove_participation(participation=one, by=request.actor), nav=CASES,
        title=_("Poista erehdyksessä kirjattu osallistuminen"),
        text=_("%(name)s, %(day)s alkaen. Osallistuminen poistuu myös hankkeen luvuista. Jos asiakas on ollut mukana, "
               "päätä osallistuminen, älä poista sitä.")
        % {"name": one.project.name, "day": dates.d(one.from_on)},
        act=_("Poista osallistuminen"), done=_("Osallistuminen on poistettu."),
    )  # fmt: skip


def _one(request: HttpRequest, uuid: UUID) -> Participation:
    rows = Participation.objects.visible_to(request.actor).filter(case=request.case)
    return get_object_or_404(rows.select_related("project", "case"), uuid=uuid)


def _back(request: HttpRequest) -> str:
    return reverse("network:projects_of_case", kwargs={"case_uuid": request.case.uuid})


def _crumbs(request: HttpRequest) -> list[tuple[str, str | None]]:
    services = reverse("services:list", kwargs={"case_uuid": request.case.uuid})
    return [(_("Palvelut"), services), (_("Hankkeet"), _back(request))]
