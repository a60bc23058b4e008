"""How the client sees the own situation, from the first answer to the newest (V-08)."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.permissions import Permission as P
from rinnalla.assessments.results import reading, scoring
from rinnalla.portal.own import draw, own


@own(P.OWN_VIEW, groups=["basics", "employment", "health", "social"])
def change(request: HttpRequest) -> HttpResponse:
    """The three questions, what was answered at first and now, and which way it has gone."""
    rows = reading.dimensions(request.case, request.actor, None)
    context = {"rows": rows, "points": scoring.shown, "answered": any(one.first for one in rows)}
    return draw(request, "portal/change.html", context)
