"""The words every definition is made of: keys, texts in the languages, periods. Frozen; unknown fields are refused."""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rinnalla.lib.texts import in_language

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
RegionKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$", max_length=200)]
Route = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(:[a-z_]+)?$", max_length=80)]
Row = Annotated[str, StringConstraints(pattern=r"^[VELTI]-\d{2,3}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^0\d{1,2} \d{3} \d{4}$")]
Mail = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+@[a-z0-9.-]+\.[a-z]{2,}$", max_length=120)]
Domain = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$", max_length=120)]
MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^\d{3}$")]
Username = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)?(\.[a-z]+(-[a-z]+)?)+$", max_length=60)]

Language = Literal["fi", "sv", "en"]
Unit = Literal["minutes", "hours", "days", "weekdays", "working_days", "weeks", "months", "years", "count"]
FieldGroup = Literal["basics", "social", "health", "special", "livelihood", "employment", "authority"]
RoleKey = Literal[
    "responsible_worker", "coordinator", "job_coach", "doctor", "nurse", "social_worker", "employment_expert",
    "kela_expert", "experience_expert", "employer_coordinator", "provider_worker", "manager",
    "decision_maker", "organisation_admin", "data_protection_officer", "system_admin",
]  # fmt: skip
ROLE_KEYS: tuple[str, ...] = get_args(RoleKey)


class Definition(BaseModel):
    """Base of every definition: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InLanguages(Definition):
    """A text told in several languages."""

    @property
    def in_language(self) -> str:
        """The text in the reader's language, else in Finnish."""
        return in_language(self.model_dump(exclude_none=True))


class Text(InLanguages):
    """The same text in the three languages of the service."""

    fi: Line
    sv: Line
    en: Line


class Story(InLanguages):
    """A longer text in the three languages; each line is a paragraph."""

    fi: Prose
    sv: Prose
    en: Prose


class Name(InLanguages):
    """A proper name: Finnish and Swedish; English only where the body itself uses one."""

    fi: Line
    sv: Line
    en: Line | None = None


class Dated(Definition):
    """Something that is in force for a time. Both days belong to the period; None means open."""

    valid_from: date | None = None
    valid_to: date | None = None


class Link(Definition):
    """A page of somebody else that people are led to (V-118)."""

    names: Text
    url: Address


class Guide(Dated):
    """A short text a client reads in some stages of the path, and perhaps only with some measure of support (T-33).

    Without `segments` it is everybody's. `remind` is one line that stands on the client's first page; `text` is read
    on its own page.
    """

    key: Key
    row: Row | None = None
    stages: tuple[Key, ...] = Field(min_length=1)
    segments: tuple[Key, ...] = ()
    names: Text
    text: Story
    remind: Text | None = None
    link: Link | None = None


class SearchWords(Definition):
    """What people type when they look for this, in their own words."""

    fi: tuple[Line, ...] = Field(min_length=1)
    sv: tuple[Line, ...] = ()
