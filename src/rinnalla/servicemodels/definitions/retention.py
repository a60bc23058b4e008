"""`common/retention`: the registers clients' data belong to, how long each kind of data is kept, and from when."""

from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Dated, Definition, Key, Line, Text

Document = Literal[
    "case", "message", "copy", "consent", "referral", "customership", "person", "log", "account", "draft", "promise",
    "request", "employer", "contacted", "installation",
]  # fmt: skip
Start = Literal[
    "closed", "settled", "written", "death", "birth", "next_version", "event", "role_ended", "last_case",
    "last_register", "in_use",
]  # fmt: skip


class Register(Definition):
    """A register of clients: what it is for, on which grounds, and which kinds of bodies keep their cases in it."""

    key: Key
    names: Text
    purpose: Text
    grounds: tuple[Key, ...] = Field(min_length=1)
    holders: tuple[Key, ...] = Field(min_length=1)


class Length(Dated):
    """How long, by Act 150/1930, on the days it is in force."""

    value: int = Field(ge=0)
    unit: Literal["days", "months", "years"]


class Unknown(Definition):
    """What is counted instead when the day that starts the clock is not known, as a death nobody has told of."""

    starts: Start
    lengths: tuple[Length, ...] = Field(min_length=1)


class Clock(Definition):
    """How long one kind of document is kept in some registers (in all, when none is named).

    `plain` tells it to the client. `verified` is true when the provision was read as enacted.
    """

    key: Key
    document: Document
    registers: tuple[Key, ...] = ()
    names: Text
    plain: Text
    starts: Start
    lengths: tuple[Length, ...] = ()
    unknown: Unknown | None = None
    act: Line | None = None
    section: Line | None = None
    verified: bool = False
    note: Line | None = None


class Named(Definition):
    """A word of the record of processing."""

    key: Key
    names: Text


class Retention(Definition):
    """The file as a whole. After a pause longer than `pause_days` nothing is erased before somebody has looked; a hold
    is looked at again within `review_months`."""

    pause_days: int = Field(ge=1)
    review_months: int = Field(ge=1)
    registers: tuple[Register, ...]
    clocks: tuple[Clock, ...]
    hold_reasons: tuple[Named, ...] = Field(min_length=1)
    data_classes: tuple[Named, ...]
    people: tuple[Named, ...]
    measures: tuple[Named, ...]
