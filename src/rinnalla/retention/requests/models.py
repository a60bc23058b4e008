"""What a client asks of their own data: about the log, a correction, an explanation, objection, erasure.

Each has the day by which it is answered (703/2023 § 11, EU 2016/679 art. 12). About the log answers the data-protection
officer of the client's region, and nobody who works in the case sees it was asked. A correction is answered by whoever
answers for the client; where there is no open case, by the officer.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Region
from rinnalla.people.models import Person

# What may be done in which state: the pages ask this which buttons to draw, the actions ask it what to refuse.
WAITING, ANSWERED = "waiting", "answered"
TRANSITIONS: dict[str, tuple[str, ...]] = {"answer": (WAITING,), "extend": (WAITING,)}


class Kind(models.TextChoices):
    """What is asked."""

    LOG_QUESTION = "log_question", _("Kysymys lokin rivistä")
    LOG_REQUEST = "log_request", _("Lokipyyntö")
    EXPLANATION = "explanation", _("Selvitys katsomisen perusteesta")
    CORRECTION = "correction", _("Korjauspyyntö")
    OBJECTION = "objection", _("Tietojen käytön vastustaminen")
    ERASURE = "erasure", _("Tietojen poistaminen")


class Side(models.TextChoices):
    """Who answers."""

    OFFICER = "officer", _("Tietosuojavastaava")
    TEAM = "team", _("Asiakasvastaava")


class Outcome(models.TextChoices):
    """What came of it."""

    EXPLAINED = "explained", _("Katsomiseen oli peruste")
    UNLAWFUL = "unlawful", _("Katsomiseen ei ollut perustetta")
    GIVEN = "given", _("Tiedot annettiin")
    CORRECTED = "corrected", _("Tieto korjattiin")
    GRANTED = "granted", _("Pyyntöön suostuttiin")
    REFUSED = "refused", _("Pyyntöön ei suostuttu")


OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    Kind.LOG_QUESTION: (Outcome.EXPLAINED, Outcome.UNLAWFUL),
    Kind.LOG_REQUEST: (Outcome.GIVEN, Outcome.REFUSED),
    Kind.EXPLANATION: (Outcome.EXPLAINED, Outcome.UNLAWFUL, Outcome.REFUSED),
    Kind.CORRECTION: (Outcome.CORRECTED, Outcome.REFUSED),
    Kind.OBJECTION: (Outcome.GRANTED, Outcome.REFUSED),
    Kind.ERASURE: (Outcome.GRANTED, Outcome.REFUSED),
}
# By when: the name of the deadline in regions/common/deadlines.yaml.
DEADLINES = dict.fromkeys(Kind, "rights_answer") | {Kind.LOG_REQUEST: "log_request"}
# The law on the log knows no further time; EU 2016/679 art. 12.3 gives it once for the others.
EXTENDABLE = frozenset(kind for kind in Kind if kind != Kind.LOG_REQUEST)


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    def visible_to(self, actor: Actor) -> "RightsRequestQuerySet":
        """One's own; the officer's region's; corrections for whoever answers for the client now, or deputises."""
        if actor.is_client:
            return self.filter(person_id=actor.person_id)
        if actor.is_representative:  # what the client asked alone, also of the representative, stays the client's
            return self.filter(person_id=actor.person_id, made_by_id=actor.user_id)
        if actor.can(Permission.RIGHTS_ANSWER):
            return self.filter(side=Side.OFFICER, region_id=actor.region_id)
        return self.filter(side=Side.TEAM).filter(answered_by(actor))

    def waiting(self) -> "RightsRequestQuerySet":
        return self.filter(answered_at__isnull=True)


def answered_by(actor: Actor) -> Q:
    """Whose corrections the actor answers: of clients they are responsible for, or arrange for meanwhile."""
    mine = [actor.user_id, *actor.deputises]
    return Q(case__responsible_worker_id__in=mine) | Q(
        case__responsible_worker__isnull=True, case__arranger_id__in=mine
    )


class RightsRequest(Public, Keyed, Versioned, Made):
    """One request. `line_ids` are the lines of the log it asks about, all of one day; `place`, `row_uuid` and
    `should_be` tell of a correction where the fact stands and what it should be, `fixed_in` where the mended one is.

    The client's own words and the worker's own row both stay, whatever the answer.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rights_requests")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="rights_requests")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    side = models.CharField(max_length=10, choices=Side.choices)
    text = models.TextField(blank=True)
    wants_call = models.BooleanField(default=False)
    line_ids = ArrayField(models.BigIntegerField(), default=list)
    older_why = models.TextField(blank=True)
    place = models.CharField(max_length=20, blank=True)
    row_uuid = models.UUIDField(null=True)
    should_be = models.TextField(blank=True)
    due_on = models.DateField()
    extended_at = models.DateTimeField(null=True)
    extended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    extension_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    refusal = models.CharField(max_length=20, blank=True)
    answer = models.TextField(blank=True)
    fixed_in = models.UUIDField(null=True)

    objects = RightsRequestQuerySet.as_manager()
    wall = "person"
    Data = {
        **fields(
            "id uuid form_key version made_at made_by person case region kind side wants_call line_ids place row_uuid "
            "due_on extended_at extended_by answered_at answered_by outcome refusal fixed_in",
            "personal", "the rights of the person concerned (703/2023 § 11, EU 2016/679 art. 12–21)", "person",
        ),
        **fields(
            "text older_why should_be extension_reason answer", "special", "what was asked and answered", "person"
        ),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="rights_kind_known"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="rights_side_known"),
            models.CheckConstraint(
                condition=~Q(side=Side.TEAM) | Q(kind=Kind.CORRECTION, case__isnull=False), name="rights_team_corrects"
            ),
            models.CheckConstraint(
                condition=(Q(kind=Kind.CORRECTION) & ~Q(place="") & Q(should_be__regex=r"\S"))
                | (~Q(kind=Kind.CORRECTION) & Q(place="", should_be="", row_uuid=None, fixed_in=None)),
                name="rights_correction_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.LOG_REQUEST, Kind.CORRECTION]) | Q(text__regex=r"\S"),
                name="rights_says_what",
            ),
            models.CheckConstraint(condition=Q(older_why="") | Q(kind=Kind.LOG_REQUEST), name="rights_older_of_log"),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", refusal="", answer="")
                | Q(answered_at__isnull=False, outcome__in=Outcome.values, answer__regex=r"\S"),
                name="rights_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.REFUSED) & ~Q(refusal="") | ~Q(outcome=Outcome.REFUSED) & Q(refusal=""),
                name="rights_refused_on_ground",
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True, extension_reason="")
                | Q(extended_at__isnull=False, extension_reason__regex=r"\S"),
                name="rights_extended_why",
            ),
            pair("rights", "answered_at", "answered_by"),
            pair("rights", "extended_at", "extended_by"),
        ]
        indexes = [
            models.Index(
                fields=["region", "due_on"], condition=Q(answered_at__isnull=True), name="rights_waiting"
            ),
        ]

    @property
    def state(self) -> str:
        return ANSWERED if self.answered_at else WAITING

    def allows(self, act: str) -> bool:
        extendable = act != "extend" or self.kind in EXTENDABLE and self.extended_at is None
        return self.state in TRANSITIONS[act] and extendable

    @property
    def late(self) -> bool:
        return self.state == WAITING and self.due_on < dates.today()

    @property
    def late_days(self) -> int:
        return (dates.today() - self.due_on).days if self.late else 0

    @property
    def asked_on(self) -> date:
        return dates.local(self.made_at).date()
