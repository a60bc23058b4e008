"""The pages of needs of competence: noting, asking, meeting; and the figures of learning for those who lead."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import bind, render
from rinnalla.network.learning.needs import actions
from rinnalla.network.learning.needs.forms import MeetForm, NeedForm, SurveyAnswerForm, SurveyForm
from rinnalla.network.learning.needs.models import CompetenceNeed, NeedSurvey
from rinnalla.network.learning.views import NAV
from rinnalla.network.materials.pages import METHODS, one_form

ON_PAGE = 30


@allow(P.LEARNING_JOIN)
def needs(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, on the other tab what has one: one's own, to those who arrange all of the region's."""
    met = request.GET.get("state") == "met"
    rows = CompetenceNeed.objects.visible_to(request.actor).filter(answered_at__isnull=not met)
    rows = rows.select_related("user", "unit__organisation", "training", "survey")
    rows = rows.order_by("-answered_at" if met else "noted_on", "pk")
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": list(page), "page": page, "met": met, "arranges": request.actor.can(P.LEARNING_ARRANGE),
        "surveys": NeedSurvey.objects.visible_to(request.actor)[:10],
    }
    return render(request, "network/learning/needs.html", context)


@allow(P.LEARNING_JOIN, methods=METHODS)
def need_new(request: HttpRequest) -> HttpResponse:
    """Note a need that came up at work."""
    return one_form(
        request, bind(request, NeedForm),
        lambda data: actions.note_need(by=request.actor, key=data.pop("form_key"), **data),
        heading=_("Kirjaa osaamistarve"), button=_("Tallenna tarve"), nav=NAV, to=_list, back=reverse("network:needs"),
        done=_("Tarve on kirjattu. Saat tiedon, kun siihen on vastattu."),
    )


@allow(P.LEARNING_ARRANGE, methods=METHODS)
def need_meet(request: HttpRequest, competenceneed_uuid: UUID) -> HttpResponse:
    """Meet a need by a training, by words or by both."""
    one = get_object_or_404(CompetenceNeed.objects.visible_to(request.actor), uuid=competenceneed_uuid)
    return one_form(
        request, bind(request, MeetForm, by=request.actor),
        lambda data: actions.meet_need(need=one, by=request.actor, **data),
        heading=_("Vastaa tarpeeseen: %(name)s") % {"name": one.area_name}, button=_("Tallenna vastaus"), nav=NAV,
        lead=one.words, done=_("Vastaus on tallessa, ja tarpeen kirjannut saa tiedon."), to=_list,
        back=reverse("network:needs"),
    )


@allow(P.LEARNING_ARRANGE, methods=METHODS)
def survey_new(request: HttpRequest) -> HttpResponse:
    """Ask everybody of the region."""
    return one_form(
        request, bind(request, SurveyForm),
        lambda data: actions.make_survey(by=request.actor, key=data.pop("form_key"), **data),
        heading=_("Uusi osaamiskysely"), button=_("Tee kysely"), nav=NAV, to=_list, back=reverse("network:needs"),
        done=_("Kysely on tehty. Se näkyy jokaisen omassa koulutusnäkymässä."),
    )


@allow(P.LEARNING_JOIN, methods=METHODS)
def survey_answer(request: HttpRequest, needsurvey_uuid: UUID) -> HttpResponse:
    """Answer an open survey."""
    one = get_object_or_404(NeedSurvey.objects.visible_to(request.actor), uuid=needsurvey_uuid)

    def act(data: dict[str, Any]) -> int:
        return actions.answer_survey(survey=one, by=request.actor, **data)

    return one_form(
        request, bind(request, SurveyAnswerForm), act, heading=one.name, button=_("Lähetä vastaus"), nav=NAV,
        done=_("Kiitos vastauksesta."), to=lambda made: reverse("network:own_learning"),
        back=reverse("network:own_learning"),
    )


def _list(made: Any) -> str:
    return reverse("network:needs")
