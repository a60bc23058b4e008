"""Pages of closing a case: the check-list of those who go on, the hand-over to each, and the closing itself."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases import closing as actions
from rinnalla.cases.forms import ClosingForm, HandoverForm
from rinnalla.cases.models import Case
from rinnalla.cases.views import draw, saved
from rinnalla.lib.web import bind, render, say, see
from rinnalla.organisations.models import Organisation

TOLD = ("what", "contact_person", "contact")


@allow(P.CASE_CLOSE, methods=["GET", "POST"], groups=["basics"])
def closing(request: HttpRequest, case_uuid) -> HttpResponse:
    """The check-list of the bodies that go on, and the solution."""
    case: Case = request.case
    form = bind(request, ClosingForm, initial={"version": case.version})
    status, compare = 200 if request.method == "GET" else 422, None
    if request.method == "POST" and form.is_valid():
        done, status, compare = saved(request, form, _close, case=case, **form.facts())
        if done:
            say(request, _("Asia on päätetty. Asiakas voi palata yhdellä yhteydenotolla."))
            return see("desk:case_list")
    bodies = actions.remaining(case) if case.allows("close") else []
    context = {"form": form, "tab": "overview", "compare": compare, "bodies": bodies}
    return render(request, "cases/closing.html", context, status=status)


def _close(**arguments: Any) -> bool:
    actions.close_case(**arguments)
    return True


@allow(P.CASE_CLOSE, methods=["GET", "POST"], groups=["basics"])
def handover(request: HttpRequest, case_uuid, organisation_uuid) -> HttpResponse:
    """How one body goes on, or that the client does not want it to be told."""
    organisation = get_object_or_404(Organisation, uuid=organisation_uuid)
    form = bind(request, HandoverForm, **_as_it_is(request.case, organisation))
    status, compare = 200 if request.method == "GET" else 422, None
    if request.method == "POST" and form.is_valid():
        facts = {"case": request.case, "organisation": organisation, **form.cleaned_data}
        done, status, compare = saved(request, form, actions.hand_over, shown=TOLD, **facts)
        if done:
            say(request, _("Jatko on sovittu: %(body)s.") % {"body": organisation.name})
            return see("cases:closing", case_uuid=case_uuid)
    heading = _("Näin %(body)s jatkaa") % {"body": organisation.name}
    back = reverse("cases:closing", kwargs={"case_uuid": case_uuid})
    return draw(request, form, heading, _("Tallenna"), status=status, compare=compare, back=back)


def _as_it_is(case: Case, organisation: Organisation) -> dict[str, Any]:
    """The form's arguments: what has been agreed, or whom of the body one knows. 404 for a body that has no part."""
    one = next((one for one in actions.remaining(case) if one.organisation == organisation), None)
    if one is None:
        raise Http404
    start = {"contact_person": one.people[0] if one.people else ""}
    if one.handover:
        start = {name: getattr(one.handover, name) for name in ("agreement", *TOLD, "version")}
    return {"by_law": one.by_law, "initial": start}
