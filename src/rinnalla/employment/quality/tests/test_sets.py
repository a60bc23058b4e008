"""A set has exactly 25 criteria, in our own words, in three languages; which one a region uses is data (T-53).

Seen red: without the count in `_stands_alone` a set of 24 loaded and a region could use it.
"""

import shutil
from pathlib import Path

import pytest
import yaml

from rinnalla.servicemodels import definitions, loading
from rinnalla.servicemodels.faults import LoadError

REGIONS = Path(__file__).parents[5] / "regions"
WRITTEN = (REGIONS / "common" / "quality_criteria.yaml").read_text("utf-8")


def written() -> dict:
    return yaml.safe_load(WRITTEN)


@pytest.fixture
def common_with(tmp_path):
    """The common files with another quality file in their place."""

    def load(content: dict):
        for path in (REGIONS / "common").iterdir():
            (tmp_path / path.name).write_bytes(path.read_bytes())
        (tmp_path / "quality_criteria.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
        return loading.load_common(tmp_path)

    return load


@pytest.mark.row("T-53", "F-41")
@pytest.mark.parametrize("number", [0, 12, 24])
def test_a_set_of_24_cannot_be_published(common_with, number):
    content = written()
    del content["sets"][0]["items"][number]
    with pytest.raises(LoadError) as refused:
        common_with(content)
    assert "exactly 25 criteria, this one has 24" in str(refused.value)


@pytest.mark.row("F-41")
def test_every_shipped_set_is_whole_with_exactly_25():
    """Also one that is based on another and tells only what differs."""
    common = loading.load_common(REGIONS / "common").quality_criteria
    assert common.sets
    for one in common.sets:
        whole = common.whole(one)
        assert sorted(item.number for item in whole.items) == list(range(1, 26)), one.key


@pytest.mark.row("T-53", "F-41")
def test_a_set_of_26_cannot_either_nor_one_numbered_twice(common_with):
    content = written()
    items = content["sets"][0]["items"]
    items.append({**items[-1], "key": "one_more"})
    with pytest.raises(LoadError, match="this one has 26"):
        common_with(content)
    items.pop()
    items[4]["number"] = 4
    with pytest.raises(LoadError, match="numbered from 1 to 25"):
        common_with(content)


def test_a_set_based_on_another_changes_only_what_is_there(common_with):
    content = written()
    content["sets"][1]["items"][0]["key"] = "something_else"
    with pytest.raises(LoadError, match="has no criterion 4 called something_else"):
        common_with(content)


def test_every_set_is_whole_and_says_what_differs():
    sets = loading.load_common(REGIONS / "common").quality_criteria
    for one in sets.sets:
        whole = sets.whole(one)
        assert [item.number for item in whole.items] == list(range(1, 26)) and whole.limits and whole.bands
    plain, ours = (sets.whole(one) for one in sets.sets)
    assert plain.item("team_share").names != ours.item("team_share").names
    assert plain.item("caseload") == ours.item("caseload")


def test_a_region_that_names_a_set_nobody_knows_is_told_so(tmp_path):
    first = min(one.parent for one in REGIONS.glob("*/model.yaml"))
    here = shutil.copytree(first, tmp_path / first.name)
    model = here / "model.yaml"
    text = "".join(line for line in model.read_text("utf-8").splitlines(True) if not line.startswith("quality_set:"))
    model.write_text(text + "\nquality_set: no_such_set\n", "utf-8")
    with pytest.raises(LoadError, match="no_such_set"):
        loading.load_region(here, REGIONS / "common")


@pytest.mark.parametrize(("total", "name"), [
    (25, "Ei vielä tuettua työllistymistä"), (73, "Ei vielä tuettua työllistymistä"), (74, "Kohtalainen"),
    (99, "Kohtalainen"), (100, "Hyvä"), (114, "Hyvä"), (115, "Esimerkillinen"), (125, "Esimerkillinen"),
])  # fmt: skip
def test_the_sum_has_its_band(total, name):
    sets = loading.load_common(REGIONS / "common").quality_criteria
    assert sets.whole(sets.sets[1]).band_of(total).names.fi == name


@pytest.mark.row("T-53", "T-54")
def test_the_cap_is_no_score():
    """25 clients is what a coach may have at most; 20 and fewer is the full score. Neither is read from the other."""
    common = loading.load_common(REGIONS / "common")
    cap = next(one for one in common.deadlines if one.key == "coaching_clients").values[0].value
    item = common.quality_criteria.sets[0].item("caseload")
    assert (cap, item.step_of(cap)) == (25, 4)
    assert [item.step_of(number) for number in (20, 21, 26, 31, 41)] == [5, 4, 3, 2, 1]


def test_what_records_tell_alone_asks_nobody_and_the_rest_does():
    base = written()["sets"][0]["items"]
    kinds = [one["known_from"] for one in base]
    assert (kinds.count("records"), kinds.count("partly"), kinds.count("reviewer")) == (15, 9, 1)
    with pytest.raises(ValueError, match="asks the reviewer nothing"):
        definitions.QualityItem.model_validate({**base[4], "known_from": "records"})
