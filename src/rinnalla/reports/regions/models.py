"""Which regions have agreed to be seen side by side, from when until when."""

from typing import Self

from django.db import models
from django.db.models import Q

from rinnalla.access.models import User
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Made, pair
from rinnalla.organisations.models import Region


class ComparisonQuerySet(models.QuerySet["RegionComparison"]):
    def in_force(self) -> Self:
        return self.filter(ended_at__isnull=True)


class RegionComparison(Made):
    """A region's agreement to tell its figures to the other regions that have agreed too. It ends by a word of its own,
    at once; a new one may follow."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, null=True, editable=False, on_delete=models.PROTECT, related_name="+")

    objects = ComparisonQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id region made_at made_by ended_at ended_by", "none", "which regions compare themselves", "installation"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region"], condition=Q(ended_at__isnull=True), name="compares_once"),
            pair("region_comparison", "ended_at", "ended_by"),
        ]

    def __str__(self) -> str:
        return self.region.name
