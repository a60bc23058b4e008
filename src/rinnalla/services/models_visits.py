"""Going along: visits to other providers' services, what a companion saw there, and groups with who came."""

from django.db import models
from django.db.models import Q

from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public
from rinnalla.organisations.models import Unit
from rinnalla.plans.models import Goal


class AccompaniedVisit(Public, Keyed, Made):
    """The companion went along to a service of somebody else (L-42)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey("services.ServiceEpisode", on_delete=models.CASCADE, related_name="visits")
    companion = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    words = models.TextField(blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields("id uuid form_key made_at made_by case episode companion unit on", "personal",
                 "somebody goes along (L-42)", "case"),
        **fields("words", "special", "what the visit brought", "case"),
    }

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "companion", "on"], name="visit_once_a_day"),
        ]


class ServiceObservation(Public, Keyed, Made):
    """How a service works, seen by a companion beside the client's own goal; the client reads it too (L-43).

    `words` stay in the case. `public_words` go to the report of the service's quality, without anything of the client.
    """

    class Verdict(models.TextChoices):
        TAKES_FORWARD = "takes_forward"
        PARTLY = "partly"
        STANDS_STILL = "stands_still"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey("services.ServiceEpisode", on_delete=models.CASCADE, related_name="observations")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    words = models.TextField()
    public_words = models.CharField(max_length=300, blank=True)
    on = models.DateField()

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields("id uuid form_key made_at made_by case episode goal on", "personal", "weigh services (L-43)", "case"),
        **fields("verdict words public_words", "special", "know how services work for clients (L-43)", "case"),
    }

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="observation_says_something")]


class GroupSession(Public, Keyed, Made):
    """One meeting of a group, such as a future workshop (E-40). Holds nobody's data: who came is in `Attendance`."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    activity = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    held_on = models.DateField()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by unit activity name held_on", "none", "groups people go to", "installation"
    )

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["unit", "activity", "name", "held_on"], name="session_once")]

    def __str__(self) -> str:
        return self.name


class Attendance(Public, Made):
    """Whether the client came to a meeting of a group (E-40)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attendances")
    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="attendances")
    came = models.BooleanField()

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields("id uuid made_at made_by case session came", "social", "attendance is counted (E-40)", "case")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "session"], name="attendance_once")]
