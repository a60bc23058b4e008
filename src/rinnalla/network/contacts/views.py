"""Contacts and events of cooperation: those ahead, those held, those called off, and what each led to."""

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
from rinnalla.network.contacts import actions
from rinnalla.network.contacts.forms import CancelForm, ContactForm, HeldForm, LedForm, MoveForm
from rinnalla.network.contacts.models import CooperationContact
from rinnalla.network.development import figures
from rinnalla.network.keeping import may_keep
from rinnalla.network.pages import METHODS, NAV, one_form
from rinnalla.network.projects.reading import number

TABS = {"coming": "on", "held": "-on", "cancelled": "-on"}
SHOWN = 200


@allow(P.CATALOGUE_VIEW)
def contacts(request: HttpRequest) -> HttpResponse:
    """What is ahead first; on the other tabs what was held, with what it led to, and what was called off."""
    tab = request.GET.get("state", "coming")
    tab = tab if tab in TABS else "coming"
    rows = CooperationContact.objects.visible_to(request.actor).order_by(TABS[tab], "pk")
    chosen = {
        "coming": rows.coming(), "held": rows.held(), "cancelled": rows.filter(cancelled_at__isnull=False)
    }[tab].prefetch_related("parts__partner", "led__development")  # fmt: skip
    year = dates.today().year
    since, until = dates.today().replace(month=1, day=1), dates.today().replace(month=12, day=31)
    context = {
        "nav": NAV, "tab": tab, "rows": list(chosen[:SHOWN]), "may": request.actor.can(P.DEVELOPMENT_RECORD),
        "year": year, "led": figures.contacts_led_to_action(request.actor.region_id, since, until),
        "themes": figures.contacts_by_theme(request.actor.region_id, since, until),
    }  # fmt: skip
    return render(request, "network/development/contacts.html", context)


@allow(P.CATALOGUE_VIEW)
def contact(request: HttpRequest, cooperationcontact_uuid: UUID) -> HttpResponse:
    """One contact: what, with whom, how it went, what it led to."""
    one = _one(request, cooperationcontact_uuid)
    may = may_keep(request.actor, one.region_id, [one.unit.organisation_id])
    context = {"nav": NAV, "one": one, "may": may, "outside": bool(one.project and not one.project.includes(one.on)),
               "number": number}  # fmt: skip
    return render(request, "network/development/contact.html", context)


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def contact_new(request: HttpRequest) -> HttpResponse:
    """A contact or event ahead, or one that was held already."""
    asked = {name: request.GET[name] for name in ("partnership", "project") if request.GET.get(name)}
    picked = {"partners": request.GET.getlist("partner")} if request.GET.get("partner") else {}
    form = bind(request, ContactForm, actor=request.actor, initial={**asked, **picked})

    def act(data: dict[str, Any]) -> CooperationContact:
        return actions.plan_contact(
            by=request.actor, planned=form.planned(), partners=form.parts(), went=form.went(), key=data["form_key"]
        )

    lead = _("Teemoja, joita on jo käytetty: %(themes)s.") % {"themes": ", ".join(form.themes)} if form.themes else ""
    return one_form(
        request, form, act, heading=_("Kirjaa tapaaminen tai tapahtuma"), button=_("Tallenna"),
        done=_("Tapaaminen tai tapahtuma on kirjattu."), back=reverse("network:contacts"), crumbs=_crumbs(),
        lead=lead, onward=address,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def contact_hold(request: HttpRequest, cooperationcontact_uuid: UUID) -> HttpResponse:
    """It was held."""
    one = _one(request, cooperationcontact_uuid)
    form = bind(request, HeldForm)
    return one_form(
        request, form, lambda data: actions.hold_contact(contact=one, by=request.actor, went=form.went()),
        heading=_("Kirjaa pidetyksi"), button=_("Kirjaa pidetyksi"), done=_("Kirjattu pidetyksi."), back=address(one),
        crumbs=_crumbs(one), lead=one.title,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def contact_move(request: HttpRequest, cooperationcontact_uuid: UUID) -> HttpResponse:
    """Another day."""
    one = _one(request, cooperationcontact_uuid)
    form = bind(request, MoveForm, initial={"on": one.on})
    return one_form(
        request, form, lambda data: actions.move_contact(contact=one, by=request.actor, **data),
        heading=_("Siirrä toiseen päivään"), button=_("Siirrä"), done=_("Päivä on vaihdettu."), back=address(one),
        crumbs=_crumbs(one), lead=one.title,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def contact_cancel(request: HttpRequest, cooperationcontact_uuid: UUID) -> HttpResponse:
    """It is called off."""
    one = _one(request, cooperationcontact_uuid)
    form = bind(request, CancelForm)
    return one_form(
        request, form, lambda data: actions.cancel_contact(contact=one, by=request.actor, **data),
        heading=_("Peru"), button=_("Peru tämä"), done=_("Peruttu."), back=address(one), crumbs=_crumbs(one),
        lead=one.title, danger=True,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def contact_led(request: HttpRequest, cooperationcontact_uuid: UUID) -> HttpResponse:
    """It led to concrete action (E-19)."""
    one = _one(request, cooperationcontact_uuid)
    form = bind(request, LedForm, actor=request.actor)
    return one_form(
        request, form, lambda data: actions.lead_to(contact=one, by=request.actor, **data),
        heading=_("Mihin tämä johti"), button=_("Liitä kehittämistoimi"), done=_("Kehittämistoimi on liitetty."),
        back=address(one), crumbs=_crumbs(one), lead=one.title,
    )  # fmt: skip


def address(one: CooperationContact) -> str:
    return reverse("network:contact", kwargs={"cooperationcontact_uuid": one.uuid})


def _one(request: HttpRequest, uuid: UUID) -> CooperationContact:
    rows = CooperationContact.objects.visible_to(request.actor).select_related(
        "unit__organisation", "partnership", "project", "held_by", "cancelled_by"
    )
    return get_object_or_404(rows.prefetch_related("parts__partner", "led__development"), uuid=uuid)


def _crumbs(one: CooperationContact | None = None) -> list[tuple[str, str | None]]:
    own: list[tuple[str, str | None]] = [(one.title, address(one))] if one else []
    home = (_("Kehittämistyö"), reverse("network:development_work"))
    return [home, (_("Tapaamiset ja tapahtumat"), reverse("network:contacts")), *own]
