"""The editor's pages under axe at 320 light and 1280 dark, and used without a script and with the keyboard alone.

Seen red: the first button of a form was a row's, so that Enter moved a row instead of saving; a hidden field drawn
twice, which only the HTML checker saw.
"""

import subprocess

import pytest
from django.conf import settings

from rinnalla.access.acting import acting, system
from rinnalla.servicemodels import actions
from rinnalla.servicemodels.loading import load_all
from rinnalla.servicemodels.models import ServiceModel
from tests.browser import test_accessibility as accessibility
from tests.browser.people import OWNER, House, Somebody

PATH = "path_templates/work_ability_support"


@pytest.fixture(scope="module")
def manager(house: House) -> Somebody:
    """The manager of a region that runs as one of those that ship, with rules of its own."""
    common, regions = load_all(settings.REGIONS_DIR)
    whole = next(one for one in regions.values() if one.model.eligibility)
    info = whole.info.model_copy(update={"key": "koivula"})
    by = system("load_regions")
    with acting(by):
        actions.load_region(
            by=by, definition=whole.model_copy(update={"info": info, "staff": ()}), common=common, publish=True
        )
    return house.somebody("rooli-manager")


@pytest.fixture(scope="module")
def draft(manager: Somebody) -> ServiceModel:
    manager.go("/models/")
    manager.press_to("/models/drafts/")
    return ServiceModel.objects.using(OWNER).get(uuid=manager.uuid_in_address())


def addresses(draft: ServiceModel) -> list[str]:
    """One page of every kind, and each that holds rows, many choices or long texts."""
    body, rule = draft.content["organisations"][0], draft.content["model"]["eligibility"][0]
    parts = [
        "info", "municipalities", "organisations", f"organisations/{body['key']}",
        f"organisations/{body['key']}/units/{body['units'][0]['key']}", "stages/mapping", PATH,
        f"{PATH}/steps/health_check", f"deadlines/{draft.content['model']['deadlines'][0]['key']}", "codes",
        f"eligibility/{rule['key']}", f"eligibility/{rule['key']}/all_of/{rule['all_of'][0]['fact']}", "offers",
    ]
    new = ["questions", "teams", "offers", f"{PATH}/steps", "codes/absence_reasons"]
    trial = f"?try=1&municipality={rule['municipalities'][0]}&wishes_to_work=yes"
    return [
        "", *(f"parts/{one}/" for one in parts), *(f"additions/{one}/" for one in new), "texts/teams/", "trial/",
        f"trial/{trial}", f"removals/{PATH}/",
    ]


def test_every_page_of_the_editor_is_accessible(house: House, manager: Somebody, draft: ServiceModel, tmp_path):
    walk = accessibility.Walk(tmp_path)
    accessibility.listen(manager.page, walk)
    for address in addresses(draft):
        accessibility.look(manager.page, f"/models/{draft.uuid}/draft/{address}", walk)
    for address in (f"additions/{PATH}/steps/", "additions/teams/"):
        path = f"/models/{draft.uuid}/draft/{address}"
        manager.go(path)
        accessibility.send_empty(manager.page, path, walk)
    founder = house.somebody("rooli-system_admin")
    accessibility.look(founder.page, "/models/founding/", walk)
    accessibility.send_empty(founder.page, "/models/founding/", walk)
    assert len(walk.pages) == len(addresses(draft)) + 1 and len(walk.forms) == 3
    assert not walk.faults + walk.form_faults, "\n".join(walk.faults + walk.form_faults)
    if (jar := accessibility.NODE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar").exists():
        words = ["java", "-Xss4m", "-jar", str(jar), "--stdout", "--errors-only", "--skip-non-html", str(tmp_path)]
        checked = subprocess.run(words, capture_output=True, text=True, timeout=120)
        assert not checked.stdout, checked.stdout[:4000]


def test_a_path_is_edited_without_a_script(house: House, draft: ServiceModel):
    plain = house.somebody("rooli-manager", script=False)
    plain.go(f"/models/{draft.uuid}/draft/parts/{PATH}/")
    plain.follow(f"/additions/{PATH}/steps/")
    names = {"names-fi": "Käynti työpaikalla", "names-sv": "Besök", "names-en": "Visit"}
    plain.fill(**names, stage="services", role="job_coach")
    plain.press("names-fi")
    plain.sees("Käynti työpaikalla")
    plain.page.locator('form[action$="/steps/kaynti_tyopaikalla/"] button[value="up"]').click()
    draft.refresh_from_db(using=OWNER)
    assert draft.content["model"]["path_templates"][0]["steps"][-2]["key"] == "kaynti_tyopaikalla"


def test_enter_in_a_form_with_rows_saves_and_moves_nothing(manager: Somebody, draft: ServiceModel):
    body = draft.content["organisations"][0]["key"]
    place = f"/models/{draft.uuid}/draft/parts/organisations/{body}/"
    manager.go(place)
    manager.page.locator('button[value="add:agreements"]').click()
    manager.page.locator('[name="agreements-1-reference"]').wait_for()
    manager.fill(**{"agreements-1-kind": "cooperation", "agreements-1-reference": "KO 2026/2"})
    manager.fill(**{"agreements-1-signed": "2.1.2030", "agreements-1-valid_from": "1.1.2030"})
    with manager.page.expect_navigation():
        manager.page.locator('[name="agreements-1-valid_from"]').press("Enter")
    draft.refresh_from_db(using=OWNER)
    assert [one["reference"] for one in draft.content["organisations"][0]["agreements"]][-1] == "KO 2026/2"
