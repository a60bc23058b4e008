"""The work-ability support plan as it is being made: the client's goals in own words, who does what and when.

The rows of goals and actions are the plan as it is being made. A version is a copy of them that nothing changes any
more; the client approves or questions a version, never the draft (I-16, L-62).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Organisation


class MadeIn(models.TextChoices):
    """Where the plan was made (I-25)."""

    TEAM = "team", _("Työkykytiimissä")
    NETWORK = "network", _("Verkostossa")


class Plan(Public, Keyed, Versioned, Made):
    """The one plan of a case. What it holds is in its goals and actions; what was agreed is in its versions."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="plan")
    made_in = models.CharField(max_length=10, choices=MadeIn.choices)
    review_on = models.DateField()
    support_months = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key version made_at made_by case made_in review_on support_months",
        "personal", "the one plan (V-55), and how long support is needed (L-74)", "case",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(support_months__isnull=True) | Q(support_months__range=(1, 120)),
                name="plan_support_months",
                violation_error_message=_("Arvioi tuen kesto kuukausina, 1–120."),
            )
        ]
        indexes = [models.Index(fields=["review_on"], name="plan_review")]


class GoalQuerySet(CaseRows):
    def open(self) -> "GoalQuerySet":
        return self.filter(closure__isnull=True)


class Goal(Public, Keyed, Versioned, Made):
    """What the client wants, in the client's own words (V-94)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    in_clients_words = models.TextField()
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    purpose = models.CharField(max_length=40)
    said_on = models.DateField(default=dates.today)
    field_group = models.CharField(max_length=20, default="basics")

    objects = GoalQuerySet.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key version made_at made_by case plan in_clients_words importance purpose said_on field_group",
        "special", "the client's goals steer everything (V-94, V-105)", "case",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_clients_words__regex=r"\S"),
                name="goal_in_clients_words",
                violation_error_message=_("Kirjoita tavoite asiakkaan omin sanoin."),
            ),
            models.CheckConstraint(
                condition=Q(importance__isnull=True) | Q(importance__range=(0, 10)), name="goal_importance_0_10"
            ),
            models.CheckConstraint(
                condition=Q(purpose__regex=r"\S"),
                name="goal_has_purpose",
                violation_error_message=_("Valitse, mihin tavoite vie."),
            ),
        ]


class GoalOutcome(models.TextChoices):
    """What became of a goal."""

    REACHED = "reached", _("Toteutui")
    PARTLY = "partly_reached", _("Toteutui osittain")
    CHANGED = "changed", _("Vaihtui toiseen tavoitteeseen")
    LEFT = "left", _("Ei ole enää asiakkaalle tärkeä")


class GoalClosure(Made):
    """A goal ended: what came of it, when and why."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="closure")
    outcome = models.CharField(max_length=20, choices=GoalOutcome.choices)
    reason = models.TextField(blank=True)
    closed_on = models.DateField(default=dates.today)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id made_at made_by case goal outcome reason closed_on", "special", "what came of the goal (T-32)", "case"
    )


# What may be done to an action in which state: the view asks this which buttons to draw, the actions what to refuse.
OPEN_ACTION, DONE, DROPPED = "open", "done", "dropped"
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "change": (OPEN_ACTION,),
    "accept": (OPEN_ACTION,),
    "done": (OPEN_ACTION,),
    "drop": (OPEN_ACTION,),
}


class ActionQuerySet(CaseRows):
    def of_plan(self) -> "ActionQuerySet":
        """Not dropped from the plan."""
        return self.filter(drop__isnull=True)

    def open(self) -> "ActionQuerySet":
        return self.filter(
            drop__isnull=True, done__isnull=True, goal__closure__isnull=True, case__closed_at__isnull=True
        )

    def late(self) -> "ActionQuerySet":
        """Open, and the due date or the follow-up date has passed (V-99)."""
        today = dates.today()
        return self.open().filter(Q(due_on__lt=today) | Q(follow_up_on__lt=today))

    def accepted(self) -> "ActionQuerySet":
        return self.filter(pk__in=ActionAcceptance.objects.filter(lapsed_at__isnull=True).values("action_id"))

    def unaccepted(self) -> "ActionQuerySet":
        return self.open().exclude(pk__in=ActionAcceptance.objects.filter(lapsed_at__isnull=True).values("action_id"))

    def promised_by(self, actor: Actor) -> "ActionQuerySet":
        """The actions whose party the actor is: the client's own, or those one answers for oneself."""
        if actor.on_clients_side:
            return self.filter(by_client=True, case__person_id=actor.person_id)
        mine = Q(owner_id=actor.user_id) | Q(owner__isnull=True, organisation_id=actor.organisation_id)
        return self.filter(mine, by_client=False)


class Action(Public, Keyed, Versioned, Made):
    """What is done for a goal. One party: the client, or a professional with the organisation one answers for."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="actions")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(max_length=300)
    by_client = models.BooleanField(default=False)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    field_group = models.CharField(max_length=20, default="basics")

    objects = ActionQuerySet.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key version made_at made_by case goal what by_client owner organisation due_on follow_up_on "
        "field_group",
        "special", "who does what and when (L-51)", "case",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="action_has_one_party",
                condition=Q(by_client=True, owner__isnull=True, organisation__isnull=True)
                | (Q(by_client=False) & (Q(owner__isnull=False) | Q(organisation__isnull=False))),
                violation_error_message=_("Toimella on yksi tekijä: asiakas, ammattilainen tai organisaatio."),
            ),
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="action_says_what"),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], name="action_of_owner"),
            models.Index(fields=["case", "due_on"], name="action_of_case"),
        ]

    @property
    def state(self) -> str:
        if hasattr(self, "drop"):
            return DROPPED
        return DONE if hasattr(self, "done") else OPEN_ACTION

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def acceptance(self) -> "ActionAcceptance | None":
        """The promise in force, from the prefetched rows."""
        return next((one for one in self.acceptances.all() if one.lapsed_at is None), None)

    @property
    def party(self) -> str:
        """The doer as a form's choice: "client", or the owner's id."""
        return "client" if self.by_client else str(self.owner_id or "")

    @property
    def late_days(self) -> int:
        """How many days past the due date, or past the follow-up date when there is no late due date; 0 when not."""
        if self.state != OPEN_ACTION:
            return 0
        passed = [dates.days_since(day) for day in (self.due_on, self.follow_up_on) if day]
        return max([0, *passed])

    @property
    def lacks(self) -> list[str]:
        """What of the four the action does not have yet (L-51); the client needs no organisation."""
        party = [] if self.by_client else ["owner_id", "organisation_id"]
        return [name.removesuffix("_id") for name in (*party, "due_on", "follow_up_on") if getattr(self, name) is None]

    def is_party(self, actor: Actor) -> bool:
        """Whether the actor is the one to promise and to mark done."""
        if actor.on_clients_side:
            return self.by_client
        if self.by_client:
            return False
        return self.owner_id == actor.user_id or (
            self.owner_id is None and self.organisation_id == actor.organisation_id
        )


class ActionAcceptance(models.Model):
    """The party's promise to do the action (L-54). Lapses when what was promised is changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="acceptances")
    accepted_at = models.DateTimeField(default=dates.now)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lapsed_at = models.DateTimeField(null=True)
    lapsed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id case action accepted_at accepted_by lapsed_at lapsed_by", "personal", "who promised (L-54)", "case"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action"], condition=Q(lapsed_at__isnull=True), name="one_promise_an_action"
            ),
            pair("acceptance", "lapsed_at", "lapsed_by"),
        ]


class ActionDone(models.Model):
    """The action was done: when, by whom, what came of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    action = models.OneToOneField(Action, on_delete=models.CASCADE, related_name="done")
    done_on = models.DateField(default=dates.today)
    what_came = models.TextField(blank=True)
    made_at = models.DateTimeField(default=dates.now)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields("id case action done_on what_came made_at made_by", "special", "what came of the action", "case")


class ActionDrop(Made):
    """The action was taken out of the plan, with a reason; earlier versions keep it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    action = models.OneToOneField(Action, on_delete=models.CASCADE, related_name="drop")
    reason = models.TextField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields("id made_at made_by case action reason", "special", "why it is no longer done", "case")
