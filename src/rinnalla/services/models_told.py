"""Needs that no service answers, and news of services for those who have a client in them."""

from django.db import models
from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.catalogue.models import CardChange
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public
from rinnalla.organisations.models import Municipality


class UnmetNeed(Public, Keyed, Made):
    """A need that no service answers (I-18): seen by need and area, so that the gap is known. `met_on` ends it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="unmet_needs")
    need = models.CharField(max_length=40)
    special_needs = models.JSONField(default=list)
    words = models.TextField(blank=True)
    field_group = models.CharField(max_length=20, default="basics")
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    noted_on = models.DateField(default=dates.today)
    met_on = models.DateField(null=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case municipality field_group noted_on met_on", "personal",
            "know where a service is missing", "case",
        ),
        **fields("need special_needs words", "special", "know which service is missing (I-18)", "case"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(need=""), name="unmet_need_has_its_need"),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(met_on__gte=models.F("noted_on")),
                name="unmet_need_met_after_noted",
            ),
        ]
        indexes = [models.Index(fields=["noted_on", "need"], name="unmet_need_by_day")]


class CardNoticeQuerySet(models.QuerySet["CardNotice"]):
    def of(self, actor: Actor) -> "CardNoticeQuerySet":
        """The reader's own."""
        return self.filter(user_id=actor.user_id)

    def unread(self) -> "CardNoticeQuerySet":
        return self.filter(read_at__isnull=True)


class CardNotice(Public):
    """News of a service for one worker who has a client in it (L-80). Whose client is not in it: the page asks."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    change = models.ForeignKey(CardChange, on_delete=models.CASCADE, related_name="notices")
    made_at = models.DateTimeField(default=dates.now)
    read_at = models.DateTimeField(null=True)

    objects = CardNoticeQuerySet.as_manager()

    wall = "own"
    Data = fields("id uuid user change made_at read_at", "none", "changes reach guidance (L-80)", "account")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "change"], name="one_notice_a_change")]
        indexes = [models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread")]
