"""A person's path over the lanes of those who help, ready to be printed as SVG by `components/path.html`.

Follows the motif: the person's own line is thick, the companion's line runs beside it from the day the responsible
worker is agreed, solid is walked, dotted is agreed and ahead, amber waits on the lane of the one whose turn it is.
Pure: no database, no clock, no language. Texts and today come from the caller.
"""

from collections.abc import Sequence
from datetime import date
from textwrap import wrap

from rinnalla.lib.curves import Point, beside, departing, level_before, part, spread, through, to_d, y_at
from rinnalla.lib.labels import Label, Room
from rinnalla.lib.pathparts import LEFT, WIDTH, Branch, Calendar, Drawing, Lane, PathPoint, Row, Stroke, Symbol, Wait

__all__ = ["Branch", "Drawing", "Lane", "PathPoint", "Wait", "draw", "short"]

TOP, LANE, LINE_Y = 66.0, 66.0, 37.0  # where the lanes begin, how high one is, where in it the line runs
MONTHS = ("tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu")
SIZES = {"now": 38.0, "meeting_held": 31.0, "meeting_ahead": 31.0, "waiting": 31.0, "goal": 31.0, "handover": 31.0}
APART = 30.0  # between two symbols on the line


def short(day: date) -> str:
    return f"{day.day}.{day.month}."


def draw(
    *, lanes: Sequence[Lane], points: Sequence[PathPoint], today: date, today_text: str, now: PathPoint | None = None,
    future: Sequence[PathPoint] = (), goal: PathPoint | None = None, waits: Sequence[Wait] = (),
    branches: Sequence[Branch] = (), companion_since: date | None = None, handovers: Sequence[date] = (),
    months: Sequence[str] = MONTHS,
) -> Drawing:
    """Draw the path.

    `points` are past and in time order, `future` ahead and in time order. `now` says where the person stands and what
    is being done (today by nature); without it the path stands on its last lane. `goal` stands at the right edge.
    Lanes nobody uses are left out, but never the person's own. Raises KeyError when a point names no lane.
    """
    return _Drafting(lanes, points, today, now, future, goal, waits, branches, companion_since).drawing(
        handovers, months, today_text
    )


class _Drafting:
    """One drawing being made: places first, then lines, symbols and, when all lines are known, the texts."""

    def __init__(self, lanes: Sequence[Lane], points: Sequence[PathPoint], today: date, now: PathPoint | None,
                 future: Sequence[PathPoint], goal: PathPoint | None, waits: Sequence[Wait],
                 branches: Sequence[Branch], since: date | None) -> None:
        self.walked = [point for point in points if point.on_path]
        self.coming = [point for point in future if point.on_path]
        self.alone = [point for point in (*points, *future) if not point.on_path]
        self.today, self.goal, self.waits, self.branches, self.since = today, goal, waits, branches, since
        standing = self.walked[-1].lane if self.walked else lanes[0].key
        self.now = now or PathPoint(standing, today, "now", "")
        used = {lanes[0].key, self.now.lane, *(p.lane for p in (*points, *future, *([goal] if goal else []))),
                *(w.lane for w in waits), *(b.lane for b in branches)}
        self.lanes = [lane for lane in lanes if lane.key in used]
        starts = [*(wait.start for wait in waits), *(branch.start for branch in branches)]
        self.calendar = Calendar.over([today, *starts, *(point.on for point in (*points, *future))], today)
        self.height = TOP + LANE * len(self.lanes) + 12
        self.strokes: list[Stroke] = []
        self.symbols: list[Symbol] = []
        self.room = Room((LEFT - 40, 28, WIDTH, self.height))
        self._set_places()

    def y(self, lane: str) -> float:
        return TOP + LANE * [one.key for one in self.lanes].index(lane) + LINE_Y if self._known(lane) else 0.0

    def _known(self, lane: str) -> bool:
        if lane not in {one.key for one in self.lanes}:
            raise KeyError(f"No lane {lane!r} among {[one.key for one in self.lanes]}")
        return True

    def _set_places(self) -> None:
        """Symbols by their dates, moved just enough to be told apart; nothing past moves over today."""
        self.now_x = max(self.calendar.x(self.today), LEFT + 14 + APART * min(3, len(self.walked)))
        past = spread([self.calendar.x(p.on) for p in self.walked], APART, LEFT + 14, self.now_x - APART)
        end = WIDTH - 48
        ahead = spread([self.calendar.x(p.on) for p in self.coming], APART, self.now_x + APART, end - APART)
        self.behind = [(x, self.y(p.lane)) for x, p in zip(past, self.walked, strict=True)]
        self.ahead = [(x, self.y(p.lane)) for x, p in zip(ahead, self.coming, strict=True)]
        self.here = (self.now_x, self.y(self.now.lane))
        self.goal_at = (end, self.y(self.goal.lane)) if self.goal else None

    def drawing(self, handovers: Sequence[date], months: Sequence[str], today_text: str) -> Drawing:
        walked = through([*self.behind, self.here])
        to_goal = [(self.goal_at[0] - 14, self.goal_at[1])] if self.goal_at else []
        coming = through([self.here, *self.ahead, *to_goal])
        self._companion([*walked, *coming[1:]])
        self._line("ahead", coming)
        for branch in self.branches:
            self._line("branch", self._branch(walked, branch.lane, branch.start, branch.end))
        over = [wait for wait in self.waits if not self._is_own(wait)]
        for wait in over:
            self._branch_wait(walked, wait)
        self._line("walked", walked)
        for wait in self.waits:
            if wait not in over:
                self._own_wait(walked, wait)
        self.room.add_line([(self.now_x, 24), (self.now_x, self.height)])
        self._symbols(walked, handovers)
        labels = self._labels(over)
        return Drawing(WIDTH, self.height, self._rows(), self.calendar.ticks(months), tuple(self.strokes),
                       tuple(self.symbols), tuple(labels), self.now_x, today_text)

    def _line(self, kind: str, line: list[Point]) -> None:
        if len(line) > 1 and line[0] != line[-1]:
            self.strokes.append(Stroke(kind, to_d(line)))
            self.room.add_line(line)

    def _companion(self, line: list[Point]) -> None:
        """From the day the responsible worker is agreed, without a break, to the end of what is agreed."""
        if self.since is None or len(line) < 2:
            return
        moved = beside(line)
        began = min(max(self._x_of(self.since), moved[0][0]), self.now_x)
        self._line("companion", part(moved, began, self.now_x))
        self._line("companion_ahead", part(moved, self.now_x, moved[-1][0]))

    def _x_of(self, day: date) -> float:
        """A day's place: that of the symbol of that day if there is one, else the calendar's."""
        same = [spot[0] for spot, point in zip(self.behind, self.walked, strict=True) if point.on == day]
        return same[0] if same else min(self.calendar.x(day), self.now_x)

    def _branch(self, walked: list[Point], lane: str, start: date, end: date | None) -> list[Point]:
        """Draw how the branch leaves and rejoins the path; returns its stay on its own lane."""
        reach = (max(self._x_of(start), walked[0][0] + 24), self.y(lane))
        leave = level_before(walked, max(walked[0][0], reach[0] - 52))
        if reach[0] - leave > 110:  # nothing level near by: better a small bend than a long line that was not walked
            leave = max(walked[0][0], reach[0] - 52)
        self._line("branch", through([(leave, y_at(walked, leave)), reach]))
        until = (self._x_of(end) if end else self.now_x, reach[1])
        if end is not None:
            back = min(until[0] + 60, self.now_x)
            self._line("branch", departing(until, (back, y_at(walked, back))))
        elif self.ahead:
            self._line("branch_ahead", departing(until, self.ahead[0]))
        return [reach, until]

    def _is_own(self, wait: Wait) -> bool:
        """Does the path itself wait, because it stands on that lane?"""
        before = [point.lane for point in self.walked if point.on <= wait.start]
        return (before[-1] if before else self.now.lane) == wait.lane

    def _branch_wait(self, walked: list[Point], wait: Wait) -> None:
        stay = self._branch(walked, wait.lane, wait.start, wait.end)
        self._line("wait_band", stay)
        self._line("wait", stay)
        self._symbol(stay[0], "waiting", f"{short(wait.start)} {wait.label}", None)

    def _own_wait(self, walked: list[Point], wait: Wait) -> None:
        left, right = self._x_of(wait.start) + 16, self._x_of(wait.end) if wait.end else self.now_x - 16
        y = self.y(wait.lane)
        level = [x for x, height in part(walked, left, max(left, right)) if height == y]
        if len(level) > 1 and level[-1] - level[0] > 12:
            self._line("gap", [(level[0], y), (level[-1], y)])
            self._line("wait", [(level[0], y), (level[-1], y)])

    def _symbol(self, at: Point, kind: str, title: str, url: str | None) -> None:
        size = SIZES.get(kind, 27.0)
        self.symbols.append(Symbol(at[0], at[1], size, kind, title, url))
        half = size / 2 - 3
        self.room.boxes.append((at[0] - half, at[1] - half, at[0] + half, at[1] + half))

    def _symbols(self, walked: list[Point], handovers: Sequence[date]) -> None:
        for point in self.alone:
            self._symbol((self.calendar.x(point.on), self.y(point.lane)), point.kind, point.label, point.url)
        for spot, point in zip([*self.behind, *self.ahead], [*self.walked, *self.coming], strict=True):
            self._symbol(spot, point.kind, f"{short(point.on)} {point.label}", point.url)
        for day in handovers:
            x = self._x_of(day)
            self._symbol((x, y_at(walked, x)), "handover", short(day), None)
        self._symbol(self.here, "now", self.now.label, self.now.url)
        if self.goal and self.goal_at:
            self._symbol(self.goal_at, "goal", self.goal.label, self.goal.url)

    def _labels(self, over: list[Wait]) -> list[Label]:
        stops = [*self.behind, self.here, *self.ahead, *([self.goal_at] if self.goal_at else [])]
        for row in self._rows():
            widest = max((len(line) for line in row.lines), default=0)
            self.room.boxes.append((0, row.y + 22, 46 + 7.6 * widest, row.y + 54))
        after_now = next((stop for stop in stops if stop[0] > self.now_x), self.here)
        found = [self.room.place(at=self.here, dated="", text=self.now.label, kind="now",
                                 upward=after_now[1] < self.here[1])]
        for wait in over:
            at = (max(self._x_of(wait.start), LEFT + 40), self.y(wait.lane))
            found.append(self.room.place(at=at, dated=short(wait.start), text=wait.label, kind="point", upward=False))
        if self.goal and self.goal_at:
            found.append(self.room.place(at=self.goal_at, dated="", text=self.goal.label, kind="goal", upward=False))
        for wait in self.waits:
            at = (self._x_of(wait.start) + 24, self.y(wait.lane) - 3)
            found.append(self.room.place(at=at, dated="", text=wait.text, kind="wait", upward=wait in over))
        named = [(s, p) for s, p in zip([*self.behind, *self.ahead], [*self.walked, *self.coming], strict=True)]
        named += [((self.calendar.x(p.on), self.y(p.lane)), p) for p in self.alone if p.label and p.kind != "hidden"]
        for spot, point in named:
            after = next((stop for stop in stops if stop[0] > spot[0]), spot)
            found.append(self.room.place(at=spot, dated=short(point.on), text=point.label, kind="point",
                                         upward=after[1] < spot[1]))
        return [label for label in found if label]

    def _rows(self) -> tuple[Row, ...]:
        names = [tuple(wrap(lane.label, 20, max_lines=2, placeholder="…")) for lane in self.lanes]
        return tuple(Row(TOP + LANE * n, names[n], lane.icon, n % 2 == 0) for n, lane in enumerate(self.lanes))
