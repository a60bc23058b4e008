"""The rules, pure: what speaks for, against, and what is asked. No number comes out of them.

Seen red: a skill that is not in the profile told as lacking, limits that decide what is proposed.
"""

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from rinnalla.employers.vacancies.models import Vacancy
from rinnalla.employment.matching import rules
from rinnalla.employment.matching.facts import Wanted, Work
from rinnalla.employment.matching.plain import TO_CLIENT, in_plain_words
from rinnalla.employment.matching.reasons import TO_COACH, in_words
from rinnalla.employment.matching.rules import RULES, Reason, State, weigh

FOR, AGAINST, ASK = State.FOR, State.AGAINST, State.ASK
WORK = Work(
    Vacancy(title="Taimien hoitaja"), None, "9214", ("gardening", "plant_care"), ("lifting", "cold"), "995",
    Decimal(20), Decimal(30), ("morning",),
)  # fmt: skip
WANT = Wanted(
    ("9214",), ("plant_care",), ("995",), Decimal(15), Decimal(25), ("morning", "day"), ("lifting",), asks_limits=False
)
NOBODY = Wanted((), (), (), None, None, (), None, asks_limits=True)
BARE = Work(Vacancy(title="Työ"), None, "", (), (), "", None, None, ())


def of(rule, work=WORK, want=WANT):
    return [(one.state, one.what, one.about) for one in rule(work, want)]


@pytest.mark.row("T-66", "T-63")
def test_each_rule_says_what_speaks_for_and_against():
    told = {(one.rule, one.state, one.what) for one in weigh(WORK, WANT)}
    assert told == {
        ("wish", FOR, "same"), ("skills", FOR, "has"), ("skills", ASK, "ask"), ("limits", AGAINST, "hit"),
        ("distance", FOR, "near"), ("hours", FOR, "hours"), ("times", FOR, "suits"),
    }  # fmt: skip


@pytest.mark.parametrize("occupation, wanted, told", [
    ("9214", ("9214", "6113"), (FOR, "same", ("9214",))), ("9211", ("9214",), (FOR, "near", ("9214", "9211"))),
    ("9334", ("9214",), (AGAINST, "other", ("9334",))), ("", ("9214",), (ASK, "no_occupation", ())),
    ("9214", (), (ASK, "no_wish", ())),
])  # fmt: skip
def test_the_wish(occupation, wanted, told):
    assert of(rules.wish, replace(WORK, occupation=occupation), replace(WANT, occupations=wanted)) == [told]


def test_a_skill_that_is_not_in_the_profile_is_asked_not_lacking():
    assert of(rules.skills) == [(FOR, "has", ("plant_care",)), (ASK, "ask", ("gardening",))]
    assert of(rules.skills, BARE) == [(ASK, "not_told", ())]
    assert all(one.state != AGAINST for one in rules.skills(WORK, NOBODY))


def test_limits_and_what_is_not_known_of_them():
    assert of(rules.limits) == [(AGAINST, "hit", ("lifting",))]
    assert of(rules.limits, replace(WORK, demands=("cold",))) == [(FOR, "clear", ())]
    assert of(rules.limits, BARE) == [(ASK, "no_demands", ())], "nobody has told what the work has"
    assert of(rules.limits, BARE, replace(WANT, limits=())) == [(FOR, "clear", ())], "asked: there are none"
    assert of(rules.limits, WORK, NOBODY) == [(ASK, "no_limits", ())]
    assert of(rules.limits, WORK, replace(WANT, limits=None)) == [], "who may not see them reads nothing of them"


@pytest.mark.parametrize("least, most, state", [
    (25, 30, FOR), (10, 15, FOR), (26, 30, AGAINST), (None, 14, AGAINST), (None, 15, FOR), (25, None, FOR),
    (26, None, AGAINST),
])  # fmt: skip
def test_hours_that_both_allow(least, most, state):
    hours = replace(WORK, hours_from=least and Decimal(least), hours_to=most and Decimal(most))
    assert [one.state for one in rules.hours(hours, WANT)] == [state]
    assert of(rules.hours, BARE) == [(ASK, "not_told", ())] and of(rules.hours, WORK, NOBODY)[0][1] == "no_wish"


def test_area_and_times():
    assert of(rules.distance, replace(WORK, municipality="091")) == [(AGAINST, "far", ("091",))]
    assert of(rules.times, replace(WORK, times=("morning", "night"))) == [(AGAINST, "outside", ("night",))]
    assert [of(rule, BARE)[0][0] for rule in (rules.distance, rules.times)] == [ASK, ASK]


def test_limits_never_decide_what_is_proposed():
    """Guards against: a hidden limit guessed from a vacancy that is missing among the proposals."""
    for limits in (None, (), ("lifting",), ("noise",)):
        assert rules.speaks_for(weigh(WORK, replace(WANT, limits=limits)))
    nothing = replace(WORK, occupation="9334", skills=(), demands=())
    assert not rules.speaks_for(weigh(nothing, replace(WANT, limits=())))


def test_every_line_has_its_words_for_both_readers_and_comes_back_from_where_it_is_kept():
    """Seen red: a sentence left out of one of the voices."""
    sides = [(work, want) for work in _works() for want in (WANT, NOBODY, replace(WANT, hours_from=None, limits=()))]
    lines = [one for work, want in sides for one in weigh(work, want)]
    said = {(one.rule, one.what) for one in lines if one.what != "hours"} | {("hours", "suit"), ("hours", "differ")}
    assert {one.rule for one in lines} == {rule.__name__ for rule in RULES}
    for voice in (TO_COACH, TO_CLIENT):
        assert {(rule, what) for rule, texts in voice.sentences.items() for what in texts} == said
    assert [Reason.of_json(one.as_json()) for one in lines] == lines
    for told in (in_words(lines, {"995": "Koivula"}), in_plain_words(lines, {"995": "Koivula"})):
        assert len(told.lines) == len(lines) and not any("%" in one.text for one in told.lines)
        assert "Koivula" in " ".join(told.speaks_for) and "Raskaat nostot" in " ".join(told.against)
    hidden = in_words(lines, {}, sees_limits=False)
    assert len(hidden.lines) == len([one for one in lines if one.rule != "limits"])


def _works() -> list[Work]:
    """Works that together make each rule say all it can."""
    far = replace(WORK, occupation="9334", municipality="091", times=("night",), hours_from=Decimal(38), hours_to=None)
    return [WORK, BARE, replace(WORK, occupation="9211"), replace(WORK, demands=("cold",)), far]


def test_no_number_comes_out():
    """Guards against: a score of a person (invariant 8)."""
    assert {one.name: one.type for one in fields(Reason)} == {
        "rule": str, "state": State, "what": str, "about": tuple[str, ...]
    }  # fmt: skip
