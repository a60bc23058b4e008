"""`common/quality_criteria.yaml`: sets of the 25 quality criteria of supported employment with their steps (T-53)."""

from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from rinnalla.servicemodels.definitions.base import Dated, Definition, Key, Line, Link, Text

COUNT, LOWEST, HIGHEST = 25, 1, 5


class QualityQuestion(Definition):
    """What no record tells: the reviewer answers whether it holds."""

    key: Key
    names: Text


class QualityItem(Definition):
    """One criterion: its five steps in words, the lowest first, and from where the step is known.

    `bounds` belong to steps 2–5: the least value of each, or the most where fewer is better. With fewer than `least`
    rows nothing is rated. `awaits` says what records do not hold yet.
    """

    key: Key
    number: int = Field(ge=1, le=COUNT)
    section: Literal["staffing", "organisation", "services"]
    names: Text
    known_from: Literal["records", "partly", "reviewer"]
    bounds: tuple[int, int, int, int] | None = None
    least: int = Field(default=1, ge=1)
    steps: tuple[Text, Text, Text, Text, Text]
    asks: tuple[QualityQuestion, ...] = ()
    awaits: Text | None = None

    @model_validator(mode="after")
    def _whole(self) -> "QualityItem":
        ordered = sorted(self.bounds or ())
        if self.bounds and list(self.bounds) not in (ordered, ordered[::-1]):
            raise ValueError(f"{self.key}: bounds go up, or down, from step 2 to step 5")
        if self.known_from == "records" and self.asks:
            raise ValueError(f"{self.key}: what records tell alone asks the reviewer nothing")
        if self.known_from != "records" and not self.asks:
            raise ValueError(f"{self.key}: asks has what the reviewer answers")
        return self

    def step_of(self, value: int) -> int:
        """The step a whole number reaches. Without bounds the number is the step."""
        if self.bounds is None:
            return min(max(value, LOWEST), HIGHEST)
        fewer = self.bounds[0] > self.bounds[-1]
        return LOWEST + sum(value <= one if fewer else value >= one for one in self.bounds)


class QualityBand(Definition):
    """What a sum from `least` up is called. `again_months`: when the next review is, if not by the common deadline."""

    least: int = Field(ge=COUNT * LOWEST, le=COUNT * HIGHEST)
    names: Text
    again_months: int | None = Field(default=None, ge=1)


class QualityLimits(Definition):
    """Numbers the calculation of a set needs.

    `period_months`: how far back records are read. `weekly`: in how many weeks of a hundred something happens to be
    weekly. `most`: how many of a hundred are most. `week_minutes`: a full working week. `current_jobs`: fewer present
    jobs than this give step 1. `few_seekers`: a coach with fewer job-seekers needs two employer meetings for each.
    `sources`: how many bodies that send people are many. `long_wait_days`: how long may pass without profile or search.
    """

    period_months: int = Field(ge=1)
    weekly: int = Field(ge=1, le=100)
    most: int = Field(ge=1, le=100)
    week_minutes: int = Field(ge=1)
    current_jobs: int = Field(ge=0)
    few_seekers: int = Field(ge=1)
    sources: int = Field(ge=1)
    long_wait_days: int = Field(ge=1)


class QualitySet(Dated):
    """One version of a set. With `based_on` it tells only the items that differ from another set's."""

    key: Key
    version: Line
    names: Text
    based_on: Key | None = None
    link: Link | None = None
    limits: QualityLimits | None = None
    bands: tuple[QualityBand, ...] = ()
    items: tuple[QualityItem, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> "QualitySet":
        if len({one.key for one in self.items}) < len(self.items):
            raise ValueError(f"{self.key}: each criterion has a key of its own")
        if self.based_on is None:
            self._stands_alone()
        return self

    def _stands_alone(self) -> None:
        if len(self.items) != COUNT:
            raise ValueError(f"{self.key}: a set has exactly {COUNT} criteria, this one has {len(self.items)}")
        if [one.number for one in self.items] != list(range(1, COUNT + 1)):
            raise ValueError(f"{self.key}: the criteria are numbered from 1 to {COUNT}, in order")
        if self.limits is None or not self.bands:
            raise ValueError(f"{self.key}: a set has limits and bands")
        least = [one.least for one in self.bands]
        if least[0] != COUNT * LOWEST or any(low >= high for low, high in pairwise(least)):
            raise ValueError(f"{self.key}: bands begin at {COUNT * LOWEST} and go up")

    def band_of(self, total: int) -> QualityBand:
        """What a sum of all 25 is called."""
        return next(one for one in reversed(self.bands) if total >= one.least)

    def item(self, key: str) -> QualityItem:
        """One criterion by key. Raises StopIteration for a key that is not of the set."""
        return next(one for one in self.items if one.key == key)


class QualityFile(Definition):
    """Every set and version there has been; an old review points to its own."""

    sets: tuple[QualitySet, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _known(self) -> "QualityFile":
        if len({(one.key, one.version) for one in self.sets}) < len(self.sets):
            raise ValueError("two sets have the same key and version")
        for one in self.sets:
            if one.based_on:
                self.whole(one)
        return self

    def whole(self, one: QualitySet) -> QualitySet:
        """A set with all its 25 criteria. Raises ValueError when what it tells is not of the set it is based on."""
        if one.based_on is None:
            return one
        base = next((each for each in self.sets if each.key == one.based_on and each.based_on is None), None)
        if base is None:
            raise ValueError(f"{one.key}: there is no set {one.based_on} to be based on")
        own = {item.key: item for item in one.items}
        known = {item.key: item.number for item in base.items}
        for item in one.items:
            if known.get(item.key) != item.number:
                raise ValueError(f"{one.key}: {base.key} has no criterion {item.number} called {item.key}")
        items = tuple(own.get(item.key, item) for item in base.items)
        told = {"limits": one.limits or base.limits, "bands": one.bands or base.bands, "link": one.link or base.link}
        return one.model_copy(update={"items": items, **told})
