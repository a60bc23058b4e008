"""The network map of a case: drawn, as a list and on one sheet of paper."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.assessments.network import actions, reading
from rinnalla.assessments.network.forms import BesideForm, GoneThroughForm
from rinnalla.assessments.network.models import NetworkActor
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see


@allow(P.ASSESSMENT_VIEW, groups=["basics"])
def network(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Who is beside the client, drawn and listed (L-25)."""
    return _map(request, GoneThroughForm())


@allow(P.ASSESSMENT_EDIT, methods=["POST"], groups=["basics"])
def network_review(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The map was gone through with the client; now a plan may begin."""
    form = GoneThroughForm(request.POST)
    if form.is_valid() and attempt(
        form, actions.go_through, case=request.case, by=request.actor, nobody=form.cleaned_data["nobody"],
        key=form.cleaned_data["form_key"],
    ):
        say(request, _("Verkosto on käyty läpi asiakkaan kanssa."))
        return see("assessments:network", case_uuid=case_uuid)
    return _map(request, form, status=422)


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def network_new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Put somebody on the map."""
    start = {"view": "not_asked", "source": "told_by_client"}
    form = bind(request, BesideForm, groups=request.access.groups, initial=start)
    if request.method == "POST" and form.is_valid() and attempt(
        form, actions.add_actor, case=request.case, by=request.actor, groups=request.access.groups,
        beside=form.beside(), key=form.cleaned_data["form_key"],
    ):
        say(request, _("Lisätty kartalle: %(name)s.") % {"name": form.cleaned_data["name"]})
        return see("assessments:network", case_uuid=case_uuid)
    return _form(request, form, _("Lisää kartalle"))


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def network_actor(request: HttpRequest, case_uuid: UUID, network_actor_uuid: UUID) -> HttpResponse:
    """Change what is told of one on the map."""
    row = _one(request, network_actor_uuid)
    start = {name: getattr(row, name) for name in (*actions.Beside.__dataclass_fields__, "version")}
    form = bind(request, BesideForm, groups=request.access.groups, initial=start)
    if request.method == "POST" and form.is_valid() and _save(
        form, actions.change_actor, actor=row, by=request.actor, groups=request.access.groups, beside=form.beside()
    ):
        say(request, _("Tallennettu."))
        return see("assessments:network", case_uuid=case_uuid)
    return _form(request, form, _("Muuta tietoja: %(name)s") % {"name": row.name})


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def network_ending(request: HttpRequest, case_uuid: UUID, network_actor_uuid: UUID) -> HttpResponse:
    """Somebody is beside the client no longer; the row stays in the list."""
    row = _one(request, network_actor_uuid)
    if request.method == "GET":
        return _draw(request, "ending", {"row": row})
    try:
        actions.end_actor(actor=row, version=row.version, by=request.actor)
    except Conflict:
        return _draw(request, "ending", {"row": row, "refusal": conflict_text()}, status=409)
    say(request, _("Kirjattu: %(name)s ei ole enää rinnalla.") % {"name": row.name})
    return see("assessments:network", case_uuid=case_uuid)


def _save(form: BesideForm, action: Any, **arguments: Any) -> bool:
    try:
        attempt(form, action, version=form.cleaned_data["version"] or 0, **arguments)
    except Conflict as conflict:
        form.add_error(None, conflict_text())
        form.theirs, form.data = conflict.current, form.data.copy()
        form.data["version"] = conflict.current.version
    return not form.errors


def _one(request: HttpRequest, uuid: UUID) -> NetworkActor:
    rows = NetworkActor.objects.visible_to(request.actor).filter(
        case=request.case, field_group__in=request.access.groups
    ).select_related("case__person")
    row = get_object_or_404(rows, uuid=uuid)
    request.shown.groups([row.field_group])
    return row


def _map(request: HttpRequest, form: GoneThroughForm, *, status: int = 200) -> HttpResponse:
    groups = request.access.groups
    request.shown.groups(groups)
    context = {
        "map": reading.network_map(request.case, request.actor, groups), "form": form,
        "editable": may(request.actor, P.ASSESSMENT_EDIT, request.access) and request.case.allows("edit"),
    }
    return _draw(request, "network", context, status=status)


def _form(request: HttpRequest, form: BesideForm, title: str) -> HttpResponse:
    conflict = getattr(form, "theirs", None)
    status = 409 if conflict else 422 if form.errors else 200
    return _draw(request, "form", {"form": form, "title": title, "theirs": conflict}, status=status)


def _draw(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    template = f"assessments/network/{name}.html"
    return render(request, template, {"tab": "assessment", "part": "network", **context}, status=status)
