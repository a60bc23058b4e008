"""`common/watch`: how much one reader may read in a day, and what the watch of the access log looks for."""

from typing import Literal

from pydantic import Field, model_validator

from rinnalla.servicemodels.definitions.base import Dated, Definition, Key, Text

Who = Literal["staff", "token"]
What = Literal["opened", "listed"]
RuleKey = Literal[
    "no_work", "drip", "near", "colleague", "crowd", "old", "protected", "odd_hours", "refusals",
]  # fmt: skip


class ReadingLimit(Dated):
    """How many different clients a reader may open, or see in lists, between two midnights in Finland.

    At `told` the data-protection officer and the reader are told; beyond `stop` no further client opens that day.
    """

    who: Who
    what: What
    told: int = Field(ge=1)
    stop: int = Field(ge=1)

    @model_validator(mode="after")
    def _told_first(self) -> "ReadingLimit":
        if self.told >= self.stop:
            raise ValueError("told must be smaller than stop")
        return self


class WatchRule(Dated):
    """One rule with its thresholds; each rule of `watch.detecting` says which of them it asks."""

    key: RuleKey
    names: Text
    told: Text
    days: int = Field(ge=1, le=90)
    least: int = Field(ge=1)
    parts: int = Field(ge=1, default=1)
    months: int = Field(ge=0, default=0)
    rarest: int = Field(ge=0, default=0)
    chance: float = Field(gt=0, lt=1, default=0.001)


class Explained(Definition):
    """What makes a reading part of the reader's work: own acts in the case so many days before it, a meeting of the
    reader's so many days around it, a leave that began so many days ago. The act is waited for
    `after_hours` hours.
    """

    act_days: int = Field(ge=1)
    meeting_days: int = Field(ge=0)
    new_leave_days: int = Field(ge=0)
    after_hours: int = Field(ge=1, le=20)
    night_from: int = Field(ge=0, le=23)
    night_to: int = Field(ge=0, le=23)


class Finding(Definition):
    """What the officer found, and which way it counts."""

    key: Key
    verdict: Literal["right_reason", "look_into"]
    names: Text


class Watch(Definition):
    """The file as a whole."""

    reading_limits: tuple[ReadingLimit, ...] = Field(min_length=1)
    explained: Explained
    rules: tuple[WatchRule, ...] = Field(min_length=1)
    findings: tuple[Finding, ...] = Field(min_length=1)
