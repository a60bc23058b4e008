"""Code lists, deadlines, grounds and stages as they are in force."""

from collections import Counter
from datetime import date
from functools import lru_cache

import pytest
from django.conf import settings
from django.utils import translation

from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes, definitions
from rinnalla.servicemodels.loading import load_all
from rinnalla.servicemodels.models import ServiceModel

pytestmark = pytest.mark.django_db


@lru_cache(maxsize=1)
def _definitions():
    return load_all(settings.REGIONS_DIR)[1]


@pytest.fixture
def regions(db):
    """The five regions with their published models, without their organisations."""
    for key, definition in _definitions().items():
        region = Region.objects.create(key=key, names={"fi": key}, languages=["fi"], help_phone="06 218 4400")
        ServiceModel.objects.create(
            region=region, number=1, content=definition.model_dump(mode="json", exclude={"staff", "demo"}),
            published_at=dates.now(), published_job="load_regions",
        )
    return {region.key: region for region in Region.objects.all()}


def test_a_list_has_names_in_the_readers_language():
    assert [one.name for one in codes.code_list("need_answers")] == ["Ei tarvetta", "Tarve", "Myöhemmin", "Ei kysytty"]
    with translation.override("sv"):
        assert codes.code_name("need_answers", "later") == "Senare"
    assert codes.code_name("need_answers", "was_never") == "was_never"


def test_an_unknown_list_is_told_with_the_nearest_name():
    with pytest.raises(LookupError, match="decline_reasons"):
        codes.code_list("decline_reason")


def test_a_code_is_called_on_a_day_what_it_was_called_then():
    assert codes.code_name("sender_kinds", "employment_authority", date(2024, 12, 31)) == "TE-palvelut"
    assert codes.code_name("sender_kinds", "employment_authority", date(2025, 1, 1)) == "Työvoimaviranomainen"


def test_a_code_is_in_its_list_only_while_in_force():
    def kinds(on):
        return [one.key for one in codes.code_list("organisation_kinds", on)]

    assert "joint_service" in kinds(date(2024, 12, 31)) and "joint_service" not in kinds(date(2025, 1, 1))
    assert codes.code_name("organisation_kinds", "joint_service", date(2026, 1, 1)) == "Monialainen yhteispalvelu (TYP)"


def test_a_regions_own_codes_follow_the_national_ones_and_tell_what_they_count_as(regions):
    own = codes.code_list("interruption_reasons", region=regions["etela-pohjanmaa"])[-1]
    assert (own.key, own.counts_as) == ("long_way", "insufficient_support")
    assert "long_way" not in [one.key for one in codes.code_list("interruption_reasons", region=regions["lieto"])]


@pytest.mark.row("I-13")
def test_two_regions_with_their_own_words_add_up_in_one_report(regions):
    """Seen red: `national_key` made to answer with the key it was given."""
    told = [
        ("etela-pohjanmaa", "long_way"), ("etela-pohjanmaa", "insufficient_support"), ("lieto", "insufficient_support"),
        ("lieto", "illness"),
    ]
    figure = Counter(codes.national_key("interruption_reasons", key, regions[name]) for name, key in told)
    assert figure == {"insufficient_support": 3, "illness": 1}
    for region in regions.values():
        for name in definitions.LocalCodes.model_fields:
            for one in codes.code_list(name, region=region):
                assert codes.national_key(name, one.key, region) in {each.key for each in codes.code_list(name)}


def test_deadlines_are_dated_and_a_day_is_counted_in_the_deadlines_own_unit():
    assert codes.deadline(None, "job_interview_first", date(2025, 6, 1)) == 5
    assert codes.deadline(None, "job_interview_first", date(2026, 6, 1)) == 10
    assert codes.due(None, "first_contact", date(2026, 11, 6)) == date(2026, 11, 10)  # Friday and two working days
    assert codes.due(None, "plan", date(2025, 11, 30)) == date(2026, 2, 28)
    with pytest.raises(LookupError, match="first_contact"):
        codes.deadline(None, "first_contacts")
    with pytest.raises(LookupError):
        codes.due(None, "coaching_clients")


def test_a_regions_own_deadline_goes_before_the_common_one(regions):
    differing = [
        (regions[key], own.key, own.values[-1].value) for key, region in regions.items()
        if (model := codes.published(region)) for own in model.model.deadlines
    ]
    assert differing
    for region, name, value in differing:
        assert codes.deadline(region, name) == value
        assert codes.deadline(None, name) != value


def test_the_ground_is_the_statute_where_law_lets_the_body_see_and_none_where_consent_is_needed():
    day = date(2026, 6, 1)
    with_law = {"wellbeing_county", "employment_authority", "municipality", "kela"}
    assert {kind: codes.ground_for(kind, day) for kind in with_law} == dict.fromkeys(with_law, "l381_15")
    for kind in ("association", "provider", "prison_service", "occupational_health", "employer", "state"):
        assert codes.ground_for(kind, day) is None
    assert codes.ground_for("kela", date(2024, 12, 31)) is None
    with pytest.raises(LookupError):
        codes.ground_for("kelaa")
    assert codes.ground_of_sender("kela", day) == "l381_15" and codes.ground_of_sender("youth_service", day) is None


def test_stages_are_the_regions_own_and_five_without_a_model(regions):
    assert [one.key for one in codes.stages(None)] == [
        "identification", "initial_service", "mapping", "services", "follow_up"
    ]
    for region in regions.values():
        if model := codes.published(region):
            assert [one.key for one in codes.stages(region)] == [one.key for one in model.model.stages]


def test_a_page_may_ask_as_often_as_it_likes(regions, django_assert_num_queries):
    codes.published(regions["lieto"])
    with django_assert_num_queries(0):
        for _n in range(50):
            codes.deadline(regions["lieto"], "naming")
            codes.code_list("decline_reasons", region=regions["lieto"])
