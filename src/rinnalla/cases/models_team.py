"""Who does what beside the client: roles in a case, and what each body is told when the case closes."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q

from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows, TeamMember
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels.codes import code_name


class AssignmentQuerySet(CaseRows):
    def in_force(self) -> "AssignmentQuerySet":
        return self.filter(ended_at__isnull=True)


class Assignment(Public, Keyed, Made):
    """A role that a member of the team has for this client: one who coordinates, walks beside, is the own doctor or
    nurse (L-12, L-22, V-108). One person may have several; a role has one holder at a time.

    `role` is a code of `assignment_roles`. Being responsible is no row here: the case itself says it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    member = models.ForeignKey(TeamMember, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AssignmentQuerySet.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case member role reason ended_at ended_by",
        "personal",
        "the client knows who is who, and the same people go on (V-108)",
        "case",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "role"], condition=Q(ended_at__isnull=True), name="one_holder_of_a_role"
            ),
            pair("assignment", "ended_at", "ended_by"),
        ]

    @property
    def role_name(self) -> str:
        return code_name("assignment_roles", self.role)


def with_roles(members: models.QuerySet[TeamMember]) -> models.QuerySet[TeamMember]:
    """Each member with `roles`, the keys of the roles they have now; in the same statement."""
    now = Assignment.objects.in_force().filter(member=OuterRef("pk")).order_by("pk").values("role")
    return members.annotate(roles=ArraySubquery(now))


class Agreement(models.TextChoices):
    """On what the body is told: the law, the client's yes, or the client said no and nothing is told."""

    STATUTE = "statute"
    CONSENT = "consent"
    REFUSED = "refused"


class ClosingHandover(Public, Versioned, Made):
    """What one body goes on with when the case closes: what, who there, how to reach them, on whose leave (L-75).

    The client may refuse that a body is told; then that is what the row says, and nothing else.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closing_handovers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreement = models.CharField(max_length=10, choices=Agreement.choices)
    what = models.TextField(blank=True)
    contact_person = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=120, blank=True)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid version made_at made_by case organisation agreement what contact_person contact",
        "special",
        "those who go on know enough to go on (L-75)",
        "case",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "organisation"], name="one_closing_handover_a_body"),
            models.CheckConstraint(
                name="closing_handover_says_all",
                condition=Q(agreement="refused", what="", contact_person="", contact="")
                | ~Q(agreement="refused") & ~Q(what="") & ~Q(contact_person="") & ~Q(contact=""),
                violation_error_message="Kirjaa, mitä taho jatkaa, kuka siellä ja miten hänet tavoittaa.",
            ),
        ]
