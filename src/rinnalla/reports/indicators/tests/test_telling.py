"""What is told of the sums: exact medians, shares of enough people, and no small number by any subtraction (A13)."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from rinnalla.reports.indicators import telling
from rinnalla.reports.indicators.drawing import bars
from rinnalla.reports.indicators.sums import Sum, Sums

LIMITS = telling.Limits(least=5, whole=10, bodies=3, plan_days=60)
JULY = date(2026, 7, 1)


def row(key, n, *, value=0, dimension="", month=JULY, total=0, square=0):
    return Sum(key, month, dimension, value, n, Decimal(total), Decimal(square))


def told(key, *rows):
    with translation.override("fi"):
        return telling.READERS[key](Sums(rows), key, LIMITS, None)


@pytest.mark.parametrize(("values", "middle"), [
    ({3: 5, 9: 5, 20: 1}, Fraction(9)), ({3: 6, 9: 6}, Fraction(6)), ({3: 6, 8: 6}, Fraction(11, 2)),
    ({-1: 50, 4: 11}, Fraction(4)), ({-1: 50}, None),
])  # fmt: skip
def test_a_median_is_exact_and_of_those_that_are_known(values, middle):
    """-1 stands for "not yet". Seen red: the lower of the two middle ones taken alone."""
    found = Sums([row("days_to_contact", n, value=value) for value, n in values.items()])
    assert found.median("days_to_contact") == middle


@pytest.mark.parametrize(("inside", "outside", "head"), [
    (30, 30, "50 %"), (2, 58, ""), (58, 2, ""), (60, 0, "100 %"), (0, 60, "0 %"), (5, 4, ""), (5, 5, "50 %"),
    (1, 8, ""), (27, 33, "45 %"), (33, 27, "55 %"),
])  # fmt: skip
def test_a_share_needs_enough_people_on_both_sides(inside, outside, head):
    """Seen red: the side of those who are not left unguarded."""
    rows = [row("named_coverage", n, value=value) for value, n in ((1, inside), (0, outside)) if n]
    assert told("named_coverage", *rows)[0] == head


def test_a_plan_is_in_time_up_to_the_last_day_and_none_is_not_in_time():
    rows = [row("days_to_plan", 10, value=60), row("days_to_plan", 10, value=61), row("days_to_plan", 20, value=-1)]
    assert told("days_to_plan", *rows)[0] == "25 %"


def test_what_the_sender_took_back_is_no_part_of_the_referrals():
    parts = {"accepted": 15, "declined": 5, "waiting": 0, "withdrawn": 40}
    assert told("acceptance", *[row("acceptance", n, dimension=one) for one, n in parts.items() if n])[0] == "75 %"


def test_a_change_is_the_mean_with_its_deviation_and_only_of_enough():
    """By hand: twelve clients, ten up by 3, two down by 3: mean 2,0, deviation √(9 − 4) = 2,2."""
    rows = [row("score_change", 12, dimension="x/work", total=24, square=108),
            row("score_change", 9, dimension="x/home", total=9, square=9)]  # fmt: skip
    head, _unit, more = told("score_change", *rows)
    assert more["lines"] == [("x/work", "+2,0", "2,2", "noin 10")] and head == "1/1 nousi"


def test_late_actions_are_told_when_neither_side_is_few():
    late = [row("overdue_actions", 6, value=2), row("overdue_actions", 20, value=0)]
    assert told("overdue_actions", *late)[0] == "12"
    assert told("overdue_actions", row("overdue_actions", 3, value=2), row("overdue_actions", 20))[0] == ""


def test_a_hidden_number_has_no_bar():
    with translation.override("fi"):
        parts = telling.READERS["opened"](Sums([row("opened", 40), row("opened", 3, month=date(2026, 8, 1)),
                                                row("opened", 30, month=date(2026, 9, 1))]), "opened", LIMITS, None)
    drawn = bars(parts[2]["parts"])
    assert [one.width > 0 for one in drawn] == [True, False, False]


def test_ten_thousand_attacks_find_no_small_month():
    """Whoever knows the whole and every month shown can't tell a hidden small one from its neighbours (A13).

    Seen red: each small month hidden alone.
    """
    choose = random.Random(20261130)  # noqa: S311  # repeatable, not secret
    hidden_at_all = 0
    for _each in range(10_000):
        numbers = [choose.choice([0, 1, 2, 3, 4, 5, 6, 9, 15, 40]) for _month in range(6)]
        rows = [row("opened", n, month=date(2026, 7 + at, 1)) for at, n in enumerate(numbers) if n]
        if not rows:
            continue
        head, _unit, more = told("opened", *rows)
        parts = [one for _name, one in more["parts"]]
        small = [one for one in parts if one.kind == "small"]
        unknown = sum(numbers) - sum(one.number for one in parts if one.kind == "number")
        if not small or not head:
            continue
        hidden_at_all += 1
        others = [one for one in parts if one.kind == "large"]
        kept_back = [one for one in parts if one.kind == "withheld"]
        assert not kept_back or len(kept_back) == len(parts)
        least = len(small) - 1 + 5 * len(others)
        most = 4 * (len(small) - 1) + (10**6 if others else 0)
        assert unknown - 1 <= most and unknown - 4 >= least, (numbers, head)
    assert hidden_at_all > 2000
