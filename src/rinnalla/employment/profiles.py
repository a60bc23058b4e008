"""The job profile: what work would fit, in the client's words and in picks that are laid beside vacancies."""

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q

from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Made, Public


class JobProfile(Public, Made):
    """What work would fit, in the client's words first (T-63). Each saving is a new version; none is ever changed.

    Beside the words stand picks that can be laid beside a vacancy: keys of the common definitions and codes of
    municipalities. `no_limits`: the client was asked and has none. `disclosure` is the plan of what an employer is
    told, item by item: {"item", "stance", "when", "who", "words"}.
    """

    PICKED = (
        "occupations", "picked_skills", "municipalities", "hours_from", "hours_to", "times", "picked_limits",
        "no_limits", "disclosure",
    )
    ASKED = ("wish", "content", "skills", "motivation", "limits", "adaptations", "hours", "area", "tell", "keep")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey("employment.CoachingEpisode", on_delete=models.CASCADE, related_name="profiles")
    number = models.PositiveSmallIntegerField(default=1)
    wish = models.TextField(blank=True)
    content = models.TextField(blank=True)
    skills = models.TextField(blank=True)
    motivation = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    adaptations = models.TextField(blank=True)
    hours = models.CharField(max_length=120, blank=True)
    area = models.CharField(max_length=120, blank=True)
    tell = models.TextField(blank=True)
    keep = models.TextField(blank=True)
    after_job = models.ForeignKey("employment.Job", null=True, on_delete=models.PROTECT, related_name="+")
    occupations = models.JSONField(default=list)
    picked_skills = models.JSONField(default=list)
    municipalities = models.JSONField(default=list)
    hours_from = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    hours_to = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    times = models.JSONField(default=list)
    picked_limits = models.JSONField(default=list)
    no_limits = models.BooleanField(default=False)
    disclosure = models.JSONField(default=list)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields("id uuid made_at made_by case episode number after_job", "employment", "find fitting work", "case"),
        **fields("wish content skills motivation hours area", "employment", "find fitting work (T-63)", "case"),
        **fields(
            "occupations picked_skills municipalities hours_from hours_to times", "employment",
            "lay the wish and vacancies side by side (T-63, T-66)", "case",
        ),
        **fields("limits adaptations tell keep", "health", "what the client wants an employer to know", "case"),
        **fields("picked_limits no_limits", "health", "propose no work that the client can't do", "case"),
        **fields("disclosure", "health", "what an employer is told, what not, when and by whom", "case"),
    }

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "number"], name="profile_version_once"),
            models.CheckConstraint(condition=~Q(wish=""), name="profile_has_wish"),
            models.CheckConstraint(
                condition=(Q(hours_from__isnull=True) | Q(hours_from__gt=0, hours_from__lte=48))
                & (Q(hours_to__isnull=True) | Q(hours_to__gt=0, hours_to__lte=48))
                & (Q(hours_from__isnull=True) | Q(hours_to__isnull=True) | Q(hours_to__gte=F("hours_from"))),
                name="profile_hours",
            ),
            models.CheckConstraint(condition=Q(no_limits=False) | Q(picked_limits=[]), name="profile_limits_or_none"),
        ]

    @property
    def lacking(self) -> list[str]:
        """The parts nothing is written of."""
        return self.lacking_of(self.ASKED)

    @property
    def completeness(self) -> int:
        """How much of the profile is there, 0–100 (E-24): every part weighs the same."""
        return self.complete_of(self.ASKED)

    def lacking_of(self, names: Sequence[str]) -> list[str]:
        """The parts among these that nothing is written of: for a reader those that the reader may see."""
        return [name for name in names if not getattr(self, name).strip()]

    def complete_of(self, names: Sequence[str]) -> int:
        """How much of these parts is there, 0–100."""
        return round(100 * (len(names) - len(self.lacking_of(names))) / len(names))
