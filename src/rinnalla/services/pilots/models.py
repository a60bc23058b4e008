"""A pilot of a service: for how many, from which need, with whose help, where, how it ended. No client data."""

from django.db import models
from django.db.models import F, Q

from rinnalla.access.models import User
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.organisations.models import Region, Unit

# What may be done in which state: the view asks this which buttons to draw, the action asks it what to refuse.
RUNNING, CLOSED = "running", "closed"
TRANSITIONS: dict[str, tuple[str, ...]] = {"close": (RUNNING,)}


class Pilot(Public, Keyed, Made):
    """A service tried out. `target` is how many clients it is meant for; how many came is counted, never typed.

    Closed, it says what was found and, when clients were still in the service, which unit they go on with: no one is
    left without (E-06, C-29).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    card = models.ForeignKey(ServiceCard, on_delete=models.PROTECT, related_name="pilots")
    name = models.CharField(max_length=120)
    target = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=40)
    need = models.TextField()
    programme = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    findings = models.TextField(blank=True)
    goes_on_in = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    goes_on_how = models.TextField(blank=True)

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region card name target starts_on ends_on place need programme closed_at "
        "closed_by findings goes_on_in goes_on_how",
        "none", "try a new service and learn from it (E-37)", "installation",
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(target__gte=1), name="pilot_target_is_something"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="pilot_ends_after_start"),
            models.CheckConstraint(condition=Q(need__regex=r"\S"), name="pilot_says_need"),
            pair("pilot", "closed_at", "closed_by"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, findings="", goes_on_in__isnull=True, goes_on_how="")
                | Q(closed_at__isnull=False, findings__regex=r"\S"),
                name="pilot_closed_with_findings",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        return CLOSED if self.closed_at else RUNNING

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]
