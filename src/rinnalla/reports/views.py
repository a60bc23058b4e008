"""Reports for whoever leads by figures: counts of the reader's own region with their definitions, never a name."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.reports import progress
from rinnalla.reports.definitions import definition, definitions
from rinnalla.reports.files import as_file
from rinnalla.reports.forms import MonthsForm


def _region(request: HttpRequest) -> Region:
    return Region.objects.get(pk=request.actor.region_id)


@allow(P.FIGURES_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """What can be looked at, each with what it tells."""
    return render(request, "reports/home.html", {"defined": definitions()})


@allow(P.FIGURES_VIEW)
def progress_page(request: HttpRequest) -> HttpResponse:
    """How many came closer to work and how many moved away from it, by group (I-07)."""
    form = MonthsForm(request.GET if request.GET else None)
    told = progress.report(_region(request), form.period)
    context = {"form": form, "told": told, "one": definition("progress_moves")}
    return render(request, "reports/progress.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def progress_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the definitions in it."""
    form = MonthsForm(request.GET if request.GET else None)
    told = progress.report(_region(request), form.period)
    return as_file("progress", told.period, [definition("progress_moves")], progress.rows(told))
