"""Support by an expert by experience: only when the client asked, only the basics, only as long as the client wants.

What the unit pays is another table, and no client is in it.
"""

from babel.numbers import format_decimal
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Grant, User
from rinnalla.cases.models import Case, CaseRows, Channel
from rinnalla.catalogue.prices.showing import euros
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.lib.texts import base_language
from rinnalla.organisations.models import Unit

# What may be done in which state: the view asks this which buttons to draw, the action asks it what to refuse.
ASKED, BESIDE, ENDED = "asked", "beside", "ended"
TRANSITIONS: dict[str, tuple[str, ...]] = {"name": (ASKED,), "note": (BESIDE,), "end": (ASKED, BESIDE)}


class SupportQuerySet(CaseRows):
    def not_ended(self) -> "SupportQuerySet":
        return self.filter(ended_at__isnull=True)


class ExpertSupport(Public, Keyed, Made):
    """The client asked for an expert by experience; then somebody was named, and the leave to see the basics given.

    `made_by` is who asked: the client, or a worker on the client's word (`by_client` tells which).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="expert_supports")
    by_client = models.BooleanField()
    wish = models.TextField(blank=True)
    expert = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(null=True)
    named_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = SupportQuerySet.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case by_client expert unit grant named_at named_by ended_at",
            "personal", "support by somebody who has lived through the same (L-59)", "case",
        ),
        **fields("wish", "special", "what the client hopes of the expert", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="one_expert_beside"),
            pair("expert_support", "named_at", "named_by"),
            models.CheckConstraint(
                name="expert_named_whole",
                condition=Q(named_at__isnull=True, expert__isnull=True, unit__isnull=True, grant__isnull=True)
                | Q(named_at__isnull=False, expert__isnull=False, unit__isnull=False, grant__isnull=False),
            ),
        ]

    @property
    def state(self) -> str:
        if self.ended_at:
            return ENDED
        return BESIDE if self.named_at else ASKED

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    def of(self, actor: Actor) -> bool:
        """Whether the actor is the named expert."""
        return self.expert_id is not None and self.expert_id == actor.user_id


class ExpertContact(Public, Keyed, Made):
    """The expert and the client were in touch: when and how. What was said stays between them."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="expert_contacts")
    support = models.ForeignKey(ExpertSupport, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel.choices)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case support on channel",
        "personal", "how often the expert and the client are in touch (L-59)", "case",
    )

    class Meta:
        ordering = ["-on", "-pk"]


class Basis(models.TextChoices):
    """What is paid for."""

    CONTACTS = "contacts", _("Kerrat")
    HOURS = "hours", _("Tunnit")


class ExpertReward(Public, Keyed, Made):
    """What a unit pays an expert for a month: how many times or hours, and how much for each. No client is in it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    expert = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    basis = models.CharField(max_length=10, choices=Basis.choices)
    quantity = models.DecimalField(max_digits=6, decimal_places=2)
    euros_each = models.DecimalField(max_digits=8, decimal_places=2)
    purpose = models.CharField(max_length=200)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by unit expert month basis quantity euros_each purpose",
        "personal", "experts by experience are paid for their work (L-59)", "account",
    )

    class Meta:
        ordering = ["-month", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0, euros_each__gte=0), name="expert_reward_is_something"),
            models.CheckConstraint(condition=Q(month__day=1), name="expert_reward_by_month"),
            models.CheckConstraint(condition=Q(purpose__regex=r"\S"), name="expert_reward_says_for_what"),
        ]

    @property
    def amount(self) -> str:
        """How many, as the reader's language writes it: 2,5."""
        return format_decimal(self.quantity, locale=base_language())

    @property
    def euros(self) -> str:
        """The whole, in words."""
        return euros(self.quantity * self.euros_each)
