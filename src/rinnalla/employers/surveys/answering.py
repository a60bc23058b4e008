"""The page of an employer who answers by a mailed link, without an account. Nothing of a client is behind it.

The address carries the secret once: it moves to a cookie and the address is clean from then on. GET never writes.
"""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from rinnalla.access.allow import public
from rinnalla.access.walls import actor_settings
from rinnalla.employers.surveys import actions
from rinnalla.employers.surveys.forms import AnswerForm
from rinnalla.employers.surveys.models import SurveyReply
from rinnalla.lib.web import attempt, render

WHY = "an employer who was mailed a link answers a survey without an account; no client is in it"
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 random bytes, as token_urlsafe writes them
COOKIE_SECONDS = 2 * 60 * 60
GONE = 410


@public(WHY)
def survey(request: HttpRequest) -> HttpResponse:
    """Where the link leads: takes the secret off the address, then draws the questions."""
    if "k" in request.GET:
        return _moved_to_cookie(request.GET["k"])
    row = _reply(request)
    if row is None:
        return _closed(request, None)
    if not actions.is_good(row):
        return _closed(request, row)
    return _draw(request, row, AnswerForm(round=row.round))


@public(WHY, methods=["POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """The one answer of an employer in a round."""
    row = _reply(request)
    if row is None or not actions.is_good(row):
        return _closed(request, row)
    form = AnswerForm(request.POST, round=row.round)
    if form.is_valid():
        kept = attempt(form, actions.answer, hash=bytes(row.hash), answers=form.marks)
        if kept:
            return HttpResponseRedirect("/survey/")
        if form.is_valid():  # somebody was first
            return _closed(request, _reply(request))
    return _draw(request, row, form, status=422)


def _moved_to_cookie(secret: str) -> HttpResponse:
    response = HttpResponseRedirect("/survey/")
    response.headers["Referrer-Policy"] = "no-referrer"
    if not SECRET.fullmatch(secret):
        response.delete_cookie(settings.SURVEY_COOKIE_NAME)
        return response
    response.set_cookie(
        settings.SURVEY_COOKIE_NAME, secret, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _reply(request: HttpRequest) -> SurveyReply | None:
    """The reply the held secret leads to. Whoever is signed in is here as the asked employer and nobody else."""
    request.actor = actions.READER
    actor_settings(request.actor, read_only=request.method == "GET")
    secret = request.COOKIES.get(settings.SURVEY_COOKIE_NAME, "")
    if not SECRET.fullmatch(secret):
        return None
    rows = SurveyReply.objects.filter(hash=actions.digest(secret)).select_related("round", "employer")
    return rows.first()


def _draw(request: HttpRequest, row: SurveyReply, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    return render(request, "employers/surveys/answer.html", {"row": row, "form": form}, status=status)


def _closed(request: HttpRequest, row: SurveyReply | None) -> HttpResponse:
    """Thanks to whoever has answered; to others plainly why there is nothing to answer."""
    thanks = row is not None and row.answered_at is not None
    context = {"thanks": thanks, "over": row is not None and not thanks}
    return render(request, "employers/surveys/closed.html", context, status=200 if thanks else GONE)
