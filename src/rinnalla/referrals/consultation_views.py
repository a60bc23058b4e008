"""Asking, answering, and turning a question into a referral."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see
from rinnalla.referrals import consultations as asking
from rinnalla.referrals import forms, forms_advice, network, queries
from rinnalla.referrals.desks import COMPETENCE_UNIT, of_kind
from rinnalla.referrals.models import Consultation
from rinnalla.referrals.views import _noticed, _sent_away, _ticked
from rinnalla.servicemodels import codes


@allow(P.CONSULTATION_ASK, groups=("basics",), action="list")
def consultations(request: HttpRequest) -> HttpResponse:
    """Questions to my unit that wait, and what I have asked."""
    rows = Consultation.objects.visible_to(request.actor).select_related(
        "unit", "sent_by", "sent_by_unit", "answered_by"
    )
    asked = list(rows.filter(sent_by_id=request.actor.user_id).order_by("-sent_at")[: queries.SHOWN])
    to_us = [one for one in rows.waiting().order_by("answer_due_on")[: queries.SHOWN] if one not in asked]
    request.shown.others(len(asked) + len(to_us))
    context = {"asked": asked, "to_us": to_us, "centres": of_kind(request.actor, COMPETENCE_UNIT)}
    return render(request, "referrals/consultations.html", context)


@allow(P.CONSULTATION_ASK, methods=["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask without telling who the client is."""
    return _ask(request, None)


@allow(P.CONSULTATION_ASK, methods=["GET", "POST"], groups=("basics",))
def ask_about(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Ask about a client by name, where a statute lets."""
    return _ask(request, request.case)


def _ask(request: HttpRequest, case: Case | None) -> HttpResponse:
    noticed = _noticed(request)
    chosen = {"unit": request.GET.get("unit")}
    form = bind(request, forms_advice.AskForm, actor=request.actor, named=case is not None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        asked = attempt(form, asking.ask, by=request.actor, case=case, identification=noticed, **form.cleaned_data)
        if asked:
            day = dates.d(asked.answer_due_on)
            say(request, _("Kysymyksesi on perillä. Vastaus tulee viimeistään %(day)s.") % {"day": day})
            return see("referrals:consultation", consultation_uuid=asked.uuid)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "case": case, "topics": [one for one in network.topics(request.actor) if one.roster]}
    return render(request, "referrals/ask.html", context, status=status)


@allow(P.CONSULTATION_ASK, groups=("basics",))
def consultation(request: HttpRequest, consultation_uuid: UUID) -> HttpResponse:
    """A question with its answer and both parties."""
    return _page(request, _visible(request, consultation_uuid), None)


@allow(P.CONSULTATION_ANSWER, methods=["POST"], groups=("basics",))
def answer(request: HttpRequest, consultation_uuid: UUID) -> HttpResponse:
    """Give advice and the asker's next step."""
    row, form = _visible(request, consultation_uuid), forms_advice.AnswerForm(request.POST)
    if form.is_valid():
        try:
            attempt(form, asking.answer, consultation=row, by=request.actor, **form.cleaned_data)
        except Conflict:
            form.add_error(None, conflict_text())
            return _page(request, row, form, status=409)
        if form.is_valid():
            say(request, _("Vastauksesi on lähetetty. Kiitos!"))
            return see("referrals:consultation", consultation_uuid=row.uuid)
    return _page(request, row, form, status=422)


@allow(P.REFERRAL_SEND, methods=["GET", "POST"], groups=("basics", "health"))
def refer_from(request: HttpRequest, consultation_uuid: UUID) -> HttpResponse:
    """Make a referral of one's question; the text comes along."""
    rows = Consultation.objects.visible_to(request.actor).filter(sent_by_id=request.actor.user_id)
    row = get_object_or_404(rows.select_related("unit", "identification"), uuid=consultation_uuid)
    ticked = _ticked(row.identification) if row.identification else {}
    initial = {"extra": row.question, "unit": row.unit_id, **ticked}
    if case := _seen_case(request, row):
        person = case.person
        initial |= {"given_names": person.given_names, "family_name": person.family_name, "phone": person.open_phone}
    form = bind(request, forms.ReferForm, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, asking.turn_into_referral, consultation=row, by=request.actor, **form.values)
        if made:
            return _sent_away(request, made)
    status = 422 if request.method == "POST" else 200
    return render(request, "referrals/refer.html", {"form": form, "noticed": None, "consultation": row}, status=status)


def _page(
    request: HttpRequest, row: Consultation, form: forms_advice.AnswerForm | None, *, status: int = 200, **more: object
) -> HttpResponse:
    request.shown.others(1)
    mine = row.sent_by_id == request.actor.user_id
    may_answer = row.may_be_answered_by(request.actor)
    may_share = row.anonymous and row.answered_by_id == request.actor.user_id and row.answered_at is not None
    shared = {"question": row.question, "answer": f"{row.answer}\n\n{row.next_step}".strip()}
    return render(request, "referrals/consultation.html", {
        "consultation": row, "mine": mine, "may_answer": may_answer, "case": _seen_case(request, row),
        "topic": codes.code_name("guidance_topics", row.topic),
        "answer_form": form or bind(request, forms_advice.AnswerForm, initial={"version": row.version}),
        "may_share": may_share, "share_form": forms_advice.ShareForm(initial=shared), **more,
    }, status=status)


def _seen_case(request: HttpRequest, row: Consultation) -> Case | None:
    """The case the question is about, when the reader sees it: the page then names the client, and the log says so."""
    case = Case.objects.visible_to(request.actor).filter(pk=row.case_id).select_related("person").first()
    if case:
        request.shown.cases([case.pk])
        request.shown.persons([case.person_id])
    return case


def _visible(request: HttpRequest, consultation_uuid: UUID) -> Consultation:
    rows = Consultation.objects.visible_to(request.actor).select_related(
        "unit__organisation", "sent_by", "sent_by_unit__organisation", "answered_by"
    )
    return get_object_or_404(rows, uuid=consultation_uuid)
