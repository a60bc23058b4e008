"""Rounds of a survey to employers (E-11, T-67), services they use, and what was done about attitudes. No client in it.

An employer answers once a round: by an expiring link without an account, or somebody enters what was said. There is no
free text in an answer, and nobody is shown what one employer answered.
"""

from django.db import models
from django.db.models import F, Q

from rinnalla.access.actor import Actor
from rinnalla.employers.models import Employer, EmployerPerson
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned
from rinnalla.organisations.models import Region, Unit

COMING, OPEN, CLOSED = "coming", "open", "closed"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {"ask": (OPEN,), "answer": (OPEN,), "move_end": (COMING, OPEN)}
LINK, HAND = "link", "hand"


class RoundQuerySet(models.QuerySet["SurveyRound"]):
    def visible_to(self, actor: Actor) -> "RoundQuerySet":
        """The rounds of the actor's own region, whichever body the actor works for."""
        return self.filter(region_id=actor.region_id)


class SurveyRound(Public, Versioned, Keyed, Made):
    """One round in a region. `items` are the questions that were in force when it was made; they never change."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    opens_on = models.DateField()
    closes_on = models.DateField()
    items = models.JSONField()

    objects = RoundQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by region name opens_on closes_on items",
        "none", "what employers know and think, round by round (E-11, T-67)", "installation",
    )

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="survey_round_named_once"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="survey_round_has_a_name"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_round_ends_after_start"),
            models.CheckConstraint(condition=~Q(items=[]), name="survey_round_asks_something"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        today = dates.today()
        return COMING if today < self.opens_on else OPEN if today <= self.closes_on else CLOSED

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]


class SurveyReply(Public, Keyed, Made):
    """An employer in a round: asked, and answered or not. Of the link's secret, made in the mail, a hash is kept.

    `answers` holds a mark of each question and no words. `contact_person` is whom the link went to, as long as the
    register has that person.
    """

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="replies")
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="+")
    contact_person = models.ForeignKey(EmployerPerson, null=True, on_delete=models.SET_NULL, related_name="+")
    hash = models.BinaryField(null=True, unique=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, blank=True, choices=[(LINK, LINK), (HAND, HAND)])
    answers = models.JSONField(default=dict)

    wall = "none"
    Data = {
        **fields(
            "id uuid form_key made_at made_by round employer hash sent_at expires_at answered_at how answers",
            "none", "one answer of an employer in a round", "installation",
        ),
        **fields("contact_person", "personal", "to whom the link went", "employer"),
    }

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "employer"], name="employer_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, how="", answers={})
                | Q(answered_at__isnull=False) & ~Q(how="") & ~Q(answers={}),
                name="survey_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(hash__isnull=True) | Q(sent_at__isnull=False, expires_at__isnull=False),
                name="survey_link_expires",
            ),
        ]


class ServiceUse(Public, Keyed, Made):
    """An employer used a supporting service: which, and when. Of whose work it was is not written."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="service_uses")
    service = models.CharField(max_length=40)
    on = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by employer service on unit",
        "none", "whether employers use the supporting services (E-11)", "installation",
    )

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["employer", "-on"], name="service_use_newest")]


class AttitudeAction(Public, Keyed, Made):
    """Something done so that employers would think anew of offering work (T-67); `employer` when it was for one."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Employer, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=40)
    on = models.DateField()
    what = models.CharField(max_length=200)
    employers = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region employer kind on what employers unit",
        "none", "what was done about attitudes (T-67)", "installation",
    )

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="attitude_action_is_told"),
            models.CheckConstraint(condition=Q(employers__gte=1), name="attitude_action_reached_somebody"),
        ]
