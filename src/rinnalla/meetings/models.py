"""Meetings about one client: called, held with the client, decisions that are plan actions, a summary for the client.

Before, during and after are who-and-when pairs of one row; the checks say that a meeting is not held without the client
(L-15), a work meeting tells what was tried first (L-46), and none is closed without the client's summary (E-41). Team
days and what is arranged are in `arranging`, the minutes and each organisation's share in `minutes`.
"""

from datetime import timedelta

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.meetings.arranging.models import Booking as Booking  # a table is found through its room
from rinnalla.meetings.arranging.models import MeetingTask as MeetingTask
from rinnalla.meetings.arranging.models import Slot as Slot
from rinnalla.meetings.arranging.models import TeamDay as TeamDay
from rinnalla.meetings.minutes.models import ExtractEntry as ExtractEntry
from rinnalla.meetings.minutes.models import MinuteLine as MinuteLine
from rinnalla.meetings.minutes.models import Misdelivery as Misdelivery
from rinnalla.meetings.minutes.models import TeamDecision as TeamDecision
from rinnalla.organisations.models import Organisation
from rinnalla.plans.models import Action
from rinnalla.servicemodels.codes import Code, code, code_name, of_case
from rinnalla.services.models import ServiceEpisode


class Kind:
    """The kinds of meetings the program itself speaks of; all of them are the dated list `meeting_kinds` (L-16)."""

    WORK = "work_meeting"
    NETWORK = "network_meeting"
    TEAM = "team_meeting"
    THREE_PARTY = "three_party_meeting"


class Support(models.TextChoices):
    """Has the client somebody along (L-47)? Without an answer the client is asked."""

    ASKED = "asked", _("Asiakkaalta on kysytty")
    NAMED = "named", _("Tukihenkilö tulee mukaan")
    NONE = "none", _("Asiakas ei halua tukihenkilöä")


# Reasons of the list `absence_reasons` that are the client's own will: only they let a meeting be held without (L-15).
OWN_WILL = ("own_refusal", "asked_to_go_ahead")

PLANNED, HELD, CLOSED, CANCELLED, WITHDRAWN = "planned", "held", "closed", "cancelled", "withdrawn"
# What may be done in which state: the view asks this which buttons to draw, the actions ask it what to refuse.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "move": (PLANNED,),
    "cancel": (PLANNED,),
    "note_absence": (PLANNED,),
    "hold": (PLANNED,),
    "arrange": (PLANNED,),
    "record": (HELD,),
    "close": (HELD,),
    "correct": (CLOSED,),
    "deliver": (CLOSED,),
    "enter": (CLOSED,),
    "withdraw": (CLOSED,),
    "strike": (HELD, CLOSED),
    "finish_task": (PLANNED, HELD, CLOSED),
    "take_back": (PLANNED, HELD, CLOSED),
}


class MeetingQuerySet(CaseRows):
    def of(self, actor: Actor) -> "MeetingQuerySet":
        """Meetings the actor is invited to or has called."""
        invited = Participant.objects.filter(user_id=actor.user_id).values("meeting_id")
        return self.visible_to(actor).filter(Q(pk__in=invited) | Q(made_by_id=actor.user_id))

    def ahead(self) -> "MeetingQuerySet":
        return self.filter(held_at__isnull=True, cancelled_at__isnull=True)

    def to_close(self) -> "MeetingQuerySet":
        """Held, and the client has no summary yet."""
        return self.filter(held_at__isnull=False, closed_at__isnull=True)


class Meeting(Public, Keyed, Versioned, Made):
    """A meeting of the client's team. The client is always invited."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="meetings")
    kind = models.CharField(max_length=40)
    episode = models.ForeignKey(ServiceEpisode, null=True, on_delete=models.SET_NULL, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200, blank=True)
    video_url = models.URLField(blank=True)
    purpose = models.TextField()
    tried_solutions = models.TextField(blank=True)
    absence_reason = models.CharField(max_length=40, blank=True)
    absence_at = models.DateTimeField(null=True)
    absence_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    client_present = models.BooleanField(default=False)
    held_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    talked = models.TextField(blank=True)
    field_group = models.CharField(max_length=20, default="basics")
    client_summary = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.CharField(max_length=300, blank=True)
    client_words = models.TextField(blank=True)
    client_words_at = models.DateTimeField(null=True)
    support = models.CharField(max_length=10, choices=Support.choices, default=Support.ASKED)
    support_person = models.CharField(max_length=120, blank=True)
    support_at = models.DateTimeField(null=True)
    support_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    guide = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorder = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    recording_words = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdraw_reason = models.TextField(blank=True)

    objects = MeetingQuerySet.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key version made_at made_by case kind starts_at minutes place video_url absence_reason "
            "absence_at absence_by client_present held_at held_by closed_at closed_by cancelled_at cancelled_by "
            "cancel_reason field_group episode support support_person support_at support_by guide recorder "
            "recording_words withdrawn_at withdrawn_by withdraw_reason client_words_at",
            "personal",
            "meet with the client (L-15, L-47, L-49)",
            "case",
        ),
        **fields(
            "purpose tried_solutions talked client_summary client_words",
            "special", "what was agreed together (E-41, L-46)", "case",
        ),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="work_meeting_says_what_was_tried",
                condition=~Q(kind="work_meeting") | Q(tried_solutions__regex=r"\S"),
                violation_error_message=_("Kirjaa, mitä ratkaisuja on jo kokeiltu."),
            ),
            models.CheckConstraint(
                name="held_with_the_client",
                condition=Q(held_at__isnull=True) | Q(client_present=True) | Q(absence_reason__in=OWN_WILL),
                violation_error_message=_("Tapaamista ei pidetä ilman asiakasta, ellei hän itse ole kieltäytynyt."),
            ),
            models.CheckConstraint(
                name="closed_with_a_summary",
                condition=Q(closed_at__isnull=True) | (Q(client_summary__regex=r"\S") & Q(held_at__isnull=False)),
                violation_error_message=_("Kirjoita asiakkaalle koonti ennen päättämistä."),
            ),
            models.CheckConstraint(
                name="absence_reason_noted",
                condition=Q(absence_reason="", absence_at__isnull=True)
                | (~Q(absence_reason="") & Q(absence_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="held_or_cancelled", condition=Q(held_at__isnull=True) | Q(cancelled_at__isnull=True)
            ),
            pair("meeting", "absence_at", "absence_by"),
            pair("meeting", "held_at", "held_by"),
            pair("meeting", "closed_at", "closed_by"),
            pair("meeting", "cancelled_at", "cancelled_by"),
            pair("meeting", "support_at", "support_by"),
            pair("meeting", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                name="support_person_has_a_name",
                condition=Q(support="named", support_person__regex=r"\S") | ~Q(support="named") & Q(support_person=""),
            ),
            models.CheckConstraint(
                name="closed_record_withdrawn_with_a_reason",
                condition=Q(withdrawn_at__isnull=True)
                | (Q(withdraw_reason__regex=r"\S") & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["case", "starts_at"], name="meeting_of_case")]

    @property
    def state(self) -> str:
        if self.cancelled_at:
            return CANCELLED
        if self.withdrawn_at:
            return WITHDRAWN
        if self.closed_at:
            return CLOSED
        return HELD if self.held_at else PLANNED

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def kind_name(self) -> str:
        return code_name("meeting_kinds", self.kind, region=of_case(self.case))

    @property
    def rule(self) -> Code | None:
        """What its kind asks for: parties, roles, a pair (the definition of the code, also of one out of use)."""
        return code("meeting_kinds", self.kind, dates.local(self.starts_at).date())

    @property
    def client_will_be_there(self) -> bool:
        return self.absence_reason not in OWN_WILL

    @property
    def where(self) -> str:
        return self.place or (str(_("Videolla")) if self.video_url else "")


class Participant(models.Model):
    """Somebody invited: a professional of the team, the client (without a user here), or a guest from outside.

    `party` is the part somebody has in it (code of `meeting_parties`). A guest such as an employer is there, and is
    told something, only by the client's leave: `allowed_on` is its day, `may_be_told` what it covers (V-75).
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    is_client = models.BooleanField(default=False)
    outside_name = models.CharField(max_length=120, blank=True)
    party = models.CharField(max_length=40, blank=True)
    allowed_on = models.DateField(null=True)
    may_be_told = models.TextField(blank=True)
    came = models.BooleanField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid case meeting user organisation is_client outside_name party allowed_on came removed_at removed_by",
            "personal", "who was asked and who came (L-15)", "case",
        ),
        **fields("may_be_told", "special", "a guest is told only what the client allows (V-75)", "case"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="participant_is_client_or_user",
                condition=Q(is_client=True, user__isnull=True, outside_name="")
                | Q(is_client=False, user__isnull=False, outside_name="")
                | (Q(is_client=False, user__isnull=True) & ~Q(outside_name="") & ~Q(party="")),
            ),
            models.CheckConstraint(
                name="guest_is_told_by_the_clients_leave",
                condition=Q(may_be_told="") | Q(allowed_on__isnull=False),
            ),
            pair("participant", "removed_at", "removed_by"),
            models.UniqueConstraint(
                fields=["meeting", "user"], name="invited_once",
                condition=Q(user__isnull=False, removed_at__isnull=True),
            ),
            models.UniqueConstraint(fields=["meeting"], condition=Q(is_client=True), name="client_invited_once"),
        ]


class Decision(Public, Keyed, Made):
    """What was decided: an action of the plan, a service on the path or a clarification; nothing is typed twice.

    `line` is the line of the minutes it was made from, if any.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    action = models.OneToOneField(Action, null=True, on_delete=models.CASCADE, related_name="decision")
    episode = models.OneToOneField(ServiceEpisode, null=True, on_delete=models.CASCADE, related_name="decision")
    task = models.OneToOneField(MeetingTask, null=True, on_delete=models.CASCADE, related_name="decision")
    line = models.ForeignKey(MinuteLine, null=True, on_delete=models.SET_NULL, related_name="decisions")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case meeting action episode task line",
        "personal", "where an action, a service or a clarification was agreed", "case",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_is_one_thing",
                condition=Q(action__isnull=False, episode__isnull=True, task__isnull=True)
                | Q(action__isnull=True, episode__isnull=False, task__isnull=True)
                | Q(action__isnull=True, episode__isnull=True, task__isnull=False),
            ),
        ]

    @property
    def groups(self) -> set[str]:
        """The field groups it stands in: of what it became, and of the goal of an action."""
        thing = self.action or self.episode or self.task
        goal = {self.action.goal.field_group} if self.action else set()
        return {thing.field_group, *goal} if thing else goal


class How(models.TextChoices):
    """How the client got the summary (E-41)."""

    OWN_VIEW = "own_view", _("Asiakkaan omassa palvelussa")
    PRINTED = "printed", _("Paperilla")


class Delivery(Keyed, Made):
    """The client got the summary: how, when, from whom."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="deliveries")
    how = models.CharField(max_length=10, choices=How.choices)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id form_key made_at made_by case meeting how", "personal", "the client got the summary (E-41)", "case"
    )


class Correction(Public, Keyed, Made):
    """The record was corrected after closing: what stood there before, and why."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="corrections")
    number = models.PositiveIntegerField()
    reason = models.TextField()
    client_summary = models.TextField()
    talked = models.TextField(blank=True)
    field_group = models.CharField(max_length=20, default="basics")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case meeting number reason client_summary talked field_group",
        "special",
        "what was written before",
        "case",
    )

    class Meta:
        ordering = ["meeting", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="correction_number_once"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="correction_says_why"),
        ]


class JointServiceQuerySet(CaseRows):
    def on_now(self) -> "JointServiceQuerySet":
        return self.filter(ended_on__isnull=True)


class JointService(Public, Made):
    """The client is in the statutory joint service (381/2023; TYP before 2025): meetings agree who records (L-49)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="joint_services")
    started_on = models.DateField(default=dates.today)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = JointServiceQuerySet.as_manager()
    wall = "case"
    Data = fields(
        "id uuid made_at made_by case started_on ended_on ended_by", "personal", "who records is agreed (L-49)", "case"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on__isnull=True), name="one_joint_service_at_a_time"
            ),
            pair("joint_service", "ended_on", "ended_by"),
            models.CheckConstraint(
                name="joint_service_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
            ),
        ]


def today(actor: Actor) -> MeetingQuerySet:
    """The actor's meetings of today, in order (my day). Held ones too: they wait for their summary."""
    day = dates.today()
    begins, ends = dates.end_of_day(day - timedelta(days=1)), dates.end_of_day(day)
    rows = Meeting.objects.of(actor).filter(starts_at__gt=begins, starts_at__lte=ends, cancelled_at__isnull=True)
    return rows.select_related("case__person").order_by("starts_at")
