"""What a coach decided of a vacancy for a client, with the reasons that stood then, and what the client says of it.

The employer learns none of it.
"""

from django.db import models
from django.db.models import Q

from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.employers.vacancies.models import TaskPart, Vacancy
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.profiles import JobProfile
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair

PROPOSE, NOT_NOW = "propose", "not_now"
INTERESTED, NO, TALK = "interested", "no", "talk"
ANSWERS = (INTERESTED, NO, TALK)


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


class MatchAnswer(Public, Keyed, Made):
    """The client says of a proposal: interested, not, or wants to talk. A new one is a new row; the newest one holds.

    `seen_at`: the coach has read it and goes on with it, so it no longer waits on the coach's day.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    proposal = models.ForeignKey(MatchDecision, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=10, choices=[(one, "") for one in ANSWERS])
    words = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case proposal answer seen_at seen_by", "employment",
            "the client decides what work is sought (T-62, T-63)", "case",
        ),
        **fields("words", "health", "why a piece of work suits or does not", "case"),
    }

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=ANSWERS), name="proposal_answer_is_known"),
            pair("proposal_answer", "seen_at", "seen_by"),
        ]
