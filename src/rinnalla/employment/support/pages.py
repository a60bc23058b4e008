"""What the views share: a row of the coaching's support behind its coaching, and one form with its act."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from rinnalla.employment.models import CoachingEpisode, Job
from rinnalla.employment.pages import coaching_of
from rinnalla.employment.support.models import WorkAdaptation, WorkAgreement
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, conflict_text, render, say, see


def job_of(request: HttpRequest, episode_uuid: UUID, uuid: UUID) -> Job:
    """A job of the coaching of the address."""
    episode = coaching_of(request, episode_uuid)
    job = get_object_or_404(Job.objects.filter(episode=episode), uuid=uuid)
    job.episode = episode
    return job


def adaptation_of(request: HttpRequest, episode_uuid: UUID, uuid: UUID) -> WorkAdaptation:
    """An adaptation of a job of the coaching."""
    episode = coaching_of(request, episode_uuid)
    rows = WorkAdaptation.objects.visible_to(request.actor).filter(job__episode=episode).select_related("job")
    found = get_object_or_404(rows, uuid=uuid)
    found.job.episode = episode
    return found


def agreement_of(request: HttpRequest, episode_uuid: UUID, uuid: UUID) -> WorkAgreement:
    """An agreement of the coaching, with its versions and answers."""
    episode = coaching_of(request, episode_uuid)
    rows = WorkAgreement.objects.visible_to(request.actor).filter(episode=episode).select_related("employer", "job")
    rows = rows.prefetch_related(
        "versions__answers", "versions__made_by", "versions__consent", "versions__questions__made_by",
        "versions__questions__replied_by",
    )
    found = get_object_or_404(rows, uuid=uuid)
    found.episode, found.case = episode, request.case
    return found


def one_form(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], episode: CoachingEpisode, *, heading: str,
    button: str, done: str, lead: str = "", about: str = "", template: str = "employment/support/form.html",
    agreement: WorkAgreement | None = None, **context: Any,
) -> HttpResponse:
    """One form: GET draws it, POST acts and goes on to the support page, or to the agreement. What was typed stays,
    also after a conflict."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = attempt(form, act, data=form.cleaned_data)
                if form.is_valid():
                    say(request, done)
                    return _go_on(request, episode, made if isinstance(made, WorkAgreement) else agreement)
            except Conflict as conflict:
                status = 409
                form.data = form.data.copy()
                form.data["version"] = getattr(conflict.current, "version", 0)
                form.add_error(None, conflict_text())
    context |= {"tab": "coaching", "form": form, "heading": heading, "act": button, "lead": lead, "about": about}
    context |= {"episode": episode, "agreement": agreement}
    return render(request, template, context, status=status)


def _go_on(request: HttpRequest, episode: CoachingEpisode, agreement: WorkAgreement | None) -> HttpResponse:
    where = {"case_uuid": request.case.uuid, "episode_uuid": episode.uuid}
    if agreement:
        return see("support:agreement", **where, agreement_uuid=agreement.uuid)
    return see("support:whole", **where)
