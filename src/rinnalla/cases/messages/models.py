"""Messages between the client and those who help: to the team, never to one person who may be away.

What the client writes waits for an answer by a day; anybody of the team who may read it may answer, and then it waits
for nobody. What the team writes is new until the client has marked it read.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair

# What may be done in which state: the view asks this which buttons to draw, the actions ask it what to refuse.
WAITING, ANSWERED, NEW, READ = "waiting", "answered", "new", "read"
TRANSITIONS: dict[str, tuple[str, ...]] = {"settle": (WAITING,), "read": (NEW,)}


class Way(models.TextChoices):
    """How a message of the client's was answered."""

    REPLY = "reply", _("Vastattiin viestillä")
    PHONE = "phone", _("Soitettiin")
    MEETING = "meeting", _("Puhuttiin tapaamisessa")


class MessageQuerySet(CaseRows):
    def visible_to(self, actor: Actor) -> "MessageQuerySet":
        """All of a case one may see, save those the client wrote to the responsible worker alone."""
        rows = super().visible_to(actor)
        if actor.is_client:
            return rows
        if actor.is_representative:
            return rows.filter(Q(to_responsible=False) | Q(made_by_id=actor.user_id))
        answers = Q(case__responsible_worker_id__in=[actor.user_id, *actor.deputises])
        arranges = Q(case__responsible_worker=None, case__arranger_id=actor.user_id)
        return rows.filter(Q(to_responsible=False) | Q(made_by_id=actor.user_id) | answers | arranges)

    def waiting(self) -> "MessageQuerySet":
        """What the client wrote and nobody has answered."""
        return self.filter(answer_by__isnull=False, settled_at__isnull=True)

    def new(self) -> "MessageQuerySet":
        """What the team wrote and the client has not marked read."""
        return self.filter(answer_by__isnull=True, read_at__isnull=True)


class Message(Public, Keyed, Made):
    """One message. `answer_by` is the last day of an answer: the client's messages have one, the team's have not.

    `to_responsible` narrows it to the responsible worker with their deputies, and whoever comes after them.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    text = models.TextField(blank=True)
    wants_call = models.BooleanField(default=False)
    to_responsible = models.BooleanField(default=False)
    answer_by = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    settled_how = models.CharField(max_length=10, choices=Way.choices, blank=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MessageQuerySet.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case wants_call to_responsible answer_by settled_at settled_by "
            "settled_how read_at read_by",
            "personal", "nobody who writes is left without an answer", "message",
        ),
        **fields("text", "special", "what the client and the team say to each other", "message"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S") | Q(wants_call=True), name="message_says_something"),
            models.CheckConstraint(
                name="message_answered_whole",
                condition=Q(settled_at__isnull=True, settled_how="")
                | Q(settled_at__isnull=False, answer_by__isnull=False, settled_how__in=Way.values),
            ),
            models.CheckConstraint(
                name="message_read_is_the_teams", condition=Q(read_at__isnull=True) | Q(answer_by__isnull=True)
            ),
            models.CheckConstraint(
                name="message_call_is_the_clients", condition=Q(wants_call=False) | Q(answer_by__isnull=False)
            ),
            pair("message", "settled_at", "settled_by"),
            pair("message", "read_at", "read_by"),
        ]
        indexes = [
            models.Index(
                fields=["case", "answer_by"], name="message_waiting",
                condition=Q(answer_by__isnull=False, settled_at__isnull=True),
            )
        ]

    @property
    def from_client(self) -> bool:
        return self.answer_by is not None

    @property
    def by_another(self) -> bool:
        """On the client's side, written by somebody who acts for the client."""
        return self.from_client and self.made_by is not None and self.made_by.person_id is None

    @property
    def state(self) -> str:
        if self.from_client:
            return ANSWERED if self.settled_at else WAITING
        return READ if self.read_at else NEW

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def late(self) -> bool:
        return self.state == WAITING and self.answer_by is not None and self.answer_by < dates.today()
