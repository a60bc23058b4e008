"""Coming to a training: one's place, attendance, how it was, one's own competence; and one's own page of learning."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import bind, render
from rinnalla.network.learning import figures
from rinnalla.network.learning.competence import actions as competence
from rinnalla.network.learning.competence.forms import RatingForm
from rinnalla.network.learning.competence.models import CompetenceRating
from rinnalla.network.learning.forms import AttendanceForm, FeedbackForm
from rinnalla.network.learning.models import TrainingPackage, TrainingSeat
from rinnalla.network.learning.needs.models import CompetenceNeed, NeedSurvey
from rinnalla.network.learning.seats import actions
from rinnalla.network.learning.views import NAV, address, one_of
from rinnalla.network.materials.figures import methods_of
from rinnalla.network.materials.models import MaterialUse
from rinnalla.network.materials.pages import METHODS, one_form, press

SHOWN = 50


@allow(P.LEARNING_JOIN)
def own(request: HttpRequest) -> HttpResponse:
    """One's own trainings, packages, growth, methods and needs; nobody else sees this page."""
    actor = request.actor
    seats = list(TrainingSeat.objects.held().filter(user_id=actor.user_id).select_related("training")[:SHOWN])
    packages = [
        (one, figures.parts_done(one).get(actor.user_id, set()))
        for one in TrainingPackage.objects.visible_to(actor).prefetch_related("parts")[:SHOWN]
    ]
    came = [one for one in seats if one.came]
    context = {
        "ahead": sorted((one for one in seats if one.training.state not in ("held", "cancelled")),
                        key=lambda one: one.training.starts_at),
        "came": sorted(came, key=lambda one: one.training.starts_at, reverse=True),
        "hours": sum(one.training.hours for one in came), "growth": _growth(actor.user_id),
        "packages": [(one, done) for one, done in packages if done],
        "uses": MaterialUse.objects.filter(user_id=actor.user_id).select_related("material")[:SHOWN],
        "methods": methods_of(actor.user_id), "surveys": _surveys(actor),
        "needs": CompetenceNeed.objects.filter(user_id=actor.user_id).select_related("training")[:SHOWN],
    }  # fmt: skip
    return render(request, "network/learning/own.html", context)


@allow(P.LEARNING_JOIN, methods=["POST"])
def sign_up(request: HttpRequest, training_uuid: UUID) -> HttpResponse:
    """Ask for a place; the page tells whether it was given or one waits."""
    one = one_of(request, training_uuid)
    return press(
        request, lambda: actions.sign_up(training=one, by=request.actor),
        _("Ilmoittautuminen on tallessa. Tarkista alta, saitko paikan vai oletko jonossa."), address(one),
    )


@allow(P.LEARNING_JOIN, methods=["POST"])
def give_up(request: HttpRequest, training_uuid: UUID) -> HttpResponse:
    """Give one's place to the next in line."""
    one = one_of(request, training_uuid)
    done = _("Ilmoittautuminen on peruttu.")
    return press(request, lambda: actions.give_up(training=one, by=request.actor), done, address(one))


@allow(P.LEARNING_ARRANGE, methods=METHODS)
def attendance(request: HttpRequest, training_uuid: UUID) -> HttpResponse:
    """Who came. Names only to the unit that arranges; others get the same answer as for what does not exist."""
    one = one_of(request, training_uuid)
    seats = one.seats.seated().select_related("user", "unit__organisation")
    get_object_or_404(type(one).objects.filter(unit_id=request.actor.unit_id), pk=one.pk)
    form = bind(request, AttendanceForm, seats=list(seats.order_by("user__name")))
    return one_form(
        request, form, lambda data: actions.note_attendance(training=one, by=request.actor, **data),
        heading=_("Osallistujat: %(name)s") % {"name": one.title}, button=_("Tallenna osallistujat"), nav=NAV,
        done=_("Osallistujat on kirjattu."), to=lambda made: address(one), back=address(one),
    )


@allow(P.LEARNING_JOIN, methods=METHODS)
def feedback(request: HttpRequest, training_uuid: UUID) -> HttpResponse:
    """How it was; kept without the name."""
    one = one_of(request, training_uuid)
    form = bind(request, FeedbackForm)
    return one_form(
        request, form, lambda data: actions.give_feedback(training=one, by=request.actor, **form.values()),
        heading=_("Palaute: %(name)s") % {"name": one.title}, button=_("Lähetä palaute"), nav=NAV,
        lead=_("Nimeäsi ei tallenneta vastaukseen. Järjestäjä näkee vastaukset, kun niitä on tarpeeksi."),
        done=_("Kiitos palautteesta."), to=lambda made: address(one), back=address(one),
    )


@allow(P.LEARNING_JOIN, methods=METHODS)
def rating(request: HttpRequest, training_uuid: UUID) -> HttpResponse:
    """One's own competence in the areas of the training, before it or after it. Only oneself sees it."""
    one = one_of(request, training_uuid)
    moment = competence.moment_of(one)
    old = CompetenceRating.objects.filter(user_id=request.actor.user_id, training=one, moment=moment)
    form = bind(request, RatingForm, areas=one.areas, initial={row.area: row.mark for row in old})

    def act(data: dict[str, Any]) -> None:
        competence.rate(training=one, by=request.actor, moment=data.pop("moment"), marks=form.marks)

    form.fields["moment"].initial = moment
    return one_form(
        request, form, act, heading=_("Oma osaaminen: %(name)s") % {"name": one.title}, nav=NAV,
        lead=_("Vain sinä näet arviosi. Esihenkilö näkee vain koko alueen luvut, ei pieniä ryhmiä."),
        button=_("Tallenna arvio"), done=_("Arvio on tallessa."), to=lambda made: address(one), back=address(one),
    )


def _growth(user_id: int) -> list[tuple[Any, dict[str, CompetenceRating]]]:
    """One's own marks by training and area, the newest training first; behind the database's own wall."""
    found: dict[tuple[int, str], dict[str, CompetenceRating]] = {}
    rows = CompetenceRating.objects.filter(user_id=user_id).select_related("training")
    for row in rows.order_by("-training_id", "area"):
        found.setdefault((row.training_id, row.area), {})[row.moment] = row
    return [(next(iter(marks.values())), marks) for marks in found.values()]


def _surveys(actor: Any) -> list[tuple[NeedSurvey, bool]]:
    """The open surveys and whether one has answered."""
    rows = NeedSurvey.objects.visible_to(actor).open()
    own = CompetenceNeed.objects.filter(user_id=actor.user_id, survey__in=rows)
    told = set(own.values_list("survey_id", flat=True))
    return [(one, one.pk in told) for one in rows]
