"""The pages of versions: what is in force, what changed, two regions, a look ahead, publishing and throwing away.

Seen red: drafts of another region readable; changed lines left out of the difference.
"""

from copy import deepcopy

import pytest

from rinnalla.servicemodels import actions, codes
from rinnalla.servicemodels.comparing import compare
from rinnalla.servicemodels.content import content_of
from rinnalla.servicemodels.models import ServiceModel
from rinnalla.servicemodels.reading import parts
from rinnalla.servicemodels.tests.versions import LOADER, first_version, given

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(cast):
    return first_version(cast.region)


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.everybody["rooli-manager"])


def text(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def drafted(cast, change=None) -> ServiceModel:
    by = cast.actor("rooli-manager")
    draft = actions.draft_from(region=cast.region, by=by)
    if change:
        content = deepcopy(draft.content)
        change(content)
        actions.save_draft(model=draft, version=draft.version, content=content, by=by)
    return draft


def test_every_section_of_every_region_is_told_in_words():
    for region in given()[1].values():
        content = content_of(region)
        found = {part.key: part for part in parts(content)}
        assert {"info", "stages", "path_templates", "teams", "support_layers", "offers", "version"} <= set(found)
        [steps] = [rows for label, rows in found["path_templates"].things[0].lists]
        assert len(steps) == len(content["model"]["path_templates"][0]["steps"])
        assert all(one.name for part in found.values() for one in part.things)


def test_the_list_and_a_version_are_read_by_everybody_who_works_here(cast, first, sign_in):
    client = sign_in(cast.everybody["rooli-doctor"])
    assert first.name in text(client, "/models/") and "Aloita uusi luonnos" not in text(client, "/models/")
    page = text(client, f"/models/{first.uuid}/")
    assert "Alkuhaastattelu" in page and "14 päivää" in page and "Kuuntele ensin." in page


def test_another_regions_draft_is_not_there_and_its_model_in_force_is(cast, first, sign_in):
    client = sign_in(cast.everybody["muualta-manager"])
    draft = drafted(cast)
    for what in ("", "difference/", "preview/", "publication/", "removal/"):
        assert client.get(f"/models/{draft.uuid}/{what}").status_code == 404, what
    assert client.get(f"/models/{first.uuid}/").status_code == 200
    assert client.get(f"/models/{first.uuid}/removal/").status_code == 404
    assert client.post(f"/models/{draft.uuid}/publication/", {"version": 1}).status_code == 404


def test_a_draft_is_begun_published_and_the_difference_told(cast, first, manager):
    assert manager.post("/models/drafts/").status_code == 302
    draft = ServiceModel.objects.drafts().get(region=cast.region)
    content = deepcopy(draft.content)
    content["model"]["path_templates"][0]["steps"][0]["role"] = "nurse"
    actions.save_draft(model=draft, version=1, content=content, by=cast.actor("rooli-manager"))
    for address in (f"/models/{draft.uuid}/publication/", f"/models/{draft.uuid}/difference/"):
        page = text(manager, address)
        assert "<del>Työkykykoordinaattori</del>" in page and "<ins>Sairaanhoitaja</ins>" in page
    assert manager.post(f"/models/{draft.uuid}/publication/", {"version": 1}).status_code == 422
    assert manager.post(f"/models/{draft.uuid}/publication/", {"version": 2}).status_code == 302
    assert codes.in_force_id(cast.region.pk) == draft.pk
    assert manager.post(f"/models/{draft.uuid}/publication/", {"version": 3}).status_code == 302
    assert ServiceModel.objects.in_force().get(region=cast.region).number == 2


def test_with_faults_there_is_no_publish_button_and_each_fault_is_told(cast, first, manager):
    def broken(content):
        content["model"]["path_templates"][0]["steps"][0]["stage"] = "maping"

    draft = drafted(cast, broken)
    page = text(manager, f"/models/{draft.uuid}/publication/")
    assert "Polun askeleet" in page and "Tarkoititko Kartoitus?" in page
    assert "Julkaise versio</button>" not in page
    assert manager.post(f"/models/{draft.uuid}/publication/", {"version": draft.version}).status_code == 422
    assert codes.in_force_id(cast.region.pk) == first.pk


def test_a_preview_shows_the_draft_and_changes_nothing(cast, first, manager):
    def more(content):
        content["model"]["path_templates"][0]["steps"][0]["names"]["fi"] = "Ensimmäinen kahvi"
        content["info"]["wording"]["tagline"]["fi"] = "Yhdessä eteenpäin"

    draft = drafted(cast, more)
    page = text(manager, f"/models/{draft.uuid}/preview/")
    assert "Ensimmäinen kahvi" in page and "Yhdessä eteenpäin" in page and "Esikatselu" in page
    assert codes.in_force_id(cast.region.pk) == first.pk and draft.state == "draft"
    for content in ({}, {"info": None, "organisations": None, "model": None}, {"model": {"stages": [{}]}}):
        draft.refresh_from_db()
        actions.save_draft(model=draft, version=draft.version, content=content, by=cast.actor("rooli-manager"))
        for what in ("", "difference/", "preview/", "publication/"):
            text(manager, f"/models/{draft.uuid}/{what}")


def test_a_draft_is_thrown_away_after_asking(cast, first, manager):
    draft = drafted(cast)
    assert "Hylätäänkö" in text(manager, f"/models/{draft.uuid}/removal/")
    assert manager.post(f"/models/{draft.uuid}/removal/").status_code == 302
    assert not ServiceModel.objects.drafts().exists() and codes.in_force_id(cast.region.pk) == first.pk


def test_two_regions_stand_side_by_side(cast, first, sign_in):
    common, regions = given()
    actions.load_region(by=LOADER, definition=regions["pohjanmaa"], common=common, publish=True)
    page = text(sign_in(cast.katri), "/models/regions/?other=pohjanmaa")
    assert "Sosiaalihuollon työllistymisen polku" in page and "Pohjanmaa" in page
    assert "Yhteinen: 2 työpäivää" in page
    assert "Valitse kaksi aluetta" in text(sign_in(cast.katri), "/models/regions/?other=ei-ole")


def test_every_change_between_two_regions_is_told_in_words():
    """No change without its line, unless a thing came or went that says nothing but its name."""
    regions = [content_of(one) for one in given()[1].values()]
    for one, other in zip(regions, regions[1:], strict=False):
        for section in compare(one, other):
            for about in section.about:
                assert about.title and (about.lines or about.kind != "changed"), (section.key, about)
                assert all(line.before != line.after for line in about.lines), (section.key, about)
        assert compare(one, one) == []
