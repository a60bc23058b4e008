"""The steering group's quarter, on a page and in one click as a document."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.reports.boards.files import as_file
from rinnalla.reports.boards.quarter.periods import QuarterForm
from rinnalla.reports.boards.quarter.report import quarter_board


@allow(P.BOARD_VIEW)
def quarter_page(request: HttpRequest) -> HttpResponse:
    """What the steering group looks at of a finished quarter."""
    form = QuarterForm(request.GET if "quarter" in request.GET else None)
    board = quarter_board(Region.objects.get(pk=request.actor.region_id), form.period)
    context = {"form": form, "quarter": form.period, "board": board, "tab": "quarter"}
    return render(request, "reports/boards/quarter.html", context, status=422 if form.errors else 200)


@allow(P.BOARD_VIEW)
def quarter_file(request: HttpRequest) -> HttpResponse:
    """The same as a file: a tagged PDF unless a table is asked for."""
    form = QuarterForm(request.GET if "quarter" in request.GET else None)
    board = quarter_board(Region.objects.get(pk=request.actor.region_id), form.period)
    return as_file(board, request.GET.get("as", "pdf"), form.period.key)
