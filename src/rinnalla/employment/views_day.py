"""The coach's own pages: the day, the clients, to a contact by one tap; and the manager's caps of units."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employment import actions, day, region
from rinnalla.employment.caseload import COACHES, upper_limit
from rinnalla.employment.forms import LimitForm
from rinnalla.employment.models import CaseloadLimit
from rinnalla.employment.support.figures import subsidies
from rinnalla.employment.views import GROUPS, named
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see
from rinnalla.organisations.models import Region, Unit


@allow(P.COACHING_EDIT, groups=GROUPS, action="list")
def coach_day(request: HttpRequest) -> HttpResponse:
    """Today's contacts, what is late, the places in use and who waits."""
    found = day.coach_day(request.actor)
    request.shown.cases(one.case_id for one in [*found.clients, *found.waiting])
    return render(request, "employment/day.html", {"nav": "coaching", "here": "day", "day": found, "now": dates.now()})


@allow(P.COACHING_EDIT, groups=GROUPS, action="list")
def clients(request: HttpRequest) -> HttpResponse:
    """Everybody I coach, with what comes next."""
    rows = list(day.clients(request.actor))
    request.shown.cases(one.case_id for one in rows)
    context = {
        "nav": "coaching", "here": "clients", "clients": rows, "where": day.where, "stage": named("coaching_stages")
    }
    return render(request, "employment/clients.html", context)


@allow(P.COACHING_EDIT, groups=GROUPS, action="list")
def to_contact(request: HttpRequest) -> HttpResponse:
    """By one tap to the contact form of the client whose turn it is."""
    found = day.coach_day(request.actor)
    request.shown.cases(one.case_id for one in found.clients)
    if found.first is None:
        return see("employment:day")
    return see("employment:contact", case_uuid=found.first.case.uuid, episode_uuid=found.first.uuid)


@allow(P.FIGURES_VIEW)
def region_figures(request: HttpRequest) -> HttpResponse:
    """Coaching of the region in numbers of people."""
    mine = Region.objects.get(pk=request.actor.region_id)
    context = {"nav": "figures", "told": region.figures(mine), "subsidies": subsidies(mine)}
    return render(request, "employment/region.html", context)


@allow(P.CASELOAD_SET)
def limits(request: HttpRequest) -> HttpResponse:
    """The caps of the own organisation's units where coaches work."""
    own = {row.unit_id: row for row in CaseloadLimit.objects.filter(unit__in=_units(request))}
    rows = [(unit, own.get(unit.pk), upper_limit(unit)) for unit in _units(request)]
    return render(request, "employment/limits.html", {"nav": "figures", "rows": rows})


@allow(P.CASELOAD_SET, methods=["GET", "POST"])
def limit(request: HttpRequest, unit_uuid: UUID) -> HttpResponse:
    """A unit's own cap, never above the region's."""
    unit = get_object_or_404(_units(request), uuid=unit_uuid)
    row, most = CaseloadLimit.objects.filter(unit=unit).first(), upper_limit(unit)
    start = {"clients": row.clients, "version": row.version} if row else {"clients": most, "version": 0}
    form = bind(request, LimitForm, initial=start)
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, actions.set_caseload, unit=unit, by=request.actor, **form.cleaned_data):
                say(request, _("Raja on tallessa. Se koskee uusia asiakkaita heti."))
                return see("employment:limits")
        except Conflict as conflict:
            form.data = {**form.data.dict(), "version": conflict.current.version}
            form.add_error(None, conflict_text())
            status = 409
    context = {"nav": "figures", "unit": unit, "form": form, "most": most}
    return render(request, "employment/limit.html", context, status=status)


def _units(request: HttpRequest):
    rows = Unit.objects.filter(organisation_id=request.actor.organisation_id, memberships__role__in=COACHES)
    return rows.select_related("organisation").distinct().order_by("key")
