"""The year's plan, its items, how often they were seen, what audiences know, and experiences told (V-10, E-17)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import codes

PLANNED, LATE, PUBLISHED, DROPPED = "planned", "late", "published", "dropped"
# What may be done in which state: the page asks this which buttons to draw, the actions what to refuse.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "change": (PLANNED, LATE), "check": (PLANNED, LATE), "publish": (PLANNED, LATE), "drop": (PLANNED, LATE),
    "count": (PUBLISHED,),
}


class OfRegion(models.QuerySet):
    def visible_to(self, actor: Actor) -> "OfRegion":
        """Those of the actor's region: no client is in them."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()


class CommunicationPlan(Public, Versioned, Keyed, Made):
    """What the region aims at in a year (E-62)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    aim = models.TextField()

    objects = OfRegion.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by region year aim", "none", "plan of a year (E-62)", "installation"
    )

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="communication_plan_once_a_year"),
            models.CheckConstraint(condition=Q(aim__regex=r"\S"), name="communication_plan_has_an_aim"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="communication_plan_year"),
        ]


class CommunicationItem(Public, Versioned, Keyed, Made):
    """One thing that is told. `campaign` is the item of kind campaign it belongs to. `checks` are the points of the
    list gone through by `checked_by`; it is not published before all of them are (E-33)."""

    class Kind(models.TextChoices):
        POST = "post", _("Julkaisu")
        WEB_ARTICLE = "web_article", _("Verkkoartikkeli")
        NEWSLETTER = "newsletter", _("Uutiskirje")
        EVENT = "event", _("Tilaisuus")
        CAMPAIGN = "campaign", _("Kampanja")

    class Style(models.TextChoices):
        INFO = "info", _("Tieto")
        STORY = "story", _("Tarina")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    style = models.CharField(max_length=6, choices=Style.choices)
    title = models.CharField(max_length=200)
    topic = models.TextField(blank=True)
    channels = models.JSONField(default=list)
    audiences = models.JSONField(default=list)
    planned_on = models.DateField()
    campaign = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="items")
    checks = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    published_on = models.DateField(null=True)
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    link = models.URLField(max_length=400, blank=True)
    dropped_at = models.DateTimeField(null=True, editable=False)
    dropped_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    dropped_words = models.CharField(max_length=300, blank=True)

    objects = OfRegion.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by region unit kind style title topic channels audiences planned_on "
        "campaign checks checked_at checked_by published_on published_by link dropped_at dropped_by dropped_words",
        "none", "what is told of the services (E-17, E-32, E-61)", "installation",
    )

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="communication_has_a_title"),
            models.CheckConstraint(condition=~Q(channels=[]) & ~Q(audiences=[]), name="communication_is_told_to_some"),
            pair("communication", "checked_at", "checked_by"),
            pair("communication", "published_on", "published_by"),
            pair("communication", "dropped_at", "dropped_by"),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(checked_at__isnull=False), name="communication_checked_first"
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(dropped_at__isnull=True), name="communication_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(campaign__isnull=True) | ~Q(kind="campaign") & ~Q(campaign=F("pk")),
                name="a_campaign_is_in_no_campaign",
            ),
        ]
        indexes = [models.Index(fields=["region", "published_on"], name="communication_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """planned, late (its day is gone and it is not out), published or dropped."""
        if self.dropped_at:
            return DROPPED
        if self.published_on:
            return PUBLISHED
        return LATE if self.planned_on < dates.today() else PLANNED

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def channel_names(self) -> list[str]:
        return [codes.code_name("communication_channels", one) for one in self.channels]

    @property
    def audience_names(self) -> list[str]:
        return [codes.code_name("communication_audiences", one) for one in self.audiences]

    @property
    def missing_checks(self) -> list[str]:
        """The names of the points nobody has gone through yet."""
        return [one.name for one in codes.code_list("accessibility_checks") if one.key not in self.checks]


class CommunicationMetric(Public, Keyed, Made):
    """How often an item had been seen in one channel by a day, and whose number it is. A later one takes its place in
    the sums: channels tell how often all in all, not since last time (E-60)."""

    item = models.ForeignKey(CommunicationItem, on_delete=models.CASCADE, related_name="metrics")
    channel = models.CharField(max_length=40)
    on = models.DateField()
    impressions = models.PositiveIntegerField()
    source = models.CharField(max_length=160)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by item channel on impressions source",
        "none", "how often it was seen (E-60)", "installation",
    )

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "channel", "on"], name="impressions_once_a_day"),
            models.CheckConstraint(condition=Q(source__regex=r"\S"), name="impressions_have_a_source"),
        ]

    @property
    def channel_name(self) -> str:
        return codes.code_name("communication_channels", self.channel)


class AwarenessSurvey(Public, Keyed, Made):
    """How many of an audience who answered knew of the services (E-17)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=40)
    on = models.DateField()
    answered = models.PositiveIntegerField()
    knew = models.PositiveIntegerField()
    source = models.CharField(max_length=160)

    objects = OfRegion.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region audience on answered knew source",
        "none", "whether the services are known (E-17)", "installation",
    )

    class Meta:
        ordering = ["audience", "-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answered__gte=1, knew__lte=F("answered")), name="awareness_adds_up"),
            models.CheckConstraint(condition=Q(source__regex=r"\S"), name="awareness_has_a_source"),
        ]

    @property
    def percent(self) -> int:
        return round(100 * self.knew / self.answered)

    @property
    def audience_name(self) -> str:
        return codes.code_name("communication_audiences", self.audience)


class ExperienceNote(Public, Keyed, Made):
    """What somebody has lived, in words that tell nobody (V-10). Without its teller's permission it goes nowhere; a
    permission taken back ends it."""

    class Teller(models.TextChoices):
        CLIENT = "client", _("Asiakas")
        PROFESSIONAL = "professional", _("Ammattilainen")
        EMPLOYER = "employer", _("Työnantaja")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    teller = models.CharField(max_length=12, choices=Teller.choices)
    theme = models.CharField(max_length=40)
    words = models.TextField()
    told_on = models.DateField()
    permitted_on = models.DateField(null=True)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    taken_back_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = OfRegion.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region unit teller theme words told_on permitted_on taken_back_at "
        "taken_back_by",
        "none", "experience reaches those who decide, by its teller's leave (V-10)", "installation",
    )

    class Meta:
        ordering = ["-told_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(words__regex=r"\S"), name="experience_is_told"),
            pair("experience", "taken_back_at", "taken_back_by"),
        ]

    @property
    def may_be_told(self) -> bool:
        return self.permitted_on is not None and self.taken_back_at is None

    @property
    def theme_name(self) -> str:
        return codes.code_name("experience_themes", self.theme)
