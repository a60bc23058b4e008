"""The rules: each looks at one thing of work and wish and says what speaks for, against, or is still to be asked.

Pure: the same two sides, the same lines. There is no number, no weight and no order of people. A person decides.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rinnalla.employment.matching.facts import Wanted, Work


class State(StrEnum):
    """How one line stands: a sign beside the words, never colour alone."""

    FOR = "for"
    AGAINST = "against"
    ASK = "ask"


@dataclass(frozen=True)
class Reason:
    """One line. `about` are keys and numbers that `reasons.py` puts into words: kept as they are with a decision."""

    rule: str
    state: State
    what: str
    about: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {"rule": self.rule, "state": str(self.state), "what": self.what, "about": list(self.about)}

    @classmethod
    def of_json(cls, told: dict) -> "Reason":
        return cls(told["rule"], State(told["state"]), told["what"], tuple(told["about"]))


Rule = Callable[[Work, Wanted], Iterable[Reason]]
LIMITS = "limits"  # the one rule whose lines are health data
MINOR_GROUP = 3  # digits of ISCO-08 that name a minor group: work of a kind


def weigh(work: Work, want: Wanted) -> list[Reason]:
    """Every line of every rule, in the rules' own order."""
    return [reason for rule in RULES for reason in rule(work, want)]


def speaks_for(reasons: Iterable[Reason]) -> bool:
    """Is there a wish or a skill that speaks for it? Limits never decide what is shown: they may be hidden."""
    return any(one.state == State.FOR and one.rule in ("wish", "skills") for one in reasons)


def wish(work: Work, want: Wanted) -> Iterator[Reason]:
    """The occupation that the client wants (T-63): the same unit group, or one of the same minor group."""
    if not want.occupations:
        yield Reason("wish", State.ASK, "no_wish")
    elif not work.occupation:
        yield Reason("wish", State.ASK, "no_occupation")
    elif work.occupation in want.occupations:
        yield Reason("wish", State.FOR, "same", (work.occupation,))
    elif near := next((one for one in want.occupations if one[:MINOR_GROUP] == work.occupation[:MINOR_GROUP]), ""):
        yield Reason("wish", State.FOR, "near", (near, work.occupation))
    else:
        yield Reason("wish", State.AGAINST, "other", (work.occupation,))


def skills(work: Work, want: Wanted) -> Iterator[Reason]:
    """What the work asks and the client can. What is not in the profile is asked, not lacking."""
    if not work.skills:
        yield Reason("skills", State.ASK, "not_told")
        return
    if has := [one for one in work.skills if one in want.skills]:
        yield Reason("skills", State.FOR, "has", tuple(has))
    if asks := [one for one in work.skills if one not in want.skills]:
        yield Reason("skills", State.ASK, "ask", tuple(asks))


def limits(work: Work, want: Wanted) -> Iterator[Reason]:
    """What the work has and the client can't do. Nothing at all is said to whoever may not see the limits."""
    if want.asks_limits:
        yield Reason(LIMITS, State.ASK, "no_limits")
    if want.limits is None:
        return
    hit = [one for one in work.demands if one in want.limits]
    if want.limits and not work.demands:
        yield Reason(LIMITS, State.ASK, "no_demands")
    elif hit:
        yield Reason(LIMITS, State.AGAINST, "hit", tuple(hit))
    else:
        yield Reason(LIMITS, State.FOR, "clear")


def distance(work: Work, want: Wanted) -> Iterator[Reason]:
    """The municipality of the work among those the client can go to."""
    if not want.municipalities:
        yield Reason("distance", State.ASK, "no_area")
    elif not work.municipality:
        yield Reason("distance", State.ASK, "no_place")
    else:
        near = work.municipality in want.municipalities
        yield Reason("distance", State.FOR if near else State.AGAINST, "near" if near else "far", (work.municipality,))


def hours(work: Work, want: Wanted) -> Iterator[Reason]:
    """The hours of a week that both can agree on."""
    if want.hours_from is None and want.hours_to is None:
        yield Reason("hours", State.ASK, "no_wish")
    elif work.hours_from is None and work.hours_to is None:
        yield Reason("hours", State.ASK, "not_told")
    else:
        least, most = _common(work, want)
        told = (_text(work.hours_from), _text(work.hours_to), _text(want.hours_from), _text(want.hours_to))
        yield Reason("hours", State.FOR if least <= most else State.AGAINST, "hours", told)


def times(work: Work, want: Wanted) -> Iterator[Reason]:
    """The times of the day that the work has, among those that suit."""
    if not want.times:
        yield Reason("times", State.ASK, "no_wish")
    elif not work.times:
        yield Reason("times", State.ASK, "not_told")
    elif outside := [one for one in work.times if one not in want.times]:
        yield Reason("times", State.AGAINST, "outside", tuple(outside))
    else:
        yield Reason("times", State.FOR, "suits", work.times)


RULES: tuple[Rule, ...] = (wish, skills, limits, distance, hours, times)


def _common(work: Work, want: Wanted) -> tuple[Decimal, Decimal]:
    """The hours that both allow; the first is larger than the second when there are none."""
    lowest, highest = Decimal(0), Decimal(168)
    least = max(work.hours_from or lowest, want.hours_from or lowest)
    most = min(work.hours_to or highest, want.hours_to or highest)
    return least, most


def _text(told: Decimal | None) -> str:
    return "" if told is None else str(told)
