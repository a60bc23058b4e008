"""Versions of the regions' service models. A published one never changes; what was answered points to it (rule 14)."""

from typing import Any

from django.db import models
from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Made, Public, Versioned, pair
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.handbook.models import LocalText, MethodStatus, ModelAdoption  # noqa: F401  # found by Django

DRAFT, PUBLISHED, SUPERSEDED = "draft", "published", "superseded"
# What may be done in which state: the view asks this which buttons to draw, the actions ask it what to refuse.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "save": (DRAFT,),
    "publish": (DRAFT,),
    "discard": (DRAFT,),
    "draft_from": (PUBLISHED, SUPERSEDED),
}


class ServiceModelQuerySet(models.QuerySet["ServiceModel"]):
    def in_force(self) -> "ServiceModelQuerySet":
        return self.filter(published_at__isnull=False, superseded_at__isnull=True)

    def in_force_in(self, region: Region) -> "ServiceModel | None":
        """The version a new case of the region runs on, without its content; None where nothing is published."""
        return self.in_force().filter(region=region).defer("content").first()

    def drafts(self) -> "ServiceModelQuerySet":
        return self.filter(published_at__isnull=True)

    def visible_to(self, actor: Actor) -> "ServiceModelQuerySet":
        """The versions of the actor's own region; who founded a region also sees the first version they made of it."""
        if not actor.is_staff:
            return self.none()
        return self.filter(Q(region_id=actor.region_id) | Q(number=1, made_by_id=actor.user_id))


class ServiceModel(Public, Versioned, Made):
    """One version of a region's service model: draft → published → superseded, each by its time (rule 7).

    `content` is the whole definition (`definitions.RegionDefinition`) without staff: of a published version checked and
    complete, of a draft as it was typed. `began_from` is the version a draft is a copy of. `published_by` is the
    person who published, or none where a named job did (`published_job`).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="service_models")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    began_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_job = models.CharField(max_length=40, blank=True)
    superseded_at = models.DateTimeField(null=True)

    objects = ServiceModelQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version made_at made_by region number content began_from saved_at saved_by published_at published_by "
        "published_job superseded_at",
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
            models.UniqueConstraint(
                fields=["region"], condition=Q(published_at__isnull=True), name="one_open_draft_a_region"
            ),
            pair("model", "saved_at", "saved_by"),
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
    def name(self) -> str:
        """The name the region gave this version ("2026-1"); a draft may lack one."""
        return name_of(self.content) or str(self.number)

    @property
    def state(self) -> str:
        if self.superseded_at:
            return SUPERSEDED
        return PUBLISHED if self.published_at else DRAFT

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]


def name_of(content: Any) -> str:
    """What a content calls its version, "" when it does not say."""
    model = content.get("model") if isinstance(content, dict) else None
    return str(model.get("version") or "") if isinstance(model, dict) else ""
