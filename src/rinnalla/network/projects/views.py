"""Projects of the region: what each is, with whom and whose money, and what would be left alone if it ended now."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employment.support.sums import money
from rinnalla.lib.web import bind, render
from rinnalla.network.contacts.models import CooperationContact
from rinnalla.network.development import figures
from rinnalla.network.keeping import may_keep
from rinnalla.network.pages import METHODS, NAV, one_form
from rinnalla.network.projects import actions
from rinnalla.network.projects.ends import coverage, open_ends
from rinnalla.network.projects.forms import WORDS, ProjectForm, group_names
from rinnalla.network.projects.models import Project
from rinnalla.network.projects.reading import (
    actions_by_organisation,
    background_counts,
    number,
    related,
    staff_by_municipality,
)
from rinnalla.servicemodels import codes
from rinnalla.services.pilots.reading import standings


@allow(P.CATALOGUE_VIEW)
def projects(request: HttpRequest) -> HttpResponse:
    """Every project of the region: those that run first, the closed ones last."""
    rows = Project.objects.visible_to(request.actor).select_related("umbrella").prefetch_related("spending")
    context = {"nav": NAV, "rows": list(rows), "may": request.actor.can(P.DEVELOPMENT_RECORD), "number": number}
    return render(request, "network/development/projects.html", context)


@allow(P.CATALOGUE_VIEW)
def project(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """One project with everything that belongs to it (V-01…V-04, E-05, T-20…T-28)."""
    one = _one(request, project_uuid)
    context = {
        "nav": NAV, "one": one, "may": may_keep(request.actor, one.region_id, [one.unit.organisation_id]),
        "programme": _programme(one.programme), "groups": [group_names().get(key, key) for key in one.groups],
        "coverage": coverage(one), "least": codes.deadline(one.region, "small_number"),
        "left": open_ends(one) if one.state != "closed" else [], "related": related(one),
        "towns": staff_by_municipality(one), "backgrounds": background_counts(one),
        "by_body": actions_by_organisation(one), "kind_names": dict(CooperationContact.Kind.choices), "euros": money,
        "number": number, **_done(one), **_pilots(one),
    }  # fmt: skip
    return render(request, "network/development/project.html", context)


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def project_new(request: HttpRequest) -> HttpResponse:
    """A project begins."""
    form = bind(request, ProjectForm, actor=request.actor)
    return one_form(
        request, form, lambda data: actions.found_project(by=request.actor, words=form.words(), key=data["form_key"]),
        heading=_("Kirjaa hanke"), button=_("Tallenna hanke"), done=_("Hanke on kirjattu."),
        back=reverse("network:projects"), crumbs=crumbs(), onward=address,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def project_edit(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """Mend what the project is."""
    one = _one(request, project_uuid)
    known = {name: getattr(one, name) for name in (*WORDS, "groups", "version")}
    umbrella = str(one.umbrella.uuid) if one.umbrella else ""
    form = bind(request, ProjectForm, actor=request.actor, now=one, initial={**known, "umbrella": umbrella})

    def act(data: dict[str, Any]) -> None:
        actions.change_project(project=one, version=data["version"] or 0, by=request.actor, words=form.words())

    return one_form(
        request, form, act, heading=_("Muokkaa hanketta"), button=_("Tallenna hanke"), done=_("Muutos on tallessa."),
        back=address(one), crumbs=crumbs(one),
    )  # fmt: skip


def address(one: Project) -> str:
    return reverse("network:project", kwargs={"project_uuid": one.uuid})


def crumbs(one: Project | None = None) -> list[tuple[str, str | None]]:
    own: list[tuple[str, str | None]] = [(one.name, address(one))] if one else []
    home = (_("Kehittämistyö"), reverse("network:development_work"))
    return [home, (_("Hankkeet"), reverse("network:projects")), *own]


def of_address(request: HttpRequest, uuid: UUID) -> Project:
    """The project of the address, in the reader's region."""
    return get_object_or_404(Project.objects.visible_to(request.actor).select_related("unit", "region"), uuid=uuid)


def _one(request: HttpRequest, uuid: UUID) -> Project:
    rows = Project.objects.visible_to(request.actor).select_related(
        "unit__organisation", "region", "umbrella", "closed_by"
    )
    return get_object_or_404(
        rows.prefetch_related(
            "spending", "staff__municipality", "partners__partner", "parts", "results__heir__organisation",
            "pilots__pilot__in_projects__project",
        ),
        uuid=uuid,
    )  # fmt: skip


def _programme(key: str) -> str:
    return next((one.names.in_language for one in codes.common().programmes if one.key == key), key)


def _done(one: Project) -> dict[str, Any]:
    """What was held in its time, by kind, and what stands outside of it (V-02)."""
    kinds = figures.contacts_by_kind(one.region_id, one.starts_on, one.ends_on, project_id=one.pk)
    held = list(one.contacts.held().order_by("on"))
    return {"kinds": kinds, "outside": [row for row in held if not one.includes(row.on)]}


def _pilots(one: Project) -> dict[str, Any]:
    """Its pilots with target, how many came, and the other projects of each (E-71)."""
    own = {link.pilot_id: link for link in one.pilots.all()}
    rows = [row for row in standings(one.region) if row.pilot.pk in own]
    others = {
        pk: [each.project for each in link.pilot.in_projects.all() if each.project_id != one.pk]
        for pk, link in own.items()
    }
    return {"pilots": rows, "others": others}
