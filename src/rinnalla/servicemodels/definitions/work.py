"""`common/codes.yaml`: the code lists of coaching, jobs and support at work."""

from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Definition, Key, Line, Text
from rinnalla.servicemodels.definitions.coded import Code
from rinnalla.servicemodels.definitions.conditions import Condition


class CoachingType(Code):
    """A way of coaching (V-15). `by_criteria`: the cap on clients and the quality criteria apply. `services`: the
    services of the directory that open it (V-63, L-65)."""

    by_criteria: bool = False
    services: tuple[Key, ...] = ()


class CoachingPayer(Code):
    """Who pays for coaching (L-64). Any one of `told_by` (facts) or `services` (on the path) speaks for the payer."""

    told_by: tuple[Condition, ...] = ()
    services: tuple[Key, ...] = ()


class CoachingStage(Code):
    """A step of coaching; `needs_profile`: it begins only when there is a job profile (T-63)."""

    needs_profile: bool = False


class CoachingPlace(Code):
    """Where coaching happens; `at_work` counts into the share at workplaces (T-58). `outside`: out of the office;
    `met`: face to face."""

    at_work: bool = False
    outside: bool = False
    met: bool = True


class CoachingPurpose(Code):
    """What a contact was for. `phase`: which of the six phases of coaching it belongs to, when always to the same."""

    phase: Literal["intake", "engagement", "assessment", "search", "at_work", "follow_along"] | None = None


class JobContract(Code):
    """For how long the work is agreed; a `lasting` one, and work by season or through an agency, is like anybody's."""

    lasting: bool = False


class JobKind(Code):
    """A kind of work; only one that `fulfils` is the goal of coaching (T-52). A `subsidised` one may say on what ground
    its pay subsidy stands (E-26)."""

    fulfils: bool = False
    subsidised: bool = False


class AdaptationVariant(Code):
    """Whether a job that one has is made to fit, or a new one (V-76, V-81); `card` is its card in the catalogue."""

    card: Key


class AgreementPart(Definition):
    """A part of an agreement's text."""

    key: Key
    names: Text
    hint: Text | None = None
    required: bool = True


class AgreementKind(Code):
    """What three parties agree on, and what is written of it; `asks_ground`: the ground of a pay subsidy is told.
    `items` are what it tells the employer of the client (codes of `employer_items`), `plain` tells the client what it
    is."""

    source: Line | None = None
    plain: Text | None = None
    asks_ground: bool = False
    items: tuple[Key, ...] = Field(min_length=1)
    parts: tuple[AgreementPart, ...] = Field(min_length=1)
