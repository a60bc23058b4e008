"""The code lists of employers that say more than a name."""

from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Text
from rinnalla.servicemodels.definitions.coded import Code


class EmployerUrgency(Code):
    """How soon an employer needs somebody; `caution` is what to mind then (E-49)."""

    caution: Text | None = None


class SurveyItem(Code):
    """A question to employers in rounds (E-11, T-67), answered by a mark 1–`highest`. `about`: what it tells of;
    `knows`: the least mark of somebody who knows."""

    about: Literal["awareness", "attitude"]
    lowest: Text
    most: Text
    highest: int = Field(default=5, ge=2, le=10)
    knows: int | None = Field(default=None, ge=1, le=10)
