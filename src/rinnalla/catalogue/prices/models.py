"""Unit prices of services: dated, with their source. Money is exact, never a float. No client data."""

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from rinnalla.access.models import User
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair


class UnitPrice(Public, Keyed, Made):
    """What one client's episode or day in a service costs while `valid`.

    Not `allocable`: the money went to the whole and cannot be split by client; `why_not` tells why (C-25). A wrong one
    is withdrawn with a reason, never written over.
    """

    class Per(models.TextChoices):
        EPISODE = "episode"
        DAY = "day"

    card = models.ForeignKey(ServiceCard, on_delete=models.CASCADE, related_name="prices")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    per = models.CharField(max_length=10, choices=Per.choices)
    valid = DateRangeField()
    source = models.CharField(max_length=200)
    allocable = models.BooleanField(default=True)
    why_not = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by card amount per valid source allocable why_not withdrawn_at withdrawn_by "
        "withdrawn_reason",
        "none", "what support costs (L-20)", "installation",
    )

    class Meta:
        ordering = ["-valid", "-pk"]
        constraints = [
            ExclusionConstraint(
                name="one_price_at_a_time",
                expressions=[(F("card"), RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="price_is_something"),
            models.CheckConstraint(condition=Q(source__regex=r"\S"), name="price_has_source"),
            models.CheckConstraint(
                condition=Q(allocable=True, why_not="") | Q(allocable=False, why_not__regex=r"\S"),
                name="price_not_split_says_why",
            ),
            pair("price", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_reason__regex=r"\S"),
                name="price_withdrawn_says_why",
            ),
        ]
