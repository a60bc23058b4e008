"""The results of coaching: the region's for whoever leads by figures, a unit's for its coaches and managers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employment.quality import showing
from rinnalla.employment.quality.views import unit_of
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region, Unit
from rinnalla.reports.coaching import evaluation, lines
from rinnalla.reports.coaching import showing as words
from rinnalla.reports.coaching.report import Report, report
from rinnalla.reports.definitions import definition
from rinnalla.reports.files import as_file
from rinnalla.reports.forms import PeriodForm
from rinnalla.servicemodels.definitions import Indicator

# The figures of the page, each with its definition; a unit's page has no studies.
DEFINED = (
    "coaching_results", "coaching_work", "coaching_retention", "coaching_tenure", "coaching_times", "coaching_matching",
    "coaching_contacts", "coaching_endings", "coaching_groups", "studies_work",
)


def _defined(told: Report) -> list[Indicator]:
    return [definition(key) for key in DEFINED if not (told.unit and key == "studies_work")]


def _region(request: HttpRequest) -> Region:
    return Region.objects.get(pk=request.actor.region_id)


def _form(request: HttpRequest) -> PeriodForm:
    return PeriodForm(request.GET if request.GET else None)


def _page(request: HttpRequest, form: PeriodForm, told: Report, here: str, file: str) -> HttpResponse:
    units = showing.units_of(request.actor) if request.actor.can(P.QUALITY_VIEW) else []
    context = {
        "form": form, "told": told, "one": definition("coaching_results"), "defined": _defined(told), "units": units,
        "here": here, "file": f"{file}?half={told.period.key}", "curves": words.curves(told),
        "shares": words.shares(told), "point_name": words.point_name,
    }
    return render(request, "reports/coaching/results.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def results(request: HttpRequest) -> HttpResponse:
    """The region's results of coaching."""
    form = _form(request)
    told = report(_region(request), form.period)
    return _page(request, form, told, reverse("reports:coaching"), reverse("reports:coaching_file"))


@allow(P.FIGURES_VIEW)
def results_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the definitions in it."""
    told = report(_region(request), _form(request).period)
    return as_file("coaching", told.period, _defined(told), lines.rows(told))


@allow(P.QUALITY_VIEW)
def unit_results(request: HttpRequest, unit_uuid: UUID) -> HttpResponse:
    """A unit's own results."""
    form, unit = _form(request), unit_of(request, unit_uuid)
    told = report(unit.organisation.region, form.period, unit)
    return _page(
        request, form, told, reverse("reports:coaching_unit", args=[unit.uuid]),
        reverse("reports:coaching_unit_file", args=[unit.uuid]),
    )


@allow(P.QUALITY_VIEW)
def unit_file(request: HttpRequest, unit_uuid: UUID) -> HttpResponse:
    """A unit's own results as a file."""
    unit: Unit = unit_of(request, unit_uuid)
    told = report(unit.organisation.region, _form(request).period, unit)
    return as_file(f"coaching-{unit.key}", told.period, _defined(told), lines.rows(told))


@allow(P.FIGURES_VIEW)
def evaluation_page(request: HttpRequest) -> HttpResponse:
    """Coaching by quality criteria evaluated in three parts: how it is carried out, whom it fits, what it leads to."""
    form = _form(request)
    told = evaluation.evaluate(_region(request), form.period, request.actor)
    context = {"form": form, "told": told, "one": definition("coaching_evaluation"), "point_name": words.point_name}
    return render(request, "reports/coaching/evaluation.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def evaluation_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the definition in it."""
    told = evaluation.evaluate(_region(request), _form(request).period, request.actor)
    return as_file("coaching-evaluation", told.period, [definition("coaching_evaluation")], evaluation.rows(told))
