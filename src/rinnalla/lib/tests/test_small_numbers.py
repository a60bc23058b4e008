"""Small numbers stay hidden from somebody who knows the sum and can subtract."""

from itertools import permutations, product

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rinnalla.lib.smallnumbers import about, hide_small, protect

LIMIT = 5
TABLES = st.dictionaries(st.integers(0, 30), st.one_of(st.integers(0, 12), st.integers(0, 400)), max_size=8)


@example({0: 1, 1: 5})
@example({0: 1, 1: 1})
@example({0: 4, 1: 4, 2: 9})
@example({0: 2, 1: 61, 2: 18, 3: 5})
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # other tests may have the machine
@given(TABLES)
def test_a_hidden_number_can_be_anything_under_the_limit_for_one_who_knows_the_sum(numbers):
    shown = protect(numbers, LIMIT)
    assert set(shown) == set(numbers)
    if any(one.kind == "withheld" for one in shown.values()):
        assert {one.kind for one in shown.values()} == {"withheld"}
        return
    assert all(one.number == numbers[key] for key, one in shown.items() if one.kind == "number")
    small = [key for key, one in shown.items() if one.kind == "small"]
    assert set(small) == {key for key, number in numbers.items() if 0 < number < LIMIT}
    left = sum(numbers.values()) - sum(one.number for one in shown.values() if one.kind == "number")
    large = sum(1 for one in shown.values() if one.kind == "large")
    for place in range(len(small)):
        assert possible(left, len(small), large, place) == set(range(1, LIMIT))


def possible(left: int, small: int, large: int, place: int) -> set[int]:
    """What the small number at `place` may be, by trying every way to share what is left of the sum."""
    found = set()
    for tried in product(range(1, LIMIT), repeat=small):
        rest = left - sum(tried)
        if rest == 0 if not large else rest >= LIMIT * large:
            found.add(tried[place])
    return found


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # other tests may have the machine
@given(TABLES)
def test_without_small_numbers_everything_is_told(numbers):
    big = {key: number if number >= LIMIT else 0 for key, number in numbers.items()}
    assert {key: one.number for key, one in protect(big, LIMIT).items()} == big


def test_zero_tells_of_nobody_and_is_shown():
    assert protect({"a": 0, "b": 3, "c": 40}, LIMIT)["a"].kind == "number"


def test_without_a_known_sum_only_the_small_ones_are_hidden():
    assert [one.kind for one in hide_small({"a": 0, "b": 4, "c": 5}, LIMIT).values()] == ["number", "small", "number"]


def test_a_whole_is_rounded_and_a_small_one_not_told():
    assert [about(number) for number in (0, 4, 9, 10, 14, 15, 118)] == [None, None, None, 10, 10, 20, 120]


def test_the_same_are_hidden_in_whatever_order_they_come():
    """Against: the first of equal ones hidden, so that two sortings together tell what each hides. Seen red so."""
    numbers = {"a": 2, "b": 7, "c": 7, "d": 9}
    told = protect(numbers, 5)
    hidden = {key for key, one in told.items() if one.kind != "number"}
    assert hidden == {"a", "b"}
    for order in permutations(numbers):
        again = protect({key: numbers[key] for key in order}, 5)
        assert {key for key, one in again.items() if one.kind != "number"} == hidden
