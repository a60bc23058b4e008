"""Who acts for a client: a helper the client has named, or a guardian an authority has ordered (decision 24)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import REPRESENTATIVE, Actor
from rinnalla.access.models import User
from rinnalla.access.roles import PARTS
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair

# What may be done in which state: the pages ask this which buttons to draw, the actions ask it what to refuse.
AHEAD, IN_FORCE, OVER, ENDED = "ahead", "in_force", "over", "ended"
TRANSITIONS: dict[str, tuple[str, ...]] = {"end": (AHEAD, IN_FORCE)}


class Kind(models.TextChoices):
    """On which ground somebody acts."""

    HELPER = "helper", _("Asiakkaan valtuuttama auttaja")
    GUARDIAN = "guardian", _("Edunvalvoja")


GROUNDS = {Kind.HELPER: "helper_mandate", Kind.GUARDIAN: "guardian_order"}


class MandateQuerySet(CaseRows):
    def visible_to(self, actor: Actor) -> "MandateQuerySet":
        """Those of the cases one may see; of the representative one's own alone."""
        if actor.kind == REPRESENTATIVE:
            return self.filter(user_id=actor.user_id)
        return super().visible_to(actor)

    def in_force(self) -> "MandateQuerySet":
        now = dates.now()
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now, ended_at__isnull=True)

    def not_over(self) -> "MandateQuerySet":
        """In force or to come."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=dates.now()), ended_at__isnull=True)


class Mandate(Public, Keyed, Made):
    """Somebody acts for the client of a case, in named parts of the client's own pages, from a moment to a moment.

    A helper's is given by the client; a guardian's is the fact of an authority's decision with its reference, recorded
    by whoever answers for the client: the paper itself is not kept. Ended by either, it opens nothing from then on.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mandates")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=150)  # as whoever gave it wrote it
    parts = models.JSONField(default=list)
    starts_at = models.DateTimeField(default=dates.now)
    ends_at = models.DateTimeField(null=True)
    authority = models.CharField(max_length=40, blank=True)  # a code of mandate_authorities
    reference = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=40, blank=True)  # a code of mandate_endings

    objects = MandateQuerySet.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case user kind name parts starts_at ends_at authority reference decided_on "
        "ended_at ended_by ended_why",
        "personal", "who acts for the client, in what and on which ground", "case",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_ends_after_start",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Viimeinen päivä on ennen alkua."),
            ),
            models.CheckConstraint(
                name="mandate_of_guardian_has_decision",
                condition=Q(kind="helper", authority="", reference="", decided_on__isnull=True)
                | (Q(kind="guardian", decided_on__isnull=False) & ~Q(authority="") & Q(reference__regex=r"\S")),
                violation_error_message=_("Edunvalvojasta kirjataan päätöksen tekijä, päivä ja tunnus."),
            ),
            models.CheckConstraint(name="mandate_covers_something", condition=~Q(parts=[])),
            models.CheckConstraint(
                name="mandate_ended_whole",
                condition=Q(ended_at__isnull=True, ended_why="") | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
            ),
            ExclusionConstraint(
                name="one_mandate_for_one_at_a_time",
                condition=Q(ended_at__isnull=True),
                expressions=[
                    (
                        models.Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    ("case", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                ],
            ),
            pair("mandate", "ended_at", "ended_by"),
        ]

    @property
    def state(self) -> str:
        now = dates.now()
        if self.ended_at:
            return ENDED
        if self.ends_at and self.ends_at <= now:
            return OVER
        return AHEAD if self.starts_at > now else IN_FORCE

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def of_helper(self) -> bool:
        return self.kind == Kind.HELPER

    @property
    def ground(self) -> str:
        return GROUNDS[Kind(self.kind)]

    @property
    def in_order(self) -> list[str]:
        """The parts it covers, as the pages list them."""
        return [part for part in PARTS if part in self.parts]
