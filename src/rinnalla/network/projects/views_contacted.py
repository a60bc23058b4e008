"""People a project contacted without a client record, of the reader's own unit; and the project's protected numbers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.web import bind, render
from rinnalla.network.pages import METHODS, NAV, one_form
from rinnalla.network.projects import actions_clients as actions
from rinnalla.network.projects import forms_clients as forms
from rinnalla.network.projects.models import Project
from rinnalla.network.projects.models_clients import KNOWN, ContactedPerson
from rinnalla.network.projects.reading import funnel, number
from rinnalla.network.projects.telling import report
from rinnalla.network.projects.views import address, crumbs, of_address
from rinnalla.services.pilots.reading import standings


@allow(P.NEED_IDENTIFY)
def contacted(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """Whom the reader's own unit has contacted for the project, and what came of it (I-23, I-24)."""
    one = of_address(request, project_uuid)
    rows = ContactedPerson.objects.visible_to(request.actor).filter(project=one)
    found = list(rows.prefetch_related("days").select_related("made_by"))
    known = [row for row in found if row.state == KNOWN]
    context = {
        "nav": NAV, "one": one, "open": [row for row in known if row.outcome == "open"],
        "settled": [row for row in known if row.outcome != "open"], "forgotten": len(found) - len(known),
        "funnel": funnel(found), "number": number, "may": not one.closed_at and one.state != "ahead",
    }
    return render(request, "network/projects/contacted.html", context)


@allow(P.NEED_IDENTIFY, methods=METHODS)
def contacted_new(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """Somebody was contacted."""
    one = of_address(request, project_uuid)
    form = bind(request, forms.ContactForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.contact_person(project=one, by=request.actor, key=data.pop("form_key"), **data)

    return _page(request, one, form, act, _("Kirjaa yhteydenotto"), _("Yhteydenotto on kirjattu."))


@allow(P.NEED_IDENTIFY, methods=METHODS)
def contacted_again(request: HttpRequest, project_uuid: UUID, contactedperson_uuid: UUID) -> HttpResponse:
    """The same person was contacted on another day."""
    one = of_address(request, project_uuid)
    row = _row(request, one, contactedperson_uuid)
    form = bind(request, forms.AgainForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.contact_again(contacted=row, by=request.actor, on=data["on"], key=data["form_key"])

    return _page(request, one, form, act, _("Kirjaa uusi yhteydenotto"), _("Yhteydenotto on kirjattu."), row.mark)


@allow(P.NEED_IDENTIFY, methods=METHODS)
def contacted_outcome(request: HttpRequest, project_uuid: UUID, contactedperson_uuid: UUID) -> HttpResponse:
    """Did the person join, and if not, why (I-24)."""
    one = of_address(request, project_uuid)
    row = _row(request, one, contactedperson_uuid)
    known = {"outcome": row.outcome, "reason": row.reason, "on": row.settled_on or dates.today()}
    form = bind(request, forms.OutcomeForm, initial={**known, "version": row.version})

    def act(data: dict[str, Any]) -> None:
        version = data.pop("version") or 0
        actions.settle_contact(contacted=row, version=version, by=request.actor, **data)

    return _page(request, one, form, act, _("Kirjaa, mitä seurasi"), _("Tieto on tallessa."), row.mark)


@allow(P.FIGURES_VIEW)
def project_figures(request: HttpRequest, project_uuid: UUID) -> HttpResponse:
    """What the project came to, in numbers that may be told, each with its definition (V-101…V-103, F-10)."""
    one = of_address(request, project_uuid)
    own = set(one.pilots.values_list("pilot_id", flat=True))
    context = {
        "nav": "figures", "one": one, "told": report(one), "number": number,
        "pilots": [row for row in standings(one.region) if row.pilot.pk in own],
    }
    return render(request, "network/projects/figures.html", context)


def _row(request: HttpRequest, one: Project, uuid: UUID) -> ContactedPerson:
    """Of the reader's own unit and still known; what has been forgotten has no page."""
    rows = ContactedPerson.objects.visible_to(request.actor).filter(project=one, forgotten_at__isnull=True)
    return get_object_or_404(rows, uuid=uuid)


def _page(
    request: HttpRequest, one: Project, form: Any, act: Any, heading: str, done: str, lead: str = ""
) -> HttpResponse:
    back = reverse("network:contacted", kwargs={"project_uuid": one.uuid})
    way: list[tuple[str, str | None]] = [*crumbs(), (one.name, address(one)), (_("Yhteydenotot"), back)]
    return one_form(
        request, form, act, heading=heading, button=_("Tallenna"), done=done, back=back, crumbs=way,
        lead=lead or one.name,
    )  # fmt: skip
