"""Times that run beside each other, drawn in the lines of a path: one lane each, solid until today, dotted ahead, amber
where somebody waits. Printed by `components/path.html`. Pure: no database, no clock, no language.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from textwrap import wrap

from rinnalla.lib.curves import to_d
from rinnalla.lib.labels import Label, Room
from rinnalla.lib.pathparts import LEFT, WIDTH, Calendar, Drawing, Row, Stroke, Symbol
from rinnalla.lib.paths import LANE, LINE_Y, MONTHS, TOP, short

BEHIND, AHEAD = 540, 730  # days drawn before and after today at most
SIZE = 27.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a lane. `kind`: run, wait (somebody's answer, or it rests) or gap. `until` None goes on to the edge."""

    kind: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol on a lane, with its text."""

    on: date
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """One lane: what it is, its icon, its parts and marks."""

    label: str
    icon: str
    pieces: Sequence[Piece]
    marks: Sequence[Mark] = field(default=())


def draw_spans(spans: Sequence[Span], today: date, today_text: str, months: Sequence[str] = MONTHS) -> Drawing:
    """The drawing of some lanes over their common calendar."""
    first, last = today - timedelta(days=BEHIND), today + timedelta(days=AHEAD)
    days = [day for span in spans for piece in span.pieces for day in (piece.since, piece.until) if day]
    days += [mark.on for span in spans for mark in span.marks]
    calendar = Calendar.over([min(max(day, first), last) for day in (today, *days)], today)
    height = TOP + LANE * len(spans) + 12
    now = calendar.x(today)
    room = Room((LEFT + 4, 28, WIDTH, height))
    room.add_line([(now, 24), (now, height)])
    strokes: list[Stroke] = []
    symbols: list[Symbol] = []
    labels: list[Label] = []
    for place, span in enumerate(spans):
        y = TOP + LANE * place + LINE_Y
        for piece in span.pieces:
            strokes += _strokes(piece, calendar, y, now, room)
        _marks(span, calendar, y, room, symbols, labels)
    return Drawing(WIDTH, height, _rows(spans), calendar.ticks(months), tuple(strokes), tuple(symbols),
                   tuple(labels), now, today_text)  # fmt: skip


def _strokes(piece: Piece, calendar: Calendar, y: float, now: float, room: Room) -> list[Stroke]:
    left = max(calendar.x(piece.since), LEFT + 2)
    right = min(calendar.x(piece.until), WIDTH - 6) if piece.until else WIDTH - 6
    if right <= left:
        return []
    room.add_line([(left, y), (right, y)])
    kinds = ("walked", "ahead") if piece.kind == "run" else ("wait", "wait")  # amber: a wait, or nothing to live on
    parts = [(left, min(right, now), kinds[0]), (max(left, now), right, kinds[1])]
    return [Stroke(kind, to_d([(a, y), (b, y)])) for a, b, kind in parts if b > a]


def _marks(span: Span, calendar: Calendar, y: float, room: Room, symbols: list[Symbol], labels: list[Label]) -> None:
    shown = [mark for mark in span.marks if calendar.first <= mark.on <= calendar.last]
    for mark in shown:
        x = min(max(calendar.x(mark.on), LEFT + 16), WIDTH - 20)
        symbols.append(Symbol(x, y, SIZE, mark.kind, f"{short(mark.on)} {mark.text}", None))
        room.boxes.append((x - SIZE / 2, y - SIZE / 2, x + SIZE / 2, y + SIZE / 2))
    for mark in shown:
        x = min(max(calendar.x(mark.on), LEFT + 16), WIDTH - 20)
        label = room.place(at=(x, y), dated=short(mark.on), text=mark.text, kind="point", upward=False)
        labels += [label] if label else []


def _rows(spans: Sequence[Span]) -> tuple[Row, ...]:
    names = [tuple(wrap(span.label, 20, max_lines=2, placeholder="…")) for span in spans]
    return tuple(Row(TOP + LANE * n, names[n], span.icon, n % 2 == 0) for n, span in enumerate(spans))
