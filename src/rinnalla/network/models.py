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

__all__ = [
    "AwarenessSurvey", "CommunicationItem", "CommunicationMetric", "CommunicationPlan", "CompetenceNeed",
    "CompetenceRating", "ExperienceNote", "LetterFollowUp", "LetterOfIntent", "Material", "MaterialUse",
    "MaterialVersion", "NeedSurvey", "PackagePart", "Training", "TrainingFeedback", "TrainingPackage", "TrainingSeat",
]  # fmt: skip
