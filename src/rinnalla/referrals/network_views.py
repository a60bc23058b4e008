"""The consultation network: who answers on what, the library of answers, and the asker's own next step."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.referrals import consultations as asking
from rinnalla.referrals import forms, forms_advice
from rinnalla.referrals import network as networks
from rinnalla.referrals.consultation_views import _page, _visible
from rinnalla.referrals.models import RosterEntry, SharedAnswer
from rinnalla.referrals.queries import SHOWN
from rinnalla.servicemodels import codes


@allow(P.CONSULTATION_ASK)
def network(request: HttpRequest) -> HttpResponse:
    """Topics with their rosters, answer times and the median hours of a year."""
    return _network(request, bind(request, forms_advice.RosterForm))


@allow(P.CONSULTATION_ANSWER, methods=["POST"])
def roster(request: HttpRequest) -> HttpResponse:
    """Answer on a topic from now on."""
    form = bind(request, forms_advice.RosterForm)
    if form.is_valid() and attempt(form, asking.join_roster, by=request.actor, **form.cleaned_data):
        say(request, _("Olet nyt aiheen vastaaja. Saat viestin, kun joku kysyy."))
        return see("referrals:network")
    return _network(request, form, status=422)


@allow(P.CONSULTATION_ANSWER, methods=["POST"])
def leave(request: HttpRequest, roster_entry_uuid: UUID) -> HttpResponse:
    """Stop answering on a topic."""
    entry = get_object_or_404(RosterEntry.objects.of(request.actor), uuid=roster_entry_uuid)
    asking.leave_roster(entry=entry, by=request.actor)
    say(request, _("Et ole enää aiheen vastaaja."))
    return see("referrals:network")


def _network(request: HttpRequest, form: forms_advice.RosterForm, *, status: int = 200) -> HttpResponse:
    context = {"topics": networks.topics(request.actor), "form": form}
    return render(request, "referrals/network.html", context, status=status)


@allow(P.CONSULTATION_ASK)
def library(request: HttpRequest) -> HttpResponse:
    """What has been answered before, without anybody's data."""
    form = forms_advice.LibraryForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "topic": ""}
    rows = list(networks.library(request.actor, asked["q"], asked["topic"])[:SHOWN])
    context = {"form": form, "rows": rows, "topic_name": partial(codes.code_name, "guidance_topics")}
    return render(request, "referrals/library.html", context)


@allow(P.CONSULTATION_ANSWER, methods=["POST"])
def withdrawal(request: HttpRequest, shared_answer_uuid: UUID) -> HttpResponse:
    """Take an answer of one's own unit out of the library."""
    rows = SharedAnswer.objects.visible_to(request.actor).filter(unit_id=request.actor.unit_id)
    asking.withdraw_shared(shared=get_object_or_404(rows, uuid=shared_answer_uuid), by=request.actor)
    say(request, _("Neuvo on poistettu kirjastosta."))
    return see("referrals:library")


@allow(P.CONSULTATION_ANSWER, methods=["POST"], groups=("basics",))
def sharing(request: HttpRequest, consultation_uuid: UUID) -> HttpResponse:
    """Put one's own advice into the library."""
    row, form = _visible(request, consultation_uuid), forms_advice.ShareForm(request.POST)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("question", "answer", "key")}
        if attempt(form, asking.share_answer, consultation=row, by=request.actor, **given):
            say(request, _("Kiitos! Neuvosi auttaa nyt muitakin."))
            return see("referrals:library")
    return _page(request, row, None, status=422, share_form=form)


@allow(P.CONSULTATION_ASK, methods=["POST"], groups=("basics",))
def step(request: HttpRequest, consultation_uuid: UUID) -> HttpResponse:
    """The asker has taken the step."""
    row, form = _visible(request, consultation_uuid), forms.VersionForm(request.POST)
    if form.is_valid():
        try:
            attempt(form, asking.take_step, consultation=row, by=request.actor, **form.cleaned_data)
        except Conflict:
            return see("referrals:consultation", consultation_uuid=row.uuid)
        if form.is_valid():
            say(request, _("Hienoa, askel on otettu."))
            return see("referrals:consultation", consultation_uuid=row.uuid)
    return _page(request, row, None, status=422, step_form=form)
