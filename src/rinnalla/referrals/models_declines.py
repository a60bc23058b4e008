"""What whoever answers for a client is told when somebody did not take them (C-01)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access import rules
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Public, pair
from rinnalla.organisations.models import Unit


class DeclineQuerySet(models.QuerySet["DeclineNotice"]):
    def visible_to(self, actor: Actor) -> "DeclineQuerySet":
        return self.filter(case_id__in=rules.case_ids(actor)) if actor.is_staff else self.none()

    def told_to(self, actor: Actor) -> "DeclineQuerySet":
        """In the cases the actor answers for: as the responsible worker, as a deputy, or as the arranger while nobody
        is named. A colleague who only sees the case is not told."""
        answers = Q(case__responsible_worker_id__in=[actor.user_id, *actor.deputises])
        arranges = Q(case__responsible_worker__isnull=True, case__arranger_id=actor.user_id)
        return self.visible_to(actor).filter(answers | arranges)

    def unseen(self) -> "DeclineQuerySet":
        return self.filter(seen_at__isnull=True)


class DeclineNotice(Public):
    """Somebody did not take the client: which unit, why by its code, and whoever helps next.

    Of a referral it is made by an owner-run function: who declines may not learn that there is a case. So it holds what
    the decline itself tells, and no link to the referral, which stands behind another wall.
    """

    class Kind(models.TextChoices):
        REFERRAL = "referral", _("Lähetettä ei otettu vastaan")
        GUIDANCE = "guidance", _("Ohjausta ei otettu vastaan")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decline_notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    field_group = models.CharField(max_length=20, default="basics", db_default="basics")
    at = models.DateTimeField(default=dates.now)
    reason = models.CharField(max_length=40, blank=True)
    next_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    next_user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    next_service = models.CharField(max_length=200, blank=True)
    next_phone = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = DeclineQuerySet.as_manager()

    wall = "case"
    Data = fields(
        "id uuid case kind unit field_group at reason next_unit next_user next_service next_phone seen_at seen_by",
        "personal", "nobody is bounced unseen (C-01)", "case",
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            pair("decline_notice", "seen_at", "seen_by"),
            models.UniqueConstraint(fields=["case", "unit", "at"], name="decline_told_once"),
        ]
        indexes = [models.Index(fields=["case", "at"], condition=Q(seen_at__isnull=True), name="decline_unseen")]
