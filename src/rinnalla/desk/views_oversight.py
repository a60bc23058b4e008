"""The data-protection officer's page: who has looked, and on which ground."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.desk import actions
from rinnalla.desk.forms import OversightForm
from rinnalla.desk.oversight import SHOWN, search
from rinnalla.lib.web import bind, render


@allow(P.LOG_OVERSEE, methods=["GET", "POST"], action="search")
def oversight(request: HttpRequest) -> HttpResponse:
    """Search the log. An identity code never stands in an address, so a search is sent as a form; each is logged."""
    form, found = bind(request, OversightForm), None
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        reason = asked.pop("reason")
        found = search(request.actor, **asked)
        actions.note_log_search(
            by=request.actor, reason=reason, case_ids=found.case_ids, worker_id=found.worker_id
        )
        request.shown.purpose = f"oversight.{reason}"
        request.shown.cases(found.case_ids)
        request.shown.persons(found.person_ids)
        request.shown.others(1)
    status = 422 if request.method == "POST" and found is None else 200
    context = {"nav": "oversight", "form": form, "found": found, "most": SHOWN}
    return render(request, "desk/oversight.html", context, status=status)
