"""Pages of agreeing on the responsible worker and of handing over."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases import loads, responsibility
from rinnalla.cases.forms import POWERS, ClientAnswerForm, MeetingDayForm, ProposalForm, WorkerAnswerForm
from rinnalla.cases.grounds import CONSENT, statute_for
from rinnalla.cases.models import ResponsibleProposal
from rinnalla.cases.views import draw
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels.codes import due, of_case


def _open(request: HttpRequest, proposal_uuid) -> ResponsibleProposal:
    rows = ResponsibleProposal.objects.filter(settled_at__isnull=True).select_related("worker", "handover_from", "case")
    return get_object_or_404(rows, uuid=proposal_uuid, case=request.case)


@allow(P.RESPONSIBLE_NAME, methods=["GET", "POST"], groups=["basics"])
def propose(request: HttpRequest, case_uuid) -> HttpResponse:
    """Ask somebody to be responsible: first naming, or the start of a hand-over."""
    case = request.case
    handover = case.responsible_worker_id is not None
    start = {"answer_due_on": due(of_case(case), "handover_acceptance")}
    form = bind(request, ProposalForm, region=case.region, handover=handover, initial=start)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, _propose, case=case, form=form, by=request.actor)
        if made:
            say(request, _("Ehdotus on lähetetty. %(name)s vastaa siihen.") % {"name": made.worker.name})
            return see("cases:proposal", case_uuid=case_uuid, proposal_uuid=made.uuid)
    heading = _("Siirrä vastuu saattaen") if handover else _("Ehdota asiakasvastaavaa")
    lead = _("Entinen vastaava vastaa siihen asti, kun uusi ja asiakas ovat suostuneet ja te olette tavanneet.")
    status = 422 if request.method == "POST" else 200
    return draw(request, form, heading, _("Lähetä ehdotus"), lead=lead if handover else "", status=status)


def _propose(*, case, form: ProposalForm, by) -> ResponsibleProposal:
    data = form.cleaned_data
    unit = data["membership"].unit
    return responsibility.propose(
        case=case,
        worker=data["membership"].user,
        unit=unit,
        decision_power=data["decision_power"],
        by=by,
        ground=statute_for(case, unit.organisation) or CONSENT,
        answer_due_on=data["answer_due_on"],
        reason=data["reason"],
        stays_beside_until=data.get("stays_beside_until"),
        key=data["form_key"],
    )


@allow(P.CASE_VIEW, groups=["basics"])
def proposal(request: HttpRequest, case_uuid, proposal_uuid) -> HttpResponse:
    """One proposal: who, why, with which power; who has answered and what is missing."""
    one = _open(request, proposal_uuid)
    context = {
        "tab": "team",
        "proposal": one,
        "power": POWERS[one.decision_power],
        "crowded": loads.crowded(one, request.actor),
        "worker_form": bind(request, WorkerAnswerForm, prefix="worker"),
        "client_form": bind(request, ClientAnswerForm, prefix="client"),
        "meeting_form": bind(request, MeetingDayForm, prefix="meeting"),
    }
    return render(request, "cases/proposal.html", context)


@allow(P.ACTION_ACCEPT, methods=["POST"], groups=["basics"])
def worker_answer(request: HttpRequest, case_uuid, proposal_uuid) -> HttpResponse:
    """The asked worker's own answer."""
    one = _open(request, proposal_uuid)
    form = WorkerAnswerForm(request.POST, prefix="worker")
    return _answered(request, one, form, responsibility.answer_as_worker, "worker_form")


@allow(P.RESPONSIBLE_NAME, methods=["POST"], groups=["basics"])
def client_answer(request: HttpRequest, case_uuid, proposal_uuid) -> HttpResponse:
    """What the client said, recorded by the one who asked."""
    one = _open(request, proposal_uuid)
    form = ClientAnswerForm(request.POST, prefix="client")
    return _answered(request, one, form, responsibility.answer_of_client, "client_form")


@allow(P.HANDOVER, methods=["POST"], groups=["basics"])
def joint_meeting(request: HttpRequest, case_uuid, proposal_uuid) -> HttpResponse:
    """The day the old one, the new one and the client met."""
    one = _open(request, proposal_uuid)
    form = MeetingDayForm(request.POST, prefix="meeting")
    return _answered(request, one, form, responsibility.note_joint_meeting, "meeting_form")


@allow(P.RESPONSIBLE_NAME, methods=["POST"], groups=["basics"])
def withdrawal(request: HttpRequest, case_uuid, proposal_uuid) -> HttpResponse:
    """Take the proposal back."""
    responsibility.withdraw(proposal=_open(request, proposal_uuid), by=request.actor)
    say(request, _("Ehdotus on peruttu."))
    return see("cases:team", case_uuid=case_uuid)


def _answered(request: HttpRequest, one: ResponsibleProposal, form: Form, action: Any, name: str) -> HttpResponse:
    if form.is_valid() and attempt(form, _done, action=action, proposal=one, by=request.actor, **form.cleaned_data):
        say(request, _("Vastaus on kirjattu."))
        gone = request.actor.user_id == one.worker_id and one.settled_at and not one.agreed
        if gone:
            return see("desk:my_day")
        return see("desk:case", case_uuid=request.case.uuid)
    forms = {
        "worker_form": WorkerAnswerForm(prefix="worker"),
        "client_form": ClientAnswerForm(prefix="client"),
        "meeting_form": MeetingDayForm(prefix="meeting"),
        name: form,
    }
    context = {"tab": "team", "proposal": one, "power": POWERS[one.decision_power], **forms}
    context["crowded"] = loads.crowded(one, request.actor)
    return render(request, "cases/proposal.html", context, status=422)


def _done(*, action: Any, **arguments: Any) -> bool:
    action(**arguments)
    return True


def address(one: ResponsibleProposal) -> str:
    """Where a proposal is answered."""
    return reverse("cases:proposal", kwargs={"case_uuid": one.case.uuid, "proposal_uuid": one.uuid})
