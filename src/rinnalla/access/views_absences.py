"""Absences and deputies: one's own, those of the unit for its coordinator, and those one is the deputy in."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access import deputies
from rinnalla.access.actor import Actor
from rinnalla.access.allow import allow
from rinnalla.access.forms_absences import AbsenceForm, ChangeAbsenceForm
from rinnalla.access.models import Absence, Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once, confirm, draw
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see


def _reached(actor: Actor) -> QuerySet[Absence]:
    """The absences the actor may know of."""
    mine = Q(user_id=actor.user_id) | Q(deputy_id=actor.user_id)
    if actor.role == deputies.LEADS:
        mine |= Q(membership__unit_id=actor.unit_id)
    return Absence.objects.filter(mine).select_related("user", "deputy", "membership__unit").order_by("starts_on", "pk")


def _may_be_away(actor: Actor) -> QuerySet[Membership]:
    """Whose absence the actor may set: one's own, and those of the unit one coordinates."""
    rows = Membership.objects.in_force().filter(unit_id=actor.unit_id)
    if actor.role != deputies.LEADS:
        rows = rows.filter(user_id=actor.user_id)
    return rows.filter(role__in=_roles()).select_related("user", "unit").order_by("user__name", "pk")


def _roles() -> list[str]:
    from rinnalla.access.roles import ROLES

    return [role.key for role in ROLES.values() if P.ABSENCE_SET in role.permissions]


@allow(P.ABSENCE_SET)
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away and who stands in, now and ahead."""
    rows = _reached(request.actor).filter(ended_at=None, ends_on__gte=dates.today())
    return render(request, "access/absences.html", {"nav": "absences", "absences": rows})


@allow(P.ABSENCE_SET, methods=["GET", "POST"])
def absence_new(request: HttpRequest) -> HttpResponse:
    """A new absence with its deputy."""
    here = Q(memberships__unit__organisation_id=request.actor.organisation_id, memberships__role__in=_roles())
    near = User.objects.filter(here, is_active=True).distinct().order_by("name")
    form = bind(request, AbsenceForm, memberships=_may_be_away(request.actor), deputies=near)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        made = attempt_once(form, deputies.set_absence, by=request.actor, key=data.pop("form_key"), **data)
        if made:
            say(request, _("Poissaolo on merkitty. %(name)s on sijaisena.") % {"name": made.deputy.name})
            return see("absences")
    return draw(request, form, "absences", _("Merkitse poissaolo"), _("Merkitse poissaolo"), reverse("absences"))


@allow(P.ABSENCE_SET, methods=["GET", "POST"])
def absence(request: HttpRequest, absence_uuid) -> HttpResponse:
    """Another last day for one absence. Who saves later than another is told so."""
    one = get_object_or_404(_reached(request.actor), uuid=absence_uuid)
    form = bind(request, ChangeAbsenceForm, initial={"ends_on": one.ends_on, "version": one.version})
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, deputies.change_absence, absence=one, by=request.actor, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error("ends_on", _("Joku muu ehti muuttaa päivän: %(day)s. Avaa sivu uudelleen.")
                           % {"day": dates.d(conflict.current.ends_on)})  # fmt: skip
        if form.is_valid():
            say(request, _("Poissaolo päättyy %(day)s.") % {"day": dates.d(one.ends_on)})
            return see("absences")
    heading = _("%(name)s on poissa, sijaisena %(deputy)s") % {"name": one.user.name, "deputy": one.deputy.name}
    return draw(request, form, "absences", heading, _("Tallenna"), reverse("absences"))


@allow(P.ABSENCE_SET, methods=["GET", "POST"])
def absence_end(request: HttpRequest, absence_uuid) -> HttpResponse:
    """Ask once, then end: the deputy sees the cases no more."""
    one = get_object_or_404(_reached(request.actor), uuid=absence_uuid)
    return confirm(
        request, reverse("absences"), lambda: deputies.end_absence(absence=one, by=request.actor), nav="absences",
        title=_("Päätetäänkö sijaisuus?"),
        text=_("%(deputy)s ei sen jälkeen näe asioita, joissa %(name)s on mukana.")
        % {"deputy": one.deputy.name, "name": one.user.name},
        act=_("Päätä sijaisuus"), done=_("Sijaisuus on päättynyt."),
    )
