"""The page of regions side by side, its file, and a region's own yes and no."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render, say, see
from rinnalla.reports.files import as_file
from rinnalla.reports.forms import PeriodForm
from rinnalla.reports.regions import actions
from rinnalla.reports.regions.telling import Told, compared


@allow(P.FIGURES_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """The figures of the regions that have agreed, of a finished half-year."""
    form = PeriodForm(request.GET if request.GET else None)
    context = {"form": form, "told": compared(request.actor, form.period)}
    return render(request, "reports/regions/page.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def as_list(request: HttpRequest) -> HttpResponse:
    """The same as a file, with every definition in it."""
    told: Told = compared(request.actor, PeriodForm(request.GET if request.GET else None).period)
    heads = [_("Mittari"), *(one.name for one in told.regions)]
    rows = [[one.one.names.in_language, *(cell or _("Ei näytetä") for cell in one.cells)] for one in told.lines]
    return as_file("regions", told.period, [one.one for one in told.lines], [heads, *rows])


@allow(P.FIGURES_VIEW, methods=["POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Our region takes part."""
    actions.join(by=request.actor)
    say(request, _("Alueesi on nyt mukana vertailussa."))
    return see("reports:regions")


@allow(P.FIGURES_VIEW, methods=["POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Our region takes part no longer."""
    actions.leave(by=request.actor)
    say(request, _("Alueesi ei ole enää mukana vertailussa."))
    return see("reports:regions")
