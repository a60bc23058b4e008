"""The difference of two versions: nothing lost, things known by their key, told in words.

Seen red: the order of a list left out; a removed thing not told.
"""

from copy import deepcopy

import pytest
from hypothesis import given as for_any
from hypothesis import settings as how_much
from hypothesis import strategies as any_

from rinnalla.servicemodels.content import content_of
from rinnalla.servicemodels.differences import ADDED, CHANGED, MOVED, REMOVED, Ident, apply, difference
from rinnalla.servicemodels.tests.versions import given

PLAIN = any_.none() | any_.booleans() | any_.integers(-2, 2) | any_.sampled_from(["", "a", "b", "c"])
NAMES = any_.sampled_from(["key", "names", "steps", "level", "x"])
TREE = any_.recursive(
    PLAIN, lambda inner: any_.lists(inner, max_size=4) | any_.dictionaries(NAMES, inner, max_size=4), max_leaves=14
)
STEPS = any_.lists(PLAIN, max_size=3)
THING = any_.fixed_dictionaries({"key": any_.sampled_from("abcde"), "names": PLAIN, "steps": STEPS})
THINGS = any_.lists(THING, max_size=5, unique_by=lambda one: one["key"])


@how_much(max_examples=300, deadline=None)
@for_any(TREE | THINGS, TREE | THINGS)
def test_the_difference_made_to_the_one_gives_the_other(before, after):
    kept = deepcopy(before)
    changes = difference(before, after)
    result = apply(before, changes)
    assert repr(result) == repr(after) or difference(result, after) == []
    assert before == kept and difference(before, before) == []
    assert bool(changes) == bool(difference(after, before))


@how_much(max_examples=200, deadline=None)
@for_any(THINGS, THINGS)
def test_things_of_a_list_are_known_by_their_key(before, after):
    changes = difference({"steps": before}, {"steps": after})
    assert apply({"steps": before}, changes) == {"steps": after}
    keys = {one["key"] for one in before}, {one["key"] for one in after}
    for kind, expected in ((ADDED, keys[1] - keys[0]), (REMOVED, keys[0] - keys[1])):
        told = {one.place[1].value for one in changes if one.kind == kind and len(one.place) == 2}
        assert told == expected or not (before and after)


@pytest.mark.parametrize("pair", [("lieto", "pohjanmaa"), ("iisalmi", "vantaa-kerava"), ("lieto", "lieto")])
def test_two_regions_turn_into_one_another(pair):
    one, other = (content_of(given()[1][key]) for key in pair)
    changes = difference(one, other)
    assert apply(one, changes) == other
    assert bool(changes) == (pair[0] != pair[1])


def test_a_step_that_was_added_moved_and_changed_is_told_so():
    before = content_of(given()[1]["lieto"])
    after = deepcopy(before)
    steps = after["model"]["path_templates"][0]["steps"]
    steps.insert(1, {**steps[0], "key": "one_more"})
    steps[2]["due"]["value"] = 99
    steps.append(steps.pop(3))
    moved = steps[-1]["key"]
    path = ("model", "path_templates", Ident("key", "work_ability_support"), "steps")
    told = {(one.kind, one.place) for one in difference(before, after)}
    assert told == {
        (MOVED, path), (ADDED, (*path, Ident("key", "one_more"))),
        (CHANGED, (*path, Ident("key", steps[2]["key"]), "due", "value")),
    }
    [order] = [one for one in difference(before, after) if one.kind == MOVED]
    assert order.after[-1] == Ident("key", moved)
