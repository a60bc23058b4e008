"""What the client keeps on the own pages, and how often an address has sent the public form.

Own notes and own assessments stand behind a wall of their own: the client alone writes them, and nobody else sees one
before the client has shared it (`docs/access.md`, "What the client keeps").
"""

from django.db import models
from django.db.models import Q

from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned


class ContactAttempt(models.Model):
    """A sending of the public contact form. `address_key` is a keyed digest that changes daily, never the address."""

    address_key = models.CharField(max_length=64)
    at = models.DateTimeField(default=dates.now)

    wall = "none"
    Data = fields("id address_key at", "none", "hold back a flood of contact requests", "draft")

    class Meta:
        indexes = [models.Index(fields=["address_key", "at"], name="contact_attempt_recent")]


class OwnRows(CaseRows):
    def visible_to(self, actor) -> "OwnRows":
        """All of one's own; of a client's, what the client has shared."""
        rows = super().visible_to(actor)
        return rows if actor.is_client else rows.shared()

    def shared(self) -> "OwnRows":
        return self.filter(shared_at__isnull=False)


class OwnNote(Public, Keyed, Versioned, Made):
    """A note of the client's own: of anything, or one's own words about the plan. It may carry a link (T-31)."""

    class About(models.TextChoices):
        ANYTHING = "anything"
        PLAN = "plan"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="own_notes")
    about = models.CharField(max_length=10, choices=About.choices, default=About.ANYTHING)
    text = models.TextField()
    link = models.URLField(max_length=400, blank=True)
    changed_at = models.DateTimeField(default=dates.now)
    shared_at = models.DateTimeField(null=True)

    objects = OwnRows.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key version made_at made_by case about changed_at shared_at", "personal",
            "let the client keep own notes and decide who reads them", "case",
        ),
        **fields("text link", "special", "what the client wants to remember or tell", "case"),
    }

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(text__regex=r"\S"), name="own_note_says_something")]


class OwnAssessment(Public, Keyed, Made):
    """How the client sees the own situation, or a result from elsewhere that the client wrote down (T-45).

    Points by the scales of a registered instrument's edition, as of `assessments.InstrumentResult`; no item of
    anybody's instrument. It never changes: a wrong one is taken away and made again.
    """

    subject = ""  # an own assessment is about the client, not about one goal

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="own_assessments")
    instrument = models.SlugField(max_length=60)
    edition = models.CharField(max_length=60)
    measured_on = models.DateField(default=dates.today)
    scores = models.JSONField()
    words = models.TextField(blank=True)
    shared_at = models.DateTimeField(null=True)

    objects = OwnRows.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case instrument edition measured_on shared_at", "personal",
            "let the client see the own change and decide who sees it", "case",
        ),
        **fields("scores words", "special", "how the client sees the own situation", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "instrument", "edition", "measured_on"], name="own_assessment_once_a_day"
            )
        ]
