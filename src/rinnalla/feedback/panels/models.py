"""Service panels with their proposals and answers, and the reviews of texts by experts by experience. No client data.

Of those who took part only the numbers are kept. A proposal stands where its newest answer has put it; every answer is
kept (L-60). A review of a text tells what was read, what was proposed and what came of it (T-46).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.organisations.models import Region

PROPOSED = "proposed"


class Status(models.TextChoices):
    """What was answered to a proposal."""

    TAKEN_ON = "taken_on", _("Otettu työn alle")
    DONE = "done", _("Tehty")
    NOT_NOW = "not_now", _("Ei nyt")


# What a proposal may be answered in which state: the view asks this for the choices, the action what to refuse.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    PROPOSED: (Status.TAKEN_ON, Status.DONE, Status.NOT_NOW),
    Status.TAKEN_ON: (Status.DONE, Status.NOT_NOW),
    Status.NOT_NOW: (Status.TAKEN_ON, Status.DONE),
    Status.DONE: (),
}


class ServicePanel(Public, Keyed, Made):
    """A meeting of clients and experts by experience on the services: when, where, on what, how many were there."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    place = models.CharField(max_length=120)
    topic = models.CharField(max_length=200)
    clients = models.PositiveSmallIntegerField(default=0)
    experts = models.PositiveSmallIntegerField(default=0)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region on place topic clients experts",
        "none", "clients have a say in how services are made (L-60)", "installation",
    )

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(topic__regex=r"\S"), name="panel_has_topic"),
            models.CheckConstraint(condition=Q(clients__gte=1) | Q(experts__gte=1), name="panel_was_of_somebody"),
        ]

    def __str__(self) -> str:
        return self.topic


class PanelProposal(Public, Keyed, Made):
    """What the panel proposes, perhaps of one service; `answer_by` is the last day of a first answer."""

    panel = models.ForeignKey(ServicePanel, on_delete=models.CASCADE, related_name="proposals")
    card = models.ForeignKey(ServiceCard, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    answer_by = models.DateField()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by panel card text answer_by",
        "none", "what clients propose is answered (L-60)", "installation",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(text__regex=r"\S"), name="panel_proposal_says_something")]

    @property
    def newest(self) -> "ProposalAnswer | None":
        """The answer that holds."""
        return max(self.answers.all(), key=lambda one: one.pk, default=None)

    @property
    def state(self) -> str:
        return self.newest.status if self.newest else PROPOSED

    @property
    def state_name(self) -> str:
        return str(Status(self.state).label) if self.newest else str(_("Odottaa vastausta"))

    def may_become(self) -> tuple[str, ...]:
        return TRANSITIONS[self.state]

    @property
    def late(self) -> bool:
        return self.state == PROPOSED and self.answer_by < dates.today()


class ProposalAnswer(Public, Keyed, Made):
    """What was answered, in words the panel reads; "not now" tells why."""

    proposal = models.ForeignKey(PanelProposal, on_delete=models.CASCADE, related_name="answers")
    status = models.CharField(max_length=10, choices=Status.choices)
    words = models.TextField()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by proposal status words",
        "none", "what clients propose is answered (L-60)", "installation",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(words__regex=r"\S"), name="panel_answer_says_why"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="panel_answer_is_known"),
        ]


class Outcome(models.TextChoices):
    """What came of a review."""

    CHANGED = "changed", _("Teksti muutettiin ehdotuksen mukaan")
    PARTLY = "partly", _("Osa ehdotuksesta otettiin")
    KEPT = "kept", _("Teksti jäi ennalleen")


class TextReview(Public, Keyed, Made):
    """An expert by experience has read a text: which, when, what was proposed, what came of it (T-46)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=200)
    on = models.DateField()
    expert = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed = models.TextField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_words = models.TextField(blank=True)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region what on expert proposed settled_at settled_by outcome outcome_words",
        "none", "experts by experience take part in development (T-46)", "installation",
    )

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(what__regex=r"\S", proposed__regex=r"\S"), name="text_review_is_whole"),
            pair("text_review", "settled_at", "settled_by"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="", outcome_words="")
                | Q(settled_at__isnull=False, outcome__in=Outcome.values, outcome_words__regex=r"\S"),
                name="text_review_settled_with_outcome",
            ),
        ]
