"""The matrix of acts between organisations: a heat table that is read as well as seen, and a file."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.reports.definitions import definition
from rinnalla.reports.files import as_file
from rinnalla.reports.forms import PeriodForm
from rinnalla.reports.joint.telling import KINDS, Matrix, in_words, matrix, rows

KEY = "joint_acts"


@allow(P.FIGURES_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """What organisations did together in a finished half-year (T-35)."""
    form = PeriodForm(request.GET if "half" in request.GET else None)
    told = _told(request, form)
    context = {
        "form": form, "told": told, "one": definition(KEY), "kinds": KINDS, "in_words": in_words,
    }  # fmt: skip
    return render(request, "reports/joint/page.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def as_list(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the definition in it."""
    told = _told(request, PeriodForm(request.GET if "half" in request.GET else None))
    lines = [[str(KINDS[told.kind])], *rows(told)]
    return as_file("joint-acts", told.period, [definition(KEY)], lines)


def _told(request: HttpRequest, form: PeriodForm) -> Matrix:
    kind = request.GET.get("kind", "")
    region = Region.objects.get(pk=request.actor.region_id)
    return matrix(region, form.period, kind if kind in KINDS else "", request.actor.field_groups())
