"""A copy of one's own data, and the log on paper: made at once, for nobody but oneself."""

import json

from django.http import HttpRequest, HttpResponse

from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ALL_GROUPS
from rinnalla.plans.papers import in_clients_language
from rinnalla.portal.own import draw, own, own_person
from rinnalla.retention.copy import actions
from rinnalla.retention.copy.gathering import as_json
from rinnalla.retention.copy.papers import copy_paper, log_paper
from rinnalla.retention.requests.log import of_person
from rinnalla.retention.requests.reading import looks

TYPES = {actions.PDF: "application/pdf", actions.JSON: "application/json"}


@own(P.OWN_ACT, methods=["GET", "POST"], action="export", groups=sorted(ALL_GROUPS), needs_case=False)
def copy(request: HttpRequest) -> HttpResponse:
    """Take the copy: a paper to read, or the same for a program. The file's name tells nobody's name."""
    if request.method != "POST":
        request.shown.action = "view"
        return draw(request, "portal/copy.html")
    form = request.POST.get("form", "")
    if form not in TYPES:
        return draw(request, "portal/copy.html", status=422)
    person = own_person(request)
    found = actions.take_copy(person=person, by=request.actor, form=form)
    if form == actions.PDF:
        return _file(copy_paper(found), "omat-tiedot.pdf", form)
    with in_clients_language(person):
        content = json.dumps(as_json(found), ensure_ascii=False, indent=1)
    return _file(content.encode(), "omat-tiedot.json", form)


@own(P.OWN_VIEW, action="print", needs_case=False)
def log_on_paper(request: HttpRequest) -> HttpResponse:
    """Every line of one's log as PDF."""
    person = own_person(request)
    with in_clients_language(person):
        rows = looks(of_person(person.pk, person.region_id)[:])
    return _file(log_paper(person, rows), "kuka-on-katsonut.pdf", actions.PDF)


def _file(content: bytes, name: str, form: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
