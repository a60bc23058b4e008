"""The pages of what the work stands on, as the people of the regions that ship read them.

Seen red: a member left out of a network; a role of a project not drawn; the period drawn without its last year; the
tagline taken from the program's text; a matrix that asked every organisation for itself (query count).
"""

import re
from collections.abc import Callable

import pytest
from django.conf import settings

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels import actions
from rinnalla.servicemodels.loading import load_all

COMMON, REGIONS = load_all(settings.REGIONS_DIR)
pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(cast, sign_in) -> Callable:
    """`reader(region, unit, role)`: the browser of somebody who works there; the region is published as it ships."""

    def browser(key: str, unit: str, role: str = "coordinator"):
        by = system("load_regions")
        with acting(by):
            actions.load_region(by=by, definition=REGIONS[key], common=COMMON, publish=True)
            user = User.objects.filter(username=f"lukija-{unit}-{role}").first()
            if user is None:
                user = add_user(by=by, username=f"lukija-{unit}-{role}", name="Lukija", email="", phone="")
                place = Unit.objects.get(key=unit)
                give_membership(by=by, user=user, unit=place, role=role, starts_on=dates.today().replace(year=2024))
        return sign_in(user)

    return browser


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


@pytest.mark.row("L-56")
def test_five_networks_with_their_members(reader):
    page = words(reader("lieto", "lieto_tyollisyys").get("/handbook/networks/"))
    for name in ("Sosiaali- ja terveyspalvelut", "Työvoimapalvelut", "Liedon työllisyysverkosto",
                 "Liedon työnantajaverkosto", "Kelan verkosto"):  # fmt: skip
        assert name in page
    assert page.count("Osa verkostoa: Työvoimapalvelut") == 2
    for member in ("Varsinais-Suomen hyvinvointialue", "Liedon kunta", "Kaveri mukaan ry", "Liedon yrittäjät", "Kela"):
        assert member in page


@pytest.mark.row("T-01")
@pytest.mark.row("I-01")
@pytest.mark.row("F-40")
def test_the_programme_with_both_ministries_and_its_years(reader):
    page = words(reader("iisalmi", "iisalmi_tyollisyys").get("/handbook/programmes/"))
    assert "Työkykyohjelma 2019–2023" in page
    assert "Sosiaali- ja terveysministeriö (STM)" in page and "Työ- ja elinkeinoministeriö (TEM)" in page


@pytest.mark.row("T-03")
def test_the_programme_tells_its_aims_by_which_outcomes_are_reported(reader):
    """The aims are the purposes a plan's goal points at: the report's three columns (test_around_views)."""
    programme = next(one for one in COMMON.programmes if one.key == "work_ability_programme")
    assert set(programme.purposes) == {one.key for one in COMMON.codes.purposes} and len(programme.purposes) == 3
    page = words(reader("iisalmi", "iisalmi_tyollisyys").get("/handbook/programmes/"))
    assert all(one.names.fi in page for one in COMMON.codes.purposes)


@pytest.mark.row("I-02")
def test_who_answered_for_the_programme_and_who_funded_the_project(reader):
    page = words(reader("iisalmi", "iisalmi_tyollisyys").get("/handbook/programmes/"))
    assert "STM vastasi työkyvyn tuen palvelukokonaisuudesta sote-keskuksissa" in page
    assert "Rahoittaja Sosiaali- ja terveysministeriö" in page


@pytest.mark.row("I-03")
def test_four_bodies_of_the_project_each_with_its_role(reader):
    page = words(reader("iisalmi", "iisalmi_tyollisyys").get("/handbook/programmes/"))
    for body, role in (
        ("Iisalmen kaupunki", "Hallinnoija"), ("Ylä-Savon SOTE kuntayhtymä", "Kumppani"), ("Kela", "Yhteistyötaho"),
        ("Työllisyyden kuntakokeilu", "Yhteistyötaho"),
    ):  # fmt: skip
        assert f"{body} {role}" in page, (body, role)


@pytest.mark.row("T-02")
@pytest.mark.parametrize(("region", "unit", "counts"), [
    ("iisalmi", "iisalmi_tyollisyys", [1, 0]), ("vantaa-kerava", "vake_osaamisyksikko", [1, 1]),
])  # fmt: skip
def test_projects_are_reported_by_set_of_measures(reader, region, unit, counts):
    response = reader(region, unit).get("/handbook/programmes/")
    report = response.content.decode().split("Hankkeet kokonaisuuksittain")[1]
    parts = re.split("Työkyvyn tuki sosiaali- ja terveyskeskuksessa|Tuetun työllistymisen menetelmät", report)[1:3]
    names = [one.names.fi for one in REGIONS[region].model.projects]
    assert [sum(name in part for name in names) for part in parts] == counts


@pytest.mark.row("T-04")
def test_a_project_of_both_sets_is_found_under_both(reader):
    page = words(reader("vantaa-kerava", "vake_osaamisyksikko").get("/handbook/programmes/"))
    by_set = page.split("Hankkeet kokonaisuuksittain")[1]
    first, second = by_set.split("Tuetun työllistymisen menetelmät")
    assert "TEOT" in first and "TEOT" in second
    assert "Vantaan kaupunki Hallinnoija" in page and "Keravan kaupunki Osatoteuttaja" in page
    assert "1.3.2021–31.12.2022" in page


def test_a_region_without_projects_says_so(reader):
    page = words(reader("etela-pohjanmaa", "lakeus_tyokyky").get("/handbook/programmes/"))
    assert "Alueella ei ole kirjattuja hankkeita" in page


def test_links_lead_to_the_national_bank_and_the_own_county(reader):
    html = reader("pohjanmaa", "pohjanmaa_tyokykytiimi").get("/handbook/").content.decode()
    assert "https://innokyla.fi" in html and "https://pohjanmaanhyvinvointi.fi" in html
    html = reader("lieto", "lieto_tyollisyys").get("/handbook/").content.decode()
    assert "https://pohjanmaanhyvinvointi.fi" not in html


@pytest.mark.row("V-119")
@pytest.mark.parametrize("key", REGIONS)
def test_the_public_page_says_the_regions_name_of_the_service_and_its_promise_in_both_languages(key, reader, sign_in):
    by = system("load_regions")
    with acting(by):
        actions.load_region(by=by, definition=REGIONS[key], common=COMMON, publish=True)
    said = REGIONS[key].info.wording
    for language in ("fi", "sv"):
        browser = sign_in(None)
        browser.post("/language/", {"language": language, "next": "/"})
        page = words(browser.get(f"/?region={key}"))
        assert getattr(said.tagline, language) in page.replace("&#39;", "'")
        assert getattr(said.service, language) in page


@pytest.mark.row("T-55")
def test_the_coaching_model_says_where_it_comes_from_and_where_it_is_in_use(reader):
    browser = reader("vantaa-kerava", "vake_osaamisyksikko")
    page = words(browser.get("/handbook/models/quality_coaching/"))
    assert "tuli Suomeen Yhdysvalloista 1990-luvun puolivälissä" in page
    assert "Käytössä muualla" in page and "Vantaan Virtaamo" in page
    assert "Mistä malli tulee" not in words(browser.get("/handbook/models/low_threshold/"))


def test_concepts_stand_side_by_side(reader):
    page = words(reader("lieto", "lieto_tyollisyys").get("/handbook/concepts/"))
    assert "Yhdessä tarkoitamme" in page and "osa työkyvystään käytössä" in page
    assert page.index("Asiakas itse") < page.index("Työvoimaviranomainen") < page.index("Työeläkelaitos, eläke")
    assert "Laki työvoimapalveluiden järjestämisestä 380/2023 87 §, luettu 22.11.2026" in page
    assert "tarkistettava" in page
