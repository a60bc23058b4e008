"""What the rules of the regions propose: ways into coaching, the six criteria, segments and target groups, each with
its reasons and what would change it. The table was worked out by hand from the rows, borders included.
"""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from rinnalla.cases.models import Case
from rinnalla.servicemodels.definitions import SENSITIVE, SegmentRule
from rinnalla.servicemodels.loading import load_all
from rinnalla.servicemodels.reasons import explain, explain_placing
from rinnalla.servicemodels.rules import Outcome, Rulebook, State

COMMON, REGIONS = load_all(Path(__file__).parents[2] / "regions")
DAY = date(2026, 11, 23)
METRO = Rulebook(COMMON, REGIONS["vantaa-kerava"], DAY)
VANTAA, KERAVA, ELSEWHERE = "092", "245", "091"
WANTS = {"wishes_to_work": True, "needs_coach": True}
STRONG = {"strong_coach_support": True}
ENDED = "rehabilitative_work_activity_ended_on"
NOW = "in_rehabilitative_work_activity"
COACHING, DISABILITY = "supported_employment_coaching", "disability_job_coaching"
RIGHT = "right_to_disability_coaching"

# way, home municipality, told facts, outcome, card that is proposed or guided to
WAYS = [
    # T-59, way A: Vantaa, no right to disability coaching, wish, need
    ("coaching_a", VANTAA, {RIGHT: False, **WANTS}, "proposed", COACHING),
    ("coaching_a", VANTAA, {RIGHT: True, **WANTS}, "guided", DISABILITY),
    ("coaching_a", KERAVA, {RIGHT: False, **WANTS}, "not_met", ""),
    ("coaching_a", ELSEWHERE, {RIGHT: False, **WANTS}, "not_met", ""),
    ("coaching_a", None, {RIGHT: False, **WANTS}, "ask", ""),
    ("coaching_a", VANTAA, {RIGHT: False, **WANTS, "wishes_to_work": False}, "not_met", ""),
    ("coaching_a", VANTAA, {RIGHT: False, **WANTS, "needs_coach": False}, "not_met", ""),
    ("coaching_a", VANTAA, {RIGHT: True, **WANTS, "wishes_to_work": False}, "not_met", ""),
    ("coaching_a", VANTAA, {RIGHT: True, **WANTS, "needs_coach": False}, "not_met", ""),
    ("coaching_a", VANTAA, WANTS, "ask", ""),
    ("coaching_a", VANTAA, {RIGHT: False, "wishes_to_work": True}, "ask", ""),
    ("coaching_a", VANTAA, {RIGHT: True, "wishes_to_work": True}, "ask", ""),
    ("coaching_a", VANTAA, {RIGHT: False, "needs_coach": True}, "ask", ""),
    ("coaching_a", VANTAA, {}, "ask", ""),
    ("coaching_a", ELSEWHERE, {}, "not_met", ""),
    ("coaching_a", VANTAA, {RIGHT: False, **WANTS, "disabled": True}, "proposed", COACHING),
    ("coaching_a", VANTAA, {RIGHT: False, **WANTS, "motivation": 0}, "proposed", COACHING),
    # T-60, way B: Kerava, disabled or intellectually disabled, wish, need
    ("coaching_b", KERAVA, {"disabled": True, **WANTS}, "proposed", COACHING),
    ("coaching_b", VANTAA, {"disabled": True, **WANTS}, "not_met", ""),
    ("coaching_b", ELSEWHERE, {"disabled": True, **WANTS}, "not_met", ""),
    ("coaching_b", KERAVA, {"disabled": False, **WANTS}, "not_met", ""),
    ("coaching_b", KERAVA, WANTS, "ask", ""),
    ("coaching_b", KERAVA, {"disabled": True, "wishes_to_work": True}, "ask", ""),
    ("coaching_b", KERAVA, {"disabled": True, **WANTS, "wishes_to_work": False}, "not_met", ""),
    ("coaching_b", KERAVA, {"disabled": True, **WANTS, "needs_coach": False}, "not_met", ""),
    ("coaching_b", KERAVA, {"disabled": True, **WANTS, RIGHT: True}, "proposed", COACHING),
    ("coaching_b", None, {"disabled": True, **WANTS}, "ask", ""),
    # T-61, way C: either town, in rehabilitative work activity now or at most 6 months ago, strong support
    ("coaching_c", VANTAA, {NOW: True, **STRONG}, "proposed", COACHING),
    ("coaching_c", KERAVA, {NOW: True, **STRONG}, "proposed", COACHING),
    ("coaching_c", ELSEWHERE, {NOW: True, **STRONG}, "not_met", ""),
    ("coaching_c", VANTAA, {NOW: True, "strong_coach_support": False}, "not_met", ""),
    ("coaching_c", VANTAA, {NOW: True}, "ask", ""),
    ("coaching_c", VANTAA, {NOW: False, ENDED: date(2026, 5, 23), **STRONG}, "proposed", COACHING),
    ("coaching_c", VANTAA, {NOW: False, ENDED: date(2026, 5, 22), **STRONG}, "judgement", COACHING),
    ("coaching_c", KERAVA, {NOW: False, ENDED: date(2026, 11, 22), **STRONG}, "proposed", COACHING),
    ("coaching_c", KERAVA, {NOW: False, ENDED: DAY, **STRONG}, "proposed", COACHING),
    ("coaching_c", KERAVA, {NOW: False, ENDED: date(2020, 1, 1), **STRONG}, "judgement", COACHING),
    ("coaching_c", KERAVA, {NOW: False, ENDED: date(2026, 12, 1), **STRONG}, "judgement", COACHING),
    ("coaching_c", KERAVA, {NOW: False, ENDED: date(2020, 1, 1), "strong_coach_support": False}, "not_met", ""),
    ("coaching_c", KERAVA, {NOW: False, **STRONG}, "ask", ""),
    ("coaching_c", KERAVA, {ENDED: date(2026, 9, 1), **STRONG}, "proposed", COACHING),
    ("coaching_c", KERAVA, STRONG, "ask", ""),
    ("coaching_c", None, {NOW: True, **STRONG}, "ask", ""),
]


@pytest.mark.row("T-59")
@pytest.mark.row("T-60")
@pytest.mark.row("T-61")
@pytest.mark.parametrize(("way", "home", "told", "outcome", "card"), WAYS)
def test_the_three_ways_into_coaching(way, home, told, outcome, card):
    facts = told | ({"municipality": home} if home else {})
    finding = next(one for one in METRO.ways_in(facts) if one.key == way)
    assert finding.outcome == outcome
    if card:
        assert finding.cards == (card,)
    _explained(finding, facts)


def _explained(finding, facts) -> None:
    """The outcome stands on grounds with what was told; each change it names does change it when weighed anew."""
    assert all(ground.told == facts.get(ground.fact.key) for ground in finding.grounds)
    assert bool(finding.ask) == (finding.outcome == Outcome.ASK)
    for change in finding.changes:
        changed = facts | {fact.key: told for fact, told in change.facts}
        again = next(one for one in METRO.ways_in(changed) if one.key == finding.key)
        assert again.outcome == change.outcome != finding.outcome
    if finding.outcome in (Outcome.PROPOSED, Outcome.GUIDED, Outcome.NOT_MET):
        assert finding.changes


def test_lately_is_a_limit_of_the_day_and_of_whole_months():
    """Six months from 31 August is the last of February; from 30 September it is 30 March."""
    rule = next(one for one in REGIONS["vantaa-kerava"].model.eligibility if one.key == "coaching_c")
    for on, ended, outcome in [
        (date(2026, 2, 28), date(2025, 8, 31), "proposed"), (date(2026, 3, 1), date(2025, 8, 31), "judgement"),
        (date(2026, 3, 30), date(2025, 9, 30), "proposed"), (date(2026, 3, 31), date(2025, 9, 30), "judgement"),
    ]:
        facts = {"municipality": VANTAA, NOW: False, ENDED: ended, **STRONG}
        assert Rulebook(COMMON, REGIONS["vantaa-kerava"], on).way_in(rule, facts).outcome == outcome, on


# key, told facts, outcome, card proposed (V-18…V-23; the limits of V-19 are 2 spells and 12 months)
CRITERIA = [
    ("self_perceived", {"self_perceived": True}, "proposed", ""),
    ("self_perceived", {"self_perceived": False}, "not_met", ""),
    ("self_perceived", {}, "not_met", ""),
    ("unemployment_history", {"unemployment_history": True}, "proposed", ""),
    ("unemployment_history", {}, "not_met", ""),
    ("unemployment_history", {"unemployment_spells": 1}, "not_met", ""),
    ("unemployment_history", {"unemployment_spells": 2}, "judgement", ""),
    ("unemployment_history", {"unemployment_spells": 3}, "judgement", ""),
    ("unemployment_history", {"unemployment_months": 11}, "not_met", ""),
    ("unemployment_history", {"unemployment_months": 12}, "judgement", ""),
    ("unemployment_history", {"unemployment_spells": 0, "unemployment_months": 40}, "judgement", ""),
    ("unemployment_history", {"unemployment_spells": 1, "unemployment_history": True}, "proposed", ""),
    ("unmapped_health", {"unmapped_health": True}, "proposed", "working_age_health_check"),
    ("unmapped_health", {}, "not_met", ""),
    ("unclear_situation", {"unclear_situation": True}, "proposed", "work_ability_assessment"),
    ("unclear_situation", {"unclear_situation": False}, "not_met", ""),
    ("education_gap", {"education_gap": True}, "proposed", "education_trial"),
    ("education_gap", {}, "not_met", ""),
    ("simultaneous_needs", {"simultaneous_needs": True}, "proposed", "support_plan"),
    ("simultaneous_needs", {}, "not_met", ""),
]


@pytest.mark.row("V-18")
@pytest.mark.row("V-19")
@pytest.mark.row("V-20")
@pytest.mark.row("V-21")
@pytest.mark.row("V-22")
@pytest.mark.row("V-23")
@pytest.mark.parametrize(("key", "told", "outcome", "card"), CRITERIA)
def test_the_six_criteria(key, told, outcome, card):
    finding = next(one for one in METRO.criteria(told) if one.key == key)
    assert finding.outcome == outcome
    assert outcome != "proposed" or finding.cards == ((card,) if card else ())
    assert finding.grounds and finding.changes
    for change in finding.changes:
        changed = told | {fact.key: value for fact, value in change.facts}
        again = next(one for one in METRO.criteria(changed) if one.key == key)
        assert again.outcome == change.outcome != finding.outcome


@pytest.mark.row("F-45")
def test_three_purposes_three_promises_six_criteria_motivation_and_seven_results():
    """The seventh of the criteria is the client's own motivation from 0 to 10; the key results are operating models."""
    assert [len(getattr(COMMON.codes, name)) for name in ("purposes", "promises", "criteria")] == [3, 3, 6]
    assert {one.row for one in COMMON.codes.purposes} == {"V-05"}
    assert {one.row for one in COMMON.codes.promises} == {"V-16"}
    assert {one.row for one in COMMON.codes.criteria} == {"V-18", "V-19", "V-20", "V-21", "V-22", "V-23"}
    assert {one.name for one in Case._meta.constraints} >= {"case_motivation_0_10"}
    assert len(COMMON.handbook.operating_models) == 7


@pytest.mark.row("F-47")
def test_a_checklist_of_five_lines_two_phases_that_may_overlap_and_the_consent_y100():
    """Lieto's three figures. That the phases overlap: `plans/paths`; that Kela's consent is of this kind: `cases`."""
    assert [one.row for one in COMMON.codes.identification_items] == ["L-35", "L-36", "L-37", "L-38", "L-39"]
    assert [one.row for one in COMMON.codes.phases] == ["L-69", "L-69"]
    kinds = {one.key: one for one in COMMON.statutes if one.kind == "permission"}
    assert kinds["kela_y100"].between == ("kela",) and "Y100" in kinds["kela_y100"].names.fi


@pytest.mark.row("F-48")
def test_two_measure_sets_with_their_aims_groups_and_three_ways_in():
    sets = {one.key: one for one in COMMON.codes.measure_sets}
    assert {key: len(one.aims) for key, one in sets.items()} == {"centre_support": 4, "supported_employment": 3}
    groups = [one.measure_set for one in COMMON.target_groups]
    assert (groups.count("centre_support"), groups.count("supported_employment")) == (2, 4)
    assert [one.row for one in REGIONS["vantaa-kerava"].model.eligibility] == ["T-59", "T-60", "T-61"]


SEGMENTS = [
    ({}, "guided", None),
    ({"simultaneous_needs": True}, "coordinated", "several_services"),
    ({"simultaneous_needs": True, "unclear_situation": True}, "intensive", "simultaneous_and_unclear"),
    ({"needs": 3}, "coordinated", "many_needs"),
    ({"needs": 2}, "guided", None),
    ({"needs": 3, "unmapped_health": True}, "intensive", "many_needs_and_health"),
    ({"needs": 2, "unmapped_health": True}, "guided", None),
    ({"unmapped_health": True}, "guided", None),
    ({"needs": 3, "consultation_not_enough": True}, "intensive", "consultation_was_tried"),
    ({"unclear_situation": True, "unemployment_months": 12}, "coordinated", "long_out_of_work"),
    ({"unclear_situation": True, "unemployment_months": 11}, "guided", None),
    ({"unclear_situation": True, "unemployment_history": True}, "coordinated", "long_out_of_work"),
    ({"needs": 0, "self_perceived": False, "unemployment_history": False, "unclear_situation": False,
      "education_gap": False, "simultaneous_needs": False, "unmapped_health": False}, "own_path", "nothing_open"),
    ({"needs": 0, "self_perceived": False, "unemployment_history": False, "unclear_situation": False,
      "education_gap": False, "simultaneous_needs": False}, "guided", None),
    ({"needs": 1, "self_perceived": False, "unemployment_history": False, "unclear_situation": False,
      "education_gap": False, "simultaneous_needs": False, "unmapped_health": False}, "guided", None),
]


@pytest.mark.parametrize(("told", "segment", "rule"), SEGMENTS)
def test_segments_with_the_rule_they_stand_on(told, segment, rule):
    placing = METRO.place(told)
    assert placing.segment.key == segment
    assert (placing.finding.key if placing.finding else None) == rule
    for change in placing.changes:
        changed = told | {fact.key: value for fact, value in change.facts}
        assert METRO.place(changed).segment.key == change.outcome != segment


FACTS = {fact.key: fact for fact in COMMON.facts}
ANSWERS = {
    "yes_no": some.booleans(), "number": some.integers(0, 30),
    "date": some.dates(date(2024, 1, 1), date(2027, 1, 1)), "choice": some.sampled_from([VANTAA, KERAVA, "registered"]),
}
TOLD = some.fixed_dictionaries({}, optional={key: ANSWERS[fact.kind] for key, fact in FACTS.items()})


@given(TOLD)
def test_same_facts_same_answer_and_order_does_not_matter(told):
    turned = dict(reversed(list(told.items())))
    assert METRO.ways_in(told) == METRO.ways_in(turned)
    assert METRO.place(told) == METRO.place(turned)
    assert METRO.criteria(told) == METRO.criteria(turned)


@given(TOLD)
def test_every_named_change_is_true(told):
    for finding in METRO.ways_in(told):
        _explained_changes(finding, told)


def _explained_changes(finding, told) -> None:
    for change in finding.changes:
        changed = told | {fact.key: value for fact, value in change.facts}
        again = next(one for one in METRO.ways_in(changed) if one.key == finding.key)
        assert again.outcome == change.outcome != finding.outcome


@given(TOLD)
def test_a_sensitive_fact_is_never_the_only_ground(told):
    """Whatever was told: with the plain facts taken away, no sensitive one alone places or lets in anybody."""
    only = {key: value for key, value in told.items() if FACTS[key].field_group in SENSITIVE}
    assert METRO.place(only).segment.key == "guided"
    assert all(one.outcome not in (Outcome.PROPOSED, Outcome.GUIDED) for one in METRO.ways_in(only))


@given(TOLD, TOLD)
def test_a_reader_without_health_facts_cannot_guess_them_from_a_proposal(told, other):
    """Two clients who differ only in what the reader may not see get the same proposals."""
    groups = {"basics", "employment", "social"}
    hidden = {key: value for key, value in other.items() if FACTS[key].field_group not in groups}
    twin = {key: value for key, value in told.items() if FACTS[key].field_group in groups} | hidden
    mine, theirs = METRO.seen_by(told, groups), METRO.seen_by(twin, groups)
    assert METRO.place(mine) == METRO.place(theirs) and METRO.ways_in(mine) == METRO.ways_in(theirs)


def test_the_rule_of_the_day_is_the_one_that_counts():
    """A rule and a limit weigh as they stood on the day of the event (T-19)."""
    model = REGIONS["vantaa-kerava"]
    rule = model.model.eligibility[0].model_copy(update={"valid_to": date(2026, 6, 30)})
    later = model.model.eligibility[1].model_copy(update={"valid_from": date(2026, 7, 1)})
    dated = model.model_copy(update={"model": model.model.model_copy(update={"eligibility": (rule, later)})})
    before, after = (Rulebook(COMMON, dated, on) for on in (date(2026, 6, 30), date(2026, 7, 1)))
    assert [one.key for one in before.ways_in({})] == ["coaching_a"]
    assert [one.key for one in after.ways_in({})] == ["coaching_b"]


@pytest.mark.parametrize(("told", "services", "groups"), [
    ({"jobseeker_status": "registered"}, (), ["registered_jobseeker"]),
    ({"jobseeker_status": "not_registered"}, (), ["not_registered"]),
    ({}, ("rehabilitative_work_activity",), ["rehabilitative_work_activity"]),
    ({}, ("shl_employment_support",), ["disability_employment_support"]),
    ({}, ("shl_work_activity",), ["disability_employment_support"]),
    ({}, ("disability_job_coaching",), ["intellectual_disability_work"]),
    ({}, ("substance_and_mental_health_rehabilitation",), ["mental_health_and_substance"]),
    ({}, ("social_rehabilitation",), ["social_rehabilitation"]),
    ({"unemployment_spells": 2, "unemployment_months": 3}, (), ["recurrently_unemployed"]),
    ({"unemployment_spells": 1, "unemployment_months": 14}, (), ["long_term_unemployed"]),
    ({"recurrent_unemployment": True, "unemployment_months": 12}, (),
     ["recurrently_unemployed", "long_term_unemployed"]),
    ({}, (), []),
])  # fmt: skip
def test_target_groups(told, services, groups):
    assert [one.key for one in METRO.target_groups(told, services)] == groups


def test_grounds_tell_the_limit_they_were_weighed_by():
    finding = next(one for one in METRO.criteria({"unemployment_months": 14}) if one.key == "unemployment_history")
    ground = next(one for one in finding.grounds if one.fact.key == "unemployment_months")
    assert (ground.told, ground.state, ground.limit.value, ground.limit.unit) == (14, State.MET, 12, "months")


def test_segments_go_by_rules_in_force_on_the_day():
    rules = [rule for one in COMMON.segments for rule in one.rules]
    assert rules and all(isinstance(one, SegmentRule) for one in rules)
    ended = COMMON.segments[1].model_copy(update={"rules": tuple(
        one.model_copy(update={"valid_to": date(2026, 1, 1)}) for one in COMMON.segments[1].rules)})
    common = COMMON.model_copy(update={"segments": (COMMON.segments[0], ended, *COMMON.segments[2:])})
    assert Rulebook(common, None, DAY).place({"needs": 3}).segment.key == "guided"
    assert Rulebook(common, None, date(2025, 12, 31)).place({"needs": 3}).segment.key == "coordinated"


# In words -----------------------------------------------------------------------------------------------------------


def _way(key, told):
    return explain(next(one for one in METRO.ways_in(told) if one.key == key), METRO)


def test_a_finding_tells_why_and_what_would_change_it_in_the_readers_language():
    told = {"municipality": VANTAA, RIGHT: True, **WANTS}
    way = _way("coaching_a", told)
    assert (way.verdict, way.cards) == ("Ohjataan toiseen palveluun", (DISABILITY,))
    assert "Kotikunta: Vantaa" in [one.text for one in way.reasons]
    assert "Oikeus vammaispalvelun työhönvalmennukseen: kyllä (ei saa päteä)" in [one.text for one in way.reasons]
    assert "Ehdotetaan, jos Oikeus vammaispalvelun työhönvalmennukseen: ei" in way.changes
    with translation.override("sv"):
        assert "Hemkommun: Vanda" in [one.text for one in _way("coaching_a", told).reasons]


def test_what_is_still_asked_is_named_and_a_limit_is_told_with_its_time():
    way = _way("coaching_c", {"municipality": KERAVA, NOW: False, **STRONG})
    assert (way.verdict, way.ask, way.cards) == ("Kysy vielä", ("Kuntouttava työtoiminta päättyi",), ())
    way = _way("coaching_c", {"municipality": KERAVA, NOW: False, ENDED: date(2026, 5, 22), **STRONG})
    ended = "Kuntouttava työtoiminta päättyi: 22.5.2026 (enintään 6 kuukautta sitten)"
    assert ended in [one.text for one in way.reasons]
    assert way.verdict == "Harkitse itse" and way.cards == (COACHING,)
    assert any("23.5.2026" in line for line in way.changes)


def test_a_placing_in_words():
    placing = explain_placing(METRO.place({"needs": 3}), METRO)
    assert (placing.name, placing.why) == ("Rinnalla kulkeva tuki", "Tarpeita on monella elämän alueella")
    assert [one.text for one in placing.reasons] == ["Elämän alueita, joilla on tarve: 3 (vähintään 3)"]
    assert "Ohjaus ja neuvonta, jos Elämän alueita, joilla on tarve: 2" in placing.changes
    assert "Konsultaatio ei riitä" in placing.ask
