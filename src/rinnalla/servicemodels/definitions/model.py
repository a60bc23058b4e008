"""`<region>/model.yaml`: how the region does work-ability support."""

from datetime import date

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Dated, Definition, Guide, Key, Line, Link, Mail, RoleKey, Text
from rinnalla.servicemodels.definitions.codes import Code
from rinnalla.servicemodels.definitions.forms import LocalQuestions
from rinnalla.servicemodels.definitions.handbook import CoreSet
from rinnalla.servicemodels.definitions.law import Value
from rinnalla.servicemodels.definitions.networks import Network, Project
from rinnalla.servicemodels.definitions.region import WorkDomain
from rinnalla.servicemodels.definitions.rules import EligibilityRule


class RegionStage(Definition):
    """A stage this region uses; own words only where they differ from the common ones."""

    key: Key
    names: Text | None = None
    prompt: Text | None = None


class LocalValue(Value):
    """A deadline value that differs from the common one, with the reason."""

    reason: Text


class LocalDeadline(Definition):
    """A deadline of the region."""

    key: Key
    values: tuple[LocalValue, ...] = Field(min_length=1)


class PathStep(Definition):
    """A step of a path template: who does it, in which stage, by when, and with which card.

    `client_names` is the step in plain words on the client's own path (T-11); without it the client reads `names`."""

    key: Key
    names: Text
    client_names: Text | None = None
    stage: Key
    role: RoleKey
    optional: bool = False
    due: Value | None = None
    card: Key | None = None


class PathTemplate(Definition):
    """A ready order of steps (I-10). `leader` must be in the team that runs it (E-38)."""

    key: Key
    names: Text
    summary: Text
    leader: RoleKey | None = None
    steps: tuple[PathStep, ...] = Field(min_length=1)


class TeamTemplate(Definition):
    """A team a region works with; a missing required role is warned of (V-109)."""

    key: Key
    names: Text
    unit: Key
    required_roles: tuple[RoleKey, ...] = Field(min_length=1)
    optional_roles: tuple[RoleKey, ...] = ()


class SupportLayer(Definition):
    """A layer of support for professionals; a region may have fewer than the others (L-08, L-09)."""

    level: int = Field(ge=1, le=9)
    names: Text
    unit: Key | None = None


class LocalCode(Code):
    """A code of this region only; `counts_as` is the national code it adds up under (I-13)."""

    counts_as: Key


class LocalCodes(Definition):
    """The lists a region may add to."""

    identification_places: tuple[LocalCode, ...] = ()
    decline_reasons: tuple[LocalCode, ...] = ()
    interruption_reasons: tuple[LocalCode, ...] = ()
    handover_reasons: tuple[LocalCode, ...] = ()
    guidance_topics: tuple[LocalCode, ...] = ()
    absence_reasons: tuple[LocalCode, ...] = ()
    life_areas: tuple[LocalCode, ...] = ()
    progress_steps: tuple[LocalCode, ...] = ()


class Offer(Dated):
    """A card this region offers: by which unit, how long the wait is, and what differs here from the common card.

    `valid_to` is the last day of a service known to end (L-67), `valid_from` its first day where it is known. Without
    `languages` it is given in the region's own. `type` is what the region counts it as (E-28).
    """

    card: Key
    unit: Key
    waiting: Text
    waiting_days: int | None = Field(default=None, ge=0)
    next_free: date | None = None
    places: int | None = Field(default=None, ge=0)
    price: Text | None = None
    languages: tuple[Key, ...] = ()
    special_needs: tuple[Key, ...] = ()
    type: Key | None = None


class ContactPoint(Definition):
    """Whom to ask about a unit's services: a role, never a person's name (V-118). Phone and hours are the unit's."""

    unit: Key
    role: Text
    mail: Mail


class ServiceModel(Definition):
    """How this region does work-ability support."""

    version: Line
    valid_from: date
    valid_to: date | None = None
    names: Text
    stages: tuple[RegionStage, ...] = Field(min_length=1)
    deadlines: tuple[LocalDeadline, ...] = ()
    teams: tuple[TeamTemplate, ...] = Field(min_length=1)
    support_layers: tuple[SupportLayer, ...] = Field(min_length=1)
    path_templates: tuple[PathTemplate, ...] = Field(min_length=1)
    eligibility: tuple[EligibilityRule, ...] = ()
    questions: tuple[LocalQuestions, ...] = ()
    codes: LocalCodes = LocalCodes()
    offers: tuple[Offer, ...] = Field(min_length=1)
    contact_points: tuple[ContactPoint, ...] = ()
    work_domains: tuple[WorkDomain, ...] = ()
    core_sets: tuple[CoreSet, ...] = ()
    projects: tuple[Project, ...] = ()
    networks: tuple[Network, ...] = ()
    links: tuple[Link, ...] = ()
    guides: tuple[Guide, ...] = ()
    quality_set: Key | None = None
