"""Meetings about one client: called, held with the client, decisions that are plan actions, a summary for the client.

Before, during and after are who-and-when pairs of one row; the checks say that a meeting is not held without the client
(L-15), a work meeting tells what was tried first (L-46), and none is closed without the client's summary (E-41).
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.plans.models import Action


class Kind(models.TextChoices):
    """What kind of meeting it is (V-75, L-15, L-16, E-42)."""

    WORK = "work_meeting", _("Työkokous")
    NETWORK = "network_meeting", _("Verkostopalaveri")
    TEAM = "team_meeting", _("Työkykytiimi")
    THREE_PARTY = "three_party_meeting", _("Kolmikantakeskustelu")
    OCCUPATIONAL = "occupational_health_negotiation", _("Työterveysneuvottelu")
    OTHER = "other_meeting", _("Muu tapaaminen")


# Reasons of the list `absence_reasons` that are the client's own will: only they let a meeting be held without (L-15).
OWN_WILL = ("own_refusal", "asked_to_go_ahead")

PLANNED, HELD, CLOSED, CANCELLED = "planned", "held", "closed", "cancelled"
# What may be done in which state: the view asks this which buttons to draw, the actions ask it what to refuse.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "move": (PLANNED,),
    "cancel": (PLANNED,),
    "note_absence": (PLANNED,),
    "hold": (PLANNED,),
    "record": (HELD,),
    "close": (HELD,),
    "correct": (CLOSED,),
    "deliver": (CLOSED,),
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
    kind = models.CharField(max_length=40, choices=Kind.choices)
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

    objects = MeetingQuerySet.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key version made_at made_by case kind starts_at minutes place video_url absence_reason "
            "absence_at absence_by client_present held_at held_by closed_at closed_by cancelled_at cancelled_by "
            "cancel_reason field_group",
            "personal",
            "meet with the client (L-15)",
            "case",
        ),
        **fields(
            "purpose tried_solutions talked client_summary", "special", "what was agreed together (E-41, L-46)", "case"
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
        ]
        indexes = [models.Index(fields=["case", "starts_at"], name="meeting_of_case")]

    @property
    def state(self) -> str:
        if self.cancelled_at:
            return CANCELLED
        if self.closed_at:
            return CLOSED
        return HELD if self.held_at else PLANNED

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def kind_name(self) -> str:
        return str(self.get_kind_display())

    @property
    def client_will_be_there(self) -> bool:
        return self.absence_reason not in OWN_WILL

    @property
    def where(self) -> str:
        return self.place or (str(_("Videolla")) if self.video_url else "")


class Participant(models.Model):
    """Somebody invited: a professional of the team, or the client (without a user here). Who came is told when held."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    is_client = models.BooleanField(default=False)
    came = models.BooleanField(null=True)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields("id case meeting user is_client came", "personal", "who was asked and who came (L-15)", "case")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="participant_is_client_or_user",
                condition=Q(is_client=True, user__isnull=True) | Q(is_client=False, user__isnull=False),
            ),
            models.UniqueConstraint(fields=["meeting", "user"], condition=Q(user__isnull=False), name="invited_once"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(is_client=True), name="client_invited_once"),
        ]


class Decision(Public, Keyed, Made):
    """What was decided: it is an action of the plan and nothing else, so that nothing is typed twice."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    action = models.OneToOneField(Action, on_delete=models.CASCADE, related_name="decision")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case meeting action", "personal", "where an action was agreed", "case"
    )


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


def today(actor: Actor) -> MeetingQuerySet:
    """The actor's meetings of today, in order (my day). Held ones too: they wait for their summary."""
    day = dates.today()
    begins, ends = dates.end_of_day(day - timedelta(days=1)), dates.end_of_day(day)
    rows = Meeting.objects.of(actor).filter(starts_at__gt=begins, starts_at__lte=ends, cancelled_at__isnull=True)
    return rows.select_related("case__person").order_by("starts_at")
