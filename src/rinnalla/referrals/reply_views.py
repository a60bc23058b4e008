"""The pages of whoever is asked an answer without an account (docs/decisions/0019).

The mailed address carries the secret once: it moves to a cookie and the address is clean from then on. Until the code
from the same mailbox is typed, a page tells who asks and until when, and nothing of whom it is about. GET never writes.
"""

import re
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from rinnalla.access.allow import public
from rinnalla.access.walls import actor_settings
from rinnalla.lib.web import attempt, render, say, see
from rinnalla.organisations.models import Unit
from rinnalla.referrals import outside_reader as reader
from rinnalla.referrals.forms_outside import CodeForm, OutsideAnswerForm
from rinnalla.servicemodels import codes

WHY = "whoever was asked by mail answers without an account; a client's name only after the mailbox is proven"
COOKIE_SECONDS = 60 * 60  # the reading itself ends sooner: its time is in the database


@public(WHY)
def reply(request: HttpRequest) -> HttpResponse:
    """Where a mailed link leads: takes the secret off the address, then shows how the question stands."""
    if "k" in request.GET:
        return _moved_to_cookie(request.GET["k"])
    state = _state(request)
    if state and state.state == reader.OPEN and state.proven and (seen := reader.read(_held(request))):
        return _question(request, state, seen, _blank(state, seen))
    return _start(request, state, CodeForm())


@public(WHY, methods=["POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Mail a code to the address the link was sent to; never to any other."""
    state, told = _state(request), reader.ask_code(_held(request))
    if told == "sent":
        say(request, _("Koodi lähtee sähköpostiisi. Se tulee yleensä minuutissa."))
        return HttpResponseRedirect("/reply/?asked=1")
    if told == "wait":
        problem = _("Koodeja on jo lähetetty monta. Odota tunti tai soita kysyjälle.")
        return _start(request, state, CodeForm(), status=429, problem=problem)
    return _start(request, state, CodeForm(), status=410)


@public(WHY, methods=["POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """Weigh the typed code: right, it opens a short reading in this browser alone."""
    form, state = CodeForm(request.POST), _state(request)
    if not form.is_valid():
        return _start(request, state, form, status=422)
    told, secret = reader.prove(_held(request), form.cleaned_data["code"])
    if told == "proven":
        return _with_cookie(see("referrals:reply"), f"{reader.PROOF}.{secret}")
    if told == "closed":
        return _start(request, state, form, status=410)
    form.add_error("code", {
        "wrong": _("Koodi on väärä. Tarkista se viestistä."),
        "stopped": _("Koodia on yritetty liian monta kertaa. Pyydä uusi koodi."),
        "old": _("Koodi on vanhentunut. Pyydä uusi koodi."),
    }[told])
    return _start(request, state, form, status=422)


@public(WHY, methods=["POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """The one answer; a second one is told that nothing new was kept."""
    state = _state(request)
    if state is None or state.state != reader.OPEN:
        return _start(request, state, CodeForm(), status=409 if state and state.state == "answered" else 410)
    form = OutsideAnswerForm(request.POST, region_id=state.region_id)
    told = attempt(form, reader.answer, key=_held(request), **form.cleaned_data) if form.is_valid() else None
    if told == "written":
        return see("referrals:reply")
    if told and told not in ("reading_over", "other_question"):
        return _start(request, _state(request), CodeForm(), status=409 if told == "answered" else 410)
    seen = reader.read(_held(request))
    if seen and not form.is_of(seen.question_uuid):
        seen = None  # what was typed stays; of the client of the other question nothing is drawn beside it
        form.add_error(None, _("Avasit välillä toisen kysymyksen. Avaa tämän kysymyksen linkki uudelleen ja lähetä "
                               "sitten."))
    elif told == "reading_over":
        form.add_error(None, _("Lukuaika päättyi. Avaa sähköpostin linkki toisessa ikkunassa ja pyydä uusi koodi. "
                               "Lähetä sitten tämä sivu uudelleen."))
    return _question(request, state, seen, form, status=422)


def _blank(state: reader.State, seen: reader.Seen) -> OutsideAnswerForm:
    return OutsideAnswerForm(region_id=state.region_id, initial={"question": seen.question_uuid})


def _moved_to_cookie(secret: str) -> HttpResponse:
    """To the clean address. A form that can't be ours is dropped; nothing is looked up here, so nothing is told."""
    response = HttpResponseRedirect("/reply/")
    response.headers["Referrer-Policy"] = "no-referrer"
    if not re.fullmatch(reader.SECRET, secret):
        response.delete_cookie(settings.REPLY_COOKIE_NAME)
        return response
    return _with_cookie(response, f"{reader.LINK}.{secret}")


def _with_cookie(response: HttpResponse, value: str) -> HttpResponse:
    response.set_cookie(
        settings.REPLY_COOKIE_NAME, value, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _held(request: HttpRequest) -> reader.Held:
    return reader.held(request.COOKIES.get(settings.REPLY_COOKIE_NAME, ""))


def _state(request: HttpRequest) -> reader.State | None:
    """How the question stands. Whoever is signed in is here as the asked reader and nobody else."""
    request.actor = replace(reader.READER, session_key=request.COOKIES.get(settings.REPLY_COOKIE_NAME, ""))
    actor_settings(request.actor, read_only=request.method == "GET")
    return reader.state_of(_held(request))


def _start(
    request: HttpRequest, state: reader.State | None, form: CodeForm, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    """Who asks and until when, with the code; or plainly why it is closed, and the phone of the unit."""
    unit = Unit.objects.select_related("organisation").get(pk=state.unit_id) if state else None
    closed = state is None or state.state != reader.OPEN
    over = bool(state and _held(request).proof)
    page = {"state": state, "unit": unit, "form": form, "reading_over": over, "problem": problem,
            "second": status == 409}
    if closed and status == 200 and not (state and state.state == "answered"):
        status = 410
    return render(request, "reply/closed.html" if closed else "reply/start.html", page, status=status)


def _question(
    request: HttpRequest, state: reader.State, seen: reader.Seen | None, form: OutsideAnswerForm, *, status: int = 200
) -> HttpResponse:
    """The referral as its ground lets the reader see it, and the answer. What was shown is told to the log."""
    if seen:
        request.shown.others(1)
        request.shown.purpose = f"outside.{seen.question}"
        request.shown.groups(seen.groups)
        request.shown.add_grounds([seen.ground])
        request.shown.cases([seen.case_id] if seen.case_id else [])
        request.shown.persons([seen.person_id])
    unit = Unit.objects.select_related("organisation").get(pk=state.unit_id)
    ground = codes.code_name("statutes", state.ground)
    page = {"state": state, "unit": unit, "seen": seen, "form": form, "ground": ground}
    return render(request, "reply/question.html", page, status=status)
