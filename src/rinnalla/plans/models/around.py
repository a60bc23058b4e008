"""What stands round the plan: its host plan, the ladder, who may ask how it goes, and what is entered where."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Grant, User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.organisations.models import Organisation
from rinnalla.plans.models.agreed import PlanVersion
from rinnalla.plans.models.plan import Plan


class HostPlan(Public, Keyed, Made):
    """The statutory plan this plan is part of (L-50, L-53). The newest one that was not left is the one now valid."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="hosts")
    kind = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case plan kind starts_on ends_on reference left_at left_by",
        "personal", "the plan has a home (L-50, L-53)", "case",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(left_at__isnull=True), name="one_host_plan"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="host_plan_ends_after_start",
                violation_error_message=_("Viimeinen voimassaolopäivä on ennen ensimmäistä."),
            ),
            models.CheckConstraint(condition=~Q(kind=""), name="host_plan_has_kind"),
            pair("host_plan", "left_at", "left_by"),
        ]

    @property
    def valid(self) -> bool:
        """Whether it is in force today."""
        today = dates.today()
        return self.left_at is None and self.starts_on <= today and (self.ends_on is None or self.ends_on >= today)


class NationalStoring(Made):
    """A version of the working copy was stored in the national system: when, and under which id (381/2023 § 12)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    host = models.ForeignKey(HostPlan, on_delete=models.CASCADE, related_name="storings")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="+")
    stored_on = models.DateField()
    stored_id = models.CharField(max_length=80)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id made_at made_by case host version stored_on stored_id", "personal", "what the law wants stored", "case"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "version"], name="stored_once"),
            models.CheckConstraint(condition=Q(stored_id__regex=r"\S"), name="storing_has_id"),
        ]


class LadderStep(Public, Keyed, Made):
    """A rung the client stepped on, up or down, and what is done on it (L-74). The newest one is where they are."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="ladder")
    stage = models.CharField(max_length=40)
    measures = models.TextField()
    starts_on = models.DateField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case plan stage measures starts_on",
        "special", "rehabilitation built rung by rung (L-74)", "case",
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(measures__regex=r"\S"), name="ladder_says_measures")]


class HealthConsideration(Public, Keyed, Made):
    """What the illness asks the others to mind (E-40). Health data: the coach sees it only by the client's consent."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="considerations")
    text = models.TextField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case plan text removed_at removed_by",
        "health", "illness taken into account (E-40)", "case",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="consideration_has_text"),
            pair("consideration", "removed_at", "removed_by"),
        ]


class ProgressPlaceQuerySet(CaseRows):
    def asking(self) -> "ProgressPlaceQuerySet":
        """On the list, and the leave still stands: a withdrawn consent has ended it."""
        return self.filter(ended_at__isnull=True, grant__ended_at__isnull=True)


class ProgressPlace(Public, Made):
    """Somebody who may ask how it goes (L-55): sees the status and nothing else. Its grant begins and ends with it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="progress_places")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ProgressPlaceQuerySet.as_manager()
    wall = "case"
    Data = fields(
        "id uuid made_at made_by case plan user grant ended_at ended_by", "personal", "who may ask (L-55)", "case"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "user"], condition=Q(ended_at__isnull=True), name="progress_asked_once"
            ),
            pair("progress", "ended_at", "ended_by"),
        ]


class PlanEntry(Made):
    """An organisation has entered its own share of a version in its own system (C-04)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField(default=dates.today)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id made_at made_by case version organisation entered_on", "personal", "written once, entered once (C-04)",
        "case",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "organisation"], name="plan_entered_once")]
