"""The appropriation of a year, what is tied up of it and what is used (E-66). No client data: people are counted."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.network.purchased.models import Contract, sells
from rinnalla.organisations.models import Organisation, Region


class AppropriationQuerySet(models.QuerySet["Appropriation"]):
    def visible_to(self, actor: Actor) -> "AppropriationQuerySet":
        """The region's; not to those who sell."""
        return self.filter(region_id=actor.region_id) if actor.is_staff and not sells(actor) else self.none()


class Appropriation(Public, Keyed, Made):
    """Money granted to a body for a purpose in one year."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    objects = AppropriationQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region organisation name year amount",
        "none", "how the money is used (E-66)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="appropriation_is_something"),
            models.UniqueConstraint(fields=["organisation", "year", "name"], name="appropriation_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class CostLine(Public, Keyed, Made):
    """Money used or tied up of an appropriation. Not `allocable`: it can't be split exactly, `why_not` tells why, and
    `people` how many stand behind it (C-25). A wrong one is withdrawn with a reason, never written over."""

    class Kind(models.TextChoices):
        USED = "used", _("Käytetty")
        COMMITTED = "committed", _("Sidottu")

    appropriation = models.ForeignKey(Appropriation, on_delete=models.CASCADE, related_name="lines")
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    what = models.CharField(max_length=200)
    allocable = models.BooleanField(default=True)
    why_not = models.CharField(max_length=300, blank=True)
    people = models.PositiveSmallIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by appropriation contract kind on amount what allocable why_not people "
        "withdrawn_at withdrawn_by withdrawn_reason",
        "none", "how the money is used (E-66)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="cost_line_says_what"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, allocable=False) | Q(amount__isnull=False, amount__gt=Decimal(0)),
                name="cost_line_is_something",
            ),
            models.CheckConstraint(
                condition=Q(allocable=True, why_not="") | Q(allocable=False, why_not__regex=r"\S"),
                name="cost_line_not_split_says_why",
            ),
            pair("cost_line", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_reason__regex=r"\S"),
                name="cost_line_withdrawn_says_why",
            ),
        ]
