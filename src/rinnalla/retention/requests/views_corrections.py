"""Corrections in a case: for whoever answers for the client. The worker's own text and the client's both stay."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.retention.requests import actions, places
from rinnalla.retention.requests.forms import CorrectionAnswerForm
from rinnalla.retention.requests.models import RightsRequest
from rinnalla.retention.requests.telling import refusal_of
from rinnalla.retention.requests.views import renew
from rinnalla.servicemodels.codes import code_name


@allow(P.CASE_EDIT, groups=["basics"])
def corrections(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """What the client says is wrong; the waiting first. Empty for whoever does not answer for the client."""
    rows = RightsRequest.objects.visible_to(request.actor).filter(case=request.case).select_related("answered_by")
    ordered = sorted(rows.order_by("-pk"), key=lambda one: (one.answered_at is not None, one.due_on))
    context = {"tab": "contacts", "rows": [(one, _place(one)) for one in ordered]}
    return render(request, "retention/corrections.html", context)


def _place(one: RightsRequest) -> str:
    return code_name("rights_places", one.place)


@allow(P.CASE_EDIT, methods=["GET", "POST"], groups=["basics"])
def correction(request: HttpRequest, case_uuid: UUID, request_uuid: UUID) -> HttpResponse:
    """One correction: what is wrong, what it should be, and the answer."""
    rows = RightsRequest.objects.visible_to(request.actor).select_related("answered_by")
    one = get_object_or_404(rows, uuid=request_uuid, case=request.case)
    form = bind(request, CorrectionAnswerForm, asked=one, **_choices(request, one))
    status, crossed = 422 if request.method == "POST" else 200, False
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, _answered, request=one, by=request.actor, form=form):
                say(request, _("Vastaus on asiakkaan luettavana. Hän saa siitä tiedon."))
                return see("rights:corrections", case_uuid=case_uuid)
        except Conflict as conflict:
            status, one, crossed = 409, conflict.current, True
            renew(form, conflict)
    context = {
        "tab": "contacts", "one": one, "form": form, "place": _place(one), "crossed": crossed,
        "refused": refusal_of(one), "mend_at": places.mending(one.place, request.case),
    }
    return render(request, "retention/correction.html", context, status=status)


def _choices(request: HttpRequest, one: RightsRequest) -> dict[str, Any]:
    """The rows the reader may see: only beside one of them can the client's words be put."""
    given = one.place, request.case, request.actor, request.access.groups
    rows = places.rows_of(*given)
    start = {"row": str(one.row_uuid)} if one.row_uuid else {}
    return {"rows": rows, "mended": places.mended_of(*given, since=one.made_at), "initial": start}


def _answered(*, request: RightsRequest, by: Any, form: CorrectionAnswerForm) -> bool:
    actions.answer(request=request, by=by, version=form.cleaned_data["version"], answered=form.answered())
    return True
