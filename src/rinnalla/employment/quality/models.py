"""A unit's quality reviews: the 25 steps with the evidence as counts, what is mended, what is compared (T-53).

No client is in any of these rows: evidence is numbers. A review is *open* until a manager approves it; an approved one
never changes. Working times and practices are what records of clients can't tell of a unit.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import ROLES
from rinnalla.cases.models_load import DevelopmentAction
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Unit

COACHES = sorted(role.key for role in ROLES.values() if Permission.COACHING_EDIT in role.permissions)


class OfUnit(models.QuerySet):
    """Rows of a unit: a coach reaches the own unit's, a manager those of every unit of the own organisation."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.can(Permission.QUALITY_APPROVE):
            return self.filter(unit__organisation_id=actor.organisation_id)
        return self.filter(unit_id=actor.unit_id) if actor.can(Permission.QUALITY_VIEW) else self.none()


class CoachTime(Versioned, Made):
    """How much of a full week a coach works in a unit, and how much of that goes to other duties, in per cent."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    coach = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField(default=100)
    other_percent = models.PositiveSmallIntegerField(default=0)

    objects = OfUnit.as_manager()

    wall = "none"
    Data = fields(
        "id version made_at made_by unit coach percent other_percent",
        "personal", "clients for each full time", "account",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "coach"], name="one_coach_time"),
            models.CheckConstraint(
                condition=Q(percent__range=(1, 100), other_percent__lte=100), name="coach_time_is_a_share"
            ),
        ]


class PracticeEvent(Public, Keyed, Made):
    """Something the unit did to work well: a meeting, a talk, a visit, a look at results. Only what and when."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    on = models.DateField()

    objects = OfUnit.as_manager()

    wall = "none"
    Data = fields("id uuid form_key made_at made_by unit kind on", "none", "how a unit works (T-53)", "installation")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(kind=""), name="practice_says_what")]
        indexes = [models.Index(fields=["unit", "-on"], name="practice_of_unit")]


class QualityReview(Public, Versioned, Keyed, Made):
    """One review of a unit by one version of a set: the period, who reviewed, the sum once it is approved."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    set_key = models.CharField(max_length=60)
    set_version = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()
    reviewers = models.CharField(max_length=200)
    clients = models.PositiveIntegerField(default=0)
    total = models.PositiveSmallIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfUnit.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by unit set_key set_version since until reviewers clients total "
        "approved_at approved_by",
        "personal", "make coaching better (T-53)", "account",
    )

    class Meta:
        ordering = ["-until", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(approved_at__isnull=True), name="one_open_review"),
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="review_has_a_period"),
            models.CheckConstraint(condition=~Q(reviewers=""), name="review_says_who"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, total__isnull=True)
                | Q(approved_at__isnull=False, total__isnull=False, total__range=(25, 125)),
                name="approved_review_has_sum",
            ),
            pair("review", "approved_at", "approved_by"),
        ]

    @property
    def open(self) -> bool:
        return self.approved_at is None


class QualityScore(Versioned):
    """One criterion of a review: what the records counted, what the reviewer answered, and the step that stands.

    `found` is the evidence as numbers, without clients. `counted` is the step by the rule; `own` tells that the
    reviewer has chosen another one, and then `words` say why.
    """

    review = models.ForeignKey(QualityReview, on_delete=models.CASCADE, related_name="scores")
    number = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=60)
    found = models.JSONField(default=dict)
    answers = models.JSONField(null=True)
    counted = models.PositiveSmallIntegerField(null=True)
    step = models.PositiveSmallIntegerField(null=True)
    own = models.BooleanField(default=False)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    wall = "none"
    Data = fields(
        "id version review number item found answers counted step own words by at",
        "personal", "make coaching better (T-53)", "account",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "item"], name="one_score_a_criterion"),
            models.CheckConstraint(condition=Q(number__range=(1, 25)), name="score_of_25"),
            models.CheckConstraint(
                condition=Q(step__isnull=True) | Q(step__range=(1, 5)), name="score_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(own=False) | Q(own=True, step__isnull=False, words__regex=r"\S"),
                name="own_score_says_why",
            ),
            pair("score", "at", "by"),
        ]


class QualityImprovement(Public, Made):
    """Something a unit does to stand higher in one criterion: a development action of the unit, with owner and day."""

    review = models.ForeignKey(QualityReview, on_delete=models.CASCADE, related_name="improvements")
    item = models.CharField(max_length=60)
    action = models.OneToOneField(DevelopmentAction, on_delete=models.CASCADE, related_name="+")

    wall = "none"
    Data = fields("id uuid made_at made_by review item action", "personal", "make coaching better (T-53)", "account")


class ComparisonQuerySet(models.QuerySet["QualityComparison"]):
    def standing(self) -> "ComparisonQuerySet":
        return self.filter(ended_at__isnull=True)

    def visible_to(self, actor: Actor) -> "ComparisonQuerySet":
        """Those of a unit of one's own: a manager's organisation, a coach's unit."""
        if actor.can(Permission.QUALITY_APPROVE):
            mine = Q(unit__organisation_id=actor.organisation_id) | Q(other__organisation_id=actor.organisation_id)
            return self.filter(mine)
        own = Q(unit_id=actor.unit_id) | Q(other_id=actor.unit_id)
        return self.filter(own) if actor.can(Permission.QUALITY_VIEW) else self.none()


class QualityComparison(Public, Keyed, Made):
    """Two units may see each other's steps: one asks, the other agrees, and either ends it at once."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ComparisonQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by unit other agreed_at agreed_by ended_at ended_by",
        "personal", "units learn from each other, as both agree", "account",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(unit=F("other")), name="comparison_of_two"),
            models.UniqueConstraint(
                Least("unit", "other"), Greatest("unit", "other"), condition=Q(ended_at__isnull=True),
                name="one_comparison_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("made_by")), name="comparison_agreed_by_another"
            ),
            pair("comparison", "agreed_at", "agreed_by"),
            pair("comparison", "ended_at", "ended_by"),
        ]

    @property
    def stands(self) -> bool:
        """Both have agreed and neither has ended it."""
        return self.agreed_at is not None and self.ended_at is None

