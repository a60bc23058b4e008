"""The page of what one's own clients' records still lack."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.desk.missing import missing
from rinnalla.lib.web import render
from rinnalla.services.models_livelihood import LIVELIHOOD


@allow(P.CASE_LIST, groups=["basics"], action="list")
def missing_records(request: HttpRequest) -> HttpResponse:
    """What my clients' records still lack, each line with the form that mends it."""
    lacks = missing(request.actor)
    request.shown.cases(item.case.pk for lack in lacks for item in lack.items if item.case)
    request.shown.groups([LIVELIHOOD] if any(lack.key == "livelihood" for lack in lacks) else [])
    return render(request, "desk/missing.html", {"nav": "my_day", "lacks": lacks})
