"""A region is founded in a browser: from nothing or as a copy, published, and its first administrator made once.

Seen red: a municipality of another region let through; `founds` without asking whether somebody works there already;
the region shown to the public before it was published.
"""

from functools import lru_cache

import pytest
from django.conf import settings

from rinnalla.access.acting import staff_actor, system
from rinnalla.access.models import Membership, User
from rinnalla.cast import actor_named
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import actions
from rinnalla.servicemodels.content import check_draft
from rinnalla.servicemodels.editing import telling
from rinnalla.servicemodels.loading import load_all
from rinnalla.servicemodels.models import ServiceModel
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
LOADER = system("load_regions")
FORM = {
    "name_fi": "Uusi Kumpula", "name_sv": "Nya Kulla", "name_en": "New Kumpula", "languages": ["fi", "sv"],
    "help_phone": "09 218 4400", "hours_fi": "arkisin 8–16", "hours_sv": "vardagar 8–16", "hours_en": "weekdays 8–16",
    "municipalities": "991 Kumpula / Kulla\n992 Mäkelä", "body_fi": "Kumpulan hyvinvointialue",
    "body_sv": "Kulla välfärdsområde", "kind": "wellbeing_county", "agreement": "KHVA 2026/1", "signed": "2.1.2026",
    "unit_fi": "Työkykyneuvonta", "unit_sv": "Arbetsförmågerådgivning", "unit_phone": "09 218 4401",
}


@lru_cache(maxsize=1)
def given():
    return load_all(settings.REGIONS_DIR)


@pytest.fixture
def founder(cast):
    return cast.roles["system_admin"]


def found(browser, **more) -> ServiceModel:
    answer = browser.post("/models/founding/", FORM | more)
    assert answer.status_code == 302, answer.text
    return ServiceModel.objects.get(region__key="uusi-kumpula")


def test_a_region_from_nothing_tells_what_it_still_needs(founder, sign_in):
    browser = sign_in(founder)
    draft = found(browser)
    wanting = {one.address for one in telling.findings(draft)}
    assert wanting == {"teams", "support_layers", "path_templates", "offers"}
    page = browser.get(f"/models/{draft.uuid}/draft/").text
    assert "Uusi Kumpula" in page and "4 kohtaa korjattava" in page
    assert draft.content["info"]["wording"]["service"]["sv"] == "Stöd för arbetsförmågan"
    assert [town["names"]["sv"] for town in draft.content["info"]["municipalities"]] == ["Kulla", "Mäkelä"]


def test_twice_sent_is_one_region(founder, sign_in):
    browser = sign_in(founder)
    assert found(browser) == found(browser)
    assert Region.objects.filter(key="uusi-kumpula").count() == 1


def test_a_region_is_not_there_for_the_public_before_it_is_published(founder, sign_in):
    found(sign_in(founder))
    assert "uusi-kumpula" not in {region.key for region in Region.objects.taking_in()}
    assert "Uusi Kumpula" not in sign_in(None).get("/").text


@pytest.mark.parametrize(("field", "value", "told"), [
    ("municipalities", "99 Kumpula", "kirjoita rivi näin"),
    ("municipalities", "991 Kumpula\n991 Mäkelä", "jokainen kunta kerran"),
    ("municipalities", "995 Koivulan kunta", "kuuluu jo alueeseen"),
    ("help_phone", "09-2184400", "Kirjoita numero näin"),
    ("name_fi", "Koivula", "Samanniminen alue on jo olemassa"),
])  # fmt: skip
def test_what_can_not_be_is_told_at_its_field(founder, sign_in, field, value, told):
    answer = sign_in(founder).post("/models/founding/", FORM | {field: value})
    assert answer.status_code == 422
    assert told in answer.text and "KHVA 2026/1" in answer.text
    assert not Region.objects.filter(key="uusi-kumpula").exists()


def copied(browser) -> ServiceModel:
    common, regions = given()
    with as_actor(LOADER):
        actions.load_region(by=LOADER, definition=regions["lieto"], common=common, publish=True)
    source = ServiceModel.objects.in_force().get(region__key="lieto")
    return found(browser, source=str(source.uuid))


def test_a_copy_brings_the_model_and_leaves_the_bodies_and_is_published_as_it_is(founder, sign_in):
    browser = sign_in(founder)
    draft = copied(browser)
    model = draft.content["model"]
    assert len(model["path_templates"]) == 2 and len(model["support_layers"]) == 4 and not model["eligibility"]
    assert {one["unit"] for one in model["teams"]} == {"tyokykyneuvonta"}
    assert [body["names"]["fi"] for body in draft.content["organisations"]] == ["Kumpulan hyvinvointialue"]
    assert draft.content["info"]["wording"]["tagline"]["fi"] == "Kaveria ei jätetä"
    assert not check_draft(draft)
    with as_actor(actor_named(founder.username)):
        actions.publish_model(model=draft, version=draft.version, by=actor_named(founder.username))
    unit = Unit.objects.get(key="tyokykyneuvonta")
    assert unit.default_intake and unit.municipalities.count() == 2
    assert Region.objects.taking_in().filter(key="uusi-kumpula").exists()


def published(founder, browser) -> ServiceModel:
    draft = copied(browser)
    with as_actor(actor_named(founder.username)):
        actions.publish_model(model=draft, version=draft.version, by=actor_named(founder.username))
    return draft


ABOUT = {"username": "aada.alku", "name": "Aada Alku", "email": "aada.alku@example.org", "phone": "", "language": "fi"}


def test_the_first_administrator_is_made_once_and_the_password_shown_once(founder, sign_in):
    browser = sign_in(founder)
    model = published(founder, browser)
    page = f"/models/{model.uuid}/administrator/"
    assert browser.post(page, ABOUT).status_code == 302
    first, again = browser.get(page).text, browser.get(page).text
    user = User.objects.get(username="aada.alku")
    password = first.split("<code>")[1].split("</code>")[0]
    assert user.check_password(password) and user.password_given_at
    assert "<code>" not in again and "Alueella on jo pääkäyttäjä" in again
    assert browser.post(page, ABOUT | {"username": "toinen.alku"}).status_code == 422
    assert Membership.objects.get(user=user).role == "organisation_admin"
    actor = staff_actor(Membership.objects.select_related("user", "unit__organisation").get(user=user))
    assert actor.region_id == model.region_id


def test_no_administrator_before_the_region_is_published(founder, sign_in):
    browser = sign_in(founder)
    draft = found(browser)
    assert browser.post(f"/models/{draft.uuid}/administrator/", ABOUT).status_code == 422
    assert not User.objects.filter(username="aada.alku").exists()


def test_a_founder_gives_no_role_in_a_region_that_has_people(cast, founder):
    from rinnalla.access.actions import add_user, give_membership

    actor = actor_named(founder.username)
    with as_actor(LOADER):
        user = add_user(by=LOADER, username="uusi.alku", name="Uusi Alku")
    with as_actor(actor), pytest.raises(Refused):
        give_membership(by=actor, user=user, unit=cast.far, role="organisation_admin")


def test_only_the_system_administrator_founds(cast, sign_in):
    for role in ("manager", "organisation_admin", "coordinator"):
        assert sign_in(cast.roles[role]).get("/models/founding/").status_code == 403
