"""What the room's views share: fetching a coaching behind its case, one form and its act, where to go on."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from rinnalla.access.permissions import Permission
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.employment.caseload import Load, coaches_of, loads, most_clients
from rinnalla.employment.forms import Offer
from rinnalla.employment.models import CoachingEpisode
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, conflict_text, render, say, see


def coaching_of(request: HttpRequest, uuid: UUID) -> CoachingEpisode:
    """The coaching of the address, behind its case and the reader's field groups."""
    if EMPLOYMENT not in request.access.groups:
        raise Http404
    rows = CoachingEpisode.objects.visible_to(request.actor).filter(case=request.case)
    rows = rows.select_related("coach", "unit__organisation", "service__card", "consent")
    episode = get_object_or_404(rows, uuid=uuid)
    episode.case = request.case
    return episode


def one_form(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], *, heading: str, button: str, done: str,
    lead: str = "", about: str = "", template: str = "employment/form.html", day_after: bool = False, **context: Any,
) -> HttpResponse:
    """One form about one coaching: GET draws it, POST acts. What was typed stays, also after a conflict.

    `day_after`: go on to the coach's day, since the act may have closed the case to the actor.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                attempt(form, act, data=form.cleaned_data)
                if form.is_valid():
                    say(request, done)
                    return _go_on(request, day_after)
            except Conflict as conflict:
                status = _keep_typed(form, conflict)
                context["saved_now"] = conflict.current
    context |= {"tab": "coaching", "form": form, "heading": heading, "act": button, "lead": lead, "about": about}
    return render(request, template, {"saved_now": None, **context}, status=status)


def _go_on(request: HttpRequest, day_after: bool) -> HttpResponse:
    """The coach's day for a coach; the coaching's page for others, who may still see it."""
    if day_after and request.actor.can(Permission.COACHING_EDIT):
        return see("employment:day")
    return see("employment:coaching", case_uuid=request.case.uuid)


def _keep_typed(form: Form, conflict: Conflict) -> int:
    """What was typed stays, on top of the version that is saved now."""
    form.data = form.data.copy()
    form.data["version"] = getattr(conflict.current, "version", None) or getattr(conflict.current, "number", 0)
    form.add_error(None, conflict_text())
    return 409


def offers(region_id: int) -> list[Offer]:
    """The coaches of a region with their loads, in two statements and one for each unit."""
    members = coaches_of(region_id)
    clients = loads(one.user_id for one in members)
    most = {unit.pk: most_clients(unit) for unit in {one.unit_id: one.unit for one in members}.values()}
    return [(one, Load(clients[one.user_id], most[one.unit_id])) for one in members]

