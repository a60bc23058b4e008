"""The pages of communications: the year's plan and its items, how often they were seen, experiences."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.web import bind, render
from rinnalla.network.communications import actions, figures
from rinnalla.network.communications.forms import (
    AwarenessForm,
    CheckForm,
    DropForm,
    ItemChangeForm,
    ItemForm,
    PlanForm,
    PublishForm,
    SeenForm,
    start_from,
)
from rinnalla.network.communications.models import CommunicationItem, CommunicationPlan
from rinnalla.network.materials.pages import METHODS, one_form
from rinnalla.servicemodels.codes import code_name

NAV = "communications"
YEARS = 8


@allow(P.CATALOGUE_VIEW)
def communications(request: HttpRequest) -> HttpResponse:
    """The plan of a year against what was done, its items, and what is not checked yet."""
    year, region_id = _year(request), request.actor.region_id
    rows = CommunicationItem.objects.visible_to(request.actor).filter(planned_on__year=year)
    context = {
        "year": year, "years": _years(request), "plan": _plan(request, year),
        "rows": list(rows.select_related("campaign", "unit__organisation")[:300]),
        "done": figures.plan_done(region_id, year), "unchecked": figures.unchecked(region_id),
        "may": actions.may_keep(request.actor),
    }
    return render(request, "network/communications/list.html", context)


@allow(P.CATALOGUE_VIEW)
def item(request: HttpRequest, communicationitem_uuid: UUID) -> HttpResponse:
    """One item: what, where, to whom, its checks, how often it was seen; of a campaign its items and their sum."""
    one = _one(request, communicationitem_uuid)
    is_campaign = one.kind == CommunicationItem.Kind.CAMPAIGN
    seen = figures.seen_of_campaign(one) if is_campaign else figures.seen([one])
    context = {
        "one": one, "may": actions.may_keep(request.actor), "metrics": one.metrics.select_related("made_by"),
        "seen": _channels(seen), "sum": sum(seen.values()), "items": one.items.all() if is_campaign else [],
        "is_campaign": is_campaign,
    }
    return render(request, "network/communications/item.html", context)


@allow(P.COMMUNICATION_KEEP, methods=METHODS)
def plan_set(request: HttpRequest) -> HttpResponse:
    """What a year aims at."""
    year = _year(request)
    old = _plan(request, year)
    form = bind(request, PlanForm, initial={"year": year, "aim": old.aim if old else ""})
    return one_form(
        request, form, lambda data: actions.set_plan(by=request.actor, **data), heading=_("Vuoden viestintä"),
        button=_("Tallenna suunnitelma"), nav=NAV, done=_("Suunnitelma on tallessa."), back=_list(),
        to=lambda made: f"{_list()}?year={made.year}",
    )


@allow(P.COMMUNICATION_KEEP, methods=METHODS)
def item_new(request: HttpRequest) -> HttpResponse:
    """Plan an item."""
    form = bind(request, ItemForm, by=request.actor, initial={"campaign": request.GET.get("campaign", "")})
    return one_form(
        request, form, lambda data: actions.plan_item(by=request.actor, told=form.told(), key=data["form_key"]),
        heading=_("Uusi viesti"), button=_("Tallenna suunnitelmaan"), nav=NAV, to=_address, back=_list(),
        done=_("Viesti on suunnitelmassa."),
    )


@allow(P.COMMUNICATION_KEEP, methods=METHODS)
def item_change(request: HttpRequest, communicationitem_uuid: UUID) -> HttpResponse:
    """Change it; the check begins anew."""
    one = _one(request, communicationitem_uuid)
    form = bind(request, ItemChangeForm, by=request.actor, initial=start_from(one))

    def act(data: dict[str, Any]) -> None:
        actions.change_item(item=one, version=data["version"], by=request.actor, told=form.told())

    return _of_item(request, one, form, act, _("Muuta: %(name)s"), _("Tallenna muutos"),
                    _("Muutos on tallessa. Käy tarkistuslista uudelleen läpi."))  # fmt: skip


@allow(P.COMMUNICATION_KEEP, methods=METHODS)
def item_check(request: HttpRequest, communicationitem_uuid: UUID) -> HttpResponse:
    """Go through the list before it goes out (E-33)."""
    one = _one(request, communicationitem_uuid)
    form = bind(request, CheckForm, initial={"checks": one.checks, "version": one.version})
    return _of_item(request, one, form, lambda data: actions.check_item(item=one, by=request.actor, **data),
                    _("Tarkista: %(name)s"), _("Tallenna tarkistus"), _("Tarkistus on tallessa."))  # fmt: skip


@allow(P.COMMUNICATION_KEEP, methods=METHODS)
def item_publish(request: HttpRequest, communicationitem_uuid: UUID) -> HttpResponse:
    """It is out; refused while a point of the list is open."""
    one = _one(request, communicationitem_uuid)
    return _of_item(request, one, bind(request, PublishForm),
                    lambda data: actions.publish_item(item=one, by=request.actor, **data),
                    _("Julkaistu: %(name)s"), _("Merkitse julkaistuksi"), _("Viesti on julkaistu."))  # fmt: skip


@allow(P.COMMUNICATION_KEEP, methods=METHODS)
def item_drop(request: HttpRequest, communicationitem_uuid: UUID) -> HttpResponse:
    """It is not done after all."""
    one = _one(request, communicationitem_uuid)
    return _of_item(request, one, bind(request, DropForm),
                    lambda data: actions.drop_item(item=one, by=request.actor, **data),
                    _("Jätä pois: %(name)s"), _("Jätä pois"), _("Viesti on jätetty pois."))  # fmt: skip


@allow(P.COMMUNICATION_KEEP, methods=METHODS)
def item_seen(request: HttpRequest, communicationitem_uuid: UUID) -> HttpResponse:
    """How often it was seen in a channel (E-60)."""
    one = _one(request, communicationitem_uuid)

    def act(data: dict[str, Any]) -> Any:
        return actions.count_seen(item=one, by=request.actor, key=data.pop("form_key"), **data)

    return _of_item(request, one, bind(request, SeenForm, item=one), act, _("Näyttökerrat: %(name)s"),
                    _("Tallenna luku"), _("Luku on kirjattu."))  # fmt: skip


@allow(P.CATALOGUE_VIEW)
def communication_figures(request: HttpRequest) -> HttpResponse:
    """What came out in a year by channel and audience, how often it was seen, and whether the services are known."""
    year, region_id = _year(request), request.actor.region_id
    since, until = dates.parse_date(f"1.1.{year}"), dates.parse_date(f"31.12.{year}")
    items = figures.published(region_id, since, until)
    seen = figures.seen(items)
    context = {
        "year": year, "years": _years(request), "count": len(items), "sum": sum(seen.values()), "seen": _channels(seen),
        "channels": _channels(figures.by_channel(region_id, since, until)),
        "audiences": _audiences(figures.by_audience(region_id, since, until)),
        "awareness": [(name, rows[:4]) for name, rows in _audiences(figures.awareness(region_id))],
        "may": actions.may_keep(request.actor),
    }
    return render(request, "network/communications/figures.html", context)


@allow(P.COMMUNICATION_KEEP, methods=METHODS)
def awareness_new(request: HttpRequest) -> HttpResponse:
    """How many of an audience knew of the services (E-17)."""
    back = reverse("network:communication_figures")
    return one_form(
        request, bind(request, AwarenessForm),
        lambda data: actions.record_awareness(by=request.actor, key=data.pop("form_key"), **data),
        heading=_("Kirjaa tunnettuuskysely"), button=_("Tallenna tulos"), nav=NAV, done=_("Tulos on kirjattu."),
        to=lambda made: back, back=back,
    )


def _of_item(
    request: HttpRequest, one: CommunicationItem, form: Any, act: Any, heading: str, button: str, done: str
) -> HttpResponse:
    return one_form(
        request, form, act, heading=heading % {"name": one.title}, button=button, done=done, nav=NAV,
        to=lambda made: _address(one), back=_address(one),
    )


def _one(request: HttpRequest, uuid: UUID) -> CommunicationItem:
    rows = CommunicationItem.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("campaign", "unit__organisation", "checked_by"), uuid=uuid)


def _address(one: CommunicationItem) -> str:
    return reverse("network:communication", kwargs={"communicationitem_uuid": one.uuid})


def _list() -> str:
    return reverse("network:communications")


def _year(request: HttpRequest) -> int:
    """The asked year, this one when none can be read."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2100 else dates.today().year


def _years(request: HttpRequest) -> list[int]:
    """The years with something planned, and this one."""
    rows = CommunicationItem.objects.visible_to(request.actor)
    found = {day.year for day in rows.dates("planned_on", "year")} | {dates.today().year}
    return sorted(found, reverse=True)[:YEARS]


def _plan(request: HttpRequest, year: int) -> CommunicationPlan | None:
    return CommunicationPlan.objects.visible_to(request.actor).filter(year=year).first()


def _channels(found: dict[str, int]) -> list[tuple[str, Any]]:
    return _named("communication_channels", found)


def _audiences(found: dict[str, Any]) -> list[tuple[str, Any]]:
    return _named("communication_audiences", found)


def _named(name: str, found: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(code_name(name, key), value) for key, value in found.items()]
