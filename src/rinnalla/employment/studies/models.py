"""A client's vocational studies (E-15): where, for what, adapted or not, when completed, and whether work came.

Studies are *under way*, *completed* or *broken off*; what is neither has no end yet.
"""

from django.db import models
from django.db.models import F, Q

from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned

UNDER_WAY, COMPLETED, BROKEN_OFF = "under_way", "completed", "broken_off"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "complete": (UNDER_WAY,), "break_off": (UNDER_WAY,), "follow": (COMPLETED,), "correct": (UNDER_WAY, COMPLETED),
}


class StudyQuerySet(CaseRows):
    def adapted_completed(self) -> "StudyQuerySet":
        return self.filter(adapted=True, completed_on__isnull=False)


class StudyRecord(Public, Versioned, Keyed, Made):
    """One course of studies. `work_from` is the day work began that the follow-up heard of; a job of the coaching
    counts without it. `followed_on`: when somebody last asked."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="studies")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    school = models.CharField(max_length=120)
    adapted = models.BooleanField(default=False)
    started_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    broken_off_on = models.DateField(null=True)
    followed_on = models.DateField(null=True)
    work_from = models.DateField(null=True)

    objects = StudyQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by case kind started_on completed_on broken_off_on followed_on "
            "work_from",
            "employment", "work after studies (E-15)", "case",
        ),
        **fields("name school adapted", "special", "which studies, and whether their goals were fitted", "case"),
    }

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(broken_off_on__isnull=True), name="studies_end_once"
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | (Q(completed_on__isnull=True) | Q(completed_on__gte=F("started_on")))
                & (Q(broken_off_on__isnull=True) | Q(broken_off_on__gte=F("started_on"))),
                name="studies_end_after_start",
            ),
            models.CheckConstraint(
                condition=Q(work_from__isnull=True) | Q(followed_on__isnull=False, completed_on__isnull=False),
                name="studies_work_is_followed",
            ),
            models.CheckConstraint(condition=Q(name__regex=r"\S") & Q(school__regex=r"\S"), name="studies_are_named"),
        ]
        indexes = [
            models.Index(fields=["completed_on"], condition=Q(adapted=True), name="studies_adapted_completed")
        ]

    @property
    def state(self) -> str:
        if self.completed_on:
            return COMPLETED
        return BROKEN_OFF if self.broken_off_on else UNDER_WAY

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]
