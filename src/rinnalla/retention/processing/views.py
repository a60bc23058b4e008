"""The record of processing as a page."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.retention.processing.record import told


@allow(P.PROCESSING_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """What is processed, why, on which ground, to whom and how long: made anew at each look."""
    return render(request, "retention/processing.html", {"nav": "retention", "told": told()})
