"""Reports for whoever leads by figures: counts of the reader's own region with their definitions, never a name."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.reports import continuity, costs, progress
from rinnalla.reports.boards.files import as_file as board_file
from rinnalla.reports.definitions import definition, resting_on
from rinnalla.reports.files import as_file
from rinnalla.reports.forms import PeriodForm

# The reports there are, by the figure that gives each its name.
PAGES = {
    "progress_moves": "reports:progress", "responsible_changes": "reports:continuity", "cost": "reports:costs",
    "pilot_size": "pilots:pilots", "client_feedback": "reports:feedback",
    "coaching_results": "reports:coaching", "coaching_evaluation": "reports:coaching_evaluation",
    "statistics": "reports:snapshots", "partial_employment": "reports:employment_rate",
    "assessment_referrals": "reports:guided", "school_support": "reports:schools", "joint_acts": "reports:joint",
}


def _region(request: HttpRequest) -> Region:
    return Region.objects.get(pk=request.actor.region_id)


@allow(P.FIGURES_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """What can be looked at, each with what it tells."""
    pages = [(definition(key), route) for key, route in PAGES.items()]
    return render(request, "reports/home.html", {"pages": pages})


@allow(P.FIGURES_VIEW)
def progress_page(request: HttpRequest) -> HttpResponse:
    """How many came closer to work and how many moved away from it, by group (I-07)."""
    form = PeriodForm(request.GET if request.GET else None)
    told = progress.report(_region(request), form.period)
    context = {"form": form, "told": told, "one": definition("progress_moves")}
    return render(request, "reports/progress.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def progress_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the definitions in it."""
    form = PeriodForm(request.GET if request.GET else None)
    told = progress.report(_region(request), form.period)
    return as_file("progress", told.period, [definition("progress_moves")], progress.rows(told))


@allow(P.FIGURES_VIEW)
def continuity_page(request: HttpRequest) -> HttpResponse:
    """How often the responsible worker has changed, and whether plans keep up with life (L-79)."""
    form = PeriodForm(request.GET if request.GET else None)
    context = {
        "form": form, "told": continuity.report(_region(request), form.period),
        "one": definition("responsible_changes"), "other": definition("plan_holds"),
    }
    return render(request, "reports/continuity.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def continuity_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the definitions in it."""
    form = PeriodForm(request.GET if request.GET else None)
    told = continuity.report(_region(request), form.period)
    defined = [definition("responsible_changes"), definition("plan_holds")]
    return as_file("continuity", told.period, defined, continuity.rows(told))


@allow(P.FIGURES_VIEW)
def costs_page(request: HttpRequest) -> HttpResponse:
    """What support cost where it is known (L-20)."""
    form = PeriodForm(request.GET if request.GET else None)
    context = {"form": form, "told": costs.report(_region(request), form.period), "one": resting_on("cost")}
    return render(request, "reports/costs.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def costs_file(request: HttpRequest) -> HttpResponse:
    """The same as a file with its definition and assumptions: CSV, or a workbook or a PDF when asked (T-29)."""
    form, one = PeriodForm(request.GET if "half" in request.GET else None), resting_on("cost")
    told = costs.report(_region(request), form.period)
    if request.GET.get("as") in ("pdf", "xlsx"):
        return board_file(costs.board(told, one), request.GET["as"], told.period.key)
    return as_file("costs", told.period, [one], costs.rows(told))
