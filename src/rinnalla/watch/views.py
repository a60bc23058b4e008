"""The officer's pages of the watch: alerts with their evidence, settling one, a stopped reading. And the reader's."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import confirm
from rinnalla.lib import dates
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.watch import actions, reading
from rinnalla.watch.forms import SettleForm
from rinnalla.watch.models import Alert

NAV = "oversight"


@allow(P.LOG_OVERSEE)
def alerts(request: HttpRequest) -> HttpResponse:
    """What is to be looked at first, then what was; how many were false; whose reading stands still today."""
    rows = reading.alerts(request.actor)
    context = {
        "nav": NAV, "waiting": rows.open().order_by("-made_at")[: reading.SHOWN], "rule_name": reading.rule_name,
        "settled": rows.filter(settled_at__isnull=False).order_by("-settled_at")[: reading.SHOWN],
        "counts": reading.counts(request.actor), "stops": reading.stops_today(request.actor),
        "finding_name": reading.finding_name,
    }
    request.shown.others(1)
    return render(request, "watch/alerts.html", context)


@allow(P.LOG_OVERSEE, methods=["GET", "POST"])
def alert(request: HttpRequest, alert_uuid: UUID) -> HttpResponse:
    """One alert: the evidence in words, and what the officer found."""
    row = get_object_or_404(reading.alerts(request.actor), uuid=alert_uuid)
    form = bind(request, SettleForm)
    if request.method == "POST" and form.is_valid() and attempt(form, actions.settle, alert=row, by=request.actor,
                                                                **form.cleaned_data):
        say(request, _("Tarkistus on kirjattu."))
        return see("watch:alerts")
    request.shown.cases(reading.case_ids(row))
    request.shown.purpose = "oversight.alert"
    request.shown.others(1)
    context = {
        "nav": NAV, "row": row, "form": form, "found": reading.evidence(row), "rule_name": reading.rule_name,
        "finding_name": reading.finding_name,
    }
    return render(request, "watch/alert.html", context, status=422 if request.method == "POST" else 200)


@allow(P.LOG_OVERSEE, methods=["GET", "POST"])
def lift(request: HttpRequest, readingmark_uuid: UUID) -> HttpResponse:
    """Somebody's work asks for more clients today than the limit gives."""
    mark = get_object_or_404(reading.stops_today(request.actor), uuid=readingmark_uuid)
    text = _(
        "%(name)s on avannut tänään %(count)s eri asiakkaan tietoja. Puhu hänen kanssaan ensin. Kun avaat lukemisen, "
        "hän voi avata uusia asiakkaita tämän päivän loppuun."
    )
    return confirm(
        request, reverse("watch:alerts"), lambda: actions.lift(mark=mark, by=request.actor), nav=NAV,
        title=_("Avataanko lukeminen tämän päivän ajaksi?"), text=text % {"name": mark.user.name, "count": mark.count},
        act=_("Avaa lukeminen"), done=_("Lukeminen on auki keskiyöhön."),
    )


@allow(P.DAY_VIEW)
def settled(request: HttpRequest) -> HttpResponse:
    """What the officer has told the reader: that one's own reading was looked at, and which way it went."""
    rows = Alert.objects.told_to(request.actor).order_by("-settled_at")[: reading.SHOWN]
    return render(request, "watch/settled.html", {"nav": "day", "rows": rows, "today": dates.today()})
