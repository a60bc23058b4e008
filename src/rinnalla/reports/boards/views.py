"""The boards: the region's, needs with services and outcomes, guidance, quality by group. Each also as a file."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.reports.boards.files import as_file
from rinnalla.reports.boards.gaps import gaps_board, number
from rinnalla.reports.boards.gaps import sentence as gap_sentence
from rinnalla.reports.boards.guidance import guidance_board
from rinnalla.reports.boards.needs import needs_board
from rinnalla.reports.boards.region import region_board
from rinnalla.reports.forms import HalfYear, PeriodForm


@allow(P.BOARD_VIEW)
def region_page(request: HttpRequest) -> HttpResponse:
    """How people move from a need to work in the region, in one half-year and over the years (L-02, L-05)."""
    form, region, half = _asked(request)
    return _page(request, "region", form, half, region_board(region, half))


@allow(P.BOARD_VIEW)
def region_file(request: HttpRequest) -> HttpResponse:
    """The region's board as a file."""
    _form, region, half = _asked(request)
    return as_file(region_board(region, half).board, request.GET.get("as", ""), half.key)


@allow(P.BOARD_VIEW)
def needs_page(request: HttpRequest) -> HttpResponse:
    """What people need beside what they got and where it led (L-05)."""
    form, region, half = _asked(request)
    return _page(request, "needs", form, half, needs_board(region, half))


@allow(P.BOARD_VIEW)
def needs_file(request: HttpRequest) -> HttpResponse:
    """Needs, services and outcomes as a file."""
    _form, region, half = _asked(request)
    return as_file(needs_board(region, half).board, request.GET.get("as", ""), half.key)


@allow(P.BOARD_VIEW)
def guidance_page(request: HttpRequest) -> HttpResponse:
    """Of those guided on, whose service began and whose goal moved (T-32)."""
    form, region, half = _asked(request)
    return _page(request, "guidance", form, half, guidance_board(region, half))


@allow(P.BOARD_VIEW)
def guidance_file(request: HttpRequest) -> HttpResponse:
    """The effect of guidance as a file."""
    _form, region, half = _asked(request)
    return as_file(guidance_board(region, half).board, request.GET.get("as", ""), half.key)


@allow(P.BOARD_VIEW)
def groups_page(request: HttpRequest) -> HttpResponse:
    """Waiting, begun, broken off and feedback of each group beside everybody's (I-38)."""
    form, region, half = _asked(request)
    told = gaps_board(region, half)
    return _page(request, "groups", form, half, told, number=number, gap_sentence=gap_sentence)


@allow(P.BOARD_VIEW)
def groups_file(request: HttpRequest) -> HttpResponse:
    """Quality by group as a file."""
    _form, region, half = _asked(request)
    return as_file(gaps_board(region, half).board, request.GET.get("as", ""), half.key)


def _asked(request: HttpRequest) -> tuple[PeriodForm, Region, HalfYear]:
    form = PeriodForm(request.GET if "half" in request.GET else None)
    return form, Region.objects.get(pk=request.actor.region_id), form.period


def _page(
    request: HttpRequest, name: str, form: PeriodForm, half: HalfYear, told: object, **more: object
) -> HttpResponse:
    context = {"form": form, "half": half, "told": told, "tab": name, **more}
    return render(request, f"reports/boards/{name}.html", context, status=422 if form.errors else 200)
