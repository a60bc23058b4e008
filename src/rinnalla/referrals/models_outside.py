"""A question about a referral to a service without an account, and the links it is answered by.

The referral stays with its unit all the while: the outside party is asked, it owns nothing. What it answers is kept in
the question's own row; its state is told by times, as everywhere.
"""

from django.contrib.postgres.fields import ArrayField
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
from rinnalla.referrals import identity
from rinnalla.referrals.models_advice import among

# What the unit may do in which state of its question.
SENDING, SENT, OPENED, PROVEN, EXPIRED, ANSWERED, ENDED = (
    "sending", "sent", "opened", "proven", "expired", "answered", "ended",
)
OUTSIDE_TRANSITIONS: dict[str, tuple[str, ...]] = {
    "resend": (SENDING, SENT, OPENED, PROVEN, EXPIRED),
    "end": (SENDING, SENT, OPENED, PROVEN, EXPIRED),
    "confirm": (ANSWERED,),
}


class OutsideAnswer(models.TextChoices):
    TAKES = "takes", _("Otamme asiakkaan vastaan")
    NEEDS_MORE = "needs_more", _("Tarvitsemme lisää tietoa")
    NOT_US = "not_us", _("Emme ole oikea paikka")


class EndedWhy(models.TextChoices):
    CONFIRMED = "confirmed", _("Vastaus on käsitelty")
    NOT_NEEDED = "not_needed", _("Vastausta ei enää tarvita")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Asiakas perui lupansa")
    WRONG_ADDRESS = "wrong_address", _("Osoite oli väärä")
    MOVED = "moved", _("Lähete siirtyi toiseen yksikköön")


class OutsideQuerySet(models.QuerySet["OutsideQuestion"]):
    def visible_to(self, actor: Actor) -> "OutsideQuerySet":
        return self.filter(among(actor, P.REFERRAL_TRIAGE))

    def waiting_in(self, actor: Actor) -> "OutsideQuerySet":
        """Questions of the actor's unit that wait for an act: answered, or past their time without an answer. Their
        state needs no link."""
        rows = self.visible_to(actor).filter(unit_id=actor.unit_id, ended_at__isnull=True)
        still = {f"referral__{name}_at__isnull": True for name in ("accepted", "declined", "withdrawn")}
        return rows.filter(Q(answered_at__isnull=False) | Q(expires_at__lte=dates.now()), **still)


class OutsideQuestion(Public, Keyed, Versioned, Made):
    """Whom the unit asks, on which ground, what may be shown there, and the answer. `unit` and `sent_by` follow the
    referral: its wall is this row's too."""

    referral = models.ForeignKey("referrals.Referral", on_delete=models.CASCADE, related_name="outside_questions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=200)
    organisation_kind = models.CharField(max_length=40)
    address = models.EmailField()
    language = models.CharField(max_length=5, default="fi")
    ground = models.CharField(max_length=60)
    field_groups = models.JSONField(default=list)
    consent_on = models.DateField(null=True)
    consent_mode = models.CharField(max_length=10, blank=True)
    sealed_words = models.BinaryField()
    expires_at = models.DateTimeField()
    silent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=20, choices=OutsideAnswer.choices, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    first_free_on = models.DateField(null=True)
    sealed_answer = models.BinaryField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=20, choices=EndedWhy.choices, blank=True)

    objects = OutsideQuerySet.as_manager()

    wall = "inbox"
    Data = {
        **fields(
            "id uuid form_key version made_at made_by referral unit sent_by organisation organisation_kind address "
            "language ground field_groups consent_on consent_mode expires_at silent_at answered_at answer reason "
            "first_free_on ended_at ended_by ended_why",
            "personal", "ask a service without an account whether it takes the person in", "referral",
        ),
        **fields("sealed_words sealed_answer", "health", "what was asked and answered", "referral"),
    }

    class Meta:
        constraints = [
            pair("outside_question", "ended_at", "ended_by"),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(ended_at__isnull=True), name="one_outside_question_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(ground="") & (~Q(ground="consent") | Q(consent_on__isnull=False) & ~Q(consent_mode="")),
                name="outside_question_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", sealed_answer__isnull=True)
                | Q(answered_at__isnull=False, sealed_answer__isnull=False) & ~Q(answer=""),
                name="outside_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_us") | ~Q(reason=""), name="outside_no_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(answer="takes") | Q(first_free_on__isnull=False), name="outside_yes_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(answered_at__isnull=True, ended_at__isnull=True),
                         name="outside_unanswered"),
            models.Index(fields=["unit", "expires_at"], condition=Q(ended_at__isnull=True), name="outside_open"),
        ]

    @property
    def words(self) -> str:
        """What the unit asks; "" when the referral tells it all."""
        return identity.unseal(self.sealed_words, self.uuid).get("words", "")

    @property
    def told(self) -> dict[str, str]:
        """The answer's own words: `words`, `contact_name`, `contact_phone`, `next_service`, `next_phone`."""
        return identity.unseal(self.sealed_answer, self.uuid) if self.sealed_answer else {}

    @property
    def link(self) -> "OutsideLink | None":
        """The link that is good now, or was the last one."""
        return next(iter(self.links.all()), None)

    @property
    def state(self) -> str:
        if self.ended_at:
            return ENDED
        if self.answered_at:
            return ANSWERED
        if dates.now() >= self.expires_at:
            return EXPIRED
        link = self.link
        if link is None or link.replaced_at:
            return SENDING
        return PROVEN if link.proven_at else OPENED if link.codes_at else SENT

    def allows(self, act: str) -> bool:
        return self.state in OUTSIDE_TRANSITIONS[act]


class OutsideLink(models.Model):
    """One mailed link: the hash of its secret, the code that proves the address, and the reading that follows.

    Nothing here opens anything: of secret, code and reading only hashes are kept.
    """

    question = models.ForeignKey(OutsideQuestion, on_delete=models.CASCADE, related_name="links")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    hash = models.BinaryField(unique=True)
    sent_at = models.DateTimeField(default=dates.now)
    replaced_at = models.DateTimeField(null=True)
    codes_at = ArrayField(models.DateTimeField(), default=list)
    code_mac = models.BinaryField(null=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    proven_at = models.DateTimeField(null=True)
    proof_hash = models.BinaryField(null=True, unique=True)
    proof_until = models.DateTimeField(null=True)

    wall = "inbox"
    Data = fields(
        "id question unit sent_by hash sent_at replaced_at codes_at code_mac code_until code_tries proven_at "
        "proof_hash proof_until",
        "personal", "let only the asked address in, and only while it is asked", "referral",
    )

    class Meta:
        ordering = ["-pk"]
