"""A statistic from outside as it was on one day, and its rows. No client data: what a body tells of a whole region."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes

PEOPLE = "people"


class SnapshotQuerySet(models.QuerySet["StatisticsSnapshot"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's region."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()

    def in_force(self) -> Self:
        """Those that no correction has replaced."""
        return self.filter(replaced_by__isnull=True)

    def newest_of(self, what: str, until: date | None = None) -> "StatisticsSnapshot | None":
        """The one in force of a subject with the latest day, up to a day."""
        rows = self.in_force().filter(what=what)
        return (rows.filter(as_of__lte=until) if until else rows).order_by("-as_of", "-pk").first()


class StatisticsSnapshot(Public, Keyed, Made):
    """A statistic as its source told it on one day (E-09): of what, by which definition, from where, taken by whom.

    Never changed: a fault is corrected by a new one of the same day that `replaces` it and says why; the earlier stays
    to be read. The database refuses a change and a removal.
    """

    class Unit(models.TextChoices):
        PEOPLE = PEOPLE, _("Ihmisiä")
        PIECES = "pieces", _("Kappaleita")
        PERCENT = "percent", _("Prosenttia")
        EUROS = "euros", _("Euroa")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=60)
    as_of = models.DateField()
    unit = models.CharField(max_length=10, choices=Unit.choices)
    definition = models.TextField()
    source = models.CharField(max_length=300)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    why = models.CharField(max_length=300, blank=True)

    objects = SnapshotQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region what as_of unit definition source replaces why",
        "none", "up-to-date statistics of the region, comparable day by day (E-09, E-36)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["-as_of", "what", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(definition__regex=r"\S", source__regex=r"\S") & ~Q(what=""),
                name="snapshot_says_what_and_whence",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, why="") | Q(replaces__isnull=False, why__regex=r"\S"),
                name="snapshot_correction_says_why",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("pk")), name="snapshot_replaces_another"
            ),
            models.UniqueConstraint(
                fields=["region", "what", "as_of"], condition=Q(replaces__isnull=True), name="snapshot_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {dates.d(self.as_of)}"

    @property
    def name(self) -> str:
        """What it is of, in the reader's language."""
        return codes.code_name("statistics_subjects", self.what)

    @property
    def age(self) -> int:
        """How many days old the data are."""
        return (dates.today() - self.as_of).days

    @property
    def stale(self) -> bool:
        """Older than the region's set days (E-09)."""
        return dates.today() > codes.due(codes.of_region(self.region_id), "statistics_stale", self.as_of)


class StatisticsRow(models.Model):
    """One line of a snapshot. `key` names a row that its subject knows (numerator, denominator); others have none."""

    snapshot = models.ForeignKey(StatisticsSnapshot, on_delete=models.PROTECT, related_name="rows")
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=14, decimal_places=2)

    wall = "none"
    Data = fields("id snapshot place key label value", "none", "statistics of the region (E-09)", "installation")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "label"], name="statistics_label_once"),
            models.UniqueConstraint(fields=["snapshot", "key"], condition=~Q(key=""), name="statistics_known_row_once"),
            models.CheckConstraint(condition=Q(label__regex=r"\S", value__gte=0), name="statistics_row_says_what"),
        ]
