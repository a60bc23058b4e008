"""Telling how it has been: what is asked, answering with or without a name, and one's own answers (L-57, I-41)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.permissions import Permission as P
from rinnalla.cases.models import Case
from rinnalla.feedback import actions, questions
from rinnalla.feedback.forms import AnswerForm, ReceiptForm
from rinnalla.feedback.models import FeedbackAnswer, FeedbackRequest, RequestQuerySet
from rinnalla.lib.sealed import SealBroken, open_text, seal_text
from rinnalla.lib.web import attempt, bind, say, see
from rinnalla.portal.own import draw, own

SHOWN_ONCE = "feedback_receipt"


@own(P.OWN_VIEW)
def feedback(request: HttpRequest) -> HttpResponse:
    """What is asked now, feedback at any time, and what I have said by name."""
    answers = FeedbackAnswer.objects.visible_to(request.actor).filter(case__person_id=request.actor.person_id)
    context = {
        "asked": list(_requests(request).open()), "receipt": _receipt_once(request),
        "answers": list(answers.select_related("request__episode__card").order_by("-made_at")),
    }
    return draw(request, "portal/feedback.html", context)


def _requests(request: HttpRequest) -> RequestQuerySet:
    """What has been asked of the client, in whichever of the own cases: one may have closed."""
    rows = FeedbackRequest.objects.visible_to(request.actor).filter(case__person_id=request.actor.person_id)
    return rows.select_related("episode__card", "case__responsible_worker")


def asked(request: HttpRequest) -> FeedbackRequest | None:
    """What the client's first page tells of: the one that ends first."""
    return _requests(request).open().first()


@own(P.OWN_ACT, methods=["GET", "POST"])
def answer(request: HttpRequest, feedbackrequest_uuid: UUID) -> HttpResponse:
    """I answer what was asked. Sent twice it is answered once."""
    one = get_object_or_404(_requests(request), uuid=feedbackrequest_uuid)
    if not one.allows("answer"):
        return see("portal:feedback")
    form = _form(request, one.moment, one.case)
    if request.method == "POST" and form.is_valid():
        receipt = attempt(form, actions.answer, request=one, by=request.actor, **form.said)
        if receipt is not None:
            return _thanked(request, receipt)
    return _page(request, form, one.title, one)


@own(P.OWN_ACT, methods=["GET", "POST"])
def any_time(request: HttpRequest) -> HttpResponse:
    """I tell how it has been without being asked."""
    form = _form(request, questions.ANY_TIME, request.case)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        receipt = attempt(form, actions.answer_any_time, case=request.case, by=request.actor, key=key, **form.said)
        if receipt is not None:
            return _thanked(request, receipt)
    return _page(request, form, questions.moment(questions.ANY_TIME).asked.in_language, None)


def _form(request: HttpRequest, moment: str, case: Case) -> AnswerForm:
    worker = case.responsible_worker.name if case.responsible_worker else ""
    return bind(request, AnswerForm, items=questions.asked_at(moment), worker=worker)


def _page(request: HttpRequest, form: AnswerForm, heading: str, one: FeedbackRequest | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "heading": heading, "one": one}
    return draw(request, "portal/feedback_form.html", context, status=422 if request.method == "POST" else 200)


def _thanked(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt waits, sealed, until the next page has shown it."""
    say(request, _("Kiitos! Vastauksesi on perillä."))
    if receipt:
        sealed = seal_text(receipt, purpose=SHOWN_ONCE, bound_to=str(request.actor.user_id))
        request.session[SHOWN_ONCE] = sealed.hex()
    return see("portal:feedback")


def _receipt_once(request: HttpRequest) -> str:
    sealed = request.session.pop(SHOWN_ONCE, "")
    if not sealed:
        return ""
    try:
        return open_text(bytes.fromhex(sealed), purpose=SHOWN_ONCE, bound_to=str(request.actor.user_id))
    except SealBroken:
        return ""


@own(P.OWN_ACT, methods=["GET", "POST"])
def publishing(request: HttpRequest, feedbackanswer_uuid: UUID) -> HttpResponse:
    """I take back the leave to publish what I said by name."""
    rows = FeedbackAnswer.objects.visible_to(request.actor).filter(case__person_id=request.actor.person_id)
    one = get_object_or_404(rows.select_related("request__episode__card"), uuid=feedbackanswer_uuid)
    if request.method == "POST":
        actions.take_back(answer=one, by=request.actor)
        say(request, _("Lupa on peruttu. Sanojasi ei enää julkaista."))
        return see("portal:feedback")
    return draw(request, "portal/feedback_publishing.html", {"one": one})


@own(P.OWN_ACT, methods=["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """I take back the leave to publish what I said without a name, with the code I was given."""
    form = bind(request, ReceiptForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.take_back_by_receipt, receipt=form.cleaned_data["receipt"])
        if form.is_valid():
            say(request, _("Lupa on peruttu. Sanojasi ei enää julkaista."))
            return see("portal:feedback")
    status = 422 if request.method == "POST" else 200
    return draw(request, "portal/feedback_receipt.html", {"form": form}, status=status)
