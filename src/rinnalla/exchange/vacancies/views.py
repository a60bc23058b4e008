"""Bringing a list of vacancies in: choose, see what would be added and each bad line, say yes, see what was added."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.exchange.actions import forget
from rinnalla.exchange.faults import TableError
from rinnalla.exchange.forms import ConfirmForm, ListForm
from rinnalla.exchange.models import DONE, PendingImport
from rinnalla.exchange.vacancies import actions
from rinnalla.exchange.vacancies.rows import HEADINGS, OBLIGATORY, ONE_OF
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import attempt, render, say, see
from rinnalla.organisations.models import Region

MOST_SHOWN = 500  # faults and repeats on a page; the count tells of all


@allow(P.EMPLOYER_EDIT, methods=["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is read at once, and nothing goes in before a yes."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        chosen, region = form.cleaned_data["file"], Region.objects.get(pk=request.actor.region_id)
        try:
            kept = actions.keep_list(by=request.actor, region=region, name=chosen.name, data=chosen.read())
            return see("exchange:pending_vacancies", pending_uuid=kept.uuid)
        except TableError as error:
            for fault in error.faults:
                form.add_error("file", f"{fault.reason} {fault.expected}")
    needed = (*OBLIGATORY, *ONE_OF)
    context = {
        "form": form, "nav": "employers", "needed": [HEADINGS[key][0] for key in OBLIGATORY],
        "one_of": [HEADINGS[key][0] for key in ONE_OF],
        "optional": [headings[0] for key, headings in HEADINGS.items() if key not in needed],
    }
    return render(request, "exchange/vacancies_choose.html", context, status=422 if form.errors else 200)


@allow(P.EMPLOYER_EDIT)
def pending(request: HttpRequest, pending_uuid: UUID) -> HttpResponse:
    """What would be added; then what was."""
    one = _mine(request, pending_uuid)
    if one.state == DONE:
        context = {"pending": one, "nav": "employers", "done": True, **_shown(json.loads(one.opened("report")))}
        return render(request, "exchange/vacancies_preview.html", context)
    return _preview(request, one, ConfirmForm(initial={"digest": one.digest}))


@allow(P.EMPLOYER_EDIT, methods=["POST"])
def confirmation(request: HttpRequest, pending_uuid: UUID) -> HttpResponse:
    """Yes, add these."""
    one, form = _mine(request, pending_uuid), ConfirmForm(request.POST)
    if form.is_valid():
        attempt(form, actions.confirm, pending=one, by=request.actor, digest=form.cleaned_data["digest"])
    if form.errors:
        return _preview(request, one, form, status=422)
    return see("exchange:pending_vacancies", pending_uuid=one.uuid)


@allow(P.EMPLOYER_EDIT, methods=["POST"])
def removal(request: HttpRequest, pending_uuid: UUID) -> HttpResponse:
    """No: the kept file is thrown away."""
    forget(pending=_mine(request, pending_uuid))
    say(request, _("Tiedosto on poistettu. Mitään ei tuotu."))
    return see("exchange:vacancies")


def _preview(request: HttpRequest, one: PendingImport, form: ConfirmForm, status: int = 200) -> HttpResponse:
    try:
        checked = actions.preview(one)
    except (Refused, TableError) as error:
        say(request, str(error))
        return see("exchange:vacancies")
    context = {"pending": one, "form": form, "nav": "employers", "rows": checked.rows[:MOST_SHOWN], "done": False}
    return render(
        request, "exchange/vacancies_preview.html", {**context, **_shown(actions.as_told(checked))}, status=status
    )


def _mine(request: HttpRequest, uuid: UUID) -> PendingImport:
    rows = PendingImport.objects.visible_to(request.actor).filter(
        region_id=request.actor.region_id, kind=PendingImport.Kind.VACANCIES
    )
    return get_object_or_404(rows.select_related("region"), uuid=uuid)


def _shown(told: dict) -> dict:
    """The report for a page: counts of all, the first lines of each list."""
    lines = {fault["line"] for fault in told["refused"]}
    return {
        "imported": told["imported"], "repeats": told["repeats"][:MOST_SHOWN], "repeat_count": len(told["repeats"]),
        "refused": told["refused"][:MOST_SHOWN], "refused_count": len(lines), "fault_count": len(told["refused"]),
        "ignored": told["ignored"],
    }
