"""A region made only with the editor takes a person through the whole path: nobody writes a file or a line of program.

The system administrator founds it from nothing and fills in what the front page of the draft asks for; the first
administrator adds the people; somebody asks to be called; the region's own coordinator takes in, talks with the
region's own question, plans, serves and closes. A question is added meanwhile: the talk that was held stays as it was.
"""

import pytest

from rinnalla.assessments.models import NeedsAssessment
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.models import ServiceModel
from tests.browser.journey import asked, closed, planned, responsible, served, taken_in
from tests.browser.people import OWNER, House, Somebody

KEY = "uusi-kumpula"
OWN_PASSWORD = "kumpulan-oma-salasana-26"
FOUNDING = {
    "name_fi": "Uusi Kumpula", "name_sv": "Nya Kulla", "name_en": "New Kumpula", "help_phone": "09 218 4400",
    "hours_fi": "arkisin 8–16", "hours_sv": "vardagar 8–16", "hours_en": "weekdays 8–16",
    "municipalities": "991 Kumpula / Kulla\n992 Mäkelä", "body_fi": "Kumpulan hyvinvointialue",
    "body_sv": "Kulla välfärdsområde", "agreement": "KHVA 2026/1", "signed": "2.1.2026",
    "unit_fi": "Työkykyneuvonta", "unit_sv": "Arbetsförmågerådgivning", "unit_phone": "09 218 4401",
}
QUESTION = "Mikä päivässä sujuu?"
WISH = "Haluan puusepäksi."
LATER = "Mihin aikaan jaksat parhaiten?"


def names(text: str, name: str = "names") -> dict[str, str]:
    """The same words in three languages: what is tried here is the way, not the translation."""
    return {f"{name}-{language}": text for language in ("fi", "sv", "en")}


@pytest.mark.row("V-114")
def test_a_region_made_with_the_editor_takes_a_person_through_the_whole_path(house: House):
    founder = house.somebody("rooli-system_admin")
    model = founded(founder)
    filled_in(founder, model)
    published(founder, model)
    boss = first_administrator(house, founder, model)
    given = taken_on(boss)
    vieno = new_password(house, "vieno.vastaa", given["vieno.vastaa"])
    asked(house.somebody(), KEY, "991", "Onni Oja", WISH)
    case = taken_in(vieno, "Onni Oja")
    pinned = Case.objects.using(OWNER).select_related("service_model").get(uuid=case).service_model
    assert pinned is not None and pinned.name == f"{dates.today().year}-1"
    responsible(vieno, case, "Vieno Vastaa", "vieno.vastaa")
    talked(vieno, case)
    planned(vieno, case, WISH)
    served(vieno, case)
    question_added(new_password(house, "matti.malli", given["matti.malli"]), vieno, case)
    closed(vieno, case)


# The region ----------------------------------------------------------------------------------------------------------


def founded(founder: Somebody) -> str:
    """From nothing; the front page then says what is missing, and that nobody sees it yet."""
    founder.go("/models/founding/")
    founder.fill(**FOUNDING)
    founder.choose("kind", "yvinvointialue")
    founder.press("name_fi")
    founder.sees("4 kohtaa korjattava ennen julkaisua")
    assert not Region.objects.using(OWNER).taking_in().filter(key=KEY).exists()
    return founder.uuid_in_address()


def add(founder: Somebody, model: str, place: str, **fields: object) -> None:
    """A new thing in a list of the draft, by its button and form."""
    founder.go(f"/models/{model}/draft/parts/{place.split('/')[0]}/")
    founder.go(f"/models/{model}/draft/additions/{place}/")
    founder.fill(**fields)
    founder.press(next(iter(fields)))


def filled_in(founder: Somebody, model: str) -> None:
    """What the front page asks for, and a question of the region's own."""
    unit = founder_unit(model)
    add(founder, model, "teams", **names("Kumpulan tiimi"), unit=unit, required_roles=["coordinator"])
    add(founder, model, "support_layers", level="1", **names("Oma ammattilainen"))
    add(founder, model, "path_templates", **names("Kumpulan polku"), **names("Puhelusta työhön.", "summary"))
    for name, stage in (("Puhelu", "initial_service"), ("Juttelu", "mapping")):
        add(founder, model, "path_templates/kumpulan_polku/steps", **names(name), stage=stage, role="coordinator",
            **{"due-value": "5", "due-unit": "working_days"})
    founder.go(f"/models/{model}/draft/parts/path_templates/kumpulan_polku/")
    founder.page.locator('form[action$="/steps/juttelu/"] button[value="up"]').click()
    founder.page.wait_for_load_state()
    steps = founder.page.locator("ol.rows .ct").all_inner_texts()
    assert [one.strip() for one in steps] == ["Juttelu", "Puhelu"]
    add(founder, model, "offers", card="self_care", unit=unit, **names("Heti", "waiting"), waiting_days="0")
    add(founder, model, "questions", form="initial_interview")
    add(founder, model, "questions/initial_interview/questions", **names(QUESTION), kind="text")
    founder.go(f"/models/{model}/draft/")
    founder.sees("Luonnos on kunnossa.")


def founder_unit(model: str) -> str:
    return ServiceModel.objects.using(OWNER).get(uuid=model).content["organisations"][0]["units"][0]["key"]


def published(who: Somebody, model: str) -> None:
    who.go(f"/models/{model}/publication/")
    who.press("version")
    assert ServiceModel.objects.using(OWNER).in_force().filter(uuid=model).exists()


def first_administrator(house: House, founder: Somebody, model: str) -> Somebody:
    """The founder makes one account, sees its password once, and gets no further."""
    founder.go(f"/models/{model}/administrator/")
    founder.fill(username="aada.alku", name="Aada Alku", email="aada.alku@example.org")
    founder.press("username")
    boss = new_password(house, "aada.alku", founder.page.locator("main code").inner_text())
    founder.go(f"/models/{model}/administrator/")
    assert not founder.page.locator("main code").count()
    return boss


def new_password(house: House, username: str, given: str) -> Somebody:
    """Signs in by the password that was given, and makes one's own before anything else."""
    one = house.somebody()
    one.go("/sign-in/")
    one.fill(login=username, password=given)
    one.press("login")
    one.go("/password/")
    one.fill(password=given, password1=OWN_PASSWORD, password2=OWN_PASSWORD)
    one.press("password1")
    return one


def taken_on(boss: Somebody) -> dict[str, str]:
    """The region's own administrator adds the coordinator, and a manager who looks after the model from now on: the
    first password of each."""
    made = {}
    for username, name, role in (
        ("vieno.vastaa", "Vieno Vastaa", "coordinator"), ("matti.malli", "Matti Malli", "manager"),
    ):
        boss.go("/users/new/")
        boss.fill(username=username, name=name, email=f"{username}@example.org", role=role)
        boss.choose("unit", "Työkykyneuvonta")
        boss.press("username")
        made[username] = boss.page.locator("main code").inner_text()
    return made


# The path ------------------------------------------------------------------------------------------------------------


def talked(vieno: Somebody, case: str) -> None:
    """The interview asks the common questions and then the region's own."""
    vieno.go(f"/cases/{case}/assessment/")
    vieno.press_to("/assessment/draft/")
    assert vieno.page.locator("main", has_text=QUESTION).count()
    own = vieno.page.locator('main [name^="told_"]').last.get_attribute("name")
    vieno.fill(network="Äiti.", goal="Puusepäksi.", resources="Kädet.", **{own: "Aamulla kaikki."})
    vieno.press("network", button='button[value="sign"]')
    vieno.sees(QUESTION)
    vieno.sees("Aamulla kaikki.")


# Meanwhile ----------------------------------------------------------------------------------------------------------


def question_added(matti: Somebody, vieno: Somebody, case: str) -> None:
    """The region's manager adds a question and publishes: the talk that was held asks what it asked."""
    matti.go("/models/")
    matti.press_to("/models/drafts/")
    draft = matti.uuid_in_address()
    add(matti, draft, "questions/initial_interview/questions", **names(LATER), kind="text")
    published(matti, draft)
    vieno.go(f"/cases/{case}/assessment/")
    vieno.sees("Aamulla kaikki.")
    assert not vieno.page.locator("main", has_text=LATER).count()
    held = NeedsAssessment.objects.using(OWNER).select_related("service_model").get(case__uuid=case)
    assert held.service_model.name == f"{dates.today().year}-1"
    assert ServiceModel.objects.using(OWNER).in_force().get(region__key=KEY).name == f"{dates.today().year}-2"
