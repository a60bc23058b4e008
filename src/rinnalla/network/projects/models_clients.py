"""Who takes part in a project, and whom it contacted: clients by their case, others without a client record."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned
from rinnalla.network.projects.models import Project
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code_name

# What may be done in which state: the pages ask this which buttons to draw, the actions what to refuse.
RUNS, ENDED = "runs", "ended"
PARTICIPATION_TRANSITIONS: dict[str, tuple[str, ...]] = {"end": (RUNS,), "remove": (RUNS, ENDED)}
OPEN, JOINED, NOT_JOINED = "open", "joined", "not_joined"
KNOWN, FORGOTTEN = "known", "forgotten"
CONTACTED_TRANSITIONS: dict[str, tuple[str, ...]] = {"contact": (KNOWN,), "settle": (KNOWN,)}


class OfUnit(models.QuerySet):
    """Rows of the actor's own unit alone, as the database's wall says too."""

    def visible_to(self, actor: Actor) -> "OfUnit":
        return self.filter(unit_id=actor.unit_id) if actor.is_staff and actor.unit_id else self.none()


class ContactedPerson(Public, Versioned, Keyed, Made):
    """Somebody the project contacted, without a client record (I-23): neither name nor identity code.

    `mark` is by what the unit's own workers know who it is; it and the worker are forgotten early, by the clock of
    `retention.yaml` (document: contacted), and the row stays as a number. Somebody contacted twice is one row with two
    days. `outcome` is what came of it (I-24): joined, or not with a coded reason.
    """

    class Outcome(models.TextChoices):
        OPEN = OPEN, _("Ei vielä vastausta")
        JOINED = JOINED, _("Tuli mukaan")
        NOT_JOINED = NOT_JOINED, _("Ei tullut mukaan")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contacted")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    reason = models.CharField(max_length=40, blank=True)
    settled_on = models.DateField(null=True)
    forgotten_at = models.DateTimeField(null=True, editable=False)

    objects = OfUnit.as_manager()

    wall = "unit"
    Data = fields(
        "id uuid version form_key made_at made_by project unit mark outcome reason settled_on forgotten_at",
        "personal", "whom the project has contacted, until it is known who joined (I-23, I-24)", "contacted",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True, mark__regex=r"\S")
                | Q(forgotten_at__isnull=False, mark="", made_by__isnull=True, form_key__isnull=True),
                name="contacted_has_a_mark_until_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(outcome=OPEN, settled_on__isnull=True) | ~Q(outcome=OPEN) & Q(settled_on__isnull=False),
                name="contacted_settled_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome=NOT_JOINED) & ~Q(reason="") | ~Q(outcome=NOT_JOINED) & Q(reason=""),
                name="contacted_not_joined_says_why",
            ),
        ]

    @property
    def state(self) -> str:
        return FORGOTTEN if self.forgotten_at else KNOWN

    def allows(self, act: str) -> bool:
        return self.state in CONTACTED_TRANSITIONS[act]

    @property
    def reason_name(self) -> str:
        return code_name("not_joined_reasons", self.reason) if self.reason else ""


class ContactDay(Public, Keyed, Made):
    """A day on which somebody was contacted; several of one person are one person."""

    contacted = models.ForeignKey(ContactedPerson, on_delete=models.CASCADE, related_name="days")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    objects = OfUnit.as_manager()

    wall = "unit"
    Data = fields(
        "id uuid form_key made_at made_by contacted unit on", "personal", "when the project was in contact (I-23)",
        "contacted",
    )  # fmt: skip

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["contacted", "on"], name="contacted_once_a_day")]


class Participation(Public, Versioned, Keyed, Made):
    """A client takes part in a project, from a day to a day, once at a time (V-101, I-24).

    `contacted` is the row of the person before there was a client record, when the project had contacted them first.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participations")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="participations")
    contacted = models.OneToOneField(
        ContactedPerson, null=True, on_delete=models.SET_NULL, related_name="participation"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid version form_key made_at made_by case project contacted from_on to_on",
        "personal", "which clients a project has reached (V-101)", "case",
    )  # fmt: skip

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="participation_ends_after_start"
            ),
            ExclusionConstraint(
                name="participation_once_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("project", RangeOperators.EQUAL),
                    (
                        Func("from_on", "to_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    @property
    def state(self) -> str:
        """runs until an end is recorded."""
        return ENDED if self.to_on else RUNS

    def allows(self, act: str) -> bool:
        return self.state in PARTICIPATION_TRANSITIONS[act]
