"""Guiding on to a service, and the receiver's answer (V-56)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.queries import search_cards
from rinnalla.catalogue.showing import sheet_in_words
from rinnalla.lib import dates
from rinnalla.lib.web import attempt, bind, say, see
from rinnalla.services import guidance
from rinnalla.services.forms import GuidanceAnswerForm, GuidanceForm
from rinnalla.services.models import OnwardGuidance
from rinnalla.services.views import _draw


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def guidance_new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Guide the client on. The receiver sees the case at once and answers by a day."""
    groups = request.access.groups
    cards = [card for card in search_cards(request.case.region, "") if card.field_group in groups]
    form = bind(request, GuidanceForm, cards=cards, person=request.case.person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sent = attempt(
            form, guidance.guide_on, case=request.case, by=request.actor, card=form.cards[data["card"]],
            words=data["words"], key=data["form_key"], groups=groups,
            sheet_gone_on=dates.today() if data["told"] == "yes" else None,
        )
        if sent:
            say(request, _("Ohjaus on lähetetty: %(name)s.") % {"name": sent.unit.name})
            return see("services:list", case_uuid=case_uuid)
    return _draw(
        request, form, _("Ohjaa palveluun"), _("Lähetä ohjaus"), **_sheet_of(request, form),
        lead=_("Ohjaus on valmis vasta, kun vastaanottaja on ottanut asiakkaan vastaan."),
    )


def _sheet_of(request: HttpRequest, form: GuidanceForm) -> dict[str, Any]:
    """What to expect of the service named in the address, to be gone through before the form is sent (L-89)."""
    card = form.cards.get(request.GET.get("card", ""))
    if card is None:
        return {}
    form.initial.setdefault("card", str(card.uuid))
    heading = _("%(name)s: mitä voit odottaa") % {"name": card.name}
    return {"told": sheet_in_words(card.expectations), "told_of": heading}


@allow(P.ACTION_ACCEPT, methods=["GET", "POST"], groups=["basics"])
def guidance_answer(request: HttpRequest, case_uuid: UUID, guidance_uuid: UUID) -> HttpResponse:
    """The receiver takes the client or tells why not; a worker may write down what the receiver said."""
    rows = OnwardGuidance.objects.visible_to(request.actor).filter(field_group__in=request.access.groups)
    row = get_object_or_404(rows.select_related("unit", "card", "case__region"), uuid=guidance_uuid, case=request.case)
    if request.method == "GET" and not row.allows("answer"):
        return see("services:list", case_uuid=case_uuid)
    form = bind(request, GuidanceAnswerForm, own=request.actor.unit_id == row.unit_id)
    if request.method == "POST" and form.is_valid() and attempt(
        form, _answer, row=row, by=request.actor, data=form.cleaned_data
    ):
        say(request, _("Vastaus on kirjattu."))
        gone = not row.accepted and request.actor.unit_id == row.unit_id
        return HttpResponseRedirect("/") if gone else see("services:list", case_uuid=case_uuid)
    return _draw(request, form, _("Vastaa ohjaukseen"), _("Kirjaa vastaus"), about=row.name, lead=row.words)


def _answer(*, row: OnwardGuidance, by: Actor, data: dict[str, str]) -> bool:
    act = guidance.accept_guidance if data["answer"] == "yes" else guidance.decline_guidance
    act(guidance=row, by=by, receiver_name=data.get("receiver_name", ""), words=data["words"])
    return True
