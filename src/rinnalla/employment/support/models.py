"""Adaptations of a job, agreements of three parties about work, talks of benefits, and how a job's hours have changed.

An agreement's text reaches an employer: each of its versions stands behind the employer's wall, at the database too
(`employment/support/sql.py`). What is hard for the client in the work is never part of one.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from rinnalla.access.models import Consent, User
from rinnalla.cases.disclosures.models import Disclosure
from rinnalla.cases.models import Case, CaseRows
from rinnalla.employers.models import Employer
from rinnalla.employment.models import CoachingEpisode, Job
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair

APPROVED, REFUSED = "approved", "refused"
CLIENT, EMPLOYER, UNIT = "client", "employer", "unit"
PARTIES = (CLIENT, EMPLOYER, UNIT)
HERE = "here"  # the way of an answer that a party gave here itself, with an own account (a code of agreement_ways)
WAITING, DECLINED, COMING, IN_FORCE, OVER, ENDED = "waiting", "declined", "coming", "in_force", "over", "ended"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "answer": (WAITING,),
    "change": (WAITING, DECLINED, COMING, IN_FORCE),
    "end": (WAITING, DECLINED, COMING, IN_FORCE, OVER),
}


class JobHours(Public, Keyed, Made):
    """How many hours a week a job has had from a day on; the job itself tells how many it has now."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="hours")
    from_on = models.DateField()
    hours_week = models.DecimalField(max_digits=4, decimal_places=1)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case job from_on hours_week", "employment", "how work has grown", "case"
    )

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(hours_week__gt=0, hours_week__lte=48), name="job_hours_of_a_week"),
            models.UniqueConstraint(fields=["job", "from_on"], name="job_hours_once_a_day"),
        ]


class BenefitsTalk(Public, Keyed, Made):
    """What the client was told of benefits and pay before work begins or changes, and when."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(CoachingEpisode, on_delete=models.CASCADE, related_name="benefit_talks")
    job = models.ForeignKey(Job, null=True, on_delete=models.CASCADE, related_name="benefit_talks")
    on = models.DateField()
    topics = models.JSONField()
    words = models.TextField()

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields("id uuid form_key made_at made_by case episode job on", "employment", "work pays", "case"),
        **fields("topics words", "livelihood", "know what work does to benefits", "case"),
    }

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(topics=[]) & Q(words__regex=r"\S"), name="benefits_talk_says_what"
            )
        ]


class WorkAdaptation(Public, Versioned, Keyed, Made):
    """Something of a job that is made to fit the person: what is needed, what was done, who pays (V-76, V-81)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="adaptations")
    variant = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    need = models.TextField()
    done = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    payer = models.CharField(max_length=40)
    works = models.CharField(max_length=40, blank=True)
    review_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid version form_key made_at made_by case job variant kind need done done_on payer works review_on "
        "ended_on",
        "employment", "make the work fit", "case",
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(need__regex=r"\S"), name="adaptation_says_what_is_needed"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done__regex=r"\S"), name="adaptation_done_says_what"
            ),
            models.CheckConstraint(
                condition=Q(works="") | Q(done_on__isnull=False), name="adaptation_works_when_done"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=False) | Q(review_on__isnull=False), name="adaptation_is_looked_at"
            ),
        ]

    @property
    def review_is_due(self) -> bool:
        return bool(self.ended_on is None and self.review_on and self.review_on <= dates.today())


class AdaptationLook(Public, Keyed, Made):
    """Somebody asked the client whether an adaptation works."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    adaptation = models.ForeignKey(WorkAdaptation, on_delete=models.CASCADE, related_name="looks")
    on = models.DateField(default=dates.today)
    works = models.CharField(max_length=40)
    words = models.TextField(blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case adaptation on works words", "employment", "does it work", "case"
    )

    class Meta:
        ordering = ["-on", "-pk"]


class WorkAgreement(Public, Versioned, Keyed, Made):
    """What the client, an employer and the unit agree on: a work trial, subsidised work or an adaptation.

    Its text is in its versions; it is in force only while all three have approved the newest one.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(CoachingEpisode, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=40)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="agreements")
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid version form_key made_at made_by case episode kind employer job ended_on ended_why",
        "employment", "agree on work by three", "case",
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="") | Q(ended_on__isnull=False, ended_why__regex=r"\S"),
                name="agreement_of_three_ends_with_why",
            )
        ]

    @property
    def latest(self) -> "AgreementVersion":
        """The newest version; an agreement always has one."""
        return max(self.versions.all(), key=lambda one: one.number)

    @property
    def state(self) -> str:
        if self.ended_on:
            return ENDED
        latest = self.latest
        if latest.refused:
            return DECLINED
        if latest.lacking:
            return WAITING
        return latest.in_time(dates.today())

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]


class AgreementVersion(Public, Keyed, Made):
    """One text of an agreement with its days, as it was told to the employer; never changed.

    `parts` are texts by the keys of the kind's parts. `consent` and `disclosure` are the leave it was told by and the
    line of the log.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(WorkAgreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    parts = models.JSONField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    subsidy_ground = models.CharField(max_length=40, blank=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="+")
    field_groups = models.JSONField()

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case agreement number parts starts_on ends_on subsidy_ground consent "
        "disclosure field_groups",
        "employment", "agree on work by three", "case",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="agreement_version_days"
            ),
        ]

    @property
    def open_questions(self) -> list["AgreementQuestion"]:
        """What the client has asked and nobody has replied to yet."""
        return [one for one in self.questions.all() if one.replied_at is None]

    @property
    def given(self) -> dict[str, "AgreementAnswer"]:
        """What each party has answered to this version."""
        return {one.party: one for one in self.answers.all()}

    @property
    def lacking(self) -> list[str]:
        """The parties that have not answered yet."""
        return [one for one in PARTIES if one not in self.given]

    @property
    def refused(self) -> bool:
        return any(one.answer == REFUSED for one in self.given.values())

    def in_time(self, day: date) -> str:
        if day < self.starts_on:
            return COMING
        return OVER if self.ends_on and day > self.ends_on else IN_FORCE


class AgreementAnswer(Public, Keyed, Made):
    """A party approves or refuses a version: who, when, and how it was said. `name` is who answered for the party."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="answers")
    party = models.CharField(max_length=10, choices=[(one, "") for one in PARTIES])
    answer = models.CharField(max_length=10, choices=[(APPROVED, ""), (REFUSED, "")])
    on = models.DateField()
    name = models.CharField(max_length=79)
    way = models.CharField(max_length=40)
    words = models.CharField(max_length=300, blank=True)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case version party answer on name way words",
        "employment", "in force only when all have approved", "case",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "party"], name="one_answer_of_a_party"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="answer_says_who"),
            models.CheckConstraint(
                condition=Q(party__in=PARTIES, answer__in=[APPROVED, REFUSED]), name="answer_of_a_party"
            ),
        ]



class AgreementQuestion(Public, Keyed, Made):
    """The client, or whoever acts for the client, asks of a version before answering it; the coach replies.

    A question is no answer: the version waits on. The employer is told neither of them.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="questions")
    words = models.CharField(max_length=600)
    reply = models.CharField(max_length=600, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case version words reply replied_at replied_by",
        "employment", "nobody agrees on what is not understood (T-62)", "case",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(words__regex=r"\S"), name="agreement_question_asks"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="") | Q(replied_at__isnull=False, reply__regex=r"\S"),
                name="agreement_reply_says_something",
            ),
            pair("agreement_question", "replied_at", "replied_by"),
        ]
