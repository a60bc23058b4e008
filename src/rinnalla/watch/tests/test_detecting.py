"""Snooping is found, and honest people are left in peace (B6). Figures are printed; run with `-s` to read them.

Seen red: with the log's first days without any earlier work 61 of 90 honest readers alarmed; before a reader's own
excess was capped, one slow drip of the big log was found too late (47 of 50).
"""

import random
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connections

from rinnalla.lib import dates
from rinnalla.watch import actions
from rinnalla.watch.models import Alert, Evidence
from rinnalla.watch.tests import stories

START = date(2026, 3, 2)  # a Monday
SEED = 20261129
WITHIN, DRIP_WITHIN = timedelta(hours=24), timedelta(days=14)


def live(made: stories.Made, draw: random.Random, days: int, noise: float) -> None:
    """Day by day: the morning's log, then the watch looks; the afternoon's, and it looks at midnight and at half past
    three (a served watch looks every ten minutes). Who is found is noted with the moment."""
    stories.history(draw, made, START)
    for number in range(days):
        day = START + timedelta(days=number)
        for hours in (12, 24, 27.5):
            if hours <= 24:
                stories.half_day(draw, made, number, day, afternoon=hours == 24, noise=noise).write()
            now = datetime.combine(day, time(0), dates.HELSINKI) + timedelta(hours=hours)
            dates.set_clock(now)
            actions.look()
            _note(made, now)


def _note(made: stories.Made, now: datetime) -> None:
    rows = Evidence.objects.using("owner").filter(found_at=now).values_list("alert__user_id", "case_id")
    found = set(rows)
    for story in made.stories:
        if story.found_at is None and any((story.reader.user_id, case) in found for case in story.cases):
            story.found_at = now


def outcome(made: stories.Made, days: int) -> dict[str, object]:
    """How many were found in time, by kind; how many alarms name nothing that was planted, per 100 readers a week."""
    planted = {(one.reader.user_id, case) for one in made.stories for case in one.cases}
    in_time, late = Counter(), Counter()
    for one in made.stories:
        limit = DRIP_WITHIN if one.kind == "slow drip" else WITHIN
        good = one.found_at is not None and one.first_at is not None and one.found_at - one.first_at <= limit
        (in_time if good else late)[one.kind] += 1
    false = Counter()
    for alert in Alert.objects.using("owner").prefetch_related("evidence"):
        if not any((alert.user_id, one.case_id) in planted for one in alert.evidence.all()):
            false[alert.rule] += 1
    weeks = days / 7
    missed = [(one.kind, str(one.first_at), str(one.found_at)) for one in made.stories if one.found_at is None]
    return {
        "missed": missed, "lines": made.lines, "readers": len(made.readers), "weeks": round(weeks, 1),
        "stories": len(made.stories),
        "in time": dict(in_time), "late or missed": dict(late), "false alarms": dict(false),
        "false per 100 a week": round(100 * sum(false.values()) / len(made.readers) / weeks, 2),
    }


def run(*, organisations: int, units: int, workers: int, cases: int, days: int, share: float, noise: float = 1.0):
    draw = random.Random(SEED)
    start = datetime.combine(START, time(0), dates.HELSINKI)
    dates.set_clock(start)
    made = stories.make(draw, organisations=organisations, units=units, workers=workers, cases=cases, start=start)
    stories.plan(draw, made, days=days, share=share)
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    live(made, draw, days, noise)
    told = outcome(made, days)
    print(f"\nseed {SEED}, noise ×{noise}: {told}")
    return made, told


@pytest.mark.log
def test_insiders_are_found_in_a_month_of_a_small_region(own_db):
    made, told = run(organisations=2, units=3, workers=15, cases=8, days=28, share=0.3)
    assert sum(told["in time"].values()) >= 0.9 * len(made.stories), told
    assert told["false per 100 a week"] <= 1, told


@pytest.mark.slow
def test_fifty_insiders_in_a_million_lines(own_db):
    made, told = run(organisations=8, units=5, workers=10, cases=12, days=91, share=1.0)
    assert made.lines >= 1_000_000 and len(made.stories) == 50
    assert sum(told["in time"].values()) >= 0.95 * 50, told
    assert told["false per 100 a week"] <= 1, told
