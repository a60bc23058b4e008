"""One contact or event of cooperation: what, with whom, for whom, when; held or cancelled; what it led to."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.network.partners.models import Partner
from rinnalla.organisations.models import Region, Unit

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
# What may be done in which state: the page asks this which buttons to draw, the actions what to refuse.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "hold": (PLANNED,), "cancel": (PLANNED,), "move": (PLANNED,), "lead": (HELD,),
}  # fmt: skip


class ContactQuerySet(models.QuerySet["CooperationContact"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's region: no client is in them."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()

    def held(self) -> Self:
        return self.filter(held_at__isnull=False)

    def coming(self) -> Self:
        return self.filter(held_at__isnull=True, cancelled_at__isnull=True)


class CooperationContact(Public, Keyed, Made):
    """A meeting, an event or another act of cooperation. No client is in it, and nobody who came is named: they are
    counted. `hours` is what one's own people gave to it, where it is told (E-67, L-82)."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Tapaaminen")
        WORKSHOP = "workshop", _("Työpaja")
        NEGOTIATION = "negotiation", _("Neuvottelu")
        EVENT = "event", _("Tapahtuma")
        INFO = "info", _("Info")
        TRAINING = "training", _("Koulutus")
        BRAINSTORMING = "brainstorming", _("Aivoriihi")
        TEXT_REVISION = "text_revision", _("Tekstien muokkaus")
        EXTRA_LOT = "extra_lot", _("Lisäerä ostopalveluun")
        BONUS_MODEL = "bonus_model", _("Bonusmalli ostopalveluun")
        NEWSLETTER = "newsletter", _("Uutiskirje")
        CAMPAIGN = "campaign", _("Kampanja")

    # The four that E-18 counts as cooperation contacts.
    COUNTED = (Kind.MEETING, Kind.WORKSHOP, Kind.NEGOTIATION, Kind.EVENT)

    class Audience(models.TextChoices):
        PARTNERS = "partners", _("Kumppanit")
        EMPLOYMENT_ACTORS = "employment_actors", _("Alueen työllisyystoimijat")
        ASSOCIATIONS = "associations", _("Järjestöt")
        EMPLOYERS = "employers", _("Työnantajat")
        PROFESSIONALS = "professionals", _("Ammattilaiset")
        JOBSEEKERS = "jobseekers", _("Työnhakijat")
        EVERYBODY = "everybody", _("Kaikki")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=160)
    theme = models.CharField(max_length=80)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    on = models.DateField()
    place = models.CharField(max_length=160, blank=True)
    partnership = models.ForeignKey(
        "network.Partnership", null=True, on_delete=models.PROTECT, related_name="contacts"
    )
    project = models.ForeignKey("network.Project", null=True, on_delete=models.PROTECT, related_name="contacts")
    held_at = models.DateTimeField(null=True, editable=False)
    held_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    came = models.PositiveIntegerField(null=True)
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    summary = models.TextField(blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    cancelled_why = models.CharField(max_length=300, blank=True)

    objects = ContactQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region unit kind title theme audience on place partnership project held_at "
        "held_by came hours summary cancelled_at cancelled_by cancelled_why",
        "none", "what is done together, and what it leads to (E-18, E-19)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(title__regex=r"\S", theme__regex=r"\S"), name="cooperation_says_what_about"
            ),
            pair("cooperation", "held_at", "held_by"),
            pair("cooperation", "cancelled_at", "cancelled_by"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, came__isnull=True, hours__isnull=True, summary="")
                | Q(held_at__isnull=False, came__isnull=False, cancelled_at__isnull=True),
                name="cooperation_held_counts_who_came",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_why="")
                | Q(cancelled_at__isnull=False, cancelled_why__regex=r"\S"),
                name="cooperation_cancelled_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        return HELD if self.held_at else CANCELLED if self.cancelled_at else PLANNED

    @property
    def is_over(self) -> bool:
        """Its day has gone, and nobody has told how it went."""
        return self.state == PLANNED and self.on < dates.today()

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]


class ContactPart(models.Model):
    """A partner in a contact: took part, or planned it with us (E-35, E-48)."""

    class Role(models.TextChoices):
        TAKES_PART = "takes_part", _("Mukana")
        CO_PLANNER = "co_planner", _("Suunnittelee yhdessä")

    contact = models.ForeignKey(CooperationContact, on_delete=models.CASCADE, related_name="parts")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="parts")
    role = models.CharField(max_length=12, choices=Role.choices)

    wall = "none"
    Data = fields("id contact partner role", "none", "with whom it was done (E-35)", "installation")

    class Meta:
        ordering = ["-role", "partner__name"]
        constraints = [models.UniqueConstraint(fields=["contact", "partner"], name="cooperation_partner_once")]


class LedTo(Made):
    """A contact led to concrete action: the development action it led to (E-19)."""

    contact = models.ForeignKey(CooperationContact, on_delete=models.CASCADE, related_name="led")
    development = models.ForeignKey("network.Development", on_delete=models.CASCADE, related_name="came_from")

    wall = "none"
    Data = fields("id made_at made_by contact development", "none", "what led to action (E-19)", "installation")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["contact", "development"], name="led_to_once")]
