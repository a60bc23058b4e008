"""What an employer was told of a client (380/2023 § 118): only by the client's own consent for that employer.

The database holds the wall by itself (`employers/sql.py`): without a written consent in force that lists the field
groups, and the kinds of health data one by one, no row gets in.
"""

from django.db import models
from django.db.models import Q

from rinnalla.access.models import Consent
from rinnalla.cases.disclosures.models import Disclosure
from rinnalla.cases.models import Case, CaseRows
from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public
from rinnalla.servicemodels.codes import code_name


class ToldToEmployer(Public, Keyed, Made):
    """One telling. `items` are codes of `employer_items`; `words` is what was said, as it was said. The line of the
    disclosure log is `disclosure`: the client sees it among the others."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(default=dates.today)
    receiver = models.CharField(max_length=79, blank=True)
    items = models.JSONField()
    field_groups = models.JSONField()
    health_kinds = models.JSONField(default=list)
    words = models.TextField()

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case employer consent disclosure on receiver items field_groups",
            "employment", "the client knows what an employer was told", "case",
        ),
        **fields("health_kinds words", "special", "the client knows what an employer was told", "case"),
    }

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(items=[]) & ~Q(field_groups=[]), name="told_something"),
            models.CheckConstraint(condition=Q(words__regex=r"\S"), name="told_in_words"),
        ]

    @property
    def item_names(self) -> list[str]:
        return [code_name("employer_items", one) for one in self.items]
