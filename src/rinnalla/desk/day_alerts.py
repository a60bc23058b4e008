"""Alerts of the access log on the day of the data-protection officer; whose reading is told on the alert's own page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.desk.day_lines import Item
from rinnalla.lib import dates
from rinnalla.watch.models import Alert
from rinnalla.watch.reading import rule_name

SHOWN = 20


def alerts(actor: Actor) -> list[Item]:
    """What the watch has found and nobody has looked at. One statement, none for other roles."""
    if not actor.can(Permission.LOG_OVERSEE):
        return []
    rows = Alert.objects.visible_to(actor).open().order_by("made_at")[:SHOWN]
    return [
        Item(
            None, _("Lokin hälytys on tarkistettava"), rule_name(one.rule), dates.dt(one.made_at), "wait",
            _("Tarkista"), reverse("watch:alert", kwargs={"alert_uuid": one.uuid}), name=_("Lokin valvonta"),
        )
        for one in rows
    ]  # fmt: skip
