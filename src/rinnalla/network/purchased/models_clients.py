"""A client placed in a bought service, and whether the client is a bonus client by the agreed criteria."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Grant
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned
from rinnalla.network.purchased.models import Contract, Lot
from rinnalla.organisations.models import Organisation
from rinnalla.services.models import ServiceEpisode

PROPOSED, CONFIRMED, REFUSED, WITHDRAWN = "proposed", "confirmed", "refused", "withdrawn"
# What may become of a bonus status: the page asks this which buttons to draw, the actions what to refuse (E-56).
BONUS_TRANSITIONS: dict[str, tuple[str, ...]] = {
    "": (PROPOSED,),
    PROPOSED: (CONFIRMED, REFUSED),
    CONFIRMED: (WITHDRAWN,),
    REFUSED: (PROPOSED,),
    WITHDRAWN: (PROPOSED,),
}


class PlacementQuerySet(CaseRows):
    def running(self, on: date | None = None) -> "PlacementQuerySet":
        """Placements that last on a day: not ended, and the contract not over."""
        day = on or dates.today()
        return self.filter(ended_on__isnull=True, until_on__gte=day)

    def given_by(self, actor: Actor) -> "PlacementQuerySet":
        """Those that the actor's own unit gives now, in cases the actor sees: both are asked, and the days."""
        rows = self.visible_to(actor).filter(contract__unit_id=actor.unit_id, placed_on__lte=dates.today()).running()
        return rows.filter(Q(contract__ended_on__isnull=True) | Q(contract__ended_on__gte=dates.today()))


class Placement(Public, Versioned, Keyed, Made):
    """One client's service period, bought by a contract. The provider's unit sees by `grant`, to `until_on` at most.

    `target_group`: partially work-able when the service began (E-30, F-14). `with_diagnosis` and `solved` are told when
    they are known; figures count them, no list shows the first (E-58).
    """

    class Solved(models.TextChoices):
        YES = "yes", _("Ratkaisu löytyi")
        PARTLY = "partly", _("Osaksi")
        NO = "no", _("Ei vielä")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="placements")
    episode = models.OneToOneField(ServiceEpisode, on_delete=models.CASCADE, related_name="placement")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="placements")
    lot = models.ForeignKey(Lot, null=True, on_delete=models.PROTECT, related_name="placements")
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="+")
    placed_on = models.DateField()
    until_on = models.DateField()
    target_group = models.BooleanField(default=False)
    with_diagnosis = models.BooleanField(null=True)
    solved = models.CharField(max_length=8, choices=Solved.choices, blank=True)
    ended_on = models.DateField(null=True)

    objects = PlacementQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by case episode contract lot grant placed_on until_on target_group "
            "solved ended_on",
            "personal", "who is in what was bought", "case",
        ),
        **fields("with_diagnosis", "health", "the share of those with a diagnosis (E-58)", "case"),
    }  # fmt: skip

    class Meta:
        ordering = ["-placed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=models.F("placed_on")), name="placement_until_after_start")
        ]

    @property
    def state(self) -> str:
        """running or ended."""
        return "ended" if self.ended_on or min(self.until_on, self.contract.last_day) < dates.today() else "running"

    @property
    def bonus(self) -> "BonusStatus | None":
        """How the bonus stands: its newest row."""
        return max(self.bonus_rows.all(), key=lambda one: one.pk, default=None)

    def bonus_may(self, state: str) -> bool:
        now = self.bonus
        return state in BONUS_TRANSITIONS[now.state if now else ""]


class BonusStatus(Public, Keyed, Made):
    """A step of a bonus status: proposed, confirmed, refused or withdrawn, by which criterion and why. Rows are added,
    never changed: they are the history (E-55, E-56). `organisation` is the body of who took the step."""

    class State(models.TextChoices):
        PROPOSED = PROPOSED, _("Ehdotettu")
        CONFIRMED = CONFIRMED, _("Vahvistettu")
        REFUSED = REFUSED, _("Ei vahvistettu")
        WITHDRAWN = WITHDRAWN, _("Peruttu")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="bonus_rows")
    state = models.CharField(max_length=10, choices=State.choices)
    criterion = models.CharField(max_length=20)
    criterion_text = models.CharField(max_length=300)
    reason = models.TextField()
    on = models.DateField(default=dates.today)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case placement state on organisation",
            "personal", "bonus by agreed criteria (E-56)", "case",
        ),
        **fields("criterion criterion_text reason", "special", "why the situation is hard (E-56)", "case"),
    }  # fmt: skip

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S") & ~Q(criterion=""), name="bonus_status_says_criterion_and_why"
            )
        ]
