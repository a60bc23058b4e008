"""Coaching episodes and what belongs to them: who coaches, profile, applications, jobs, contacts, reviews.

A coaching is *queued* (it waits for a free coach), *open*, *stopped* (the client has stopped it or taken the consent
back: a closing talk is offered) or *ended* with an outcome. It never ends by time alone (T-57), and it outlives the
case's closing (L-76).
"""

from django.db import models
from django.db.models import F, Q

from rinnalla.access.models import Consent, User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.employers.models import Employer
from rinnalla.employment.profiles import JobProfile  # noqa: F401  # of the room's tables, in a module of its own
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Unit
from rinnalla.people.models import Person
from rinnalla.servicemodels.codes import code, code_list
from rinnalla.services.models import ServiceEpisode

QUEUED, OPEN, STOPPED, ENDED = "queued", "open", "stopped", "ended"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "start": (QUEUED,),
    "leave_queue": (QUEUED,),
    "work": (OPEN,),
    "hand_over": (OPEN,),
    "stop": (OPEN,),
    "talk": (STOPPED,),
    "end": (OPEN, STOPPED),
}


def capped_types() -> list[str]:
    """The types of coaching that the cap on clients concerns (T-54)."""
    return [one.key for one in code_list("coaching_types") if one.definition.by_criteria]


class CoachingQuerySet(CaseRows):
    def not_ended(self) -> "CoachingQuerySet":
        return self.filter(ended_on__isnull=True)

    def open(self) -> "CoachingQuerySet":
        return self.not_ended().filter(started_on__isnull=False, stopped_at__isnull=True)

    def queued(self) -> "CoachingQuerySet":
        """Those who wait for a free coach, the longest wait first."""
        return self.not_ended().filter(started_on__isnull=True).order_by("waits_since", "pk")


class CoachingEpisode(Public, Versioned, Keyed, Made):
    """One client's coaching: voluntary, by one coach at a time, on the client's consent or, at a body that a statute
    lets in, on the `statute` (T-62, V-07).

    `service` is the service on the path that it stands for. `person` is there so that nobody has two at once, also
    across cases. There is no field for a sanction, and none is ever written.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="coachings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    service = models.OneToOneField(ServiceEpisode, null=True, on_delete=models.PROTECT, related_name="coaching")
    type = models.CharField(max_length=40)
    payer = models.CharField(max_length=40)
    client_group = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    coach = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, null=True, on_delete=models.PROTECT, related_name="+")
    statute = models.CharField(max_length=40, blank=True)
    voluntary_on = models.DateField(null=True)
    waits_since = models.DateField(null=True)
    started_on = models.DateField(null=True)
    stage = models.CharField(max_length=40, default="agreement")
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True)
    next_at = models.TimeField(null=True)
    next_place = models.CharField(max_length=120, blank=True)
    review_on = models.DateField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    talk = models.CharField(max_length=20, blank=True, choices=[("offered", ""), ("held", ""), ("not_wanted", "")])
    talk_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    outcome_words = models.TextField(blank=True)

    objects = CoachingQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by case person service type payer unit coach consent statute "
            "voluntary_on waits_since started_on stage review_on stopped_at stopped_by talk talk_on ended_on next_on "
            "next_at",
            "employment", "walk beside the client to work and in it", "case",
        ),
        **fields("client_group", "special", "to whom coaching is open (L-04)", "case"),
        **fields("next_step next_place outcome outcome_words", "special", "what is next, what came of it", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on__isnull=True), name="one_coaching_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | (
                    Q(coach__isnull=False, voluntary_on__isnull=False, next_on__isnull=False, review_on__isnull=False)
                    & (Q(consent__isnull=False) | ~Q(statute=""))
                    & ~Q(next_step="")
                ),
                name="coaching_started_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=False) | Q(waits_since__isnull=False), name="coaching_waits_or_runs"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="") | Q(ended_on__isnull=False) & ~Q(outcome=""),
                name="coaching_ends_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="coaching_ends_after_start",
            ),
            pair("coaching", "stopped_at", "stopped_by"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | ~Q(talk=""), name="coaching_stopped_offers_talk"
            ),
        ]
        indexes = [
            models.Index(fields=["coach"], condition=Q(ended_on__isnull=True), name="coaching_of_coach"),
            models.Index(
                fields=["unit", "waits_since"],
                condition=Q(started_on__isnull=True, ended_on__isnull=True), name="coaching_queue",
            ),
        ]

    @property
    def state(self) -> str:
        if self.ended_on:
            return ENDED
        if self.stopped_at:
            return STOPPED
        return OPEN if self.started_on else QUEUED

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def by_criteria(self) -> bool:
        return self.type in capped_types()

    @property
    def waited_days(self) -> int:
        """How long the client has waited for a coach, or waited before one came."""
        until = self.started_on or self.ended_on or dates.today()
        return (until - self.waits_since).days if self.waits_since else 0

    @property
    def review_is_due(self) -> bool:
        return bool(self.review_on and self.state == OPEN and self.review_on <= dates.today())

    @property
    def goes_on_after_case(self) -> bool:
        """The case is closed and the coaching is not: the coach stays as long as there is need (L-76)."""
        return self.case.closed_at is not None and self.state in (OPEN, STOPPED)


class CoachAssignment(Public, Made):
    """From when to when somebody was the coach: it spans the steps of the path and ends only with the coaching or by
    hand-over (V-07)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(CoachingEpisode, on_delete=models.CASCADE, related_name="assignments")
    coach = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField(default=dates.today)
    to_on = models.DateField(null=True)
    reason = models.CharField(max_length=40, blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid made_at made_by case episode coach unit from_on to_on reason", "employment", "who coached", "case"
    )

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(to_on__isnull=True), name="one_coach_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="assignment_ends_after_start"
            ),
        ]


class Job(Public, Versioned, Keyed, Made):
    """Work that came of it. Only open paid work fulfils the goal of coaching; other work is shown apart (T-52)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(CoachingEpisode, on_delete=models.CASCADE, related_name="jobs")
    employer = models.CharField(max_length=120)
    employer_row = models.ForeignKey(Employer, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    hours_week = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    contract = models.CharField(max_length=40, blank=True)
    normal_pay = models.BooleanField(null=True)
    open_to_all = models.BooleanField(null=True)
    onward_placement = models.BooleanField(default=False)
    matches_client = models.BooleanField(null=True)
    matches_coach = models.BooleanField(null=True)
    learnt = models.TextField(blank=True)
    pay_subsidy_ground = models.CharField(max_length=40, blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid version form_key made_at made_by case episode employer employer_row title kind starts_on ends_on "
        "hours_week contract normal_pay open_to_all onward_placement matches_client matches_coach learnt "
        "pay_subsidy_ground",
        "employment", "work that lasts", "case",
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="job_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(hours_week__isnull=True) | Q(hours_week__gt=0, hours_week__lte=48), name="job_hours_week"
            ),
        ]

    @property
    def fulfils(self) -> bool:
        """Does it fulfil the goal of coaching? Open paid work only (T-52)."""
        kind = code("job_kinds", self.kind)
        return bool(kind and kind.definition.fulfils)

    @property
    def under_way(self) -> bool:
        today = dates.today()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on >= today)


class Application(Public, Versioned, Keyed, Made):
    """A job looked for together, and how it fits the client's wish (T-63)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(CoachingEpisode, on_delete=models.CASCADE, related_name="applications")
    employer = models.CharField(max_length=120)
    employer_row = models.ForeignKey(Employer, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=40)
    fit = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    on = models.DateField(default=dates.today)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid version form_key made_at made_by case episode employer employer_row title state fit words on",
        "employment", "search by the client's wish (T-63)", "case",
    )

    class Meta:
        ordering = ["-on", "-pk"]


class CoachingContact(Public, Keyed, Made):
    """The coach met or spoke with the client, the employer or the work community (T-56), somewhere (T-58)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(CoachingEpisode, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField(default=dates.today)
    parties = models.JSONField()
    employer_row = models.ForeignKey(Employer, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    minutes = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case episode on parties employer_row place purpose minutes text",
        "employment", "support where the work is (T-56, T-58)", "case",
    )

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(parties=[]), name="contact_with_somebody"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 600)), name="contact_minutes"),
        ]
        indexes = [models.Index(fields=["episode", "-on"], name="coaching_contact_newest")]

    @property
    def at_work(self) -> bool:
        place = code("coaching_places", self.place)
        return bool(place and place.definition.at_work)


class FollowAlong(Public, Keyed, Made):
    """Is the support right now? Looked at together; it sets the next look, never an end (T-57)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(CoachingEpisode, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField(default=dates.today)
    words = models.TextField()
    client_words = models.TextField(blank=True)
    next_on = models.DateField()

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case episode on words client_words next_on",
        "employment", "support as long as there is need (T-57)", "case",
    )

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(next_on__gt=F("on")), name="review_leads_to_next")]


class CaseloadLimit(Versioned, Made):
    """A unit's own cap on a coach's clients: lower than the nation's and the region's, never higher (T-54)."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    clients = models.PositiveSmallIntegerField()

    wall = "none"
    Data = fields("id made_at made_by unit clients version", "none", "time for each client (T-54)", "installation")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(clients__gte=1), name="caseload_at_least_one")]


from rinnalla.employment.ladder import models as ladder_models  # noqa: E402, F401  # the room's other tables
from rinnalla.employment.matching import models as matching_models  # noqa: E402, F401
from rinnalla.employment.quality import models as quality_models  # noqa: E402, F401  # the room's other tables
from rinnalla.employment.studies import models as studies_models  # noqa: E402, F401  # the room's other tables
from rinnalla.employment.support import models as support_models  # noqa: E402, F401  # the room's other tables
