"""Two pages of finished years: schools' support services, and who was guided to assessment and training."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.reports.definitions import definition
from rinnalla.reports.files import definitions, plain_file
from rinnalla.reports.showing import in_words
from rinnalla.reports.yearly import guided, schools
from rinnalla.servicemodels import codes

BACK = 3  # years shown before the one that runs
ASSESSMENT, TRAINING, SCHOOL = "assessment_referrals", "training_started", "school_support"


@allow(P.FIGURES_VIEW)
def schools_page(request: HttpRequest) -> HttpResponse:
    """How many support services each school has had, year by year (E-28)."""
    context = {"one": definition(SCHOOL), "years": _years(), "now": dates.today().year, "signed": signed,
               **_schools(request)}  # fmt: skip
    return render(request, "reports/yearly/schools.html", context)


@allow(P.FIGURES_VIEW)
def schools_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the definition in it."""
    told = _schools(request)
    lines = [[_("Oppilaitos"), *(str(year) for year in _years())]]
    lines += [[one.name, *(str(year.number) for year in one.years)] for one in told["schools"]]
    lines.append([_("Yhteensä"), *(str(year.number) for year in told["together"])])
    lines.append([_("Muutos edellisvuodesta"), *(signed(year.change) for year in told["together"])])
    return plain_file("school-support", [*definitions([definition(SCHOOL)]), [], *lines])


@allow(P.FIGURES_VIEW)
def guided_page(request: HttpRequest) -> HttpResponse:
    """Who was guided to a work-ability assessment and who began training in a finished year (E-50, E-51)."""
    context = {
        **_guided(request), "years": guided.finished_years(), "one": definition(ASSESSMENT),
        "other": definition(TRAINING), "signed": signed, "training_names": _training_names(),
    }  # fmt: skip
    return render(request, "reports/yearly/guided.html", context)


@allow(P.FIGURES_VIEW)
def guided_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the definitions in it."""
    told = _guided(request)
    now, before, base, least = told["now"], told["before"], told["base"], told["least"]
    heads = [str(now.year), str(before.year), str(base.year)]
    lines = [[_("Ohjannut taho"), *heads]]
    for key, (name, _shown) in {**base.senders, **before.senders, **now.senders}.items():
        cells = (year.senders.get(key, (name, None))[1] for year in (now, before, base))
        lines.append([name, *(in_words(one, least) if one else "0" for one in cells)])
    lines.append([_("Työllisyyspalvelut yhteensä"), *(in_words(year.aimed, least) for year in (now, before, base))])
    lines += [[], [_("Koulutuksen aloittaneet"), str(now.year), str(before.year), _("Muutos")]]
    for row in told["trainings"]:
        names = (in_words(row.now, least), in_words(row.before, least), signed(row.change))
        lines.append([_training_names()[row.key], *names])
    defined = definitions([definition(ASSESSMENT), definition(TRAINING)])
    return plain_file(f"guided-{now.year}", [*defined, [], *lines])


def _schools(request: HttpRequest) -> dict[str, Any]:
    region = _region(request)
    return {"schools": schools.schools(region, _years()), "together": schools.together(region, _years())}


def _years() -> list[int]:
    now = dates.today().year
    return list(range(now - BACK, now + 1))


def _guided(request: HttpRequest) -> dict[str, Any]:
    region, of = _region(request), guided.asked_year(request.GET.get("year", ""))
    now, before = guided.guided(region, of), guided.guided(region, of - 1)
    base = guided.guided(region, guided.base_year(region))
    return {
        "now": now, "before": before, "base": base, "on_before": guided.change(now, before),
        "on_base": guided.change(now, base), "trainings": guided.trainings(region, of),
        "least": codes.deadline(region, "small_number"),
    }  # fmt: skip


def _training_names() -> dict[str, str]:
    return {
        "all": _("Kaikki"), "state_subsidised": _("Valtionosuuskoulutus (vos)"), "labour_market": _("Työvoimakoulutus"),
    }  # fmt: skip


def _region(request: HttpRequest) -> Region:
    return Region.objects.get(pk=request.actor.region_id)


def signed(number: int | None) -> str:
    """A change with its sign; "" when it may not be told."""
    if number is None:
        return ""
    return f"+{number}" if number > 0 else str(number).replace("-", "−")
