"""A partnership on a theme: its members in order, and whose turn it is to chair, from which day."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.network.partners.models import Partner
from rinnalla.organisations.models import Region, Unit

STANDS, ENDED = "stands", "ended"
# What may be done in which state: the page asks this which buttons to draw, the actions what to refuse.
TRANSITIONS: dict[str, tuple[str, ...]] = {"edit": (STANDS,), "turns": (STANDS,), "end": (STANDS,)}


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's region: no client is in them."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()


class Partnership(Public, Versioned, Keyed, Made):
    """Bodies that plan something together. `kind`: a new one, an old one made stronger, one that goes on as before, or
    a new network (E-20). `plan` is what they plan together (E-47). `unit` takes care of it."""

    class Kind(models.TextChoices):
        NEW = "new", _("Uusi kumppanuus")
        STRENGTHENED = "strengthened", _("Vahvistunut kumppanuus")
        EXISTING = "existing", _("Ennallaan jatkuva kumppanuus")
        NETWORK = "network", _("Uusi verkosto")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    theme = models.CharField(max_length=80)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    starts_on = models.DateField()
    plan = models.TextField()
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    outcome = models.TextField(blank=True)

    objects = PartnershipQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by region unit name theme kind starts_on plan ended_at ended_by outcome",
        "none", "what bodies plan and do together (E-01, E-20)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = [F("ended_at").asc(nulls_first=True), "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__regex=r"\S", theme__regex=r"\S", plan__regex=r"\S"), name="partnership_says_what"
            ),
            pair("partnership", "ended_at", "ended_by"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | Q(ended_at__isnull=False, outcome__regex=r"\S"),
                name="partnership_ended_tells_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        return ENDED if self.ended_at else STANDS

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    def chairs(self) -> "tuple[ChairTurn | None, ChairTurn | None]":
        """Whose turn it is now, and whose next; None where it has not been agreed on (E-47)."""
        today, now, after = dates.today(), None, None
        for turn in sorted(self.turns.all(), key=lambda one: one.from_on):
            if turn.from_on <= today:
                now = turn
            elif after is None:
                after = turn
        return now, after


class PartnershipMember(models.Model):
    """A body in a partnership; `place` is its place in the order in which the chair rotates."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="members")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="memberships")
    place = models.PositiveSmallIntegerField()

    wall = "none"
    Data = fields("id partnership partner place", "none", "who is in the partnership (E-01)", "installation")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "partner"], name="partnership_member_once"),
            models.UniqueConstraint(fields=["partnership", "place"], name="partnership_place_once"),
        ]


class ChairTurn(Made):
    """From this day on the partner chairs, until the next turn begins (E-47)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="turns")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()

    wall = "none"
    Data = fields("id made_at made_by partnership partner from_on", "none", "who chairs when (E-47)", "installation")

    class Meta:
        ordering = ["from_on"]
        constraints = [models.UniqueConstraint(fields=["partnership", "from_on"], name="one_chair_from_a_day")]
