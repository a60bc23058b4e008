"""`common/handbook.yaml`, `instruments.yaml` and `concepts.yaml`: what the work stands on, in words of its own."""

from datetime import date
from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import (
    Definition,
    FieldGroup,
    Key,
    Line,
    Link,
    RoleKey,
    Route,
    Row,
    Story,
    Text,
)

Status = Literal["trial", "adopted", "retired"]


class StatusChange(Definition):
    """From which day a method is on trial, adopted or retired, and why (V-09)."""

    status: Status
    since: date
    reason: Text


class TextVersion(Definition):
    """One version of a text. A published one stays as it is: a change is a new version (V-25)."""

    version: Line
    since: date
    text: Story


class Owner(Definition):
    """Who keeps a text right: a kind of body and a role in it, never a person."""

    kind: Key
    role: RoleKey


class Workflow(Definition):
    """Where the work itself is done in the program: a page by its route, or a service by its card."""

    names: Text
    route: Route
    card: Key | None = None


class OperatingModel(Definition):
    """A shared way of working: one text for every organisation (V-25, V-97). `origin` and `used_in`: T-55."""

    key: Key
    row: Row | None = None
    names: Text
    summary: Text
    owner: Owner
    versions: tuple[TextVersion, ...] = Field(min_length=1)
    workflow: Workflow
    origin: Text | None = None
    used_in: tuple[Text, ...] = ()
    history: tuple[StatusChange, ...] = Field(min_length=1)


class Chapter(Definition):
    """A chapter of the handbook and the work screens it stands beside, by route (L-03)."""

    key: Key
    kind: Literal["introduction", "topic"]
    names: Text
    versions: tuple[TextVersion, ...] = Field(min_length=1)
    beside: tuple[Route, ...] = Field(min_length=1)
    models: tuple[Key, ...] = ()


class Handbook(Definition):
    """The handbook of every region; a region's own wording is kept in the program, version by version."""

    operating_models: tuple[OperatingModel, ...]
    chapters: tuple[Chapter, ...]
    links: tuple[Link, ...] = ()


class Source(Definition):
    """Where a definition is read. `read` is the day it was; `verified` is true when the text itself was seen."""

    text: Text
    statute: Key | None = None
    read: date
    verified: bool = False


class Band(Definition):
    """What a score from `lowest` to `highest`, both included, is called."""

    lowest: float
    highest: float
    names: Text


class KnownError(Definition):
    """The smallest difference of two scores of one person that is not the instrument's own unsteadiness, in points."""

    value: float
    source: Source


class Scale(Definition):
    """One area an instrument gives a score of, counted from `lowest` to `highest` in steps of `step`.

    `better`: whether a larger or a smaller score is better. `error` is missing where none has been published.
    """

    key: Key
    names: Text
    lowest: float
    highest: float
    step: float = 1
    better: Literal["larger", "smaller"] = "larger"
    bands: tuple[Band, ...] = ()
    error: KnownError | None = None


class Levels(Definition):
    """An instrument of features, each with the person's level and the job's, both from `lowest` to `highest`."""

    lowest: int
    highest: int


class Edition(Definition):
    """One version of how an instrument is scored; a result points to its version (V-112). No item stands here.

    Its results hold scores of `scales`, or levels of features, or a recommendation in words (`outcome`).
    """

    version: Line
    since: date
    scales: tuple[Scale, ...] = ()
    features: Levels | None = None
    outcome: bool = False
    source: Source


class Instrument(Definition):
    """A measure of a person's or a group's situation. Nothing of its items is held here, only what it is and where it
    is had. `kind`: own (our own text), entry_only (results are written down), import (results come from elsewhere).
    `core_in`: the stages whose shared core set it belongs to (T-50). No instrument is ever compulsory (E-46).
    `editions`: how results are written down, none where it has no results here; `field_group`: who sees a result.
    """

    key: Key
    row: Row | None = None
    names: Text
    measures: Text
    kind: Literal["own", "entry_only", "import"]
    about: Literal["person", "group"] = "person"
    licence: Text
    owner: Text | None = None
    site: Link | None = None
    core_in: tuple[Key, ...] = ()
    field_group: FieldGroup = "health"
    editions: tuple[Edition, ...] = ()
    history: tuple[StatusChange, ...] = Field(min_length=1)


class CoreSet(Definition):
    """A region's own core set of a stage, in place of the common one."""

    stage: Key
    instruments: tuple[Key, ...]


class ActorView(Definition):
    """How one actor defines a concept: its own term if it has one, the criterion, what it decides by it (E-08)."""

    key: Key
    actor: Text
    kinds: tuple[Key, ...] = ()
    term: Text | None = None
    criterion: Text
    used_for: Text
    source: Source


class Concept(Definition):
    """A concept the network understands together, beside each actor's own definition (E-08, C-16)."""

    key: Key
    row: Row | None = None
    names: Text
    common: Story
    source: Source
    views: tuple[ActorView, ...] = Field(min_length=1)
