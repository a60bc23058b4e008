"""Everything of the own pages in one go, to be printed: for the client, and for whoever answers for one who can't."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ALL_GROUPS
from rinnalla.cases.mandates.views import of_case as mandates_of
from rinnalla.cases.messages.models import Message
from rinnalla.cases.models import Case
from rinnalla.lib.web import render
from rinnalla.portal.gatherings import called, company, meetings
from rinnalla.portal.own import draw, own
from rinnalla.portal.path import trail
from rinnalla.portal.plan import own_plan
from rinnalla.portal.views_as_client import SHOWN, language_of
from rinnalla.portal.views_behalf import of_case as recorded
from rinnalla.portal.views_consents import consents
from rinnalla.portal.views_own import team
from rinnalla.retention.requests import log
from rinnalla.retention.requests.models import RightsRequest
from rinnalla.retention.requests.reading import looks


@own(P.OWN_VIEW, groups=sorted(ALL_GROUPS), action="print")
def paper(request: HttpRequest) -> HttpResponse:
    """All of one's own pages on one, with nothing to press: for reading on paper."""
    person = request.case.person
    asked = RightsRequest.objects.visible_to(request.actor).order_by("-pk")
    rows = log.of_person(person.pk, person.region_id)[:]
    context = {**_everything(request), "asked": asked, "looks": looks(rows), "by_client": True}
    return draw(request, "portal/paper.html", context)


@allow(P.LOG_VIEW, groups=SHOWN, action="print")
def paper_of_case(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The same for a client who can't use the own pages, in the client's language.

    It opens only to whose leave covers every group that stands on it. What the client has asked of the own data is left
    out: nobody who works in the case sees that."""
    case: Case = request.case
    seen = set(SHOWN) <= set(request.access.groups)
    frame = {"case": case, "person": case.person, "companion": case.responsible_worker}
    frame |= {"by_client": False, "seen": seen}
    if not seen:
        return render(request, "portal/paper_of_case.html", frame)
    with translation.override(language_of(case)):
        context = {**frame, **_everything(request), "asked": (), "looks": looks(log.of_case(case.pk))}
        return render(request, "portal/paper_of_case.html", context)


def _everything(request: HttpRequest) -> dict[str, Any]:
    """What stands on the pages, whole: no page of a list is left out."""
    case, actor = request.case, request.actor
    plan = own_plan(case, actor)
    messages = Message.objects.visible_to(actor).filter(case=case).select_related("made_by").order_by("-pk")
    met = [(one, called(one), company(one, case)) for one in meetings(case, actor).reverse()]
    return {
        "trail": trail(case, actor), "team": team(case), "plan": plan, "meetings": met, "letters": messages,
        "comments": plan.plan.comments.select_related("made_by").order_by("pk") if plan else (),
        "consents": consents(case), "mandates": mandates_of(request), "recorded": recorded(request),
    }
