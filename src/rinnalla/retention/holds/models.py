"""A hold: somebody has said why a case is not erased yet, and by when it is looked at again."""

from django.db import models
from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.organisations.models import Region

# What may be done in which state: the page asks this which buttons to draw, the actions ask it what to refuse.
STANDS, ENDED = "stands", "ended"
TRANSITIONS: dict[str, tuple[str, ...]] = {"end": (STANDS,), "review": (STANDS,)}


class HoldQuerySet(models.QuerySet["Hold"]):
    def visible_to(self, actor: Actor) -> "HoldQuerySet":
        """Those of the officer's own region."""
        return self.filter(region_id=actor.region_id)

    def standing(self) -> "HoldQuerySet":
        return self.filter(ended_at__isnull=True)


class Hold(Public, Keyed, Made):
    """Nothing of the case is erased while this stands. The reason is a code; `number` is the case's, never a name.

    A hold past its review date still holds: to forget it would erase what a court waits for.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    number = models.CharField(max_length=20)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = HoldQuerySet.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case number region reason review_on ended_at ended_by", "personal",
        "not erase what a court, a complaint or a pending matter needs", "case",
    )

    class Meta:
        constraints = [
            pair("hold", "ended_at", "ended_by"),
            models.UniqueConstraint(
                fields=["case", "reason"], condition=Q(ended_at__isnull=True), name="held_once_for_a_reason"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.reason}"

    @property
    def state(self) -> str:
        return ENDED if self.ended_at else STANDS

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def to_review(self) -> bool:
        return self.state == STANDS and self.review_on <= dates.today()
