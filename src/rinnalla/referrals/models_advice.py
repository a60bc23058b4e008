"""Advice: a question to a colleague, and guidance given without a case. The rest of the room's tables: `models.py`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Unit


def among(actor: Actor, may: P) -> Q:
    """Rows sent by the actor, and rows of the actor's unit when the role handles such."""
    if not actor.is_staff or not actor.agreed:
        return Q(pk__in=[])
    mine = Q(sent_by_id=actor.user_id)
    return mine | Q(unit_id=actor.unit_id) if actor.can(may) else mine


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, actor: Actor) -> "ConsultationQuerySet":
        return self.filter(among(actor, P.CONSULTATION_ANSWER))

    def waiting(self) -> "ConsultationQuerySet":
        return self.filter(answered_at__isnull=True)


class Consultation(Public, Keyed, Versioned):
    """A professional asks another for advice, with or without the client's name (V-49, L-11)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=dates.now)
    topic = models.CharField(max_length=40)
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

    objects = ConsultationQuerySet.as_manager()

    wall = "inbox"
    Data = {
        **fields(
            "id uuid form_key version unit sent_by sent_by_unit sent_at topic answer_due_on case ground identification "
            "answered_at answered_by",
            "personal", "who asked whom, and by when", "case",
        ),
        **fields("question answer next_step", "special", "the advice", "case"),
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
        ]
        indexes = [
            models.Index(
                fields=["unit", "answer_due_on"], condition=Q(answered_at__isnull=True), name="consultation_due"
            ),
        ]

    @property
    def anonymous(self) -> bool:
        return self.case_id is None

    @property
    def late(self) -> bool:
        return self.answered_at is None and self.answer_due_on < dates.today()


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
