"""A case runs on the version it was opened under: codes, deadlines and stages of that version, whatever is published.

Seen red: `of_case` made to answer with the region; the pin left out of `open_case`.
"""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.models import ServiceModel
from rinnalla.servicemodels.tests.versions import first_version, publish_next
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
STATUTE = "l381_15"


def opened(cast, family_name="Lehto") -> Case:
    """A case of the cast's region, opened now."""
    with as_actor(cast.a_katri):
        return cases.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground=STATUTE,
            naming_due_on=dates.today() + timedelta(days=14),
            new_person={"given_names": "Oskari", "family_name": family_name},
        )


def test_a_case_is_opened_on_the_version_in_force_and_without_one_where_there_is_none(cast):
    assert opened(cast).service_model is None
    first = first_version(cast.region)
    assert opened(cast, "Lahti").service_model == first


@pytest.mark.row("I-10")
def test_a_new_version_leaves_running_paths_as_they_are(cast):
    first = first_version(cast.region)
    before = opened(cast)

    def change(content):
        content["model"]["path_templates"][0]["steps"].pop()
        content["model"]["stages"][1]["names"] = {"fi": "Alkujutut", "sv": "Början", "en": "Start"}
        content["model"]["deadlines"][0]["values"][0]["value"] = 9

    second = publish_next(cast.region, change)
    after = opened(cast, "Lahti")
    with as_actor(cast.a_katri):
        assert (Case.objects.get(pk=before.pk).service_model, after.service_model) == (first, second)
    old, new = codes.of_case(before), codes.of_case(after)
    name = first.content["model"]["deadlines"][0]["key"]
    assert codes.deadline(old, name) == first.content["model"]["deadlines"][0]["values"][0]["value"] != 9
    assert codes.deadline(new, name) == codes.deadline(cast.region, name) == 9
    assert codes.stage_name(old, "initial_service") == "Alkupalvelu"
    assert codes.stage_name(new, "initial_service") == "Alkujutut"
    steps = [len(codes.published(whose).model.path_templates[0].steps) for whose in (old, new)]
    assert steps[0] == steps[1] + 1


def test_a_case_goes_only_to_stages_of_its_own_version(cast):
    first_version(cast.region)
    before = opened(cast)

    def change(content):
        content["model"]["stages"] = [one for one in content["model"]["stages"] if one["key"] != "mapping"]
        for template in content["model"]["path_templates"]:
            for step in template["steps"]:
                step["stage"] = "services" if step["stage"] == "mapping" else step["stage"]

    publish_next(cast.region, change)
    after = opened(cast, "Lahti")
    with as_actor(cast.a_katri):
        cases.move_stage(case=before, version=before.version, by=cast.a_katri, stage="mapping")
        with pytest.raises(Refused, match="palvelumallissa"):
            cases.move_stage(case=after, version=after.version, by=cast.a_katri, stage="mapping")


@pytest.mark.row("T-19")
def test_a_deadline_is_the_one_of_the_day_of_the_event(cast):
    """The statute's successor: what began before keeps its days, what begins after gets the new ones."""
    def both(content):
        [name] = [one for one in content["model"]["deadlines"] if one["key"] == "first_contact"]
        value = name["values"][0]
        name["values"] = [
            {**value, "value": 5, "unit": "days", "valid_from": "2026-01-01", "valid_to": "2026-08-31"},
            {**value, "value": 3, "unit": "days", "valid_from": "2026-09-01", "valid_to": None},
        ]

    first_version(cast.region, both)
    case = opened(cast)
    whose = codes.of_case(case)
    assert codes.due(whose, "first_contact", date(2026, 8, 31)) == date(2026, 9, 5)
    assert codes.due(whose, "first_contact", date(2026, 9, 1)) == date(2026, 9, 4)

    def successor(content):
        [name] = [one for one in content["model"]["deadlines"] if one["key"] == "first_contact"]
        last = deepcopy(name["values"][-1])
        name["values"][-1]["valid_to"] = "2026-12-31"
        name["values"].append({**last, "value": 1, "valid_from": "2027-01-01", "valid_to": None})

    publish_next(cast.region, successor)
    assert codes.due(codes.of_case(opened(cast, "Lahti")), "first_contact", date(2027, 1, 4)) == date(2027, 1, 5)
    assert codes.due(whose, "first_contact", date(2027, 1, 4)) == date(2027, 1, 7)
    assert codes.due(cast.region, "first_contact", date(2026, 8, 31)) == date(2026, 9, 5)


def test_published_versions_are_read_once_and_a_draft_never_by_its_id(cast, django_assert_num_queries):
    first = first_version(cast.region)
    case = opened(cast)
    codes.published(codes.of_case(case))
    with django_assert_num_queries(0):
        for _n in range(20):
            codes.stage_name(codes.of_case(case), "mapping")
    draft = ServiceModel.objects.create(region=cast.region, number=2, content=first.content, made_by=None)
    with pytest.raises(ServiceModel.DoesNotExist):
        codes.version(draft.pk)
