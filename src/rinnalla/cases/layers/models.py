"""Support for professionals, layer by layer (L-08, L-86), and a case brought to the team's network (I-22).

Both ask somebody outside the client's team with a packet: a question and chosen field groups. A grant opens just that,
and ends with the question. Who is responsible, and whose the case is, never change here.
"""

from django.db import models
from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import Grant, User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Unit


class EscalationQuerySet(CaseRows):
    def asked(self) -> "EscalationQuerySet":
        """Somebody is asked, and the question has not been put away."""
        return self.filter(unit__isnull=False, settled_at__isnull=True)

    def waiting_in(self, actor: Actor) -> "EscalationQuerySet":
        """Questions the actor's own unit has not answered yet."""
        return self.asked().filter(unit_id=actor.unit_id, answered_at__isnull=True, case__closed_at__isnull=True)


# What may be done in which state: the view asks this which buttons to draw, the actions ask it what to refuse.
NOTED, ASKED, ANSWERED, SETTLED = "noted", "asked", "answered", "settled"
TRANSITIONS: dict[str, tuple[str, ...]] = {"answer": (ASKED,), "settle": (ASKED, ANSWERED)}


class Escalation(Public, Keyed, Made):
    """The case moved to another layer, and why. With `unit` it also asks that unit; the answer comes back here.

    The names of the layer are the region's on that day: the row can be read whatever the region does later.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="escalations")
    from_level = models.PositiveSmallIntegerField()
    to_level = models.PositiveSmallIntegerField()
    layer_names = models.JSONField(default=dict)
    reason = models.TextField()
    from_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(blank=True)
    field_group = models.CharField(max_length=20, default="basics")
    field_groups = models.JSONField(default=list)
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="+")
    answer_due_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answer_group = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = EscalationQuerySet.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case from_level to_level layer_names from_unit unit field_group "
            "field_groups grant answer_due_on answer_group answered_at answered_by settled_at settled_by",
            "personal",
            "support grows with the difficulty (L-08)",
            "case",
        ),
        **fields("reason question answer", "special", "what was asked of whom, and the answer (L-86)", "case"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="escalation_says_why"),
            models.CheckConstraint(condition=~Q(from_level=models.F("to_level")), name="escalation_moves"),
            models.CheckConstraint(
                name="escalation_asks_whole",
                condition=Q(unit__isnull=True, grant__isnull=True, answered_at__isnull=True)
                | Q(unit__isnull=False, answer_due_on__isnull=False, question__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="escalation_answer_whole",
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False, answer__regex=r"\S", answer_group__regex=r"\S"),
            ),
            pair("escalation", "answered_at", "answered_by"),
            pair("escalation", "settled_at", "settled_by"),
        ]
        indexes = [
            models.Index(
                fields=["unit", "answer_due_on"], condition=Q(settled_at__isnull=True), name="escalation_asked"
            )
        ]

    @property
    def layer_name(self) -> str:
        return in_language(self.layer_names)

    @property
    def state(self) -> str:
        if self.unit_id is None:
            return NOTED
        if self.settled_at:
            return SETTLED
        return ANSWERED if self.answered_at else ASKED

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def is_late(self) -> bool:
        return self.state == ASKED and self.answer_due_on is not None and self.answer_due_on < dates.today()


class NetworkMatter(Public, Keyed, Made):
    """The team brings the case to its network with a question; only the invited see it, while it lasts (I-22)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="network_matters")
    network = models.SlugField(max_length=60)
    names = models.JSONField(default=dict)
    question = models.TextField()
    field_groups = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case network names field_groups ended_at ended_by",
            "personal",
            "the network backs the team (I-22)",
            "case",
        ),
        **fields("question", "special", "what the team asks its network (I-22)", "case"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(question__regex=r"\S"), name="network_matter_asks"),
            pair("network_matter", "ended_at", "ended_by"),
        ]

    @property
    def name(self) -> str:
        return in_language(self.names)


class NetworkInvitation(Public, Made):
    """One invited member of the network, the grant that opens the case to them alone, and their advice."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    matter = models.ForeignKey(NetworkMatter, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="+")
    advice = models.TextField(blank=True)
    advised_at = models.DateTimeField(null=True)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = {
        **fields("id uuid made_at made_by case matter user unit grant advised_at", "personal", "who was asked", "case"),
        **fields("advice", "special", "what the network advises (I-22)", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "user"], name="invited_to_matter_once"),
            models.CheckConstraint(
                condition=Q(advised_at__isnull=True, advice="") | Q(advised_at__isnull=False, advice__regex=r"\S"),
                name="network_advice_whole",
            ),
        ]
