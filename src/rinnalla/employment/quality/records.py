"""What the criteria are counted from: a unit's coachings of one period without names, and how often things happened.

Dates, codes and numbers only. Rules that count stand beside this module and never touch the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rinnalla.lib import dates
from rinnalla.servicemodels.definitions import QualityLimits

WEEK = timedelta(days=7)
QUARTER = 3


@dataclass(frozen=True)
class Coach:
    """A coach of the unit: working time in per cent of full time, how much of it goes to other duties, leave."""

    id: int
    percent: int = 100
    other_percent: int = 0
    away: tuple[tuple[date, date], ...] = ()

    def works_in(self, monday: date) -> bool:
        """Whether the coach was there for any of the working days of a week."""
        days = [monday + timedelta(days=n) for n in range(5)]
        return any(not any(first <= day <= last for first, last in self.away) for day in days)


@dataclass(frozen=True)
class Client:
    """One coaching. `team` is the unit that holds the client's case; `ended_on` also when the client stopped."""

    id: int
    coach: int
    started_on: date
    ended_on: date | None = None
    team: int | None = None


@dataclass(frozen=True)
class Contact:
    """A contact of a coach. `met`: face to face; `outside`: out of the office; `phase`: which one it belongs to."""

    client: int
    by: int
    on: date
    parties: frozenset[str]
    met: bool = True
    outside: bool = True
    purpose: str = "support"
    phase: str = ""
    minutes: int = 30


@dataclass(frozen=True)
class Work:
    """A job. `paid`: open paid work; `real`: lasting, normally paid and open to anybody. What and where as marks that
    only tell same from different."""

    client: int
    title: str
    employer: str
    starts_on: date
    ends_on: date | None = None
    paid: bool = True
    real: bool = True

    def under_way(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


@dataclass(frozen=True)
class Profile:
    """A version of a job profile. `tells`: it says what an employer may or may not hear."""

    client: int
    by: int
    on: date
    tells: bool = False


@dataclass(frozen=True)
class Search:
    """A job looked for; `fits` the client's wish."""

    client: int
    on: date
    fits: bool = True


@dataclass(frozen=True)
class Visit:
    """A coach met an employer, as the employers' register tells: no client is in it. The employer is a mark that only
    tells same from different. `planned`: meant before its day; `opening`: the employer had a vacancy open that day."""

    by: int
    employer: int
    on: date
    purpose: str = "learn_needs"
    planned: bool = False
    opening: bool = False


@dataclass(frozen=True)
class Practice:
    """Something the unit did to work well (code list practice_kinds)."""

    kind: str
    on: date


@dataclass(frozen=True)
class Records:
    """All of it, of one unit from a day to a day. Rows of a client reach back to the client's first day."""

    since: date
    until: date
    coaches: tuple[Coach, ...] = ()
    clients: tuple[Client, ...] = ()
    contacts: tuple[Contact, ...] = ()
    jobs: tuple[Work, ...] = ()
    profiles: tuple[Profile, ...] = ()
    searches: tuple[Search, ...] = ()
    practices: tuple[Practice, ...] = ()
    visits: tuple[Visit, ...] = ()

    def within(self, day: date) -> bool:
        return self.since <= day <= self.until

    @property
    def active(self) -> list[Client]:
        """The clients on the last day."""
        return [one for one in self.clients if one.ended_on is None or one.ended_on > self.until]

    @property
    def recent(self) -> list[Contact]:
        """The contacts of the period."""
        return [one for one in self.contacts if self.within(one.on)]

    @property
    def weeks(self) -> list[date]:
        """The Mondays of the whole weeks of the period."""
        monday, found = self.since + timedelta(days=-self.since.weekday() % 7), []
        while monday + WEEK - timedelta(days=1) <= self.until:
            found.append(monday)
            monday += WEEK
        return found

    def of_client(self, client: Client) -> list[Contact]:
        return [one for one in self.contacts if one.client == client.id]

    def times(self, kind: str) -> list[date]:
        """The days of one kind of practice in the period."""
        return [one.on for one in self.practices if one.kind == kind and self.within(one.on)]

    def weekly(self, days: Iterable[date], limits: QualityLimits) -> bool:
        """Did it happen in so many of the weeks as weekly asks for?"""
        mondays, hit = self.weeks, {day - timedelta(days=day.weekday()) for day in days}
        return bool(mondays) and 100 * len(hit & set(mondays)) >= limits.weekly * len(mondays)

    def every(self, months: int, days: Iterable[date], limits: QualityLimits) -> bool:
        """Did it happen in each span of so many months?"""
        known, spans = list(days), range(0, limits.period_months, months)
        starts = [dates.add_months(self.since, n) for n in spans]
        ends = [dates.add_months(self.since, n + months) for n in spans]
        return all(any(first <= day < last for day in known) for first, last in zip(starts, ends, strict=True))


@dataclass(frozen=True)
class Found:
    """What records and answers give for one criterion.

    `value` goes against the criterion's bounds; `step` is there when a rule of its own has chosen it. Both None: it
    can't be rated. `facts` and `parts` are the evidence; `clients` and `coaches` the same one by one, by id.
    """

    value: int | None = None
    step: int | None = None
    rows: int = 0
    facts: tuple[tuple[str, int], ...] = ()
    parts: tuple[tuple[str, bool], ...] = ()
    clients: tuple[tuple[int, int], ...] = ()
    coaches: tuple[tuple[int, int], ...] = ()


def half_up(part: int, whole: int) -> int:
    """The nearest whole number, half up."""
    return (2 * part + whole) // (2 * whole)


def percent(part: int, whole: int) -> int:
    return half_up(100 * part, whole)


def mean(numbers: Iterable[int]) -> int | None:
    """The nearest whole number to the mean; None of nothing."""
    known = list(numbers)
    return half_up(sum(known), len(known)) if known else None
