"""The report of clients' feedback, with the words among which those to be published are picked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.reports import feedback
from rinnalla.reports.definitions import definition
from rinnalla.reports.files import as_file
from rinnalla.reports.forms import PeriodForm


@allow(P.FIGURES_VIEW)
def feedback_page(request: HttpRequest) -> HttpResponse:
    """How the support has felt to clients, and how many answered (V-100, L-57)."""
    form = PeriodForm(request.GET if request.GET else None)
    told = feedback.report(get_object_or_404(Region, pk=request.actor.region_id), form.period)
    context = {"form": form, "told": told, "one": definition("client_feedback")}
    return render(request, "reports/feedback.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def feedback_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the definition in it and without words."""
    form = PeriodForm(request.GET if request.GET else None)
    told = feedback.report(get_object_or_404(Region, pk=request.actor.region_id), form.period)
    return as_file("feedback", told.period, [definition("client_feedback")], feedback.rows(told))
