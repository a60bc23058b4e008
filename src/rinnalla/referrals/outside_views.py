"""The unit's side of a question to a service without an account: ask, ask again, take back, settle."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.errors import forbidden
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, say, see
from rinnalla.referrals import forms, outside
from rinnalla.referrals.forms_outside import AskOutsideForm, EndOutsideForm
from rinnalla.referrals.models import Referral
from rinnalla.referrals.models_outside import OutsideQuestion
from rinnalla.referrals.triage_views import _of_unit, _page
from rinnalla.referrals.views import referral_page


@allow(P.REFERRAL_TRIAGE, methods=["GET", "POST"], groups=("basics", "health"))
def ask(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """Ask a service that has no account here; the referral stays in the unit."""
    row = _of_unit(request, referral_uuid)
    if not row.allows("ask_outside", request.actor):
        return forbidden(request)
    form = bind(request, AskOutsideForm, actor=request.actor)
    if request.method == "GET":
        return _page(request, row, form, "ask_outside")
    if form.is_valid() and (
        question := attempt(form, outside.ask, referral=row, by=request.actor, **form.cleaned_data)
    ):
        say(request, _("Kysymys lähtee osoitteeseen %(address)s. Lähete pysyy teillä.") % {"address": question.address})
        return see("referrals:referral", referral_uuid=row.uuid)
    return _page(request, row, form, "ask_outside", status=422)


@allow(P.REFERRAL_TRIAGE, methods=["POST"])
def resend(request: HttpRequest, referral_uuid: UUID, outside_question_uuid: UUID) -> HttpResponse:
    """A new link; the earlier one dies at once."""
    done = _("Uusi linkki lähtee. Aiempi linkki ei enää toimi.")
    return _act(request, referral_uuid, outside_question_uuid, outside.resend, done)


@allow(P.REFERRAL_TRIAGE, methods=["POST"])
def confirm(request: HttpRequest, referral_uuid: UUID, outside_question_uuid: UUID) -> HttpResponse:
    """The answer is read and acted on."""
    done = _("Vastaus on käsitelty. Ota lähete nyt vastaan, siirrä se tai jatka itse.")
    return _act(request, referral_uuid, outside_question_uuid, outside.confirm, done)


@allow(P.REFERRAL_TRIAGE, methods=["GET", "POST"], groups=("basics",))
def end(request: HttpRequest, referral_uuid: UUID, outside_question_uuid: UUID) -> HttpResponse:
    """Take the question back, with the reason."""
    row, question = _found(request, referral_uuid, outside_question_uuid)
    form = bind(request, EndOutsideForm, initial={"version": question.version})
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, outside.end, question=question, by=request.actor, **form.cleaned_data)
        except Conflict:
            return _changed(request, row)
        if form.is_valid():
            say(request, _("Kysymys on peruttu. Linkki ei enää avaa mitään."))
            return see("referrals:referral", referral_uuid=row.uuid)
    return _page(request, row, form, "end_outside", status=422 if request.method == "POST" else 200)


def _act(request: HttpRequest, referral_uuid: UUID, question_uuid: UUID, action: Callable, done: str) -> HttpResponse:
    row, question = _found(request, referral_uuid, question_uuid)
    form: Any = forms.VersionForm(request.POST)
    if form.is_valid():
        try:
            attempt(form, action, question=question, by=request.actor, **form.cleaned_data)
        except Conflict:
            return _changed(request, row)
        if form.is_valid():
            say(request, done)
            return see("referrals:referral", referral_uuid=row.uuid)
    return referral_page(request, row, status=422, form=form)


def _changed(request: HttpRequest, row: Referral) -> HttpResponse:
    """Somebody was first: nothing typed is lost, since nothing was; the page shows how it stands now."""
    form: Any = forms.VersionForm({"version": 0})
    form.add_error(None, _("Kysymys ehti muuttua. Katso, miten asia nyt on, ja tee sitten uudelleen."))
    return referral_page(request, row, status=409, form=form)


def _found(request: HttpRequest, referral_uuid: UUID, question_uuid: UUID) -> tuple[Referral, OutsideQuestion]:
    row = _of_unit(request, referral_uuid)
    questions = OutsideQuestion.objects.visible_to(request.actor).filter(referral=row).prefetch_related("links")
    question = get_object_or_404(questions, uuid=question_uuid)
    question.referral = row
    return row, question
