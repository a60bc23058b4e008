"""What a reader has read today, and the marks of who read so much that somebody is told."""

from django.db import models
from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Public, pair
from rinnalla.organisations.models import Region

TOLD, STOPPED = "told", "stopped"
WHATS = [("opened", "opened"), ("listed", "listed")]
KINDS = [("staff", "staff"), ("token", "token")]


class ReadToday(models.Model):
    """One client whose data a reader has opened, or seen in a list, on a day. `about` is the case, or the person with a
    minus sign where no case was shown. Only the function that writes the log reaches the rows; gone the day after."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    day = models.DateField()
    what = models.CharField(max_length=10, choices=WHATS)
    about = models.BigIntegerField()

    wall = "sealed"
    Data = fields("id user kind day what about", "personal", "nobody reads clients at a machine's pace (C5)", "log")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "day", "what", "about"], name="read_today_once")]


class ReadingMarkQuerySet(models.QuerySet["ReadingMark"]):
    def visible_to(self, actor: Actor) -> "ReadingMarkQuerySet":
        """The officer's own region's."""
        if not actor.can(Permission.LOG_OVERSEE):
            return self.none()
        return self.filter(region_id=actor.region_id)


class ReadingMark(Public):
    """A reader passed a limit on a day: `count` different clients, at `at`. An officer may lift a stop for that day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    membership = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    what = models.CharField(max_length=10, choices=WHATS)
    level = models.CharField(max_length=10, choices=[(TOLD, TOLD), (STOPPED, STOPPED)])
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReadingMarkQuerySet.as_manager()
    wall = "log"
    Data = fields(
        "id uuid user kind membership region day what level count at lifted_at lifted_by", "personal",
        "the data-protection officer knows who reads at a machine's pace (C5)", "log",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "day", "what", "level"], name="reading_mark_once"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(level=STOPPED), name="reading_mark_only_a_stop_is_lifted"
            ),
            pair("reading_mark", "lifted_at", "lifted_by"),
        ]
        indexes = [models.Index(fields=["region", "at"], name="reading_mark_newest")]

    def __str__(self) -> str:
        return f"{self.level} {self.what} {self.day}"
