"""A draft is written, saved, checked and published; what is in force stays as it was, and nobody's text is lost.

Seen red: the check left out of `publish_model`; `save_draft` without its version; a load that wrote over somebody's
draft; every region's versions visible to everybody.
"""

from copy import deepcopy
from functools import lru_cache

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from rinnalla.access.acting import system
from rinnalla.catalogue.models import ServiceCard
from rinnalla.eventlog.models import Event
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import actions, codes, definitions
from rinnalla.servicemodels.content import as_yaml, check_draft, content_of, definition_of, files_of
from rinnalla.servicemodels.loading import load_all
from rinnalla.servicemodels.models import ServiceModel
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
LOADER = system("load_regions")


@lru_cache(maxsize=1)
def given() -> tuple[definitions.Common, dict[str, definitions.RegionDefinition]]:
    return load_all(settings.REGIONS_DIR)


@pytest.fixture
def lieto(db):
    """A region with its model in force, as its files are loaded."""
    common, regions = given()
    actions.load_region(by=LOADER, definition=regions["lieto"], common=common, publish=True)
    return Region.objects.get(key="lieto")


@pytest.fixture
def manager(cast):
    return cast.actor("rooli-manager")


def changed(model: ServiceModel) -> dict:
    """The draft's content with one more step in its first path."""
    content = deepcopy(model.content)
    steps = content["model"]["path_templates"][0]["steps"]
    names = {"fi": "Vielä keskustelu", "sv": "Samtal", "en": "Talk"}
    steps.append({**steps[0], "key": "one_more_talk", "names": names})
    return content


def test_a_draft_is_a_copy_of_the_version_in_force_under_the_next_name(lieto, manager):
    before = ServiceModel.objects.get(region=lieto)
    draft = actions.draft_from(region=lieto, by=manager)
    assert (draft.number, draft.state, draft.began_from, draft.made_by_id) == (2, "draft", before, manager.user_id)
    assert draft.name != before.name and draft.name.startswith("20")
    assert draft.content["model"]["stages"] == before.content["model"]["stages"]
    assert codes.published(lieto).model.version == before.name and check_draft(draft) == []


def test_asked_twice_it_is_the_same_draft_and_a_second_one_is_refused(lieto, manager):
    draft = actions.draft_from(region=lieto, by=manager)
    assert actions.draft_from(region=lieto, by=manager) == draft
    with pytest.raises(Refused, match="avoin luonnos"):
        actions.draft_from(region=lieto, by=LOADER)
    with pytest.raises(IntegrityError, match="one_open_draft_a_region"), transaction.atomic():
        ServiceModel.objects.create(region=lieto, number=9, content={})


def test_a_save_names_the_version_it_was_made_from_and_keeps_faults(lieto, manager):
    draft = actions.draft_from(region=lieto, by=manager)
    broken = changed(draft)
    broken["model"]["path_templates"][0]["steps"][0]["stage"] = "maping"
    actions.save_draft(model=draft, version=1, content=broken, by=manager)
    with pytest.raises(Conflict) as lost:
        actions.save_draft(model=draft, version=1, content={}, by=manager)
    assert lost.value.current.content == broken
    [fault] = check_draft(ServiceModel.objects.get(pk=draft.pk))
    assert (fault.file.name, fault.where) == ("model.yaml", "path_templates[0].steps[0].stage")
    assert fault.nearest == "mapping" and "mapping" in fault.expected
    assert as_yaml(broken["model"]).splitlines()[fault.line - 1].strip() == "stage: maping"


def test_a_draft_of_nothing_is_told_and_not_published(lieto, manager):
    draft = actions.draft_from(region=lieto, by=manager)
    for content in ({}, {"info": {}, "organisations": [], "model": {}}, {"info": [], "model": "x"}):
        actions.save_draft(model=draft, version=draft.version, content=content, by=manager)
        assert check_draft(draft)
        with pytest.raises(Refused, match="virhe"), transaction.atomic():
            actions.publish_model(model=draft, version=draft.version, by=manager)
        draft.refresh_from_db()
    assert ServiceModel.objects.in_force().get(region=lieto).number == 1


def test_publishing_takes_it_into_use_and_supersedes_the_one_before(lieto, manager):
    draft = actions.draft_from(region=lieto, by=manager)
    content = changed(draft)
    content["organisations"][0]["units"][0]["phone"] = "02 487 9999"
    key, card = content["organisations"][0]["units"][0]["key"], content["model"]["offers"][0]["card"]
    content["model"]["offers"][0]["waiting"] = {"fi": "Kolme päivää", "sv": "Tre dagar", "en": "Three days"}
    actions.save_draft(model=draft, version=1, content=content, by=manager)
    actions.publish_model(model=draft, version=2, by=manager)
    old, new = ServiceModel.objects.filter(region=lieto).order_by("number")
    assert (old.state, new.state) == ("superseded", "published")
    assert (new.published_by_id, new.published_job) == (manager.user_id, "")
    assert codes.published(lieto).model.path_templates[0].steps[-1].key == "one_more_talk"
    assert Unit.objects.get(organisation__region=lieto, key=key).phone == "02 487 9999"
    assert ServiceCard.objects.get(region=lieto, key=card).waiting_text == "Kolme päivää"
    with pytest.raises(Refused, match="jo julkaistu"):
        actions.publish_model(model=new, version=new.version, by=manager)
    with as_actor(manager):
        verbs = set(Event.objects.filter(user_id=manager.user_id).values_list("verb", flat=True))
    assert {f"servicemodels.{verb}" for verb in ("drafted", "draft_saved", "published", "superseded")} <= verbs


@pytest.mark.row("L-13")
def test_who_coordinates_is_changed_for_one_municipality_only(lieto, manager):
    """Marttila's people go to the nurse of the health check, who coordinates there; nobody else's way changes."""
    def takers(code: str) -> set[str]:
        return {unit.key for unit in Unit.objects.receiving().filter(municipalities__code=code)}

    before = {code: takers(code) for code in ("423", "019", "284", "480")}
    draft = actions.draft_from(region=lieto, by=manager)
    content = deepcopy(draft.content)
    units = {unit["key"]: unit for body in content["organisations"] for unit in body["units"]}
    for unit in units.values():
        if unit["takes_referrals"] and unit["key"] != "lieto_terveystarkastus" and not unit["default_intake"]:
            unit["municipalities"] = [code for code in unit["municipalities"] if code != "480"] or ["423"]
    nurse = units["lieto_terveystarkastus"]
    nurse |= {"takes_referrals": True, "municipalities": ["480"], "roles": [*nurse["roles"], "coordinator"]}
    content["model"]["path_templates"][0]["steps"][0]["role"] = "coordinator"
    actions.save_draft(model=draft, version=1, content=content, by=manager)
    assert [str(fault) for fault in check_draft(draft)] == []
    actions.publish_model(model=draft, version=draft.version, by=manager)
    after = {code: takers(code) for code in before}
    assert "lieto_terveystarkastus" in after["480"]
    assert {code: after[code] - {"lieto_terveystarkastus"} for code in ("423", "019", "284")} == {
        code: before[code] - {"lieto_terveystarkastus"} for code in ("423", "019", "284")
    }
    assert codes.published(lieto).units["lieto_terveystarkastus"].roles[-1] == "coordinator"


def test_what_is_published_is_what_was_looked_at(lieto, manager):
    draft = actions.draft_from(region=lieto, by=manager)
    seen = draft.version
    actions.save_draft(model=draft, version=seen, content=changed(draft), by=manager)
    with pytest.raises(Conflict):
        actions.publish_model(model=draft, version=seen, by=manager)


def test_a_units_phone_that_an_administrator_changed_since_is_left_alone(lieto, manager):
    draft = actions.draft_from(region=lieto, by=manager)
    unit = Unit.objects.filter(organisation__region=lieto).first()
    Unit.objects.filter(pk=unit.pk).update(phone="040 111 2222")
    actions.publish_model(model=draft, version=1, by=manager)
    unit.refresh_from_db()
    assert unit.phone == "040 111 2222"


def test_a_name_that_was_used_before_is_a_fault(lieto, manager):
    draft = actions.draft_from(region=lieto, by=manager)
    content = deepcopy(draft.content)
    content["model"]["version"] = ServiceModel.objects.get(number=1, region=lieto).name
    actions.save_draft(model=draft, version=1, content=content, by=manager)
    assert [(fault.code, fault.where) for fault in check_draft(draft)] == [("same_version", "version")]


def test_a_units_key_may_not_be_another_regions(lieto, manager):
    common, regions = given()
    actions.load_region(by=LOADER, definition=regions["pohjanmaa"], common=common, publish=True)
    draft = actions.draft_from(region=lieto, by=manager)
    text = str(draft.content)
    taken = next(iter(regions["pohjanmaa"].units))
    own = next(iter(regions["lieto"].units))
    assert taken not in text
    content = deepcopy(draft.content)
    unit = next(u for o in content["organisations"] for u in o["units"] if u["key"] == own)
    content["organisations"][0]["units"].append({**unit, "key": taken, "default_intake": False})
    actions.save_draft(model=draft, version=1, content=content, by=manager)
    assert [fault.code for fault in check_draft(draft)] == ["same_key"]


def test_a_discarded_draft_is_gone_and_the_version_in_force_is_not(lieto, manager):
    draft = actions.draft_from(region=lieto, by=manager)
    actions.discard_draft(model=draft, version=1, by=manager)
    in_force = ServiceModel.objects.get(region=lieto)
    with pytest.raises(Refused):
        actions.discard_draft(model=in_force, version=in_force.version, by=manager)
    with as_actor(manager):
        assert Event.objects.filter(verb="servicemodels.discarded").count() == 1
    assert actions.draft_from(region=lieto, by=manager).number == 2


def test_a_load_does_not_write_over_somebodys_draft(lieto, manager):
    common, regions = given()
    draft = actions.draft_from(region=lieto, by=manager)
    again = actions.load_region(by=LOADER, definition=regions["lieto"], common=common, publish=True)
    assert (again.model.number, again.changed, again.published_now) == (1, 0, False)
    new = regions["lieto"].model_copy(update={"model": regions["lieto"].model.model_copy(update={"version": "X"})})
    with pytest.raises(Refused, match="avoin luonnos"), transaction.atomic():
        actions.load_region(by=LOADER, definition=new, common=common, publish=True)
    draft.refresh_from_db()
    assert draft.content["model"]["version"] != "X"


def test_a_load_does_not_take_back_what_the_region_has_gone_on_from(lieto, manager):
    """Seen red: `_superseded` made to answer None."""
    common, regions = given()
    draft = actions.draft_from(region=lieto, by=manager)
    content = changed(draft)
    content["organisations"][0]["units"][0]["phone"] = "02 487 9999"
    actions.save_draft(model=draft, version=1, content=content, by=manager)
    actions.publish_model(model=draft, version=2, by=manager)
    again = actions.load_region(by=LOADER, definition=regions["lieto"], common=common, publish=True)
    assert again.superseded and again.model == draft and not again.published_now
    assert ServiceModel.objects.in_force().get(region=lieto) == draft
    key = content["organisations"][0]["units"][0]["key"]
    assert Unit.objects.get(organisation__region=lieto, key=key).phone == "02 487 9999"


def test_every_region_survives_the_way_through_its_files():
    _common, regions = given()
    for key, region in regions.items():
        content = content_of(region)
        assert content_of(definition_of(content, key=key)) == content
        assert set(files_of(content)) == {"region", "organisations", "model"}


def test_only_ones_own_region_and_what_one_founded_are_seen(lieto, cast, manager):
    assert not ServiceModel.objects.visible_to(manager).exists()
    own = actions.draft_from(region=Region.objects.get(pk=manager.region_id), by=LOADER, content={"model": {}})
    founded = Region.objects.create(key="uusi", names={"fi": "Uusi"}, languages=["fi"], help_phone="06 218 4400")
    first = actions.draft_from(region=founded, by=manager, content={"model": {}})
    assert set(ServiceModel.objects.visible_to(manager)) == {own, first}
    assert not ServiceModel.objects.visible_to(cast.actor("rooli-doctor")).filter(pk=first.pk).exists()


CHANGES = ("content = '{}'", "version = 7", "superseded_at = null", "region_id = region_id + 1")


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_keeps_a_published_version_as_it_was(lieto, manager, change):
    actions.publish_model(model=actions.draft_from(region=lieto, by=manager), version=1, by=manager)
    for number in (1, 2):
        if number == 2 and change.startswith("superseded"):
            continue
        update = f"update servicemodels_servicemodel set {change} where region_id = %s and number = %s"
        refused = pytest.raises(IntegrityError, match="published service model")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(update, [lieto.pk, number])
