"""Units of an organisation, for its administrator."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access import actions
from rinnalla.access import administration as reach
from rinnalla.access.allow import allow
from rinnalla.access.forms import ChangeUnitForm, NewUnitForm, unit_start
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once, confirm, draw
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.organisations.models import Municipality, Unit


@allow(P.UNITS_MANAGE)
def units(request: HttpRequest) -> HttpResponse:
    """The units by organisation, with how many work in each."""
    ended = request.GET.get("state") == "ended"
    today = dates.today()
    at_work = Q(memberships__ended_at__isnull=True, memberships__starts_on__lte=today) & (
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    )
    people = Count("memberships__user", filter=at_work, distinct=True)
    rows = reach.units(request.actor).filter(ended_on__isnull=not ended).annotate(people=people)
    ordered = sorted(rows, key=lambda unit: (unit.organisation.name, unit.name))
    return render(request, "access/units.html", {"nav": "units", "units": ordered, "ended": ended})


@allow(P.UNITS_MANAGE, methods=["GET", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    bodies = reach.organisations(request.actor)
    towns = Municipality.objects.filter(region_id=request.actor.region_id).order_by("code")
    form = bind(request, NewUnitForm, organisations=bodies, municipalities=towns)
    if request.method == "POST" and form.is_valid():
        made = attempt_once(
            form, actions.add_unit, by=request.actor, organisation=form.cleaned_data["organisation"],
            key=form.cleaned_data["form_key"], **form.values(),
        )
        if made:
            say(request, _("Yksikkö on lisätty."))
            return see("unit", unit_uuid=made.uuid)
    return draw(request, form, "units", _("Uusi yksikkö"), _("Lisää yksikkö"), reverse("units"))


@allow(P.UNITS_MANAGE, methods=["GET", "POST"])
def unit(request: HttpRequest, unit_uuid) -> HttpResponse:
    """One unit and its form. Who saves later than another sees both texts."""
    one = _reached(request, unit_uuid)
    of_region = Q(region_id=one.organisation.region_id) | Q(units=one)
    towns = Municipality.objects.filter(of_region).distinct().order_by("code")
    form = bind(request, ChangeUnitForm, initial=unit_start(one), municipalities=towns)
    status, compare = 422 if request.method == "POST" else 200, []
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            attempt(form, actions.change_unit, by=request.actor, unit=one, version=version, **form.values())
        except Conflict as conflict:
            status, compare = 409, _both(form, conflict.current)
        else:
            if form.is_valid():
                say(request, _("Yksikön tiedot on tallennettu."))
                return see("unit", unit_uuid=one.uuid)
    context = {"nav": "units", "one": one, "form": form, "compare": compare}
    return render(request, "access/unit.html", context, status=status)


@allow(P.UNITS_MANAGE, methods=["GET", "POST"])
def unit_close(request: HttpRequest, unit_uuid) -> HttpResponse:
    """Ask once, then close; while something is open the page says what to do first."""
    one = _reached(request, unit_uuid)
    text = _("%(name)s ei enää ota vastaan eikä näy valinnoissa. Aiemmat merkinnät säilyvät.")
    return confirm(
        request, reverse("unit", args=[one.uuid]), lambda: actions.close_unit(by=request.actor, unit=one), nav="units",
        title=_("Lakkautetaanko yksikkö?"), act=_("Lakkauta yksikkö"), done=_("Yksikkö on lakkautettu."),
        text=text % {"name": one.name},
    )


def _reached(request: HttpRequest, unit_uuid: object) -> Unit:
    return get_object_or_404(reach.units(request.actor), uuid=unit_uuid)


def _both(form: ChangeUnitForm, current: Unit) -> list[tuple[str, str]]:
    form.data = form.data.copy()
    form.data["version"] = current.version
    mine, stored = form.cleaned_data, unit_start(current)
    names = ("name_fi", "name_sv", "name_en", "phone", "hours_fi", "hours_sv", "hours_en")
    return [
        (_("Sinun tekstisi"), "\n".join(mine[name] for name in names if mine[name])),
        (_("Nyt tallessa"), "\n".join(stored[name] for name in names if stored[name])),
    ]
