"""The way in: noticing a need, asking a colleague, referring, and what came of it.

A referral waits in its receiving unit until it is taken, or declined with a coded reason and a named next owner (V-06).
Who it is about is sealed in the row until a case is opened. A step is kept of everything that happened to it.
"""

import uuid as uuids

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access import rules
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Public, Versioned, pair
from rinnalla.organisations.models import Municipality, Organisation, Region, Unit
from rinnalla.referrals import identity
from rinnalla.referrals.models_advice import (
    Consultation,
    GuidanceEvent,
    GuidanceOutcome,
    RosterEntry,
    SharedAnswer,
    among,
)
from rinnalla.referrals.models_declines import DeclineNotice
from rinnalla.referrals.models_outside import OutsideLink, OutsideQuestion
from rinnalla.referrals.models_peers import PeerAnswer, PeerQuestion

__all__ = [
    "Arrival", "Consultation", "DeclineNotice", "GuidanceEvent", "GuidanceOutcome", "Identification", "Referral",
    "ReferralStep", "OutsideLink", "OutsideQuestion", "Outcome", "ForWhom", "PeerAnswer", "PeerQuestion",
    "RosterEntry", "SharedAnswer",
]

# What may be done in which state: the page asks this which buttons to draw, the actions ask it what to refuse.
WAITING, ASKED, ACCEPTED, DECLINED, WITHDRAWN = "waiting", "asked", "accepted", "declined", "withdrawn"
RECEIVER, SENDER = "receiver", "sender"
TRANSITIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "contact": (RECEIVER, (WAITING, ASKED)),
    "accept": (RECEIVER, (WAITING, ASKED, DECLINED)),
    "ask_more": (RECEIVER, (WAITING,)),
    "pass_on": (RECEIVER, (WAITING, ASKED)),
    "decline": (RECEIVER, (WAITING, ASKED)),
    "ask_outside": (RECEIVER, (WAITING, ASKED)),
    "tell": (RECEIVER, (ACCEPTED,)),
    "answer_more": (SENDER, (ASKED,)),
    "amend": (SENDER, (WAITING, ASKED)),
    "withdraw": (SENDER, (WAITING, ASKED)),
}
BOUNCED_FROM = 3  # declines and transfers after which a client is in the bounced list (V-06)


class ForWhom(models.TextChoices):
    SELF = "self", _("Itselleni")
    RELATIVE = "relative", _("Läheiselleni")
    CLIENT = "client", _("Asiakkaalle")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor) -> "ReferralQuerySet":
        return self.filter(among(actor, P.REFERRAL_TRIAGE))

    def received_by(self, actor: Actor) -> "ReferralQuerySet":
        """What waits or was handled in the actor's unit."""
        return self.visible_to(actor).filter(unit_id=actor.unit_id)

    def sent_by_me(self, actor: Actor) -> "ReferralQuerySet":
        return self.visible_to(actor).filter(sent_by_id=actor.user_id)

    def unsettled(self) -> "ReferralQuerySet":
        """Neither taken nor declined; or declined and given to this unit as the next owner."""
        open_ = Q(accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True)
        return self.filter(open_ | Q(accepted_at__isnull=True, next_unit_id=models.F("unit_id")))


class Kind(models.TextChoices):
    """Whether the sender walks along to the first meeting: a warm hand-over is a joint call or meeting (L-88)."""

    WARM = "warm", _("Lämmin: soitetaan tai tavataan yhdessä")
    COLD = "cold", _("Kylmä: lähete riittää")


class Referral(Public, Keyed, Versioned):
    """Guiding one person to a unit, by any of the three routes (V-43…V-45). `service` is what is asked for (E-51)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COLD, db_default=Kind.COLD)
    sender_kind = models.CharField(max_length=40, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_by_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=dates.now)
    received_on = models.DateField(default=dates.today)
    due_on = models.DateField()
    route_by = models.DateField(null=True)
    receipt = models.CharField(max_length=12, unique=True)
    sealed_identity = models.BinaryField()
    sealed_texts = models.BinaryField()
    person_index = models.BinaryField()
    repeat_index = models.BinaryField()
    language = models.CharField(max_length=5, default="fi")
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    items = models.JSONField(default=list)
    service = models.CharField(max_length=60, blank=True, default="", db_default="")
    consent = models.BooleanField(default=False)
    ground = models.CharField(max_length=60)
    for_whom = models.CharField(max_length=10, choices=ForWhom.choices)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="referrals")
    identification = models.ForeignKey("Identification", null=True, on_delete=models.PROTECT, related_name="referrals")
    consultation = models.ForeignKey("Consultation", null=True, on_delete=models.PROTECT, related_name="referrals")
    contacted_at = models.DateTimeField(null=True)
    contacted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decline_reason = models.CharField(max_length=40, blank=True)
    next_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    next_user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    next_service = models.CharField(max_length=200, blank=True)
    next_phone = models.CharField(max_length=40, blank=True)
    seconds_spent = models.PositiveIntegerField(null=True)
    fields_filled = models.PositiveSmallIntegerField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rating_words = models.TextField(blank=True)
    sheets = models.JSONField(null=True)
    sheets_on = models.DateField(null=True)

    objects = ReferralQuerySet.as_manager()

    wall = "inbox"
    Data = {
        **fields(
            "id uuid form_key version region unit channel kind sender_kind sender_name sent_by sent_by_unit sent_at "
            "received_on due_on route_by receipt sealed_identity person_index repeat_index language municipality "
            "consent ground for_whom case identification consultation contacted_at contacted_by asked_at asked_by "
            "accepted_at accepted_by declined_at declined_by withdrawn_at withdrawn_by reminded_at returned_at "
            "returned_to decline_reason next_unit next_user next_service next_phone sheets_on",
            "personal", "take the person in, or to the right place", "referral",
        ),
        **fields("sealed_texts items sheets service", "health", "what the person wishes, what was noticed", "referral"),
        **fields("seconds_spent fields_filled rating rating_words", "none", "how easy referring is (E-13)", "referral"),
    }

    class Meta:
        constraints = [
            pair("referral", "contacted_at", "contacted_by"), pair("referral", "asked_at", "asked_by"),
            pair("referral", "accepted_at", "accepted_by"), pair("referral", "declined_at", "declined_by"),
            pair("referral", "withdrawn_at", "withdrawn_by"), pair("referral", "returned_at", "returned_to"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(accepted_at__isnull=True, declined_at__isnull=True),
                name="withdrawn_is_not_settled",
            ),
            models.CheckConstraint(
                name="declined_with_reason_and_next_owner",
                condition=Q(declined_at__isnull=True)
                | ~Q(decline_reason="")
                & (Q(next_unit__isnull=False) | Q(next_user__isnull=False) | ~Q(next_service="") & ~Q(next_phone="")),
                violation_error_message="Kieltäytyminen vaatii syyn ja nimetyn seuraavan vastuutahon.",
            ),
            models.CheckConstraint(
                name="referral_has_ground", condition=~Q(ground="") & (~Q(ground="consent") | Q(consent=True)),
                violation_error_message="Lähete vaatii lain perusteen tai asiakkaan suostumuksen.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(case__isnull=False), name="accepted_referral_has_case"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="referral_rating_1_5"
            ),
            models.CheckConstraint(condition=Q(sheets_on=None) | Q(sheets__isnull=False), name="sheets_with_day"),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], condition=Q(accepted_at__isnull=True), name="referral_inbox"),
            models.Index(fields=["sent_by", "-sent_at"], name="referral_sent"),
            models.Index(fields=["person_index"], name="referral_person"),
            models.Index(fields=["repeat_index"], name="referral_repeat"),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def state(self) -> str:
        if self.accepted_at:
            return ACCEPTED
        if self.declined_at:
            return DECLINED
        if self.withdrawn_at:
            return WITHDRAWN
        return ASKED if self.asked_at else WAITING

    def side_of(self, actor: Actor) -> frozenset[str]:
        """On which side of the referral the actor is; both, when one's own unit was referred to."""
        sides = {SENDER} if self.sent_by_id == actor.user_id and actor.user_id else set()
        if self.unit_id == actor.unit_id and actor.can(P.REFERRAL_TRIAGE):
            sides.add(RECEIVER)
        return frozenset(sides)

    def allows(self, act: str, actor: Actor) -> bool:
        side, states = TRANSITIONS[act]
        if side not in self.side_of(actor) or self.state not in states:
            return False
        if act in ("ask_more", "tell"):
            return self.sent_by_id is not None
        if act == "contact":
            return self.contacted_at is None
        return act != "accept" or self.state != DECLINED or self.next_unit_id == self.unit_id

    @property
    def late(self) -> bool:
        """The first contact was due before today and nobody has made it (V-42)."""
        return self.contacted_at is None and self.state in (WAITING, ASKED) and self.due_on < dates.today()

    @property
    def person(self) -> identity.Identity:
        return identity.Identity(**identity.unseal(self.sealed_identity, self.uuid))

    @property
    def texts(self) -> dict[str, str]:
        """`wish` in the client's own words, `extra` in the sender's."""
        return identity.unseal(self.sealed_texts, self.uuid)


class Outcome(models.TextChoices):
    SENT = "sent", _("Lähetetty")
    ROUTED = "routed", _("Yksikkö valittu")
    CONTACTED = "contacted", _("Asiakkaaseen otettu yhteyttä")
    ASKED_MORE = "asked_more", _("Pyydetty lisätietoja")
    ANSWERED_MORE = "answered_more", _("Lisätiedot annettu")
    AMENDED = "amended", _("Lähetettä täydennetty")
    RETURNED = "returned", _("Vastausta ei tullut: asia palautui")
    WITHDRAWN = "withdrawn", _("Lähettäjä perui")
    TOLD = "told", _("Lähettäjälle kerrottu")
    PASSED_ON = "passed_on", _("Siirretty toiseen yksikköön")
    DECLINED = "declined", _("Ei otettu vastaan")
    ACCEPTED = "accepted", _("Otettu vastaan")
    OUTSIDE_ASKED = "outside_asked", _("Kysytty palvelulta, jolla ei ole tunnuksia")
    OUTSIDE_ANSWERED = "outside_answered", _("Palvelu vastasi")
    OUTSIDE_SILENT = "outside_silent", _("Palvelu ei vastannut ajoissa")
    OUTSIDE_ENDED = "outside_ended", _("Kysymys palvelulle päättyi")


class ReferralStep(models.Model):
    """One thing that happened to a referral. `unit` and `sent_by` follow the referral: its wall is this row's too."""

    uuid = models.UUIDField(default=uuids.uuid4, unique=True, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="steps")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    at = models.DateTimeField(default=dates.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    from_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, blank=True)
    sealed_words = models.BinaryField(null=True)
    next_user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    next_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    next_service = models.CharField(max_length=200, blank=True)
    next_phone = models.CharField(max_length=40, blank=True)

    wall = "inbox"
    Data = {
        **fields(
            "id uuid referral unit sent_by outcome at by from_unit to_unit reason next_user next_unit "
            "next_service next_phone",
            "personal", "nobody is bounced unseen (V-06)", "referral",
        ),
        **fields("sealed_words", "health", "what was asked and answered", "referral"),
    }

    class Meta:
        indexes = [models.Index(fields=["referral", "at"], name="step_in_order")]

    @property
    def words(self) -> str:
        return self._sealed.get("words", "")

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What an amendment changed: `wish` or `extra`, what stood before, what stands after."""
        kept = self._sealed
        return [(name, kept[f"{name}_before"], kept[name]) for name in ("wish", "extra") if name in kept]

    @property
    def _sealed(self) -> dict[str, str]:
        return identity.unseal(self.sealed_words, self.uuid) if self.sealed_words else {}


class OwnQuerySet(models.QuerySet["Identification"]):
    def visible_to(self, actor: Actor) -> "OwnQuerySet":
        """My own, and those of the cases I may see."""
        if not actor.is_staff:
            return self.none()
        return self.filter(Q(user_id=actor.user_id) | Q(case_id__in=rules.case_ids(actor)))


class Identification(Public, Keyed):
    """Somebody noticed a possible need (L-10). It needs no client and decides nothing by itself (L-39)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=dates.now)
    place = models.CharField(max_length=40, blank=True)
    first_sign_on = models.DateField(null=True)
    unemployed_since = models.DateField(null=True)
    items = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="identifications")

    objects = OwnQuerySet.as_manager()

    wall = "own"
    Data = {
        **fields("id uuid form_key user unit at place case", "personal", "who noticed, where and when", "referral"),
        **fields("first_sign_on unemployed_since", "employment", "how early needs are recognised (V-13)", "referral"),
        **fields("items criteria", "health", "signs that point to need (L-35…L-39, V-18)", "referral"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(first_sign_on__isnull=True) | Q(first_sign_on__lte=models.F("at__date")))
                & (Q(unemployed_since__isnull=True) | Q(unemployed_since__lte=models.F("at__date"))),
                name="signs_before_identification",
                violation_error_message="Merkkien päivä ei voi olla tunnistamisen jälkeen.",
            ),
        ]

    @property
    def meets_criteria(self) -> bool:
        """One criterion is enough, also one's own experience alone; no diagnosis is asked for (V-18)."""
        return bool(self.criteria)


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def visible_to(self, actor: Actor) -> "ArrivalQuerySet":
        """Those of the cases the actor may see, however the referral itself is walled."""
        return self.filter(case_id__in=rules.case_ids(actor))


class Arrival(Public):
    """How somebody came to the case: once for each referral taken in, for the team that never saw the referral.

    The sender is shown by `senders.told` alone: some senders tell something of the person (V-37).
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="arrivals")
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="arrival")
    channel = models.CharField(max_length=40)
    sender_kind = models.CharField(max_length=40, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    received_on = models.DateField()
    accepted_at = models.DateTimeField(default=dates.now)
    sheets = models.JSONField(null=True)
    sheets_on = models.DateField(null=True)

    objects = ArrivalQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields("id uuid case referral channel received_on accepted_at sheets_on", "personal", "how one came", "case"),
        **fields("sheets", "special", "what the client was told to expect (L-89)", "case"),
        **fields("sender_kind sender_name", "authority", "who sent the person (V-31…V-40)", "case"),
    }

    class Meta:
        ordering = ["received_on", "pk"]


class AbandonedDrafts(models.Model):
    """How many begun referrals an organisation's people left unsent, by the day they last wrote: numbers alone (E-52).

    Drafts themselves are forgotten after a month; the number stays.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    number = models.PositiveIntegerField()

    wall = "none"
    Data = fields("id organisation on number", "none", "how heavy referring is felt (E-52, C-02)", "installation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "on"], name="abandoned_once_a_day")]
