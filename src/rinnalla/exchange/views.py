"""Bringing a referral list in: choose, see what would go in, say yes, see what went in."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.exchange import actions
from rinnalla.exchange.columns import HEADINGS, OBLIGATORY
from rinnalla.exchange.faults import TableError
from rinnalla.exchange.forms import ConfirmForm, ListForm
from rinnalla.exchange.models import DONE, RUNNING, PendingImport
from rinnalla.exchange.tables import MAX_BYTES, MAX_LINES
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import attempt, render, say, see
from rinnalla.organisations.models import Region

REFRESH_SECONDS = 5
MOST_SHOWN = 500  # faults and repeats on a page; the count tells of all


@allow(P.REFERRALS_IMPORT, methods=["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is read at once, and nothing goes in before a yes."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["file"]
        try:
            kept = actions.keep_list(
                by=request.actor, region=_region(request), name=chosen.name, data=chosen.read()
            )
            return see("exchange:pending", pending_uuid=kept.uuid)
        except TableError as error:
            for fault in error.faults:
                form.add_error("file", f"{fault.reason} {fault.expected}")
    context = {
        "form": form, "megabytes": MAX_BYTES // 1024 // 1024, "most_lines": f"{MAX_LINES:,}".replace(",", "\u00a0"),
        "needed": [HEADINGS[key][0] for key in OBLIGATORY], "optional": _optional(),
    }
    return render(request, "exchange/choose.html", context, status=422 if form.errors else 200)


@allow(P.REFERRALS_IMPORT)
def pending(request: HttpRequest, pending_uuid) -> HttpResponse:
    """What would go in; while it goes in, how far it is; then what went in."""
    one = _mine(request, pending_uuid)
    request.shown.others(1)
    if one.state == RUNNING:
        response = render(request, "exchange/running.html", {"pending": one})
        response.headers["Refresh"] = str(REFRESH_SECONDS)
        return response
    if one.state == DONE:
        return render(request, "exchange/done.html", {"pending": one, **_shown(json.loads(one.opened("report")))})
    return _preview(request, one, ConfirmForm(initial={"digest": one.digest}))


@allow(P.REFERRALS_IMPORT, methods=["POST"])
def confirmation(request: HttpRequest, pending_uuid) -> HttpResponse:
    """Yes, bring these in."""
    one = _mine(request, pending_uuid)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        attempt(form, actions.confirm, pending=one, by=request.actor, digest=form.cleaned_data["digest"])
    if form.errors:
        return _preview(request, one, form, status=422)
    return see("exchange:pending", pending_uuid=one.uuid)


@allow(P.REFERRALS_IMPORT, methods=["POST"])
def removal(request: HttpRequest, pending_uuid) -> HttpResponse:
    """No: the kept file is thrown away."""
    actions.forget(pending=_mine(request, pending_uuid))
    say(request, _("Tiedosto on poistettu. Mitään ei tuotu."))
    return see("exchange:choose")


def _preview(request: HttpRequest, one: PendingImport, form: ConfirmForm, status: int = 200) -> HttpResponse:
    try:
        checked = actions.read_list(name=one.name, data=actions.content_of(one), region=one.region)
        report = actions.import_referrals(checked=checked, region=one.region, by=request.actor, write=False)
    except (Refused, TableError) as error:
        say(request, str(error))
        return see("exchange:choose")
    told = {**report.as_json(), "ignored": [{"heading": i.heading, "nearest": i.nearest} for i in report.ignored]}
    return render(request, "exchange/preview.html", {"pending": one, "form": form, **_shown(told)}, status=status)


def _mine(request: HttpRequest, uuid) -> PendingImport:
    rows = PendingImport.objects.visible_to(request.actor).filter(
        region_id=request.actor.region_id, kind=PendingImport.Kind.REFERRALS
    )
    return get_object_or_404(rows.select_related("region"), uuid=uuid)


def _region(request: HttpRequest) -> Region:
    return Region.objects.get(pk=request.actor.region_id)


def _optional() -> list[str]:
    return [headings[0] for key, headings in HEADINGS.items() if key not in OBLIGATORY]


def _shown(told: dict) -> dict:
    """The report for a page: counts of all, the first lines of each list."""
    lines = {fault["line"] for fault in told["refused"]}
    return {
        "imported": told["imported"], "repeats": told["repeats"][:MOST_SHOWN], "repeat_count": len(told["repeats"]),
        "refused": told["refused"][:MOST_SHOWN], "refused_count": len(lines), "fault_count": len(told["refused"]),
        "ignored": told["ignored"],
    }
