"""`./rinnalla bench`: goals of performance as ratios of two things timed in turn in one run (P9, P10).

A clone of the migrated database is filled with cases by SQL, the indicators are counted, and each question is asked
live and of what is kept, three times in turn. Nothing is compared with another machine or another day.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

import psycopg

TIMES = 3


@dataclass(frozen=True)
class Goal:
    """A goal: what is divided by what, the most it may be, and what it was."""

    goal: str
    what: str
    ratio: float
    most: float
    milliseconds: tuple[float, float]

    @property
    def met(self) -> bool:
        return self.ratio <= self.most


def test_goals(django_db_blocker):
    """Fills, measures, prints what `./rinnalla bench` tells, and fails when a goal is not met or a figure differs."""
    from conftest import _owner, clone_database, drop_database
    from tests.scale import fill

    size, as_json = int(os.environ["RINNALLA_BENCH_SIZE"]), bool(os.environ.get("RINNALLA_BENCH_JSON"))
    with django_db_blocker.unblock():
        name = clone_database("bench")
        try:
            with _owner(name) as owner:
                rows = fill(owner, size)
                goals, equal = indicators(owner)
        finally:
            drop_database(name)
    if as_json:
        print(json.dumps({"cases": size, "equal": equal, "goals": [{**asdict(one), "met": one.met} for one in goals]}))
    else:
        print(f"{size} cases filled in {rows['seconds']} s; kept and live figures equal: {equal}")
        for one in goals:
            took, beside = one.milliseconds
            print(f"{one.goal}: {one.what}: {one.ratio:.4f} (at most {one.most:.4f}); {took:.1f} / {beside:.1f} ms")
    assert equal and all(one.met for one in goals)


def indicators(owner: psycopg.Connection) -> tuple[list[Goal], bool]:
    """The dashboard from what is kept against the same live, of a region and of all; a rebuild against one pass."""
    from rinnalla.reports.forms import last_finished
    from rinnalla.reports.indicators.live import LIVE, question

    until = last_finished().until
    owner.execute("select set_config('app.actor_kind', 'job', false)")
    region = owner.execute("select min(region_id) from cases_case").fetchone()[0]

    def live(regions: list[int] | None) -> list[Any]:
        values = {"until": until, "regions": regions}
        return [owner.execute(question(key, regions is not None), values).fetchall() for key in LIVE]

    def kept(regions: list[int] | None) -> list[Any]:
        where = "where region_id = any(%(regions)s)" if regions else ""
        return owner.execute(
            "select indicator, month, dimension, value, sum(n), sum(total), sum(total_sq) from reports_rollup"
            f" {where} group by 1, 2, 3, 4", {"regions": regions}
        ).fetchall()  # fmt: skip

    def rebuild() -> None:
        owner.execute("select reports_count_all(%s)", [until])

    rebuild()
    owner.execute("vacuum (analyze) reports_casefact")
    owner.execute("vacuum (analyze) reports_rollup")
    equal = _sums(live(None), list(LIVE)) == _kept_sums(kept(None))
    of_region = _in_turn(lambda: kept([region]), lambda: live([region]))
    of_all = _in_turn(lambda: kept(None), lambda: live(None))
    whole = _in_turn(rebuild, lambda: live(None))
    return [
        Goal("P9", "the dashboard of a region, kept / live", _ratio(of_region), 1 / 20, of_region),
        Goal("P9", "the dashboard of the country, kept / live", _ratio(of_all), 1 / 10, of_all),
        Goal("P10", "counting everything anew / one live pass", _ratio(whole), 2.5, whole),
    ], equal


def _sums(answers: list[list[Any]], keys: list[str]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for key, rows in zip(keys, answers, strict=True):
        for _region, month, dimension, value, n, *more in rows:
            at = (key, month, dimension, value)
            before = found.get(at, (0, 0, 0))
            total, square = more or (0, 0)
            found[at] = (before[0] + n, before[1] + total, before[2] + square)
    return found


def _kept_sums(rows: list[Any]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    return {(key, month, dim, value): (n, total, square) for key, month, dim, value, n, total, square in rows}


def _in_turn(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Medians in milliseconds of both, asked in turn."""
    took: tuple[list[float], list[float]] = ([], [])
    for _time in range(TIMES):
        for at, work in enumerate((one, other)):
            began = time.perf_counter()
            work()
            took[at].append(1000 * (time.perf_counter() - began))
    return median(took[0]), median(took[1])


def _ratio(pair: tuple[float, float]) -> float:
    return pair[0] / pair[1]

