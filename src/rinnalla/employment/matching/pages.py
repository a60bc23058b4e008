"""One form about a profile or a vacancy for a client. The search button draws the form anew and saves nothing."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from rinnalla.employment.matching.showing import planned_of, profile_facts
from rinnalla.employment.models import CoachingEpisode
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, conflict_text, render, say, see


def one_form(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], episode: CoachingEpisode, *, heading: str,
    button: str, done: str, template: str, to: str = "", **context: Any,
) -> HttpResponse:
    """GET draws it, POST acts. What was typed stays, also after a search, an error and a conflict."""
    status = 200
    if request.method == "POST" and not getattr(form, "searching", False):
        status = 422
        if form.is_valid():
            try:
                attempt(form, act, data=form.cleaned_data)
                if form.is_valid():
                    say(request, done)
                    return _go_on(request, episode, to)
            except Conflict as conflict:
                status = 409
                form.data = form.data.copy()
                form.data["version"] = conflict.current.number
                form.add_error(None, conflict_text())
                now = conflict.current
                context |= {"saved_now": profile_facts(now, sees_limits=True) + planned_of(now)}
    context |= {"tab": "coaching", "form": form, "heading": heading, "act": button, "errors": status != 200}
    context |= {"episode": episode, "back": _back(request, episode, to)}
    return render(request, template, {"saved_now": None, **context}, status=status)


def _go_on(request: HttpRequest, episode: CoachingEpisode, to: str) -> HttpResponse:
    if to:
        return see(f"matching:{to}", case_uuid=request.case.uuid, episode_uuid=episode.uuid)
    return see("employment:coaching", case_uuid=request.case.uuid)


def _back(request: HttpRequest, episode: CoachingEpisode, to: str) -> str:
    if to:
        return reverse(f"matching:{to}", kwargs={"case_uuid": request.case.uuid, "episode_uuid": episode.uuid})
    return reverse("employment:coaching", kwargs={"case_uuid": request.case.uuid})
