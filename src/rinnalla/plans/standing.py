"""How the plan goes, in numbers and days only: for those who may ask, and for how long support has been needed."""

from dataclasses import dataclass
from datetime import date

from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.plans.models import Action, Plan
from rinnalla.servicemodels.codes import of_case, stage_name

DAYS_IN_MONTH = 30.4375


@dataclass(frozen=True)
class Status:
    """What a listed party sees: where on the path, whether there is a plan, how many actions are done, the next review
    and who to ask. No goal, no action, no health."""

    stage: str
    plan_made_on: date | None
    actions: int
    done: int
    review_on: date | None
    worker: User | None


def status_of(case: Case) -> Status:
    """The status of a case. Actions of specially protected groups are not even counted."""
    plan = Plan.objects.filter(case=case).first()
    made = plan.versions.order_by("-number").values_list("made_at", flat=True).first() if plan else None
    rows = Action.objects.filter(case=case).of_plan().exclude(field_group__in=("special", "authority"))
    return Status(
        stage=stage_name(of_case(case), case.stage),
        plan_made_on=dates.local(made).date() if made else None,
        actions=rows.count(),
        done=rows.filter(done__isnull=False).count(),
        review_on=plan.review_on if plan else None,
        worker=case.responsible_worker,
    )


@dataclass(frozen=True)
class Duration:
    """How long support was thought to be needed and how long it has been needed, in whole months (L-74)."""

    estimated: int | None
    actual: int
    over: bool

    @property
    def late_by(self) -> int:
        """Months past the estimate; negative when there is time left."""
        return self.actual - (self.estimated or self.actual)


def duration_of(plan: Plan, case: Case) -> Duration:
    """From the day the plan was begun to the closing of the case, or to today."""
    until = dates.local(case.closed_at).date() if case.closed_at else dates.today()
    days = (until - dates.local(plan.made_at).date()).days
    return Duration(plan.support_months, round(days / DAYS_IN_MONTH), over=case.closed_at is not None)
