"""Tables of the room."""

from rinnalla.network.letters.models import LetterFollowUp, LetterOfIntent
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
    "Appropriation", "BonusForecast", "BonusRule", "BonusStatus", "Contract", "ContractPrice", "ContractService",
    "CostLine", "LetterFollowUp", "LetterOfIntent", "Lot", "Placement", "Procurement", "ProcurementStage",
    "ProviderReport",
]  # fmt: skip
