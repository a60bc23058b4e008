"""What results are counted from: rows of coachings with their jobs, dates and codes alone. No database here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from rinnalla.employment.results.spells import Spell, Work, spells


@dataclass(frozen=True, slots=True)
class Rated(Work):
    """A job, and whether it matches the client's skills as the client says and as the coach sees it (L-18)."""

    onward: bool = False
    by_client: bool | None = None
    by_coach: bool | None = None


@dataclass(frozen=True, slots=True)
class Coaching:
    """One coaching. `met_on`: the first meeting face to face with an employer; `stopped_on`: the client stopped."""

    id: int
    person: int
    unit: int
    type: str
    payer: str
    group: str
    started_on: date
    ended_on: date | None = None
    stopped_on: date | None = None
    outcome: str = ""
    met_on: date | None = None
    jobs: tuple[Rated, ...] = ()
    parties: dict[str, int] = field(default_factory=dict)
    places: dict[tuple[str, bool], int] = field(default_factory=dict)  # (place, work had begun) → contacts

    @property
    def over_on(self) -> date | None:
        """The day from which nobody follows the client any more."""
        return self.stopped_on or self.ended_on

    def followed_until(self, day: date) -> date:
        return min(self.over_on, day) if self.over_on else day

    def works(self, day: date, kinds: Iterable[str]) -> bool:
        """At work of one of these kinds on a day."""
        known = set(kinds)
        return any(
            one.kind in known and one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)
            for one in self.jobs
        )

    def first_open(self, kinds: Iterable[str], until: date, gap: int) -> Spell | None:
        """The first spell of open paid work, as far as it was followed."""
        known = set(kinds)
        found = spells([one for one in self.jobs if one.kind in known], self.followed_until(until), gap)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Studies:
    """Adapted studies that were completed, when work was last asked about, and the day work began, if it did."""

    person: int
    completed_on: date
    followed_on: date | None = None
    work_from: date | None = None
    jobs: tuple[Work, ...] = ()


@dataclass(frozen=True)
class Records:
    """All of it, of a region or of a unit. `first`: on which day a group first came to a type of coaching."""

    since: date
    until: date
    coachings: tuple[Coaching, ...] = ()
    studies: tuple[Studies, ...] = ()
    first: dict[tuple[str, str], date] = field(default_factory=dict)

    def within(self, day: date | None) -> bool:
        return day is not None and self.since <= day <= self.until

    @property
    def running(self) -> list[Coaching]:
        """Those that ran at some time of the period."""
        return [one for one in self.coachings if one.over_on is None or one.over_on >= self.since]

    def only(self, keep: Callable[[Coaching], bool]) -> "Records":
        """The same without the other coachings, and without studies, which belong to no coaching."""
        return Records(self.since, self.until, tuple(one for one in self.coachings if keep(one)))

    def by_unit(self) -> dict[int, "Records"]:
        units = sorted({one.unit for one in self.coachings})
        return {unit: self.only(lambda one, unit=unit: one.unit == unit) for unit in units}
