"""The client's own pages: what is next, the path, who helps, what is allowed and who has looked (V-92, V-93)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.permissions import Permission as P
from rinnalla.cases import responsibility
from rinnalla.cases.models import Case, ResponsibleProposal, TeamMember
from rinnalla.cases.models_team import with_roles
from rinnalla.lib import sms
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.portal import work
from rinnalla.portal.ahead import what_is_next
from rinnalla.portal.forms import ResponsibleAnswerForm
from rinnalla.portal.gatherings import called, company, meetings
from rinnalla.portal.guides import reminder
from rinnalla.portal.own import draw, own
from rinnalla.portal.path import trail
from rinnalla.portal.plan import open_proposal, own_plan
from rinnalla.portal.views_consents import consents
from rinnalla.portal.views_feedback import asked
from rinnalla.portal.views_mandates import acting_home
from rinnalla.portal.views_messages import unread
from rinnalla.retention.requests.log import of_case, of_person
from rinnalla.retention.requests.reading import looks

ON_HOME = 3


@own(P.OWN_ENTER, needs_case=False)
def home(request: HttpRequest) -> HttpResponse:
    """First what is next; then the path, the plan, the helpers, who has looked and what is allowed."""
    if request.actor.is_representative:
        return acting_home(request)
    if request.case is None:
        return render(request, "portal/none.html")
    return draw(request, "portal/home.html", home_of(request.case, request))


def home_of(case: Case, request: HttpRequest) -> dict[str, Any]:
    """What stands on the first page of a case, as far as the reader may see it."""
    actor = request.actor
    rows = of_person(case.person_id, case.region_id) if actor.is_client else of_case(case.pk)
    plan = own_plan(case, actor)
    proposed = work.proposals(request, work.coaching_now(actor, case.person_id))
    return {
        "agreements": [one for one in work.agreements(request, case.person_id) if one.asks_me],
        "works": work.unanswered(proposed),
        "ahead": what_is_next(case, request.actor), "trail": trail(case, request.actor), "team": team(case),
        "consents": consents(case),
        "plan": plan, "message": plan.message if plan else None, "unread": unread(case, request),
        "reminder": reminder(case, request.actor),
        "proposal": open_proposal(case, request.actor), "feedback": asked(request),
        "looks": looks(rows[:20])[:ON_HOME], "look_count": len(rows), "closing": getattr(case, "closing", None),
        "handovers": case.closing_handovers.select_related("organisation"),
    }


def team(case: Case) -> list[TeamMember]:
    """Who helps now, the responsible worker first."""
    rows = with_roles(TeamMember.objects.filter(case=case, left_at__isnull=True)).select_related(
        "user", "unit__organisation"
    )
    return sorted(rows.order_by("pk"), key=lambda one: one.user_id != case.responsible_worker_id)


@own(P.OWN_MEET)
def meeting_list(request: HttpRequest) -> HttpResponse:
    """One's own meetings, the newest first."""
    rows = [(one, called(one)) for one in meetings(request.case, request.actor).reverse()]
    return draw(request, "portal/meetings.html", {"meetings": rows, "texts": sms.offered()})


@own(P.OWN_MEET)
def meeting(request: HttpRequest, meeting_uuid: UUID) -> HttpResponse:
    """One meeting: when, where, who; afterwards the summary and what was agreed (E-41)."""
    one = get_object_or_404(meetings(request.case, request.actor), uuid=meeting_uuid)
    decisions = one.decisions.filter(action__isnull=False).order_by("pk")
    decisions = decisions.select_related("action__owner", "action__organisation", "action__done")
    context = {"meeting": one, "title": called(one), "company": company(one, request.case)}
    return draw(request, "portal/meeting.html", {**context, "actions": [row.action for row in decisions]})


@own(P.OWN_PATH)
def helpers(request: HttpRequest) -> HttpResponse:
    """Everybody who helps, with their numbers."""
    return draw(request, "portal/helpers.html", {"team": team(request.case)})


@own(P.OWN_DO, methods=["GET", "POST"])
def responsible(request: HttpRequest, proposal_uuid: UUID) -> HttpResponse:
    """Does the proposed responsible worker suit me (L-41, V-57)."""
    proposal = open_proposal(request.case, request.actor)
    if proposal is None or proposal.uuid != proposal_uuid:
        raise Http404
    form = bind(request, ResponsibleAnswerForm)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, _answered, proposal=proposal, by=request.actor, **form.cleaned_data):
                say(request, _("Kiitos vastauksesta. Kerromme sen eteenpäin."))
                return see("portal:home")
        except Conflict:
            status = 409
            form.add_error(None, _("Ehdotus ehti muuttua. Lue se uudelleen ja vastaa sitten."))
    return draw(request, "portal/responsible.html", {"form": form, "proposal": proposal}, status=status)


def _answered(*, proposal: ResponsibleProposal, **answer: Any) -> bool:
    responsibility.answer_of_client(proposal=proposal, **answer)
    return True
