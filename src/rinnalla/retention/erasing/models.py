"""What is left when data are erased: a fact without a person for statistics, counts of each run, and what the law keeps
longer than the case it came from."""

import uuid as uuids
from datetime import date

from django.db import models
from django.db.models import F, Q

from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.organisations.models import Organisation, Region
from rinnalla.people.models import OfPerson, Person


class ErasedCase(models.Model):
    """That there was a case: enough to count by, too little to know whose. Its id is random, so that not even the order
    in which cases were erased is left."""

    id = models.UUIDField(primary_key=True, default=uuids.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=60)
    opened = models.CharField(max_length=6)  # a half-year: 2026-1
    closed = models.CharField(max_length=6)
    solution_kind = models.CharField(max_length=40, blank=True)
    age_group = models.CharField(max_length=5, blank=True)  # at the opening, ten years: 30–39
    services = models.CharField(max_length=3)  # 0, 1–2, 3–5, 6+

    wall = "none"
    Data = fields(
        "id region register opened closed solution_kind age_group services", "none",
        "count what was done when nobody's data are left", "installation",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened__regex=r"^\d{4}-[12]$") & Q(closed__regex=r"^\d{4}-[12]$"), name="erased_case_halves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opened}–{self.closed} {self.solution_kind}"


class ErasureRun(models.Model):
    """One day's erasing. A run that was broken off goes on the same day, or is ended by the next one."""

    on = models.DateField(unique=True)
    began_at = models.DateTimeField(default=dates.now)
    ended_at = models.DateTimeField(null=True)

    wall = "none"
    Data = fields("id on began_at ended_at", "none", "show that nothing is erased late", "installation")

    def __str__(self) -> str:
        return self.on.isoformat()


class ErasureCount(models.Model):
    """How many a run erased in a region by one clock, counted in the transaction that erased them."""

    run = models.ForeignKey(ErasureRun, on_delete=models.CASCADE, related_name="counts")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    clock = models.CharField(max_length=60)
    number = models.PositiveIntegerField()

    wall = "none"
    Data = fields("id run region clock number", "none", "tell what was erased, as counts", "installation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "region", "clock"], name="erasure_counted_once")]

    def __str__(self) -> str:
        return f"{self.clock}: {self.number}"


class Kept(models.Model):
    """What the law keeps longer than the case it came from: a consent, and that the person was a client.

    `what` tells it as it was. An earlier version of a consent has the day of the next one.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kept")
    register = models.CharField(max_length=60)
    holder = models.CharField(max_length=40)  # the kind of the organisation that held the case
    document = models.CharField(max_length=20, choices=[("consent", "consent"), ("customership", "customership")])
    what = models.JSONField()
    next_version_on = models.DateField(null=True)

    objects = OfPerson.as_manager()
    wall = "person"
    Data = fields(
        "id person register holder document what next_version_on", "personal",
        "the law keeps permissions and customerships longer than cases (703/2023, annex)", "customership",
    )

    def __str__(self) -> str:
        return f"{self.document} {self.register}"


class KeptDisclosure(models.Model):
    """A line of the disclosure log whose case has been erased (703/2023 § 10): twelve years from the giving.

    Codes alone, nobody's words: of the receiver the organisation, not who took it. `person`, `of_case` and `given_by`
    are numbers that may have no row any more, as in the access log: the line keeps nobody's name alive.
    """

    person = models.ForeignKey(Person, db_constraint=False, on_delete=models.DO_NOTHING, related_name="+")
    of_case = models.BigIntegerField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.BigIntegerField(null=True)
    sections = models.JSONField(default=list)
    field_groups = models.JSONField(default=list)
    health_kinds = models.JSONField(default=list)
    aim = models.CharField(max_length=40)
    purpose = models.CharField(max_length=60)
    statute = models.CharField(max_length=60, blank=True)
    consent_number = models.PositiveIntegerField(null=True)
    consent_given_on = models.DateField(null=True)
    channel = models.CharField(max_length=40, blank=True)
    wrong_outcome = models.CharField(max_length=40, blank=True)

    objects = OfPerson.as_manager()
    wall = "person"
    Data = {
        **fields(
            "id person of_case region controller organisation given_at given_by sections field_groups aim purpose "
            "statute consent_number consent_given_on channel wrong_outcome",
            "personal", "to whom data were given can be asked twelve years (703/2023 § 10)", "log",
        ),
        **fields(
            "health_kinds", "special", "to whom data were given can be asked twelve years (703/2023 § 10)", "log"
        ),
    }

    class Meta:
        indexes = [models.Index(fields=["given_at"], name="kept_disclosure_by_day")]

    def __str__(self) -> str:
        return f"{self.given_at:%Y-%m-%d} {self.aim}"


class Death(models.Model):
    """The day a person died: where the law counts from it, the clock starts there."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="death")
    died_on = models.DateField()
    made_at = models.DateTimeField(default=dates.now, editable=False)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = OfPerson.as_manager()
    wall = "person"
    Data = fields("id person died_on made_at made_by", "personal", "start the clocks that the law counts from a death",
                  "person")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(died_on__lte=F("made_at__date") + 1), name="death_not_ahead"
            ),
        ]

    def __str__(self) -> str:
        return self.died_on.isoformat()


def half_year(day: date) -> str:
    """2026-1 or 2026-2."""
    return f"{day.year}-{1 if day.month <= 6 else 2}"
