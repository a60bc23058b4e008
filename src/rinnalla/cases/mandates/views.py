"""Who acts for the client, as the team sees it; a guardian is recorded by whoever answers for the client."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.mandates import actions
from rinnalla.cases.mandates.forms import EndingForm, GuardianForm
from rinnalla.cases.mandates.models import Mandate
from rinnalla.cases.views import draw
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels.codes import code_name


def told(rows: Iterable[Mandate]) -> list[dict[str, Any]]:
    """Mandates in words: whose, in which parts, by whose decision, why it ended."""
    return [
        {
            "row": row, "parts": [code_name("mandate_parts", part) for part in row.in_order],
            "authority": code_name("mandate_authorities", row.authority) if row.authority else "",
            "why": code_name("mandate_endings", row.ended_why) if row.ended_why else "",
        }
        for row in rows
    ]


def of_case(request: HttpRequest) -> list[dict[str, Any]]:
    """All of the case of the request, those that stand first."""
    rows = Mandate.objects.visible_to(request.actor).filter(case=request.case).select_related("made_by", "ended_by")
    return told(sorted(rows.order_by("-pk"), key=lambda one: not one.allows("end")))


@allow(P.CASE_VIEW, groups=["basics"])
def mandates(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Helpers the client has named, and guardians."""
    context = {"tab": "team", "rows": of_case(request), "answers": actions.answers_for(request.case, request.actor)}
    return render(request, "cases/mandates/mandates.html", context)


@allow(P.MANDATE_RECORD, methods=["GET", "POST"], groups=["basics"])
def guardian_new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Record from the decision who is the client's guardian."""
    form = bind(request, GuardianForm)
    about = {"case": request.case, "by": request.actor}
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, actions.record_guardian, **about, **form.said()):
        say(request, _("Edunvalvoja on kirjattu. Hän kirjautuu tunnistautumalla, ja asiakas näkee tehtävän."))
        return see("mandates:mandates", case_uuid=case_uuid)
    return draw(
        request, form, _("Kirjaa edunvalvoja"), _("Kirjaa"), back=_back(case_uuid),
        lead=_("Katso tiedot päätöksestä. Päätöstä ei tallenneta. Asiakas näkee kirjauksen omilla sivuillaan."),
        status=422 if request.method == "POST" else 200,
    )


@allow(P.MANDATE_RECORD, methods=["GET", "POST"], groups=["basics"])
def ending(request: HttpRequest, case_uuid: UUID, mandate_uuid: UUID) -> HttpResponse:
    """The task is over: nothing opens by it from that second on."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.actor), uuid=mandate_uuid, case=request.case)
    form = bind(request, EndingForm)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, _ended, mandate=mandate, form=form, by=request.actor):
        say(request, _("Tehtävä on päättynyt. %(name)s ei enää näe asiakkaan sivuja.") % {"name": mandate.name})
        return see("mandates:mandates", case_uuid=case_uuid)
    return draw(
        request, form, _("Päätä tehtävä"), _("Päätä heti"), back=_back(case_uuid), lead=mandate.name,
        status=422 if request.method == "POST" else 200,
    )


def _ended(*, mandate: Mandate, form: EndingForm, by: Any) -> bool:
    actions.end_mandate(mandate=mandate, by=by, why=form.cleaned_data["why"])
    return True


def _back(case_uuid: UUID) -> str:
    return reverse("mandates:mandates", kwargs={"case_uuid": case_uuid})
