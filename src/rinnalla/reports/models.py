"""What the indicators are read from: kept by promised work, behind a sealed wall, rebuilt whole every night.

Only the owner's functions reach these tables (`indicators.sql`); a reader gets sums of the own region and nothing else.
"""

from django.db import models

from rinnalla.cases.models import Case
from rinnalla.lib.classes import fields
from rinnalla.organisations.models import Region
from rinnalla.reports.regions.models import RegionComparison as RegionComparison  # a table is found through its room
from rinnalla.reports.statistics.models import StatisticsRow as StatisticsRow
from rinnalla.reports.statistics.models import StatisticsSnapshot as StatisticsSnapshot
from rinnalla.reports.unused.models import FieldUse as FieldUse
from rinnalla.reports.unused.models import FieldYear as FieldYear


class CaseFact(models.Model):
    """What one case gives to the indicators. Days are counted from the opening; `*_then` tell how it stood at the end
    of the last finished half-year, `None` when the case was not open then."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    contact_days = models.IntegerField(null=True)
    approved_days = models.IntegerField(null=True)
    stage_then = models.CharField(max_length=20, null=True)  # noqa: DJ001  # none of the stages is no stage
    bodies_then = models.PositiveSmallIntegerField(null=True)
    overdue_then = models.PositiveSmallIntegerField(null=True)
    planned_then = models.BooleanField(null=True)
    named_then = models.BooleanField(null=True)

    wall = "sealed"
    Data = fields(
        "case region opened_on closed_on contact_days approved_days stage_then bodies_then overdue_then planned_then "
        "named_then", "personal", "leading by information: sums of a region", "case",
    )

    class Meta:
        indexes = [models.Index(fields=["region"], name="case_fact_region")]


class Rollup(models.Model):
    """How many had a value of an indicator in a month: medians come exact out of these, sums stay additive.

    `month` is the first day of the month a flow belongs to, or the last day of the half-year a state is of. `value` is
    in whole days or pieces; `total` and `total_sq` are the sums of what is not whole.
    """

    indicator = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    dimension = models.CharField(max_length=120, blank=True)
    value = models.IntegerField(default=0)
    n = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=18, decimal_places=4, default=0)
    total_sq = models.DecimalField(max_digits=22, decimal_places=8, default=0)

    wall = "sealed"
    Data = fields(
        "id indicator region month dimension value n total total_sq", "none", "leading by information", "installation"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "indicator", "month", "dimension", "value"], name="rollup_once", include=["n"]
            ),
            models.CheckConstraint(condition=models.Q(n__gt=0), name="rollup_counts_somebody"),
        ]


class Counting(models.Model):
    """How far the counting has come: the transactions below `xid` are in; `half_ended_on` is the end of the half-year
    whose state is told; `whole_at` when all was last counted anew, and in how many cases that differed."""

    epoch = models.SmallIntegerField(unique=True)
    xid = models.CharField(max_length=20)
    half_ended_on = models.DateField()
    counted_at = models.DateTimeField()
    whole_at = models.DateTimeField()
    differed = models.PositiveIntegerField()

    wall = "sealed"
    Data = fields(
        "id epoch xid half_ended_on counted_at whole_at differed", "none", "count each event once; age of figures",
        "installation",
    )
