"""The Kaplan–Meier estimate against the package `lifelines` and against published tables.

`kaplan_meier.json` was written by lifelines 0.30.3 from invented days. The package itself brings twenty others of some
400 megabytes (numpy, scipy, pandas, matplotlib), so its answers are kept here and not the package.
Guards against: who left on a day of ends taken out of the risk set too early, bounds on the plain scale, a censored
time taken for an end.
"""

import json
from pathlib import Path

import pytest

from rinnalla.employment.results.survival import Time, curve, median, share_at

KNOWN = json.loads(Path(__file__).with_name("kaplan_meier.json").read_text(encoding="utf-8"))
# Remission of leukaemia under 6-MP, weeks (E. J. Freireich and others, Blood 21, 1963); minus: still in remission.
FREIREICH = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]


def freireich():
    return curve([Time(abs(one), one > 0) for one in FREIREICH])


@pytest.mark.parametrize("known", KNOWN["sets"], ids=lambda one: f"{len(one['days'])} people")
def test_share_bounds_and_risk_set_are_those_of_lifelines(known):
    """Seen red: who was last seen on a day taken out before that day's ends; bounds by plain Greenwood."""
    steps = curve([Time(*one) for one in zip(known["days"], known["ended"], strict=True)])
    assert [one.day for one in steps] == known["at"]
    assert [one.at_risk for one in steps] == known["at_risk"]
    assert [one.share for one in steps] == pytest.approx(known["share"], abs=1e-8)
    assert [one.low for one in steps] == pytest.approx(known["low"], abs=1e-6)
    assert [one.high for one in steps] == pytest.approx(known["high"], abs=1e-6)
    assert median(steps) == known["median"]


def test_the_published_table_of_freireichs_patients_comes_out():
    steps = {one.day: one for one in freireich() if one.ended}
    table = {6: (21, 3, 0.857), 7: (17, 1, 0.807), 10: (15, 1, 0.753), 13: (12, 1, 0.690), 16: (11, 1, 0.627),
             22: (7, 1, 0.538), 23: (6, 1, 0.448)}  # fmt: skip
    assert {day: (one.at_risk, one.ended, round(one.share, 3)) for day, one in steps.items()} == table
    assert median(freireich()) == 23


def test_the_share_on_a_day_is_that_of_the_last_step_before_it():
    steps = freireich()
    assert share_at(steps, 5) == 1.0 and share_at(steps, 6) == share_at(steps, 6.5) == steps[0].share
    assert round(share_at(steps, 400), 3) == 0.448


def test_nobody_and_those_who_never_ended_make_no_median():
    assert curve([]) == [] and median([]) is None
    steps = curve([Time(10, False), Time(20, False)])
    assert [one.share for one in steps] == [1.0, 1.0] and median(steps) is None
    assert (steps[0].low, steps[0].high) == (1.0, 1.0)


def test_when_all_have_ended_nobody_goes_on():
    last = curve([Time(3, True), Time(5, True)])[-1]
    assert (last.share, last.low, last.high) == (0.0, 0.0, 0.0)
