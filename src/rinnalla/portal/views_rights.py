"""The client's rights: who has looked, what one can ask of one's own data, and what was answered (703/2023 § 11)."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import attempt, bind, say, see
from rinnalla.portal.own import draw, own, own_person
from rinnalla.retention.requests import actions
from rinnalla.retention.requests.forms import FORMS
from rinnalla.retention.requests.log import lines_of, of_person, reach, same_day_lines
from rinnalla.retention.requests.models import DEADLINES, Kind, RightsRequest
from rinnalla.retention.requests.reading import lines_named, looks
from rinnalla.retention.requests.telling import ombudsman, refusal_of
from rinnalla.servicemodels.codes import code_name, due, of_region

LINES_ON_PAGE = 50


@own(P.OWN_MEET, needs_case=False)
def log(request: HttpRequest) -> HttpResponse:
    """Every reading of one's own data by others, page by page, as far back as is one's to see."""
    person = own_person(request)
    page = Paginator(of_person(person.pk, person.region_id), LINES_ON_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    before = [one for one in rows if one.actor_kind == "outside" and not one.case_ids]  # there was no case yet
    context = {
        "page": page, "looks": looks(one for one in rows if one not in before), "before": looks(before),
        "since": reach(person.pk, person.region_id),
    }
    return draw(request, "portal/log.html", context)


@own(P.OWN_VIEW, needs_case=False)
def data(request: HttpRequest) -> HttpResponse:
    """What I can ask of my own data: see, copy, mend, question."""
    return draw(request, "portal/data.html", {"waiting": _mine(request).waiting().count()})


def _mine(request: HttpRequest) -> Any:
    return RightsRequest.objects.visible_to(request.actor).select_related("answered_by")


@own(P.OWN_MEET, needs_case=False)
def requests(request: HttpRequest) -> HttpResponse:
    """What I have asked, with the day of an answer or the answer."""
    rows = [(one, refusal_of(one), _place(one)) for one in _mine(request).order_by("-pk")]
    return draw(request, "portal/requests.html", {"rows": rows, "ombudsman": ombudsman()})


def _place(one: RightsRequest) -> str:
    return code_name("rights_places", one.place) if one.place else ""


@own(P.OWN_MEET, needs_case=False)
def request(request: HttpRequest, request_uuid: UUID) -> HttpResponse:
    """One of my requests, with the lines of the log it is about."""
    one = get_object_or_404(_mine(request), uuid=request_uuid)
    context = {
        "one": one, "refused": refusal_of(one), "place": _place(one), "looks": looks(lines_of(one)),
        "ombudsman": ombudsman(),
    }
    return draw(request, "portal/request.html", context)


@own(P.OWN_MEET, methods=["GET", "POST"], needs_case=False)
def request_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask. A line of the log or a place of one's own pages may stand in the address already."""
    if kind not in FORMS:
        raise Http404
    person, lines = own_person(request), _lines(request, kind)
    form = bind(request, FORMS[kind], **_start(request, kind))
    if request.method == "POST" and form.is_valid():
        asked = form.asked(**_about(request, lines))
        if attempt(
            form, actions.ask, person=person, case=request.case, by=request.actor, kind=kind, asked=asked,
            key=form.cleaned_data["form_key"],
        ):
            say(request, _("Pyyntösi on perillä. Näet tällä sivulla, milloin siihen vastataan."))
            return see("portal:requests")
    context = {
        "form": form, "kind": kind, "looks": looks(lines), "by_team": _by_team(request, kind),
        "due_on": due(of_region(person.region_id), DEADLINES[Kind(kind)]),
    }
    return draw(request, "portal/request_new.html", context, status=422 if request.method == "POST" else 200)


def _by_team(request: HttpRequest, kind: str) -> bool:
    return kind == Kind.CORRECTION and request.case is not None and request.case.closed_at is None


def _lines(request: HttpRequest, kind: str) -> list[Any]:
    """The lines of the log that the address names: one's own, of one day. Raises Http404 for anything else."""
    if kind != Kind.LOG_QUESTION:
        return []
    found = same_day_lines(request.actor.person_id, lines_named(request.GET.get("lines", "")))
    if not found:
        raise Http404
    return found


def _start(request: HttpRequest, kind: str) -> dict[str, Any]:
    place = request.GET.get("place", "")
    return {"initial": {"place": place}} if kind == Kind.CORRECTION and place else {}


def _about(request: HttpRequest, lines: list[Any]) -> dict[str, Any]:
    row = request.GET.get("row", "")
    try:
        row_uuid = UUID(row) if row else None
    except ValueError:
        row_uuid = None
    return {"line_ids": tuple(one.pk for one in lines), "row_uuid": row_uuid}
