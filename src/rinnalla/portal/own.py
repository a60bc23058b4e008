"""The frame of the client's own pages: whose case it is, and who walks beside."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission
from rinnalla.access.walls import open_case
from rinnalla.cases.models import Case
from rinnalla.lib.web import frame as web_frame
from rinnalla.lib.web import render
from rinnalla.people.models import Person
from rinnalla.portal.words import finished


def own(
    permission: Permission, *, methods: Iterable[str] = ("GET",), groups: Iterable[str] = ("basics",),
    action: str = "view", needs_case: bool = True,
) -> Callable:
    """A page of the client's own case, in `request.case`. A client without one gets a page with a number to call, or
    the page itself where it needs none: one's rights do not hang on a case."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @allow(permission, methods=methods, groups=groups, action=action)
        @wraps(view)
        def found(request: HttpRequest, **kwargs: object) -> HttpResponse:
            request.case = own_case(request)
            request.shown.persons([request.actor.person_id])
            return view(request, **kwargs) if request.case or not needs_case else render(request, "portal/none.html")

        return found

    return decorate


def own_case(request: HttpRequest) -> Case | None:
    """The client's open case, else the newest closed one; None when there has been none."""
    rows = Case.objects.visible_to(request.actor).select_related(
        "person", "region", "responsible_worker", "holder_unit__organisation", "arranger"
    )
    case = rows.order_by(F("closed_at").asc(nulls_first=True), "-made_at").first()
    if case:
        open_case(case.pk)
        request.shown.cases([case.pk])
        request.shown.persons([case.person_id])
    return case


def own_person(request: HttpRequest) -> Person:
    """The client, with a case or without. 404 when a mandate has ended since the request began: nobody is there."""
    return request.case.person if request.case else get_object_or_404(Person, pk=request.actor.person_id)


def draw(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the own case; the name and number of the responsible worker stand on each of them (V-92)."""
    case: Case | None = request.case
    person = case.person if case else own_person(request)
    frame = {"case": case, "person": person, "companion": case.responsible_worker if case else None}
    values = {**frame, **(context or {})}
    return finished(render(request, template, values, status=status), {**web_frame(request), **values})


def first_name(name: str) -> str:
    """How a helper is called on the client's pages."""
    return name.split(" ")[0]
