"""Public pages: asking for contact at once, the service map, and what we promise (V-12, V-16, L-24, T-44)."""

from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rinnalla.access.allow import public
from rinnalla.access.starting import start_for
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.showing import shown
from rinnalla.lib import plain
from rinnalla.lib.web import attempt, bind, render
from rinnalla.organisations.models import Municipality, Region
from rinnalla.portal import servicemap
from rinnalla.portal.actions import note_attempt
from rinnalla.portal.forms import ContactForm
from rinnalla.referrals.actions import contact_request
from rinnalla.retention.words import for_clients
from rinnalla.servicemodels.codes import due, published

RECEIPT = "rinnalla.receipt"


@public("anybody may ask for contact and look for help", methods=["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The front page. Sending the contact form needs no account, referral, diagnosis or script."""
    if request.actor.is_staff or request.actor.on_clients_side:
        if request.actor.on_clients_side:
            return HttpResponseRedirect("/my/")
        return HttpResponseRedirect(start_for(request.user, request.actor.role))
    regions = list(Region.objects.taking_in().order_by("pk"))
    town = _town(request, regions)
    region = town.region if town else _region(request, regions)
    known = {"language": _language(request), "municipality": town}
    form = bind(request, ContactForm, regions=regions, region=region, initial=known)
    if request.method == "POST" and form.is_valid() and _welcome(request, form, region):
        chosen = region or form.cleaned_data.get("region")
        if receipt := attempt(form, contact_request, by=request.actor, region=chosen, **_asked(form)):
            town = form.cleaned_data["municipality"]
            return _received(receipt, town.region if town else chosen or regions[0])
    due_on = due(region, "first_contact")
    context = {"form": form, "region": region, "due_on": due_on, **_phone(region), **_words(region)}
    return render(request, "portal/start.html", context, status=422 if request.method == "POST" else 200)


def _region(request: HttpRequest, regions: list[Region]) -> Region | None:
    """The region the address names (`?region=`), else the only one."""
    named = request.GET.get("region", "")
    return next((one for one in regions if one.key == named), regions[0] if len(regions) == 1 else None)


def _town(request: HttpRequest, regions: list[Region]) -> Municipality | None:
    """The municipality chosen in the service map a moment ago: it is not asked again."""
    if not (code := request.GET.get("municipality")):
        return None
    return Municipality.objects.filter(code=code, region__in=regions).select_related("region").first()


def _words(region: Region | None) -> dict[str, str]:
    """What the region calls the service, and its promise in one sentence (V-119); empty where none is named."""
    found = published(region)
    words = found.info.wording if found else None
    said = {"service_name": words.service, "tagline": words.tagline} if words else {}
    return {name: said[name].in_language if said else "" for name in ("service_name", "tagline")}


def _language(request: HttpRequest) -> str:
    return request.LANGUAGE_CODE[:2] if getattr(request, "LANGUAGE_CODE", "fi")[:2] in ("fi", "sv", "en") else "fi"


def _welcome(request: HttpRequest, form: ContactForm, region: Region | None) -> bool:
    """Whether the sending looks like a person's; else the form says what to do instead, and keeps what was typed."""
    phone = _phone(region)["help_phone"]
    if form.cleaned_data["website"]:
        text = _("Jätä tämä kohta tyhjäksi ja lähetä uudelleen. Voit myös soittaa: %(phone)s.")
        form.add_error("website", text % {"phone": phone})
    elif not note_attempt(_address(request)):
        form.add_error(None, _("Tästä verkosta on tullut monta pyyntöä. Soita meille: %(phone)s.") % {"phone": phone})
    return form.is_valid()


def _address(request: HttpRequest) -> str:
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _asked(form: ContactForm) -> dict[str, Any]:
    data = form.cleaned_data
    names = ("name", "phone", "language", "municipality", "wish", "for_whom", "agreed", "encouraged_by")
    return {**{name: data[name] for name in names}, "key": data["form_key"]}


def _received(receipt: str, region: Region) -> HttpResponse:
    due_on = due(region, "first_contact")
    token = signing.dumps([receipt, due_on.isoformat(), region.key], salt=RECEIPT)
    return HttpResponseRedirect(f"{reverse('portal:received')}?r={token}")


@public("the receipt of a contact request; its signed number is the only thing shown")
def received(request: HttpRequest) -> HttpResponse:
    """The number of the receipt, by when we call, where to call. Kept nowhere: the address carries it, signed."""
    try:
        receipt, due_on, key = signing.loads(request.GET.get("r", ""), salt=RECEIPT)
    except signing.BadSignature:
        return HttpResponseRedirect("/")
    region = Region.objects.filter(key=key).first()
    return render(
        request, "portal/received.html", {"receipt": receipt, "due_on": date.fromisoformat(due_on), **_phone(region)}
    )


def _phone(region: Region | None) -> dict[str, str]:
    return {"help_phone": (region.help_phone if region else "") or settings.HELP_PHONE}


# Services -------------------------------------------------------------------------------------------------------------


@public("everybody may look for a service")
def services(request: HttpRequest) -> HttpResponse:
    """The service map (T-44): by own words in one's own municipality; without words all of it by group.

    Asks first where one lives: services are not the same everywhere. Everything asked stands in the address.
    """
    asked = servicemap.asked(request.GET)
    groups = [] if asked.words else [(name, list(of)) for name, of in groupby(asked.cards, key=_group_of)]
    context = {"asked": asked, "groups": groups, "region": asked.region, **_phone(asked.region)}
    return render(request, "portal/services.html", context)


def _group_of(card: ServiceCard) -> str:
    return card.group_name


@public("everybody may read what a service is")
def service(request: HttpRequest, card_uuid: UUID) -> HttpResponse:
    """One service: what it is, how to get in, the wait. One that is no longer offered leads to the search."""
    cards = ServiceCard.objects.offered().select_related("unit__organisation", "region")
    card = cards.filter(uuid=card_uuid).first()
    if card is None:
        return HttpResponseRedirect(f"{reverse('portal:services')}?gone=1")
    return render(request, "portal/service.html", {"card": card, "shown": shown(card), **_phone(card.region)})


# What we promise ------------------------------------------------------------------------------------------------------


@public("the law asks for an accessibility statement")
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the service is, and where to tell of a fault."""
    return render(request, "portal/accessibility.html")


@public("everybody may read how their data is used")
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, who sees it and how long."""
    return render(request, "portal/privacy.html", {"kept": for_clients()})


@public("everybody may read how to use the service")
def guide(request: HttpRequest) -> HttpResponse:
    """How it goes, in short sentences, and what our words mean (rule 13)."""
    return render(request, "portal/guide.html", {"words": plain.glossary(get_language() or "fi")})
