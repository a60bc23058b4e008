"""What belongs to a consent: its signed paper, and what those who stood on it are told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public
from rinnalla.lib.sealed import open_bytes
from rinnalla.organisations.models import Organisation

PAPER = "consent_paper"  # what the paper is sealed for


class ConsentPaper(Public, Keyed, Made):
    """The signed paper of one version of a consent, as a file: sealed, bound to its own row, never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="papers")
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case consent media_type size", "personal", "the signed paper can be seen",
            "case",
        ),
        **fields("sealed", "special", "the signed paper can be seen", "case"),
    }

    @property
    def content(self) -> bytes:
        return open_bytes(self.sealed, purpose=PAPER, bound_to=str(self.uuid))


class NoticeKind(models.IntegerChoices):
    """What happened to a consent somebody's work stood on."""

    CHANGED = 1, _("Asiakas muutti lupaa")
    WITHDRAWN = 2, _("Asiakas perui luvan")
    ENDING = 3, _("Lupa päättyy pian")


class ConsentNotice(Public):
    """Told to one user on the own day page: what happened to which organisation's leave, in which case by its number.
    No name: who lost the leave may not see whose case it was."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    what = models.PositiveSmallIntegerField(choices=NoticeKind.choices)
    case_number = models.CharField(max_length=20)
    ends_on = models.DateField(null=True)
    at = models.DateTimeField(default=dates.now)
    seen_at = models.DateTimeField(null=True)

    wall = "own"
    Data = fields(
        "id uuid user organisation what case_number ends_on at seen_at", "personal", "tell who must stop or ask again",
        "account",
    )

    class Meta:
        indexes = [
            models.Index(fields=["user", "at"], condition=models.Q(seen_at__isnull=True), name="consent_notice_unseen")
        ]


def unseen(actor: Actor) -> list[ConsentNotice]:
    """What the actor has not yet marked seen, the newest first (my day)."""
    rows = ConsentNotice.objects.filter(user_id=actor.user_id, seen_at__isnull=True)
    return list(rows.select_related("organisation").order_by("-at")[:20])
