"""Spells of work from rows of jobs: several at once and short gaps are one spell (domain page, section 7, RETAIN).

Pure days: no database. A spell is *over* once its last day is known and no job has begun within the joining gap; until
then it may still go on, and nobody counts as having lost it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Work:
    """One job of one person: its kind, first and last day; no last day while it goes on."""

    kind: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """Work without a longer break. `last_on` is the last day seen at work; `over`: it is known to have ended there."""

    starts_on: date
    last_on: date
    over: bool

    @property
    def days(self) -> int:
        """Both ends count: a spell of one day is one day long."""
        return (self.last_on - self.starts_on).days + 1

    def lasted(self, point: date) -> bool | None:
        """Whether the work went on to the last day before `point` was full; None when nobody can know yet."""
        if self.last_on >= point:
            return True
        return False if self.over else None


def spells(jobs: Iterable[Work], seen_until: date, gap: int) -> list[Spell]:
    """The spells of one person's jobs of one sort, oldest first, as they are known on a day.

    Two jobs are one spell when at most `gap` days lie between them. What begins after `seen_until` is not known yet;
    work that goes on then is seen up to that day.
    """
    known = sorted((one for one in jobs if one.starts_on <= seen_until), key=lambda one: one.starts_on)
    joined: list[tuple[date, date]] = []
    for one in known:
        last = min(one.ends_on or seen_until, seen_until)
        if joined and one.starts_on <= joined[-1][1] + (gap + 1) * DAY:
            first, before = joined[-1]
            joined[-1] = (first, max(before, last))
        else:
            joined.append((one.starts_on, last))
    told = []
    for place, (first, last) in enumerate(joined):
        over = place + 1 < len(joined) or last + (gap + 1) * DAY <= seen_until
        told.append(Spell(first, last, over))
    return told


def by_sort(
    jobs: Collection[Work], fulfilling: Collection[str], seen_until: date, gap: int
) -> dict[str, list[Spell]]:
    """Spells of open paid work under "", and apart those of every other kind under its key (T-52): time in subsidised
    work never joins, and never lengthens, a spell of open work."""
    sorts: dict[str, list[Work]] = {"": []}
    for one in jobs:
        sorts.setdefault("" if one.kind in fulfilling else one.kind, []).append(one)
    return {sort: spells(found, seen_until, gap) for sort, found in sorts.items()}
