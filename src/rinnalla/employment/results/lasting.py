"""How long the work of one coaching has lasted: which points it has reached, and when the next one is full.

The same spells and points as in the shares of the results, so that the page of one client and the figures never differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rinnalla.employment.results.retention import WEEKS, Point
from rinnalla.employment.results.spells import Spell, Work, spells


@dataclass(frozen=True, slots=True)
class Lasting:
    """The newest spell of open paid work: the last point that it reached, and the next one with the day it is full.

    `reached` is None before the first point; `next` is None when the last point is reached or the work is over.
    """

    spell: Spell
    reached: Point | None
    reached_on: date | None
    next: Point | None
    next_on: date | None


def lasting(jobs: Iterable[Work], day: date, gap: int) -> Lasting | None:
    """How the work stands on a day, of the jobs that fulfil the goal. None before any of them has begun."""
    found = spells(jobs, day, gap)
    if not found:
        return None
    spell = found[-1]
    full = [one for one in WEEKS if spell.lasted(one.last_day(spell.starts_on))]
    ahead = [one for one in WEEKS if spell.lasted(one.last_day(spell.starts_on)) is None]
    last, nearest = (full[-1] if full else None), (ahead[0] if ahead else None)
    return Lasting(
        spell, last, last.last_day(spell.starts_on) if last else None, nearest,
        nearest.last_day(spell.starts_on) if nearest else None,
    )
