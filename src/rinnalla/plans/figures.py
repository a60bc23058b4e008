"""Plans in numbers: goals by purpose (V-05), clients with a plan (V-55), how long support was needed (L-74), why plans
were made anew (L-79). Small counts are hidden in the database already and never come here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.plans.models import GoalOutcome
from rinnalla.servicemodels.codes import code_list, code_name, deadline

YEAR = 12
OPEN = "open"
OUTCOMES = (*GoalOutcome.values, OPEN)


@dataclass(frozen=True)
class Column:
    """One purpose: its goals by what came of them, in the order of OUTCOMES; None where too few to tell."""

    purpose: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class PlanFigures:
    """The page's content. `least` is the smallest count that is told; None stands for a smaller one."""

    since: date
    until: date
    least: int
    purposes: list[Column]
    clients: int | None
    with_plan: int | None
    durations: tuple[int, float, float] | None
    causes: list[tuple[str, int | None]]

    @property
    def share(self) -> float | None:
        """Clients with a plan, per cent; None when it can't be told."""
        return 100 * self.with_plan / self.clients if self.clients and self.with_plan is not None else None


def figures_of(region: Region, until: date | None = None) -> PlanFigures:
    """Everything of the last twelve months in the reader's own region."""
    last = until or dates.today()
    since, least = dates.add_months(last, -YEAR), deadline(region, "small_number")
    asked = (region, since, last, least)
    clients, with_plan = _ask("plans_client_counts", *asked)[0]
    spans = _ask("plans_duration_counts", *asked)
    causes = [(code_name("revision_causes", key), count) for key, count in _ask("plans_revision_counts", *asked)]
    return PlanFigures(
        since, last, least, by_purpose(*asked), clients, with_plan,
        (spans[0][0], float(spans[0][1]), float(spans[0][2])) if spans else None,
        sorted(causes, key=lambda one: (-(one[1] or 0), one[0])),
    )


def by_purpose(region: Region, since: date, until: date, least: int) -> list[Column]:
    """The three purposes as columns, each with its goals by outcome; a purpose nobody has is there with zeros."""
    found = {(purpose, outcome): n for purpose, outcome, n in _ask("plans_purpose_counts", region, since, until, least)}
    return [
        Column(code.name, tuple(found.get((code.key, outcome), 0) for outcome in OUTCOMES))
        for code in code_list("purposes")
    ]


def _ask(function: str, region: Region, *arguments: Any) -> list[tuple[Any, ...]]:
    """Ask one of the owner's counting functions of migration 0004."""
    places = ", ".join(["%s"] * (len(arguments) + 1))
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {function}({places})", [region.pk, *arguments])  # noqa: S608  # own names
        return cursor.fetchall()
