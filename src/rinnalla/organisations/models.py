"""Who is at work: regions, municipalities, organisations, units and their agreements. No client data."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Public
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


class OrganisationAgreement(models.Model):
    """An organisation's signed agreement: without one in force its staff open no client data (I-33)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="agreements")
    valid = DateRangeField()
    reference = models.CharField(max_length=80)

    wall = "none"
    Data = fields("id organisation valid reference", "none", "condition of access (I-33)", "installation")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="agreements_do_not_overlap",
                expressions=[(F("organisation"), RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            )
        ]


class UnitQuerySet(models.QuerySet["Unit"]):
    def in_use(self) -> "UnitQuerySet":
        return self.filter(ended_on__isnull=True)

    def receiving(self) -> "UnitQuerySet":
        """Units that take referrals in."""
        return self.in_use().filter(takes_referrals=True)


class Unit(Public, Keyed, Named):
    """A place of work inside an organisation: where a membership is held and a referral is sent to."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    key = models.SlugField()
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
        "id uuid form_key organisation key names phone hours takes_referrals default_intake municipalities opened_on "
        "ended_on version",
        "none", "find the place that helps", "installation",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="unit_key_once"),
            models.CheckConstraint(
                condition=Q(default_intake=False) | Q(takes_referrals=True), name="default_intake_takes_referrals"
            ),
        ]
