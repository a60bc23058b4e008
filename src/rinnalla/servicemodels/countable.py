"""Who belongs to a target group, as the owner's counting functions take it: told by services and by what was said."""

from typing import Any

from rinnalla.servicemodels.definitions import Condition, TargetGroup
from rinnalla.servicemodels.rules import Rulebook


def countable(group: TargetGroup, book: Rulebook) -> dict[str, Any]:
    """What makes one a member. Raises LookupError for a fact that cannot be counted by."""
    asked: dict[str, Any] = {"key": group.key, "services": list(group.services)}
    for leaf in (leaf for one in group.facts for leaf in (one.any_of or (one,))):
        asked |= _leaf(leaf, book)
    return asked


def _leaf(leaf: Condition, book: Rulebook) -> dict[str, Any]:
    if leaf.fact == "jobseeker_status":
        return {"jobseeker": list(leaf.one_of)}
    if leaf.fact in ("unemployment_spells", "unemployment_months"):
        return {leaf.fact.removeprefix("unemployment_"): book.least(leaf)}
    asking = [one.key for form in book.common.forms for one in form.questions if one.fact == leaf.fact]
    if not asking or not leaf.holds:
        raise LookupError(f"a target group cannot be counted by {leaf.fact}")
    return {"yes_to": asking}
