"""A project with its money, people and partners, and what it leaves behind."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.network.partners.models import Partner
from rinnalla.organisations.models import Municipality, Region, Unit
from rinnalla.services.pilots.models import Pilot

AHEAD, RUNS, OVER, CLOSED = "ahead", "runs", "over", "closed"
# What may be done in which state: the page asks this which buttons to draw, the actions what to refuse.
_OPEN = (AHEAD, RUNS, OVER)
TRANSITIONS: dict[str, tuple[str, ...]] = {"edit": _OPEN, "add": _OPEN, "close": (RUNS, OVER)}
PROFESSIONAL = "professional"


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's region: no client is in them."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()


class Project(Public, Versioned, Keyed, Made):
    """A time-bound undertaking with a funder, part of a programme or under an umbrella project (V-01…V-03, E-05).

    `groups` are codes of the national target groups, each tied to its statute there; `professional` is a group of its
    own, counted apart from clients (T-23, I-06). The need in the area is words, or a range, always with its source and
    day (T-24).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    programme = models.CharField(max_length=60, blank=True)
    umbrella = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    funder = models.CharField(max_length=160)
    budget_eur = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    aims = models.TextField()
    groups = models.JSONField(default=list)
    need_words = models.CharField(max_length=200, blank=True)
    need_low = models.PositiveIntegerField(null=True)
    need_high = models.PositiveIntegerField(null=True)
    need_source = models.CharField(max_length=200, blank=True)
    need_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    lessons = models.TextField(blank=True)

    objects = ProjectQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by region unit name programme umbrella funder budget_eur starts_on "
        "ends_on aims groups need_words need_low need_high need_source need_on closed_at closed_by lessons",
        "none", "what is tried with whose money, and what stays of it (V-01, E-06)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = [F("closed_at").asc(nulls_first=True), "-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="project_ends_after_start"),
            models.CheckConstraint(
                condition=Q(name__regex=r"\S", funder__regex=r"\S", aims__regex=r"\S"), name="project_says_what"
            ),
            models.CheckConstraint(condition=Q(budget_eur__isnull=True) | Q(budget_eur__gt=0), name="project_budget"),
            models.CheckConstraint(condition=~Q(umbrella=F("id")), name="project_is_not_its_own_umbrella"),
            models.CheckConstraint(
                condition=Q(need_words="", need_low__isnull=True, need_high__isnull=True, need_source="",
                            need_on__isnull=True)
                | Q(need_source__regex=r"\S", need_on__isnull=False)
                & (Q(need_words__regex=r"\S", need_low__isnull=True, need_high__isnull=True)
                   | Q(need_low__gte=1, need_high__gte=F("need_low"))),
                name="project_need_has_a_source",
            ),
            pair("project", "closed_at", "closed_by"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, lessons="") | Q(closed_at__isnull=False, lessons__regex=r"\S"),
                name="project_closed_tells_lessons",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """ahead, runs, over (its days are gone and nobody has closed it) or closed."""
        today = dates.today()
        if self.closed_at:
            return CLOSED
        return AHEAD if self.starts_on > today else OVER if self.ends_on < today else RUNS

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    def includes(self, day: date) -> bool:
        """Whether a day is within the project's time: what is outside is told apart (V-02)."""
        return self.starts_on <= day <= self.ends_on

    @property
    def spent(self) -> Decimal:
        return sum((one.amount_eur for one in self.spending.all()), Decimal(0))

    @property
    def used_percent(self) -> Decimal | None:
        """How much of the budget is used, to one decimal; None where there is no budget (V-03)."""
        if not self.budget_eur:
            return None
        return (100 * self.spent / self.budget_eur).quantize(Decimal("0.1"), ROUND_HALF_UP)


class ProjectPartner(models.Model):
    """A body in a project, in its role (T-20), the same roles as in the regions' files."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Hankehallinnoija")
        PART_IMPLEMENTER = "part_implementer", _("Osatoteuttaja")
        PARTNER = "partner", _("Kumppani")
        COOPERATING = "cooperating", _("Yhteistyötaho")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="in_projects")
    role = models.CharField(max_length=16, choices=Role.choices)

    wall = "none"
    Data = fields("id project partner role", "none", "who takes part in which role (V-04, T-20)", "installation")

    class Meta:
        ordering = ["role", "partner__name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "partner"], name="project_partner_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(role="administrator"), name="one_administrator_of_a_project"
            ),
        ]


class ProjectStaff(Public, Keyed, Made):
    """Somebody who works in the project: task, profession and background, where, from when to when. No name: the
    register tells what the project's people can do, not who they are (T-21, T-22)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="staff")
    task = models.CharField(max_length=120)
    profession = models.CharField(max_length=120)
    background = models.CharField(max_length=120, blank=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by project task profession background municipality from_on to_on",
        "none", "what the people of a project can do (T-21, T-22)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["municipality", "task", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(task__regex=r"\S", profession__regex=r"\S"), name="project_staff_says_task"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="project_staff_days"
            ),
        ]


class Spending(Public, Keyed, Made):
    """Money of the project that was used (V-03). Written once; a correction is a line of its own with minus."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="spending")
    on = models.DateField()
    what = models.CharField(max_length=160)
    amount_eur = models.DecimalField(max_digits=12, decimal_places=2)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by project on what amount_eur",
        "none", "how much of the budget is used (V-03)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(what__regex=r"\S") & ~Q(amount_eur=0), name="spending_says_what")
        ]


class ProjectLink(models.Model):
    """Two projects that work together (T-27): one row, read from both sides; `one` is the earlier row."""

    one = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="links_on")
    other = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="links_back")

    wall = "none"
    Data = fields("id one other", "none", "projects that work together (T-27, E-71)", "installation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="project_link_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="project_link_in_order"),
        ]


class ProjectPilot(models.Model):
    """A pilot of a service that a project takes part in; one pilot may be of two projects (E-71, T-25)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="pilots")
    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="in_projects")

    wall = "none"
    Data = fields("id project pilot", "none", "which projects try which services (E-71)", "installation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "pilot"], name="project_pilot_once")]


class ProjectResult(Public, Keyed, Made):
    """Something the project made that must not vanish: who goes on with it, from which day (E-06, C-29, I-36)."""

    class Kind(models.TextChoices):
        WAY_OF_WORKING = "way_of_working", _("Toimintatapa")
        SERVICE = "service", _("Palvelu")
        MATERIAL = "material", _("Materiaali")
        NETWORK = "network", _("Verkosto")
        OTHER = "other", _("Muu tulos")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    what = models.CharField(max_length=200)
    heir = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    heir_from = models.DateField(null=True)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by project kind what heir heir_from",
        "none", "what stays of a project, and with whom (E-06, C-29)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="project_result_says_what"),
            models.CheckConstraint(
                condition=Q(heir__isnull=True, heir_from__isnull=True)
                | Q(heir__isnull=False, heir_from__isnull=False),
                name="project_result_heir_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.what
