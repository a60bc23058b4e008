"""Forms of what belongs to a project: partners, staff, spending, sister projects, pilots, results, and its end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import bind
from rinnalla.network.pages import METHODS, one_form
from rinnalla.network.projects import actions, forms
from rinnalla.network.projects.models import Project
from rinnalla.network.projects.views import address, crumbs, of_address


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def project_partner(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """A body takes part in a role, changes it, or leaves (T-20)."""
    one = of_address(request, project_uuid)
    form = bind(request, forms.ProjectPartnerForm, actor=request.actor)
    return _page(
        request, one, form, lambda data: actions.set_project_partner(project=one, by=request.actor, **data),
        _("Lisää kumppani tai vaihda rooli"), _("Tallenna rooli"), _("Rooli on tallessa."),
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def project_worker(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """Somebody of the staff (T-21, T-22)."""
    one = of_address(request, project_uuid)
    form = bind(request, forms.WorkerForm, actor=request.actor, initial={"from_on": one.starts_on})

    def act(data: dict[str, Any]) -> Any:
        return actions.add_worker(project=one, by=request.actor, worker=form.worker(), key=data["form_key"])

    return _page(request, one, form, act, _("Lisää työntekijä"), _("Tallenna työntekijä"), _("Työntekijä on lisätty."))


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def project_spending(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """Money that was used (V-03)."""
    one = of_address(request, project_uuid)
    form = bind(request, forms.SpendingForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.note_spending(project=one, by=request.actor, key=data.pop("form_key"), **data)

    return _page(request, one, form, act, _("Kirjaa meno"), _("Tallenna meno"), _("Meno on kirjattu."))


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def project_link(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """Another project it works with (T-27)."""
    one = of_address(request, project_uuid)
    form = bind(request, forms.LinkForm, actor=request.actor, now=one)
    return _page(
        request, one, form, lambda data: actions.link_projects(project=one, by=request.actor, **data),
        _("Liitä toinen hanke"), _("Liitä hanke"), _("Hankkeet on liitetty toisiinsa."),
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def project_pilot(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """A pilot of a service it takes part in (E-71)."""
    one = of_address(request, project_uuid)
    form = bind(request, forms.TakePilotForm, actor=request.actor)
    return _page(
        request, one, form, lambda data: actions.take_pilot(project=one, by=request.actor, **data),
        _("Liitä pilotti"), _("Liitä pilotti"), _("Pilotti on liitetty hankkeeseen."),
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def project_result(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """Something that stays of it (C-29)."""
    one = of_address(request, project_uuid)
    form = bind(request, forms.ResultForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.add_result(project=one, by=request.actor, key=data.pop("form_key"), **data)

    return _page(
        request, one, form, act, _("Kirjaa tulos, joka jää"), _("Tallenna tulos"),
        _("Tulos on kirjattu. Nimeä sille seuraavaksi jatkaja."),
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def project_heir(request: HttpRequest, project_uuid: UUID, projectresult_uuid: UUID) -> HttpResponse:
    """Who goes on with a result, and from when (E-06)."""
    one = of_address(request, project_uuid)
    result = get_object_or_404(one.results.select_related("heir", "project"), uuid=projectresult_uuid)
    heir = str(result.heir.uuid) if result.heir else ""
    form = bind(request, forms.HeirForm, actor=request.actor, initial={"heir": heir, "heir_from": result.heir_from})
    return _page(
        request, one, form, lambda data: actions.name_heir(result=result, by=request.actor, **data),
        _("Kuka jatkaa"), _("Nimeä jatkaja"), _("Jatkaja on nimetty."), lead=result.what,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def project_close(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """The project ends, and nothing is left alone (E-06, C-29)."""
    one = of_address(request, project_uuid)
    form = bind(request, forms.ClosingForm, initial={"version": one.version})
    return _page(
        request, one, form, lambda data: actions.close_project(project=one, by=request.actor, **data),
        _("Päätä hanke"), _("Päätä hanke"), _("Hanke on päätetty."), danger=True,
        lead=_("Hanke päättyy vasta, kun jokaisella tuloksella ja kesken olevalla asialla on jatkaja."),
    )  # fmt: skip


def _page(
    request: HttpRequest, one: Project, form: Form, act: Callable[[dict[str, Any]], Any], heading: str, button: str,
    done: str, *, lead: str = "", danger: bool = False,
) -> HttpResponse:
    return one_form(
        request, form, act, heading=heading, button=button, done=done, back=address(one), crumbs=crumbs(one),
        lead=lead or one.name, danger=danger,
    )  # fmt: skip
