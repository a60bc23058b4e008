"""How the client sees the own situation, from the first answer to the newest (V-08)."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.permissions import Permission as P
from rinnalla.assessments.results import reading, scoring
from rinnalla.portal.own import draw, own

FIELD_GROUPS = ["basics", "employment", "health", "livelihood", "social", "special"]  # all of one's own


@own(P.OWN_VIEW, groups=FIELD_GROUPS)
def change(request: HttpRequest) -> HttpResponse:
    """The three questions and the results of instruments: at first and now, and which way it has gone (V-08, L-61)."""
    rows = reading.dimensions(request.case, request.actor, None)
    found = reading.results(request.case, request.actor, FIELD_GROUPS)
    answered = any(one.first for one in rows) or bool(found.measured)
    context = {"rows": rows, "points": scoring.shown, "answered": answered, "measured": found.measured}
    return draw(request, "portal/change.html", context)
