"""Tables of the room."""

from rinnalla.network.contacts.models import ContactPart, CooperationContact, LedTo
from rinnalla.network.development.models import Development, OutcomeNote, SuccessStory
from rinnalla.network.letters.models import LetterFollowUp, LetterOfIntent
from rinnalla.network.partners.models import Partner
from rinnalla.network.partnerships.models import ChairTurn, Partnership, PartnershipMember
from rinnalla.network.projects.models import (
    Project,
    ProjectLink,
    ProjectPartner,
    ProjectPilot,
    ProjectResult,
    ProjectStaff,
    Spending,
)

__all__ = [
    "ChairTurn", "ContactPart", "CooperationContact", "Development", "LedTo", "LetterFollowUp", "LetterOfIntent",
    "OutcomeNote", "Partner", "Partnership", "PartnershipMember", "Project", "ProjectLink", "ProjectPartner",
    "ProjectPilot", "ProjectResult", "ProjectStaff", "Spending", "SuccessStory",
]  # fmt: skip
