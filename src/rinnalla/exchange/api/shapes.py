"""What comes in and goes out: words that all parts of the API share."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Header, Schema
from pydantic import AfterValidator, ConfigDict, StringConstraints


def _clean(text: str) -> str:
    """Text the database can keep: no NUL and no half of a character pair."""
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("text with a NUL or half a character can't be kept")
    return text


def _near(day: date) -> date:
    if not date(1900, 1, 1) <= day <= date(2199, 12, 31):
        raise ValueError("a day between 1900-01-01 and 2199-12-31")
    return day


Text = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_clean)]
Line = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), AfterValidator(_clean)]
Short = Annotated[str, StringConstraints(max_length=40, strip_whitespace=True), AfterValidator(_clean)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.]{1,60}$")]
Day = Annotated[date, AfterValidator(_near)]
Version = Annotated[int, Field(ge=1, le=2_000_000_000)]
# Sent again with the same key, an act is done once and answered as the first time.
Key = Annotated[UUID | None, Header(None, alias="Idempotency-Key", description="Twice sent is once done.")]


class In(Schema):
    """What is sent: an unknown name is told, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Error(Schema):
    field: str = ""
    message: str


class Errors(Schema):
    """Why nothing was done. `version` is the present one when somebody saved first (409)."""

    errors: list[Error]
    version: int | None = None


class Versioned(In):
    """An act on what was read: the version read."""

    version: Version


class Done(Schema):
    """An act was done. `version` is what the next act names."""

    uuid: UUID
    version: int | None = None


class Who(Schema):
    uuid: UUID
    name: str


class Paging(Schema):
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


def who(row: Any) -> dict | None:
    """A user, unit or organisation by its public id and name."""
    return {"uuid": row.uuid, "name": row.name} if row else None


def done(row: Any) -> dict:
    return {"uuid": row.uuid, "version": getattr(row, "version", None)}
