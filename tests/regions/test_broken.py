"""Sixty kinds of broken service models: each is told with file, line, what is expected and the nearest right name.

Power: each change is the planted fault; the unbroken copy is loaded by the same fixture and is clean.
"""

import shutil
from pathlib import Path

import pytest

from rinnalla.servicemodels.loading import LoadError, load_all, load_common, load_region

REGIONS = Path(__file__).parents[2] / "regions"
COMMON = load_common(REGIONS / "common")
METRO, COAST, LAKE, SMALL = "vantaa-kerava", "pohjanmaa", "iisalmi", "lieto"
FIRST_SEGMENT_RULE = "          - {fact: simultaneous_needs}\n          - {fact: unclear_situation}"
WISH = "    all_of:\n      - {fact: disabled}\n      - {fact: wishes_to_work}"
QUESTIONS = """questions:
  - form: initial_interview
    questions:
      - {key: %s, kind: %s, names: {fi: A, sv: B, en: C}%s}
"""

# What is wrong: file, text that is there, text put in its place, code, what expected holds, the nearest right name.
BROKEN = {
    # The file itself
    "bracket left open": (f"{LAKE}/model.yaml", "stages:", "stages: [", "not_yaml", "YAML", None),
    "key twice": (f"{SMALL}/region.yaml", "key: lieto", "key: lieto\nkey: lieto", "double_key", "", None),
    "unknown field": (f"{COAST}/region.yaml", "help_phone:", "help_fone:", "unknown_field", "help_phone", "help_phone"),
    "field missing": (f"{COAST}/region.yaml", "help_phone:", "help_fone:", "missing_field", "help_phone", None),
    "list for a text": (f"{SMALL}/model.yaml", 'version: "2026-1"', "version: [a]", "wrong_type", "abc", None),
    "text for a list": (f"{SMALL}/region.yaml", "languages: [", "languages: fi #[", "wrong_type", "- a", None),
    "text for a number": (f"{COAST}/model.yaml", "waiting_days: 4", "waiting_days: neljä", "wrong_type", "12", None),
    "empty text": (f"{SMALL}/model.yaml", 'version: "2026-1"', 'version: ""', "empty", "", None),
    "empty list": (f"{COAST}/model.yaml", "required_roles: [job_coach]", "required_roles: []", "empty", "", None),
    "number too small": (f"{COAST}/model.yaml", "waiting_days: 4", "waiting_days: -4", "out_of_range", "≥ 0", None),
    "text too long": (
        f"{SMALL}/model.yaml",
        'version: "2026-1"',
        f'version: "{"x" * 401}"',
        "out_of_range",
        "400",
        None,
    ),
    "language missing": ("common/stages.yaml", "sv: Identifiering, ", "", "missing_field", "sv", None),
    "unit of an unknown kind": (
        f"{METRO}/organisations.yaml", "kind: competence_unit", "kind: competence", "unknown_name", "competence_unit",
        "competence_unit",
    ),
    # Forms of single values
    "phone": (f"{COAST}/region.yaml", "help_phone: 06 218 4400", "help_phone: 06-2184400", "bad_form", "06 218", None),
    "key with a capital": (
        f"{COAST}/model.yaml",
        "key: valmentajat",
        "key: Valmentajat",
        "bad_form",
        "first_contact",
        None,
    ),
    "municipality code": (f"{SMALL}/region.yaml", 'code: "423"', 'code: "42"', "bad_form", "905", None),
    "no such day": (
        f"{SMALL}/model.yaml",
        "valid_from: 2026-01-01",
        "valid_from: 2026-02-31",
        "bad_date",
        "2026-11-03",
        None,
    ),
    # What data are opened for (C-07)
    "purpose without a legal basis": (
        "common/data_purposes.yaml",
        """    bases:
      - {statute: l381_15, valid_from: 2025-01-01}
      - {statute: l703_record, valid_from: 2024-01-01}
      - {statute: consent}""",
        "    bases: []",
        "empty",
        "",
        None,
    ),
    "purpose on an unknown statute": (
        "common/data_purposes.yaml",
        "statute: l189_12",
        "statute: l189_13",
        "unknown_name",
        "l189_12",
        "l189_12",
    ),
    "basis that ends before it begins": (
        "common/data_purposes.yaml",
        "l381_11, valid_from: 2025-01-01",
        "l381_11, valid_from: 2025-01-01, valid_to: 2024-01-01",
        "dates_reversed",
        "",
        None,
    ),
    "role": (f"{LAKE}/demo-staff.yaml", "role: doctor", "role: docter", "bad_choice", "doctor", "doctor"),
    "role of a team": (
        f"{COAST}/model.yaml",
        "required_roles: [job_coach]",
        "required_roles: [job_couch]",
        "bad_choice",
        "job_coach",
        "job_coach",
    ),
    "unit of time": (
        f"{COAST}/model.yaml",
        "unit: working_days",
        "unit: workdays",
        "bad_choice",
        "working_days",
        "working_days",
    ),
    "field group": ("common/facts.yaml", "field_group: basics", "field_group: basic", "bad_choice", "basics", "basics"),
    # Names that must exist
    "card offered": (
        f"{COAST}/model.yaml",
        "card: pay_subsidy",
        "card: pay_subsidi",
        "unknown_name",
        "",
        "pay_subsidy",
    ),
    "card of a step": (
        f"{COAST}/model.yaml",
        "card: support_plan",
        "card: suport_plan",
        "unknown_name",
        "",
        "support_plan",
    ),
    "unit of a person": (
        f"{SMALL}/demo-staff.yaml",
        "unit: kela_lieto",
        "unit: kela_leito",
        "unknown_name",
        "kela_lieto",
        "kela_lieto",
    ),
    "unit of a layer": (
        f"{COAST}/model.yaml",
        "en: Work-ability team}, unit: pohjanmaa_tyokykytiimi",
        "en: Work-ability team}, unit: pohjanmaa_tiimi",
        "unknown_name",
        "pohjanmaa_tyokykytiimi",
        "pohjanmaa_tyokykytiimi",
    ),
    "kind of body": (
        f"{COAST}/organisations.yaml",
        "kind: association",
        "kind: asociation",
        "unknown_name",
        "association",
        "association",
    ),
    "statute of a sender": (
        "common/codes.yaml",
        "statute: l381_15",
        "statute: l381_51",
        "unknown_name",
        "l381_15",
        "l381_15",
    ),
    "label of a sender": (
        "common/codes.yaml",
        "shown_as: authority",
        "shown_as: autority",
        "unknown_name",
        "authority",
        "authority",
    ),
    "card of a criterion": (
        "common/codes.yaml",
        "proposes: education_trial",
        "proposes: education_trail",
        "unknown_name",
        "",
        "education_trial",
    ),
    "stage of a card": ("common/cards.yaml", "stage: mapping", "stage: maping", "unknown_name", "mapping", "mapping"),
    "stage of a step": (
        f"{COAST}/model.yaml",
        "stage: initial_service",
        "stage: initial_servise",
        "unknown_name",
        "initial_service",
        "initial_service",
    ),
    "population of the figure": (
        "common/figure.yaml",
        "new_applicant",
        "new_aplicant",
        "unknown_name",
        "new_applicant",
        "new_applicant",
    ),
    "deadline of a region": (f"{LAKE}/model.yaml", "key: review\n", "key: reviev\n", "unknown_name", "", "review"),
    "local code counts as": (
        f"{COAST}/model.yaml",
        "counts_as: benefit_advice",
        "counts_as: benefit_advise",
        "unknown_name",
        "benefit_advice",
        "benefit_advice",
    ),
    # Keys that must differ
    "stage twice": ("common/stages.yaml", "key: follow_up", "key: services", "same_key", "", None),
    "step twice": (f"{COAST}/model.yaml", "key: health_check", "key: initial_interview", "same_key", "", None),
    "card offered twice": (f"{COAST}/model.yaml", "card: pay_subsidy", "card: self_care", "same_key", "", None),
    "local code is national": (
        f"{COAST}/model.yaml",
        "key: seasonal_work",
        "key: benefit_advice",
        "same_key",
        "",
        None,
    ),
    "person in two regions": (
        f"{COAST}/demo-staff.yaml",
        "username: katri.ylinen",
        "username: eeva.ruotsalo",
        "same_key",
        "",
        None,
    ),
    # Periods and order
    "ends before it begins": (
        "common/statutes.yaml",
        "valid_to: 2024-12-31",
        "valid_to: 2004-12-31",
        "dates_reversed",
        "",
        None,
    ),
    "values at once": (
        "common/deadlines.yaml",
        "valid_to: 2025-12-31",
        "valid_to: 2026-01-01",
        "dates_overlap",
        "",
        None,
    ),
    "stages turned": (
        f"{METRO}/model.yaml",
        "- {key: identification}",
        "- {key: services}",
        "stage_order",
        "mapping",
        None,
    ),
    "free mail as a work place": (
        f"{SMALL}/model.yaml",
        "domain: aurajoki-paja.example",
        "domain: gmail.com",
        "free_mail",
        "",
        None,
    ),
    # Who receives and who organises
    "no default unit": (
        f"{LAKE}/organisations.yaml",
        "default_intake: true",
        "default_intake: false",
        "default_intake",
        "true",
        None,
    ),
    "receiver without a coordinator": (
        f"{LAKE}/organisations.yaml",
        "roles: [responsible_worker, coordinator, doctor",
        "roles: [responsible_worker, doctor",
        "no_coordinator",
        "coordinator",
        None,
    ),
    "municipality nobody receives": (
        f"{SMALL}/region.yaml",
        'code: "019"',
        'code: "020"',
        "municipality_open",
        "true",
        None,
    ),
    "body may not organise": (
        f"{COAST}/model.yaml",
        "unit: kela_pohjanmaa",
        "unit: lapuanranta_palvelut",
        "not_organiser",
        "kela",
        None,
    ),
    "folder has another name": (f"{SMALL}/region.yaml", "key: lieto", "key: liedo", "wrong_folder", "lieto", None),
    "bullet of the figure missing": ("common/service_groups.yaml", "bullets: 7", "bullets: 8", "bullets", "8", None),
    # Rules
    "fact of a rule": (
        f"{METRO}/model.yaml",
        "{fact: needs_coach}",
        "{fact: need_coach}",
        "unknown_name",
        "needs_coach",
        "needs_coach",
    ),
    "limit of a rule": (
        f"{METRO}/model.yaml",
        "limit: recent_activity",
        "limit: recent_activities",
        "unknown_name",
        "",
        "recent_activity",
    ),
    "card a rule guides to": (
        f"{METRO}/model.yaml",
        "guides_to: disability_job_coaching",
        "guides_to: disability_coaching",
        "unknown_name",
        "",
        "disability_job_coaching",
    ),
    "card of a rule": (
        f"{METRO}/model.yaml",
        "cards: [supported_employment_coaching]",
        "cards: [supported_coaching]",
        "unknown_name",
        "",
        "supported_employment_coaching",
    ),
    "municipality of a rule": (
        f"{METRO}/model.yaml",
        'municipalities: ["245"]\n    all_of',
        'municipalities: ["254"]\n    all_of',
        "unknown_name",
        "245",
        "245",
    ),
    "both a fact and a list": (
        f"{METRO}/model.yaml",
        "- softly: true",
        "- softly: true\n        fact: disabled",
        "fact_or_any",
        "fact | any_of",
        None,
    ),
    "neither fact nor list": (
        f"{METRO}/model.yaml",
        "{fact: strong_coach_support}",
        "{softly: true}",
        "fact_or_any",
        "fact",
        None,
    ),
    "list in a list": (
        f"{METRO}/model.yaml",
        "          - {fact: in_rehabilitative_work_activity}",
        "          - any_of: [{fact: needs_coach}]",
        "any_in_any",
        "",
        None,
    ),
    "number asked of yes or no": (
        f"{METRO}/model.yaml",
        "{fact: needs_coach}",
        "{fact: needs_coach, at_least: 2}",
        "bound_kind",
        "holds",
        None,
    ),
    "number asked of a day": (
        f"{METRO}/model.yaml",
        "limit: recent_activity",
        "at_least: 6",
        "bound_kind",
        "limit",
        None,
    ),
    "not asked of a number": (
        "common/segments.yaml",
        "{fact: needs, at_most: 0}",
        "{fact: needs, at_most: 0, holds: false}",
        "bound_kind",
        "at_least",
        None,
    ),
    "nothing asked of a number": (
        "common/segments.yaml",
        "{fact: needs, at_most: 0}",
        "{fact: needs}",
        "no_bound",
        "at_least",
        None,
    ),
    "bounds turned": (
        "common/segments.yaml",
        "{fact: needs, at_most: 0}",
        "{fact: needs, at_least: 3, at_most: 0}",
        "bounds_reversed",
        "",
        None,
    ),
    "sensitive fact alone": (
        f"{METRO}/model.yaml",
        WISH + "\n      - {fact: needs_coach}",
        "    all_of:\n      - {fact: disabled}",
        "only_sensitive",
        "wishes_to_work",
        None,
    ),
    "sensitive fact alone in a list": (
        "common/segments.yaml",
        FIRST_SEGMENT_RULE,
        "          - any_of: [{fact: unmapped_health}, {fact: unclear_situation}]",
        "only_sensitive",
        "wishes_to_work",
        None,
    ),
    "last segment with a rule": (
        "common/segments.yaml",
        "      en: Guide to a fitting service and agree on a day when you ask how it goes.",
        "      en: Guide.\n    rules:\n      - {key: a, names: {fi: a, sv: b, en: c}, all_of: [{fact: needs_coach}]}",
        "last_segment",
        "",
        None,
    ),
    "criterion without a fact": (
        "common/facts.yaml",
        "key: education_gap",
        "key: education_hole",
        "missing_fact",
        "education_gap",
        None,
    ),
    "statute of a target group": (
        "common/target_groups.yaml",
        "statutes: [l189_2001]",
        "statutes: [l189_2002]",
        "unknown_name",
        "",
        "l189_2001",
    ),
    "target group by what cannot be counted": (
        "common/target_groups.yaml",
        "{fact: unemployment_months, limit: unemployment_long}",
        "{fact: motivation, at_least: 5}",
        "not_counted",
        "unemployment_months",
        None,
    ),
    "target group nobody belongs to": (
        "common/target_groups.yaml",
        "    services: [social_rehabilitation]\n",
        "",
        "group_by",
        "facts",
        None,
    ),
    # Questions
    "question answers another kind": ("common/forms.yaml", "kind: date", "kind: text", "fact_kind", "date", None),
    "question in another group": (
        "common/forms.yaml",
        "field_group: health",
        "field_group: basics",
        "fact_group",
        "health",
        None,
    ),
    "choices on a text": (
        f"{COAST}/model.yaml",
        "offers:\n",
        QUESTIONS % ("own", "text", ", choices: [{key: a, names: {fi: A, sv: B, en: C}}]") + "offers:\n",
        "choices",
        "",
        None,
    ),
    "choice without choices": (
        f"{COAST}/model.yaml",
        "offers:\n",
        QUESTIONS % ("own", "choice", "") + "offers:\n",
        "choices",
        "",
        None,
    ),
    "question of the common form": (
        f"{COAST}/model.yaml",
        "offers:\n",
        QUESTIONS % ("disabled", "text", "") + "offers:\n",
        "same_key",
        "",
        None,
    ),
    "form that is not": (
        f"{COAST}/model.yaml",
        "offers:\n",
        (QUESTIONS % ("own", "text", "")).replace("initial_interview", "first_interview") + "offers:\n",
        "unknown_name",
        "initial_interview",
        "initial_interview",
    ),
}
# A missing thing has no line of its own; what clashes is told at the later of the two.
LOOSE = {
    "missing_field": 999,
    "default_intake": 999,
    "missing_fact": 999,
    "not_yaml": 3,
    "choices": 5,
    "same_key": 999,
    "fact_group": 3,
    "not_counted": 2, "group_by": 9,
    "no_coordinator": 9,
    "dates_overlap": 1,
    "stage_order": 1,
    "only_sensitive": 1,
    "last_segment": 20,
}


def test_there_are_at_least_fifty_kinds():
    assert len(BROKEN) >= 50
    assert len({change[:3] for change in BROKEN.values()}) >= len(BROKEN) - 1  # one change is told as two faults


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of the definitions that a test may break, and mends."""
    folder = tmp_path_factory.mktemp("models") / "regions"
    shutil.copytree(REGIONS, folder)
    load_all(folder)
    return folder


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_model_is_told(copy, kind):
    name, old, new, code, expected, nearest = BROKEN[kind]
    file = copy / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    broken = text.replace(old, new, 1)
    file.write_text(broken, encoding="utf-8")
    try:
        with pytest.raises(LoadError) as raised:
            _load(copy, name)
    finally:
        file.write_text(text, encoding="utf-8")
    told = [fault for fault in raised.value.faults if fault.code == code]
    line = _line_of_change(text, broken)
    fault = min(told, key=lambda one: abs(one.line - line))
    assert fault.file == file
    assert abs(fault.line - line) <= LOOSE.get(code, 2 if "\n" in old + new else 0)
    assert expected in fault.expected
    assert fault.nearest == nearest
    assert fault.message and fault.message in str(raised.value)


def _load(copy: Path, name: str) -> None:
    folder = copy / name.split("/")[0]
    if folder.name == "common" or name.endswith("demo-staff.yaml"):
        load_all(copy)
    else:
        load_region(folder, COMMON)


def _line_of_change(before: str, after: str) -> int:
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next(n for n, (a, b) in enumerate(pairs, start=1) if a != b)
