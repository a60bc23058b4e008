"""Partnerships: who plans what together, whose turn to chair, what has been done, which services came of it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import hide_small
from rinnalla.lib.web import bind, render
from rinnalla.network.keeping import may_keep
from rinnalla.network.pages import METHODS, NAV, one_form
from rinnalla.network.partnerships import actions
from rinnalla.network.partnerships.forms import WORDS, OutcomeForm, PartnershipForm, TurnsForm
from rinnalla.network.partnerships.models import Partnership
from rinnalla.servicemodels import codes
from rinnalla.services.pilots.reading import counts

HALF_A_YEAR = 6


@allow(P.CATALOGUE_VIEW)
def partnerships(request: HttpRequest) -> HttpResponse:
    """Every partnership of the region with its kind and who chairs (E-20, E-47)."""
    rows = Partnership.objects.visible_to(request.actor).prefetch_related("members__partner", "turns__partner")
    kinds = [(name, sum(one.kind == kind for one in rows)) for kind, name in Partnership.Kind.choices]
    context = {"nav": NAV, "rows": list(rows), "kinds": kinds, "may": request.actor.can(P.DEVELOPMENT_RECORD)}
    return render(request, "network/development/partnerships.html", context)


@allow(P.CATALOGUE_VIEW)
def partnership(request: HttpRequest, partnership_uuid: UUID) -> HttpResponse:
    """One partnership: its plan, members, turns, meetings, actions, and the chain to services and clients (E-64)."""
    one = _one(request, partnership_uuid)
    now, after = one.chairs()
    context = {
        "nav": NAV, "one": one, "now": now, "after": after,
        "may": may_keep(request.actor, one.region_id, actions.keepers(one)),
        "contacts": list(one.contacts.order_by("-on")[:30]),
        "actions": list(one.developments.select_related("unit__organisation", "pilot__card").in_order()),
        **_served(one),
    }  # fmt: skip
    return render(request, "network/development/partnership.html", context)


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def partnership_new(request: HttpRequest) -> HttpResponse:
    """Bodies begin to plan together."""
    form = bind(request, PartnershipForm, actor=request.actor, initial={"starts_on": dates.today()})

    def act(data: dict[str, Any]) -> Partnership:
        return actions.begin_partnership(
            by=request.actor, words=form.words(), members=form.members(), key=data["form_key"]
        )

    return one_form(
        request, form, act, heading=_("Kirjaa kumppanuus"), button=_("Tallenna kumppanuus"),
        done=_("Kumppanuus on kirjattu. Sovi seuraavaksi puheenjohtajavuorot."), back=reverse("network:partnerships"),
        crumbs=_crumbs(), onward=address,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def partnership_edit(request: HttpRequest, partnership_uuid: UUID) -> HttpResponse:
    """Mend what it tells and who is in it."""
    one = _one(request, partnership_uuid)
    known = {name: getattr(one, name) for name in WORDS} | {"version": one.version}
    form = bind(request, PartnershipForm, actor=request.actor, now=one, initial=known)

    def act(data: dict[str, Any]) -> None:
        actions.change_partnership(
            partnership=one, version=data["version"] or 0, by=request.actor, words=form.words(), members=form.members()
        )

    return one_form(
        request, form, act, heading=_("Muokkaa kumppanuutta"), button=_("Tallenna kumppanuus"),
        done=_("Muutos on tallessa."), back=address(one), crumbs=_crumbs(one),
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def partnership_turns(request: HttpRequest, partnership_uuid: UUID) -> HttpResponse:
    """Whose turn it is to chair, and when (E-47)."""
    one = _one(request, partnership_uuid)
    form = bind(request, TurnsForm, initial={"months": HALF_A_YEAR, "version": one.version})
    return one_form(
        request, form, lambda data: actions.set_turns(partnership=one, by=request.actor, **data),
        heading=_("Sovi puheenjohtajavuorot"), button=_("Tallenna vuorot"), done=_("Vuorot on sovittu."),
        back=address(one), crumbs=_crumbs(one),
        lead=_("Jokainen kumppani on vuorollaan puheenjohtaja. Järjestys on kumppanien järjestys."),
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def partnership_end(request: HttpRequest, partnership_uuid: UUID) -> HttpResponse:
    """It ends with what came of it."""
    one = _one(request, partnership_uuid)
    form = bind(request, OutcomeForm)
    return one_form(
        request, form, lambda data: actions.end_partnership(partnership=one, by=request.actor, **data),
        heading=_("Päätä kumppanuus"), button=_("Päätä kumppanuus"), done=_("Kumppanuus on päätetty."),
        back=address(one), crumbs=_crumbs(one), lead=one.name, danger=True,
    )  # fmt: skip


def address(one: Partnership) -> str:
    return reverse("network:partnership", kwargs={"partnership_uuid": one.uuid})


def _served(one: Partnership) -> dict[str, Any]:
    """How many clients each pilot that came of the partnership has served, small numbers hidden (E-64)."""
    found, least = counts(one.region), codes.deadline(one.region, "small_number")
    pilots = one.developments.filter(pilot__isnull=False).values_list("pilot_id", flat=True)
    return {"served": hide_small({pk: found.get(pk, (0, 0))[0] for pk in pilots}, least), "least": least}


def _one(request: HttpRequest, uuid: UUID) -> Partnership:
    rows = Partnership.objects.visible_to(request.actor).select_related("unit__organisation", "region", "ended_by")
    return get_object_or_404(rows.prefetch_related("members__partner", "turns__partner"), uuid=uuid)


def _crumbs(one: Partnership | None = None) -> list[tuple[str, str | None]]:
    own: list[tuple[str, str | None]] = [(one.name, address(one))] if one else []
    home = (_("Kehittämistyö"), reverse("network:development_work"))
    return [home, (_("Kumppanuudet"), reverse("network:partnerships")), *own]
