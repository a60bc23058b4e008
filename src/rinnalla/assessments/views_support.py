"""What the rules propose of a signed talk, on which grounds, and the professional's choice beside it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.assessments.actions import decide
from rinnalla.assessments.forms import DecisionForm
from rinnalla.assessments.models import NeedsAssessment, RuleDecision
from rinnalla.assessments.weighing import NOT_USED, SEGMENT, USE, Weighed, hides, weigh
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib.texts import in_language
from rinnalla.lib.web import attempt, render, say, see


@allow(P.ASSESSMENT_VIEW, groups=["basics"])
def support(request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID) -> HttpResponse:
    """The proposed support and the ways into services, each with why and what would change it."""
    return _page(request, _one(request, assessment_uuid))


@allow(P.ASSESSMENT_EDIT, methods=["POST"], groups=["basics"])
def choose(request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID, subject: str) -> HttpResponse:
    """Keep the choice; a choice off the proposal asks for its reason."""
    row = _one(request, assessment_uuid)
    forms = _forms(weigh(row, request.access.groups), request.POST, subject)
    if subject not in forms:
        raise Http404
    form = forms[subject]
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form, decide, assessment=row, subject=subject, by=request.actor, groups=request.access.groups,
            chosen=data["chosen"], reason=data["reason"], key=data["form_key"],
        )
        if done:
            say(request, _("Valinta on tallessa ehdotuksen rinnalla."))
            return see("assessments:support", case_uuid=case_uuid, assessment_uuid=assessment_uuid)
    return _page(request, row, forms, status=422)


def _page(
    request: HttpRequest, row: NeedsAssessment, forms: dict[str, DecisionForm] | None = None, *, status: int = 200
) -> HttpResponse:
    groups = request.access.groups
    request.shown.groups(groups)
    weighed = weigh(row, groups)
    placing, ways = weighed.in_words
    forms = forms or _forms(weighed)
    editable = may(request.actor, P.ASSESSMENT_EDIT, request.access) and row.case.allows("edit")
    context = {
        "tab": "assessment", "row": row, "placing": placing, "hides": hides(groups),
        "segment_form": forms[SEGMENT], "ways": [(way, forms[way.key]) for way in ways],
        "editable": editable and bool(row.signed_at), "cards": _cards(row, ways), "decisions": _decisions(row, weighed),
        "readable": set(groups),
    }
    return render(request, "assessments/support.html", context, status=status)


def _forms(weighed: Weighed, data: Any = None, subject: str = "") -> dict[str, DecisionForm]:
    """A form for the support and for each way; only the one that was sent is bound."""
    segments = [
        (one.key, one.names.in_language) for one in weighed.book.in_force(weighed.book.common.segments)
    ]
    use = [(USE, _("Käytetään")), (NOT_USED, _("Ei käytetä nyt"))]
    subjects = {SEGMENT: segments} | {one.key: use for one in weighed.ways}
    return {
        one: DecisionForm(data if one == subject else None, subject=one, options=options)
        for one, options in subjects.items()
    }


def _cards(row: NeedsAssessment, ways: list) -> dict[str, ServiceCard]:
    wanted = {key for way in ways for key in way.cards}
    offered = ServiceCard.objects.offered().filter(region_id=row.case.region_id, key__in=wanted)
    return {card.key: card for card in offered.select_related("unit__organisation", "region")}


def _decisions(row: NeedsAssessment, weighed: Weighed) -> list[dict[str, Any]]:
    """The choices made of this talk, newest first, in words."""
    names = {one.key: one.names.in_language for one in weighed.book.common.segments}
    names |= {USE: _("Käytetään"), NOT_USED: _("Ei käytetä nyt"), "": _("Ei ehdotusta")}
    ways = {one.key: in_language(dict(one.names)) for one in weighed.ways}
    rows = RuleDecision.objects.filter(assessment=row).select_related("decided_by").order_by("-decided_at", "-pk")
    return [
        {
            "row": one, "about": ways.get(one.subject, _("Tuen taso")), "groups": set(one.field_groups),
            "chosen": names.get(one.chosen, one.chosen), "proposed": names.get(one.proposed, one.proposed),
        }
        for one in rows
    ]


def _one(request: HttpRequest, uuid: UUID) -> NeedsAssessment:
    rows = NeedsAssessment.objects.visible_to(request.actor).filter(case=request.case).select_related(
        "case__region", "case__person__municipality", "signed_by", "correction"
    ).prefetch_related("answers", "told")
    return get_object_or_404(rows, uuid=uuid)
