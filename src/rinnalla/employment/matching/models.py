"""What a coach decided of a vacancy for a client, with the reasons that stood then. The employer learns none of it."""

from django.db import models
from django.db.models import Q

from rinnalla.cases.models import Case, CaseRows
from rinnalla.employers.vacancies.models import TaskPart, Vacancy
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.profiles import JobProfile
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public

PROPOSE, NOT_NOW = "propose", "not_now"


class MatchDecision(Public, Keyed, Made):
    """The coach tells the client of the work, or not now and why. A new decision is a new row; the newest one holds.

    `reasons` are the lines that stood then: {"rule", "state", "about"}, told in words only when they are read. Those of
    the rule `limits` are health data and are shown to whoever sees the limits.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(CoachingEpisode, on_delete=models.CASCADE, related_name="match_decisions")
    profile = models.ForeignKey(JobProfile, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(TaskPart, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=[(PROPOSE, ""), (NOT_NOW, "")])
    words = models.TextField(blank=True)
    reasons = models.JSONField(default=list)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case episode profile vacancy task decision", "employment",
            "a person decides of each proposal, and it is kept why (T-63)", "case",
        ),
        **fields("words reasons", "health", "why it was proposed, or not now", "case"),
    }

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision=NOT_NOW) | Q(words__regex=r"\S"), name="match_not_now_says_why"
            ),
        ]
        indexes = [models.Index(fields=["episode", "vacancy", "-made_at"], name="match_newest")]
