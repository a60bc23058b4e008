"""What is late (for my day), and whom a plan was made for (V-55, I-25: counts only, no client's name)."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from rinnalla.access.actor import Actor
from rinnalla.access.rules import within_leave
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.plans.models import Action, Plan


def late_actions(actor: Actor) -> QuerySet[Action]:
    """Passed due or follow-up dates: of the one who holds the action and of the one responsible for the whole.

    The responsible worker answers for the process, so other organisations' late steps are there too (I-15, V-99).
    """
    of_my_body = Q(owner__isnull=True, organisation_id=actor.organisation_id, by_client=False)
    mine = Q(owner_id=actor.user_id) | of_my_body
    rows = Action.objects.visible_to(actor).late().filter(mine | Q(case__responsible_worker_id=actor.user_id))
    rows = within_leave(rows, actor, "field_group", "goal__field_group")
    rows = rows.select_related("case__person", "goal", "owner", "organisation")
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def late_reviews(actor: Actor) -> QuerySet[Plan]:
    """Plans of one's own cases whose review date has passed (V-99)."""
    rows = Plan.objects.visible_to(actor).filter(review_on__lt=dates.today(), case__closed_at__isnull=True)
    return rows.filter(case__responsible_worker_id=actor.user_id).select_related("case__person").order_by("review_on")


@dataclass(frozen=True)
class PlanShare:
    """How many clients there are, how many have a confirmed plan, and where it was made."""

    clients: int
    with_plan: int
    in_team: int
    in_network: int

    @property
    def percent(self) -> float | None:
        """Share of clients with a plan, per cent; None when there is nobody to count."""
        return 100 * self.with_plan / self.clients if self.clients else None


def plan_share(cases: QuerySet[Case]) -> PlanShare:
    """Clients (persons, each once) among `cases`, and those for whom a plan has been confirmed at least once."""
    made = Q(plan__versions__isnull=False)
    counts = cases.aggregate(
        clients=Count("person", distinct=True),
        with_plan=Count("person", distinct=True, filter=made),
        in_team=Count("person", distinct=True, filter=made & Q(plan__made_in="team")),
        in_network=Count("person", distinct=True, filter=made & Q(plan__made_in="network")),
    )
    return PlanShare(**counts)
