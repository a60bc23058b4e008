"""The expert by experience of a case, and what a unit pays its experts (L-59)."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.feedback.experts import actions
from rinnalla.feedback.experts.forms import CHANNELS, AskForm, ContactForm, NameForm, RewardForm
from rinnalla.feedback.experts.models import ExpertReward, ExpertSupport
from rinnalla.lib.web import attempt, bind, render, say, see

METHODS = ["GET", "POST"]


@allow(P.CASE_VIEW, groups=["basics"])
def support(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Who walks beside by own experience, since when, and how often they have been in touch."""
    rows = ExpertSupport.objects.visible_to(request.actor).filter(case=request.case)
    rows = rows.select_related("expert", "unit__organisation").prefetch_related("contacts").order_by("-pk")
    found = list(rows)
    now = next((one for one in found if not one.ended_at), None)
    context = {
        "now": now, "before": [one for one in found if one.ended_at], "tab": "team", "channels": CHANNELS,
        "mine": now is not None and now.of(request.actor),
    }
    return render(request, "feedback/experts/support.html", context)


@allow(P.TEAM_EDIT, methods=METHODS, groups=["basics"])
def ask(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Record that the client asked for an expert by experience."""
    form = bind(request, AskForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        key, wish = data["form_key"], data["wish"]
        if attempt(form, actions.ask_for_expert, case=request.case, by=request.actor, wish=wish, key=key):
            say(request, _("Pyyntö on kirjattu. Nimeä seuraavaksi kokemusasiantuntija asiakkaan kanssa."))
            return see("experts:support", case_uuid=case_uuid)
    return _page(request, form, _("Asiakas toivoo kokemusasiantuntijaa"), _("Kirjaa toive"))


def _one(request: HttpRequest, expertsupport_uuid: UUID) -> ExpertSupport:
    rows = ExpertSupport.objects.visible_to(request.actor).filter(case=request.case)
    return get_object_or_404(rows.select_related("case", "expert"), uuid=expertsupport_uuid)


@allow(P.TEAM_EDIT, methods=METHODS, groups=["basics"])
def naming(request: HttpRequest, case_uuid: UUID, expertsupport_uuid: UUID) -> HttpResponse:
    """Name the expert whom the client has agreed to."""
    one = _one(request, expertsupport_uuid)
    form = bind(request, NameForm, case=request.case)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        attempt(form, actions.name_expert, support=one, by=request.actor, membership=data["expert"],
                agreed=data["agreed"])  # fmt: skip
        if form.is_valid():
            say(request, _("Kokemusasiantuntija on nimetty. Hän näkee nyt asiakkaan perustiedot."))
            return see("experts:support", case_uuid=case_uuid)
    return _page(request, form, _("Nimeä kokemusasiantuntija"), _("Nimeä"), quote=one.wish)


@allow(P.EXPERT_SUPPORT, methods=METHODS, groups=["basics"])
def contact_new(request: HttpRequest, case_uuid: UUID, expertsupport_uuid: UUID) -> HttpResponse:
    """The expert notes a contact."""
    one = _one(request, expertsupport_uuid)
    form = bind(request, ContactForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, actions.note_contact, support=one, by=request.actor, on=data["on"], channel=data["channel"],
                   key=data["form_key"]):  # fmt: skip
            say(request, _("Yhteydenotto on kirjattu."))
            return see("experts:support", case_uuid=case_uuid)
    return _page(request, form, _("Kirjaa yhteydenotto"), _("Tallenna"))


@allow(P.EXPERT_SUPPORT, methods=["POST"], groups=["basics"])
def ending(request: HttpRequest, case_uuid: UUID, expertsupport_uuid: UUID) -> HttpResponse:
    """The support ends; an expert who ends it sees the case no more."""
    one = _one(request, expertsupport_uuid)
    mine = one.of(request.actor)
    actions.end_support(support=one, by=request.actor)
    say(request, _("Tuki on päättynyt. Kokemusasiantuntija ei enää näe asiakkaan tietoja."))
    return see("desk:my_day") if mine else see("experts:support", case_uuid=case_uuid)


def _page(request: HttpRequest, form: Form, heading: str, act: str, quote: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "act": act, "quote": quote, "tab": "team"}
    return render(request, "feedback/experts/form.html", context, status=422 if request.method == "POST" else 200)


# What is paid ---------------------------------------------------------------------------------------------------------


@allow(P.REWARD_VIEW)
def rewards(request: HttpRequest) -> HttpResponse:
    """What the organisation's units have paid; an expert sees one's own."""
    rows = ExpertReward.objects.filter(unit__organisation_id=request.actor.organisation_id)
    if request.actor.role == actions.EXPERT:
        rows = ExpertReward.objects.filter(expert_id=request.actor.user_id)
    return render(request, "feedback/experts/rewards.html", {"rows": rows.select_related("expert", "unit")})


@allow(P.REWARD_RECORD, methods=METHODS)
def reward_new(request: HttpRequest) -> HttpResponse:
    """What is paid to an expert for a month."""
    form = bind(request, RewardForm, organisation_id=request.actor.organisation_id)
    if request.method == "POST" and form.is_valid() and attempt(
        form, actions.record_reward, by=request.actor, **form.said
    ):
        say(request, _("Palkkio on kirjattu."))
        return see("experts:rewards")
    status = 422 if request.method == "POST" else 200
    return render(request, "feedback/experts/reward_form.html", {"form": form}, status=status)
