"""Figures of the room: whom a plan was made for (V-55, I-25). Counts only, no client's name."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from rinnalla.cases.models import Case


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
        clients=Count("person", distinct=True), with_plan=Count("person", distinct=True, filter=made),
        in_team=Count("person", distinct=True, filter=made & Q(plan__made_in="team")),
        in_network=Count("person", distinct=True, filter=made & Q(plan__made_in="network")),
    )
    return PlanShare(**counts)
