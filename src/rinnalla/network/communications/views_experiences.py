"""Experiences told by clients, professionals and employers, and the report of them to those who decide (V-10)."""

from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import confirm
from rinnalla.lib.web import bind, render
from rinnalla.network.communications import actions, figures
from rinnalla.network.communications.forms import ExperienceForm
from rinnalla.network.communications.models import ExperienceNote
from rinnalla.network.communications.views import NAV
from rinnalla.network.materials.pages import METHODS, one_form

SHOWN = 100


@allow(P.COMMUNICATION_KEEP)
def experiences(request: HttpRequest) -> HttpResponse:
    """What has been told, and which of it may be told on."""
    rows = ExperienceNote.objects.visible_to(request.actor)[:SHOWN]
    return render(request, "network/communications/experiences.html", {"rows": rows})


@allow(P.COMMUNICATION_KEEP, methods=METHODS)
def experience_new(request: HttpRequest) -> HttpResponse:
    """Keep what somebody has told."""
    return one_form(
        request, bind(request, ExperienceForm),
        lambda data: actions.note_experience(by=request.actor, key=data.pop("form_key"), **data),
        heading=_("Kirjaa kokemus"), button=_("Tallenna kokemus"), nav=NAV, done=_("Kokemus on tallessa."),
        to=lambda made: reverse("network:experiences"), back=reverse("network:experiences"),
    )


@allow(P.COMMUNICATION_KEEP, methods=METHODS)
def experience_take_back(request: HttpRequest, experiencenote_uuid: UUID) -> HttpResponse:
    """The teller's leave is taken back: asked once."""
    one = get_object_or_404(ExperienceNote.objects.visible_to(request.actor), uuid=experiencenote_uuid)
    return confirm(
        request, reverse("network:experiences"), lambda: actions.take_back(note=one, by=request.actor), nav=NAV,
        title=_("Perutaanko lupa kertoa?"), text=_("Kokemus ei enää näy päättäjille. Sitä ei voi palauttaa."),
        act=_("Peru lupa"), done=_("Lupa on peruttu."),
    )


@allow(P.FIGURES_VIEW)
def experience_report(request: HttpRequest) -> HttpResponse:
    """What those who decide read: experiences by theme, each with its teller's leave."""
    rows = figures.experiences_for_decisions(request.actor.region_id)
    groups = [(name, list(of)) for name, of in groupby(rows, key=lambda one: one.theme_name)]
    return render(request, "network/communications/report.html", {"groups": groups})
