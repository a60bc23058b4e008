"""An employer plan: a project, disability services and employment services set aims and measures together (T-64).

Three parties, each an organisation in its own part; each measure is owned by one of them. No client is in it.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Organisation, Region, Unit

STANDING, CLOSED = "standing", "closed"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {"add": (STANDING,), "follow": (STANDING,), "close": (STANDING,)}


class EmployerPlanQuerySet(models.QuerySet["EmployerPlan"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the reader's region, for who may read its register of employers."""
        if not actor.can(Permission.EMPLOYER_VIEW):
            return self.none()
        return self.filter(region_id=actor.region_id)


class EmployerPlan(Public, Versioned, Keyed, Made):
    """Aims and measures that three parties have set together for a time."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    aim = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    review_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    result = models.TextField(blank=True)

    objects = EmployerPlanQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by region name aim starts_on ends_on review_on closed_at closed_by "
        "result",
        "none", "three bodies find work together (T-64)", "installation",
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="employer_plan_days"),
            models.CheckConstraint(
                condition=Q(name__regex=r"\S", aim__regex=r"\S"), name="employer_plan_says_what"
            ),
            pair("employer_plan", "closed_at", "closed_by"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(result__regex=r"\S"), name="employer_plan_closed_with_result"
            ),
        ]

    @property
    def state(self) -> str:
        return CLOSED if self.closed_at else STANDING

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def review_is_due(self) -> bool:
        return self.closed_at is None and self.review_on <= dates.today()


class PlanParty(Public, Made):
    """A body in its part of the plan; `part` is a code of `plan_parts`, each once in a plan."""

    plan = models.ForeignKey(EmployerPlan, on_delete=models.CASCADE, related_name="parties")
    part = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    wall = "none"
    Data = fields("id uuid made_at made_by plan part organisation unit", "none", "who owns what (T-64)", "installation")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "part"], name="one_body_for_a_part"),
            models.CheckConstraint(condition=~Q(part=""), name="plan_party_has_a_part"),
        ]


class PlanTarget(Public, Versioned, Keyed, Made):
    """What the three aim at, as a number by a day; `reached` is how far they are."""

    plan = models.ForeignKey(EmployerPlan, on_delete=models.CASCADE, related_name="targets")
    what = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    reached = models.PositiveIntegerField(default=0)
    due_on = models.DateField()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by plan what number reached due_on",
        "none", "what three bodies aim at (T-64)", "installation",
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_target_is_something"),
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="plan_target_says_what"),
        ]


class PlanMeasure(Public, Versioned, Keyed, Made):
    """What is done, who of the three owns it, by which day; towards a target where it has one."""

    plan = models.ForeignKey(EmployerPlan, on_delete=models.CASCADE, related_name="measures")
    target = models.ForeignKey(PlanTarget, null=True, on_delete=models.CASCADE, related_name="measures")
    owner = models.ForeignKey(PlanParty, on_delete=models.PROTECT, related_name="measures")
    what = models.CharField(max_length=300)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by plan target owner what due_on done_at done_by",
        "none", "who does what (T-64)", "installation",
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="plan_measure_says_what"),
            pair("plan_measure", "done_at", "done_by"),
        ]

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due_on < dates.today()
