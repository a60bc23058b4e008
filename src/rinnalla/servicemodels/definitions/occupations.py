"""`common/occupations.yaml` and `common/skills.yaml`, and what work asks: the words that lay a profile and a vacancy
side by side."""

from typing import Annotated

from pydantic import Field, StringConstraints

from rinnalla.servicemodels.definitions.base import Address, Dated, Definition, Key, Line, Text
from rinnalla.servicemodels.definitions.coded import Code

UnitGroup = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]


class Occupation(Dated):
    """A unit group of ISCO-08; `words` are what people type when they look for it."""

    code: UnitGroup
    names: Text
    words: Line | None = None

    @property
    def key(self) -> str:
        return self.code


class Skill(Dated):
    """Something one can do in work; `esco` is the same skill's address in ESCO, where it has been checked."""

    key: Key
    names: Text
    words: Line | None = None
    esco: Address | None = None


class WorkDemand(Code):
    """What a task asks of whoever does it; `as_limit`: how the same is said as a client's limit."""

    as_limit: Text


class OccupationsFile(Definition):
    occupations: tuple[Occupation, ...] = Field(min_length=1)


class SkillsFile(Definition):
    skills: tuple[Skill, ...] = Field(min_length=1)
