"""What a meeting decides: each decision is written once and lands where it belongs there and then (L-51).

An action of the plan, a service on the client's path, something to find out, or what the team came to.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.meetings.arranging.actions import add_task
from rinnalla.meetings.arranging.models import TaskKind
from rinnalla.meetings.minutes.models import MinuteLine, TeamDecision
from rinnalla.meetings.models import Decision, Meeting
from rinnalla.meetings.rules import note, require
from rinnalla.organisations.models import Organisation
from rinnalla.plans.actions import add_action
from rinnalla.plans.models import Goal
from rinnalla.servicemodels.codes import code
from rinnalla.services.actions import plan_service


@transaction.atomic
def decide(
    *,
    meeting: Meeting,
    by: Actor,
    goal: Goal,
    what: str,
    by_client: bool = False,
    owner: User | None = None,
    organisation: Organisation | None = None,
    due_on: date | None = None,
    follow_up_on: date | None = None,
    field_group: str = "",
    line: MinuteLine | None = None,
    key: UUID | None = None,
) -> Decision:
    """An action of the plan: what, by whom, by when (L-51). Raises Refused."""

    def land() -> dict[str, Any]:
        action = add_action(
            goal=goal, by=by, what=what, by_client=by_client, owner=owner, organisation=organisation, due_on=due_on,
            follow_up_on=follow_up_on, field_group=field_group,
        )
        return {"action": action}

    return _decided("action", land, meeting=meeting, by=by, line=line, key=key)


@transaction.atomic
def decide_service(
    *,
    meeting: Meeting,
    by: Actor,
    card: ServiceCard,
    planned_on: date | None = None,
    line: MinuteLine | None = None,
    key: UUID | None = None,
) -> Decision:
    """A service: it is on the client's path at once. Raises Refused."""

    def land() -> dict[str, Any]:
        return {"episode": plan_service(case=meeting.case, by=by, card=card, planned_on=planned_on)}

    return _decided("episode", land, meeting=meeting, by=by, line=line, key=key)


@transaction.atomic
def decide_clearing(
    *,
    meeting: Meeting,
    by: Actor,
    what: str,
    owner: User,
    due_on: date,
    field_group: str = "basics",
    line: MinuteLine | None = None,
    key: UUID | None = None,
) -> Decision:
    """Something to find out: it is somebody's task at once. Raises Refused."""

    def land() -> dict[str, Any]:
        task = add_task(
            meeting=meeting, by=by, kind=TaskKind.CLARIFICATION, what=what, owner=owner, due_on=due_on,
            field_group=field_group,
        )
        return {"task": task}

    return _decided("task", land, meeting=meeting, by=by, line=line, key=key)


def _decided(
    kind: str, land: Callable[[], dict[str, Any]], *, meeting: Meeting, by: Actor, line: MinuteLine | None,
    key: UUID | None,
) -> Decision:
    """Keep the decision with what it became; twice sent is once landed."""
    require(meeting, "record")

    def make() -> Decision:
        return Decision.objects.create(
            case_id=meeting.case_id, meeting=meeting, line=line, made_by_id=by.user_id, form_key=key, **land()
        )

    decision, new = once(Decision.objects.all(), key, make, meeting_id=meeting.pk)
    if new:
        note(meeting, "meetings.decision_made", by, **{kind: getattr(decision, f"{kind}_id")})
    return decision


@transaction.atomic
def decide_as_team(
    *,
    meeting: Meeting,
    by: Actor,
    decision: str,
    client_will: str,
    words: str = "",
    field_group: str = "basics",
    key: UUID | None = None,
) -> TeamDecision:
    """What the team came to, with the client's own will (V-110). Refused when the will is left empty."""
    require(meeting, "record")
    if code("team_decisions", decision) is None:
        raise Refused(_("Valitse, mitä tiimi totesi."), field="decision")
    if not client_will.strip():
        raise Refused(_("Kirjaa, mitä asiakas itse tahtoo. Ilman sitä tiimi ei päätä."), field="client_will")

    def make() -> TeamDecision:
        return TeamDecision.objects.create(
            case_id=meeting.case_id,
            meeting=meeting,
            code=decision,
            client_will=client_will.strip(),
            words=words.strip(),
            field_group=field_group,
            made_by_id=by.user_id,
            form_key=key,
        )

    made, new = once(TeamDecision.objects.all(), key, make, meeting_id=meeting.pk)
    if new:
        note(meeting, "meetings.team_decided", by, ("team_decision", made.pk))
    return made
