"""Versions of the regions' service models. A published one never changes; what was answered points to it (rule 14)."""

from django.db import models
from django.db.models import Q

from rinnalla.access.models import User
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Made
from rinnalla.organisations.models import Region


class ServiceModelQuerySet(models.QuerySet["ServiceModel"]):
    def in_force(self) -> "ServiceModelQuerySet":
        return self.filter(published_at__isnull=False, superseded_at__isnull=True)


class ServiceModel(Made):
    """One version of a region's service model: draft → published → superseded, each by its time (rule 7).

    `content` is the whole checked definition (`definitions.RegionDefinition`) without staff. `published_by` is the
    person who published, or none where a named job did (`published_job`).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="service_models")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_job = models.CharField(max_length=40, blank=True)
    superseded_at = models.DateTimeField(null=True)

    objects = ServiceModelQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id made_at made_by region number content published_at published_by published_job superseded_at",
        "none",
        "regions differ by data, and an old answer keeps its model",
        "installation",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="model_number_once"),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(published_at__isnull=False, superseded_at__isnull=True),
                name="one_model_in_force",
            ),
            models.CheckConstraint(
                name="model_published_by_somebody",
                condition=Q(published_at__isnull=True, published_by__isnull=True, published_job="")
                | Q(published_at__isnull=False, published_by__isnull=False, published_job="")
                | Q(published_at__isnull=False, published_by__isnull=True) & ~Q(published_job=""),
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(published_at__isnull=False),
                name="model_superseded_was_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id}/{self.number}"

    @property
    def version(self) -> str:
        """The name the region gave this version ("2026-1")."""
        return self.content["model"]["version"]

    @property
    def state(self) -> str:
        if self.superseded_at:
            return "superseded"
        return "published" if self.published_at else "draft"
