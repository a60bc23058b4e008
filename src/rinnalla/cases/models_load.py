"""How much each worker carries, how a team develops its work, and what the week's hours went to."""

from django.db import models
from django.db.models import F, Q

from rinnalla.access.models import User
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Unit


class Weight(models.TextChoices):
    """How much work a client's situation takes; what each counts as is dated data (load_light, …) (L-32)."""

    LIGHT = "light"
    NORMAL = "normal"
    HEAVY = "heavy"


class LoadLimit(Versioned, Made):
    """How much one worker of a unit may carry, when it is not the region's own limit (L-32)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    most = models.PositiveSmallIntegerField()

    wall = "none"
    Data = fields("id version made_at made_by user unit most", "personal", "share the work fairly (L-32)", "account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit"], name="one_load_limit")]


class DevelopmentAction(Public, Versioned, Keyed, Made):
    """Something a team does to work better: what, who sees to it, by when (L-28, L-21). No client is in it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by unit what owner due_on done_at done_by",
        "personal",
        "develop the team's work (L-28)",
        "account",
    )

    class Meta:
        constraints = [
            pair("development", "done_at", "done_by"),
            models.CheckConstraint(condition=~Q(what=""), name="development_says_what"),
        ]
        ordering = [F("done_at").asc(nulls_first=True), "due_on", "pk"]


class WorkCategory(models.TextChoices):
    CLIENT = "client"
    NETWORK = "network"
    DEVELOPMENT = "development"
    TRAINING = "training"


class WorkTime(Versioned):
    """How many minutes of a week one gave to one sort of work (L-31). The worker's own; a week begins on its Monday."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    category = models.CharField(max_length=20, choices=WorkCategory.choices)
    minutes = models.PositiveSmallIntegerField()

    wall = "own"
    Data = fields("id version user week category minutes", "personal", "time for the network too (L-31)", "account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "week", "category"], name="one_time_a_category"),
            models.CheckConstraint(condition=Q(week__week_day=2), name="work_week_begins_on_monday"),
            models.CheckConstraint(condition=Q(minutes__lte=6000), name="work_week_has_hours"),
        ]
