"""The client's own word about work: agreements of three to answer, proposals to say yes, no or let's talk to (T-62)."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.employment.matching.answering import answer_proposal
from rinnalla.employment.matching.plain import plan_in_plain_words
from rinnalla.employment.support.answering import answer_as_client, ask
from rinnalla.employment.working import latest_profile
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, say, see
from rinnalla.portal import work
from rinnalla.portal.forms_work import ASK, AgreementAnswerForm, ProposalAnswerForm
from rinnalla.portal.own import draw, own

GROUPS = ["basics", EMPLOYMENT]
BOTH = ["GET", "POST"]


@own(P.OWN_DO, groups=GROUPS)
def agreements(request: HttpRequest) -> HttpResponse:
    """What is agreed with an employer, what still asks for my answer."""
    return draw(request, "portal/agreements.html", {"rows": work.agreements(request, request.actor.person_id)})


@own(P.OWN_DO, methods=BOTH, groups=GROUPS)
def agreement(request: HttpRequest, workagreement_uuid: UUID) -> HttpResponse:
    """One agreement: what is agreed, who has answered, and my answer."""
    one = _agreement(request, workagreement_uuid)
    form = bind(request, AgreementAnswerForm, initial={"number": one.row.latest.number})
    status = 200
    if request.method == "POST":
        if not one.asks_me:
            return _no_longer(request, one)
        status = 422
        if form.is_valid():
            try:
                if attempt(form, _answered, agreement=one.row, by=request.actor, data=form.cleaned_data):
                    return see("portal:agreement", workagreement_uuid=workagreement_uuid)
            except Conflict:
                status = 409
                form.add_error(None, _("Sopimusta on muutettu. Lue uusi teksti ja vastaa sitten."))
            one = _agreement(request, workagreement_uuid)
            if not one.asks_me:
                return _no_longer(request, one)
            _ask_of(form, one.row.latest.number)
    begins = one.row.latest.starts_on
    context = {"one": one, "form": form if one.asks_me else None, "begins": begins if begins > dates.today() else None}
    return draw(request, "portal/agreement.html", context, status=status)


def _agreement(request: HttpRequest, uuid: UUID) -> work.Agreed:
    found = next((one for one in work.agreements(request, request.actor.person_id) if one.row.uuid == uuid), None)
    if found is None:
        raise Http404
    return found


def _answered(*, agreement: Any, by: Any, data: dict[str, Any]) -> Any:
    given = {"agreement": agreement, "number": data["number"], "by": by, "key": data["form_key"]}
    if data["answer"] == ASK:
        return ask(words=data["words"], **given)
    return answer_as_client(answer=data["answer"], words=data["words"], **given)


def _ask_of(form: Form, number: int) -> None:
    """What was typed stays, and the next answer is of the text that stands on the page now."""
    form.data = form.data.copy()
    form.data["number"] = str(number)


def _no_longer(request: HttpRequest, one: work.Agreed) -> HttpResponse:
    """Somebody was first, or it has ended: said calmly, on the page that shows how it stands."""
    if one.mine:
        say(request, _("Vastauksesi on jo tallessa. Sinun ei tarvitse tehdä mitään."))
    else:
        say(request, _("Sopimus on päättynyt. Sinun ei tarvitse vastata."))
    return see("portal:agreement", workagreement_uuid=one.row.uuid)


@own(P.OWN_VIEW, groups=GROUPS)
def proposals(request: HttpRequest) -> HttpResponse:
    """Work that the coach proposes, why, and what an employer may know."""
    episode = work.coaching_now(request.actor, request.actor.person_id)
    profile = latest_profile(episode) if episode else None
    context = {"rows": work.proposals(request, episode), "plan": plan_in_plain_words(profile), "episode": episode}
    return draw(request, "portal/proposals.html", context)


@own(P.OWN_ACT, methods=BOTH, groups=GROUPS)
def proposal(request: HttpRequest, matchdecision_uuid: UUID) -> HttpResponse:
    """One proposal with its reasons, and what I say of it."""
    rows = work.proposals(request, work.coaching_now(request.actor, request.actor.person_id))
    one = next((row for row in rows if row.row.uuid == matchdecision_uuid), None)
    if one is None:
        raise Http404
    start = {"answer": one.answer.answer, "words": one.answer.words} if one.answer else {}
    form = bind(request, ProposalAnswerForm, initial=start)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        about = {"answer": data["answer"], "words": data["words"], "key": data["form_key"]}
        if attempt(form, answer_proposal, proposal=one.row, by=request.actor, **about):
            say(request, _("Kiitos. Valmentajasi näkee vastauksesi."))
            return see("portal:proposals")
    return draw(request, "portal/proposal.html", {"one": one, "form": form}, status=status)
