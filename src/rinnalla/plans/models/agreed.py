"""What was agreed: versions that never change, the client's answer, what is said and what is given to others."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Consent
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public
from rinnalla.organisations.models import Organisation
from rinnalla.plans.models.plan import Plan


class PlanVersion(Public, Keyed, Made):
    """The plan as it was agreed on a day. Immutable: a trigger refuses UPDATE and DELETE of the application."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plan_versions")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=40, default="review")
    reason = models.TextField()
    content = models.JSONField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case plan number cause reason content",
        "special", "what was agreed and why it was changed (I-16, L-79)", "case",
    )

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once")]

    @property
    def approval(self) -> "Approval | None":
        """The client's newest answer, from the prefetched rows."""
        return max(self.approvals.all(), key=lambda one: one.pk, default=None)


class Answer(models.TextChoices):
    """The client's answer to a version."""

    APPROVED = "approved", _("Hyväksyy suunnitelman")
    QUESTIONED = "questioned", _("Haluaa muuttaa suunnitelmaa")


class Mode(models.TextChoices):
    """How the client's answer came: by the client online, or recorded by a worker."""

    ONLINE = "online", _("Omassa palvelussa")
    PAPER = "paper", _("Allekirjoitti paperin")
    SPOKEN = "spoken", _("Sanoi suullisesti")


class RecordedWhy(models.TextChoices):
    """Why a worker recorded the client's answer."""

    NO_ACCOUNT = "no_account", _("Asiakas ei käytä omaa palvelua")
    ASKED = "asked_worker", _("Asiakas pyysi kirjaamaan puolestaan")
    INTERPRETER = "interpreter", _("Asiointi tulkin kanssa")
    TOGETHER = "in_meeting", _("Käytiin läpi yhdessä tapaamisessa")


class Approval(Public, Keyed, Made):
    """The client's act on a version: approved, or questioned with words (L-62). Never made without the client."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="approvals")
    answer = models.CharField(max_length=12, choices=Answer.choices)
    answered_on = models.DateField(default=dates.today)
    words = models.TextField(blank=True)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    recorded_why = models.CharField(max_length=20, blank=True, choices=RecordedWhy.choices)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case version answer answered_on words mode recorded_why",
        "special", "the client's own act on the plan (L-62)", "case",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recorded_answer_says_why",
                condition=Q(mode="online", recorded_why="") | (~Q(mode="online") & ~Q(recorded_why="")),
            ),
            models.CheckConstraint(name="question_has_words", condition=Q(answer="approved") | ~Q(words="")),
            models.UniqueConstraint(fields=["version"], condition=Q(answer="approved"), name="approved_once"),
        ]


class PartyApproval(Made):
    """An organisation of the plan stands behind its own part of a version (L-54). Asked again only when that part
    changes: see `rounds.py`."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="party_approvals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields("id made_at made_by case version organisation", "personal", "who stands behind it (L-54)", "case")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "organisation"], name="party_approved_once")]


class PlanComment(Public, Keyed, Made):
    """What the client or a professional says about the plan (V-93). All who see the plan read it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields("id uuid form_key made_at made_by case plan text", "special", "the client's voice (V-93)", "case")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(text__regex=r"\S"), name="comment_has_text")]

    @property
    def from_client(self) -> bool:
        return self.made_by is not None and self.made_by.person_id is not None


class Packet(Public, Keyed, Made):
    """The cover note and the parts of a version given to one organisation, with the ground that let it (V-58)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="packets")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=60)
    consent = models.ForeignKey(Consent, null=True, on_delete=models.PROTECT, related_name="+")
    field_groups = models.JSONField()
    cover_note = models.TextField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case version organisation ground consent field_groups cover_note",
        "special", "what was given to whom and on which ground (V-58)", "copy",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="packet_consent_named",
                condition=Q(ground="consent", consent__isnull=False) | (~Q(ground="consent") & Q(consent__isnull=True)),
            ),
        ]
