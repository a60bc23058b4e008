"""The disclosure log (703/2023 § 10): what was given of whose data, by whom, to whom, when, for what, on which ground.

A line is never changed nor removed: the database refuses it. What went to the wrong one gets a line beside it.
"""

from django.db import models
from django.db.models import Q

from rinnalla.access.models import Consent
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes


class Disclosure(Public, Keyed, Made):
    """One giving of a client's data to an organisation. `sections` describes what was given by codes, never its words;
    `controller` is the organisation whose data they are. `statute` and `consent` are the grounds, one at least."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="disclosures")
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.CharField(max_length=120, blank=True)
    sections = models.JSONField(default=list)
    field_groups = models.JSONField(default=list)
    health_kinds = models.JSONField(default=list)
    aim = models.CharField(max_length=40)
    purpose = models.CharField(max_length=60)
    statute = models.CharField(max_length=60, blank=True)
    consent = models.ForeignKey(Consent, null=True, on_delete=models.PROTECT, related_name="disclosures")
    channel = models.CharField(max_length=40, blank=True)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case controller organisation receiver sections field_groups aim purpose "
            "statute consent channel",
            "personal", "the client knows to whom data were given (703/2023 § 10)", "log",
        ),
        **fields("health_kinds", "special", "the client knows to whom data were given (703/2023 § 10)", "log"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(statute="") | Q(consent__isnull=False), name="disclosure_has_a_ground"
            )
        ]

    @property
    def aim_name(self) -> str:
        return codes.code_name("packet_purposes", self.aim)

    @property
    def channel_name(self) -> str:
        return codes.code_name("disclosure_channels", self.channel) if self.channel else ""

    @property
    def groups_in_words(self) -> str:
        return ", ".join(codes.code_name("field_groups", one).lower() for one in self.field_groups)

    @property
    def law(self) -> str:
        return codes.statute_words(self.statute) if self.statute else ""


class WrongReceiver(Public, Keyed, Made):
    """A disclosure went to the wrong one: what happened, what became of it; the client has been told."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="wrong")
    outcome = models.CharField(max_length=40)
    words = models.TextField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = {
        **fields("id uuid form_key made_at made_by case disclosure outcome", "personal", "a mistake is told", "log"),
        **fields("words", "special", "a mistake is told", "log"),
    }

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(words__regex=r"\S"), name="wrong_receiver_is_explained")]

    @property
    def outcome_name(self) -> str:
        return codes.code_name("wrong_receiver_outcomes", self.outcome)
