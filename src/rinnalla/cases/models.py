"""A person's case: who holds it, who is responsible, what is next, who is in the team.

A case is *arranging* (holder unit, arranger, due date of naming) or *open* (responsible worker, next step with a
date, review date) or *closed*. The check on the row says so; the terms of responsible workers may not overlap.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from rinnalla.access import rules
from rinnalla.access.actor import Actor
from rinnalla.access.models import Grant, User
from rinnalla.cases.models_load import Weight
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Region, Unit
from rinnalla.people.models import Person
from rinnalla.servicemodels.codes import code_name
from rinnalla.servicemodels.models import ServiceModel

STAGES = ("identification", "initial_service", "mapping", "services", "follow_up")

# What may be done in which state: the view asks this which buttons to draw, the actions ask it what to refuse.
ARRANGING, OPEN, CLOSED = "arranging", "open", "closed"
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "propose_responsible": (ARRANGING,),
    "propose_handover": (OPEN,),
    "edit": (ARRANGING, OPEN),
    "close": (OPEN,),
    "return": (CLOSED,),
}


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> "CaseQuerySet":
        return rules.visible(self, actor, "id")

    def not_closed(self) -> "CaseQuerySet":
        return self.filter(closed_at__isnull=True)

    def arranging(self) -> "CaseQuerySet":
        """Cases nobody is responsible for yet: the list behind V-14 and I-26."""
        return self.not_closed().filter(responsible_worker__isnull=True)

    def led_by(self, actor: Actor) -> "CaseQuerySet":
        return self.not_closed().filter(responsible_worker_id=actor.user_id)


class Case(Public, Versioned, Keyed, Made):
    """One person's time with the service, from the first sign to a solution.

    `service_model` is the version of the region's service model that the case runs on: the one in force when it was
    opened, until somebody moves it (I-10). None where the region had none. `support_level` is the layer of
    support it is in now (L-08); `cases.layers` moves it and keeps every move.
    """

    number = models.CharField(max_length=20, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    service_model = models.ForeignKey(ServiceModel, null=True, on_delete=models.PROTECT, related_name="cases")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    holder_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, choices=[(stage, stage) for stage in STAGES], default="initial_service")
    wish = models.TextField(blank=True)
    motivation = models.PositiveSmallIntegerField(null=True, blank=True)
    weight = models.CharField(max_length=10, choices=Weight.choices, default="normal", db_default="normal")
    arranger = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    naming_due_on = models.DateField(null=True)
    responsible_worker = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    responsible_since = models.DateTimeField(null=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True)
    support_level = models.PositiveSmallIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="returns")

    objects = CaseQuerySet.as_manager()

    wall = "case_self"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by number region service_model holder_unit stage weight arranger "
            "naming_due_on responsible_worker responsible_since review_on last_contact_on next_step_on closed_at "
            "support_level "
            "closed_by previous person",
            "personal",
            "hold the case",
            "case",
        ),
        **fields("wish motivation next_step", "special", "the client's own goal comes first (V-24)", "case"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_arranging_or_open",
                condition=Q(closed_at__isnull=False)
                | Q(responsible_worker__isnull=True, arranger__isnull=False, naming_due_on__isnull=False)
                | (
                    Q(responsible_worker__isnull=False, next_step_on__isnull=False, review_on__isnull=False)
                    & ~Q(next_step="")
                ),
                violation_error_message="Avoimella asialla on asiakasvastaava, seuraava askel ja tarkistuspäivä.",
            ),
            models.CheckConstraint(
                condition=Q(motivation__isnull=True) | Q(motivation__range=(0, 10)), name="case_motivation_0_10"
            ),
            models.CheckConstraint(condition=Q(weight__in=Weight.values), name="case_weight_known"),
            pair("case", "closed_at", "closed_by"),
        ]
        indexes = [
            models.Index(
                fields=["responsible_worker", "next_step_on"], condition=Q(closed_at__isnull=True), name="case_led"
            ),
            models.Index(
                fields=["holder_unit", "naming_due_on"], condition=Q(closed_at__isnull=True), name="case_held"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> str:
        if self.closed_at:
            return CLOSED
        return OPEN if self.responsible_worker_id else ARRANGING

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def stage_index(self) -> int:
        return STAGES.index(self.stage)


class CaseRows(models.QuerySet):
    def visible_to(self, actor: Actor) -> "CaseRows":
        return rules.visible(self, actor)


class ResponsibleTerm(models.Model):
    """From when to when somebody was responsible: terms of a case never overlap, and a hand-over leaves no gap."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="terms")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    period = DateTimeRangeField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields("id case worker period", "personal", "who answered for the whole, and when (V-14)", "case")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_responsible_worker_at_a_time",
                expressions=[(F("case"), RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            )
        ]


class Answer(models.TextChoices):
    YES = "yes"
    NO = "no"


class DecisionPower(models.TextChoices):
    """What the worker may decide on the client's services and livelihood (L-41)."""

    NONE = "none"
    SERVICES = "services"
    LIVELIHOOD = "livelihood"


class ResponsibleProposal(Public, Versioned, Keyed, Made):
    """Somebody is asked to be responsible: first naming, or an escorted hand-over (L-44).

    It takes effect when the worker has accepted and the client has answered yes; a hand-over also needs the joint
    meeting's date. Until then the one before stays in charge.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="proposals")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    worker_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    handover_from = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decision_power = models.CharField(max_length=20, choices=DecisionPower.choices)
    reason = models.TextField(blank=True)
    answer_due_on = models.DateField()
    meeting_on = models.DateField(null=True)
    stays_beside_until = models.DateField(null=True)
    worker_answer = models.CharField(max_length=5, blank=True, choices=Answer.choices)
    worker_answered_at = models.DateTimeField(null=True)
    worker_reason = models.TextField(blank=True)
    client_answer = models.CharField(max_length=5, blank=True, choices=Answer.choices)
    client_answered_at = models.DateTimeField(null=True)
    client_answer_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    client_words = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid version form_key made_at made_by case worker worker_unit handover_from decision_power reason "
        "answer_due_on meeting_on stays_beside_until worker_answer worker_answered_at worker_reason client_answer "
        "client_answered_at client_answer_by client_words settled_at settled_by",
        "personal",
        "agree on the responsible worker (V-57, L-41, L-44)",
        "case",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(settled_at__isnull=True), name="one_open_proposal_a_case"
            ),
            pair("proposal", "settled_at", "settled_by"),
            pair("proposal", "client_answered_at", "client_answer_by"),
            models.CheckConstraint(
                condition=Q(meeting_on__isnull=True) | Q(handover_from__isnull=False), name="joint_meeting_in_handover"
            ),
        ]

    @property
    def is_handover(self) -> bool:
        return self.handover_from_id is not None

    @property
    def agreed(self) -> bool:
        met = self.meeting_on is not None or not self.is_handover
        return self.worker_answer == Answer.YES and self.client_answer == Answer.YES and met


class TeamMember(Public, Made):
    """A professional in the client's team. Membership and grant begin and end together."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=120)
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields("id uuid made_at made_by case user unit task grant left_at left_by", "personal", "who helps", "case")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], condition=Q(left_at__isnull=True), name="in_team_once"),
            pair("team", "left_at", "left_by"),
        ]

    @property
    def role_names(self) -> list[str]:
        """The roles they have now, in the reader's language; the row comes from `models_team.with_roles`."""
        return [code_name("assignment_roles", one) for one in self.roles]  # type: ignore[attr-defined]


class StageEntry(models.Model):
    """When the case came to a stage. The drawn path and the stage figures read it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=20)
    entered_at = models.DateTimeField(default=dates.now)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields("id case stage entered_at entered_by", "personal", "where on the path", "case")


class Channel(models.TextChoices):
    PHONE = "phone"
    MEETING = "meeting"
    VIDEO = "video"
    MESSAGE = "message"
    HOME = "home"
    LETTER = "letter"


class ContactNote(Public, Keyed, Made):
    """A contact with the client or with somebody for the client. The first one is measured (V-106)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField(default=dates.today)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    with_client = models.BooleanField(default=True)
    subject = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    field_group = models.CharField(max_length=20, default="basics")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    is_first = models.BooleanField(default=False)
    waited_days = models.PositiveIntegerField(null=True, blank=True)
    client_rating = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case on channel with_client subject text field_group minutes is_first "
        "waited_days client_rating unit",
        "special",
        "what was said and done",
        "case",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(is_first=True), name="one_first_contact"),
            models.CheckConstraint(
                condition=Q(client_rating__isnull=True) | Q(client_rating__range=(1, 5)), name="rating_1_5"
            ),
        ]
        indexes = [models.Index(fields=["case", "-on"], name="contact_newest")]


class Closing(Public, Keyed, Made):
    """How a case ended: what was solved, what stays open (I-12). One for a case."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="closing")
    solution_kind = models.CharField(max_length=40)
    solved = models.TextField()
    stays_open = models.TextField()
    client_words = models.TextField(blank=True)
    closed_on = models.DateField(default=dates.today)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case solution_kind solved stays_open client_words closed_on",
        "special",
        "a clear solution for everybody (I-12)",
        "case",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(solved="") & ~Q(stays_open=""), name="closing_says_both"),
        ]


from rinnalla.cases.behalf import models as behalf_models  # noqa: E402, F401
from rinnalla.cases.breakglass import models as breakglass_models  # noqa: E402, F401
from rinnalla.cases.consents import models as consent_models  # noqa: E402, F401
from rinnalla.cases.disclosures import models as disclosure_models  # noqa: E402, F401
from rinnalla.cases.layers import models as layer_models  # noqa: E402, F401  # the room's other tables
from rinnalla.cases.mandates import models as mandate_models  # noqa: E402, F401
from rinnalla.cases.messages import models as message_models  # noqa: E402, F401
from rinnalla.cases.models_team import Assignment, ClosingHandover  # noqa: E402, F401  # they name Case
