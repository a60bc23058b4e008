"""Emergency access: asking, the second person's answer, ending; and the data-protection officer's review."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.breakglass import actions
from rinnalla.cases.breakglass.forms import AskForm, ReviewForm
from rinnalla.cases.breakglass.models import BreakGlass
from rinnalla.cases.models import Case
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels.codes import code_name

SHOWN = 50


@allow(P.BREAK_GLASS_OPEN)
def requests(request: HttpRequest) -> HttpResponse:
    """What my organisation has asked for, what waits for a second person first."""
    rows = _rows(request).order_by("-made_at", "-pk")[:SHOWN]
    request.shown.others(len(rows))
    mine = {one.pk for one in Case.objects.visible_to(request.actor).filter(pk__in=[one.case_id for one in rows])}
    context = {
        "rows": sorted(rows, key=lambda one: one.state != "waiting"), "seen": mine, "group_names": _group_names,
        "reason_name": _reason_name, "uuids": _uuids(request, mine),
    }
    return render(request, "cases/breakglass/requests.html", context)


def _uuids(request: HttpRequest, ids: set[int]) -> dict[int, UUID]:
    """The addresses of the cases that are open to the reader now."""
    return dict(Case.objects.visible_to(request.actor).filter(pk__in=ids).values_list("pk", "uuid"))


@allow(P.BREAK_GLASS_OPEN, methods=["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask; nothing opens before somebody else has approved."""
    form = bind(request, AskForm, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        if attempt(form, actions.ask, by=request.actor, key=key, **data):
            say(request, _("Pyyntö on tehty. Soita heti työtoverille: hän hyväksyy sen omalla tunnuksellaan."))
            return see("breakglass:requests")
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/breakglass/new.html", {"form": form}, status=status)


@allow(P.BREAK_GLASS_OPEN, methods=["POST"])
def approval(request: HttpRequest, breakglass_uuid: UUID) -> HttpResponse:
    """The second person approves; the client's log shows who did."""

    def act(row: BreakGlass) -> str:
        done = actions.approve(row=row, by=request.actor)
        if done.case_id is None:
            return _("Hyväksyit pyynnön. Tällä numerolla tai tunnuksella ei löydy asiaa alueeltasi.")
        request.shown.cases([done.case_id])
        request.shown.add_grounds([actions.GROUND])
        request.shown.purpose = actions.PURPOSE
        return _("Hyväksyit pyynnön. Pääsy päättyy itsestään. Tietosuojavastaava sai tiedon.")

    return _answered(request, breakglass_uuid, act)


@allow(P.BREAK_GLASS_OPEN, methods=["POST"])
def refusal(request: HttpRequest, breakglass_uuid: UUID) -> HttpResponse:
    """The second person says no."""

    def act(row: BreakGlass) -> str:
        actions.refuse(row=row, by=request.actor)
        return _("Et hyväksynyt pyyntöä. Mitään ei avattu.")

    return _answered(request, breakglass_uuid, act)


@allow(P.BREAK_GLASS_OPEN, methods=["POST"])
def ending(request: HttpRequest, breakglass_uuid: UUID) -> HttpResponse:
    """It is not needed any longer."""

    def act(row: BreakGlass) -> str:
        actions.end(row=row, by=request.actor)
        return _("Hätäpääsy on päätetty.")

    return _answered(request, breakglass_uuid, act)


def _answered(request: HttpRequest, breakglass_uuid: UUID, act: Callable[[BreakGlass], str]) -> HttpResponse:
    """Do it and go back to the list; a refusal is told there in words."""
    row = get_object_or_404(_rows(request), uuid=breakglass_uuid)
    try:
        say(request, act(row))
    except Refused as refused:
        say(request, str(refused))
    return see("breakglass:requests")


@allow(P.BREAK_GLASS_REVIEW)
def reviews(request: HttpRequest) -> HttpResponse:
    """What was opened in the region, what has not been reviewed first; never whose it is."""
    rows = _rows(request).filter(grant__isnull=False).order_by("-approved_at")[:SHOWN]
    request.shown.others(len(rows))
    context = {
        "rows": sorted(rows, key=lambda one: one.reviewed_at is not None), "reason_name": _reason_name,
        "group_names": _group_names,
    }
    return render(request, "cases/breakglass/reviews.html", context)


@allow(P.BREAK_GLASS_REVIEW, methods=["GET", "POST"])
def review(request: HttpRequest, breakglass_uuid: UUID) -> HttpResponse:
    """Was it right."""
    row = get_object_or_404(_rows(request).filter(grant__isnull=False), uuid=breakglass_uuid)
    form = bind(request, ReviewForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.review, row=row, by=request.actor, **form.cleaned_data)
        if form.is_valid():
            say(request, _("Arviosi on kirjattu."))
            return see("breakglass:reviews")
    request.shown.others(1)
    context = {"form": form, "row": row, "reason_name": _reason_name, "group_names": _group_names}
    return render(request, "cases/breakglass/review.html", context, status=422 if request.method == "POST" else 200)


def _rows(request: HttpRequest) -> Any:
    rows = BreakGlass.objects.visible_to(request.actor)
    return rows.select_related("made_by", "approved_by", "refused_by", "reviewed_by", "unit__organisation")


def _group_names(keys: list[str]) -> str:
    return ", ".join(code_name("field_groups", one).lower() for one in keys)


def _reason_name(key: str) -> str:
    return code_name("break_glass_reasons", key)
