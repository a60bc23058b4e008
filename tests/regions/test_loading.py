"""The five service models load; a broken one is told with file, line, what is expected and the nearest right name.

Power: each broken model below is the planted fault; the unbroken copy is loaded by the same fixture and is clean.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rinnalla.servicemodels import faults
from rinnalla.servicemodels.definitions import ROLE_KEYS, Value
from rinnalla.servicemodels.loading import (
    Fault,
    LoadError,
    dated,
    load_all,
    load_common,
    load_region,
    region_folders,
    value_of,
)
from rinnalla.servicemodels.schemas import schemas

FAULTS_SOURCE = Path(faults.__file__).read_text(encoding="utf-8")
REGIONS = Path(__file__).parents[2] / "regions"
COMMON, ALL = load_all(REGIONS)


def test_all_five_regions_load() -> None:
    assert sorted(ALL) == ["etela-pohjanmaa", "iisalmi", "lieto", "pohjanmaa", "vantaa-kerava"]


@pytest.mark.parametrize("region", ALL.values(), ids=ALL)
def test_every_region_can_staff_the_demo(region) -> None:
    roles = Counter(role for member in region.staff for role in (member.role, *member.more_roles))
    assert set(roles) == set(ROLE_KEYS)
    assert roles["coordinator"] >= 2
    assert roles["job_coach"] >= 2
    assert {"wellbeing_county", "employment_authority", "kela", "association", "education_provider", "prison_service",
            "occupational_health"} <= {organisation.kind for organisation in region.organisations}  # fmt: skip


def test_role_keys_are_those_of_the_house() -> None:
    from rinnalla.access.roles import ROLES

    assert set(ROLE_KEYS) == set(ROLES)


def test_a_staff_member_works_in_a_unit_that_has_the_role() -> None:
    for region in ALL.values():
        for member in region.staff:
            for role in (member.role, *member.more_roles):
                assert role in region.units[member.unit].roles, f"{member.username}: {role}"


def test_national_bodies_have_the_same_names_everywhere() -> None:
    names: dict[str, set[str]] = {}
    for region in ALL.values():
        for organisation in region.organisations:
            if organisation.national:
                names.setdefault(organisation.key, set()).add(organisation.names.fi)
    assert names == {"kela": {"Kela"}, "rikosseuraamuslaitos": {"Rikosseuraamuslaitos"}}


# --- the path figure ------------------------------------------------------------------------------------------

FIGURE = {
    ("initial_services", "initial_support"): ["V-52", "V-53"],
    ("mapping", "mapping_work"): ["V-54", "V-55", "V-56", "V-57"],
    ("mapping", "mapping_product"): ["V-58"],
    ("rehabilitation_and_coaching", "social_employment"): ["V-60", "V-61", "V-61", "V-62", "V-62", "V-63"],
    ("rehabilitation_and_coaching", "other_employment_support"): ["V-64", "V-65"],
    ("rehabilitation_and_coaching", "rehabilitation"): ["V-66", "V-67", "V-68", "V-69", "V-70", "V-71"],
    ("rehabilitation_and_coaching", "specialised_care"): ["V-72"],
    ("rehabilitation_and_coaching", "sickness_absence"): ["V-73"],
    ("open_labour_market", "at_work"): ["V-74", "V-75", "V-76", "V-77"],
    ("open_labour_market", "towards_work"): ["V-78", "V-79", "V-80", "V-81"],
    ("education", "education"): ["V-82", "V-83", "V-84", "V-85", "V-86", "V-87", "V-88"],
    ("pension", "pension"): ["V-89", "V-90", "V-91"],
}


def test_the_catalogue_holds_the_whole_figure_in_its_order() -> None:
    """Rows V-52…V-91, read here from the requirement table, not from the cards."""
    found: dict[tuple[str, str], list[str]] = {}
    for card in COMMON.cards:
        found.setdefault((card.group, card.subgroup), []).append(card.row)
    assert found == FIGURE


def test_the_outcome_half_has_32_bullets_in_nine_lists() -> None:
    """F-46: 14 rehabilitation and coaching, 8 open labour market, 7 education, 3 pension."""
    bullets = Counter(group for group, _sub, _bullet in {(c.group, c.subgroup, c.bullet) for c in COMMON.cards})
    outcome = ("rehabilitation_and_coaching", "open_labour_market", "education", "pension")
    assert [bullets[group] for group in outcome] == [14, 8, 7, 3]
    lists = {(c.group, c.subgroup) for c in COMMON.cards if c.group in outcome}
    assert len(lists) == 9


def test_variants_are_one_service() -> None:
    services = Counter(card.service for card in COMMON.cards)
    assert {key: count for key, count in services.items() if count > 1} == {
        "work_trial": 3,
        "working_conditions_adaptation": 2,
    }


def test_figure_has_ten_senders_three_populations_eight_bars() -> None:
    figure = COMMON.figure
    assert (len(figure.senders), len(figure.populations), len(figure.companions)) == (10, 3, 8)
    told = [kind for sender in figure.senders for kind in sender.kinds]
    assert told == [kind.key for kind in COMMON.codes.sender_kinds]


def test_only_four_senders_have_a_statute() -> None:
    with_ground = {sender.key for sender in COMMON.codes.sender_kinds if sender.statute}
    assert with_ground == {"employment_authority", "municipal_employment_service", "kela", "social_and_health"}


def test_the_checklist_has_five_items_with_their_ticks() -> None:
    items = {item.key: (len(item.ticks), item.field_group) for item in COMMON.codes.identification_items}
    assert items == {
        "school_history": (3, "basics"),
        "cognition_and_health": (4, "health"),
        "work_history": (3, "basics"),
        "economy_and_housing": (2, "livelihood"),
        "social_functioning": (1, "social"),
    }


@pytest.mark.parametrize("card", COMMON.cards, ids=lambda card: card.key)
def test_a_card_is_short_and_plain(card) -> None:
    for text in (card.summary, card.how_to_get_in):
        for words in (text.fi, text.sv, text.en):
            assert words.endswith(".")
            assert words.count(". ") <= 1 or len(words) < 140
    assert "selkä ei kestä" in {word for c in COMMON.cards for word in c.search.fi}


# --- dates ----------------------------------------------------------------------------------------------------


def test_the_value_in_force_is_picked_by_day() -> None:
    on = {day: value_of("job_interview_first", day, COMMON) for day in (date(2025, 12, 31), date(2026, 1, 1))}
    assert [value.value for value in on.values() if value] == [5, 10]
    assert value_of("job_interview_first", date(2024, 12, 31), COMMON) is None


def test_a_region_has_its_own_value_and_others_the_common() -> None:
    day = date(2026, 11, 23)
    own, common = value_of("review", day, COMMON, ALL["iisalmi"]), value_of("review", day, COMMON, ALL["pohjanmaa"])
    assert own and common and (own.value, common.value) == (2, 3)
    before = value_of("review", date(2025, 6, 1), COMMON, ALL["iisalmi"])
    assert before and before.value == 3


def test_the_later_start_wins() -> None:
    old, new = Value(value=1, unit="days"), Value(value=2, unit="days", valid_from=date(2026, 1, 1))
    assert dated([new, old], date(2026, 1, 1)) is new
    assert dated([new, old], date(2025, 12, 31)) is old
    assert dated([], date(2026, 1, 1)) is None


# --- broken models --------------------------------------------------------------------------------------------


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    """A copy of the definitions that a test may break."""
    shutil.copytree(REGIONS, tmp_path / "regions")
    load_all(tmp_path / "regions")
    return tmp_path / "regions"


BROKEN = [
    # file, text that is there, text put in its place, code, expected holds, nearest
    ("pohjanmaa/region.yaml", "help_phone:", "help_fone:", "unknown_field", "help_phone", "help_phone"),
    ("pohjanmaa/region.yaml", "help_phone:", "help_fone:", "missing_field", "help_phone", None),
    ("lieto/model.yaml", 'version: "2026-1"', "version: [a]", "wrong_type", "abc", None),
    ("iisalmi/demo-staff.yaml", "role: doctor", "role: docter", "bad_choice", "doctor", "doctor"),
    ("pohjanmaa/region.yaml", "help_phone: 06 218 4400", "help_phone: 06-2184400", "bad_form", "06 218 4400", None),
    ("lieto/model.yaml", "valid_from: 2026-01-01", "valid_from: 2026-02-31", "bad_date", "2026-11-03", None),
    ("iisalmi/model.yaml", "stages:", "stages: [", "not_yaml", "YAML", None),
    ("lieto/region.yaml", "key: lieto", "key: lieto\nkey: lieto", "double_key", "", None),
    ("pohjanmaa/model.yaml", "card: pay_subsidy", "card: pay_subsidi", "unknown_name", "self_care", "pay_subsidy"),
    ("lieto/demo-staff.yaml", "unit: kela_lieto", "unit: kela_leito", "unknown_name", "kela_lieto", "kela_lieto"),
    ("common/codes.yaml", "statute: l381_15", "statute: l381_51", "unknown_name", "l381_15", "l381_15"),
    ("common/cards.yaml", "stage: mapping", "stage: maping", "unknown_name", "mapping", "mapping"),
    ("common/stages.yaml", "key: follow_up", "key: services", "same_key", "", None),
    ("common/deadlines.yaml", "valid_to: 2025-12-31", "valid_to: 2026-01-01", "dates_overlap", "", None),
    ("common/statutes.yaml", "valid_to: 2024-12-31", "valid_to: 2004-12-31", "dates_reversed", "", None),
    ("iisalmi/organisations.yaml", "default_intake: true", "default_intake: false", "default_intake", "true", None),
    ("lieto/model.yaml", 'version: "2026-1"', 'version: ""', "empty", "", None),
    ("common/service_groups.yaml", "bullets: 7", "bullets: 8", "bullets", "8", None),
    ("lieto/region.yaml", "key: lieto", "key: liedo", "wrong_folder", "lieto", None),
    ("pohjanmaa/model.yaml", "unit: kela_pohjanmaa", "unit: lapuanranta_palvelut", "not_organiser", "kela", None),
    ("vantaa-kerava/model.yaml", "- {key: identification}", "- {key: services}", "stage_order", "mapping", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "code", "expected", "nearest"), BROKEN)
def test_a_broken_model_is_told(regions, name, old, new, code, expected, nearest) -> None:
    file = regions / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    broken = text.replace(old, new, 1)
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(LoadError) as raised:
        load_all(regions)
    fault = next(f for f in raised.value.faults if f.code == code)
    assert fault.file == file
    assert abs(fault.line - _line_of_change(text, broken)) <= _slack(code)
    assert expected in fault.expected
    assert fault.nearest == nearest
    assert fault.message in str(raised.value)


def _line_of_change(before: str, after: str) -> int:
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next(n for n, (a, b) in enumerate(pairs, start=1) if a != b)


def _slack(code: str) -> int:
    """Lines off by: a missing thing has no line of its own; what clashes is told at the later of the two."""
    return {
        "missing_field": 999,
        "default_intake": 999,
        "not_yaml": 3,
        "double_key": 0,
        "dates_overlap": 1,
        "stage_order": 1,
    }.get(code, 0)


def test_every_fault_is_told_at_once(regions) -> None:
    _replace(regions / "lieto/region.yaml", "languages:", "langages:")
    _replace(regions / "lieto/model.yaml", "version:", "verison:")
    _replace(regions / "iisalmi/model.yaml", "version:", "verison:")
    with pytest.raises(LoadError) as raised:
        load_all(regions)
    assert {(f.file.parent.name, f.file.name) for f in raised.value.faults} == {
        ("lieto", "region.yaml"), ("lieto", "model.yaml"), ("iisalmi", "model.yaml"),
    }  # fmt: skip


def test_a_missing_file_and_an_empty_file_are_told(regions) -> None:
    (regions / "lieto/organisations.yaml").unlink()
    (regions / "lieto/model.yaml").write_text("", encoding="utf-8")
    with pytest.raises(LoadError) as raised:
        load_region(regions / "lieto", COMMON)
    assert {f.code for f in raised.value.faults} == {"missing_file", "empty_file"}


def test_a_municipality_without_a_receiving_unit_is_told(regions) -> None:
    _replace(regions / "lieto/region.yaml", 'code: "019"', 'code: "020"')
    told = _faults(lambda: load_region(regions / "lieto", COMMON))
    assert ("municipality_open", "020") in {(f.code, f.params.get("municipality")) for f in told}


def test_a_receiving_unit_without_anybody_to_take_referrals_in_is_told(regions) -> None:
    file = regions / "iisalmi/organisations.yaml"
    _replace(file, "roles: [responsible_worker, coordinator, doctor", "roles: [doctor")
    told = _faults(lambda: load_region(regions / "iisalmi", COMMON))
    assert ("no_coordinator", "koljonranta") in {(f.code, f.params.get("key")) for f in told}


def test_two_default_units_are_told_at_the_second(regions) -> None:
    file = regions / "iisalmi/organisations.yaml"
    _replace(file, "- key: kiurunpuro", "- default_intake: true\n        key: kiurunpuro")
    roles = "roles: [responsible_worker, nurse, social_worker]"
    _replace(file, roles, "roles: [responsible_worker, coordinator]\n        takes_referrals: true")
    (fault,) = _faults(lambda: load_region(regions / "iisalmi", COMMON))
    lines = file.read_text(encoding="utf-8").splitlines()
    assert fault.params == {"count": 2}
    assert "default_intake: true" in lines[fault.line - 1]
    assert "kiurunpuro" in lines[fault.line]


@pytest.mark.parametrize("code", sorted(set(re.findall(r'"([a-z_0-9]+)": _\(', FAULTS_SOURCE))))
def test_every_fault_sentence_is_used(code) -> None:
    """A sentence that no check tells is dead text for the translators."""
    rooms = "".join(path.read_text(encoding="utf-8") for path in Path(faults.__file__).parent.glob("*.py"))
    assert rooms.count(f'"{code}"') >= 2


def test_a_user_name_may_not_be_in_two_regions(regions) -> None:
    _replace(regions / "lieto/demo-staff.yaml", "username: merja.tammisto", "username: katri.ylinen")
    told = _faults(lambda: load_all(regions))
    assert [(f.code, f.params["key"]) for f in told] == [("same_key", "katri.ylinen")]


def test_a_tag_of_yaml_is_not_obeyed(regions, tmp_path) -> None:
    """A definition is data: `!!python/…` runs nothing."""
    planted = f"!!python/object/apply:os.mkdir [{tmp_path / 'run'}]"
    _replace(regions / "lieto/model.yaml", 'version: "2026-1"', f"version: {planted}")
    assert _faults(lambda: load_region(regions / "lieto", COMMON))
    assert not (tmp_path / "run").exists()


def test_a_local_code_needs_a_national_one(regions) -> None:
    _replace(regions / "lieto/model.yaml", "counts_as: stage_change", "counts_as: stage_chance")
    (fault,) = _faults(lambda: load_region(regions / "lieto", COMMON))
    assert (fault.code, fault.nearest) == ("unknown_name", "stage_change")


def test_a_region_without_demo_staff_loads(regions) -> None:
    (regions / "lieto/demo-staff.yaml").unlink()
    assert load_region(regions / "lieto", regions / "common").staff == ()


def test_definitions_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        COMMON.cards[0].row = "V-99"


def test_published_schemas_are_those_of_the_definitions() -> None:
    """Red after a changed definition until `write_schemas` has been run."""
    published = {path.stem: path.read_text(encoding="utf-8") for path in (REGIONS / "schema").glob("*.json")}
    assert published == schemas()
    assert all(json.loads(text)["type"] == "object" for text in published.values())


def test_every_file_names_its_schema() -> None:
    for folder in (REGIONS / "common", *region_folders(REGIONS)):
        for file in folder.glob("*.yaml"):
            first = file.read_text(encoding="utf-8").splitlines()[0]
            assert first == f"# yaml-language-server: $schema=../schema/{_schema_of(file)}.json"


def test_common_loads_alone() -> None:
    assert len(load_common(REGIONS / "common").cards) == 41


def _schema_of(file: Path) -> str:
    return file.stem


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _faults(load: Callable[[], object]) -> tuple[Fault, ...]:
    with pytest.raises(LoadError) as raised:
        load()
    return raised.value.faults
