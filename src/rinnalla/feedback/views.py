"""What a client has said by name, for the responsible worker; and picking words to be published, for leaders."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.feedback import actions
from rinnalla.feedback.models import FeedbackAnswer, FeedbackRequest
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import render, say, see


@allow(P.FEEDBACK_READ, groups=["basics"])
def of_case(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """What the client answered by name, the newest first (L-57). Nobody sees here who has answered without a name."""
    rows = FeedbackAnswer.objects.visible_to(request.actor).filter(case=request.case)
    rows = rows.select_related("request__episode__card", "made_by").order_by("-made_at")
    waiting = FeedbackRequest.objects.visible_to(request.actor).filter(case=request.case).open().first()
    return render(request, "feedback/of_case.html", {"rows": rows, "waiting": waiting, "tab": "contacts"})


@allow(P.FIGURES_VIEW, methods=["POST"])
def quotes(request: HttpRequest) -> HttpResponse:
    """Pick a client's words to be published, or leave them out (I-41). The list itself stands in the report."""
    try:
        picked = request.POST.get("act") == "pick"
        actions.pick(quote=UUID(request.POST.get("quote", "")), by=request.actor, picked=picked)
        say(request, _("Sanat on valittu julkaistaviksi.") if picked else _("Sanoja ei julkaista."))
    except Refused as refusal:
        say(request, refusal.message)
    except ValueError:  # no page of ours sent this
        return HttpResponse(status=422)
    return see("reports:feedback")
