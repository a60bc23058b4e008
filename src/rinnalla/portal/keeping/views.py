"""The client's notebook and own assessments; and, for the team, what the client has shared of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.assessments.results import reading, scoring
from rinnalla.assessments.results.actions import measurable
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.portal.keeping import actions
from rinnalla.portal.keeping.forms import AssessmentForm, NoteChangeForm, NoteForm
from rinnalla.portal.models import OwnAssessment, OwnNote
from rinnalla.portal.own import draw, own
from rinnalla.portal.views_messages import readers
from rinnalla.servicemodels import definitions as d

GROUPS = ["basics", "employment", "health", "livelihood", "social"]
OWN_FORM = "own_view"  # the service's own short form; the others are results from elsewhere


@own(P.OWN_VIEW)
def notebook(request: HttpRequest) -> HttpResponse:
    """One's own notes, the newest first: who sees each."""
    rows = OwnNote.objects.visible_to(request.actor).filter(case=request.case).order_by("-pk")
    return draw(request, "portal/keeping/notebook.html", {"notes": rows, "readers": readers(request.case)})


@own(P.OWN_ACT, methods=["GET", "POST"])
def note_new(request: HttpRequest) -> HttpResponse:
    """Write a note."""
    about = OwnNote.About.PLAN if request.GET.get("about") == "plan" else OwnNote.About.ANYTHING
    form = bind(request, NoteForm, initial={"about": about})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if attempt(form, actions.write_note, case=request.case, by=request.actor, key=key, **data):
            say(request, _("Muistiinpano on tallessa. Vain sinä näet sen."))
            return see("portal:notebook")
    return _note_form(request, form, _("Kirjoita muistiinpano"))


@own(P.OWN_ACT, methods=["GET", "POST"])
def note(request: HttpRequest, note_uuid: UUID) -> HttpResponse:
    """Change a note of one's own."""
    row = _row(request, OwnNote, note_uuid)
    start = {name: getattr(row, name) for name in ("about", "text", "link", "version")}
    form, status = bind(request, NoteChangeForm, initial=start), 200
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in start}
        try:
            if attempt(form, _changed, note=row, by=request.actor, **data):
                say(request, _("Muutos on tallessa."))
                return see("portal:notebook")
        except Conflict:
            status = 409
            form.add_error(None, _("Muistiinpano on muuttunut toisessa ikkunassa. Avaa se uudelleen."))
    return _note_form(request, form, _("Muuta muistiinpanoa"), status=status)


def _changed(**arguments: Any) -> bool:
    actions.change_note(**arguments)
    return True


def _note_form(request: HttpRequest, form: NoteForm, heading: str, status: int = 200) -> HttpResponse:
    context = {"form": form, "heading": heading}
    return draw(request, "portal/keeping/note.html", context, status=422 if form.errors and status == 200 else status)


@own(P.OWN_VIEW, groups=GROUPS)
def assessments(request: HttpRequest) -> HttpResponse:
    """One's own assessments and results over time: what was at first, what is now (L-61, T-45)."""
    rows = OwnAssessment.objects.visible_to(request.actor).filter(case=request.case).order_by("measured_on", "pk")
    context = {
        "measured": reading.measured(list(rows)), "points": scoring.shown, "readers": readers(request.case),
        "others": _others(request), "own_form": OWN_FORM,
    }
    return draw(request, "portal/keeping/assessments.html", context)


@own(P.OWN_ACT, methods=["GET", "POST"], groups=GROUPS)
def assessment_new(request: HttpRequest, instrument_key: str) -> HttpResponse:
    """Answer the own short form, or write down a result from elsewhere."""
    instrument = next((one for one in _usable(request) if one.key == instrument_key), None)
    if instrument is None:
        return see("portal:assessments")
    edition = instrument.editions[-1]
    form = bind(request, AssessmentForm, edition=edition)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, _kept, form=form, case=request.case, by=request.actor, instrument=instrument):
        say(request, _("Arviosi on tallessa. Vain sinä näet sen."))
        return see("portal:assessments")
    context = {"form": form, "instrument": instrument, "is_own": instrument.key == OWN_FORM}
    return draw(request, "portal/keeping/assessment.html", context, status=422 if form.errors else 200)


def _kept(*, form: AssessmentForm, instrument: d.Instrument, **who: Any) -> OwnAssessment:
    data = form.cleaned_data
    return actions.note_assessment(
        instrument=instrument, edition=form.edition.version, scores=form.scores(), words=data["words"],
        key=data["form_key"], **who,
    )


def _usable(request: HttpRequest) -> list[d.Instrument]:
    """What a client can write down: instruments that give points by scales, the own form first."""
    every = [one for one in measurable(request.case.region_id) if one.editions[-1].scales]
    return sorted(every, key=lambda one: one.key != OWN_FORM)


def _others(request: HttpRequest) -> list[d.Instrument]:
    return [one for one in _usable(request) if one.key != OWN_FORM]


# Sharing and taking away: the same for both --------------------------------------------------------------------------

ROOMS: dict[str, tuple[type[OwnNote] | type[OwnAssessment], str]] = {
    "notes": (OwnNote, "portal:notebook"), "assessments": (OwnAssessment, "portal:assessments"),
}


def _row(request: HttpRequest, model: Any, uuid: UUID) -> Any:
    rows = model.objects.visible_to(request.actor).filter(case=request.case).select_related("case")
    return get_object_or_404(rows, uuid=uuid)


@own(P.OWN_ACT, methods=["POST"])
def note_sharing(request: HttpRequest, note_uuid: UUID) -> HttpResponse:
    """Share a note with the team, or stop."""
    return _sharing(request, "notes", note_uuid)


@own(P.OWN_ACT, methods=["POST"])
def assessment_sharing(request: HttpRequest, assessment_uuid: UUID) -> HttpResponse:
    """Share an assessment with the team, or stop."""
    return _sharing(request, "assessments", assessment_uuid)


def _sharing(request: HttpRequest, room: str, uuid: UUID) -> HttpResponse:
    model, back = ROOMS[room]
    row = _row(request, model, uuid)
    if request.POST.get("shared") == "yes":
        actions.share(row=row, by=request.actor)
        say(request, _("Tiimisi näkee tämän nyt."))
    else:
        actions.stop_sharing(row=row, by=request.actor)
        say(request, _("Tiimisi ei enää näe tätä."))
    return see(back)


@own(P.OWN_ACT, methods=["GET", "POST"])
def note_removal(request: HttpRequest, note_uuid: UUID) -> HttpResponse:
    """Take a note away for good."""
    return _removal(request, "notes", note_uuid)


@own(P.OWN_ACT, methods=["GET", "POST"])
def assessment_removal(request: HttpRequest, assessment_uuid: UUID) -> HttpResponse:
    """Take an assessment away for good."""
    return _removal(request, "assessments", assessment_uuid)


def _removal(request: HttpRequest, room: str, uuid: UUID) -> HttpResponse:
    model, back = ROOMS[room]
    row = _row(request, model, uuid)
    if request.method == "POST":
        actions.take_away(row=row, by=request.actor)
        say(request, _("Se on poistettu."))
        return see(back)
    return draw(request, "portal/keeping/removal.html", {"row": row, "back_url": reverse(back)})


@allow(P.CASE_EDIT, groups=["basics"])
def shared(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """For the team: what the client has shared of the own notes and assessments. Nothing here can be changed."""
    notes = OwnNote.objects.visible_to(request.actor).filter(case=request.case).shared().order_by("-shared_at")
    rows = OwnAssessment.objects.visible_to(request.actor).filter(case=request.case).shared()
    context = {
        "notes": notes, "measured": reading.measured(list(rows.order_by("measured_on", "pk"))),
        "points": scoring.shown, "tab": "contacts",
    }
    return render(request, "portal/keeping/shared.html", context)
