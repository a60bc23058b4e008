"""What a region says itself of the shared handbook: own wording, the status of a method, how far a model is in use.

Every row is said once and stays (the database sees to that): a change is a new row, and the latest one counts.
"""

from django.db import models
from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public
from rinnalla.organisations.models import Organisation, Region

MODEL, CHAPTER, INSTRUMENT = "model", "chapter", "instrument"


class LocalTextQuerySet(models.QuerySet["LocalText"]):
    def of(self, region_id: int | None, about: str, key: str) -> "LocalTextQuerySet":
        """The region's versions of one text, the newest first."""
        return self.filter(region_id=region_id, about=about, key=key).order_by("-number")


class LocalText(Public, Keyed, Made):
    """One version of a region's own wording of an operating model or a chapter (V-25). `why`: what changed and why."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=[(MODEL, MODEL), (CHAPTER, CHAPTER)])
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField()
    why = models.CharField(max_length=400)

    objects = LocalTextQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region about key number texts why", "none",
        "a region words the shared ways of working for its own people", "installation",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "about", "key", "number"], name="local_text_number_once"),
            models.CheckConstraint(condition=~Q(why=""), name="local_text_says_why"),
        ]


class MethodStatus(Public, Keyed, Made):
    """From which day an operating model or instrument is on trial, adopted or retired in a region, and why (V-09)."""

    class Status(models.TextChoices):
        TRIAL = "trial"
        ADOPTED = "adopted"
        RETIRED = "retired"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=[(MODEL, MODEL), (INSTRUMENT, INSTRUMENT)])
    key = models.SlugField(max_length=60)
    status = models.CharField(max_length=10, choices=Status.choices)
    since = models.DateField()
    reason = models.CharField(max_length=400)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region about key status since reason", "none",
        "take up methods found effective, and remember why (V-09)", "installation",
    )

    class Meta:
        indexes = [models.Index(fields=["region", "about", "key"], name="method_status_of_method")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="method_status_says_why")]


class ModelAdoptionQuerySet(models.QuerySet["ModelAdoption"]):
    def visible_to(self, actor: Actor) -> "ModelAdoptionQuerySet":
        return self.filter(organisation__region_id=actor.region_id)

    def latest(self) -> "ModelAdoptionQuerySet":
        """What each organisation said last of each model."""
        return self.order_by("organisation_id", "key", "-since", "-pk").distinct("organisation_id", "key")


class ModelAdoption(Public, Keyed, Made):
    """How far an organisation uses an operating model from a day on, in its own people's word (T-49)."""

    class Degree(models.TextChoices):
        NOT = "not"
        PARTLY = "partly"
        FULLY = "fully"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    degree = models.CharField(max_length=10, choices=Degree.choices)
    since = models.DateField()
    note = models.CharField(max_length=400, blank=True)

    objects = ModelAdoptionQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by organisation key degree since note", "none",
        "see where a shared way of working has taken root (T-49)", "installation",
    )
