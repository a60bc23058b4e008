"""Which version of the service model a case runs on, and moving it; all open cases of a region for its manager."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases import moving
from rinnalla.cases.models import Case
from rinnalla.lib.forms import VersionField
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.comparing import Section, compare
from rinnalla.servicemodels.models import ServiceModel


class MoveForm(forms.Form):
    """To which version: the one whose differences were looked at."""

    to = forms.UUIDField(widget=forms.HiddenInput)


class MoveCaseForm(MoveForm):
    version = VersionField()


@allow(P.CASE_EDIT, methods=["GET", "POST"], groups=["basics"])
def case_version(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The version the case runs on, what the one in force would change for it, and moving it."""
    case: Case = request.case
    to = ServiceModel.objects.in_force().filter(region_id=case.region_id).first()
    form = bind(request, MoveCaseForm, initial={"version": case.version, "to": to.uuid if to else None})
    if request.method == "POST" and form.is_valid() and _moved(request, form, case):
        say(request, _("Asia kulkee nyt version %(name)s mukaan.") % {"name": to.name if to else ""})
        return see("desk:case", case_uuid=case.uuid)
    now = case.service_model
    sections = compare(now.content, to.content) if now and to and now != to else []
    stuck = to is not None and case.stage not in moving.stages_of(to)
    context = {
        "tab": "overview", "form": form, "now": now, "to": to if to != now else None, "stuck": stuck,
        "stage_name": codes.stage_name(codes.of_case(case), case.stage), **_sorted(sections),
    }
    return render(request, "cases/service_model.html", context, status=422 if form.errors else 200)


def _moved(request: HttpRequest, form: forms.Form, case: Case) -> bool:
    to = ServiceModel.objects.filter(uuid=form.cleaned_data["to"], region_id=case.region_id).first()
    if to is None:
        form.add_error(None, _("Tämä versio ei ole enää voimassa. Avaa sivu uudelleen."))
        return False
    try:
        attempt(form, moving.move_case, case=case, version=form.cleaned_data["version"], to=to, by=request.actor)
    except Conflict as conflict:
        form.add_error(None, _("Joku muu muutti asiaa. Katso muutokset uudelleen ja siirrä sitten."))
        form.data = form.data.copy()
        form.data["version"] = conflict.current.version
    return not form.errors


def _sorted(sections: list[Section]) -> dict[str, list[Section]]:
    """What concerns the case, and the rest."""
    return {
        "sections": [one for one in sections if one.key in moving.OF_A_CASE],
        "rest": [one for one in sections if one.key not in moving.OF_A_CASE and one.key != "version"],
    }


@allow(P.MODEL_PUBLISH, methods=["GET", "POST"])
def region_versions(request: HttpRequest) -> HttpResponse:
    """How many open cases of the region run on each version, and moving them all: counts, never whose."""
    to = ServiceModel.objects.in_force().filter(region_id=request.actor.region_id).select_related("region").first()
    form = bind(request, MoveForm, initial={"to": to.uuid if to else None})
    if request.method == "POST" and form.is_valid() and _all_moved(request, form):
        return see("cases:models")
    context = {"nav": "models", "form": form, "to": to, **(_standing(to) if to else {})}
    return render(request, "cases/service_models.html", context, status=422 if form.errors else 200)


def _all_moved(request: HttpRequest, form: forms.Form) -> bool:
    to = ServiceModel.objects.filter(uuid=form.cleaned_data["to"], region_id=request.actor.region_id).first()
    if to is None:
        form.add_error(None, _("Tämä versio ei ole enää voimassa. Avaa sivu uudelleen."))
        return False
    count = attempt(form, moving.move_all, to=to, by=request.actor)
    if count is None:
        return False
    text = ngettext("%(count)s asia siirtyy versioon %(name)s.", "%(count)s asiaa siirtyy versioon %(name)s.", count)
    say(request, text % {"count": count, "name": to.name})
    return True


def _standing(to: ServiceModel) -> dict:
    now = moving.standing(to)
    held = ServiceModel.objects.filter(pk__in=[to.pk, *(pk for pk in now.counts if pk)], region_id=to.region_id)
    rows = [(model, now.counts.get(model.pk, 0), model.pk == to.pk) for model in held.order_by("-number")]
    changes = [(model, compare(model.content, to.content)) for model, _count, same in rows if not same]
    return {
        "rows": rows, "without": now.counts.get(None, 0), "left_behind": now.left_behind, "movable": now.movable,
        "on_its_way": moving.on_its_way(to),
        "changes": [(model, [one for one in found if one.key in moving.OF_A_CASE]) for model, found in changes],
    }
