"""The services a plan gathers, with status and organiser, for the plan's own page (L-52): asked by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.services.models import ENDED, INTERRUPTED, RUNNING, ServiceEpisode

ORDER = (RUNNING, INTERRUPTED, "planned", ENDED)


@dataclass(frozen=True)
class PlanService:
    """One service in words: its name, who organises it, and how it stands (`kind` is the status' look)."""

    name: str
    organiser: str
    kind: str
    status: str


def of_plan(actor: Actor, case: Any, groups: Iterable[str]) -> list[PlanService]:
    """The services of a case that a reader of these field groups may see: the running ones first."""
    rows = ServiceEpisode.objects.visible_to(actor).filter(case=case, field_group__in=list(groups))
    rows = rows.select_related("card", "organiser__organisation").prefetch_related("interruptions")
    return [_told(one) for one in sorted(rows, key=lambda one: (ORDER.index(one.state), one.pk))]


def _told(one: ServiceEpisode) -> PlanService:
    if one.ended_on:
        kind, status = "ok", _("Päättyi %(day)s") % {"day": dates.d(one.ended_on)}
    elif one.open_interruption and one.started_on:
        kind, status = "wait", _("Keskeytynyt")
    elif one.started_on:
        kind, status = "now", _("Alkoi %(day)s") % {"day": dates.d(one.started_on)}
    elif one.waits_since:
        kind, status = "wait", _("Odottaa järjestäjää")
    else:
        day = one.planned_on
        kind, status = "plain", _("Suunniteltu alkavaksi %(day)s") % {"day": dates.d(day)} if day else _("Suunniteltu")
    return PlanService(one.name, one.body_name, kind, status)
