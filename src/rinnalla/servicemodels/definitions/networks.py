"""`common/programmes.yaml`, and the projects and networks of a region's model."""

from datetime import date
from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Dated, Definition, Key, Line, Link, Name, Row, Story, Text


class Programme(Definition):
    """A programme with its owners and period (T-01, I-01, F-40), its sets of measures (T-02) and aims (T-03)."""

    key: Key
    row: Row | None = None
    names: Text
    owners: tuple[Text, ...] = Field(min_length=1)
    start: date
    end: date
    responsibility: Story
    purposes: tuple[Key, ...] = ()
    measure_sets: tuple[Key, ...] = ()
    links: tuple[Link, ...] = ()


class ProjectOrganisation(Dated):
    """A body of a project. Projects end and bodies change: kept by name, not as one of today's organisations."""

    names: Name
    kind: Key
    role: Literal["administrator", "part_implementer", "partner", "cooperating"]


class Project(Definition):
    """A time-bound, funded undertaking of the region and who took part in which role (I-02, I-03, T-04, T-20).

    Without days of its own it is shown in the period of its programme."""

    key: Key
    row: Row | None = None
    names: Text
    programme: Key | None = None
    funder: Text
    start: date | None = None
    end: date | None = None
    measure_sets: tuple[Key, ...] = ()
    organisations: tuple[ProjectOrganisation, ...] = Field(min_length=1)
    note: Text | None = None


class Network(Dated):
    """A network of bodies; one with `part_of` is a sub-network (L-56). `team`: the team it advises (I-22).

    `members` are organisations of the region; `others` are those that have no place in the program.
    """

    key: Key
    row: Row | None = None
    names: Text
    purpose: Text
    part_of: Key | None = None
    team: Key | None = None
    members: tuple[Key, ...] = ()
    others: tuple[Line, ...] = ()
