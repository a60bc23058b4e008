"""The coordinators' board, a client's weight, the week's hours, and handing everything over."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.allow import allow
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once, draw
from rinnalla.cases import leaving, loads
from rinnalla.cases.forms_load import CATEGORIES, DevelopmentForm, LeavingForm, LimitForm, WeekForm, WeightForm
from rinnalla.cases.models import Case
from rinnalla.cases.models_load import DevelopmentAction
from rinnalla.cases.views import draw as draw_in_case
from rinnalla.cases.views import saved
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import due, of_region


@allow(P.TEAM_BOARD, groups=["basics"], action="list")
def board(request: HttpRequest) -> HttpResponse:
    """Who carries how much, the cases one sees oneself and may hand over, and what the team develops."""
    found = loads.team_loads(request.actor)
    mine = Case.objects.visible_to(request.actor).not_closed().filter(
        responsible_worker__in=[one.user for one in found]
    )
    cases: dict[int, list[Case]] = {}
    for case in mine.select_related("person").order_by("person__sort_key")[:500]:
        cases.setdefault(case.responsible_worker_id, []).append(case)
    request.shown.cases(case.pk for rows in cases.values() for case in rows)
    developing = DevelopmentAction.objects.filter(unit_id=request.actor.unit_id).select_related("owner")
    recent = developing.filter(Q(done_at=None) | Q(done_at__gte=dates.now() - timedelta(days=90)))
    context = {"nav": "board", "loads": found, "cases": cases, "developing": recent}
    return render(request, "cases/board.html", context)


@allow(P.TEAM_BOARD, methods=["GET", "POST"])
def limit(request: HttpRequest, user_uuid) -> HttpResponse:
    """How much one of the unit may carry."""
    user = get_object_or_404(User, uuid=user_uuid, pk__in=_here(request).values("user_id"))
    now = loads.load_of(user, request.actor)
    form = bind(request, LimitForm, initial={"most": now.most, "version": now.limit_version})
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, _done, action=loads.set_limit, user=user, by=request.actor, **form.cleaned_data)
        except Conflict as conflict:
            text = _("Joku muu muutti rajaa juuri. Nyt se on %(most)s.")
            form.add_error("most", text % {"most": conflict.current.most})
        if form.is_valid():
            say(request, _("Raja on tallessa."))
            return see("cases:board")
    heading = _("Kuinka paljon %(name)s ottaa") % {"name": user.name}
    return draw(request, form, "board", heading, _("Tallenna raja"), reverse("cases:board"))


def _here(request: HttpRequest) -> Any:
    return Membership.objects.in_force().filter(unit_id=request.actor.unit_id, role__in=loads.CARRY)


def _done(*, action: Any, **arguments: Any) -> bool:
    action(**arguments)
    return True


@allow(P.TEAM_BOARD, methods=["GET", "POST"])
def development_new(request: HttpRequest) -> HttpResponse:
    """Something the team does to work better."""
    form = bind(request, DevelopmentForm, unit_id=request.actor.unit_id)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        unit, key = Unit.objects.get(pk=request.actor.unit_id), data.pop("form_key")
        if attempt_once(form, loads.add_development, unit=unit, by=request.actor, key=key, **data):
            say(request, _("Kehittämistoimi on sovittu."))
            return see("cases:board")
    return draw(request, form, "board", _("Sovi kehittämistoimi"), _("Tallenna toimi"), reverse("cases:board"))


@allow(P.TEAM_BOARD, methods=["POST"])
def development_done(request: HttpRequest, developmentaction_uuid) -> HttpResponse:
    """It is done."""
    rows = DevelopmentAction.objects.filter(unit_id=request.actor.unit_id)
    loads.finish_development(action=get_object_or_404(rows, uuid=developmentaction_uuid), by=request.actor)
    say(request, _("Merkitty tehdyksi."))
    return see("cases:board")


@allow(P.CASE_EDIT, methods=["GET", "POST"], groups=["basics"])
def weight(request: HttpRequest, case_uuid) -> HttpResponse:
    """How much work the client's situation takes now."""
    case: Case = request.case
    form = bind(request, WeightForm, initial={"weight": case.weight, "version": case.version})
    status, compare = 200 if request.method == "GET" else 422, None
    if request.method == "POST" and form.is_valid():
        done, status, compare = saved(request, form, _weigh, case=case, shown=("weight",), **form.cleaned_data)
        if done:
            say(request, _("Kuormitus on tallessa."))
            return see("desk:case", case_uuid=case.uuid)
    return draw_in_case(request, form, _("Kuormitus"), _("Tallenna"), status=status, compare=compare)


def _weigh(**arguments: Any) -> bool:
    loads.weigh(**arguments)
    return True


@allow(P.WORKTIME_NOTE, methods=["GET", "POST"])
def week(request: HttpRequest) -> HttpResponse:
    """One's own week by sort of work, against the targets."""
    monday = _monday(request.GET.get("week", ""))
    shares = loads.week_of(request.actor, monday)
    form = bind(request, WeekForm, initial={one.category: one.minutes / 60 or None for one in shares})
    told = {"week": monday, "minutes": form.minutes()} if request.method == "POST" and form.is_valid() else None
    if told and attempt(form, _done, action=loads.note_week, by=request.actor, **told):
        say(request, _("Viikko on kirjattu."))
        return HttpResponseRedirect(f"{reverse('cases:week')}?week={monday.isoformat()}")
    context = {
        "nav": "week", "form": form, "shares": shares, "names": CATEGORIES, "week": monday,
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
    }  # fmt: skip
    return render(request, "cases/week.html", context, status=422 if request.method == "POST" else 200)


def _monday(asked: str) -> date:
    try:
        return loads.monday(date.fromisoformat(asked))
    except ValueError:
        return loads.monday(dates.today())


@allow(P.HANDOVER, methods=["GET", "POST"], groups=["basics"], action="list")
def hand_over_all(request: HttpRequest) -> HttpResponse:
    """A worker leaves: each case is proposed to somebody; each is agreed with its client one by one."""
    cases = list(leaving.to_hand_over(request.actor)[:200])
    request.shown.cases(case.pk for case in cases)
    start = {"answer_due_on": due(of_region(request.actor.region_id), "handover_acceptance")}
    form = bind(request, LeavingForm, cases=cases, region_id=request.actor.region_id, initial=start)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, leaving.hand_over_many, by=request.actor, **_told(form))
        if made:
            text = ngettext("Siirtoehdotuksia lähti yksi.", "Siirtoehdotuksia lähti %(num)s.", len(made))
            say(request, text % {"num": len(made)})
            return see("desk:my_day")
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/leaving.html", {"nav": "cases", "form": form, "cases": cases}, status=status)


def _told(form: Form) -> dict[str, Any]:
    data = form.cleaned_data
    told = {name: data[name] for name in ("reason", "answer_due_on", "stays_beside_until")}
    return {**told, "key": data["form_key"], "choices": form.choices()}
