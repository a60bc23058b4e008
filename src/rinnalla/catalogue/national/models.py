"""What was imported from the national service registry, and which of our cards it belongs beside. No client data.

Two layers that never mix: an imported item is changed by imports alone, a card by the region's own model alone. A link
says that they are about the same service.
"""

from django.db import models

from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Made, Public
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Named, Region

LICENCE = "CC0 1.0"
LICENCE_PAGE = "https://creativecommons.org/publicdomain/zero/1.0/deed.fi"


class NationalItems(models.QuerySet["NationalItem"]):
    def offered(self) -> "NationalItems":
        return self.filter(withdrawn_on__isnull=True)

    def services(self) -> "NationalItems":
        return self.filter(kind=NationalItem.Kind.SERVICE)


class NationalItem(Public, Named):
    """A service, channel or organisation as a region imported it.

    `content` is what `exchange.registry.items` made of it; `modified` is the registry's own time, `changed_at` ours.
    One that the registry has withdrawn keeps its last text and its day.
    """

    class Kind(models.TextChoices):
        SERVICE = "service"
        CHANNEL = "channel"
        ORGANISATION = "organisation"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="national_items")
    national_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    content = models.JSONField()
    search_key = models.TextField(editable=False)
    modified = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=dates.now)
    source = models.CharField(max_length=400)
    withdrawn_on = models.DateField(null=True)

    objects = NationalItems.as_manager()

    wall = "none"
    Data = fields(
        "id uuid names region national_id kind content search_key modified changed_at source withdrawn_on",
        "none", "show the national text beside the own card", "installation",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "national_id"], name="a_national_item_once_in_a_region")
        ]

    def text(self, kind: str) -> str:
        """A text of a kind in the reader's language; the service's own, else the general description's."""
        texts = self.content.get("texts", {})
        return in_language(texts.get(kind)) or in_language(texts.get(f"GD_{kind}"))


class NationalLink(Public, Made):
    """A card and a national service are about the same thing; said by the card's owner."""

    card = models.ForeignKey("catalogue.ServiceCard", on_delete=models.CASCADE, related_name="national_links")
    item = models.ForeignKey(NationalItem, on_delete=models.CASCADE, related_name="links")

    wall = "none"
    Data = fields(
        "id uuid made_at made_by card item", "none", "show the national text beside the own card", "installation"
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["card", "item"], name="a_card_and_a_national_item_linked_once")]
