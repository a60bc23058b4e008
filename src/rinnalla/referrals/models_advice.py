"""Advice: a question to a colleague, and guidance given without a case. The rest of the room's tables: `models.py`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Region, Unit


def among(actor: Actor, may: P) -> Q:
    """Rows sent by the actor, and rows of the actor's unit when the role handles such."""
    if not actor.is_staff or not actor.agreed:
        return Q(pk__in=[])
    mine = Q(sent_by_id=actor.user_id)
    return mine | Q(unit_id=actor.unit_id) if actor.can(may) else mine


class RosterQuerySet(models.QuerySet["RosterEntry"]):
    def live(self) -> "RosterQuerySet":
        """Of people who still work in the unit they answer from."""
        same = {"user_id": models.OuterRef("user_id"), "unit_id": models.OuterRef("unit_id")}
        here = Membership.objects.in_force().filter(**same)
        return self.filter(models.Exists(here), ended_at__isnull=True)

    def of(self, actor: Actor) -> "RosterQuerySet":
        """The topics the actor answers, in the membership chosen now."""
        if not actor.is_staff or not actor.agreed or not actor.can(P.CONSULTATION_ANSWER):
            return self.none()
        return self.filter(user_id=actor.user_id, unit_id=actor.unit_id, ended_at__isnull=True)


class RosterEntry(Public, Made):
    """Somebody of the consultation network answers questions on a topic, at the hours told (T-39).

    `network` names the region and the topic: what a question to the network and its roster share.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=40)
    network = models.CharField(max_length=60)
    hours = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RosterQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid made_at made_by user unit topic network hours ended_at ended_by", "none", "who answers on what",
        "installation",
    )

    class Meta:
        constraints = [
            pair("roster", "ended_at", "ended_by"),
            models.UniqueConstraint(
                fields=["user", "unit", "topic"], condition=Q(ended_at__isnull=True), name="roster_once"
            ),
        ]
        indexes = [models.Index(fields=["network"], condition=Q(ended_at__isnull=True), name="roster_network")]


def network_of(region_id: int | None, topic: str) -> str:
    """What a question to the network and its roster share."""
    return f"{region_id}:{topic}"


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, actor: Actor) -> "ConsultationQuerySet":
        """Asked by the actor, of the actor's unit, or of a network the actor is on the roster of."""
        mine = RosterEntry.objects.of(actor).values("network")
        return self.filter(among(actor, P.CONSULTATION_ANSWER) | Q(network__in=mine))

    def on_day_of(self, actor: Actor) -> "ConsultationQuerySet":
        """What waits for the actor: a question of somebody else to answer, or the step of one's own to take (L-29)."""
        if not actor.can(P.CONSULTATION_ASK):
            return self.none()
        asked = Q(answered_at__isnull=True) & ~Q(sent_by_id=actor.user_id)
        step = Q(answered_at__isnull=False, step_done_at__isnull=True, sent_by_id=actor.user_id)
        return self.visible_to(actor).filter(asked | step)

    def waiting(self) -> "ConsultationQuerySet":
        return self.filter(answered_at__isnull=True)


class Consultation(Public, Keyed, Versioned):
    """A professional asks another for advice, with or without the client's name (V-49, L-11)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=dates.now)
    topic = models.CharField(max_length=40)
    network = models.CharField(max_length=60, blank=True, default="", db_default="")
    question = models.TextField()
    answer_due_on = models.DateField()
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="consultations")
    ground = models.CharField(max_length=60, blank=True)
    identification = models.ForeignKey(
        "referrals.Identification", null=True, on_delete=models.PROTECT, related_name="consultations"
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    step_done_at = models.DateTimeField(null=True)

    objects = ConsultationQuerySet.as_manager()

    wall = "inbox"
    Data = {
        **fields(
            "id uuid form_key version unit sent_by sent_by_unit sent_at topic network answer_due_on case ground "
            "identification answered_at answered_by step_done_at",
            "personal", "who asked whom, and by when", "referral",
        ),
        **fields("question answer next_step", "special", "the advice", "referral"),
    }

    class Meta:
        constraints = [
            pair("consultation", "answered_at", "answered_by"),
            models.CheckConstraint(
                condition=Q(case__isnull=True, ground="") | Q(case__isnull=False) & ~Q(ground=""),
                name="named_consultation_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer="") & ~Q(next_step=""), name="answer_has_next_step"
            ),
            models.CheckConstraint(
                condition=Q(step_done_at__isnull=True) | Q(answered_at__isnull=False), name="step_done_after_answer"
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "answer_due_on"], condition=Q(answered_at__isnull=True), name="consultation_due"
            ),
            models.Index(fields=["network", "answer_due_on"], condition=~Q(network=""), name="consultation_network"),
        ]

    @property
    def has_step(self) -> bool:
        """The advice gave the asker a step that is still to be taken (L-29)."""
        return self.answered_at is not None and self.step_done_at is None

    def may_be_answered_by(self, actor: Actor) -> bool:
        """By another professional of the unit or of the topic's roster; never by who asks (V-49)."""
        if self.answered_at or self.sent_by_id == actor.user_id or not actor.can(P.CONSULTATION_ANSWER):
            return False
        in_network = self.network != "" and RosterEntry.objects.of(actor).filter(network=self.network).exists()
        return self.unit_id == actor.unit_id or in_network

    @property
    def anonymous(self) -> bool:
        return self.case_id is None

    @property
    def late(self) -> bool:
        return self.answered_at is None and self.answer_due_on < dates.today()


class SharedQuerySet(models.QuerySet["SharedAnswer"]):
    def visible_to(self, actor: Actor) -> "SharedQuerySet":
        """What the actor's own region has shared and not taken back."""
        if not actor.is_staff or not actor.agreed:
            return self.none()
        return self.filter(region_id=actor.region_id, withdrawn_at__isnull=True)


class SharedAnswer(Public, Keyed, Made):
    """Advice worth telling others, in words that hold nobody's data: no link leads back to a question (T-39)."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=40)
    question = models.TextField()
    answer = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = SharedQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region unit topic question answer withdrawn_at withdrawn_by", "none",
        "one good answer helps many", "installation",
    )

    class Meta:
        constraints = [
            pair("shared_answer", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(condition=~Q(question="") & ~Q(answer=""), name="shared_answer_has_both"),
        ]
        indexes = [
            models.Index(fields=["region", "topic"], condition=Q(withdrawn_at__isnull=True), name="shared_by_topic")
        ]


class GuidanceOutcome(models.TextChoices):
    ADVICE_WAS_ENOUGH = "advice_was_enough", _("Neuvonta riitti")
    CONTACTS_ONESELF = "contacts_oneself", _("Ottaa itse yhteyttä palveluun")
    CONSULTATION = "consultation", _("Kysyttiin neuvoa toiselta ammattilaiselta")
    REFERRAL = "referral", _("Tehtiin lähete")
    COMES_BACK = "comes_back", _("Palaa asiaan myöhemmin")


class GuidanceQuerySet(models.QuerySet["GuidanceEvent"]):
    def visible_to(self, actor: Actor) -> "GuidanceQuerySet":
        return self.filter(unit_id=actor.unit_id) if actor.is_staff and actor.agreed else self.none()


class GuidanceEvent(Public, Keyed, Made):
    """Advice and guidance without a case or a name: counted as advice, never as a client (V-47)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(default=dates.today)
    topic = models.CharField(max_length=40)
    minutes = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=30, choices=GuidanceOutcome.choices)
    benefit = models.CharField(max_length=60, blank=True)

    objects = GuidanceQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by unit on topic minutes outcome benefit", "none", "count the advice given",
        "installation",
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minutes__range=(1, 600)), name="guidance_minutes_1_600")]
        indexes = [models.Index(fields=["unit", "on"], name="guidance_by_day")]
