"""Short guides for the stage of the path where the client is (T-33)."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.permissions import Permission as P
from rinnalla.portal.guides import guides as guides_of
from rinnalla.portal.own import draw, own


@own(P.OWN_PATH)
def guides(request: HttpRequest) -> HttpResponse:
    """What is good to know now."""
    return draw(request, "portal/guides.html", {"guides": guides_of(request.case, request.actor)})
