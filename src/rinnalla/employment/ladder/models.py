"""Moves between the steps from outside the labour market to work (I-07): one standing at a time, every move dated.

A wrong move is withdrawn with a reason, the newest first; nothing is ever written over.
"""

from django.db import models
from django.db.models import F, Q

from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair


class Direction(models.TextChoices):
    """Closer to work or further from it. The first record moves nobody; two steps of a region may be one nationally."""

    FIRST = "first"
    UP = "up"
    DOWN = "down"
    SAME = "same"


class MoveQuerySet(CaseRows):
    def standing(self) -> "MoveQuerySet":
        """Those that hold, in their order: the last one tells where the client stands."""
        return self.filter(withdrawn_at__isnull=True).order_by("number")


class ProgressMove(Public, Keyed, Made):
    """From which step to which, on which day, and what had happened.

    `sex` is what the identity code told on that day, kept for the figures alone: no page of a case shows it. Age,
    language and municipality are the person's own and are not copied here.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="progress_moves")
    number = models.PositiveSmallIntegerField()
    from_step = models.CharField(max_length=40, blank=True)
    to_step = models.CharField(max_length=40)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    on = models.DateField()
    ground = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    sex = models.CharField(max_length=1, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = MoveQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case number from_step to_step direction on ground withdrawn_at "
            "withdrawn_by withdrawn_reason",
            "employment", "follow whether people come closer to work (I-07)", "case",
        ),
        **fields("sex", "personal", "figures by sex (I-07)", "case"),
        **fields("words", "special", "what happened", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], condition=Q(withdrawn_at__isnull=True), name="one_progress_standing"
            ),
            models.CheckConstraint(condition=~Q(from_step=F("to_step")), name="progress_moves"),
            models.CheckConstraint(
                condition=Q(number=1, from_step="", direction="first")
                | Q(number__gt=1) & ~Q(from_step="") & ~Q(direction="first"),
                name="progress_first_from_nowhere",
            ),
            models.CheckConstraint(condition=~Q(ground="") & ~Q(to_step=""), name="progress_says_what_happened"),
            pair("progress", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_reason__regex=r"\S"),
                name="progress_withdrawn_says_why",
            ),
        ]
        indexes = [models.Index(fields=["on"], condition=Q(withdrawn_at__isnull=True), name="progress_by_day")]
