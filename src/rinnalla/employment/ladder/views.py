"""The steps towards work in a case: where the client stands, every move, what is proposed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.cases.views import draw
from rinnalla.employment.ladder import actions
from rinnalla.employment.ladder.forms import MoveForm, WithdrawalForm
from rinnalla.employment.ladder.models import ProgressMove
from rinnalla.employment.ladder.reading import Proposal, proposal_of, standing_of, step_name, steps
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels.codes import code_name

GROUPS = [EMPLOYMENT]


def _proposal(request: HttpRequest, standing: ProgressMove | None) -> Proposal | None:
    jobs = may(request.actor, P.COACHING_VIEW, request.access)
    return proposal_of(request.case, standing, request.access.groups, jobs=jobs)


@allow(P.SERVICE_VIEW, groups=GROUPS)
def ladder(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Where the client stands, and every move with its ground."""
    case = request.case
    hidden = EMPLOYMENT not in request.access.groups
    rows = ProgressMove.objects.none() if hidden else ProgressMove.objects.filter(case=case)
    standing = None if hidden else standing_of(case)
    works = may(request.actor, P.SERVICE_EDIT, request.access) and not case.closed_at and not hidden
    context = {
        "tab": "services", "hidden": hidden, "standing": standing, "works": works,
        "steps": [] if hidden else steps(case), "proposal": _proposal(request, standing) if works else None,
        "moves": rows.select_related("made_by", "withdrawn_by").order_by("-made_at", "-pk"),
        "step_name": lambda key: step_name(case, key),
        "ground_name": lambda key: code_name("progress_grounds", key),
    }
    return render(request, "employment/ladder/ladder.html", context)


def _page(request: HttpRequest, form: Any, heading: str, act: str, lead: str) -> HttpResponse:
    back = reverse("ladder:ladder", kwargs={"case_uuid": request.case.uuid})
    return draw(request, form, heading, act, lead=lead, back=back, status=422 if request.method == "POST" else 200)


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=GROUPS)
def move(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Record that the client stands on another step."""
    if EMPLOYMENT not in request.access.groups:
        raise Http404
    case, standing = request.case, standing_of(request.case)
    proposal = _proposal(request, standing)
    form = bind(request, MoveForm, case=case, standing=standing, proposal=proposal)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if done := attempt(form, actions.move, case=case, by=request.actor, key=key, **data):
            say(request, _("Kirjattu: %(step)s.") % {"step": step_name(case, done.to_step)})
            return see("ladder:ladder", case_uuid=case_uuid)
    lead = _("Nyt: %(step)s.") % {"step": step_name(case, standing.to_step if standing else "")}
    if proposal:
        told = {"step": step_name(case, proposal.step), "why": proposal.because}
        lead += " " + _("Ehdotus: %(step)s, koska %(why)s. Sinä päätät.") % told
    return _page(request, form, _("Kirjaa siirtymä"), _("Tallenna siirtymä"), lead)


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=GROUPS)
def withdrawal(request: HttpRequest, case_uuid: UUID, move_uuid: UUID) -> HttpResponse:
    """Take back a wrong move, with why."""
    if EMPLOYMENT not in request.access.groups:
        raise Http404
    one = get_object_or_404(ProgressMove.objects.visible_to(request.actor), uuid=move_uuid, case=request.case)
    form = bind(request, WithdrawalForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.withdraw, move=one, by=request.actor, reason=form.cleaned_data["reason"])
        if form.is_valid():
            say(request, _("Siirtymä on peruttu. Se jää näkyviin perustelun kanssa."))
            return see("ladder:ladder", case_uuid=case_uuid)
    lead = _("Peru, jos kirjaus oli väärä. Jos asiakkaan tilanne muuttui, kirjaa uusi siirtymä.")
    return _page(request, form, _("Peru siirtymä"), _("Peru siirtymä"), lead)
