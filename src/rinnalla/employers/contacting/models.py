"""Contacts with an employer by everybody, planned and held; promises given; needs heard. No client is in them."""

from django.db import models
from django.db.models import Q

from rinnalla.access.models import User
from rinnalla.employers.models import Employer, EmployerPerson, Workplace
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code, code_name

PLANNED, HELD, DROPPED = "planned", "held", "dropped"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {"hold": (PLANNED,), "drop": (PLANNED,)}


class ContactQuerySet(models.QuerySet["EmployerContact"]):
    def planned(self) -> "ContactQuerySet":
        return self.filter(held_at__isnull=True, dropped_at__isnull=True)

    def held(self) -> "ContactQuerySet":
        return self.filter(held_at__isnull=False)

    def with_people(self) -> "ContactQuerySet":
        return self.select_related("user", "unit__organisation", "contact_person", "workplace")


class EmployerContact(Public, Keyed, Made):
    """Somebody was or will be in touch with an employer. `despite` is why, though others are too (T-66)."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="contacts")
    workplace = models.ForeignKey(Workplace, null=True, on_delete=models.SET_NULL, related_name="+")
    contact_person = models.ForeignKey(EmployerPerson, null=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    channel = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    despite = models.CharField(max_length=200, blank=True)
    toolkit_given = models.BooleanField(default=False)
    held_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ContactQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by employer workplace contact_person user unit on channel purpose text despite "
        "toolkit_given held_at held_by dropped_at dropped_by",
        "none", "no employer is contacted twice over (T-66)", "installation",
    )

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            pair("employer_contact", "held_at", "held_by"),
            pair("employer_contact", "dropped_at", "dropped_by"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | Q(dropped_at__isnull=True), name="contact_held_or_dropped"
            ),
            models.UniqueConstraint(
                fields=["employer", "user", "on"], condition=Q(held_at__isnull=True, dropped_at__isnull=True),
                name="contact_planned_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["employer", "-on"], name="employer_contact_newest")]

    @property
    def state(self) -> str:
        if self.dropped_at:
            return DROPPED
        return HELD if self.held_at else PLANNED

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def channel_name(self) -> str:
        return code_name("employer_channels", self.channel)

    @property
    def purpose_name(self) -> str:
        return code_name("employer_purposes", self.purpose)

    @property
    def phone(self) -> str:
        """Where whoever contacts is reached."""
        return self.user.phone or self.unit.phone

    @property
    def is_late(self) -> bool:
        return self.state == PLANNED and self.on < dates.today()


class EmployerPromise(Public, Keyed, Made):
    """Something the employer was promised: what, by whom, by which day."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="promises")
    what = models.CharField(max_length=200)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    kept_at = models.DateTimeField(null=True)
    kept_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by employer what owner unit due_on kept_at kept_by",
        "none", "what an employer was promised is done", "installation",
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            pair("employer_promise", "kept_at", "kept_by"),
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="employer_promise_says_what"),
        ]

    @property
    def is_late(self) -> bool:
        return self.kept_at is None and self.due_on < dates.today()


class EmployerNeed(Public, Keyed, Made):
    """Work that an employer needs done: what, how many people, how soon (E-49). Closed, it says what came of it.

    `occupation` and `skills` are picked as of a vacancy, so that it can be laid beside profiles (T-66).
    """

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="needs")
    workplace = models.ForeignKey(Workplace, null=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=160)
    people = models.PositiveSmallIntegerField(default=1)
    urgency = models.CharField(max_length=40)
    starts_on = models.DateField(null=True)
    text = models.TextField(blank=True)
    occupation = models.CharField(max_length=4, blank=True)
    skills = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=40, blank=True)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by employer workplace what people urgency starts_on text occupation skills "
        "closed_at closed_by outcome",
        "none", "find fit workers for open tasks (T-66)", "installation",
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            pair("employer_need", "closed_at", "closed_by"),
            models.CheckConstraint(condition=Q(people__range=(1, 500)), name="employer_need_people"),
            models.CheckConstraint(
                condition=Q(occupation="") | Q(occupation__regex=r"^\d{4}$"), name="employer_need_isco"
            ),
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="employer_need_says_what"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="employer_need_closed_with_outcome",
            ),
        ]

    @property
    def urgency_name(self) -> str:
        return code_name("employer_urgencies", self.urgency)

    @property
    def caution(self) -> str:
        """What to mind when the need is this urgent; "" when nothing (E-49)."""
        found = code("employer_urgencies", self.urgency)
        caution = found.definition.caution if found else None
        return caution.in_language if caution else ""

    @property
    def outcome_name(self) -> str:
        return code_name("employer_need_outcomes", self.outcome)
