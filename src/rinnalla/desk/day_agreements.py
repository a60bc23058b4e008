"""Agreements and letters of intent on my day: what ends soon, and what is to be looked at (I-33, L-58)."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.desk.day_lines import Item, when
from rinnalla.lib import dates
from rinnalla.network.agreements.reach import ending_for
from rinnalla.network.letters.models import LetterOfIntent
from rinnalla.servicemodels.codes import deadline

SHOWN = 20


def agreements(actor: Actor) -> list[Item]:
    """Agreements that end soon and go on nowhere, for those who are told of it. One statement, none for other roles."""
    if not actor.can(Permission.AGREEMENT_VIEW):
        return []
    return [
        Item(
            None, _("Sopimus päättyy: %(name)s") % {"name": one.organisation.name}, one.reference,
            dates.d(one.last_day), "wait", _("Avaa sopimus"),
            reverse("network:agreement", kwargs={"organisationagreement_uuid": one.uuid}), name=_("Sopimukset"),
        )
        for one in ending_for(actor)[:SHOWN]
    ]  # fmt: skip


def letters(actor: Actor) -> list[Item]:
    """Letters of intent that the actor's unit keeps and whose day has come. One statement, none for other roles."""
    if not actor.can(Permission.LETTER_RECORD):
        return []
    last = dates.today() + timedelta(days=deadline(None, "letter_end_notice"))
    return [
        Item(
            None, _("Aiesopimus: %(name)s") % {"name": one.party}, one.get_takes_display(),
            *when(min(one.follow_up_on, one.last_day)), _("Katso tilanne"),
            reverse("network:letter", kwargs={"letterofintent_uuid": one.uuid}), name=_("Aiesopimus"),
        )
        for one in LetterOfIntent.objects.to_look_at(last).filter(unit_id=actor.unit_id)[:SHOWN]
    ]  # fmt: skip
