"""Points, classes and differences, from the registry's own numbers.

Guards against: a score over the scale taken; half a point on a scale of whole ones; a difference of six points of the
Work Ability Index called a change; a smaller sum of WHODAS called worse.
"""

import pytest

from rinnalla.assessments.results import scoring
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import Edition, Levels, Scale


def edition(instrument: str, number: int = 0) -> Edition:
    return next(one for one in codes.common().instruments if one.key == instrument).editions[number]


def scale(instrument: str, number: int = 0, key: str = "") -> Scale:
    every = edition(instrument, number).scales
    return next((one for one in every if one.key == key), every[0])


@pytest.mark.parametrize(("instrument", "number", "value"), [
    ("work_ability_index", 0, 6), ("work_ability_index", 0, 50), ("work_ability_index", 0, 30.5),
    ("work_ability_score", 0, 11), ("work_ability_score", 0, -1), ("whodas", 0, 11), ("whodas", 1, 49),
    ("own_goal_scale", 0, 3), ("kykyviisari", 0, float("nan")), ("kykyviisari", 0, float("inf")),
])
def test_a_score_that_the_scale_cannot_give_is_refused_with_the_right_range(instrument, number, value):
    one = scale(instrument, number)
    with pytest.raises(Refused) as refused:
        scoring.check_score(one, value)
    assert f"Asteikko on {scoring.shown(one.lowest)}–{scoring.shown(one.highest)}" in refused.value.message


@pytest.mark.parametrize(("instrument", "value", "name"), [
    ("work_ability_index", 7, "Huono"), ("work_ability_index", 27, "Huono"), ("work_ability_index", 28, "Kohtalainen"),
    ("work_ability_index", 36, "Kohtalainen"), ("work_ability_index", 37, "Hyvä"), ("work_ability_index", 43, "Hyvä"),
    ("work_ability_index", 44, "Erinomainen"), ("work_ability_index", 49, "Erinomainen"),
    ("work_ability_score", 5, "Huono"), ("work_ability_score", 6, "Kohtalainen"), ("whodas", 12, ""),
])
def test_the_public_classes_are_exact_at_their_edges(instrument, value, name):
    assert scoring.band(scale(instrument), scoring.check_score(scale(instrument), value)) == name


@pytest.mark.parametrize(("instrument", "before", "after", "verdict"), [
    ("work_ability_index", 30, 30, "same"), ("work_ability_index", 30, 36, "within_error"),
    ("work_ability_index", 30, 37, "better"), ("work_ability_index", 37, 30, "worse"),
    ("whodas", 40, 30, "better_unsure"), ("whodas", 30, 40, "worse_unsure"), ("own_goal_scale", -1, 1, "better_unsure"),
])
def test_a_difference_tells_no_more_than_the_instrument_can(instrument, before, after, verdict):
    assert scoring.compare(scale(instrument), before, after).verdict == verdict


@pytest.mark.parametrize(("text", "value"), [
    ("34", 34), ("6,5", 6.5), ("6.5", 6.5), ("−1", -1), ("-1", -1), (" ", None),
])
def test_points_are_read_as_people_write_them(text, value):
    assert scoring.points(text) == value


@pytest.mark.parametrize("text", ["kuusi", "1e3", "٣", "1 000", "12345", "nan", "--1", "1,234"])
def test_what_is_no_number_is_no_score(text):
    with pytest.raises(ValueError):
        scoring.points(text)


def test_features_are_read_line_by_line_and_a_bad_line_is_told_by_its_number():
    levels = Levels(lowest=1, highest=5)
    assert scoring.read_features(levels, "1.01: 3 / 4\n\n1.02 5/5") == {"1.01": [3, 4], "1.02": [5, 5]}
    for wrong, line in (("1.01 3/4\n1.02 6/1", "Rivi 2"), ("1.01 3", "Rivi 1"), ("a 1/1\na 1/1", "Rivi 2")):
        with pytest.raises(Refused, match=line):
            scoring.read_features(levels, wrong)


def test_every_scale_of_the_registry_is_whole_and_no_item_is_copied():
    for instrument in codes.common().instruments:
        for one in instrument.editions:
            assert one.scales or one.features or one.outcome, instrument.key
            for each in one.scales:
                assert each.lowest < each.highest and each.step > 0
                ends = [(band.lowest, band.highest) for band in each.bands]
                assert all(a[1] + each.step == b[0] for a, b in zip(ends, ends[1:], strict=False)), each.key
                assert not ends or (ends[0][0], ends[-1][1]) == (each.lowest, each.highest)
                assert not any("?" in text for text in each.names.model_dump().values()), "a question is an item"
