"""`common/facts.yaml`, `segments.yaml`, `target_groups.yaml`, and the rules in a region's model: what proposes and why.

A rule never decides: it proposes to a person who decides (invariant 8). Every condition asks for one fact that the
interview or the checklist tells, so that each outcome can say what it stands on and what would change it.
"""

from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Dated, FieldGroup, Key, MunicipalityCode, Row, Text
from rinnalla.servicemodels.definitions.codes import Code
from rinnalla.servicemodels.definitions.conditions import Condition

FactKind = Literal["yes_no", "number", "date", "choice"]
# The facts beside the interview's questions by which clients can be counted over cases (`desk.supports`).
COUNTED = ("jobseeker_status", "unemployment_spells", "unemployment_months")
SENSITIVE: tuple[FieldGroup, ...] = ("health", "special", "authority")


class Fact(Code):
    """One thing that rules may ask about a client: what kind of answer it has and who may see it."""

    kind: FactKind = "yes_no"
    field_group: FieldGroup
    code_list: Key | None = None


class EligibilityRule(Dated):
    """A way into a service: all its conditions hold for a client of its municipalities (T-59…T-61)."""

    key: Key
    names: Text
    cards: tuple[Key, ...] = Field(min_length=1)
    municipalities: tuple[MunicipalityCode, ...] = Field(min_length=1)
    all_of: tuple[Condition, ...] = Field(min_length=1)
    row: Row | None = None


class SegmentRule(Dated):
    """One ground for a segment, in words that can be said to the client."""

    key: Key
    names: Text
    all_of: tuple[Condition, ...] = Field(min_length=1)


class Segment(Code):
    """How much support goes with the client (T-42, V-113): the first segment one of whose rules holds is proposed, so
    the most supported stands first; the last has no rules and is for everybody else. `layer` is the layer of support.
    """

    summary: Text
    route: Text
    layer: int = Field(ge=1, le=9)
    rules: tuple[SegmentRule, ...] = ()


class TargetGroup(Code):
    """Whom a programme is for, and the statute it is tied to (T-09…T-18, I-04, I-05). `facts`: the told facts that
    make one a member; `services`: the services in use that do."""

    statutes: tuple[Key, ...] = ()
    measure_set: Key | None = None
    field_group: FieldGroup = "basics"
    facts: tuple[Condition, ...] = ()
    services: tuple[Key, ...] = ()
