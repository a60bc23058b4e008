"""The first structured talk: network, goal and resources, and what each area of life needs (V-46, L-78, I-14).

A draft is edited until it is signed. A signed one is locked by the database; a correction is a new row with a reason.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rinnalla.access.models import User
from rinnalla.assessments.ability.models import AbilityReview as AbilityReview  # a table is found through its room
from rinnalla.assessments.ability.models import Reassessment as Reassessment
from rinnalla.assessments.ability.models import WorkAbilityAssessment as WorkAbilityAssessment
from rinnalla.assessments.network.models import NetworkActor as NetworkActor
from rinnalla.assessments.network.models import NetworkReview as NetworkReview
from rinnalla.assessments.results.models import InstrumentResult as InstrumentResult
from rinnalla.assessments.results.models import Situation as Situation
from rinnalla.assessments.results.models import SituationValue as SituationValue
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.servicemodels.codes import Pinned
from rinnalla.servicemodels.models import ServiceModel

DRAFT, SIGNED, CORRECTED = "draft", "signed", "corrected"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {"save": (DRAFT,), "sign": (DRAFT,), "correct": (SIGNED,)}
REQUIRED_PARTS = ("network", "goal", "resources")


class NeedsAssessmentQuerySet(CaseRows):
    def newest_first(self) -> "NeedsAssessmentQuerySet":
        return self.order_by("-number", "-revision")

    def open(self) -> "NeedsAssessmentQuerySet":
        return self.filter(signed_at__isnull=True)


class NeedsAssessment(Public, Versioned, Keyed, Made):
    """One talk through the client's situation. `number` counts the talks of a case, `revision` corrections of one.

    `service_model` is the version whose questions were asked: it draws them again for ever (V-114).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessments")
    service_model = models.ForeignKey(ServiceModel, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    correction_reason = models.TextField(blank=True)
    talked_on = models.DateField(default=dates.today)
    network = models.TextField(blank=True)
    goal = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    motivation = models.PositiveSmallIntegerField(null=True)
    health_notes = models.TextField(blank=True)
    criteria = ArrayField(models.CharField(max_length=60), default=list)
    responsible_reason = models.TextField(blank=True)
    unemployment_spells = models.PositiveSmallIntegerField(null=True)
    unemployment_months = models.PositiveSmallIntegerField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = NeedsAssessmentQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by case service_model number revision corrects talked_on signed_at "
            "signed_by",
            "personal", "know when and by whom the needs were gone through", "case",
        ),
        **fields(
            "network goal resources wish motivation correction_reason responsible_reason", "special",
            "begin from the client", "case",
        ),
        **fields("health_notes criteria", "health", "what in health bears on work", "case"),
        **fields("unemployment_spells unemployment_months", "employment", "propose a criterion (V-19)", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number", "revision"], name="assessment_revision_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(signed_at__isnull=True), name="one_assessment_draft_a_case"
            ),
            models.CheckConstraint(
                condition=Q(motivation__isnull=True) | Q(motivation__range=(0, 10)), name="assessment_motivation_0_10"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | (~Q(network="") & ~Q(goal="") & ~Q(resources="")),
                name="assessment_signed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, revision=1)
                | Q(corrects__isnull=False, revision__gt=1) & ~Q(correction_reason=""),
                name="assessment_correction_says_why",
            ),
            pair("assessment", "signed_at", "signed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.number}.{self.revision}"

    @property
    def asked_by(self) -> Pinned:
        """The version of the service model whose questions this talk asks."""
        return Pinned(self.service_model_id, self.case.region_id)

    @property
    def state(self) -> str:
        if self.signed_at is None:
            return DRAFT
        later = getattr(self, "correction", None)
        return CORRECTED if later is not None and later.signed_at else SIGNED

    def allows(self, act: str) -> bool:
        """A signed one whose correction has been begun is corrected there, not twice."""
        return self.state in TRANSITIONS[act] and not (act == "correct" and hasattr(self, "correction"))

    @property
    def missing_parts(self) -> list[str]:
        """The required parts that are still empty (L-78)."""
        return [part for part in REQUIRED_PARTS if not getattr(self, part).strip()]


class LifeAreaAnswer(models.Model):
    """What one area of life needs: no_need, need, later or not_asked, with a note (I-14). Seen by its field group.

    `answer` is the professional's view, `client_answer` the client's own beside it, empty where it was not asked apart.
    `source` tells where the professional's view comes from, and from whom (`fact_sources`).
    """

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.CASCADE, related_name="answers")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    area = models.CharField(max_length=60)
    field_group = models.CharField(max_length=20)
    answer = models.CharField(max_length=20)
    client_answer = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=60, default="told_by_client")
    source_whom = models.CharField(max_length=200, blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields("id assessment case area field_group", "personal", "know what was gone through", "case"),
        **fields(
            "answer client_answer note source source_whom", "special", "find the services that help", "case"
        ),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "area"], name="area_answered_once")]


class QuestionAnswer(models.Model):
    """An answer to a question of the interview's form (V-114): true, 14, "2026-11-03" or text. Seen by its field group.

    What the question was is told by its key in the version the assessment points to.
    """

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.CASCADE, related_name="told")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=60)
    field_group = models.CharField(max_length=20)
    value = models.JSONField()

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields("id assessment case question field_group", "personal", "know what was asked", "case"),
        **fields("value", "special", "find the services that help", "case"),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="question_answered_once")]


class RuleDecision(Public, Keyed):
    """What a rule proposed and what the professional chose, side by side for ever (T-42, V-113).

    `subject` is "segment" or the key of a way into a service; `proposed` and `chosen` are a segment's key, or "use" and
    "not_used". Where the rule had no opinion, `proposed` is empty. `facts` are those weighed; they were seen with
    `field_groups`, and only who has all of these sees them and the proposal.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rule_decisions")
    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.CASCADE, related_name="decisions")
    service_model = models.ForeignKey(ServiceModel, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=60)
    weighed_on = models.DateField(default=dates.today)
    rule = models.CharField(max_length=60, blank=True)
    proposed = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    field_groups = ArrayField(models.CharField(max_length=20))
    chosen = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=dates.now)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key case assessment service_model subject weighed_on field_groups decided_by decided_at",
            "personal", "know who chose and when", "case",
        ),
        **fields("rule proposed facts", "health", "show the grounds of a proposal", "case"),
        **fields("chosen reason", "special", "carry the choice on", "case"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(chosen=models.F("proposed")) | ~Q(reason=""), name="decision_off_the_proposal_says_why"
            ),
        ]

    @property
    def followed(self) -> bool:
        """Was the proposal followed? A decision without a proposal is neither."""
        return bool(self.proposed) and self.chosen == self.proposed


class InstrumentUse(Public, Keyed, Made):
    """An instrument of the registry that was used in a talk, or found not suitable (T-50, E-46, V-98).

    `in_core_set` tells how it was on that day in that stage. What lies outside the core set, and what did not suit, has
    a coded `reason`, which is counted; `note` is for the case alone. None is compulsory, so a talk may have no rows.
    """

    class Outcome(models.TextChoices):
        USED = "used"
        NOT_SUITABLE = "not_suitable"

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.CASCADE, related_name="instruments")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    instrument = models.SlugField(max_length=60)
    stage = models.CharField(max_length=20)
    in_core_set = models.BooleanField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reason = models.SlugField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by assessment case stage instrument in_core_set outcome reason", "personal",
            "choose what suits the client, and learn which do (T-50, E-46)", "case",
        ),
        **fields("note", "health", "tell more of what did not suit", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "instrument"], name="instrument_once_in_a_talk"),
            models.CheckConstraint(
                condition=Q(outcome="used", in_core_set=True) | ~Q(reason=""), name="instrument_off_the_set_says_why"
            ),
        ]
