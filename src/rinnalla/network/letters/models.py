"""Letters of intent and how they were kept. Places are counted; whom they went to stands in cases alone."""

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.organisations.models import Organisation, Region, Unit

# What may be done in which state: the page asks this which buttons to draw, the actions what to refuse.
TRANSITIONS: dict[str, tuple[str, ...]] = {"follow_up": ("ahead", "stands", "over"), "end": ("ahead", "stands", "over")}


class LetterQuerySet(models.QuerySet["LetterOfIntent"]):
    def visible_to(self, actor: Actor) -> "LetterQuerySet":
        """Those of the actor's region: no client is in them."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()

    def open(self) -> "LetterQuerySet":
        return self.filter(ended_at__isnull=True)

    def to_look_at(self, last: date) -> "LetterQuerySet":
        """Open ones whose day of looking has come, or whose time is over by `last`."""
        return self.open().filter(Q(follow_up_on__lte=dates.today()) | Q(valid__endswith__lte=last + timedelta(days=1)))


class LetterOfIntent(Public, Keyed, Made):
    """Who takes how many people, to what, from when to when; whom to call; the day it is looked at next.

    `employer` is the party's row in the register, when it stands there. `unit` keeps it. The end tells what came of it:
    `outcome` and words. `reminded_for` is the day last told of.
    """

    class Party(models.TextChoices):
        ASSOCIATION = "association", _("Järjestö")
        EMPLOYER = "employer", _("Työnantaja")
        OTHER = "other", _("Muu")

    class Takes(models.TextChoices):
        EMPLOY = "employ", _("Palkkaa työhön")
        WORK_TRIAL = "work_trial", _("Ottaa työkokeiluun")
        ACTIVITY = "activity", _("Ottaa kuntouttavaan työtoimintaan")
        OTHER = "other", _("Muu")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("Toteutui")
        PARTLY = "partly", _("Toteutui osaksi")
        NOT_KEPT = "not_kept", _("Ei toteutunut")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    party = models.CharField(max_length=200)
    party_kind = models.CharField(max_length=12, choices=Party.choices)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Employer, null=True, on_delete=models.SET_NULL, related_name="letters")
    takes = models.CharField(max_length=12, choices=Takes.choices)
    what = models.TextField()
    places = models.PositiveSmallIntegerField()
    valid = DateRangeField()
    signed_on = models.DateField()
    kept_in = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=120)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    follow_up_on = models.DateField()
    reminded_for = models.DateField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_words = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    wall = "none"
    Data = {
        **fields(
            "id uuid form_key made_at made_by region unit party party_kind organisation employer takes what places "
            "valid signed_on kept_in follow_up_on reminded_for ended_at ended_by outcome outcome_words",
            "none",
            "who takes people on, and how it went (L-58)",
            "installation",
        ),
        **fields("contact_name contact_phone contact_email", "personal", "whom to call about it", "installation"),
    }

    class Meta:
        ordering = ["follow_up_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="letter_takes_somebody"),
            models.CheckConstraint(condition=Q(party__regex=r"\S", what__regex=r"\S"), name="letter_says_who_and_what"),
            models.CheckConstraint(
                condition=Q(valid__startswith__isnull=False, valid__endswith__isnull=False), name="letter_has_its_days"
            ),
            pair("letter", "ended_at", "ended_by"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="", outcome_words="")
                | Q(ended_at__isnull=False, outcome_words__regex=r"\S") & ~Q(outcome=""),
                name="letter_ended_tells_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.party

    @property
    def last_day(self) -> date:
        return self.valid.upper - timedelta(days=1)

    @property
    def state(self) -> str:
        """ahead, stands, over (its days are gone and nobody has told the outcome) or ended."""
        today = dates.today()
        if self.ended_at:
            return "ended"
        return "ahead" if self.valid.lower > today else "over" if self.last_day < today else "stands"

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def filled(self) -> int:
        """How many places have been filled, as last told."""
        newest = max(self.follow_ups.all(), key=lambda one: (one.on, one.pk), default=None)
        return newest.filled if newest else 0


class LetterFollowUp(Public, Keyed, Made):
    """How the letter stands on a day: how many places have been filled so far, and in words."""

    letter = models.ForeignKey(LetterOfIntent, on_delete=models.CASCADE, related_name="follow_ups")
    on = models.DateField()
    filled = models.PositiveSmallIntegerField()
    words = models.TextField()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by letter on filled words",
        "none",
        "how letters of intent are kept (L-58)",
        "installation",
    )

    class Meta:
        ordering = [F("on").desc(), F("pk").desc()]
        constraints = [models.CheckConstraint(condition=Q(words__regex=r"\S"), name="letter_follow_up_says_something")]
