"""On what a coach sees the client's case: a statute that gives it to the coach's body, else the client's consent.

Either way coaching begins only when the client wants it and ends when the client says so (T-62). Consent for data is
not asked where a statute gives them (I-32): a county's or an employment authority's own coach stands on it.
"""

from dataclasses import dataclass
from datetime import datetime

from rinnalla.access.models import Consent
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.cases import grounds
from rinnalla.cases.consents.rules import opened
from rinnalla.cases.models import Case
from rinnalla.organisations.models import Organisation


@dataclass(frozen=True)
class Leave:
    """The ground, what it opens, and the consent or the statute itself: one of them is there."""

    groups: frozenset[str]
    consent: Consent | None = None
    statute: str = ""

    @property
    def ground(self) -> str:
        return self.statute or grounds.CONSENT

    @property
    def ends_at(self) -> datetime | None:
        return self.consent.ends_at if self.consent else None


def leave_of(case: Case, organisation: Organisation) -> Leave | None:
    """What lets the organisation's coach talk of work in this case today; None when the client's consent is needed."""
    by_law = grounds.law_groups(case, organisation)
    if EMPLOYMENT in by_law:
        return Leave(by_law, statute=grounds.statute_for(case, organisation) or "")
    found = grounds.consent_for(case, organisation)
    if found and found.lasting and EMPLOYMENT in found.field_groups:
        return Leave(frozenset(opened(found)), consent=found)
    return None
