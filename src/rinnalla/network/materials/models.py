"""What is in the bank, its versions, and who uses a method. No client is in any of it (T-48, T-65, T-34)."""

from datetime import date, timedelta

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import codes

OFFERED, LATE, WITHDRAWN = "offered", "late", "withdrawn"
# What may be done in which state: the page asks this which buttons to draw, the actions what to refuse.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "add_version": (OFFERED, LATE), "review": (OFFERED, LATE), "withdraw": (OFFERED, LATE), "use": (OFFERED, LATE),
}
LANGUAGES = [("fi", _("suomi")), ("sv", _("ruotsi")), ("en", _("englanti"))]


class MaterialQuerySet(models.QuerySet["Material"]):
    def visible_to(self, actor: Actor) -> "MaterialQuerySet":
        """The whole bank of the actor's region for those who work there."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()

    def open_to_all(self) -> "MaterialQuerySet":
        """What was made for clients and for employers: everybody may read it, without an account (T-65)."""
        return self.offered().exclude(audience=Material.Audience.PROFESSIONAL)

    def offered(self) -> "MaterialQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def to_review(self, last: date) -> "MaterialQuerySet":
        """Offered ones whose day of review comes by `last`."""
        return self.offered().filter(review_on__lte=last)


class Material(Public, Versioned, Keyed, Made):
    """One material in one language. `unit` owns it and reviews it by `review_on`; `reminded_for` is the day last told
    of. `title` and `summary` are those of the newest version; `search` is made of that version's words."""

    class Audience(models.TextChoices):
        PROFESSIONAL = "professional", _("Ammattilaisille")
        CLIENT = "client", _("Asiakkaille")
        EMPLOYER = "employer", _("Työnantajille")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    audience = models.CharField(max_length=12, choices=Audience.choices)
    areas = models.JSONField(default=list)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=400)
    review_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    reminded_for = models.DateField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = MaterialQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by region unit kind audience areas language title summary review_on "
        "reviewed_at reviewed_by reminded_for withdrawn_at withdrawn_by search",
        "none", "tools and instructions in one place (T-48, T-65)", "installation",
    )

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(title__regex=r"\S", summary__regex=r"\S"), name="material_is_told"),
            models.CheckConstraint(condition=Q(language__in=["fi", "sv", "en"]), name="material_in_a_known_language"),
            pair("material", "withdrawn_at", "withdrawn_by"),
            pair("material", "reviewed_at", "reviewed_by"),
        ]
        indexes = [GinIndex(fields=["search"], name="material_words")]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """offered, late (its day of review is gone) or withdrawn."""
        if self.withdrawn_at:
            return WITHDRAWN
        return LATE if self.review_on < dates.today() else OFFERED

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def kind_name(self) -> str:
        return codes.code_name("material_kinds", self.kind)

    @property
    def area_names(self) -> list[str]:
        return [codes.code_name("competence_areas", one) for one in self.areas]

    @property
    def is_public(self) -> bool:
        return self.audience != self.Audience.PROFESSIONAL


class MaterialVersion(Public, Keyed, Made):
    """A version as it was published: page text, a file or both. It never changes; the database refuses (T-48)."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=400)
    text = models.TextField(blank=True)
    news = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(default=0)
    content = models.BinaryField(null=True)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by material number title summary text news media_type size content",
        "none", "what a material said at each time (T-48)", "installation",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="material_version_once"),
            models.CheckConstraint(
                condition=Q(text__regex=r"\S") | Q(content__isnull=False), name="material_version_has_content"
            ),
            models.CheckConstraint(
                condition=Q(content__isnull=True, media_type="", size=0)
                | Q(content__isnull=False, size__gte=1) & ~Q(media_type=""),
                name="material_file_is_whole",
            ),
        ]

    @property
    def has_file(self) -> bool:
        return bool(self.media_type)

    @property
    def paragraphs(self) -> list[str]:
        """The page text by its empty lines."""
        return [one.strip() for one in self.text.replace("\r\n", "\n").split("\n\n") if one.strip()]


class MaterialUse(models.Model):
    """A worker uses a method or has gone through a material (T-34, V-116): whose means these are, is one's own."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="uses")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(default=dates.today)

    wall = "none"
    Data = fields("id material user unit since", "none", "which means are in use (T-34)", "account")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["material", "user"], name="material_used_once")]


def last_day_told(today: date) -> date:
    """By which day of review a reminder goes out today."""
    return today + timedelta(days=codes.deadline(None, "material_notice"))
