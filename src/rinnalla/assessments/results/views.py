"""Results of a case over time, entering and correcting one, and the three dimensions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.assessments.results import actions, figures, reading, scoring
from rinnalla.assessments.results.forms import (
    MODES,
    InstrumentChoiceForm,
    ResultCorrectionForm,
    ResultForm,
    SituationForm,
    of_choice,
)
from rinnalla.assessments.results.models import InstrumentResult
from rinnalla.lib import dates
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels import codes


@allow(P.ASSESSMENT_VIEW, groups=["basics"])
def results(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The results of each instrument over time (V-112)."""
    groups = request.access.groups
    request.shown.groups(groups)
    context = {
        "found": reading.results(request.case, request.actor, groups), "editable": _editable(request),
        "choice": InstrumentChoiceForm(every=_open(request)), "modes": MODES, "points": scoring.shown,
    }
    return _draw(request, "results", context)


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def result_new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Write down a result; which instrument is told in the address (?which=)."""
    chosen = of_choice(_open(request), request.GET.get("which", ""))
    if chosen is None:
        return see("assessments:results", case_uuid=case_uuid)
    instrument, edition = chosen
    start = {"measured_on": dates.today(), "mode": InstrumentResult.Mode.SELF}
    form = bind(request, ResultForm, instrument=instrument, edition=edition, initial=start)
    if request.method == "POST" and form.is_valid() and attempt(
        form, actions.note_result, case=request.case, by=request.actor, groups=request.access.groups,
        result=form.result(), key=form.cleaned_data["form_key"],
    ):
        say(request, _("Tulos on tallessa."))
        return see("assessments:results", case_uuid=case_uuid)
    return _form(request, form, instrument.names.in_language, about=instrument)


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def result_correction(request: HttpRequest, case_uuid: UUID, result_uuid: UUID) -> HttpResponse:
    """Mend a result: the earlier one stays, with the reason."""
    row = _one(request, result_uuid)
    instrument = next((one for one in codes.common().instruments if one.key == row.instrument), None)
    edition = actions.edition_of(instrument, row.edition) if instrument else None
    if instrument is None or edition is None:
        raise Http404
    form = bind(request, ResultCorrectionForm, instrument=instrument, edition=edition, row=row)
    if request.method == "POST" and form.is_valid() and attempt(
        form, actions.correct_result, row=row, by=request.actor, groups=request.access.groups, result=form.result(),
        reason=form.cleaned_data["reason"], key=form.cleaned_data["form_key"],
    ):
        say(request, _("Korjaus on tallessa. Aiempi tulos jäi luettavaksi."))
        return see("assessments:results", case_uuid=case_uuid)
    return _form(request, form, _("Korjaa tulosta: %(name)s") % {"name": instrument.names.in_language})


@allow(P.ASSESSMENT_VIEW, groups=["basics"])
def situation(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Baseline and follow-up in the dimensions, the client's and the professional's view side by side (V-08)."""
    groups = request.access.groups
    request.shown.groups(groups)
    rows = reading.dimensions(request.case, request.actor, groups)
    context = {"rows": rows, "editable": _editable(request), "points": scoring.shown}
    return _draw(request, "situation", {**context, "part": "situation"})


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"], groups=["basics"])
def situation_new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Ask the three questions."""
    every = [one for one in codes.code_list("dimensions") if one.definition.field_group in request.access.groups]
    start = {"asked_on": dates.today(), "viewer": "client"}
    form = bind(request, SituationForm, dimensions=every, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, actions.note_situation, case=request.case, by=request.actor, groups=request.access.groups,
                   viewer=data["viewer"], asked_on=data["asked_on"], values=form.values(), key=data["form_key"]):
            say(request, _("Vastaukset ovat tallessa."))
            return see("assessments:situation", case_uuid=case_uuid)
    return _form(request, form, _("Miltä tilanne näyttää nyt"), part="situation")


@allow(P.FIGURES_VIEW)
def change(request: HttpRequest) -> HttpResponse:
    """How the clients of the region see their change, as numbers with the small ones hidden (V-08)."""
    region = codes.of_region(request.actor.region_id or 0)
    context = {
        "rows": figures.changes(region), "pairs": figures.pairs(region), "points": scoring.shown,
        "limit": codes.deadline(region, "small_number"), "nav": "figures",
    }
    return render(request, "assessments/results/change.html", context)


def _open(request: HttpRequest) -> list[Any]:
    """The instruments whose results the reader may see, and so may write."""
    return [one for one in actions.measurable(request.case.region_id) if one.field_group in request.access.groups]


def _editable(request: HttpRequest) -> bool:
    return may(request.actor, P.ASSESSMENT_EDIT, request.access) and request.case.allows("edit")


def _one(request: HttpRequest, uuid: UUID) -> InstrumentResult:
    rows = InstrumentResult.objects.visible_to(request.actor).filter(
        case=request.case, field_group__in=request.access.groups
    ).select_related("case__person")
    row = get_object_or_404(rows, uuid=uuid)
    request.shown.groups([row.field_group])
    return row


def _form(request: HttpRequest, form: Any, title: str, **more: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return _draw(request, "form", {"form": form, "title": title, **more}, status=status)


def _draw(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    template = f"assessments/results/{name}.html"
    return render(request, template, {"tab": "assessment", "part": "results", **context}, status=status)
