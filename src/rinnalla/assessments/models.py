"""The first structured talk: network, goal and resources, and what each area of life needs (V-46, L-78, I-14).

A draft is edited until it is signed. A signed one is locked by the database; a correction is a new row with a reason.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair

DRAFT, SIGNED, CORRECTED = "draft", "signed", "corrected"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {"save": (DRAFT,), "sign": (DRAFT,), "correct": (SIGNED,)}
REQUIRED_PARTS = ("network", "goal", "resources")


class NeedsAssessmentQuerySet(CaseRows):
    def newest_first(self) -> "NeedsAssessmentQuerySet":
        return self.order_by("-number", "-revision")

    def open(self) -> "NeedsAssessmentQuerySet":
        return self.filter(signed_at__isnull=True)


class NeedsAssessment(Public, Versioned, Keyed, Made):
    """One talk through the client's situation. `number` counts the talks of a case, `revision` corrections of one."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessments")
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    correction_reason = models.TextField(blank=True)
    talked_on = models.DateField(default=dates.today)
    network = models.TextField(blank=True)
    goal = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    motivation = models.PositiveSmallIntegerField(null=True)
    health_notes = models.TextField(blank=True)
    criteria = ArrayField(models.CharField(max_length=60), default=list)
    unemployment_spells = models.PositiveSmallIntegerField(null=True)
    unemployment_months = models.PositiveSmallIntegerField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = NeedsAssessmentQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by case number revision corrects talked_on signed_at signed_by",
            "personal", "know when and by whom the needs were gone through", "case",
        ),
        **fields(
            "network goal resources wish motivation correction_reason", "special", "begin from the client", "case"
        ),
        **fields("health_notes criteria", "health", "what in health bears on work", "case"),
        **fields("unemployment_spells unemployment_months", "employment", "propose a criterion (V-19)", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number", "revision"], name="assessment_revision_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(signed_at__isnull=True), name="one_assessment_draft_a_case"
            ),
            models.CheckConstraint(
                condition=Q(motivation__isnull=True) | Q(motivation__range=(0, 10)), name="assessment_motivation_0_10"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | (~Q(network="") & ~Q(goal="") & ~Q(resources="")),
                name="assessment_signed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, revision=1)
                | Q(corrects__isnull=False, revision__gt=1) & ~Q(correction_reason=""),
                name="assessment_correction_says_why",
            ),
            pair("assessment", "signed_at", "signed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.number}.{self.revision}"

    @property
    def state(self) -> str:
        if self.signed_at is None:
            return DRAFT
        later = getattr(self, "correction", None)
        return CORRECTED if later is not None and later.signed_at else SIGNED

    def allows(self, act: str) -> bool:
        """A signed one whose correction has been begun is corrected there, not twice."""
        return self.state in TRANSITIONS[act] and not (act == "correct" and hasattr(self, "correction"))

    @property
    def missing_parts(self) -> list[str]:
        """The required parts that are still empty (L-78)."""
        return [part for part in REQUIRED_PARTS if not getattr(self, part).strip()]


class LifeAreaAnswer(models.Model):
    """What one area of life needs: no_need, need, later or not_asked, with a note (I-14). Seen by its field group."""

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.CASCADE, related_name="answers")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    area = models.CharField(max_length=60)
    field_group = models.CharField(max_length=20)
    answer = models.CharField(max_length=20)
    note = models.TextField(blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields("id assessment case area field_group", "personal", "know what was gone through", "case"),
        **fields("answer note", "special", "find the services that help", "case"),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "area"], name="area_answered_once")]
