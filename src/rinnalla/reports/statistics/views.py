"""Statistics from outside: the list with the age of data, one, two side by side, a new one, a correction, the rate."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once
from rinnalla.lib import dates
from rinnalla.lib.halves import last_finished
from rinnalla.lib.web import bind, render, say, see
from rinnalla.organisations.models import Region
from rinnalla.reports.definitions import definition
from rinnalla.reports.files import definitions, plain_file
from rinnalla.reports.indicators.telling import report
from rinnalla.reports.indicators.views import counted
from rinnalla.reports.statistics import actions, comparing
from rinnalla.reports.statistics.forms import CompareForm, CorrectionForm, SnapshotForm
from rinnalla.reports.statistics.models import SnapshotQuerySet, StatisticsSnapshot
from rinnalla.servicemodels import codes

METHODS = ["GET", "POST"]
LIVE = ("opened", "open_by_stage")  # what one's own records tell beside the statistics (E-09)


@allow(P.FIGURES_VIEW)
def snapshots(request: HttpRequest) -> HttpResponse:
    """Every statistic in force by subject, the newest first, with the age of its data and a mark when it is stale; the
    region's own live figures beside them (E-09)."""
    rows = list(_rows(request).in_force())
    subjects = [(one, [row for row in rows if row.what == one.key]) for one in codes.code_list("statistics_subjects")]
    region = _region(request)
    own, both = report(region, last_finished()), _comparable(rows)
    context = {
        "subjects": subjects, "rows": rows, "compare": CompareForm(rows=both) if both else None,
        "own": own, "live": [own.figures[key] for key in LIVE], "counted": counted(), "one": definition("statistics"),
        "stale_days": codes.deadline(region, "statistics_stale"), "may": request.actor.can(P.DEVELOPMENT_RECORD),
    }  # fmt: skip
    return render(request, "reports/statistics/list.html", context)


@allow(P.FIGURES_VIEW)
def snapshot(request: HttpRequest, statisticssnapshot_uuid: UUID) -> HttpResponse:
    """One statistic with its rows, source and definition, and the earlier ones it has replaced."""
    one = _one(request, statisticssnapshot_uuid)
    newer = StatisticsSnapshot.objects.filter(replaces=one).first()
    context = {
        "one": one, "rows": [(row, comparing.number(row.value)) for row in one.rows.all()], "newer": newer,
        "earlier": _earlier(one), "rate": comparing.rate_of(one), "may": request.actor.can(P.DEVELOPMENT_RECORD),
        "before": _before(request, one), "number": comparing.number,
    }  # fmt: skip
    return render(request, "reports/statistics/snapshot.html", context)


@allow(P.FIGURES_VIEW)
def snapshot_file(request: HttpRequest, statisticssnapshot_uuid: UUID) -> HttpResponse:
    """The same as a file."""
    one = _one(request, statisticssnapshot_uuid)
    rows = [[row.label, comparing.number(row.value)] for row in one.rows.all()]
    return plain_file(
        f"statistics-{one.what}-{one.as_of}", [*_head(one), [], [_("Rivi"), one.get_unit_display()], *rows]
    )


@allow(P.FIGURES_VIEW)
def compared(request: HttpRequest) -> HttpResponse:
    """Two statistics of the same thing side by side, with the difference of each row (E-36)."""
    rows = _comparable(list(_rows(request).in_force()))
    form = CompareForm(request.GET if request.GET else None, rows=rows)
    pair = form.pair() if form.is_valid() else None
    context = {
        "form": form, "pair": pair, "told": comparing.shown(comparing.side_by_side(*pair)) if pair else [],
        "query": request.GET.urlencode(), "any": bool(rows),
    }  # fmt: skip
    return render(request, "reports/statistics/compared.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def compared_file(request: HttpRequest) -> HttpResponse:
    """The same as a file; without a choice that holds, only the headings."""
    form = CompareForm(request.GET if request.GET else None, rows=_comparable(list(_rows(request).in_force())))
    lines: list[list[str]] = []
    if form.is_valid():
        earlier, later = form.pair()
        lines = [*_head(earlier), *_head(later), [], [_("Rivi"), dates.d(earlier.as_of), dates.d(later.as_of),
                                                      _("Erotus"), _("Muutos")]]  # fmt: skip
        lines += [list(row) for row in comparing.shown(comparing.side_by_side(earlier, later))]
    return plain_file("statistics-compared", lines)


@allow(P.FIGURES_VIEW)
def employment_rate(request: HttpRequest) -> HttpResponse:
    """The employment rate of partially work-able people: numerator and denominator both shown and named (E-25)."""
    found = comparing.rates(_region(request))
    context = {
        "one": definition(comparing.RATE), "rates": found, "number": comparing.number,
        "may": request.actor.can(P.DEVELOPMENT_RECORD),
    }  # fmt: skip
    return render(request, "reports/statistics/rate.html", context)


@allow(P.FIGURES_VIEW)
def employment_rate_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the definition in it."""
    lines = [[_("Päivä"), _("Työllisyysaste, %"), _("Osoittaja"), _("Nimittäjä"), _("Lähde")]]
    lines += [
        [dates.d(one.snapshot.as_of), comparing.number(one.percent), comparing.number(one.numerator),
         comparing.number(one.denominator), one.snapshot.source]
        for one in comparing.rates(_region(request))
    ]  # fmt: skip
    return plain_file("employment-rate", [*definitions([definition(comparing.RATE)]), [], *lines])


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def snapshot_new(request: HttpRequest) -> HttpResponse:
    """A statistic of one day, its rows pasted or in a file (E-09)."""
    form = bind(request, SnapshotForm, by=request.actor, initial={"what": request.GET.get("what", "")})

    def act() -> StatisticsSnapshot:
        return actions.take_snapshot(by=request.actor, told=form.told(), key=form.cleaned_data["form_key"])

    return _saved(request, form, act, _("Kirjaa tilasto"), None)


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def snapshot_correction(request: HttpRequest, statisticssnapshot_uuid: UUID) -> HttpResponse:
    """A new statistic of the same day in the place of one with a fault."""
    one = _one(request, statisticssnapshot_uuid)
    rows = "\n".join(f"{row.label};{row.value.normalize():f}" for row in one.rows.all())
    known = {"unit": one.unit, "source": one.source, "definition": one.definition, "rows": rows}
    form = bind(request, CorrectionForm, by=request.actor, of=one, initial=known)

    def act() -> StatisticsSnapshot:
        return actions.correct_snapshot(
            snapshot=one,
            by=request.actor,
            told=form.told(),
            why=form.cleaned_data["why"],
            key=form.cleaned_data["form_key"],
        )

    return _saved(request, form, act, _("Korjaa tilasto"), one)


def _saved(request: HttpRequest, form: Any, act: Any, heading: str, of: StatisticsSnapshot | None) -> HttpResponse:
    """The form, or after a save the statistic for those who may read it."""
    if request.method == "POST" and form.is_valid():
        row = attempt_once(form, act)
        if row is not None:
            say(request, _("Tilasto on tallessa: %(name)s.") % {"name": row})
            if not request.actor.can(P.FIGURES_VIEW):
                return see("network:development_work")
            return see("reports:snapshot", statisticssnapshot_uuid=row.uuid)
    back = _address(of) if of else reverse("reports:snapshots" if request.actor.can(P.FIGURES_VIEW) else
                                           "network:development_work")  # fmt: skip
    context = {"form": form, "heading": heading, "back": back, "of": of,
               "subjects": [one for one in codes.code_list("statistics_subjects") if one.definition.rows]}  # fmt: skip
    return render(request, "reports/statistics/form.html", context, status=422 if request.method == "POST" else 200)


def _region(request: HttpRequest) -> Region:
    return Region.objects.get(pk=request.actor.region_id)


def _rows(request: HttpRequest) -> SnapshotQuerySet:
    return StatisticsSnapshot.objects.visible_to(request.actor).select_related("made_by").prefetch_related("rows")


def _one(request: HttpRequest, uuid: UUID) -> StatisticsSnapshot:
    return get_object_or_404(_rows(request).select_related("replaces"), uuid=uuid)


def _address(one: StatisticsSnapshot) -> str:
    return reverse("reports:snapshot", kwargs={"statisticssnapshot_uuid": one.uuid})


def _comparable(rows: list[StatisticsSnapshot]) -> list[StatisticsSnapshot]:
    """Those that have another of the same thing beside them."""
    kinds = [(one.what, one.unit) for one in rows]
    return [one for one in rows if kinds.count((one.what, one.unit)) > 1]


def _before(request: HttpRequest, one: StatisticsSnapshot) -> StatisticsSnapshot | None:
    """The one before it of the same thing, to compare with."""
    rows = _rows(request).in_force().filter(what=one.what, unit=one.unit, as_of__lt=one.as_of)
    return rows.order_by("-as_of").first()


def _earlier(one: StatisticsSnapshot) -> list[StatisticsSnapshot]:
    """What it has replaced, the newest first."""
    found: list[StatisticsSnapshot] = []
    at = one
    while at.replaces_id is not None:
        at = StatisticsSnapshot.objects.select_related("made_by").get(pk=at.replaces_id)
        found.append(at)
    return found


def _head(one: StatisticsSnapshot) -> list[list[str]]:
    taken = f"{dates.d(one.made_at)} {one.made_by.name if one.made_by else ''}".strip()
    return [
        [_("Tilasto"), one.name], [_("Päivä"), dates.d(one.as_of)], [_("Kenet lasketaan"), one.definition],
        [_("Lähde"), one.source], [_("Kirjattu"), taken],
    ]  # fmt: skip
