"""Work that an employer of the register has open, and its tasks. No client is in them.

A vacancy is *open*, *filled* or *withdrawn*. It comes by hand, from a list (CSV) or from the job market's own service,
whose postings are known by their own id and end when they end there.
"""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.employers.contacting.models import EmployerNeed
from rinnalla.employers.models import Employer, Workplace
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Municipality, Region
from rinnalla.servicemodels.codes import code_name

OPEN, FILLED, WITHDRAWN = "open", "filled", "withdrawn"
HAND, LIST, MARKET = "hand", "list", "market"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "change": (OPEN,), "close": (OPEN,), "reopen": (FILLED, WITHDRAWN),
}
MOST_HOURS = Decimal("48")


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    def visible_to(self, actor: Actor) -> "VacancyQuerySet":
        """Those of the actor's own region, whichever body the actor works for."""
        return self.filter(employer__region_id=actor.region_id)

    def open(self) -> "VacancyQuerySet":
        """Those one may still seek: not closed, the last day has not gone, the employer goes on."""
        today = dates.today()
        rows = self.filter(closed_at__isnull=True, employer__ended_on__isnull=True)
        return rows.filter(Q(deadline__isnull=True) | Q(deadline__gte=today))

    def next_first(self) -> "VacancyQuerySet":
        """The nearest last day first, those without one after them, the oldest of these first."""
        return self.order_by(F("deadline").asc(nulls_last=True), "made_at", "pk")


class Vacancy(Public, Versioned, Keyed, Made):
    """Work to be done at an employer: what, where, how much, when, and what it asks. No client is in it.

    `occupation` is a unit group of ISCO-08, `skills`, `demands` and `times` are keys of the common definitions.
    `foreign_id` is the id of a posting at the job market, or of a line in somebody's own list; `need` is what it was
    made of, and a need has one vacancy at most.
    """

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="vacancies")
    workplace = models.ForeignKey(Workplace, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=10, choices=[(HAND, ""), (LIST, ""), (MARKET, "")], default=HAND)
    need = models.OneToOneField(EmployerNeed, null=True, on_delete=models.SET_NULL, related_name="vacancy")
    foreign_id = models.CharField(max_length=79, blank=True)
    foreign_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    occupation = models.CharField(max_length=4, blank=True)
    skills = models.JSONField(default=list)
    demands = models.JSONField(default=list)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    hours_from = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    hours_to = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    times = models.JSONField(default=list)
    places = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField(null=True)
    deadline = models.DateField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=[(FILLED, ""), (WITHDRAWN, "")])
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = VacancyQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by employer workplace source need foreign_id foreign_at title text "
        "occupation skills demands municipality hours_from hours_to times places starts_on deadline outcome closed_at "
        "closed_by",
        "none", "find fit workers for open tasks (T-66)", "installation",
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="vacancy_has_a_title"),
            models.CheckConstraint(condition=Q(occupation="") | Q(occupation__regex=r"^\d{4}$"), name="vacancy_isco"),
            models.CheckConstraint(condition=Q(places__range=(1, 500)), name="vacancy_places"),
            models.CheckConstraint(
                condition=(Q(hours_from__isnull=True) | Q(hours_from__gt=0, hours_from__lte=MOST_HOURS))
                & (Q(hours_to__isnull=True) | Q(hours_to__gt=0, hours_to__lte=MOST_HOURS))
                & (Q(hours_from__isnull=True) | Q(hours_to__isnull=True) | Q(hours_to__gte=F("hours_from"))),
                name="vacancy_hours",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="vacancy_closed_with_outcome",
            ),
            models.CheckConstraint(condition=~Q(source=MARKET) | ~Q(foreign_id=""), name="vacancy_of_market_has_id"),
            models.UniqueConstraint(
                fields=["employer", "source", "foreign_id"], condition=~Q(foreign_id=""), name="vacancy_once_by_id"
            ),
        ]
        indexes = [
            models.Index(fields=["deadline"], condition=Q(closed_at__isnull=True), name="vacancy_open_by_deadline")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        return self.outcome or OPEN

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def by_hand(self) -> bool:
        """Whether people here change it: a posting of the job market is changed there."""
        return self.source != MARKET

    @property
    def is_over(self) -> bool:
        """The last day has gone and nobody has told what came of it."""
        return self.state == OPEN and self.deadline is not None and self.deadline < dates.today()

    @property
    def state_name(self) -> str:
        return {OPEN: _("Avoinna"), FILLED: _("Täytetty"), WITHDRAWN: _("Peruttu")}[self.state]

    @property
    def source_name(self) -> str:
        return {HAND: _("Kirjattu käsin"), LIST: _("Tuotu luettelosta"), MARKET: _("Työmarkkinatori")}[self.source]

    @property
    def occupation_name(self) -> str:
        return code_name("occupations", self.occupation) if self.occupation else ""

    @property
    def place_name(self) -> str:
        """Where the work is: the workplace and its municipality, as far as they are known."""
        names = [str(self.workplace or ""), str(self.municipality.name if self.municipality else "")]
        return ", ".join(one for one in names if one)


class VacancyChange(Public, Made):
    """What was changed of a vacancy: of each field what stood there and what stands now. Never changed itself."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="changes")
    what = models.JSONField()

    wall = "none"
    Data = fields("id uuid made_at made_by vacancy what", "none", "who changed what of a vacancy", "installation")

    class Meta:
        ordering = ["-made_at", "-pk"]


class TaskPart(Public, Versioned, Keyed, Made):
    """A task of a vacancy that can be carved out or tailored, and what it asks by itself. Dropped, it stays kept."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="tasks")
    name = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    way = models.CharField(max_length=40)
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    times = models.JSONField(default=list)
    skills = models.JSONField(default=list)
    demands = models.JSONField(default=list)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by vacancy name text way hours times skills demands dropped_at "
        "dropped_by",
        "none", "work made to fit somebody: carved out of a job or tailored (T-66)", "installation",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="task_part_has_a_name"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0, hours__lte=MOST_HOURS), name="task_part_hours"
            ),
            pair("task_part", "dropped_at", "dropped_by"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def way_name(self) -> str:
        return code_name("task_ways", self.way)


class MarketFetch(Made):
    """One reading of the job market's postings for a region: how it went. No client is in it.

    `outside` are postings of employers who are not in the register. `fault` says why nothing could be read.
    """

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    outside = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=20, blank=True)

    wall = "none"
    Data = fields(
        "id made_at made_by region added changed ended outside refused fault", "none",
        "tell how fresh the job market's postings are", "installation",
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["region", "-made_at"], name="market_fetch_newest")]

