"""What the work stands on, as data: the handbook, instruments, concepts, programmes, projects and networks.

Seen red: a route in the handbook that no page has; a chapter of 58 words; a model without its Swedish; a network less.
"""

import re
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from rinnalla.servicemodels.definitions import Handbook
from rinnalla.servicemodels.loading import load_all

ROOT = Path(__file__).parents[2]
COMMON, REGIONS = load_all(ROOT / "regions")
BOOK: Handbook = COMMON.handbook
RESULTS = {
    "service_package", "low_threshold", "identification_and_guidance", "responsible_worker", "team_and_assessment",
    "quality_coaching", "social_welfare_path",
}


def route_names() -> set[str]:
    """Every named route of the program with its space."""

    def walk(patterns: list, space: str):
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
            elif isinstance(one, URLPattern) and one.name:
                yield f"{space}{one.name}"

    return set(walk(get_resolver().url_patterns, ""))


def test_the_seven_results_are_there_with_text_owner_version_and_a_way_to_the_work():
    assert {one.key for one in BOOK.operating_models} == RESULTS
    for one in BOOK.operating_models:
        assert one.versions and one.history and one.owner.role
        try:
            reverse(one.workflow.route)
        except NoReverseMatch:
            pytest.fail(f"{one.key}: {one.workflow.route} needs more than a name to be opened from the menu")


def test_the_handbook_has_three_introductions_and_fifteen_topics():
    kinds = [one.kind for one in BOOK.chapters]
    assert kinds == ["introduction"] * 3 + ["topic"] * 15


@pytest.mark.parametrize("chapter", BOOK.chapters, ids=lambda one: one.key)
def test_a_chapter_is_short_and_stands_beside_a_screen_that_is_there(chapter):
    text = chapter.versions[-1].text
    for language in ("fi", "sv", "en"):
        assert 60 <= len(getattr(text, language).split()) <= 150, language
    assert set(chapter.beside) <= route_names()


def test_texts_differ_by_language_and_name_no_region():
    names = {one.info.names.fi.split()[0] for one in REGIONS.values()}
    for one in (*BOOK.operating_models, *BOOK.chapters):
        for version in one.versions:
            assert len({version.text.fi, version.text.sv, version.text.en}) == 3
            assert not [name for name in names if name in version.text.fi], one.key


def test_no_instrument_brings_items_and_a_groups_one_is_no_persons():
    """What is licensed is named and linked, never copied: no question, no scale text, nothing longer than a line."""
    text = (ROOT / "regions/common/instruments.yaml").read_text(encoding="utf-8")
    assert not re.search(r"^\s*(items|questions|choices):", text, re.M)
    for one in COMMON.instruments:
        told = one.model_dump()
        assert "?" not in str(told["measures"]) + str(told["licence"]), one.key
    assert next(one for one in COMMON.instruments if one.key == "sovari").about == "group"


def test_a_region_may_have_its_own_core_set_and_another_the_common_one():
    own = {key for key, one in REGIONS.items() if one.model.core_sets}
    assert own and own != set(REGIONS)
    for key in own:
        for core in REGIONS[key].model.core_sets:
            common = {one.key for one in COMMON.instruments if core.stage in one.core_in}
            assert set(core.instruments) != common


def test_partial_work_ability_is_defined_by_many_each_with_source_and_day():
    concept = next(one for one in COMMON.concepts if one.row == "E-08")
    assert len(concept.views) >= 12
    assert concept.views[0].key == "client"  # the client's own view is written first
    statutes = {one.key for one in COMMON.statutes}
    assert all(one.source.text.fi and one.source.read for one in concept.views)
    assert sum(one.source.statute in statutes for one in concept.views) >= 9


@pytest.mark.row("L-09")
def test_the_four_means_exist_and_a_region_without_the_fourth_leaves_it_out():
    """Coordinator, work-ability team, job coach, special expertise team; levels are told by number, not by name."""
    layers = {key: {one.level for one in region.model.support_layers} for key, region in REGIONS.items()}
    assert layers["lieto"] == {1, 2, 3, 4}
    assert [key for key, levels in layers.items() if levels == {1, 2, 3}]
    lieto = REGIONS["lieto"]
    roles = {role for unit in lieto.units.values() for role in unit.roles}
    assert {"coordinator", "job_coach"} <= roles
    special = next(one for one in lieto.model.support_layers if one.level == 4)
    assert special.unit in lieto.units and {one.unit for one in lieto.model.teams} >= {special.unit}
    for key, region in REGIONS.items():
        teams = {one.unit for one in region.model.teams}
        third = next(one for one in region.model.support_layers if one.level == 3)
        assert third.unit in teams, key


def test_no_person_is_named_in_what_the_work_stands_on():
    """Roles, never people: nobody of the demo's staff stands in these files (V-118)."""
    people = {one.family_name for region in REGIONS.values() for one in region.staff}
    for name in ("handbook", "instruments", "concepts", "programmes"):
        text = (ROOT / f"regions/common/{name}.yaml").read_text(encoding="utf-8")
        assert not [one for one in people if re.search(rf"\b{re.escape(one)}\b", text)]
