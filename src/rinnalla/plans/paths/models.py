"""The client's service path: steps in order, each with an owner, a planned day, a goal and what came of it (L-17).

A path begins from a template of the version the case runs on and copies what the template says: a later version of
the service model leaves it as it is (I-10). Other rooms' rows are named, not imported: `plans.models` loads this file.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.roles import ROLES
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.models import ServiceModel


class PathQuerySet(CaseRows):
    def running(self) -> "PathQuerySet":
        return self.filter(ended_at__isnull=True)


class ServicePath(Public, Keyed, Versioned, Made):
    """A path of a case. Without `template` it is the case's own, built step by step."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="paths")
    service_model = models.ForeignKey(ServiceModel, null=True, on_delete=models.PROTECT, related_name="+")
    template = models.SlugField(max_length=60, blank=True)
    names = models.JSONField(default=dict)
    started_on = models.DateField(default=dates.today)
    leader_role = models.CharField(max_length=40, blank=True)
    leader = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(blank=True)

    objects = PathQuerySet.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key version made_at made_by case service_model template names started_on leader_role leader "
            "ended_at ended_by",
            "personal",
            "the order of the client's services (L-17, I-10)",
            "case",
        ),
        **fields("end_reason", "special", "why the path ended", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "template"], condition=Q(ended_at__isnull=True), name="path_of_a_template_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(leader_role="") | Q(leader__isnull=False),
                name="path_has_its_leader",
                violation_error_message=_("Polulla on johtaja, jolla on mallin vaatima rooli."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(end_reason__regex=r"\S"), name="path_ends_with_reason"
            ),
            pair("path", "ended_at", "ended_by"),
        ]

    @property
    def name(self) -> str:
        return in_language(self.names) or str(_("Oma polku"))

    @property
    def leader_role_name(self) -> str:
        return str(ROLES[self.leader_role].name) if self.leader_role in ROLES else ""


# What may be done to a step in which state: the view asks this which buttons to draw, the actions what to refuse.
OPEN, DONE, LEFT_OUT, ENDED = "open", "done", "left_out", "ended"
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "change": (OPEN,),
    "move": (OPEN,),
    "done": (OPEN,),
    "leave_out": (OPEN,),
}


class StepQuerySet(CaseRows):
    def open(self) -> "StepQuerySet":
        return self.filter(
            done__isnull=True, omission__isnull=True, path__ended_at__isnull=True, case__closed_at__isnull=True
        )

    def late(self) -> "StepQuerySet":
        return self.open().filter(due_on__lt=dates.today())

    def without_goal(self) -> "StepQuerySet":
        """Steps that lead to no goal of the client's: flagged until somebody says what they are for (V-105)."""
        return self.open().filter(goal__isnull=True)


class PathStep(Public, Keyed, Versioned, Made):
    """A step. `planned_on` is the first agreed day and stays; `due_on` is the one agreed now."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="path_steps")
    path = models.ForeignKey(ServicePath, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60, blank=True)
    names = models.JSONField(default=dict)
    client_names = models.JSONField(default=dict)
    what = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    optional = models.BooleanField(default=False)
    owner_role = models.CharField(max_length=40, blank=True)
    by_client = models.BooleanField(default=False)
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    owner_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey("plans.Goal", null=True, on_delete=models.PROTECT, related_name="steps")
    planned_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    field_group = models.CharField(max_length=20, default="basics")

    objects = StepQuerySet.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key version made_at made_by case path order key names client_names stage optional owner_role "
            "by_client owner owner_unit goal planned_on due_on field_group",
            "personal",
            "who does what next, and by when (L-17, E-38)",
            "case",
        ),
        **fields("what", "special", "a step in words of its own (L-17)", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "order"], name="step_order_once"),
            models.CheckConstraint(condition=~Q(names={}) | Q(what__regex=r"\S"), name="step_says_what"),
            models.CheckConstraint(
                condition=Q(by_client=False) | Q(owner__isnull=True, owner_role=""),
                name="step_has_one_owner",
                violation_error_message=_("Askeleella on yksi tekijä: asiakas tai ammattilainen."),
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], name="step_of_owner")]

    @property
    def name(self) -> str:
        return self.what or in_language(self.names)

    @property
    def plain_name(self) -> str:
        """The step as it is said to the client."""
        return self.what or in_language(self.client_names) or in_language(self.names)

    @property
    def role_name(self) -> str:
        return str(ROLES[self.owner_role].name) if self.owner_role in ROLES else ""

    @property
    def state(self) -> str:
        if hasattr(self, "done"):
            return DONE
        if hasattr(self, "omission"):
            return LEFT_OUT
        return ENDED if self.path.ended_at else OPEN

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def may_be_left_out(self) -> bool:
        """What the template requires stays; what it offers, or what was added here, may be left out with a reason."""
        return self.allows("leave_out") and (self.optional or not self.key)

    @property
    def late_days(self) -> int:
        """Days past the day agreed now; 0 when not late, or no more open."""
        return max(dates.days_since(self.due_on), 0) if self.state == OPEN and self.due_on else 0

    @property
    def delay_days(self) -> int:
        """Days later than first planned: of a done step by its real day, of an open one by today or the new day.

        0 when it is (or was) in time or no day was planned (L-17).
        """
        if self.planned_on is None or self.state in (LEFT_OUT, ENDED):
            return 0
        real = self.done.done_on if self.state == DONE else max(dates.today(), self.due_on or self.planned_on)
        return max((real - self.planned_on).days, 0)

    def is_owner(self, actor: Actor) -> bool:
        return not self.by_client and self.owner_id is not None and self.owner_id == actor.user_id


class StepDone(Made):
    """The step was taken: on which day, and what came of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    step = models.OneToOneField(PathStep, on_delete=models.CASCADE, related_name="done")
    done_on = models.DateField(default=dates.today)
    result = models.TextField()
    field_group = models.CharField(max_length=20, default="basics")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id made_at made_by case step done_on result field_group", "special", "what came of the step (L-17)", "case"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(result__regex=r"\S"), name="step_done_has_result")]


class StepOmission(Made):
    """The step was left out, and why (E-38)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    step = models.OneToOneField(PathStep, on_delete=models.CASCADE, related_name="omission")
    reason = models.TextField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields("id made_at made_by case step reason", "special", "why the step is not taken (E-38)", "case")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="step_omission_says_why")]


class StepMove(Made):
    """The step got another day: from which, to which, why. The first planned day stays on the step."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    step = models.ForeignKey(PathStep, on_delete=models.CASCADE, related_name="moves")
    from_on = models.DateField(null=True)
    to_on = models.DateField()
    reason = models.TextField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields("id made_at made_by case step from_on to_on reason", "special", "why the day changed (L-17)", "case")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="step_move_says_why")]


class ProposalAnswer(models.TextChoices):
    """What became of a proposed step."""

    ACCEPTED = "accepted", _("Otettiin polulle")
    DECLINED = "declined", _("Ei otettu polulle")


class StepProposal(Public, Keyed, Made):
    """Somebody involved proposes the next step; the client's own people decide (L-19, L-87)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="step_proposals")
    what = models.CharField(max_length=200)
    why = models.TextField()
    goal = models.ForeignKey("plans.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    field_group = models.CharField(max_length=20, default="basics")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, blank=True, choices=ProposalAnswer.choices)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answer_reason = models.TextField(blank=True)
    step = models.OneToOneField(PathStep, null=True, on_delete=models.SET_NULL, related_name="proposal")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case goal due_on field_group unit answer answered_at answered_by step",
            "personal",
            "every expert may guide to the next stage (L-19)",
            "case",
        ),
        **fields("what why answer_reason", "special", "what is proposed and what was said to it (L-19, L-87)", "case"),
    }

    class Meta:
        constraints = [
            pair("step_proposal", "answered_at", "answered_by"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer="") & (Q(answer="accepted") | Q(answer_reason__regex=r"\S")),
                name="step_proposal_answer_whole",
            ),
            models.CheckConstraint(condition=Q(what__regex=r"\S") & Q(why__regex=r"\S"), name="step_proposal_says"),
        ]


class Phase(Public, Keyed, Versioned, Made):
    """A phase with its own time; two may overlap (L-69). The aim tells when it is over (L-70)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="phases")
    kind = models.SlugField(max_length=60)
    aim = models.SlugField(max_length=60)
    end_condition = models.TextField()
    starts_on = models.DateField(default=dates.today)
    planned_end_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    condition_met = models.BooleanField(null=True)
    end_reason = models.TextField(blank=True)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key version made_at made_by case kind aim starts_on planned_end_on ended_on ended_by "
            "condition_met",
            "personal",
            "assessment and rehabilitation each in their own time (L-69)",
            "case",
        ),
        **fields("end_condition end_reason", "special", "when the phase is over, and why it ended (L-70)", "case"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end_condition__regex=r"\S"), name="phase_says_when_it_ends"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("starts_on")),
                name="phase_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(planned_end_on__isnull=True) | Q(planned_end_on__gte=models.F("starts_on")),
                name="phase_planned_after_start",
            ),
            models.CheckConstraint(
                name="phase_ends_by_condition_or_reason",
                condition=Q(ended_on__isnull=True, condition_met__isnull=True)
                | Q(ended_on__isnull=False, condition_met=True)
                | Q(ended_on__isnull=False, condition_met=False, end_reason__regex=r"\S"),
                violation_error_message=_("Vaihe päättyy, kun ehto täyttyy, tai syystä, joka kirjataan."),
            ),
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(ended_on__isnull=True), name="phase_of_a_kind_once_open"
            ),
            pair("phase", "ended_on", "ended_by"),
        ]
