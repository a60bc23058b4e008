"""A team of job coaches on one page (L-63)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employment import coachteam
from rinnalla.employment.quality.showing import units_of
from rinnalla.employment.quality.views import unit_of
from rinnalla.employment.views import GROUPS, named
from rinnalla.lib.web import render, see
from rinnalla.organisations.models import Unit


@allow(P.QUALITY_VIEW, groups=GROUPS, action="list")
def own_team(request: HttpRequest) -> HttpResponse:
    """To the own team's page, or the first of several."""
    units = units_of(request.actor)
    if units:
        return see("employment:team_of", unit_uuid=units[0].uuid)
    return _drawn(request, None)


@allow(P.QUALITY_VIEW, groups=GROUPS, action="list")
def team(request: HttpRequest, unit_uuid: UUID) -> HttpResponse:
    """The coaches of a unit, their placements as far as the reader may see the clients, and the shared employers."""
    return _drawn(request, unit_of(request, unit_uuid))


def _drawn(request: HttpRequest, unit: Unit | None) -> HttpResponse:
    found = coachteam.team_of(unit, request.actor) if unit else None
    if found:
        request.shown.cases(row.episode.case_id for one in found.coaches for row in one.placements)
    context = {
        "nav": "coaching", "team": found, "units": units_of(request.actor), "kind": named("job_kinds"),
        "may_see_employers": request.actor.can(P.EMPLOYER_VIEW),
    }
    return render(request, "employment/team.html", context)
