"""Who is at work: regions, municipalities, organisations, units and their agreements. No client data."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Public, pair
from rinnalla.lib.texts import in_language


class Named(models.Model):
    """Something with a name in three languages."""

    names = models.JSONField()

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return in_language(self.names)

    def __str__(self) -> str:
        return self.name


class RegionQuerySet(models.QuerySet["Region"]):
    def taking_in(self) -> "RegionQuerySet":
        """Regions that people can turn to: some unit takes referrals in. One that is being founded is not there yet."""
        return self.filter(pk__in=Unit.objects.receiving().values("organisation__region"))


class Region(Named):
    """An area that runs one service model. Regions differ by data only."""

    key = models.SlugField(unique=True)
    languages = models.JSONField(default=list)
    help_phone = models.CharField(max_length=40)

    objects = RegionQuerySet.as_manager()

    wall = "none"
    Data = fields("id key names languages help_phone", "none", "tell regions apart", "installation")


class Municipality(Named):
    """A municipality, with its official three-digit code."""

    code = models.CharField(max_length=3, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")

    wall = "none"
    Data = fields("id code names region", "none", "route a contact home", "installation")


class Organisation(Public, Named):
    """A body that helps. `kind` is a code of the national list (V-04). `names_staff`: as the controller of its data it
    lets clients read its workers' names in the log; else their role alone (703/2023 § 11, CJEU C-579/21)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="organisations")
    key = models.SlugField()
    kind = models.CharField(max_length=40)
    names_staff = models.BooleanField(default=True, db_default=True)

    wall = "none"
    Data = fields("id uuid region key names kind names_staff", "none", "tell bodies apart", "installation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="organisation_key_once")]


# What may be done with an agreement in which state: the page asks this which buttons to draw, actions what to refuse.
AGREEMENT_TRANSITIONS: dict[str, tuple[str, ...]] = {
    "end": ("in_force", "ahead"),
    "renew": ("in_force", "over", "ended"),
}


class AgreementQuerySet(models.QuerySet["OrganisationAgreement"]):
    def in_force(self) -> "AgreementQuerySet":
        """Agreements that hold today: within their days, and not ended early."""
        return self.filter(valid__contains=dates.today(), ended_at__isnull=True)


class OrganisationAgreement(Public, Keyed):
    """An organisation's signed agreement: without one in force its staff open no client data (I-33).

    `valid` is the time as signed; an early end is `ended_at` with its reason and bites at once. What somebody has
    recorded, renewed or ended on the page (`noted_at`) the region's files change no more.
    """

    class Kind(models.TextChoices):
        JOINT_CONTROLLERS = "joint_controllers", _("Yhteisrekisterinpito")
        COOPERATION = "cooperation", _("Yhteistyö")
        DATA_PROCESSING = "data_processing", _("Henkilötietojen käsittely toisen lukuun")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.COOPERATION)
    valid = DateRangeField()
    reference = models.CharField(max_length=80)
    signed_on = models.DateField(null=True)
    signed_by = models.CharField(max_length=300, blank=True)
    concerns = models.TextField(blank=True)
    kept_in = models.CharField(max_length=200, blank=True)
    renews = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="renewed_by")
    noted_at = models.DateTimeField(null=True, editable=False)
    noted_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    ended_reason = models.CharField(max_length=300, blank=True)
    reminded_on = models.DateField(null=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key organisation kind valid reference signed_on signed_by concerns kept_in renews noted_at "
        "noted_by ended_at ended_by ended_reason reminded_on",
        "none",
        "condition of access (I-33)",
        "installation",
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="agreements_do_not_overlap",
                expressions=[(F("organisation"), RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended_reason__regex=r"\S"),
                name="agreement_ended_says_why",
            ),
            pair("agreement", "noted_at", "noted_by"),
        ]

    @property
    def first_day(self) -> date:
        return self.valid.lower

    @property
    def last_day(self) -> date | None:
        """The last day that was agreed on; None when it goes on until ended."""
        return self.valid.upper - timedelta(days=1) if self.valid.upper else None

    @property
    def state(self) -> str:
        """in_force, ahead, over, or ended (early)."""
        if self.ended_at:
            return "ended"
        today = dates.today()
        if self.first_day > today:
            return "ahead"
        return "over" if self.last_day and self.last_day < today else "in_force"

    def allows(self, act: str) -> bool:
        return self.state in AGREEMENT_TRANSITIONS[act]


class UnitQuerySet(models.QuerySet["Unit"]):
    def in_use(self) -> "UnitQuerySet":
        return self.filter(ended_on__isnull=True)

    def receiving(self) -> "UnitQuerySet":
        """Units that take referrals in."""
        return self.in_use().filter(takes_referrals=True)


class Unit(Public, Keyed, Named):
    """A place of work inside an organisation: where a membership is held and a referral is sent to. `kind` is a code of
    `unit_kinds`, "" for most units."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    key = models.SlugField()
    kind = models.CharField(max_length=40, blank=True, default="", db_default="")
    phone = models.CharField(max_length=40, blank=True)
    hours = models.JSONField(default=dict)
    takes_referrals = models.BooleanField(default=False)
    default_intake = models.BooleanField(default=False)
    municipalities = models.ManyToManyField(Municipality, related_name="units")
    opened_on = models.DateField(default=dates.today)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = UnitQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key organisation key kind names phone hours takes_referrals default_intake municipalities "
        "opened_on ended_on version",
        "none",
        "find the place that helps",
        "installation",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="unit_key_once"),
            models.CheckConstraint(
                condition=Q(default_intake=False) | Q(takes_referrals=True), name="default_intake_takes_referrals"
            ),
        ]
