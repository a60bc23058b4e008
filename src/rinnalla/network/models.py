"""Tables of the room."""

from rinnalla.network.communications.models import (
    AwarenessSurvey,
    CommunicationItem,
    CommunicationMetric,
    CommunicationPlan,
    ExperienceNote,
)
from rinnalla.network.learning.competence.models import CompetenceRating
from rinnalla.network.learning.models import PackagePart, Training, TrainingFeedback, TrainingPackage, TrainingSeat
from rinnalla.network.learning.needs.models import CompetenceNeed, NeedSurvey
from rinnalla.network.letters.models import LetterFollowUp, LetterOfIntent
from rinnalla.network.materials.models import Material, MaterialUse, MaterialVersion
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
    "Appropriation", "AwarenessSurvey", "BonusForecast", "BonusRule", "BonusStatus", "CommunicationItem",
    "CommunicationMetric", "CommunicationPlan", "CompetenceNeed", "CompetenceRating", "Contract", "ContractPrice",
    "ContractService", "CostLine", "ExperienceNote", "LetterFollowUp", "LetterOfIntent", "Lot", "Material",
    "MaterialUse", "MaterialVersion", "NeedSurvey", "PackagePart", "Placement", "Procurement", "ProcurementStage",
    "ProviderReport", "Training", "TrainingFeedback", "TrainingPackage", "TrainingSeat",
]  # fmt: skip
