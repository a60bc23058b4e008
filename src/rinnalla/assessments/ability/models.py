"""What each body has found of the client's work ability, and when it is looked at again (V-54, I-35, E-08, L-71).

No joint value is ever counted: one body's "no" does not decide another's question.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair


class AssessmentQuerySet(CaseRows):
    def current(self) -> "AssessmentQuerySet":
        """Those that no correction has replaced."""
        return self.filter(correction__isnull=True)

    def with_review(self) -> "AssessmentQuerySet":
        """Each with `review_due`: the day of the last review's next one, else its own."""
        last = AbilityReview.objects.filter(assessment=OuterRef("pk")).order_by("-pk").values("next_on")[:1]
        return self.annotate(review_due=Coalesce(Subquery(last), F("review_on")))


class WorkAbilityAssessment(Public, Keyed, Made):
    """One body's finding of the client's work ability. It never changes: a correction is a new row with its reason.

    `definition` is the key of a view of the concept of partial work ability (`concepts.yaml`): whose definition it
    follows (E-08). A kind that is observed tells the task and the place (I-35). `icf` are codes alone.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ability_assessments")
    kind = models.SlugField(max_length=60)
    field_group = models.CharField(max_length=20)
    definition = models.SlugField(max_length=60)
    ability = models.SlugField(max_length=60)
    assessor = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    methods = models.TextField()
    task = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    result = models.TextField()
    icf = ArrayField(models.CharField(max_length=12), default=list)
    source = models.SlugField(max_length=60)
    source_whom = models.CharField(max_length=200, blank=True)
    assessed_on = models.DateField()
    valid_until = models.DateField(null=True)
    review_on = models.DateField()
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    correction_reason = models.TextField(blank=True)

    objects = AssessmentQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case kind field_group definition assessed_on valid_until review_on "
            "corrects",
            "personal", "know which assessments there are, by whose definition and until when they hold", "case",
        ),
        **fields(
            "ability assessor organisation methods task place result icf source source_whom correction_reason",
            "special", "plan support that fits the client's work ability", "case",
        ),
    }

    class Meta:
        indexes = [models.Index(fields=["review_on"], name="ability_review_on")]
        constraints = [
            models.CheckConstraint(condition=~Q(definition=""), name="ability_says_by_whose_definition"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("assessed_on")), name="ability_valid_after"
            ),
            models.CheckConstraint(condition=Q(review_on__gt=F("assessed_on")), name="ability_reviewed_after"),
            models.CheckConstraint(
                condition=~Q(kind="functional") | ~Q(task="") & ~Q(place=""), name="ability_functional_tells_task_place"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""), name="ability_correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.assessed_on}"

    @property
    def expired(self) -> bool:
        return self.valid_until is not None and self.valid_until < dates.today()


class AbilityReview(Public, Keyed, Made):
    """Somebody looked again: the finding still holds, and is looked at again on `next_on`."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(WorkAbilityAssessment, on_delete=models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField(default=dates.today)
    next_on = models.DateField()
    note = models.TextField(blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case assessment reviewed_on next_on", "personal",
            "keep findings from growing old unnoticed", "case",
        ),
        **fields("note", "special", "tell what was looked at", "case"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(next_on__gt=F("reviewed_on")), name="ability_next_review_after"),
        ]


class ReassessmentQuerySet(CaseRows):
    def waiting(self) -> "ReassessmentQuerySet":
        return self.filter(settled_at__isnull=True)

    def due(self, on: date) -> "ReassessmentQuerySet":
        """Those whose day is at latest `on`."""
        return self.waiting().filter(due_on__lte=on)


class Reassessment(Public, Versioned, Keyed, Made):
    """A treatment or rehabilitation was begun whose effect on work ability is assessed again on a day (L-71).

    It is settled by an assessment that was made, or by a reason why none is needed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reassessments")
    what = models.CharField(max_length=400)
    field_group = models.CharField(max_length=20, default="health")
    began_on = models.DateField()
    due_on = models.DateField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(WorkAbilityAssessment, null=True, on_delete=models.PROTECT, related_name="+")
    settled_reason = models.TextField(blank=True)

    objects = ReassessmentQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by case field_group began_on due_on settled_at settled_by "
            "assessment",
            "personal", "assess again in time", "case",
        ),
        **fields("what settled_reason", "health", "know what may have changed work ability", "case"),
    }

    class Meta:
        indexes = [
            models.Index(fields=["due_on"], condition=Q(settled_at__isnull=True), name="reassessment_waiting_due")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("began_on")), name="reassessment_due_after_beginning"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, assessment__isnull=True, settled_reason="")
                | Q(settled_at__isnull=False) & (Q(assessment__isnull=False) | ~Q(settled_reason="")),
                name="reassessment_settled_by_something",
            ),
            pair("reassessment", "settled_at", "settled_by"),
        ]
