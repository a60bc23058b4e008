"""What the watch keeps: visits gathered from the log, and the alerts with their evidence.

Nothing here names a client or says what a case holds. Visits stand behind a sealed wall: only the watch's own owner-run
functions reach them. Alerts are read and settled by the data-protection officer of the reader's region.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission
from rinnalla.access.reading.models import ReadingMark
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Public, pair
from rinnalla.organisations.models import Organisation, Region

# What may be done in which state: the page asks this which buttons to draw, the action asks it what to refuse.
OPEN, SETTLED = "open", "settled"
TRANSITIONS: dict[str, tuple[str, ...]] = {"settle": (OPEN,)}


class WatchPlace(models.Model):
    """How far the log has been gathered: the transactions below `xid` of an epoch of the log (see eventlog.Seal)."""

    epoch = models.SmallIntegerField(unique=True)
    xid = models.CharField(max_length=20)

    wall = "sealed"
    Data = fields("id epoch xid", "none", "gather each line of the log once", "log")


class Visit(models.Model):
    """One reader in one case on one day: when, how many lines, which parts, and what made it part of the work.

    `explained` is a code; empty when nothing did. `refused` visits are tries that opened nothing.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=80)
    day = models.DateField()
    refused = models.BooleanField(default=False)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    lines = models.PositiveIntegerField()
    parts = ArrayField(models.TextField())
    line_ids = ArrayField(models.BigIntegerField())
    night = models.BooleanField(default=False)
    explained = models.CharField(max_length=20, blank=True)
    judged_at = models.DateTimeField(null=True)

    wall = "sealed"
    Data = fields(
        "id user case organisation role day refused first_at last_at lines parts line_ids night explained judged_at",
        "personal", "find reading without a task (B6)", "log",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "case", "day", "refused"], name="watched_visit_once_a_day")
        ]
        indexes = [
            models.Index(
                fields=["day"], name="visit_unexplained", condition=Q(explained__in=("", "new_unit", "idle"))
            ),
            models.Index(fields=["first_at"], name="visit_to_judge", condition=Q(judged_at__isnull=True)),
        ]


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, actor: Actor) -> "AlertQuerySet":
        """Those about readers of the officer's own region."""
        return self.filter(region_id=actor.region_id) if actor.can(Permission.LOG_OVERSEE) else self.none()

    def told_to(self, actor: Actor) -> "AlertQuerySet":
        """Those settled ones about the actor's own reading that the officer wants told."""
        return self.filter(user_id=actor.user_id, told_reader=True)

    def open(self) -> "AlertQuerySet":
        return self.filter(settled_at__isnull=True)


class Alert(Public):
    """Something in what one reader has read is to be looked at. While it is open, what more is found joins it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=dates.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(
        max_length=20, blank=True, choices=[("right_reason", "right_reason"), ("look_into", "look_into")]
    )
    finding = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    told_reader = models.BooleanField(default=False)

    objects = AlertQuerySet.as_manager()
    wall = "log"
    Data = fields(
        "id uuid region user organisation rule made_at settled_at settled_by verdict finding words told_reader",
        "personal", "the data-protection officer looks at reading that has no task behind it (B6)", "log",
    )

    class Meta:
        constraints = [
            pair("alert", "settled_at", "settled_by"),
            models.UniqueConstraint(
                fields=["user", "region"], condition=Q(settled_at__isnull=True), name="one_open_alert_of_a_reader"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, verdict="", finding="", words="", told_reader=False)
                | Q(settled_at__isnull=False, verdict__in=("right_reason", "look_into"), finding__gt=""),
                name="alert_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("user")), name="alert_settled_by_another"
            ),
        ]
        indexes = [models.Index(fields=["region", "made_at"], name="alert_newest")]

    @property
    def state(self) -> str:
        return SETTLED if self.settled_at else OPEN

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]


class Evidence(models.Model):
    """What one rule found on one day: in which case, or by which mark of much reading; `line_ids` are of the log."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="evidence")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    mark = models.ForeignKey(ReadingMark, null=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    lines = models.PositiveIntegerField()
    parts = models.PositiveIntegerField(default=0)
    line_ids = ArrayField(models.BigIntegerField(), default=list)
    found_at = models.DateTimeField()

    wall = "log"
    Data = fields(
        "id alert region rule case mark day at lines parts line_ids found_at", "personal",
        "the officer sees what an alert stands on", "log",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "rule", "case", "day"], name="evidence_once", condition=Q(case__isnull=False)
            ),
            models.UniqueConstraint(fields=["mark"], name="evidence_of_a_mark_once"),
        ]
