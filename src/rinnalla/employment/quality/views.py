"""A unit's quality page: 25 criteria with evidence, history, sum and band, improvements; reviewing and approving."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.employment.quality import actions, sets, showing
from rinnalla.employment.quality.forms import AnswerForm, ApprovalForm, ImprovementForm, StartForm
from rinnalla.employment.quality.models import QualityComparison, QualityImprovement, QualityReview, QualityScore
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import due, of_region

BOTH = ["GET", "POST"]
NAV = "coaching"
SAVED = 302
CROSSED = gettext_lazy("Joku muu ehti tallentaa ensin. Päivitä sivu ja katso, mitä nyt on tallessa.")
Act = Callable[[dict[str, Any]], Any]


def unit_of(request: HttpRequest, uuid: UUID) -> Unit:
    """The unit of the address, when its quality page is the reader's to open."""
    rows = Unit.objects.filter(pk__in=[one.pk for one in showing.units_of(request.actor)])
    return get_object_or_404(rows.select_related("organisation__region"), uuid=uuid)


def review_of(request: HttpRequest, uuid: UUID) -> QualityReview:
    """The review of the address, of a unit of the reader's own."""
    rows = QualityReview.objects.visible_to(request.actor).select_related("unit__organisation__region", "approved_by")
    return get_object_or_404(rows, uuid=uuid)


@allow(P.QUALITY_VIEW)
def units(request: HttpRequest) -> HttpResponse:
    """To the own unit's page; a choice when there are several."""
    found = showing.units_of(request.actor)
    if len(found) == 1:
        return see("quality:unit", unit_uuid=found[0].uuid)
    newest = {one.pk: showing.newest(QualityReview.objects.filter(unit=one)) for one in found}
    return render(request, "employment/quality/units.html", {"nav": NAV, "units": found, "newest": newest})


@allow(P.QUALITY_VIEW, methods=BOTH)
def unit(request: HttpRequest, unit_uuid: UUID) -> HttpResponse:
    """The unit's newest review, or what its records say; POST begins a review."""
    found = unit_of(request, unit_uuid)
    form = bind(request, StartForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        begun = attempt(
            form, actions.start_review, unit=found, by=request.actor, reviewers=data["reviewers"], key=data["form_key"]
        )
        if begun:
            say(request, _("Arviointi on aloitettu. Kirjaukset on jo laskettu."))
            return see("quality:unit", unit_uuid=found.uuid)
    rows = list(QualityReview.objects.filter(unit=found).select_related("approved_by", "unit__organisation__region"))
    current = showing.newest(rows)
    sheet = showing.sheet_of(current) if current else showing.sheet_of_records(found)
    status = 422 if request.method == "POST" else 200
    return _draw(request, found, sheet, rows, status, form=form)


@allow(P.QUALITY_VIEW, methods=BOTH)
def review(request: HttpRequest, qualityreview_uuid: UUID) -> HttpResponse:
    """One review, also an old one; POST counts the records of an open one anew."""
    found = review_of(request, qualityreview_uuid)
    form, status = bind(request, ApprovalForm, initial={"version": found.version}), 200
    if request.method == "POST":
        status, _now = saved(form, lambda data: actions.count_anew(review=found, by=request.actor, **data), CROSSED)
        if status == SAVED:
            say(request, _("Luvut on laskettu tähän päivään."))
            return see("quality:unit", unit_uuid=found.unit.uuid)
    rows = list(QualityReview.objects.filter(unit=found.unit).select_related("approved_by"))
    return _draw(request, found.unit, showing.sheet_of(found), rows, status, counting=form, form=StartForm())


def _draw(
    request: HttpRequest, found: Unit, sheet: showing.Sheet, rows: list[QualityReview], status: int, **more: Any
) -> HttpResponse:
    mended = QualityImprovement.objects.filter(review__unit=found).select_related("action__owner")
    open_one = next((one for one in rows if one.open), None)
    context = {
        "nav": NAV, "unit": found, "sheet": sheet, "review": sheet.review, "reviews": rows, "open_review": open_one,
        "mended": sorted(mended, key=lambda one: (one.action.done_at is not None, one.action.due_on)),
        "names": {one.key: one.names.in_language for one in sheet.used.items},
        "known_from": showing.KNOWN_FROM, "next_on": _next_on(found, sheet),
        "band_of": lambda one: sets.set_named(one.set_key, one.set_version).band_of(one.total).names.in_language,
        "comparisons": QualityComparison.objects.visible_to(request.actor).standing().count(), **more,
    }
    return render(request, "employment/quality/unit.html", context, status=status)


def _next_on(found: Unit, sheet: showing.Sheet) -> Any:
    """The day of the next review, by the band of the one that was approved."""
    if sheet.review is None or sheet.review.open or sheet.band is None:
        return None
    if sheet.band.again_months:
        return dates.add_months(sheet.review.until, sheet.band.again_months)
    return due(of_region(found.organisation.region_id), "fidelity_review", sheet.review.until)


@allow(P.QUALITY_REVIEW, methods=BOTH, groups=[EMPLOYMENT])
def item(request: HttpRequest, qualityreview_uuid: UUID, item_key: str) -> HttpResponse:
    """The evidence behind one criterion, and the reviewer's answers while the review is open."""
    found = review_of(request, qualityreview_uuid)
    line = next((one for one in showing.sheet_of(found).lines if one.item.key == item_key), None)
    score = get_object_or_404(found.scores, item=item_key)
    form, status, saved_now = bind(request, AnswerForm, item=line.item, initial=_told(score)), 200, None
    if request.method == "POST":
        status, saved_now = saved(form, lambda data: _answer(request, found, score, form), conflict_text())
        if status == SAVED:
            say(request, _("Kriteeri on arvioitu."))
            return _on_to(found, score.number)
    clients = showing.own_clients(found, line.item, request.actor) if found.open else []
    request.shown.cases(one.case_id for one, _number in clients)
    context = {
        "nav": NAV, "unit": found.unit, "review": found, "line": line, "form": form, "saved_now": saved_now,
        "coaches": showing.coach_lines(line), "clients": clients, "days": item_key in showing.DAYS,
    }
    return render(request, "employment/quality/item.html", context, status=status)


def _told(score: QualityScore) -> dict[str, Any]:
    """What stands now, for the form."""
    return {
        "answers": [key for key, holds in (score.answers or {}).items() if holds], "words": score.words,
        "step": score.step if score.own else None, "version": score.version,
    }


def _answer(request: HttpRequest, found: QualityReview, score: QualityScore, form: AnswerForm) -> None:
    data = {name: form.cleaned_data[name] for name in ("step", "words", "version")}
    actions.answer(review=found, score=score, by=request.actor, answers=form.told(), **data)


def _on_to(found: QualityReview, number: int) -> HttpResponse:
    """The next criterion that has no step yet; the whole page when there is none."""
    following = found.scores.filter(step__isnull=True).order_by("number")
    onward = following.filter(number__gt=number).first() or following.first()
    if onward is None:
        return see("quality:unit", unit_uuid=found.unit.uuid)
    return see("quality:item", qualityreview_uuid=found.uuid, item_key=onward.item)


@allow(P.QUALITY_APPROVE, methods=BOTH)
def approval(request: HttpRequest, qualityreview_uuid: UUID) -> HttpResponse:
    """A manager signs the review."""
    found = review_of(request, qualityreview_uuid)
    sheet = showing.sheet_of(found)
    form = bind(request, ApprovalForm, initial={"version": found.version})
    if sheet.band:
        lead = _("Summa on %(total)s, %(band)s. Hyväksyttyä arviointia ei enää muuteta.")
        lead = lead % {"total": sheet.points, "band": sheet.band.names.in_language.lower()}
    else:
        lead = _("%(n)s kriteeriä on vielä ilman porrasta. Arvioikaa ne ensin.") % {"n": len(sheet.lines) - sheet.rated}
    return one_form(
        request, found.unit, form,
        lambda data: actions.approve(review=found, by=request.actor, **data),
        heading=_("Hyväksy arviointi"), button=_("Hyväksy arviointi"), done=_("Arviointi on hyväksytty."), lead=lead,
    )


@allow(P.QUALITY_REVIEW, methods=BOTH)
def improvement(request: HttpRequest, qualityreview_uuid: UUID, item_key: str) -> HttpResponse:
    """What is done to stand higher in one criterion."""
    found = review_of(request, qualityreview_uuid)
    score = get_object_or_404(found.scores, item=item_key)
    form = bind(request, ImprovementForm, people=showing.people_of(found.unit))

    def act(data: dict[str, Any]) -> Any:
        key = data.pop("form_key")
        return actions.improve(review=found, item=item_key, by=request.actor, key=key, **data)

    name = sets.set_named(found.set_key, found.set_version).item(score.item).names.in_language
    return one_form(
        request, found.unit, form, act, heading=_("Mitä parannetaan"), button=_("Tallenna parannus"),
        done=_("Sovittu. Parannus näkyy myös tiimin kehittämisessä."), lead=name,
    )


@allow(P.QUALITY_REVIEW, methods=BOTH)
def improvement_done(request: HttpRequest, qualityreview_uuid: UUID, qualityimprovement_uuid: UUID) -> HttpResponse:
    """What was agreed is done."""
    found = review_of(request, qualityreview_uuid)
    rows = QualityImprovement.objects.filter(review=found).select_related("action__owner")
    row = get_object_or_404(rows, uuid=qualityimprovement_uuid)
    form = bind(request, Form)
    return one_form(
        request, found.unit, form, lambda data: actions.finish(action=row.action, by=request.actor),
        heading=_("Merkitse tehdyksi"), button=_("Merkitse tehdyksi"), done=_("Merkitty tehdyksi."),
        lead=row.action.what,
    )


def one_form(
    request: HttpRequest, found: Unit, form: Form, act: Act, *, heading: str, button: str, done: str, lead: str = "",
    back: str = "", **more: Any,
) -> HttpResponse:
    """One form about a unit: GET draws it, POST acts and goes back. What was typed stays."""
    status, goes = 200, back or reverse("quality:unit", kwargs={"unit_uuid": found.uuid})
    if request.method == "POST":
        status, _now = saved(form, act, CROSSED)
        if status == SAVED:
            say(request, done)
            return HttpResponseRedirect(goes)
    context = {"nav": NAV, "unit": found, "form": form, "heading": heading, "act": button, "lead": lead, "back": goes}
    return render(request, "employment/quality/form.html", {**context, **more}, status=status)


def saved(form: Form, act: Act, crossed: Any) -> tuple[int, Any]:
    """Run the act of a form: SAVED, or the status of the answer and, when two saves crossed, the row as it is now."""
    if not form.is_valid():
        return 422, None
    try:
        attempt(form, act, data=dict(form.cleaned_data))
    except Conflict as conflict:
        form.data = form.data.copy()
        form.data["version"] = getattr(conflict.current, "version", 0)
        form.add_error(None, crossed)
        return 409, conflict.current
    return (SAVED, None) if form.is_valid() else (422, None)
