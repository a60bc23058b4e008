"""What records of clients don't tell of a unit: practices and working times; and comparing with another unit."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.employment.quality import actions, sets, showing
from rinnalla.employment.quality.forms import ComparisonForm, PracticeForm, TimeForm
from rinnalla.employment.quality.models import COACHES, CoachTime, PracticeEvent, QualityComparison
from rinnalla.employment.quality.views import BOTH, NAV, one_form, unit_of
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels.codes import code_name

SHOWN = 20


@allow(P.QUALITY_REVIEW, methods=BOTH)
def practice(request: HttpRequest, unit_uuid: UUID) -> HttpResponse:
    """Note what the unit did: two presses."""
    found = unit_of(request, unit_uuid)
    form = bind(request, PracticeForm)

    def act(data: dict[str, Any]) -> Any:
        return actions.note_practice(unit=found, by=request.actor, key=data.pop("form_key"), **data)

    rows = PracticeEvent.objects.filter(unit=found)[:SHOWN]
    return one_form(
        request, found, form, act, heading=_("Kirjaa yksikön työtapa"), button=_("Tallenna"), done=_("Kirjattu."),
        lead=_("Kokoukset, keskustelut ja käynnit, joista laatu näkyy. Asiakkaista ei kirjoiteta mitään."),
        earlier=[(one.on, code_name("practice_kinds", one.kind)) for one in rows],
    )


@allow(P.QUALITY_APPROVE)
def times(request: HttpRequest) -> HttpResponse:
    """The working times of the coaches of the own organisation."""
    found = showing.units_of(request.actor)
    known = {(one.unit_id, one.coach_id): one for one in CoachTime.objects.visible_to(request.actor)}
    rows = [(one, user, known.get((one.pk, user.pk))) for one in found for user in _coaches(one)]
    return render(request, "employment/quality/times.html", {"nav": NAV, "rows": rows})


@allow(P.QUALITY_APPROVE, methods=BOTH)
def time(request: HttpRequest, unit_uuid: UUID, user_uuid: UUID) -> HttpResponse:
    """One coach's working time in a unit."""
    found = unit_of(request, unit_uuid)
    coach = get_object_or_404(_coaches(found), uuid=user_uuid)
    row = CoachTime.objects.filter(unit=found, coach=coach).first()
    start = {"percent": row.percent if row else 100, "other_percent": row.other_percent if row else 0}
    form = bind(request, TimeForm, initial={**start, "version": row.version if row else 0})
    return one_form(
        request, found, form, lambda data: actions.set_time(unit=found, coach=coach, by=request.actor, **data),
        heading=coach.name, button=_("Tallenna työaika"), done=_("Työaika on tallessa."),
        back=reverse("quality:times"),
    )


def _coaches(unit: Any) -> Any:
    users = Membership.objects.in_force().filter(unit=unit, role__in=COACHES).values_list("user_id", flat=True)
    return User.objects.filter(pk__in=users).order_by("name")


@allow(P.QUALITY_VIEW)
def comparisons(request: HttpRequest) -> HttpResponse:
    """With whom the own units compare, or are asked to."""
    rows = QualityComparison.objects.visible_to(request.actor).standing().select_related(
        "unit__organisation", "other__organisation", "made_by", "agreed_by"
    )  # fmt: skip
    context = {"nav": NAV, "rows": rows, "units": showing.units_of(request.actor)}
    return render(request, "employment/quality/comparisons.html", context)


@allow(P.QUALITY_APPROVE, methods=BOTH)
def comparison_new(request: HttpRequest, unit_uuid: UUID) -> HttpResponse:
    """Ask another unit to compare."""
    found = unit_of(request, unit_uuid)
    form = bind(request, ComparisonForm, units=showing.units_to_ask(found))

    def act(data: dict[str, Any]) -> Any:
        return actions.ask_comparison(unit=found, by=request.actor, other=data["other"], key=data["form_key"])

    return one_form(
        request, found, form, act, heading=_("Pyydä vertailua"), button=_("Lähetä pyyntö"),
        done=_("Pyyntö on lähetetty. Mitään ei näy, ennen kuin toinen yksikkö on suostunut."),
        lead=_("Vertailussa näkyvät kummankin hyväksytyt portaat, ei kirjauksia. "
               "Kumpikin voi päättää sen milloin vain."),
        back=reverse("quality:comparisons"),
    )


@allow(P.QUALITY_APPROVE, methods=BOTH)
def agreement(request: HttpRequest, qualitycomparison_uuid: UUID) -> HttpResponse:
    """The unit that was asked agrees."""
    row = _comparison(request, qualitycomparison_uuid)
    form = bind(request, Form)
    return one_form(
        request, row.unit, form, lambda data: actions.agree(comparison=row, by=request.actor),
        heading=_("Suostu vertailuun"), button=_("Suostun vertailuun"), done=_("Vertailusta on sovittu."),
        lead=_("%(unit)s näkee teidän hyväksytyt portaanne, ja te heidän. Voitte päättää vertailun milloin vain.")
        % {"unit": row.unit.name}, back=reverse("quality:comparisons"),
    )  # fmt: skip


@allow(P.QUALITY_VIEW, methods=BOTH)
def comparison(request: HttpRequest, qualitycomparison_uuid: UUID) -> HttpResponse:
    """Two units side by side, as both have agreed; POST ends it."""
    row = _comparison(request, qualitycomparison_uuid)
    form = bind(request, Form)
    if request.method == "POST" and form.is_valid():
        if not request.actor.can(P.QUALITY_APPROVE):
            form.add_error(None, _("Vertailun päättää esihenkilö."))
        elif attempt(form, lambda: actions.end_comparison(comparison=row, by=request.actor) or True):
            say(request, _("Vertailu on päätetty. Kumpikaan ei näe enää toisen portaita."))
            return see("quality:comparisons")
    sides = showing.sides_of(row)
    used = sets.set_of(row.unit)
    same = len({(one.review.set_key, one.review.set_version) for one in sides if one.review}) < 2
    context = {"nav": NAV, "row": row, "sides": sides, "items": used.items, "same": same, "form": form}
    return render(
        request, "employment/quality/comparison.html", context, status=422 if request.method == "POST" else 200
    )


def _comparison(request: HttpRequest, uuid: UUID) -> QualityComparison:
    rows = QualityComparison.objects.visible_to(request.actor).standing()
    rows = rows.select_related("unit__organisation__region", "other__organisation__region")
    return get_object_or_404(rows, uuid=uuid)
