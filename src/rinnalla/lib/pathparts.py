"""What a drawn path is made of: the caller's lanes, points, waits and branches, the finished drawing, the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rinnalla.lib.labels import Label

# The symbol of a lane by the kind of its body.
BODY_ICONS = {
    "wellbeing_county": "FirstAidKit",
    "employment_authority": "Briefcase",
    "municipality": "Buildings3",
    "kela": "Wallet",
    "association": "HandHeart",
    "employer": "Factory",
    "prison_service": "Buildings3",
    "education_provider": "Book",
}
LEFT, WIDTH = 192.0, 1180.0  # where the lanes' names end and the whole drawing ends

MONTH_APART, MONTH_LETTER = 6.0, 7.6  # from a month's line to its text, and how wide a letter of it is


@dataclass(frozen=True, slots=True)
class Lane:
    """One who helps (an organisation), or the person: always the first lane. `icon` is a name in the sprite."""

    key: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class PathPoint:
    """Something that happened or is agreed. `kind` is a symbol's name; off the path it stands alone on its lane."""

    lane: str
    on: date
    kind: str
    label: str
    url: str | None = None
    on_path: bool = True


@dataclass(frozen=True, slots=True)
class Wait:
    """Waiting for the one of `lane`; `end` None is still waiting. `label` names what, `text` how long."""

    lane: str
    start: date
    end: date | None
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Other work on `lane` while the path goes on elsewhere; `end` None is still going on."""

    lane: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Row:
    y: float
    lines: tuple[str, ...]
    icon: str
    banded: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: `kind` is walked, branch, branch_ahead, ahead, companion, companion_ahead, wait, wait_band or gap."""

    kind: str
    d: str


@dataclass(frozen=True, slots=True)
class Symbol:
    x: float
    y: float
    size: float
    kind: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    rows: tuple[Row, ...]
    months: tuple[tuple[float, str], ...]
    strokes: tuple[Stroke, ...]
    symbols: tuple[Symbol, ...]
    labels: tuple[Label, ...]
    today_x: float
    today_text: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days to places: whole months from the first date to the last, at least three; today with room ahead of it."""

    first: date
    last: date

    @classmethod
    def over(cls, dates: Sequence[date], today: date) -> "Calendar":
        first = min(*dates, today)
        first = (first - timedelta(days=10 if (today - first).days < 45 else 0)).replace(day=1)  # room for a short past
        room_ahead = first + (today - first) / 0.85
        last = max(max(*dates, today) + timedelta(days=20), first + timedelta(days=62), room_ahead)
        return cls(first, _next_month(last))

    def x(self, day: date) -> float:
        return round(LEFT + (day - self.first).days / (self.last - self.first).days * (WIDTH - LEFT - 6), 1)

    def ticks(self, names: Sequence[str]) -> tuple[tuple[float, str], ...]:
        """Month lines, far enough apart for their texts; the year stands on the first of all and of each year.

        A last month whose text would be cut by the edge has no line of its own.
        """
        months, day = [], self.first
        while day < self.last:
            months.append(day)
            day = _next_month(day)
        step = next(n for n in (1, 2, 3, 6, 12, 24, 60) if n * (WIDTH - LEFT) / len(months) >= 82)
        ticks, year = [], 0
        for day in months[::step]:
            name = names[day.month - 1] + (f" {day.year}" if day.year != year else "")
            if self.x(day) + MONTH_APART + MONTH_LETTER * len(name) <= WIDTH:
                ticks.append((self.x(day), name))
            year = day.year
        return tuple(ticks)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
