"""Weighing what is told of a client against the rules in force on a day: what is proposed, on which grounds, and what
would change it. Pure: same facts, same day, same model, same answer. Nothing here decides (invariant 8).

A fact that nobody has told is unknown, not "no": the outcome is then "ask", with what to ask. Facts that the reader may
not see are left out before weighing (`seen_by`), so that no proposal lets them be guessed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from rinnalla.lib import dates
from rinnalla.servicemodels.definitions import (
    Common,
    Condition,
    Criterion,
    EligibilityRule,
    Fact,
    RegionDefinition,
    Segment,
    TargetGroup,
    Value,
)
from rinnalla.servicemodels.loading import dated, value_of

Told = bool | int | date | str
Facts = Mapping[str, Told]
MUNICIPALITY = "municipality"


class State(StrEnum):
    """How one condition stands."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What a rule says. `judgement`: a person looks, the rule says neither yes nor no (T-61)."""

    PROPOSED = "proposed"
    GUIDED = "guided"
    JUDGEMENT = "judgement"
    NOT_MET = "not_met"
    ASK = "ask"


@dataclass(frozen=True)
class Ground:
    """One condition, what was told of its fact, and how it stands. `limit` is the dated limit it was weighed by."""

    condition: Condition
    fact: Fact
    told: Told | None
    state: State
    limit: Value | None = None


@dataclass(frozen=True)
class Change:
    """Were these facts told so, the outcome (or the segment) would be this."""

    facts: tuple[tuple[Fact, Told], ...]
    outcome: str


@dataclass(frozen=True)
class Finding:
    """What one rule says of a client."""

    key: str
    names: Mapping[str, str]
    outcome: Outcome
    cards: tuple[str, ...]
    grounds: tuple[Ground, ...]
    changes: tuple[Change, ...] = ()

    @cached_property
    def ask(self) -> tuple[Fact, ...]:
        """The facts nobody has told yet that the outcome waits for."""
        if self.outcome != Outcome.ASK:
            return ()
        return tuple(dict.fromkeys(one.fact for one in self.grounds if one.state == State.UNKNOWN))


@dataclass(frozen=True)
class Placing:
    """The proposed segment with the rule it stands on (none for the last one) and what every rule said."""

    segment: Segment
    finding: Finding | None
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...] = ()

    @property
    def waits(self) -> tuple[Fact, ...]:
        """Facts that could still lead to more support."""
        return tuple(dict.fromkeys(fact for one in self.findings for fact in one.ask))


@dataclass(frozen=True)
class Rulebook:
    """The rules of a region's model as they stand on a day: the day of the event decides, not today (T-19)."""

    common: Common
    region: RegionDefinition | None
    on: date

    @cached_property
    def facts(self) -> dict[str, Fact]:
        return {fact.key: fact for fact in self.common.facts}

    def limit(self, key: str) -> Value | None:
        """The limit in force on the day: the region's own, else the common one."""
        return value_of(key, self.on, self.common, self.region)

    def in_force(self, things: Iterable) -> list:
        """Those of dated things that are in force on the day."""
        return [one for one in things if dated([one], self.on) is not None]

    def seen_by(self, facts: Facts, groups: Collection[str]) -> dict[str, Told]:
        """Those of the told facts that a reader with these field groups may see."""
        return {key: told for key, told in facts.items() if key in self.facts and self.facts[key].field_group in groups}

    def ways_in(self, facts: Facts) -> list[Finding]:
        """What every way into a service says, in the model's order (T-59…T-61)."""
        rules = self.in_force(self.region.model.eligibility) if self.region else []
        return [self.way_in(rule, facts) for rule in rules]

    def way_in(self, rule: EligibilityRule, facts: Facts) -> Finding:
        """What one way in says. Who lives elsewhere is not met at once; nothing more is asked of them."""
        home = Condition(fact=MUNICIPALITY, one_of=rule.municipalities)
        return self._finding(rule.key, rule.names.model_dump(), rule.cards, (home, *rule.all_of), facts)

    def criteria(self, facts: Facts) -> list[Finding]:
        """What every criterion says (V-18…V-23): it holds when it was ticked; its card is what it proposes. One is
        enough, so a criterion that was not ticked is not asked again: it is not met."""
        return [self.criterion(one, facts) for one in self.in_force(self.common.codes.criteria)]

    def criterion(self, criterion: Criterion, facts: Facts) -> Finding:
        """A criterion by its tick; when told facts speak for one that is not ticked, a person judges (V-19)."""
        told = {**facts, criterion.key: bool(facts.get(criterion.key, False))}
        conditions = (Condition(fact=criterion.key), *criterion.told_by)

        def weigh(facts: Facts) -> Outcome:
            if self._state(conditions[0], facts) == State.MET:
                return Outcome.PROPOSED
            spoken_for = any(self._state(one, facts) == State.MET for one in criterion.told_by)
            return Outcome.JUDGEMENT if spoken_for else Outcome.NOT_MET

        cards = (criterion.proposes,) if criterion.proposes else ()
        grounds = tuple(ground for one in conditions for ground in self._grounds(one, told))
        changes = self._changes(conditions, told, weigh)
        return Finding(criterion.key, criterion.names.model_dump(), weigh(told), cards, grounds, changes)

    def place(self, facts: Facts) -> Placing:
        """The segment proposed: the first one of whose rules holds, else the last (T-42, V-113)."""
        segment, finding, said = self._place(facts)
        rules = [rule for one in self.in_force(self.common.segments) for rule in self.in_force(one.rules)]
        conditions = tuple(condition for rule in rules for condition in rule.all_of)
        changes = self._changes(conditions, facts, lambda told: self._place(told)[0].key)
        return Placing(segment, finding, tuple(said), changes)

    def _place(self, facts: Facts) -> tuple[Segment, Finding | None, list[Finding]]:
        said: list[Finding] = []
        segments = self.in_force(self.common.segments)
        for segment in segments[:-1]:
            for rule in self.in_force(segment.rules):
                said.append(self._finding(rule.key, rule.names.model_dump(), (), rule.all_of, facts))
                if said[-1].outcome == Outcome.PROPOSED:
                    return segment, said[-1], said
        return segments[-1], None, said

    def speaking(self, conditions: Iterable[Condition], facts: Facts) -> list[Fact]:
        """The facts of those conditions that hold: what speaks for something of which any one condition is enough."""
        held = [one for one in conditions if self._state(one, facts) == State.MET]
        return [ground.fact for one in held for ground in self._grounds(one, facts) if ground.state == State.MET]

    def target_groups(self, facts: Facts, services: Collection[str] = ()) -> list[TargetGroup]:
        """The target groups a client belongs to, by told facts or by services in use (T-09…T-18, I-04, I-05)."""
        return [
            group for group in self.in_force(self.common.target_groups)
            if set(group.services) & set(services) or (
                group.facts and all(self._state(one, facts) == State.MET for one in group.facts)
            )
        ]

    # Weighing

    def _finding(
        self, key: str, names: Mapping[str, str], cards: tuple[str, ...], conditions: Sequence[Condition], facts: Facts
    ) -> Finding:
        outcome = self._outcome(conditions, facts)
        grounds = tuple(ground for one in conditions for ground in self._grounds(one, facts))
        guided = next((one.guides_to for one in conditions if one.guides_to), None)
        told = (guided,) if outcome == Outcome.GUIDED and guided else cards
        changes = self._changes(conditions, facts, lambda told: self._outcome(conditions, told))
        return Finding(key, names, outcome, told, grounds, changes)

    def _outcome(self, conditions: Sequence[Condition], facts: Facts) -> Outcome:
        states = [(one, self._state(one, facts)) for one in conditions]
        failing = [one for one, state in states if state == State.UNMET]
        waiting = any(state == State.UNKNOWN for _one, state in states)
        if any(not one.softly and not one.guides_to for one in failing):
            return Outcome.NOT_MET
        if waiting:
            return Outcome.ASK
        if any(one.guides_to for one in failing):
            return Outcome.GUIDED
        return Outcome.JUDGEMENT if failing else Outcome.PROPOSED

    def _state(self, condition: Condition, facts: Facts) -> State:
        if condition.any_of:
            states = [self._state(one, facts) for one in condition.any_of]
            if State.MET in states:
                return State.MET
            return State.UNKNOWN if State.UNKNOWN in states else State.UNMET
        told = facts.get(condition.fact or "")
        if told is None:
            return State.UNKNOWN
        return State.MET if self._holds(condition, told) else State.UNMET

    def _holds(self, condition: Condition, told: Told) -> bool:
        if condition.one_of:
            return told in condition.one_of
        if isinstance(told, bool):
            return told is condition.holds
        if isinstance(told, date):
            return self.earliest(condition) <= told <= self.on
        least = self.least(condition)
        number = int(told)
        return (least is None or number >= least) and (condition.at_most is None or number <= condition.at_most)

    def least(self, condition: Condition) -> int | None:
        """The least number that holds: the limit in force on the day, or the written one."""
        limit = self.limit(condition.limit) if condition.limit else None
        return limit.value if limit else condition.at_least

    def earliest(self, condition: Condition) -> date:
        """The earliest day from which the limit has not yet run out on the day (months by Act 150/1930)."""
        limit = self.limit(condition.limit) if condition.limit else None
        if limit is None:
            return date.min
        if limit.unit not in ("months", "years"):
            return self.on - timedelta(days=limit.value * (7 if limit.unit == "weeks" else 1))
        months = limit.value * (12 if limit.unit == "years" else 1)
        day = dates.add_months(self.on, -months)
        # 30 September and six months is 30 March: on 31 March it has run out, though 31 March less six is 30 September.
        return day if dates.add_months(day, months) >= self.on else day + timedelta(days=1)

    def _grounds(self, condition: Condition, facts: Facts) -> list[Ground]:
        if condition.any_of:
            return [ground for one in condition.any_of for ground in self._grounds(one, facts)]
        limit = self.limit(condition.limit) if condition.limit else None
        key = condition.fact or ""
        return [Ground(condition, self.facts[key], facts.get(key), self._state(condition, facts), limit)]

    # What would change it

    def _changes(
        self, conditions: Sequence[Condition], facts: Facts, weigh: Callable[[Facts], str]
    ) -> tuple[Change, ...]:
        """Each single told fact that, told otherwise, gives another outcome; when none does, what must change together.

        Found by weighing again, so what is said here is what would happen."""
        before, found = weigh(facts), {}
        for fact, turned in self._turnings(conditions, facts):
            if fact not in found and (after := weigh({**facts, fact: turned})) != before:
                found[fact] = Change(((self.facts[fact], turned),), after)
        if found:
            return tuple(found.values())
        failing = [one for one in conditions if self._state(one, facts) == State.UNMET]
        together = dict(self._turnings([(one.any_of or (one,))[0] for one in failing], facts))
        after = weigh({**facts, **together})
        return (Change(tuple((self.facts[key], told) for key, told in together.items()), after),) if (
            after != before) else ()

    def _turnings(self, conditions: Sequence[Condition], facts: Facts) -> Iterator[tuple[str, Told]]:
        """Each told fact of the conditions with the nearest answer that turns its condition."""
        for leaf in (leaf for one in conditions for leaf in (one.any_of or (one,))):
            told = facts.get(leaf.fact or "")
            if told is not None and (turned := self._turned(leaf, told)) is not None:
                yield leaf.fact or "", turned

    def _turned(self, leaf: Condition, told: Told) -> Told | None:
        """The nearest answer that turns the condition: the other answer, or the border."""
        holds = self._holds(leaf, told)
        if leaf.one_of:
            return None if holds else leaf.one_of[0]
        if isinstance(told, bool):
            return not told
        if isinstance(told, date):
            return self.earliest(leaf) - timedelta(days=1) if holds else self.earliest(leaf)
        return self._turned_number(leaf, int(told), holds)

    def _turned_number(self, leaf: Condition, number: int, holds: bool) -> int | None:
        least = self.least(leaf)
        if not holds:
            return least if least is not None and number < least else leaf.at_most
        if leaf.at_most is not None:
            return leaf.at_most + 1
        return least - 1 if least else None
