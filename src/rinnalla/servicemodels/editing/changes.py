"""What an edit makes of a content: always a new one, the old is not touched. Nothing here writes to the database."""

from copy import deepcopy
from datetime import date
from typing import Any

from pydantic import ValidationError

from rinnalla.servicemodels import codes
from rinnalla.servicemodels import definitions as d
from rinnalla.servicemodels.editing.tree import OWN_SECTIONS, Content, Section, Spot, at, put

# Lists whose order people choose; in the others it says nothing, and stages follow the common path.
ORDERED = {"path_templates", "steps", "questions", "teams", "eligibility", *d.LocalCodes.model_fields}


def ordered(spot: Spot) -> bool:
    """Whether the order of a list is the owner's to choose."""
    return spot.parts[-1] in ORDERED


def with_part(content: Content, spot: Spot, value: dict[str, Any]) -> Content:
    """The content with what a form says at a spot."""
    after = deepcopy(content)
    put(after, spot.where, normal(spot.holds, value))
    return _in_path_order(after, spot)


def without(content: Content, spot: Spot) -> Content:
    """The content without one thing of a list."""
    after = deepcopy(content)
    at(after, spot.where[:-1]).pop(spot.where[-1])
    return after


def moved(content: Content, spot: Spot, *, up: bool) -> Content:
    """The content with one thing of a list a place earlier or later; at the end of the list as it was."""
    after = deepcopy(content)
    rows, number = at(after, spot.where[:-1]), spot.where[-1]
    assert isinstance(number, int)  # noqa: S101  # a thing of a list has a number
    other = number + (-1 if up else 1)
    if 0 <= other < len(rows):
        rows[number], rows[other] = rows[other], rows[number]
    return after


def with_section(content: Content, section: Section, value: Any) -> Content:
    """The content with a section written anew; what has a section of its own stays."""
    after = deepcopy(content)
    old = at(after, section.where)
    if isinstance(value, dict) and isinstance(old, dict):
        value = {**{name: old[name] for name in old if (*section.where, name) in OWN_SECTIONS}, **value}
    put(after, section.where, plain(value))
    return after


def normal(holds: type[d.Definition], value: dict[str, Any]) -> dict[str, Any]:
    """A part as a published one is stored, with everything that was left unsaid; as it is while it is not complete."""
    try:
        return holds.model_validate(value).model_dump(mode="json")
    except ValidationError:
        return value


def plain(value: Any) -> Any:
    """Days of a text as they are stored."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _in_path_order(content: Content, spot: Spot) -> Content:
    """A region may leave stages out, not turn the path round: a stage taken into use goes to its place."""
    if spot.section.key == "stages":
        order = [stage.key for stage in codes.common().stages]
        content["model"]["stages"].sort(key=lambda one: order.index(one["key"]) if one.get("key") in order else 99)
    return content
