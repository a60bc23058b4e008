"""What waits on the paths of one's own clients, for my day: in the same statement as the clients themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Value
from django.db.models.functions import JSONObject

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.access.rules import within_leave
from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.plans.paths.models import PathStep, StepProposal

MOST = 20  # of one client: a day page is no list


@dataclass(frozen=True)
class OnPath:
    """A late step (`on` is its day) or a proposal nobody has answered (`on` is when it was made)."""

    uuid: UUID
    what: str
    on: date
    whose: str
    owner_id: int | None
    proposed: bool


def on_paths(actor: Actor) -> ArraySubquery | None:
    """A column for a query of cases: late steps, of the groups the leave covers. `path_rows` reads it."""
    if not actor.can(Permission.PLAN_VIEW):
        return None
    rows = within_leave(PathStep.objects.late().filter(case=OuterRef("pk")), actor, "field_group")
    told = JSONObject(uuid="uuid", what="what", names="names", on="due_on", whose="owner__name", owner_id="owner_id",
                      proposed=Value(False))  # fmt: skip
    return ArraySubquery(rows.order_by("due_on", "pk").values(found=told)[:MOST])


def proposed_on_paths(actor: Actor) -> ArraySubquery | None:
    """The same of proposed steps that wait for an answer, for those who may answer (L-19)."""
    if not actor.can(Permission.PLAN_EDIT):
        return None
    rows = StepProposal.objects.filter(case=OuterRef("pk"), answered_at__isnull=True)
    rows = within_leave(rows, actor, "field_group").exclude(made_by_id=actor.user_id)
    told = JSONObject(uuid="uuid", what="what", names=Value(""), on="made_at", whose="made_by__name",
                      owner_id="made_by_id", proposed=Value(True))  # fmt: skip
    return ArraySubquery(rows.order_by("made_at").values(found=told)[:MOST])


def path_rows(found: Iterable[dict[str, Any]]) -> tuple[OnPath, ...]:
    """What the columns hold, read."""
    return tuple(
        OnPath(UUID(one["uuid"]), one["what"] or in_language(one["names"]), _day(one["on"]), one["whose"] or "",
               one["owner_id"], one["proposed"])
        for one in found
    )  # fmt: skip


def _day(text: str) -> date:
    return dates.local(datetime.fromisoformat(text)).date() if "T" in text else date.fromisoformat(text)
