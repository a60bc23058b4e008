"""Needs of competence: noted at work or told in a survey, and how each was met (E-43)."""

from django.db import models
from django.db.models import F, Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.network.learning.models import Training
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import codes


class SurveyQuerySet(models.QuerySet["NeedSurvey"]):
    def visible_to(self, actor: Actor) -> "SurveyQuerySet":
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()

    def open(self) -> "SurveyQuerySet":
        today = dates.today()
        return self.filter(opens_on__lte=today, closes_on__gte=today)


class NeedSurvey(Public, Keyed, Made):
    """A survey to every professional of a region: in which areas one would need to learn more."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    opens_on = models.DateField()
    closes_on = models.DateField()

    objects = SurveyQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region name opens_on closes_on",
        "none", "needs of competence are asked (E-43)", "installation",
    )

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="need_survey_named_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="need_survey_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.opens_on <= dates.today() <= self.closes_on


class NeedQuerySet(models.QuerySet["CompetenceNeed"]):
    def visible_to(self, actor: Actor) -> "NeedQuerySet":
        """One's own; for those who arrange trainings, all of the region's."""
        if not actor.is_staff:
            return self.none()
        rows = self.filter(region_id=actor.region_id)
        return rows if actor.can(Permission.LEARNING_ARRANGE) else rows.filter(user_id=actor.user_id)

    def unmet(self) -> "NeedQuerySet":
        return self.filter(answered_at__isnull=True)


class CompetenceNeed(Public, Keyed, Made):
    """Somebody would need to learn more in an area. `survey` None: noted at work. Met by a training, by words or by
    both; the days between are what is counted."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(NeedSurvey, null=True, on_delete=models.PROTECT, related_name="needs")
    area = models.CharField(max_length=40)
    words = models.CharField(max_length=400, blank=True)
    noted_on = models.DateField(default=dates.today)
    training = models.ForeignKey(Training, null=True, on_delete=models.PROTECT, related_name="needs")
    answer = models.CharField(max_length=400, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = NeedQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region unit user survey area words noted_on training answer answered_at "
        "answered_by",
        "none", "what professionals need to learn, and how quickly it is met (E-43)", "account",
    )

    class Meta:
        ordering = ["noted_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "user", "area"], name="need_told_once_in_a_survey"),
            pair("need", "answered_at", "answered_by"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, training__isnull=True, answer="")
                | Q(answered_at__isnull=False) & (Q(training__isnull=False) | Q(answer__regex=r"\S")),
                name="need_is_met_by_something",
            ),
        ]

    @property
    def area_name(self) -> str:
        return codes.code_name("competence_areas", self.area)

    @property
    def days(self) -> int:
        """From the noting to the answer, to today while there is none."""
        last = dates.local(self.answered_at).date() if self.answered_at else dates.today()
        return (last - self.noted_on).days
