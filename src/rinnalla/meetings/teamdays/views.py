"""Team days: the list, one day with the reader's own clients, opening one; a client's time and confirming it."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.meetings.arranging.models import Booking, TeamDay
from rinnalla.meetings.rules import client_users
from rinnalla.meetings.teamdays import actions
from rinnalla.meetings.teamdays.forms import BookingForm, CallOffForm, ConfirmForm, TeamDayForm
from rinnalla.meetings.views import address, meeting_of
from rinnalla.organisations.models import Unit
from rinnalla.plans.views import form_page

SHOWN = 60


@allow(P.MEETING_VIEW)
def days(request: HttpRequest) -> HttpResponse:
    """The team days of the region ahead, and one's own of before: how many times, how many still free."""
    free = Count("slots", filter=Q(slots__taken_at__isnull=True))
    rows = TeamDay.objects.visible_to(request.actor).select_related("unit", "chair")
    ahead = list(rows.ahead().annotate(number=Count("slots"), free=free)[:SHOWN])
    mine = _bookings(request).values("slot__day_id")
    past = rows.filter(pk__in=mine).exclude(pk__in=[one.pk for one in ahead]).order_by("-on")[:SHOWN]
    return render(request, "meetings/days.html", {"ahead": ahead, "past": past})


def _bookings(request: HttpRequest) -> Any:
    return Booking.objects.visible_to(request.actor).filter(released_at__isnull=True)


@allow(P.MEETING_VIEW)
def day(request: HttpRequest, day_uuid) -> HttpResponse:
    """One day: the clients whose people the reader is of, each with where it stands; the free times. Nobody else."""
    rows = TeamDay.objects.visible_to(request.actor).select_related("unit", "chair")
    this = get_object_or_404(rows, uuid=day_uuid)
    seen = _bookings(request).filter(slot__day=this).select_related("meeting__case__person", "slot")
    seen = seen.annotate(
        decided=Count("meeting__decisions", distinct=True),
        open_tasks=Count(
            "meeting__tasks", distinct=True,
            filter=Q(meeting__tasks__done_at__isnull=True, meeting__tasks__kind="clarification"),
        ),
    )
    booked = list(seen.order_by("slot__starts_at"))
    request.shown.cases(one.case_id for one in booked)
    free = [one for one in this.slots.order_by("starts_at") if one.taken_at is None]
    mine = request.actor.can(P.TEAM_DAY_OPEN) and this.unit_id == request.actor.unit_id
    context = {"day": this, "booked": booked, "free": free, "may_call_off": mine and not this.over}
    return render(request, "meetings/day.html", context)


@allow(P.TEAM_DAY_OPEN, methods=["GET", "POST"])
def day_new(request: HttpRequest) -> HttpResponse:
    """Open a day of one's own unit with its times."""
    unit = get_object_or_404(Unit, pk=request.actor.unit_id)
    form = bind(request, TeamDayForm, unit_id=unit.pk, by_id=request.actor.user_id)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        made = attempt(form, actions.open_day, unit=unit, by=request.actor, key=key, **form.values())
        if made:
            say(request, _("Tiimipäivä on avattu. Aikoja voi nyt varata."))
            return see("meetings:day", day_uuid=made.uuid)
    context = {"form": form, "unit": unit}
    return render(request, "meetings/day_new.html", context, status=422 if request.method == "POST" else 200)


@allow(P.TEAM_DAY_OPEN, methods=["GET", "POST"])
def calling_off(request: HttpRequest, day_uuid) -> HttpResponse:
    """Call off a day of one's own unit; its times are cancelled and everybody is told."""
    days = TeamDay.objects.visible_to(request.actor).filter(unit_id=request.actor.unit_id, called_off_at__isnull=True)
    this = get_object_or_404(days.ahead(), uuid=day_uuid)
    form = bind(request, CallOffForm)
    taken = this.slots.filter(taken_at__isnull=False).count()
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.call_off, day=this, by=request.actor, reason=form.cleaned_data["reason"])
        if form.is_valid():
            say(request, _("Tiimipäivä on peruttu."))
            return see("meetings:day", day_uuid=day_uuid)
    told = ngettext(
        "Yksi varattu aika perutaan. Asiakas ja kutsutut saavat tiedon heti.",
        "%(num)s varattua aikaa perutaan. Asiakkaat ja kutsutut saavat tiedon heti.",
        taken,
    ) % {"num": taken}
    context = {"day": this, "form": form, "text": told if taken else _("Yhtään aikaa ei ole varattu.")}
    return render(request, "meetings/calling_off.html", context, status=422 if request.method == "POST" else 200)


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def booking_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """A time for the client: straight to a slot, or held until what is missing is cleared."""
    named = {"case": request.case, "by_id": request.actor.user_id, "groups": request.access.groups}
    form = bind(request, BookingForm, **named)

    def do(data: dict[str, Any]) -> None:
        said = {name: data[name] for name in ("slot", "purpose", "invited", "guide")}
        actions.book(case=request.case, by=request.actor, clearings=form.clearings(), key=data["form_key"], **said)

    lead = "" if form.fields["slot"].queryset else _("Vapaita aikoja ei ole. Avaa tiimipäivä tai pyydä sitä tiimiltä.")
    return form_page(
        request, form, _("Varaa aika tiimipäivästä"), _("Varaa aika"), do, tab="meetings", lead=lead,
        done=_("Aika on varattu."), back=reverse("meetings:case_list", kwargs={"case_uuid": case_uuid}),
    )


@allow(P.MEETING_CONVENE, methods=["GET", "POST"], groups=["basics"])
def confirmation(request: HttpRequest, case_uuid, meeting_uuid) -> HttpResponse:
    """Make the time sure; the client gets it."""
    this = meeting_of(request, meeting_uuid)
    booking = get_object_or_404(Booking.objects.select_related("meeting__case__person"), meeting=this)
    left = this.tasks.clarifications().open().count()
    form = bind(request, ConfirmForm, left=left, initial={"version": booking.version})

    def do(data: dict[str, Any]) -> None:
        reason = data.get("open_reason", "")
        actions.confirm(booking=booking, version=data["version"], by=request.actor, open_reason=reason)

    heard = _("Asiakas saa ajan omaan palveluunsa.")
    if not client_users(this):
        heard = _("Kerro aika asiakkaalle itse: hänellä ei ole omaa palvelua käytössä.")
    return form_page(
        request, form, _("Varmista aika"), _("Varmista aika"), do, tab="meetings", lead=heard,
        done=_("Aika on varmistettu."), back=address(this),
    )
