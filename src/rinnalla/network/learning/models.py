"""Trainings, packages of several parts, and who has a place. No client is in any of it (V-11, V-116)."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.network.materials.models import Material
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import codes

OPEN, CLOSED, RUNNING, HELD, CANCELLED = "open", "closed", "running", "held", "cancelled"
# What may be done in which state: the page asks this which buttons to draw, the actions what to refuse.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "sign_up": (OPEN,), "give_up": (OPEN, CLOSED), "change": (OPEN, CLOSED), "cancel": (OPEN, CLOSED),
    "attend": (RUNNING, HELD), "tell": (HELD,), "rate_before": (OPEN, CLOSED), "rate_after": (HELD,),
}


class PackageQuerySet(models.QuerySet["TrainingPackage"]):
    def visible_to(self, actor: Actor) -> "PackageQuerySet":
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()


class TrainingPackage(Public, Keyed, Made):
    """A whole of several parts; who has done each of them has completed it (V-116)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    about = models.TextField()

    objects = PackageQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region unit name about",
        "none", "trainings that belong together (V-116)", "installation",
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="training_package_named_once"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="training_package_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PackagePart(Public, Keyed, Made):
    """A part of a package: done by being at a training that was held as it, or by going through a material."""

    package = models.ForeignKey(TrainingPackage, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    material = models.ForeignKey(Material, null=True, on_delete=models.PROTECT, related_name="+")

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by package place name material",
        "none", "trainings that belong together (V-116)", "installation",
    )

    class Meta:
        ordering = ["package", "place"]
        constraints = [models.UniqueConstraint(fields=["package", "place"], name="package_part_place_once")]

    def __str__(self) -> str:
        return f"{self.package.name}: {self.name}"


class TrainingQuerySet(models.QuerySet["Training"]):
    def visible_to(self, actor: Actor) -> "TrainingQuerySet":
        """Those of the actor's region: no client is in them."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()

    def ahead(self) -> "TrainingQuerySet":
        return self.filter(ends_at__gte=dates.now(), cancelled_at__isnull=True)

    def held(self, since: date, until: date) -> "TrainingQuerySet":
        """Begun within the days, both belonging to it, over by now and not called off."""
        return self.filter(
            starts_at__gte=dates.start_of_day(since), starts_at__lt=dates.midnight_after(until),
            ends_at__lt=dates.now(), cancelled_at__isnull=True,
        )


class Training(Public, Versioned, Keyed, Made):
    """One event. `areas` are those in which competence grows, `topics` what it is about; `places` None: no limit."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Koulutus")
        INFO = "info", _("Infotilaisuus")
        COOPERATION = "cooperation", _("Yhteistyötilaisuus")
        BRAINSTORMING = "brainstorming", _("Ideointi")

    class Organiser(models.TextChoices):
        OWN = "own", _("Oma väki")
        KEHA = "keha", _("KEHA-keskus")
        PARTNER = "partner", _("Kumppani")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    title = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    areas = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    audiences = models.JSONField(default=list)
    organiser = models.CharField(max_length=8, choices=Organiser.choices)
    partner = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    where = models.CharField(max_length=200)
    places = models.PositiveSmallIntegerField(null=True)
    sign_up_by = models.DateField()
    part = models.ForeignKey(PackagePart, null=True, on_delete=models.PROTECT, related_name="trainings")
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    cancel_words = models.CharField(max_length=300, blank=True)

    objects = TrainingQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by region unit kind title about areas topics audiences organiser "
        "partner starts_at ends_at where places sign_up_by part cancelled_at cancelled_by cancel_words",
        "none", "what professionals are taught (V-11, E-21)", "installation",
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(title__regex=r"\S", where__regex=r"\S"), name="training_is_told"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="training_ends_after_start"),
            models.CheckConstraint(condition=Q(places__isnull=True) | Q(places__gte=1), name="training_takes_somebody"),
            models.CheckConstraint(
                condition=~Q(organiser="partner") | Q(partner__regex=r"\S"), name="training_partner_is_named"
            ),
            models.CheckConstraint(condition=~Q(areas=[], topics=[]), name="training_is_about_something"),
            pair("training", "cancelled_at", "cancelled_by"),
        ]
        indexes = [models.Index(fields=["region", "starts_at"], name="training_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """open (one may sign up), closed, running, held or cancelled."""
        now = dates.now()
        if self.cancelled_at:
            return CANCELLED
        if self.starts_at <= now:
            return HELD if self.ends_at <= now else RUNNING
        return OPEN if dates.today() <= self.sign_up_by else CLOSED

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def hours(self) -> Decimal:
        """How long it lasts, to a quarter of an hour."""
        return Decimal(round((self.ends_at - self.starts_at) / timedelta(minutes=15))) / 4

    @property
    def is_one_day(self) -> bool:
        return dates.local(self.starts_at).date() == dates.local(self.ends_at).date()

    @property
    def area_names(self) -> list[str]:
        return [codes.code_name("competence_areas", one) for one in self.areas]

    @property
    def topic_names(self) -> list[str]:
        return [codes.code_name("training_topics", one) for one in self.topics]

    @property
    def audience_names(self) -> list[str]:
        return [codes.code_name("training_audiences", one) for one in self.audiences]

    @property
    def organiser_name(self) -> str:
        return self.partner if self.organiser == self.Organiser.PARTNER else str(self.get_organiser_display())


class SeatQuerySet(models.QuerySet["TrainingSeat"]):
    def held(self) -> "SeatQuerySet":
        """Those who have a place or wait for one."""
        return self.filter(given_up_at__isnull=True)

    def seated(self) -> "SeatQuerySet":
        return self.held().filter(number__isnull=False)

    def waiting(self) -> "SeatQuerySet":
        return self.held().filter(number__isnull=True).order_by("made_at", "pk")

    def came(self) -> "SeatQuerySet":
        return self.held().filter(came=True)


class TrainingSeat(Public, Keyed, Made):
    """Somebody signed up. `number` is the place, None on the waiting list: two never have the same, also when both
    asked for the last one at once. `told_on`: the day feedback was given; what was said stands elsewhere, nameless."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(null=True)
    given_up_at = models.DateTimeField(null=True, editable=False)
    came = models.BooleanField(null=True)
    noted_at = models.DateTimeField(null=True, editable=False)
    noted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    told_on = models.DateField(null=True, editable=False)

    objects = SeatQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by training user unit number given_up_at came noted_at noted_by told_on",
        "none", "who comes to a training, and who came (V-11)", "account",
    )

    class Meta:
        ordering = ["number", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "user"], condition=Q(given_up_at__isnull=True), name="one_seat_each"
            ),
            models.UniqueConstraint(
                fields=["training", "number"], condition=Q(given_up_at__isnull=True), name="a_place_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(came__isnull=True) | Q(given_up_at__isnull=True, number__isnull=False),
                name="only_who_has_a_place_came",
            ),
            models.CheckConstraint(
                condition=Q(came=True) | Q(told_on__isnull=True), name="only_who_came_tells"
            ),
            pair("seat", "noted_at", "noted_by"),
        ]


class TrainingFeedback(models.Model):
    """How a training was, without a name and without a time: nobody can tell whose (V-11)."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="feedback")
    mark = models.PositiveSmallIntegerField()
    use = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)

    wall = "none"
    Data = fields("id training mark use words", "none", "how trainings are liked and used", "installation")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mark__gte=1, mark__lte=5, use__gte=1, use__lte=5), name="training_marks")
        ]


