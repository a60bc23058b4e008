"""Team days and their slots (V-50, V-51): a day and its times hold no client; who has a time stands behind the wall.

A slot's `taken_at` lets everybody see that a time is gone without seeing whose it is. That nobody else gets it in the
same second is the unique index on the live bookings of a slot.
"""

from datetime import datetime, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Unit


class TeamDayQuerySet(models.QuerySet["TeamDay"]):
    def visible_to(self, actor: Actor) -> "TeamDayQuerySet":
        """The days of the actor's own region: when a team meets is no secret, and no client is in it."""
        return self.filter(unit__organisation__region_id=actor.region_id)

    def ahead(self) -> "TeamDayQuerySet":
        return self.filter(on__gte=dates.today())


class TeamDay(Public, Keyed, Made):
    """A day the team meets: where, who leads it. Its clients are in the bookings of its slots."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    video_url = models.URLField(blank=True)
    chair = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    call_off_reason = models.CharField(max_length=300, blank=True)

    objects = TeamDayQuerySet.as_manager()
    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by unit on place video_url chair called_off_at called_off_by call_off_reason",
        "none", "meet (V-50)", "installation",
    )

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(place="") | ~Q(video_url=""), name="team_day_has_a_place"),
            pair("team_day", "called_off_at", "called_off_by"),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | Q(call_off_reason__regex=r"\S"), name="called_off_says_why"
            ),
        ]
        indexes = [models.Index(fields=["unit", "on"], name="team_day_of_unit")]

    @property
    def over(self) -> bool:
        return self.on < dates.today()


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class SlotQuerySet(models.QuerySet["Slot"]):
    def free(self) -> "SlotQuerySet":
        """Times ahead that nobody has, of days that are held."""
        return self.filter(taken_at__isnull=True, starts_at__gt=dates.now(), day__called_off_at__isnull=True)


class Slot(Public):
    """One time of a team day. Slots of a day never overlap."""

    day = models.ForeignKey(TeamDay, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    objects = SlotQuerySet.as_manager()
    wall = "none"
    Data = fields("id uuid day starts_at ends_at taken_at", "none", "which times are free (V-50)", "installation")

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"),
            ExclusionConstraint(
                name="slots_do_not_overlap",
                expressions=[
                    (F("day"), RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))


class Readiness(models.TextChoices):
    """Can the team take the matter up at once (V-50), or is something to be cleared first (V-51)."""

    READY = "ready"
    CLARIFY = "clarification_needed"


class Booking(Public, Keyed, Versioned, Made):
    """A client's time with the team. It holds the slot from the start; it is confirmed at once or when nothing is open.

    A time confirmed while something was still open says why (V-51).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bookings")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    meeting = models.OneToOneField("meetings.Meeting", on_delete=models.CASCADE, related_name="booking")
    readiness = models.CharField(max_length=20, choices=Readiness.choices)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    open_reason = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid version form_key made_at made_by case slot meeting readiness confirmed_at confirmed_by open_reason "
        "released_at released_by",
        "personal",
        "the client's own time with the team (V-50, V-51)",
        "case",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot"], condition=Q(released_at__isnull=True), name="slot_taken_once"),
            models.CheckConstraint(
                condition=Q(readiness="clarification_needed") | Q(confirmed_at__isnull=False),
                name="ready_booking_is_confirmed",
            ),
            pair("booking", "confirmed_at", "confirmed_by"),
            pair("booking", "released_at", "released_by"),
        ]

    @property
    def unconfirmed(self) -> bool:
        return self.confirmed_at is None and self.released_at is None


class TaskKind(models.TextChoices):
    """What has to be done for a meeting, or after it, besides the plan."""

    CLARIFICATION = "clarification"
    ARRANGEMENT = "arrangement"


class MeetingTaskQuerySet(CaseRows):
    def open(self) -> "MeetingTaskQuerySet":
        return self.filter(done_at__isnull=True)

    def clarifications(self) -> "MeetingTaskQuerySet":
        return self.filter(kind=TaskKind.CLARIFICATION)


class MeetingTask(Public, Keyed, Made):
    """Something to find out before the team can decide (V-51), or to arrange for the meeting (L-47)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=20, choices=TaskKind.choices)
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    field_group = models.CharField(max_length=20, default="basics")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    what_came = models.TextField(blank=True)

    objects = MeetingTaskQuerySet.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case meeting kind owner due_on field_group done_at done_by",
            "personal", "who does what for the meeting (V-51, L-47)", "case",
        ),
        **fields("what what_came", "special", "what had to be cleared (V-51)", "case"),
    }

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="task_says_what"),
            pair("task", "done_at", "done_by"),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], condition=Q(done_at__isnull=True), name="task_open")]

    @property
    def late(self) -> bool:
        return self.done_at is None and self.due_on < dates.today()


def times(on: datetime, minutes: int, number: int, pause: int = 0) -> list[tuple[datetime, datetime]]:
    """Begin and end of so many slots one after another, with a pause in minutes between them."""
    step = timedelta(minutes=minutes + pause)
    return [(on + step * n, on + step * n + timedelta(minutes=minutes)) for n in range(number)]
