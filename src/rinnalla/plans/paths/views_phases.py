"""Phases of the path: beginning, changing and ending one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import bind
from rinnalla.plans.paths import phases
from rinnalla.plans.paths.forms import PhaseChangeForm, PhaseEndForm, PhaseForm
from rinnalla.plans.paths.models import Phase
from rinnalla.plans.paths.views import back_to
from rinnalla.plans.views import form_page


def _phase(request: HttpRequest, phase_uuid: Any) -> Phase:
    rows = Phase.objects.visible_to(request.actor).select_related("case__person")
    return get_object_or_404(rows, uuid=phase_uuid, case=request.case)


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def phase_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Begin a phase for an aim."""
    form = bind(request, PhaseForm)

    def do(data: dict[str, Any]) -> None:
        phases.begin_phase(
            case=request.case, by=request.actor, starts_on=data["starts_on"], planned_end_on=data["planned_end_on"],
            end_condition=data["end_condition"], key=data["form_key"], **form.chosen(),
        )  # fmt: skip

    return form_page(request, form, _("Aloita vaihe"), _("Aloita vaihe"), do, done=_("Vaihe on aloitettu."),
                     lead=_("Arviointi ja kuntoutus voivat kulkea yhtä aikaa."), back=back_to(request),
                     tab="path")  # fmt: skip


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def phase_change(request: HttpRequest, case_uuid, phase_uuid) -> HttpResponse:
    """Change the days or the end condition."""
    one = _phase(request, phase_uuid)
    start = {name: getattr(one, name) for name in ("starts_on", "planned_end_on", "end_condition", "version")}

    def do(data: dict[str, Any]) -> None:
        phases.change_phase(phase=one, by=request.actor, **data)

    return form_page(request, bind(request, PhaseChangeForm, initial=start), _("Muuta vaihetta"), _("Tallenna vaihe"),
                     do, done=_("Vaihe on tallessa."), back=back_to(request), tab="path")  # fmt: skip


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def phase_end(request: HttpRequest, case_uuid, phase_uuid) -> HttpResponse:
    """End the phase: its condition is met, or a reason tells why."""
    one = _phase(request, phase_uuid)

    def do(data: dict[str, Any]) -> None:
        phases.end_phase(phase=one, by=request.actor, version=data["version"], ended_on=data["ended_on"],
                         met=data["met"], reason=data["reason"])  # fmt: skip

    form = bind(request, PhaseEndForm, initial={"version": one.version})
    return form_page(request, form, _("Päätä vaihe"), _("Päätä vaihe"), do, lead=one.end_condition,
                     done=_("Vaihe on päätetty."), back=back_to(request), tab="path")  # fmt: skip
