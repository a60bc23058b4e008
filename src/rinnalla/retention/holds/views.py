"""The officer's pages of holds and deaths. A case is known by its number; whose it is stands nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once, confirm, draw
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.retention.erasing.actions import note_death
from rinnalla.retention.holds import actions
from rinnalla.retention.holds.forms import DeathForm, HoldForm, ReviewForm
from rinnalla.retention.holds.models import Hold
from rinnalla.retention.holds.reasons import reason_name

NAV = "retention"


@allow(P.RETENTION_OVERSEE)
def holds(request: HttpRequest) -> HttpResponse:
    """What is held, those to look at first, and what was."""
    rows = Hold.objects.visible_to(request.actor).select_related("made_by", "ended_by")
    standing = [(one, reason_name(one.reason)) for one in rows.standing().order_by("review_on", "pk")]
    ended = [(one, reason_name(one.reason)) for one in rows.filter(ended_at__isnull=False).order_by("-ended_at")[:50]]
    context = {"nav": NAV, "tab": "holds", "standing": standing, "ended": ended}
    return render(request, "retention/holds.html", context)


@allow(P.RETENTION_OVERSEE, methods=["GET", "POST"])
def hold_new(request: HttpRequest) -> HttpResponse:
    """Hold a case back, with a reason and a day of review."""
    form = bind(request, HoldForm)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        made = attempt_once(form, actions.put, by=request.actor, key=data.pop("form_key"), **data)
        if made:
            text = _("Asian %(number)s tietoja ei poisteta ennen kuin päätät keskeytyksen.")
            say(request, text % {"number": made.number})
            return see("retention:holds")
    title = _("Keskeytä poistaminen")
    return draw(request, form, NAV, title, title, reverse("retention:holds"))


@allow(P.RETENTION_OVERSEE, methods=["GET", "POST"])
def hold_review(request: HttpRequest, hold_uuid) -> HttpResponse:
    """The reason still stands: another day of review."""
    hold = get_object_or_404(Hold.objects.visible_to(request.actor).standing(), uuid=hold_uuid)
    form = bind(request, ReviewForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.review, hold=hold, by=request.actor, **form.cleaned_data)
        if not form.errors:
            say(request, _("Keskeytys jatkuu. Syy tarkistetaan uutena päivänä."))
            return see("retention:holds")
    title = _("Jatka keskeytystä: %(number)s") % {"number": hold.number}
    return draw(request, form, NAV, title, _("Jatka keskeytystä"), reverse("retention:holds"))


@allow(P.RETENTION_OVERSEE, methods=["GET", "POST"])
def hold_end(request: HttpRequest, hold_uuid) -> HttpResponse:
    """The reason is over."""
    hold = get_object_or_404(Hold.objects.visible_to(request.actor).standing(), uuid=hold_uuid)
    text = _(
        "Syy: %(reason)s. Jos asian säilytysaika on jo ohi, sen tiedot poistetaan seuraavalla ajolla. "
        "Niitä ei saa takaisin."
    )
    return confirm(
        request, reverse("retention:holds"), lambda: actions.end(hold=hold, by=request.actor), nav=NAV,
        title=_("Päätetäänkö keskeytys asiasta %(number)s?") % {"number": hold.number},
        text=text % {"reason": reason_name(hold.reason)}, act=_("Päätä keskeytys"),
        done=_("Keskeytys on päätetty."),
    )


@allow(P.RETENTION_OVERSEE, methods=["GET", "POST"])
def death_new(request: HttpRequest) -> HttpResponse:
    """Somebody has died: the clocks that the law counts from a death start."""
    form = bind(request, DeathForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, _note, by=request.actor, **form.cleaned_data)
        if not form.errors:
            say(request, _("Kuolinpäivä on kirjattu. Säilytysajat lasketaan siitä."))
            return see("retention:home")
    title = _("Kirjaa kuolinpäivä")
    return draw(request, form, NAV, title, title, reverse("retention:home"))


def _note(*, number: str, died_on, by) -> None:
    note_death(case_id=actions.case_of(number), died_on=died_on, by=by)
