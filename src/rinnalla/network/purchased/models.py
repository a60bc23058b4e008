"""What a body buys: the tender with its stages, the contract with its services, lots, prices and the agreed bonus.

No client data. Who is placed in what stands in `models_clients`, money of a year in `models_money`.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import ROLES
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public
from rinnalla.organisations.models import Organisation, Region, Unit
from rinnalla.servicemodels.codes import code_name

NEED, HEARING, CALL, DECISION, CONTRACT, IN_USE, ENDED = (
    "need", "hearing", "call", "decision", "contract", "in_use", "ended",
)  # fmt: skip
# From which stage to which: the page asks this which buttons to draw, the action what to refuse (E-53).
TRANSITIONS: dict[str, tuple[str, ...]] = {
    NEED: (HEARING, CALL, ENDED),
    HEARING: (HEARING, CALL, ENDED),
    CALL: (DECISION, ENDED),
    DECISION: (CONTRACT, CALL, ENDED),
    CONTRACT: (IN_USE, ENDED),
    IN_USE: (ENDED,),
    ENDED: (),
}


def sells(actor: Actor) -> bool:
    """Whether the actor is of those who sell: the role sees the own organisation's contracts alone."""
    return actor.role in ROLES and Permission.PROVIDER_CLIENTS in ROLES[actor.role].permissions


class ProcurementQuerySet(models.QuerySet["Procurement"]):
    def visible_to(self, actor: Actor) -> "ProcurementQuerySet":
        """The region's; nobody who sells sees a tender from inside."""
        return self.filter(region_id=actor.region_id) if actor.is_staff and not sells(actor) else self.none()


class Procurement(Public, Keyed, Made):
    """A tender for something to be bought, from the need on (E-53). Where it stands is its newest stage."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    category = models.CharField(max_length=40)
    need = models.TextField()
    reference = models.CharField(max_length=80, blank=True)

    objects = ProcurementQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region buyer name category need reference",
        "none", "what is tendered and why (E-53)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S", need__regex=r"\S"), name="procurement_says_need")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def now(self) -> "ProcurementStage":
        """The stage it is in."""
        return max(self.stages.all(), key=lambda one: (one.from_on, one.pk))

    def allows(self, stage: str) -> bool:
        return stage in TRANSITIONS[self.now.stage]

    @property
    def unheard(self) -> bool:
        """Past its planning, and nobody was heard (E-53)."""
        stages = {one.stage for one in self.stages.all()}
        return HEARING not in stages and bool(stages - {NEED, ENDED})

    @property
    def heard(self) -> bool:
        return any(one.stage == HEARING for one in self.stages.all())

    @property
    def category_name(self) -> str:
        return code_name("purchase_categories", self.category)


class ProcurementStage(Public, Keyed, Made):
    """A stage begins on a day. Rows are added, never changed: they are the history. A hearing tells who was heard, what
    they said, and what it changed (E-53)."""

    class Stage(models.TextChoices):
        NEED = NEED, _("Tarve ja valmistelu")
        HEARING = HEARING, _("Markkinavuoropuhelu ja kuuleminen")
        CALL = CALL, _("Tarjouspyyntö")
        DECISION = DECISION, _("Hankintapäätös")
        CONTRACT = CONTRACT, _("Sopimus")
        IN_USE = IN_USE, _("Käytössä")
        ENDED = ENDED, _("Päättynyt")

    procurement = models.ForeignKey(Procurement, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    from_on = models.DateField()
    words = models.TextField(blank=True)
    heard_whom = models.CharField(max_length=300, blank=True)
    heard_what = models.TextField(blank=True)
    changed_what = models.TextField(blank=True)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by procurement stage from_on words heard_whom heard_what changed_what",
        "none", "how a tender went, and who was heard (E-53)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=HEARING, heard_whom__regex=r"\S", heard_what__regex=r"\S", changed_what__regex=r"\S")
                | ~Q(stage=HEARING) & Q(heard_whom="", heard_what="", changed_what=""),
                name="hearing_says_what_it_changed",
            )
        ]


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, actor: Actor) -> "ContractQuerySet":
        """The region's; to somebody who sells only those of the own organisation."""
        if not actor.is_staff:
            return self.none()
        rows = self.filter(region_id=actor.region_id)
        return rows.filter(provider_id=actor.organisation_id) if sells(actor) else rows

    def in_force(self, on: date | None = None) -> "ContractQuerySet":
        day = on or dates.today()
        return self.filter(valid__contains=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))


class Contract(Public, Keyed, Made):
    """What is bought of whom, for whom, until when (E-03). `unit` is the provider's unit whose people give it; `facts`
    says what they see of a client (codes of `provider_facts`). `ended_on` is the last day when it ended early."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    procurement = models.ForeignKey(Procurement, null=True, on_delete=models.PROTECT, related_name="contracts")
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    category = models.CharField(max_length=40)
    funding = models.CharField(max_length=40, blank=True)
    target_group = models.TextField()
    valid = DateRangeField()
    reference = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=list)
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    objects = ContractQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region procurement buyer provider unit name category funding target_group "
        "valid reference facts ended_on ended_why",
        "none", "what is bought of whom (E-03)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid__startswith__isnull=False, valid__endswith__isnull=False),
                name="contract_has_its_days",
            ),
            models.CheckConstraint(condition=~Q(buyer=F("provider")), name="contract_between_two"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="") | Q(ended_on__isnull=False, ended_why__regex=r"\S"),
                name="contract_ended_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        agreed = self.valid.upper - timedelta(days=1)
        return min(agreed, self.ended_on) if self.ended_on else agreed

    @property
    def state(self) -> str:
        """ahead, stands or over."""
        today = dates.today()
        return "ahead" if self.valid.lower > today else "over" if self.last_day < today else "stands"

    @property
    def category_name(self) -> str:
        return code_name("purchase_categories", self.category)

    @property
    def funding_name(self) -> str:
        return code_name("training_fundings", self.funding) if self.funding else ""

    @property
    def fact_names(self) -> list[str]:
        return [code_name("provider_facts", key) for key in self.facts]


class ContractService(models.Model):
    """A service of the directory that the contract buys."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="services")
    card = models.ForeignKey(ServiceCard, on_delete=models.PROTECT, related_name="+")

    wall = "none"
    Data = fields("id contract card", "none", "what is bought", "installation")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["contract", "card"], name="contract_service_once")]


class Lot(Public, Keyed, Made):
    """A part of the contract that is used by itself; an extra one buys more support beside the service (E-54)."""

    class Kind(models.TextChoices):
        MAIN = "main", _("Osa-alue")
        EXTRA = "extra", _("Lisäpalveluosto")

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="lots")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    gives = models.TextField()
    places = models.PositiveSmallIntegerField(null=True)
    valid = DateRangeField()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by contract name kind gives places valid",
        "none", "what support is bought beside the service (E-54)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid__startswith__isnull=False, valid__endswith__isnull=False), name="lot_has_its_days"
            ),
            models.CheckConstraint(condition=Q(name__regex=r"\S", gives__regex=r"\S"), name="lot_says_what_it_gives"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        return self.valid.upper - timedelta(days=1)


class ContractPrice(Public, Keyed, Made):
    """What one client's service costs while `valid`: `base` for each who begins, `bonus` for each confirmed (E-55)."""

    class Item(models.TextChoices):
        BASE = "base", _("Perusmaksu")
        BONUS = "bonus", _("Bonus")

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="prices")
    item = models.CharField(max_length=8, choices=Item.choices)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    valid = DateRangeField()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by contract item amount valid", "none", "what is paid, and when", "installation"
    )

    class Meta:
        ordering = ["item", "valid"]
        constraints = [
            ExclusionConstraint(
                name="one_contract_price_at_a_time",
                expressions=[
                    (F("contract"), RangeOperators.EQUAL), (F("item"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="contract_price_is_something"),
        ]  # fmt: skip

    @property
    def last_day(self) -> date | None:
        return self.valid.upper - timedelta(days=1) if self.valid.upper else None


class BonusRule(Public, Keyed, Made):
    """Who is a bonus client by the contract, what triggers the bonus, from which day on (E-55, E-56).

    `criteria` is [{"key": "c1", "text": …}]: a status names one of them. A new rule begins where the former ends.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="bonus_rules")
    from_on = models.DateField()
    criteria = models.JSONField()
    trigger = models.CharField(max_length=300)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by contract from_on criteria trigger",
        "none", "bonus by agreed criteria (E-56)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "from_on"], name="one_bonus_rule_from_a_day"),
            models.CheckConstraint(condition=~Q(criteria=[]) & Q(trigger__regex=r"\S"), name="bonus_rule_says_who"),
        ]


class BonusForecast(Public, Keyed, Made):
    """The share of bonus clients that is expected in a year: an estimate, never mixed with what came true (F-20)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="forecasts")
    year = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    basis = models.CharField(max_length=300)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by contract year percent basis", "none", "the estimate beside it", "installation"
    )

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100, basis__regex=r"\S"), name="forecast_is_a_share")
        ]


class ProviderReport(Public, Keyed, Made):
    """How a bought service has gone in a time, in words and without clients: the provider's, or the buyer's (E-57)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="reports")
    period = DateRangeField()
    words = models.TextField()
    by_provider = models.BooleanField()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by contract period words by_provider",
        "none", "how the service has gone (E-57)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["-period", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(words__regex=r"\S"), name="report_says_something")]

    @property
    def last_day(self) -> date:
        return self.period.upper - timedelta(days=1)
