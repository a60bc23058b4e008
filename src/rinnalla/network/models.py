"""Tables of the room."""

from rinnalla.network.communications.models import (
    AwarenessSurvey,
    CommunicationItem,
    CommunicationMetric,
    CommunicationPlan,
    ExperienceNote,
)
from rinnalla.network.contacts.models import ContactPart, CooperationContact, LedTo
from rinnalla.network.development.models import Development, OutcomeNote, SuccessStory
from rinnalla.network.learning.competence.models import CompetenceRating
from rinnalla.network.learning.models import PackagePart, Training, TrainingFeedback, TrainingPackage, TrainingSeat
from rinnalla.network.learning.needs.models import CompetenceNeed, NeedSurvey
from rinnalla.network.letters.models import LetterFollowUp, LetterOfIntent
from rinnalla.network.materials.models import Material, MaterialUse, MaterialVersion
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
from rinnalla.network.projects.models_clients import ContactDay, ContactedPerson, Participation
from rinnalla.network.purchased.models import (
    BonusForecast,
    BonusRule,
    Contract,
    ContractPrice,
    ContractService,
    Lot,
    Procurement,
    ProcurementStage,
    ProviderReport,
)
from rinnalla.network.purchased.models_clients import BonusStatus, Placement
from rinnalla.network.purchased.models_money import Appropriation, CostLine

__all__ = [
    "Appropriation", "AwarenessSurvey", "BonusForecast", "BonusRule", "BonusStatus", "ChairTurn", "CommunicationItem",
    "CommunicationMetric", "CommunicationPlan", "CompetenceNeed", "CompetenceRating", "ContactDay", "ContactPart",
    "ContactedPerson", "Contract", "ContractPrice", "ContractService", "CooperationContact", "CostLine", "Development",
    "ExperienceNote", "LedTo", "LetterFollowUp", "LetterOfIntent", "Lot", "Material", "MaterialUse", "MaterialVersion",
    "NeedSurvey", "OutcomeNote", "PackagePart", "Participation", "Partner", "Partnership", "PartnershipMember",
    "Placement", "Procurement", "ProcurementStage", "Project", "ProjectLink", "ProjectPartner", "ProjectPilot",
    "ProjectResult", "ProjectStaff", "ProviderReport", "Spending", "SuccessStory", "Training", "TrainingFeedback",
    "TrainingPackage", "TrainingSeat",
]  # fmt: skip
