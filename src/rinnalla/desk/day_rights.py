"""What clients ask of their own data, on the day of whoever answers: the team a correction, the officer the rest."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.desk.day_lines import Item, when
from rinnalla.desk.queries import CaseRow
from rinnalla.lib import dates
from rinnalla.retention.holds.models import Hold
from rinnalla.retention.holds.reasons import reason_name
from rinnalla.retention.requests.models import RightsRequest
from rinnalla.servicemodels.codes import code_name

SHOWN = 50


def corrections(actor: Actor, rows: Iterable[CaseRow]) -> list[Item]:
    """What clients the actor answers for say is wrong. One statement, and none for whoever has no cases."""
    cases = {row.pk: row for row in rows}
    if not cases:
        return []
    waiting = RightsRequest.objects.visible_to(actor).waiting().filter(case_id__in=cases).order_by("due_on", "pk")
    return [
        Item(
            cases[one.case_id], _("Asiakas pyytää korjausta"), code_name("rights_places", one.place), *when(one.due_on),
            _("Vastaa"),
            reverse("rights:correction", kwargs={"case_uuid": cases[one.case_id].uuid, "request_uuid": one.uuid}),
        )
        for one in waiting[:SHOWN]
    ]


def asked(actor: Actor) -> list[Item]:
    """What waits for the data-protection officer; never whose, before the request is opened."""
    if not actor.can(Permission.RIGHTS_ANSWER):
        return []
    waiting = RightsRequest.objects.visible_to(actor).waiting().order_by("due_on", "pk")
    return [
        Item(
            None, one.get_kind_display(), _("Asiakas odottaa vastausta"), *when(one.due_on), _("Vastaa"),
            reverse("rights:request", kwargs={"request_uuid": one.uuid}), name=_("Asiakkaan pyyntö"),
        )
        for one in waiting[:SHOWN]
    ]


def holds(actor: Actor) -> list[Item]:
    """Cases held back from being erased whose day of review has come, by number; for the officer alone."""
    if not actor.can(Permission.RETENTION_OVERSEE):
        return []
    waiting = Hold.objects.visible_to(actor).standing().filter(review_on__lte=dates.today()).order_by("review_on", "pk")
    return [
        Item(
            None, _("Tarkista keskeytys: %(number)s") % {"number": one.number}, reason_name(one.reason),
            *when(one.review_on), _("Tarkista"), reverse("retention:hold_review", kwargs={"hold_uuid": one.uuid}),
            name=_("Säilytys"),
        )
        for one in waiting[:SHOWN]
    ]
