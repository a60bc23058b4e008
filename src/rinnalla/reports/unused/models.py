"""How often each optional field was filled in a finished year of a region: counted once, then never changed."""

from django.db import models
from django.db.models import F, Q

from rinnalla.lib.classes import fields
from rinnalla.organisations.models import Region


class FieldYear(models.Model):
    """A finished year that has been counted. Its line is what keeps a year from being counted twice."""

    year = models.PositiveSmallIntegerField(unique=True)
    counted_at = models.DateTimeField()

    wall = "sealed"
    Data = fields("id year counted_at", "none", "count each year once", "installation")

    def __str__(self) -> str:
        return str(self.year)


class FieldUse(models.Model):
    """One optional field of one kind of record: how many records of the year there are in the region, how many have it
    filled, and about how many clients or employers the records are. No line where there are no records."""

    year = models.ForeignKey(FieldYear, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    model = models.CharField(max_length=80)
    field = models.CharField(max_length=60)
    rows = models.PositiveIntegerField()
    filled = models.PositiveIntegerField()
    subjects = models.PositiveIntegerField()

    wall = "sealed"
    Data = fields(
        "id year region model field rows filled subjects", "none", "leave out of forms what nobody fills",
        "installation",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "model", "field"], name="field_use_once"),
            models.CheckConstraint(
                condition=Q(filled__lte=F("rows"), subjects__lte=F("rows"), subjects__gt=0), name="field_use_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}.{self.field}: {self.filled}/{self.rows}"
