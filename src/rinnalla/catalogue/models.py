"""The services directory: one card for each service a region offers, found by people's own words. No client data."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Public
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Named, Region, Unit
from rinnalla.servicemodels import codes


class ServiceCardQuerySet(models.QuerySet["ServiceCard"]):
    def offered(self) -> "ServiceCardQuerySet":
        return self.filter(withdrawn_on__isnull=True)

    def of_region(self, region_id: int | None) -> "ServiceCardQuerySet":
        return self.filter(region_id=region_id) if region_id else self


class ServiceCard(Public, Named):
    """A service, benefit or step as one region offers it: by whom, on which law, how to get in, how long the wait is.

    Cards with the same `service` are variants of one service. `search_key` holds names and people's own words, folded.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="cards")
    key = models.SlugField(max_length=60)
    service = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20)
    group = models.SlugField(max_length=60)
    subgroup = models.SlugField(max_length=60)
    stage = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    summary = models.JSONField()
    how_to_get_in = models.JSONField()
    statutes = models.JSONField(default=list)
    field_group = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cards")
    waiting = models.JSONField()
    waiting_days = models.PositiveSmallIntegerField(null=True)
    next_free = models.DateField(null=True)
    places = models.PositiveSmallIntegerField(null=True)
    site = models.CharField(max_length=400, blank=True)
    search_words = models.JSONField(default=dict)
    search_key = models.TextField(editable=False)
    checked_on = models.DateField(default=dates.today)
    withdrawn_on = models.DateField(null=True)

    objects = ServiceCardQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid region key names service kind group subgroup stage place summary how_to_get_in statutes field_group "
        "unit waiting waiting_days next_free places site search_words search_key checked_on withdrawn_on",
        "none", "find the service that helps", "installation",
    )

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="card_key_once")]
        indexes = [GinIndex(OpClass("search_key", "gin_trgm_ops"), name="card_search_similar")]

    @property
    def organisation(self):
        """Who organises it."""
        return self.unit.organisation

    @property
    def summary_text(self) -> str:
        return in_language(self.summary)

    @property
    def how_text(self) -> str:
        return in_language(self.how_to_get_in)

    @property
    def waiting_text(self) -> str:
        return in_language(self.waiting)

    @property
    def group_name(self) -> str:
        return codes.code_name("service_groups", self.group)

    @property
    def legal_basis(self) -> list[str]:
        """Each statute in words with its act and section."""
        known = {one.key: one for one in codes.code_list("statutes")}
        return [_in_words(known[key]) if key in known else codes.code_name("statutes", key) for key in self.statutes]

    @property
    def check_due_on(self) -> date:
        """By when somebody makes sure that the card still holds (L-81)."""
        return codes.due(self.region, "card_check", self.checked_on)

    @property
    def unchecked(self) -> bool:
        return self.check_due_on < dates.today()


def _in_words(statute: codes.Code) -> str:
    place = ", ".join(part for part in (statute.definition.act, statute.definition.section) if part)
    return f"{statute.name} ({place})" if place else statute.name
