"""The tables of the plan: as it is being made (`plan`), what was agreed (`agreed`), what stands round it (`around`).

Those of the path are in `plans.paths`.
"""

from rinnalla.plans.models.agreed import (
    Answer,
    Approval,
    Mode,
    Packet,
    PartyApproval,
    PlanComment,
    PlanVersion,
    RecordedWhy,
)
from rinnalla.plans.models.around import (
    HealthConsideration,
    HostPlan,
    LadderStep,
    NationalStoring,
    PlanEntry,
    ProgressPlace,
)
from rinnalla.plans.models.plan import (
    DONE,
    DROPPED,
    OPEN_ACTION,
    TRANSITIONS,
    Action,
    ActionAcceptance,
    ActionDone,
    ActionDrop,
    ActionQuerySet,
    Goal,
    GoalClosure,
    GoalOutcome,
    GoalQuerySet,
    MadeIn,
    Plan,
)
from rinnalla.plans.paths import models as path_models

__all__ = [
    "PartyApproval",
    "HealthConsideration",
    "HostPlan",
    "LadderStep",
    "NationalStoring",
    "PlanEntry",
    "ProgressPlace",
    "Action",
    "ActionAcceptance",
    "ActionDone",
    "ActionDrop",
    "ActionQuerySet",
    "Answer",
    "Approval",
    "DONE",
    "DROPPED",
    "Goal",
    "GoalClosure",
    "GoalOutcome",
    "GoalQuerySet",
    "MadeIn",
    "Mode",
    "OPEN_ACTION",
    "Packet",
    "Plan",
    "PlanComment",
    "PlanVersion",
    "RecordedWhy",
    "TRANSITIONS",
    "path_models",
]
