"""Emergency access on my day: a colleague's request waits for a second person, an opened one for the officer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.cases.breakglass.models import BreakGlass
from rinnalla.desk.day_lines import Item, shortened
from rinnalla.lib import dates
from rinnalla.servicemodels.codes import code_name

SHOWN = 20


def emergencies(actor: Actor) -> list[Item]:
    """What waits for the actor's yes or no, or for the officer's review. One statement, none for other roles."""
    if actor.can(Permission.BREAK_GLASS_REVIEW):
        rows = BreakGlass.objects.visible_to(actor).to_review().select_related("made_by").order_by("review_by")
        return [
            Item(
                None, _("Hätäpääsy on tarkistettava"), code_name("break_glass_reasons", one.reason),
                dates.dt(one.review_by), "late" if one.review_late else "wait", _("Tarkista"),
                reverse("breakglass:review", kwargs={"breakglass_uuid": one.uuid}), name=_("Hätäpääsy"),
            )
            for one in rows[:SHOWN]
        ]  # fmt: skip
    if not actor.can(Permission.BREAK_GLASS_OPEN):
        return []
    rows = BreakGlass.objects.visible_to(actor).waiting().exclude(made_by_id=actor.user_id).select_related("made_by")
    return [
        Item(
            None, _("%(name)s pyytää hätäpääsyä") % {"name": one.made_by.name if one.made_by else ""},
            shortened(one.words), dates.t(one.lapses_at), "late", _("Vastaa"), reverse("breakglass:requests"),
            name=_("Hätäpääsy"),
        )
        for one in rows.order_by("lapses_at")[:SHOWN]
    ]  # fmt: skip
