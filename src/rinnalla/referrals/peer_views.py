"""The coordinators' discussion of cases without identity, beside their board (L-33)."""

from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.referrals import forms_peers as forms
from rinnalla.referrals import peers
from rinnalla.referrals.models_peers import PeerQuestion
from rinnalla.referrals.queries import SHOWN

CLOSING = "closing_%s"  # both forms of the page ask for the same tick


@allow(P.TEAM_BOARD)
def discussions(request: HttpRequest) -> HttpResponse:
    """Open ones first, then those closed with what was learnt."""
    rows = PeerQuestion.objects.visible_to(request.actor).select_related("unit").annotate(number=Count("answers"))
    rows = list(rows.order_by("-made_at")[:SHOWN])
    context = {"open": [one for one in rows if not one.closed_at], "closed": [one for one in rows if one.closed_at]}
    return render(request, "referrals/peers.html", context)


@allow(P.TEAM_BOARD, methods=["GET", "POST"])
def discussion_new(request: HttpRequest) -> HttpResponse:
    """Tell a case without whose it is."""
    form = bind(request, forms.PeerQuestionForm)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, peers.ask_peers, by=request.actor, **form.cleaned_data)
        if row:
            say(request, _("Kysymyksesi näkyy nyt alueen koordinaattoreille."))
            return see("referrals:discussion", peer_question_uuid=row.uuid)
    status = 422 if request.method == "POST" else 200
    return render(request, "referrals/peer_new.html", {"form": form}, status=status)


@allow(P.TEAM_BOARD)
def discussion(request: HttpRequest, peer_question_uuid: UUID) -> HttpResponse:
    """A case without identity, with what colleagues say."""
    return _page(request, _visible(request, peer_question_uuid))


@allow(P.TEAM_BOARD, methods=["POST"])
def discussion_answer(request: HttpRequest, peer_question_uuid: UUID) -> HttpResponse:
    """Say what one would do."""
    row, form = _visible(request, peer_question_uuid), bind(request, forms.PeerAnswerForm)
    if form.is_valid() and attempt(form, peers.answer_peers, question=row, by=request.actor, **form.cleaned_data):
        say(request, _("Kiitos! Vastauksesi on keskustelussa."))
        return see("referrals:discussion", peer_question_uuid=row.uuid)
    return _page(request, row, status=422, answer_form=form)


@allow(P.TEAM_BOARD, methods=["POST"])
def discussion_closure(request: HttpRequest, peer_question_uuid: UUID) -> HttpResponse:
    """The asker ends it with what was learnt."""
    row, form = _visible(request, peer_question_uuid), bind(request, forms.PeerClosingForm, auto_id=CLOSING)
    if form.is_valid():
        attempt(form, peers.close_peers, question=row, by=request.actor, **form.cleaned_data)
    if form.errors:
        return _page(request, row, status=422, closing_form=form)
    say(request, _("Keskustelu on päätetty. Oppi jäi muillekin."))
    return see("referrals:discussions")


def _page(request: HttpRequest, row: PeerQuestion, *, status: int = 200, **forms_given: object) -> HttpResponse:
    context = {
        "question": row, "answers": list(row.answers.select_related("made_by")),
        "mine": row.made_by_id == request.actor.user_id,
        "answer_form": forms.PeerAnswerForm(), "closing_form": forms.PeerClosingForm(auto_id=CLOSING), **forms_given,
    }
    return render(request, "referrals/peer.html", context, status=status)


def _visible(request: HttpRequest, peer_question_uuid: UUID) -> PeerQuestion:
    rows = PeerQuestion.objects.visible_to(request.actor).select_related("unit", "made_by", "closed_by")
    return get_object_or_404(rows, uuid=peer_question_uuid)
