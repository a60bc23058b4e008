"""The registry of instruments for everybody, and choosing them for one talk."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.assessments import instruments as acts
from rinnalla.assessments.forms_instruments import InstrumentForm
from rinnalla.assessments.models import InstrumentUse, NeedsAssessment
from rinnalla.lib.errors import Refused
from rinnalla.lib.smallnumbers import Shown
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.handbook import reading
from rinnalla.servicemodels.handbook.models import INSTRUMENT


@allow(P.MODEL_VIEW)
def instruments(request: HttpRequest) -> HttpResponse:
    """The registry: what each measures, its state, licence and core sets; to managers how often it has been used."""
    region = codes.of_region(request.actor.region_id or 0)
    states = reading.states(INSTRUMENT, request.actor.region_id)
    uses = acts.uses(region) if request.actor.can(P.FIGURES_VIEW) else None
    limit = codes.deadline(region, "small_number")
    rows = [
        {"one": one, "state": states[one.key], "history": reading.history(INSTRUMENT, one.key, request.actor.region_id),
         "uses": uses.get(one.key, acts.NOTHING) if uses is not None else None}
        for one in codes.common().instruments
    ]
    context = {
        "nav": "handbook", "rows": rows, "core": _core(region), "text_of": _text_of, "counted": uses is not None,
        "number": lambda told: printed(told, limit), "may_edit": request.actor.can(P.MODEL_EDIT),
    }
    return render(request, "assessments/instruments.html", context)


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def chosen(request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID) -> HttpResponse:
    """What is used in this talk, what did not suit and why. None is compulsory."""
    row = _one(request, assessment_uuid)
    if not row.allows("save"):
        return see("assessments:version", case_uuid=case_uuid, assessment_uuid=row.uuid)
    form = bind(request, InstrumentForm, **_choices(request, row))
    if request.method == "POST" and form.is_valid():
        noted = attempt(form, acts.note_use, assessment=row, by=request.actor, **form.arguments())
        if noted:
            say(request, _("Merkintä on tallessa."))
            return see("assessments:chosen_instruments", case_uuid=case_uuid, assessment_uuid=assessment_uuid)
    return _page(request, row, form)


@allow(P.ASSESSMENT_EDIT, methods=["POST"], groups=["basics"])
def removal(request: HttpRequest, case_uuid: UUID, assessment_uuid: UUID, use_uuid: UUID) -> HttpResponse:
    """Take a choice back."""
    row = _one(request, assessment_uuid)
    use = get_object_or_404(InstrumentUse.objects.filter(assessment=row).select_related("assessment"), uuid=use_uuid)
    use.assessment = row
    try:
        acts.drop_use(use=use, by=request.actor)
    except Refused as refusal:
        return _page(request, row, InstrumentForm(**_choices(request, row)), refusal=refusal.message)
    say(request, _("Merkintä on poistettu."))
    return see("assessments:chosen_instruments", case_uuid=case_uuid, assessment_uuid=assessment_uuid)


def _choices(request: HttpRequest, row: NeedsAssessment) -> dict[str, Any]:
    every = acts.choosable(row.case.region_id)
    return {"every": every, "core": acts.core_of(row.case), "health": "health" in request.access.groups}


def _page(request: HttpRequest, row: NeedsAssessment, form: InstrumentForm, *, refusal: str = "") -> HttpResponse:
    health = "health" in request.access.groups
    request.shown.groups(["basics", *(["health"] if health else [])])
    context = {
        "tab": "assessment", "row": row, "form": form, "refusal": refusal, "uses": in_words(row), "health": health,
        "stage": codes.stage_name(codes.of_case(row.case), row.case.stage),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/chosen_instruments.html", context, status=status)


def in_words(row: NeedsAssessment) -> list[dict[str, Any]]:
    """The instruments of a talk as people read them."""
    names = {one.key: one.names.in_language for one in codes.common().instruments}
    return [
        {"use": use, "name": names.get(use.instrument, use.instrument), "reason": _reason(use)}
        for use in row.instruments.order_by("made_at", "pk")
    ]


def _reason(use: InstrumentUse) -> str:
    if not use.reason:
        return ""
    which = str(acts.NOT_SUITABLE) if use.outcome == acts.NOT_SUITABLE else acts.OFF_SET
    return codes.code_name(acts.REASONS[which], use.reason)


def _core(region: codes.Whose) -> list[tuple[str, list[str]]]:
    """The core set of each stage, in the names of both."""
    names = {one.key: one.names.in_language for one in codes.common().instruments}
    return [(stage.name, [names[key] for key in reading.core_set(region, stage.key)]) for stage in codes.stages(region)]


def printed(told: Shown, limit: int) -> str:
    """A number as it is read; a hidden one by what may be told of it."""
    return {
        "number": str(told.number), "small": _("alle %(n)s") % {"n": limit},
        "large": _("vähintään %(n)s") % {"n": limit}, "withheld": _("luku peitetty"),
    }[told.kind]


def _text_of(names: Any) -> str:
    return names.in_language if names else ""


def _one(request: HttpRequest, uuid: UUID) -> NeedsAssessment:
    rows = NeedsAssessment.objects.visible_to(request.actor).filter(case=request.case).select_related(
        "case__region", "correction"
    )
    return get_object_or_404(rows, uuid=uuid)
