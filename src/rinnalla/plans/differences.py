"""What changed between two versions of a plan, goal by goal and action by action, in words (I-16)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.plans.models import GoalOutcome, MadeIn
from rinnalla.servicemodels.codes import code_name

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Fact:
    """One fact that changed: its name, what it was and what it is."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A goal or an action that was added, removed or changed."""

    kind: str
    title: str
    facts: tuple[Fact, ...] = ()


@dataclass
class GoalChange:
    """What happened to a goal and to its actions. `change` is None when only actions changed."""

    title: str
    change: Change | None = None
    actions: list[Change] = field(default_factory=list)


@dataclass
class Difference:
    """Everything between two versions: facts of the plan itself, then goal by goal."""

    facts: list[Fact]
    goals: list[GoalChange]

    @property
    def anything(self) -> bool:
        return bool(self.facts or self.goals)


def between(old: dict[str, Any], new: dict[str, Any], groups: Iterable[str] | None = None) -> Difference:
    """The difference of two contents; with `groups` only of what a reader of those field groups may see."""
    if groups is not None:
        old, new = parts_of(old, groups), parts_of(new, groups)
    facts = _facts(_plan_facts(old), _plan_facts(new))
    before = {goal["uuid"]: goal for goal in old["goals"]}
    after = {goal["uuid"]: goal for goal in new["goals"]}
    goals = [_goal(before.get(key), after.get(key)) for key in dict.fromkeys([*before, *after])]
    return Difference(facts, [one for one in goals if one])


def parts_of(content: dict[str, Any], groups: Iterable[str]) -> dict[str, Any]:
    """The content with only the goals and actions of these field groups. A hidden goal hides its actions too; what the
    illness asks others to mind is health, the ladder is employment."""
    allowed = frozenset(groups)
    goals = [
        {**goal, "actions": [one for one in goal["actions"] if one["group"] in allowed]}
        for goal in content["goals"]
        if goal["group"] in allowed
    ]
    return {
        **content,
        "wish": content["wish"] if "basics" in allowed else "",
        "ladder": content.get("ladder") if "employment" in allowed else None,
        "considerations": content.get("considerations", []) if "health" in allowed else [],
        "goals": goals,
    }


def who(action: dict[str, Any], client: str = "") -> str:
    """Who does it, as people say it: the client, or the owner and the organisation."""
    if action["by_client"]:
        return client or _("Asiakas")
    return ", ".join(one for one in (action["owner"], in_language(action["organisation"])) if one)


def _goal(old: dict[str, Any] | None, new: dict[str, Any] | None) -> GoalChange | None:
    title = (new or old or {})["words"]
    if old is None or new is None:
        kind = ADDED if old is None else REMOVED
        actions = [Change(kind, action["what"]) for action in (new or old or {})["actions"]]
        return GoalChange(title, Change(kind, title), actions)
    facts = tuple(_facts(_goal_facts(old), _goal_facts(new)))
    actions = _actions(old["actions"], new["actions"])
    if not facts and not actions:
        return None
    return GoalChange(title, Change(CHANGED, title, facts) if facts else None, actions)


def _actions(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Change]:
    before = {one["uuid"]: one for one in old}
    after = {one["uuid"]: one for one in new}
    changes = []
    for key in dict.fromkeys([*before, *after]):
        if key not in after:
            changes.append(Change(REMOVED, before[key]["what"]))
        elif key not in before:
            changes.append(Change(ADDED, after[key]["what"]))
        elif facts := _facts(_action_facts(before[key]), _action_facts(after[key])):
            changes.append(Change(CHANGED, after[key]["what"], tuple(facts)))
    return changes


def _facts(old: dict[str, str], new: dict[str, str]) -> list[Fact]:
    return [Fact(name, old[name], new[name]) for name in new if old[name] != new[name]]


def _plan_facts(content: dict[str, Any]) -> dict[str, str]:
    return {
        _("Tehty"): str(MadeIn(content["made_in"]).label),
        _("Tarkistetaan viimeistään"): _day(content["review_on"]),
        _("Toive"): content["wish"],
        _("Arvio tuen kestosta"): months(content.get("support_months")),
        _("Kuntoutuksen vaihe"): rung(content.get("ladder")),
        _("Mitä terveydessä otetaan huomioon"): " ".join(content.get("considerations", [])),
    }


def months(number: int | None) -> str:
    """A length in months, in words; empty when it is not known."""
    return _("%(number)s kk") % {"number": number} if number else ""


def rung(ladder: dict[str, Any] | None) -> str:
    """The rung of the ladder with what is done on it, in words."""
    return f"{code_name('ladder_stages', ladder['stage'])}: {ladder['measures']}" if ladder else ""


def _goal_facts(goal: dict[str, Any]) -> dict[str, str]:
    closed = goal["closed"]
    outcome = f"{GoalOutcome(closed['outcome']).label} {_day(closed['on'])}" if closed else _("Voimassa")
    return {
        _("Tavoite"): goal["words"],
        _("Kuinka tärkeää"): "" if goal["importance"] is None else f"{goal['importance']}/10",
        _("Tarkoitus"): code_name("purposes", goal["purpose"]),
        _("Tila"): outcome,
    }


def _action_facts(action: dict[str, Any]) -> dict[str, str]:
    return {
        _("Toimi"): action["what"],
        _("Kuka"): who(action),
        _("Milloin"): _day(action["due_on"]),
        _("Seuranta"): _day(action["follow_up_on"]),
        _("Lupaus"): _("Luvattu") if action["accepted"] else _("Ei vielä luvattu"),
        _("Tila"): _("Tehty %(day)s") % {"day": _day(action["done_on"])} if action["done_on"] else _("Kesken"),
    }


def _day(text: str | None) -> str:
    return dates.d(date.fromisoformat(text)) if text else ""
