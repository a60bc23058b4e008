"""What the client lives on: benefits, pensions and wages with their decisions, ends and what comes next (L-72)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.servicemodels.codes import code_name, common

LIVELIHOOD = "livelihood"  # the field group of every row here
GRANTED, REFUSED = "granted", "refused"
APPLIED, COMING, RUNNING, RESTING, OVER, DENIED = "applied", "coming", "running", "resting", "over", "denied"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
BENEFIT_TRANSITIONS: dict[str, tuple[str, ...]] = {
    "change": (APPLIED, COMING, RUNNING, RESTING, OVER, DENIED),
    "rest": (RUNNING,),
    "return": (RUNNING, COMING),
}


@dataclass(frozen=True)
class Turn:
    """A day on which a benefit turns. `reason`: end, decision or limit (the longest time it is paid is full)."""

    on: date
    reason: str


class BenefitQuerySet(CaseRows):
    def kept(self) -> "BenefitQuerySet":
        """Without those written down by mistake."""
        return self.filter(removed_at__isnull=True)

    def turning_by(self, day: date) -> "BenefitQuerySet":
        """Those with a turn by a day that nobody has seen to yet; `Benefit.turn` tells which."""
        soon = Q(ends_on__lte=day) | Q(next_decision_on__lte=day) | Q(limit_on__lte=day)
        return self.kept().filter(soon).exclude(decision=REFUSED)


class Benefit(Public, Versioned, Keyed, Made):
    """One benefit, pension or job of one client, for one time. `kind` is a key of `benefits.yaml`.

    `limit_on` is the last day the law lets it be paid, as the law stood when the days were written (V-73);
    `days_before` are days of it already used. `seen_to` is the last turn that somebody has agreed the next step for.
    A pension in abeyance names the pension that rests and the job it rests for (V-91).
    """

    class Income(models.TextChoices):
        BENEFIT = "benefit"
        PENSION = "pension"
        WORK = "work"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="benefits")
    kind = models.CharField(max_length=60)
    income = models.CharField(max_length=10, choices=Income.choices)
    payer = models.CharField(max_length=120, blank=True)
    part_time = models.BooleanField(default=False)
    applied_on = models.DateField(null=True)
    decision = models.CharField(max_length=10, blank=True, choices=[(GRANTED, GRANTED), (REFUSED, REFUSED)])
    decided_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    next_decision_on = models.DateField(null=True)
    days_before = models.PositiveSmallIntegerField(default=0)
    limit_on = models.DateField(null=True)
    next_step = models.CharField(max_length=200, blank=True)
    seen_to = models.DateField(null=True)
    told_of = models.DateField(null=True)
    resting_pension = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="rests")
    for_job = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    returned_on = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = BenefitQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by case removed_at removed_by seen_to told_of", "personal",
            "no gap in livelihood goes unseen (L-72)", "case",
        ),
        **fields(
            "kind income payer part_time applied_on decision decided_on starts_on ends_on next_decision_on days_before "
            "limit_on next_step resting_pension for_job returned_on",
            "livelihood", "know what the client lives on and when it turns (L-72, V-70…V-91)", "case",
        ),
    }

    class Meta:
        constraints = [
            pair("benefit", "removed_at", "removed_by"),
            models.CheckConstraint(
                condition=~Q(decision=GRANTED) | Q(starts_on__isnull=False), name="benefit_granted_from_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(decision="") | Q(applied_on__isnull=False, decided_on__isnull=True),
                name="benefit_undecided_is_applied_for",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="benefit_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(applied_on__isnull=True) | Q(decided_on__gte=F("applied_on")),
                name="benefit_decided_after_application",
            ),
            models.CheckConstraint(
                condition=Q(resting_pension__isnull=True, for_job__isnull=True)
                | Q(resting_pension__isnull=False, for_job__isnull=False, ends_on__isnull=False),
                name="benefit_rests_for_a_job_until_a_day",
            ),
            ExclusionConstraint(
                name="benefit_once_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (Func("starts_on", "ends_on", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(decision=GRANTED, removed_at__isnull=True) & ~Q(income="work"),
            ),
        ]
        indexes = [models.Index(fields=["case", "starts_on"], name="benefit_of_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def definition(self) -> Any:
        """What `benefits.yaml` says of its kind; None for one that stands there no more."""
        return next((one for one in common().benefits if one.key == self.kind), None)

    @property
    def name(self) -> str:
        return code_name("benefits", self.kind)

    @property
    def payer_name(self) -> str:
        """Who pays: the one named here, else who pays this kind."""
        return self.payer or (self.definition.paid_by.in_language if self.definition else "")

    @property
    def covers(self) -> bool:
        """Whether one lives on it."""
        return self.decision == GRANTED and (self.definition is None or self.definition.covers)

    @property
    def last_day(self) -> date | None:
        """The last day it is paid as known now: its end, or the longest time if that is sooner."""
        return min((day for day in (self.ends_on, self.limit_on) if day), default=None)

    @property
    def rest_now(self) -> "Benefit | None":
        """The abeyance that is in force today, of a pension that rests."""
        return next((one for one in self.rests.all() if one.removed_at is None and one.state == RUNNING), None)

    @property
    def state(self) -> str:
        if self.decision == REFUSED:
            return DENIED
        if self.starts_on is None or self.decision == "":
            return APPLIED
        if self.starts_on > dates.today():
            return COMING
        if self.returned_on or self.last_day and self.last_day < dates.today():
            return OVER
        own_pension = self.income == self.Income.PENSION and not self.resting_pension_id
        return RESTING if own_pension and self.rest_now else RUNNING

    def allows(self, act: str) -> bool:
        pension = self.income == "pension"
        fits = {
            "rest": pension and not self.resting_pension_id and not (self.definition and self.definition.rests),
            "return": bool(self.resting_pension_id) and not self.returned_on,
        }
        return self.removed_at is None and self.state in BENEFIT_TRANSITIONS[act] and fits.get(act, True)

    @property
    def turns(self) -> list[Turn]:
        """The days it turns, in order. A day that was past already when it was written down is history, not a turn."""
        if self.decision == REFUSED or self.removed_at or self.returned_on:
            return []
        days = [(self.ends_on, "end"), (self.next_decision_on, "decision"), (self.limit_on, "limit")]
        known = dates.local(self.made_at).date()
        return sorted((Turn(on, why) for on, why in days if on and on >= known), key=lambda one: (one.on, one.reason))

    @property
    def turn(self) -> Turn | None:
        """The first turn that nobody has seen to."""
        return next((one for one in self.turns if self.seen_to is None or one.on > self.seen_to), None)


def day_before(day: date) -> date:
    return day - timedelta(days=1)
