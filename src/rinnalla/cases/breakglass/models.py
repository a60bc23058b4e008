"""Emergency access: one asks, another of the same organisation approves, an hour at most, reviewed within a day (A11).

Nobody opens a case alone. What was asked for is looked up when it is asked, and whether it is there is told to nobody
before the second person has approved.
"""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Grant, User
from rinnalla.access.permissions import Permission
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, pair
from rinnalla.organisations.models import Organisation, Region, Unit

LONGEST = 60  # minutes; the region may set less (deadline `break_glass`), never more

# What may be done in which state: the pages ask this which buttons to draw, the actions ask it what to refuse.
WAITING, LAPSED, REFUSED, EMPTY, OPEN, OVER = "waiting", "lapsed", "refused", "empty", "open", "over"
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "approve": (WAITING,), "refuse": (WAITING,), "end": (OPEN,), "review": (OPEN, OVER),
}  # fmt: skip


class Verdict(models.TextChoices):
    """What the data-protection officer found."""

    JUSTIFIED = "justified", _("Avaamiselle oli peruste")
    UNJUSTIFIED = "unjustified", _("Avaamiselle ei ollut perustetta")


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    def visible_to(self, actor: Actor) -> "BreakGlassQuerySet":
        """The officer's region's; for others those of one's own organisation."""
        if actor.can(Permission.BREAK_GLASS_REVIEW):
            return self.filter(region_id=actor.region_id)
        if actor.can(Permission.BREAK_GLASS_OPEN) and actor.agreed:
            return self.filter(organisation_id=actor.organisation_id)
        return self.none()

    def waiting(self) -> "BreakGlassQuerySet":
        return self.filter(approved_at=None, refused_at=None, lapses_at__gt=dates.now())

    def to_review(self) -> "BreakGlassQuerySet":
        return self.filter(approved_at__isnull=False, grant__isnull=False, reviewed_at=None)


class BreakGlass(Public, Keyed, Made):
    """One request for emergency access. `made_by` asks, `approved_by` is somebody else; the grant lasts `minutes`.

    `case` is empty when nothing was found: the page tells it only after the approval. `sought` is the number of the
    case that was typed, empty when an identity code was.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    sought = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=40)
    words = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    field_groups = ArrayField(models.CharField(max_length=20))
    lapses_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    grant = models.OneToOneField(Grant, null=True, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    review_by = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    review_words = models.TextField(blank=True)

    objects = BreakGlassQuerySet.as_manager()
    wall = "inbox"
    Data = {
        **fields(
            "id uuid form_key made_at made_by unit organisation region case sought reason minutes field_groups "
            "lapses_at approved_at approved_by refused_at refused_by grant ends_at ended_at ended_by review_by "
            "reviewed_at reviewed_by verdict",
            "personal", "nobody opens data in an emergency alone or unseen (A11)", "case",
        ),
        **fields("words review_words", "personal", "why data were opened, and whether rightly", "case"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST), name="break_glass_an_hour_at_most"
            ),
            models.CheckConstraint(condition=Q(words__regex=r"\S"), name="break_glass_says_why"),
            models.CheckConstraint(condition=Q(field_groups__len__gte=1), name="break_glass_names_groups"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")), name="break_glass_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(refused_at__isnull=True), name="break_glass_one_answer"
            ),
            models.CheckConstraint(
                condition=Q(grant__isnull=True, ends_at__isnull=True, review_by__isnull=True)
                | Q(
                    approved_at__isnull=False, case__isnull=False, grant__isnull=False, review_by__isnull=False,
                    ends_at__lte=F("approved_at") + timedelta(hours=1),
                ),
                name="break_glass_opens_after_approval",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, verdict="", review_words="")
                | Q(reviewed_at__isnull=False, grant__isnull=False, verdict__in=Verdict.values,
                    review_words__regex=r"\S"),
                name="break_glass_reviewed_whole",
            ),
            *(pair("break_glass", f"{act}_at", f"{act}_by") for act in ("approved", "refused", "ended", "reviewed")),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["region", "review_by"], name="break_glass_to_review",
                         condition=Q(grant__isnull=False, reviewed_at__isnull=True)),
        ]  # fmt: skip

    @property
    def state(self) -> str:
        if self.refused_at:
            return REFUSED
        if not self.approved_at:
            return LAPSED if self.lapses_at <= dates.now() else WAITING
        if self.ends_at is None:
            return EMPTY
        return OVER if self.ended_at or self.ends_at <= dates.now() else OPEN

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act] and not (act == "review" and self.reviewed_at)

    @property
    def review_late(self) -> bool:
        return self.review_by is not None and self.reviewed_at is None and self.review_by < dates.now()
