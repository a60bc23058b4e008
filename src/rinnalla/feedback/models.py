"""Feedback of clients: what was asked of whom at which point, and what was answered, by name or by nobody (L-57).

An anonymous answer is a promise that the database keeps. It stands in two tables of its own that know no case, person
or user, only the region and the month; numbers and words are rows apart. Nobody but the owner's functions reaches
them: `feedback_put` takes an answer in, and the counting functions tell numbers (migration 0002).
"""

import uuid as uuids

from django.db import models
from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case, CaseRows
from rinnalla.catalogue.models import ServiceCard
from rinnalla.feedback import questions
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public
from rinnalla.organisations.models import Region
from rinnalla.plans.paths.models import Phase
from rinnalla.servicemodels.definitions import FeedbackItem
from rinnalla.services.models import ServiceEpisode

# The scale is V-100's and the forms ask by it; the database refuses every other number, whoever writes it (F-44).
SATISFACTION = range(1, 11)


def on_the_scale(table: str) -> models.CheckConstraint:
    """A check that a mark of satisfaction, where there is one, is a whole number on its scale."""
    return models.CheckConstraint(
        condition=Q(marks__satisfaction__isnull=True) | Q(marks__satisfaction__in=list(SATISFACTION)),
        name=f"{table}_satisfaction_on_the_scale",
    )


# What may be done in which state: the view asks this which buttons to draw, the action asks it what to refuse.
OPEN, ANSWERED, EXPIRED = "open", "answered", "expired"
TRANSITIONS: dict[str, tuple[str, ...]] = {"answer": (OPEN,)}


class RequestQuerySet(CaseRows):
    def open(self) -> "RequestQuerySet":
        """What still waits for the client."""
        today = dates.today()
        return self.filter(answered_in__isnull=True, expires_on__gte=today).order_by("expires_on", "pk")


class FeedbackRequest(Public, Keyed, Made):
    """A client was asked at a point of the path; this is what reply rates count.

    `answered_in` is the first day of the month it was answered in: enough not to ask again. What was answered, and
    whether by name, is not told here. One on the client's own initiative is made by the answer itself.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="feedback_requests")
    moment = models.CharField(max_length=20)
    episode = models.ForeignKey(ServiceEpisode, null=True, on_delete=models.CASCADE, related_name="+")
    phase = models.ForeignKey(Phase, null=True, on_delete=models.CASCADE, related_name="+")
    asked_on = models.DateField(default=dates.today)
    expires_on = models.DateField()
    answered_in = models.DateField(null=True)

    objects = RequestQuerySet.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case moment episode phase asked_on expires_on answered_in",
        "personal", "ask how it has been, and know how many answer (L-57)", "case",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "moment"], condition=Q(moment__in=["start", "end"]),
                                    name="feedback_start_and_end_once"),
            models.UniqueConstraint(fields=["episode"], condition=Q(episode__isnull=False),
                                    name="feedback_once_of_a_service"),
            models.UniqueConstraint(fields=["phase"], condition=Q(phase__isnull=False),
                                    name="feedback_once_of_a_phase"),
            models.CheckConstraint(
                name="feedback_request_of_its_moment",
                condition=Q(moment="service_end", episode__isnull=False, phase__isnull=True)
                | Q(moment="phase_end", episode__isnull=True, phase__isnull=False)
                | Q(moment__in=["start", "mid", "end", "any_time"], episode__isnull=True, phase__isnull=True),
            ),
            models.CheckConstraint(
                name="feedback_answered_by_month",
                condition=Q(answered_in__isnull=True) | Q(answered_in__day=1),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["asked_on"], name="feedback_by_day")]

    @property
    def state(self) -> str:
        if self.answered_in:
            return ANSWERED
        return EXPIRED if self.expires_on < dates.today() else OPEN

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def asked_items(self) -> list[FeedbackItem]:
        """The questions."""
        return questions.asked_at(self.moment)

    @property
    def title(self) -> str:
        """What is asked, as the client reads it: of a service with its name."""
        asked = questions.moment(self.moment).asked.in_language
        return f"{self.episode.name}: {asked}" if self.episode else asked


class AnswerQuerySet(CaseRows):
    def visible_to(self, actor: Actor) -> "AnswerQuerySet":
        """The client's own, and those of the cases one is responsible for; nobody else of the team reads them."""
        rows = super().visible_to(actor)
        if actor.is_client:
            return rows
        return rows.filter(case__responsible_worker_id__in=[actor.user_id, *actor.deputises])


class FeedbackAnswer(Public, Made):
    """An answer by name: its writer chose that the responsible worker may read it.

    `publish` is the client's leave to publish the words; taken back it is gone, and so is the pick (I-41).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="feedback_answers")
    request = models.OneToOneField(FeedbackRequest, on_delete=models.CASCADE, related_name="answer")
    marks = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    publish = models.BooleanField(default=False)
    taken_back_on = models.DateField(null=True)
    picked_on = models.DateField(null=True)

    objects = AnswerQuerySet.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid made_at made_by case request marks publish taken_back_on picked_on",
            "personal", "the client's own feedback by name (L-57)", "case",
        ),
        **fields("words", "special", "the client's own words of how it has been (I-41)", "case"),
    }

    class Meta:
        constraints = [
            on_the_scale("feedback_answer"),
            models.CheckConstraint(condition=Q(publish=False) | Q(words__regex=r"\S"), name="feedback_publishes_words"),
            models.CheckConstraint(
                condition=Q(picked_on__isnull=True) | Q(publish=True), name="feedback_picked_only_with_leave"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_on__isnull=True) | Q(publish=False), name="feedback_taken_back_is_not_published"
            ),
        ]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each question that was answered, with the answer in words."""
        return questions.in_words(self.marks)


class AnonymousMarks(models.Model):
    """The numbers of an anonymous answer. The key is random: rows have no order that would tell who was first."""

    id = models.UUIDField(primary_key=True, default=uuids.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    moment = models.CharField(max_length=20)
    card = models.ForeignKey(ServiceCard, null=True, on_delete=models.CASCADE, related_name="+")
    marks = models.JSONField()

    wall = "sealed"
    Data = fields("id region month moment card marks", "none", "how clients feel about the support (V-100)",
                  "installation")  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="feedback_marks_by_month"),
            on_the_scale("feedback_marks"),
        ]


class AnonymousWords(models.Model):
    """The words of an anonymous answer, apart from its numbers. `receipt` is the digest of the code with which its
    writer, and nobody else, can take the leave to publish back."""

    id = models.UUIDField(primary_key=True, default=uuids.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    words = models.TextField()
    publish = models.BooleanField(default=False)
    receipt = models.BinaryField(null=True, unique=True)
    picked_on = models.DateField(null=True)

    wall = "sealed"
    Data = {
        **fields("id region month publish receipt picked_on", "none", "clients' words in development (I-41)",
                 "installation"),
        **fields("words", "special", "what clients say without their name (I-41)", "installation"),
    }  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="feedback_words_by_month"),
            models.CheckConstraint(condition=Q(words__regex=r"\S"), name="feedback_words_say_something"),
            models.CheckConstraint(
                condition=Q(picked_on__isnull=True) | Q(publish=True), name="feedback_words_picked_only_with_leave"
            ),
        ]


from rinnalla.feedback.experts import models as expert_models  # noqa: E402, F401  # the room's other tables
from rinnalla.feedback.panels import models as panel_models  # noqa: E402, F401
