"""`common/feedback.yaml`: what clients are asked of how it has been, and when."""

from typing import Literal

from pydantic import Field, model_validator

from rinnalla.servicemodels.definitions.base import Definition, Key, Row, Text
from rinnalla.servicemodels.definitions.codes import Code


class FeedbackItem(Code):
    """One question to the client: a scale from `lowest` to `highest`, or free words. `names` is the question itself and
    `short` its name in reports.

    `steps` has a word for each step of a short scale, the lowest first; a long one has words for its ends. `above` is
    the least answer that counts as better than expected (E-69); `per_service`: the mean is told by service (E-12).
    """

    row: Row
    kind: Literal["scale", "words"] = "scale"
    short: Text
    hint: Text | None = None
    lowest: int = 1
    highest: int = Field(default=5, le=10)
    steps: tuple[Text, ...] = ()
    low: Text | None = None
    high: Text | None = None
    above: int | None = None
    per_service: bool = False

    @model_validator(mode="after")
    def _whole(self) -> "FeedbackItem":
        if self.kind == "scale":
            if self.steps and len(self.steps) != self.highest - self.lowest + 1:
                raise ValueError(f"{self.key}: steps has a word for each answer from lowest to highest, or none")
            if not self.steps and not (self.low and self.high):
                raise ValueError(f"{self.key}: a scale has steps, or low and high")
        return self


class FeedbackMoment(Code):
    """A set point of a client's path (L-57) and what is asked at it. `names` is its name in reports, `asked` the
    question's frame on the client's own page."""

    row: Row
    asked: Text
    items: tuple[Key, ...] = Field(min_length=1)


class Feedback(Definition):
    """All that is asked, and the moments of asking."""

    items: tuple[FeedbackItem, ...] = Field(min_length=1)
    moments: tuple[FeedbackMoment, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _known(self) -> "Feedback":
        known = {one.key for one in self.items}
        for moment in self.moments:
            if unknown := [key for key in moment.items if key not in known]:
                raise ValueError(f"{moment.key}: there is no item {', '.join(unknown)}")
        return self
