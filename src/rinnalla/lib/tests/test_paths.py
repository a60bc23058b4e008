"""The drawn path keeps the rules of the motif.

Power check, each seen red: texts placed anywhere, a companion that loops, begins with the path, stands 6 units off or
is drawn for nobody, a curve 120 wide, a wait 3 units off its lane, a branch that does not come back, own lane left out,
a hand-over without its rings, no room ahead of today, the year on every month, months 12 units apart.
"""

import random
from datetime import date, timedelta

import pytest

from rinnalla.lib import curves
from rinnalla.lib.pathparts import WIDTH, Calendar, Drawing
from rinnalla.lib.paths import MONTHS, Branch, Lane, PathPoint, Wait, draw

LANES = [
    Lane("self", "Tuula itse", "Person"), Lane("county", "Hyvinvointialue", "FirstAidKit"),
    Lane("work", "Työllisyyspalvelut", "Briefcase"), Lane("kela", "Kela", "Wallet"),
    Lane("ngo", "Askel ry", "Footprint"), Lane("employer", "Työnantaja", "Buildings3"),
]
TODAY = date(2026, 11, 23)
PAST = [
    PathPoint("self", date(2026, 5, 11), "done", "Otti itse yhteyttä"),
    PathPoint("county", date(2026, 5, 27), "meeting_held", "Alkuhaastattelu"),
    PathPoint("work", date(2026, 6, 30), "done", "Palvelutarpeen arvio"),
    PathPoint("county", date(2026, 8, 18), "meeting_held", "Työkykytiimi"),
    PathPoint("ngo", date(2026, 9, 8), "done", "Työhönvalmennus"),
]
AHEAD = [PathPoint("county", date(2026, 12, 9), "meeting_ahead", "Työkykytiimi")]
GOAL = PathPoint("employer", date(2027, 2, 1), "goal", "Palkkatyö")
KELA = Wait("kela", date(2026, 10, 8), None, "Hakemus Kelaan", "Odottaa 46 päivää")


def tuulas(**changes) -> Drawing:
    given = {
        "lanes": LANES, "points": PAST, "today": TODAY, "today_text": "Tänään 23.11.", "future": AHEAD, "goal": GOAL,
        "waits": [KELA], "companion_since": date(2026, 5, 27),
    }
    return draw(**{**given, **changes})


def line(drawing: Drawing, kind: str) -> list[curves.Point]:
    text = next(stroke.d for stroke in drawing.strokes if stroke.kind == kind)
    return [(float(x), float(y)) for x, y in (pair.split() for pair in text[1:].split("L"))]


def kinds(drawing: Drawing) -> list[str]:
    return [stroke.kind for stroke in drawing.strokes]


def test_time_never_runs_backwards() -> None:
    for kind in ("walked", "ahead", "companion", "companion_ahead"):
        places = [x for x, _ in line(tuulas(), kind)]
        assert places == sorted(places), kind


def test_walked_is_solid_to_today_and_ahead_begins_there() -> None:
    drawing = tuulas()
    assert line(drawing, "walked")[-1] == line(drawing, "ahead")[0]
    assert line(drawing, "walked")[-1][0] == pytest.approx(drawing.today_x, abs=0.1)


def test_companion_begins_when_the_worker_is_agreed_and_not_before() -> None:
    drawing = tuulas()
    interview = next(symbol for symbol in drawing.symbols if "Alkuhaastattelu" in symbol.title)
    assert line(drawing, "companion")[0][0] == pytest.approx(interview.x, abs=0.1)
    assert line(drawing, "walked")[0][0] < interview.x


def test_nobody_beside_draws_no_companion() -> None:
    assert not {"companion", "companion_ahead"} & set(kinds(tuulas(companion_since=None)))


def test_companion_does_not_break_in_a_handover() -> None:
    drawing = tuulas(handovers=[date(2026, 10, 20)])
    assert kinds(drawing).count("companion") == 1
    assert line(drawing, "companion")[-1] == line(drawing, "companion_ahead")[0]
    assert [symbol.kind for symbol in drawing.symbols].count("handover") == 1


def test_companion_runs_eight_units_below_a_level_line() -> None:
    assert curves.beside([(0, 10), (50, 10), (100, 10)]) == [(0, 18), (50, 18), (100, 18)]


def test_companion_of_a_steep_curve_does_not_loop() -> None:
    steep = curves.beside(curves.through([(0, 330), (12, 0), (24, 330)]))
    assert all(one[0] < other[0] for one, other in zip(steep, steep[1:], strict=False))


def test_curve_is_level_at_both_ends_and_at_most_92_wide() -> None:
    points = curves.through([(0, 0), (300, 66)])
    assert points[1] == (300 - 92, 0)
    assert points[-1] == (300, 66)
    steps = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(points[1:], points[2:], strict=False)]
    assert steps[0] < 0.15 and steps[-1] < 0.15 < max(steps)


def test_wait_stands_on_the_lane_of_the_one_whose_turn_it_is() -> None:
    drawing = tuulas()
    kela = next(row for row in drawing.rows if row.lines == ("Kela",))
    assert {y for _, y in line(drawing, "wait")} == {kela.y + 37}
    assert line(drawing, "wait")[-1][0] == pytest.approx(drawing.today_x, abs=0.1)


def test_branch_leaves_the_path_and_reaches_its_lane() -> None:
    drawing = tuulas()
    first = line(drawing, "branch")
    walked = line(drawing, "walked")
    assert first[0][1] == pytest.approx(curves.y_at(walked, first[0][0]), abs=0.2)
    assert first[-1] == line(drawing, "wait")[0]


def test_ended_branch_comes_back_to_the_path() -> None:
    drawing = tuulas(waits=[], branches=[Branch("kela", date(2026, 10, 1), date(2026, 10, 25))])
    back = [stroke.d for stroke in drawing.strokes if stroke.kind == "branch"][1]
    x, y = back.split("L")[-1].split()
    assert float(y) == pytest.approx(curves.y_at(line(drawing, "walked"), float(x)), abs=0.2)
    assert "branch_ahead" not in kinds(drawing)


def test_path_that_waits_itself_is_dotted_on_its_own_lane() -> None:
    drawing = tuulas(waits=[Wait("work", date(2026, 6, 30), date(2026, 8, 8), "", "Odotti 39 päivää")])
    assert "gap" in kinds(drawing) and "branch" not in kinds(drawing)


def test_unused_lanes_are_left_out_but_never_the_persons_own() -> None:
    applied = PathPoint("kela", date(2026, 11, 1), "done", "Haki")
    drawing = draw(lanes=LANES, points=[applied], today=TODAY, today_text="")
    assert [row.lines[0] for row in drawing.rows] == ["Tuula itse", "Kela"]


def test_unknown_lane_is_refused() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        tuulas(points=[PathPoint("nowhere", date(2026, 6, 1), "done", "x")])


def test_path_with_nothing_yet_stands_at_today_on_the_persons_lane() -> None:
    drawing = draw(lanes=LANES, points=[], today=TODAY, today_text="")
    assert [(symbol.kind, symbol.y) for symbol in drawing.symbols] == [("now", 103.0)]


@pytest.mark.parametrize("seed", range(25))
def test_texts_cross_no_line_no_symbol_and_no_other_text(seed: int) -> None:
    drawing = _any_path(random.Random(seed))  # noqa: S311
    boxes = [label.box for label in drawing.labels]
    for place, box in enumerate(boxes):
        assert not any(curves.overlap(box, other) for other in boxes[place + 1:])
        assert box[0] >= 0 and box[2] <= drawing.width and box[3] <= drawing.height
        assert not box[0] <= drawing.today_x <= box[2]
        for kind in ("walked", "companion", "ahead", "wait"):
            if kind in kinds(drawing):
                assert not [point for point in curves.dense(line(drawing, kind)) if curves.within(box, point)]


@pytest.mark.parametrize("seed", range(25))
def test_symbols_keep_their_order_and_stay_on_the_drawing(seed: int) -> None:
    drawing = _any_path(random.Random(seed))  # noqa: S311
    past = [symbol.x for symbol in drawing.symbols if symbol.kind == "done"]
    assert past == sorted(past) and all(190 < x < drawing.today_x for x in past)
    assert drawing.today_x < drawing.width - 60


def _any_path(chance: random.Random) -> Drawing:
    days = sorted(chance.sample(range(1, chance.choice([60, 300, 1400])), chance.randint(1, 18)), reverse=True)
    keys = [lane.key for lane in LANES]
    points = [PathPoint(chance.choice(keys), TODAY - timedelta(days=n), "done", "Tapaaminen työpaikalla") for n in days]
    wait = Wait("kela", points[0].on + timedelta(days=1), None, "Hakemus", "Odottaa")
    return tuulas(points=points, companion_since=points[0].on, waits=[wait] if chance.random() < 0.5 else [])


def test_months_stand_apart_and_the_year_is_told_once_a_year() -> None:
    calendar = Calendar.over([date(2023, 1, 5), date(2026, 11, 1)], TODAY)
    ticks = calendar.ticks(["kk"] * 12)
    assert all(b[0] - a[0] > 70 for a, b in zip(ticks, ticks[1:], strict=False))
    assert sum("2024" in text for _, text in ticks) == 1


@pytest.mark.parametrize("months", range(3, 40))
def test_no_month_is_cut_at_the_edge(months: int) -> None:
    """A letter is 7.6 wide at the most. Seen red with the last month always written."""
    last = TODAY + timedelta(days=30 * months)
    calendar = Calendar.over([TODAY - timedelta(days=40), last], TODAY)
    assert all(x + 6 + 7.6 * len(text) <= WIDTH for x, text in calendar.ticks(MONTHS))
