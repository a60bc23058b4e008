"""Services on the client's path: planned, awaited, started, interrupted, ended; and guidance on to a service (V-56)."""

from datetime import date

from django.db import models
from django.db.models import Q

from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.catalogue.models import ServiceCard, legal_grounds
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Municipality, Unit
from rinnalla.services.models_livelihood import Benefit
from rinnalla.services.models_told import CardNotice, UnmetNeed
from rinnalla.services.models_visits import AccompaniedVisit, Attendance, GroupSession, ServiceObservation

__all__ = [
    "AccompaniedVisit", "Attendance", "Benefit", "CardNotice", "Continuation", "Expectation", "GroupSession",
    "OnwardGuidance", "ServiceEpisode", "ServiceInterruption", "ServiceObservation", "UnmetNeed",
]  # fmt: skip

PLANNED, RUNNING, INTERRUPTED, ENDED = "planned", "running", "interrupted", "ended"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "start": (PLANNED,),
    "wait": (PLANNED,),
    "interrupt": (RUNNING,),
    "resume": (INTERRUPTED,),
    "end": (PLANNED, RUNNING, INTERRUPTED),
}
NOT_CONTACTED, QUEUED, STARTED = "not_contacted", "queued", "started"  # how far a client has reached (L-30)
CLOSING_TALK = "three_party_meeting"  # the `meeting_type` of a card whose service ends in such a talk (E-42)
SENT, ACCEPTED, DECLINED = "sent", "accepted", "declined"
GUIDANCE_TRANSITIONS: dict[str, tuple[str, ...]] = {"answer": (SENT,)}


class EpisodeQuerySet(CaseRows):
    def not_ended(self) -> "EpisodeQuerySet":
        return self.filter(ended_on__isnull=True)

    def waiting(self) -> "EpisodeQuerySet":
        """Services that somebody is awaited for: not started, not ended, with the day the wait began."""
        return self.not_ended().filter(started_on__isnull=True, waits_since__isnull=False)

    def unreached(self, before: date) -> "EpisodeQuerySet":
        """Services wished for before a day and not begun (L-30)."""
        return self.not_ended().filter(started_on__isnull=True, made_at__date__lt=before)


class ServiceEpisode(Public, Versioned, Keyed, Made):
    """One service of one client: a catalogue card given by its organiser, or a named service of somebody else.

    `statutes` is the card's legal basis as it stood when the service was planned: a successor changes no old episode.
    `subject` tells which one of its kind (a training's name), `partner` with whom (the employer of a pay subsidy, the
    school), `ground` why it is given, `agreed_until` how long, `area` where (V-79, V-84, E-39).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="episodes")
    card = models.ForeignKey(ServiceCard, null=True, on_delete=models.PROTECT, related_name="+")
    own_name = models.CharField(max_length=120, blank=True)
    organiser = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    organiser_name = models.CharField(max_length=120, blank=True)
    field_group = models.CharField(max_length=20, default="basics")
    statutes = models.JSONField(default=list)
    planned_on = models.DateField(null=True)
    waits_since = models.DateField(null=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    outcome_words = models.TextField(blank=True)
    subject = models.CharField(max_length=120, blank=True)
    partner = models.CharField(max_length=120, blank=True)
    ground = models.CharField(max_length=40, blank=True)
    agreed_until = models.DateField(null=True)
    area = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    closing_talk_on = models.DateField(null=True)
    no_talk_reason = models.CharField(max_length=300, blank=True)

    objects = EpisodeQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by case field_group planned_on waits_since started_on ended_on "
            "agreed_until area closing_talk_on",
            "personal", "follow the client's path", "case",
        ),
        **fields(
            "card own_name organiser organiser_name statutes outcome outcome_words subject partner ground "
            "no_talk_reason",
            "special", "what helps whom", "case",
        ),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(card__isnull=False, own_name="") | Q(card__isnull=True) & ~Q(own_name=""),
                name="episode_has_one_name",
            ),
            models.CheckConstraint(
                condition=Q(organiser__isnull=False) | ~Q(organiser_name=""), name="episode_has_organiser"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="") | Q(ended_on__isnull=False) & ~Q(outcome=""),
                name="episode_ends_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=models.F("started_on")),
                name="episode_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(agreed_until__isnull=True)
                | Q(agreed_until__gte=models.F("started_on")),
                name="episode_agreed_past_its_start",
            ),
        ]
        indexes = [models.Index(fields=["case", "-made_at"], name="episode_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.card.name if self.card else self.own_name

    @property
    def body_name(self) -> str:
        """Who gives it, in words."""
        return f"{self.organiser.organisation.name}, {self.organiser.name}" if self.organiser else self.organiser_name

    @property
    def state(self) -> str:
        if self.ended_on:
            return ENDED
        if self.started_on is None:
            return PLANNED
        return INTERRUPTED if self.open_interruption else RUNNING

    @property
    def reach_status(self) -> str:
        """How far the client has reached it: not_contacted, queued, started or ended (L-30)."""
        if self.state != PLANNED:
            return ENDED if self.ended_on else STARTED
        return QUEUED if self.waits_since else NOT_CONTACTED

    @property
    def open_interruption(self) -> "ServiceInterruption | None":
        return next((one for one in self.interruptions.all() if one.to_on is None), None)

    @property
    def told_now(self) -> list[dict]:
        """What the card tells to expect, for going through it."""
        return self.card.expectations if self.card else []

    @property
    def told_before(self) -> list[dict]:
        """What the client was told to expect, as it was told."""
        told = getattr(self, "expectation", None)
        return told.sheet if told else []

    @property
    def gone_through_on(self) -> date | None:
        told = getattr(self, "expectation", None)
        return told.gone_on if told else None

    @property
    def asks_experience(self) -> bool:
        """It has begun and nobody has asked whether it was as expected."""
        told = getattr(self, "expectation", None)
        return self.state != PLANNED and not (told and told.answer)

    @property
    def asks_closing_talk(self) -> bool:
        """The card asks for a three-party talk at the end (E-42), it has begun, and none has been held."""
        asks = self.card is not None and self.card.meeting_type == CLOSING_TALK
        return asks and self.started_on is not None and self.closing_talk_on is None

    @property
    def legal_basis(self) -> list[str]:
        """The statutes it stands on, in words (T-14…T-17)."""
        return [one.text for one in legal_grounds(self.statutes)]

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def usual_days(self) -> int | None:
        """How long the wait usually is, in days, as the card says."""
        return self.card.waiting_days if self.card else None

    @property
    def usual_by(self) -> date | None:
        """The day by which the awaited one has usually answered."""
        if self.waits_since is None or self.usual_days is None:
            return None
        return date.fromordinal(self.waits_since.toordinal() + self.usual_days)

    @property
    def waits_long(self) -> bool:
        return self.started_on is None and self.usual_by is not None and self.usual_by < dates.today()


class ServiceInterruption(Public, Keyed, Made):
    """A service broke off: why, from when to when, and what support was offered (E-16)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(ServiceEpisode, on_delete=models.CASCADE, related_name="interruptions")
    reason = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    support_offered = models.TextField(blank=True)
    support_on = models.DateField(null=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case episode from_on to_on support_on", "personal", "follow the path",
            "case",
        ),
        **fields("reason words support_offered", "special", "no service breaks off for lack of support (E-16)", "case"),
    }

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(to_on__isnull=True), name="one_open_interruption_an_episode"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="interruption_has_reason"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")),
                name="interruption_ends_after_start",
            ),
        ]


class OnwardGuidance(Public, Keyed, Made):
    """The client is guided on to a named service. It is done only when the receiver has accepted (V-56)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="guidances")
    card = models.ForeignKey(ServiceCard, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    field_group = models.CharField(max_length=20, default="basics")
    ground = models.CharField(max_length=60)
    sent_on = models.DateField(default=dates.today)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True)
    receiver_name = models.CharField(max_length=120, blank=True)
    answer_words = models.TextField(blank=True)
    sheet_gone_on = models.DateField(null=True)
    episode = models.OneToOneField(ServiceEpisode, null=True, on_delete=models.PROTECT, related_name="guidance")

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case field_group ground sent_on due_on answered_at answered_by accepted "
            "receiver_name sheet_gone_on episode",
            "personal", "nobody falls between two services (V-56)", "case",
        ),
        **fields("card unit words answer_words", "special", "tell the receiver what is needed", "case"),
    }

    class Meta:
        constraints = [
            pair("guidance", "answered_at", "answered_by"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, accepted__isnull=True, episode__isnull=True)
                | Q(answered_at__isnull=False, accepted=False, episode__isnull=True) & ~Q(answer_words="")
                | Q(answered_at__isnull=False, accepted=True) & ~Q(receiver_name=""),
                name="guidance_answered_by_receiver",
            ),
        ]

    @property
    def state(self) -> str:
        if self.answered_at is None:
            return SENT
        return ACCEPTED if self.accepted else DECLINED

    @property
    def done(self) -> bool:
        """Only the receiver's yes makes it done."""
        return self.state == ACCEPTED

    @property
    def late(self) -> bool:
        return self.state == SENT and self.due_on < dates.today()

    @property
    def name(self) -> str:
        return self.card.name if self.card else self.unit.name

    def allows(self, act: str) -> bool:
        return self.state in GUIDANCE_TRANSITIONS[act]


class Expectation(Public, Made):
    """What the client was told to expect of a service (L-89): the sheet gone through together, and afterwards whether
    it was so. `sheet` keeps the sentences as they were told; without `gone_on` it was not gone through.
    """

    class Answer(models.TextChoices):
        AS_EXPECTED = "as_expected"
        BETTER = "better"
        WORSE = "worse"
        DIFFERENT = "different"

    class Fits(models.TextChoices):
        YES = "yes"
        PARTLY = "partly"
        NO = "no"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.OneToOneField(ServiceEpisode, on_delete=models.CASCADE, related_name="expectation")
    sheet = models.JSONField(default=list)
    gone_on = models.DateField(null=True)
    words = models.TextField(blank=True)
    answer = models.CharField(max_length=20, blank=True, choices=Answer.choices)
    answer_words = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    fits = models.CharField(max_length=10, blank=True, choices=Fits.choices)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields("id uuid made_at made_by case episode gone_on answered_on", "personal", "honest guidance", "case"),
        **fields("sheet words answer answer_words fits", "special", "build realistic expectations (L-89)", "case"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="") | Q(answered_on__isnull=False) & ~Q(answer=""),
                name="expectation_answered_with_answer",
            ),
            models.CheckConstraint(
                condition=Q(gone_on__isnull=False) | Q(answered_on__isnull=False), name="expectation_says_something"
            ),
        ]


class Continuation(Public, Keyed, Made):
    """What comes after a service that is about to end, agreed for one client (L-67)."""

    class Way(models.TextChoices):
        OTHER_SERVICE = "other_service"
        SAME_ELSEWHERE = "same_elsewhere"
        OWN_SUPPORT = "own_support"
        ENDS = "ends"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.OneToOneField(ServiceEpisode, on_delete=models.CASCADE, related_name="continuation")
    way = models.CharField(max_length=20, choices=Way.choices)
    words = models.TextField(blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields("id uuid form_key made_at made_by case episode", "personal", "nobody is left in between", "case"),
        **fields("way words", "special", "nobody is left when a service ends (L-67)", "case"),
    }


from rinnalla.services.pilots import models as pilot_models  # noqa: E402, F401  # the room's other tables
