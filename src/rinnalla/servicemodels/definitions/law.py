"""`common/`: `statutes`, `data_purposes`, `deadlines`, `stages` and `organisation_kinds`."""

from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Dated, Definition, FieldGroup, Key, Line, Row, Text, Unit
from rinnalla.servicemodels.definitions.codes import Code


class Statute(Dated):
    """A legal ground or the legal basis of a service. `verified` is true when the text in force was read.

    `customership_for`: kinds of bodies to which it opens a case only in a customership of multi-agency support (L-84).
    """

    key: Key
    names: Text
    kind: Literal["sharing", "permission", "access", "service"]
    act: Line | None = None
    section: Line | None = None
    between: tuple[Key, ...] = ()
    customership_for: tuple[Key, ...] = ()
    field_groups: tuple[FieldGroup, ...] = ()
    verified: bool = False
    note: Line | None = None


class Basis(Dated):
    """A legal basis of a purpose, while it may be used for it: a statute's key, or one of the client's permissions."""

    statute: Key


class DataPurpose(Definition):
    """What clients' data are opened for, and the legal bases it stands on; without one it can't be used (C-07)."""

    key: Key
    names: Text
    bases: tuple[Basis, ...] = Field(min_length=1)


class Value(Dated):
    """One dated value of a deadline or limit."""

    value: int = Field(ge=0)
    unit: Unit
    statute: Key | None = None


class Deadline(Definition):
    """A deadline or limit that law or region sets, with its values over time."""

    key: Key
    names: Text
    values: tuple[Value, ...] = Field(min_length=1)


class Stage(Definition):
    """A stage of the client's path, in path order."""

    key: Key
    names: Text
    client_names: Text
    prompt: Text
    row: Row | None = None


class OrganisationKind(Code):
    """What sort of body an organisation is, and under which sender its referrals are counted.

    `never_given`: field groups that no consent opens to it; `written_only`: a spoken consent is not enough (380/2023
    § 118). `health_care`: health data are its daily work; a consent that opens them to any other names their kinds.
    """

    sender_kind: Key | None
    joint_controller: bool = False
    never_given: tuple[FieldGroup, ...] = ()
    written_only: bool = False
    health_care: bool = False
