"""What of the plan the client's pages show: goals with their actions, the newest version and one's own answer to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case, ResponsibleProposal
from rinnalla.plans.models import Action, Goal, Plan, PlanComment, PlanVersion
from rinnalla.plans.rounds import ClientStanding, client_standing
from rinnalla.plans.versions import snapshot


@dataclass(frozen=True)
class OwnPlan:
    """The plan as it stands, and the version waiting for, or having, the client's answer."""

    plan: Plan
    goals: list[Goal]
    latest: PlanVersion | None
    changing: bool
    standing: ClientStanding

    @property
    def approval(self) -> Any:
        """The client's answer in force: to the newest version, or to an earlier one since which nothing agreed has
        changed."""
        return self.standing.approval

    @property
    def considerations(self) -> list[Any]:
        """What the illness asks the others to mind (E-40)."""
        return list(self.plan.considerations.filter(removed_at__isnull=True).order_by("pk"))

    @property
    def askers(self) -> list[Any]:
        """Who may ask how it goes (L-55)."""
        return list(self.plan.progress_places.asking().select_related("user").order_by("pk"))

    @property
    def approved(self) -> bool:
        """Approved by the client's own act (L-62)."""
        return bool(self.approval and self.approval.answer == "approved")

    @property
    def unanswered(self) -> bool:
        return self.latest is not None and self.approval is None

    @property
    def message(self) -> PlanComment | None:
        """The newest word about the plan, when it is the team's: it waits for the client."""
        newest = self.plan.comments.select_related("made_by").order_by("-pk").first()
        return None if newest is None or newest.from_client else newest

    @property
    def content(self) -> dict[str, Any]:
        """The newest version as the client reads it, with its days as days."""
        kept = self.latest.content if self.latest else {"goals": []}
        goals = [{**goal, "actions": [_dated(one) for one in goal["actions"]]} for goal in kept["goals"]]
        return {**kept, "goals": goals}

    @property
    def actions(self) -> list[Action]:
        """The actions of the open goals, in order of their days."""
        rows = [action for goal in self.goals if not hasattr(goal, "closure") for action in goal.actions.all()]
        return sorted(rows, key=lambda one: (hasattr(one, "done"), one.due_on or date.max, one.pk))


def _dated(action: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(action[name]) for name in ("due_on", "done_on") if action[name]}
    return {**action, **days}


def own_plan(case: Case, actor: Actor) -> OwnPlan | None:
    """The plan of the client's case, or None when there is none yet."""
    plan = Plan.objects.visible_to(actor).filter(case=case).select_related("case").first()
    if plan is None:
        return None
    rows = Action.objects.visible_to(actor).of_plan().select_related("owner", "organisation", "done")
    rows = rows.prefetch_related("acceptances").order_by("due_on", "pk")
    goals = Goal.objects.visible_to(actor).filter(plan=plan).select_related("closure").order_by("pk")
    versions = PlanVersion.objects.visible_to(actor).filter(plan=plan).order_by("-number").prefetch_related("approvals")
    made = list(versions)
    latest = made[0] if made else None
    return OwnPlan(
        plan, list(goals.prefetch_related(Prefetch("actions", queryset=rows))), latest,
        changing=latest is not None and latest.content != snapshot(plan), standing=client_standing(made),
    )


def open_proposal(case: Case, actor: Actor) -> ResponsibleProposal | None:
    """A responsible worker who waits for the client's answer."""
    rows = ResponsibleProposal.objects.visible_to(actor).filter(case=case, settled_at__isnull=True, client_answer="")
    return rows.select_related("worker", "worker_unit__organisation", "handover_from").first()
