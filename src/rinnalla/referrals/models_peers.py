"""Coordinators learn from each other's cases without anybody's identity (L-33).

Nothing here leads to a client: no person, case, referral or consultation. A test holds the tables to that.
"""

from django.db import models
from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.organisations.models import Region, Unit


class PeerQuerySet(models.QuerySet["PeerQuestion"]):
    def visible_to(self, actor: Actor) -> "PeerQuerySet":
        """Those of the actor's own region, for who has the coordinators' board."""
        if not actor.is_staff or not actor.agreed or not actor.can(P.TEAM_BOARD):
            return self.none()
        return self.filter(region_id=actor.region_id)


class PeerQuestion(Public, Keyed, Made):
    """A case told without whose it is, for the coordinators of the region; closed with what was learnt."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=120)
    question = models.TextField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    learnt = models.TextField(blank=True)

    objects = PeerQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region unit subject question closed_at closed_by learnt", "none",
        "peer learning of coordinators (L-33)", "installation",
    )

    class Meta:
        constraints = [
            pair("peer_question", "closed_at", "closed_by"),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(question=""), name="peer_question_has_both"),
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | ~Q(learnt=""), name="peer_closed_with_learnt"),
        ]
        indexes = [models.Index(fields=["region", "-made_at"], name="peer_newest")]


class PeerAnswer(Public, Keyed, Made):
    """What a colleague would do, or has done."""

    question = models.ForeignKey(PeerQuestion, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField()

    wall = "none"
    Data = fields("id uuid form_key made_at made_by question text", "none", "peer learning (L-33)", "installation")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="peer_answer_has_text")]
