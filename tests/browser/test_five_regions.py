"""Every region that ships plays its own way of working, from its own model, with its own people.

Nothing here names a region: each folder is a case of the test, and what is looked for is read from its files: words,
people, templates of paths with their steps and leader, questions, layers of support, services.
"""

import pytest
from django.conf import settings
from playwright.sync_api import Locator

from rinnalla.access.models import Membership, User
from rinnalla.cases.models import Case
from rinnalla.demo.world import build_world
from rinnalla.lib import dates
from rinnalla.referrals.models import Referral
from rinnalla.servicemodels import commands
from rinnalla.servicemodels.definitions import PathTemplate, RegionDefinition
from rinnalla.servicemodels.loading import load_all, region_folders
from tests.browser.journey import asked, closed, day, planned, responsible, served, taken_in
from tests.browser.people import OWNER, House, Somebody

KEYS = sorted(folder.name for folder in region_folders(settings.REGIONS_DIR))
WISH = "Haluan tehdä käsilläni."
ANSWER = "Niin kuin itse sanoin."


@pytest.fixture(scope="module")
def regions(house: House) -> dict[str, RegionDefinition]:
    """All the regions in force, with the people their files tell."""
    assert commands.run("load", None, publish=True) == 0
    found = load_all(settings.REGIONS_DIR)[1]
    for definition in found.values():
        build_world(definition, today=dates.today())
    return found


@pytest.mark.parametrize("key", KEYS)
def test_a_region_plays_its_own_way_of_working(key: str, regions: dict[str, RegionDefinition], house: House):
    region = regions[key]
    name = f"Onni {'Oja' if len(key) % 2 else 'Aro'}"
    greeted(house.somebody(), region)
    asked(house.somebody(), key, region.info.municipalities[0].code, name, WISH)
    who, user = receiver(house, key)
    who.go("/day/")
    who.speak("fi")
    case = taken_in(who, name)
    pinned = Case.objects.using(OWNER).select_related("service_model__region").get(uuid=case).service_model
    assert pinned.region.key == key
    responsible(who, case, user.name, user.username)
    talked(who, case, region)
    planned(who, case, WISH)
    for template in own_ways(region, regions):
        walked(who, case, template, user)
    served(who, case)
    closed(who, case)


def greeted(visitor: Somebody, region: RegionDefinition) -> None:
    """The public page speaks in the region's own words."""
    visitor.go(f"/?region={region.info.key}")
    visitor.sees(region.info.wording.tagline.fi)


def receiver(house: House, key: str) -> tuple[Somebody, User]:
    """A coordinator of the unit the contact came to."""
    unit = Referral.objects.using(OWNER).filter(region__key=key).latest("pk").unit_id
    held = Membership.objects.using(OWNER).in_force().filter(unit_id=unit, role="coordinator").select_related("user")
    user = held.order_by("pk").first().user
    return house.known(user, role="coordinator"), user


def talked(who: Somebody, case: str, region: RegionDefinition) -> None:
    """The interview, with the region's own questions where it has some."""
    who.go(f"/cases/{case}/assessment/")
    who.press_to("/assessment/draft/")
    for form in region.model.questions:
        for question in form.questions:
            who.sees(question.names.fi)
    who.fill(network="Äiti.", goal=WISH, resources="Kädet.")
    who.press("network", button='button[value="sign"]')


def own_ways(region: RegionDefinition, regions: dict[str, RegionDefinition]) -> list[PathTemplate]:
    """The templates that not every region has: what is its own. Without one, the first of its list."""
    everywhere = set.intersection(*({one.key for one in each.model.path_templates} for each in regions.values()))
    return [one for one in region.model.path_templates if one.key not in everywhere] or [region.model.path_templates[0]]


def walked(who: Somebody, case: str, template: PathTemplate, user: User) -> None:
    """The path begins with the template's steps in its order; its first step is taken with a result."""
    if template.leader:
        led(who, case, template.leader)
    who.go(f"/cases/{case}/path/new/{template.key}/")
    if template.leader:
        leader = who.page.locator('main [name="leader"] option:not([value=""])').first.get_attribute("value")
        who.fill(leader=leader)
    who.press("started_on")
    running = who.page.locator("section", has=who.page.locator("h2", has_text=template.names.fi))
    rows = running.locator('table.steps a[href*="/path/steps/"]').all_inner_texts()
    steps = [step.names.fi for step in template.steps]
    assert [one for one in rows if one in steps] == steps, (template.key, rows)
    taken(who, running)


def taken(who: Somebody, running: Locator) -> None:
    """The first step is taken, with what came of it."""
    with who.page.expect_navigation():
        running.locator('a[href$="/done/"]').first.click()
    who.fill(result=ANSWER)
    who.press("result")
    who.sees(ANSWER)


def led(who: Somebody, case: str, role: str) -> None:
    """Somebody of the region's people with the role the template wants joins the team."""
    region_id = Case.objects.using(OWNER).get(uuid=case).region_id
    held = Membership.objects.using(OWNER).in_force().filter(role=role, unit__organisation__region_id=region_id)
    leader = held.select_related("user").order_by("pk").first()
    assert leader is not None, f"nobody of the region is {role}"
    who.go(f"/cases/{case}/team/new/")
    who.choose("membership", leader.user.name)
    who.fill(task=f"Johtaa polkua {day()}", depth="3", groups=["basics"])
    who.press("task")
