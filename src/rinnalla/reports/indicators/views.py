"""The indicators of one's own region: each with its sentence, its parts, and its definition beside it."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.reports.files import as_file
from rinnalla.reports.forms import PeriodForm
from rinnalla.reports.indicators.drawing import bars
from rinnalla.reports.indicators.telling import Told, report
from rinnalla.reports.showing import in_words

LEADING = ("opened", "days_to_contact", "days_to_plan", "named_coverage")  # the four one looks at first


@allow(P.FIGURES_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """How the region's support works in a finished half-year, by its common indicators (E-18…E-33, I-29, I-30)."""
    form = PeriodForm(request.GET if request.GET else None)
    told = _told(request, form)
    context = {
        "form": form, "told": told, "leading": [told.figures[key] for key in LEADING], "counted": counted(),
        "bars": {key: bars(one.parts) for key, one in told.figures.items() if one.parts},
    }  # fmt: skip
    return render(request, "reports/indicators/page.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def as_list(request: HttpRequest) -> HttpResponse:
    """The same as a file, with every definition in it."""
    told = _told(request, PeriodForm(request.GET if request.GET else None))
    rows = [[_("Mittari"), _("Osa"), _("Luku"), _("Edellinen puolivuosi"), _("Joukko")]]
    for one in told.figures.values():
        rows.append([one.one.names.in_language, "", _with_unit(one.head, one.unit) or _("Ei näytetä"),
                     _with_unit(one.before, one.unit), one.behind])  # fmt: skip
        rows += [["", name, in_words(part, told.limits.least), "", ""] for name, part in one.parts]
        rows += [["", name, f"{mean} ({spread})", "", behind] for name, mean, spread, behind in one.lines]
    return as_file("indicators", told.period, [one.one for one in told.figures.values()], rows)


def counted() -> tuple[object, ...] | None:
    """When the figures were last brought up to date, when all was last counted anew, of which half, what differed."""
    with connection.cursor() as cursor:
        cursor.execute("select * from reports_counted()")
        return cursor.fetchone()


def _told(request: HttpRequest, form: PeriodForm) -> Told:
    return report(Region.objects.get(pk=request.actor.region_id), form.period)


def _with_unit(head: str, unit: str) -> str:
    return f"{head} {unit}".strip()
