"""The register: one employer once, whoever adds it; found, mended, remembered; nothing of a client in it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.employers import actions
from rinnalla.employers.jobs import forget
from rinnalla.employers.models import Employer, EmployerChange, EmployerPerson, Workplace
from rinnalla.employers.tests.near import BUSINESS_ID, an_employer, held
from rinnalla.employers.texts import business_id
from rinnalla.lib import dates, hetu
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
KEY = "0e9b3f0e-63b5-4c85-9d58-0c4a4bb4a111"


@pytest.fixture
def boss(cast):
    return cast.actor("rooli-employer_coordinator")


@pytest.mark.parametrize("written, kept", [
    ("9000001-1", "9000001-1"), (" 90000011 ", "9000001-1"), ("FI90000011", "9000001-1"), ("166906-4", "0166906-4"),
    ("0166906-4", "0166906-4"), ("", ""),
])  # fmt: skip
def test_a_business_id_is_kept_as_it_is_written(written, kept):
    assert business_id(written) == kept


@pytest.mark.parametrize("written", ["9000001-2", "9000001", "900000-11x", "abcdefg-1", "90000018-1", "0000001-0"])
def test_a_wrong_business_id_is_refused(written):
    with pytest.raises(Refused, match="Y-tunnus ei kelpaa"):
        business_id(written)


def test_the_database_refuses_a_wrong_check_digit_too(cast, boss):
    """Guards against: a Y-tunnus that came past the action."""
    row = an_employer(boss)
    with as_actor(boss), pytest.raises(IntegrityError, match="employer_business_id"), transaction.atomic():
        Employer.objects.filter(pk=row.pk).update(business_id="9000001-2")


@pytest.mark.row("T-66", "C-22")
def test_an_employer_stands_once_in_the_register_of_all_bodies(cast, boss, sign_in):
    """Guards against: a second row of the same Y-tunnus or name made by another body; who keeps in touch left out."""
    an_employer(boss)
    browser = sign_in(cast.janne)  # an association's coach, the first was the county's
    form = {"name": "Joku Muu Oy", "business_id": "90000011", "form_key": KEY}
    page = browser.post("/employers/new/", form)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Tämä Y-tunnus on jo rekisterissä: Meriruohon Puutarha Oy" in text and "Rooli employer_coordinator" in text
    assert "Joku Muu Oy" in text, "what was typed is lost"
    named = {"name": "meriruohon puutarha oy", "form_key": KEY}
    page = browser.post("/employers/new/", named)
    assert page.status_code == 422 and "Rekisterissä on jo Meriruohon Puutarha Oy" in page.content.decode()
    assert browser.post("/employers/new/", {**named, "anyway": "on"}).status_code == 302
    with as_actor(boss):
        assert Employer.objects.count() == 2


def test_sent_twice_is_once(cast, sign_in):
    browser = sign_in(cast.janne)
    form = {"name": "Kahvila Aamu", "form_key": KEY}
    first, second = (browser.post("/employers/new/", form) for _time in range(2))
    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    assert Employer.objects.count() == 1


@pytest.mark.row("T-66", "L-66")
def test_every_body_of_the_region_finds_it_and_no_other_region(cast, boss, sign_in):
    """Guards against: `visible_to` left out of the list or of the page."""
    row = an_employer(boss, other_names="Ruohon Taimi")
    for user in (cast.janne, cast.timo, cast.katri, cast.everybody["rooli-manager"]):
        browser = sign_in(user)
        for words in ("meriruo", "taimi", BUSINESS_ID, "puutarha oy"):
            assert "Meriruohon Puutarha Oy" in browser.get("/employers/", {"q": words}).content.decode(), words
        assert browser.get(f"/employers/{row.uuid}/").status_code == 200
    assert "Näillä sanoilla ei löytynyt" in sign_in(cast.janne).get("/employers/", {"q": "kukka"}).content.decode()
    far = sign_in(cast.everybody["muualta-employer_coordinator"])
    assert "Meriruohon" not in far.get("/employers/").content.decode()
    assert far.get(f"/employers/{row.uuid}/").status_code == 404
    assert far.post(f"/employers/{row.uuid}/edit/", {"name": "x", "version": "1"}).status_code == 404
    with as_actor(cast.actor("muualta-employer_coordinator")), pytest.raises(Refused, match="toisen alueen"):
        actions.take_over(employer=row, version=1, by=cast.actor("muualta-employer_coordinator"))
    assert sign_in(cast.everybody["rooli-doctor"]).get("/employers/").status_code == 403


@pytest.mark.row("L-66")
def test_the_employers_own_role_mends_the_register_and_opens_no_case(cast, boss, sign_in):
    """Guards against: a permission on cases given to the employer coordinator."""
    row = an_employer(boss)
    browser = sign_in(cast.everybody["rooli-employer_coordinator"])
    form = {"name": "Meriruohon Taimisto Oy", "business_id": BUSINESS_ID, "size": "small", "version": "1"}
    assert browser.post(f"/employers/{row.uuid}/edit/", form).status_code == 302
    page = browser.get(f"/employers/{row.uuid}/").content.decode()
    assert "Meriruohon Taimisto Oy" in page and "Nimi: Meriruohon Puutarha Oy → Meriruohon Taimisto Oy" in page
    for address in ("", "plan/", "assessments/", "employers/"):
        assert browser.get(f"/cases/{cast.case.uuid}/{address}").status_code in (403, 404), address
    manager = sign_in(cast.everybody["rooli-manager"])
    assert manager.post(f"/employers/{row.uuid}/edit/", {**form, "version": "2"}).status_code == 403


def test_the_loser_of_a_race_sees_both_texts(cast, boss, sign_in):
    """Guards against: the version taken from the row instead of the form."""
    row = an_employer(boss)
    browser = sign_in(cast.janne)
    with as_actor(boss):
        actions.change_employer(
            employer=row, version=1, by=boss, values={"name": "Ensin Oy", "business_id": BUSINESS_ID}
        )
    page = browser.post(f"/employers/{row.uuid}/edit/", {"name": "Toinen Oy", "version": "1"})
    text = page.content.decode()
    assert page.status_code == 409 and "Ensin Oy" in text and "Toinen Oy" in text
    with as_actor(boss), pytest.raises(Conflict):
        actions.take_over(employer=row, version=1, by=cast.a_janne)
    assert Employer.objects.get().name == "Ensin Oy"
    assert EmployerChange.objects.count() == 1


def test_somebody_else_takes_over_and_twice_is_once(cast, boss, sign_in):
    row = an_employer(boss)
    browser = sign_in(cast.janne)
    for _time in range(2):
        assert browser.post(f"/employers/{row.uuid}/owner/", {"version": "1"}).status_code == 302
    row = Employer.objects.get()
    assert (row.owner_id, row.owner_unit_id, row.version) == (cast.janne.pk, cast.coaching.pk, 2)
    page = browser.get(f"/employers/{row.uuid}/").content.decode()
    assert "Yhteyttä pitää: Rooli employer_coordinator → Janne Kallio" in page
    assert "06 218 4410" in page and "Otan yhteydenpidon" not in page


def test_workplaces_and_contact_people_are_kept_mended_and_removed(cast, boss, sign_in):
    row = an_employer(boss)
    browser, here = sign_in(cast.janne), f"/employers/{row.uuid}/"
    place = {"name": "Keskustan myymälä", "street": "Katu 1", "form_key": KEY}
    assert [browser.post(here + "workplaces/new/", place).status_code for _n in range(2)] == [302, 302]
    page = browser.post(here + "workplaces/new/", {**place, "form_key": ""})
    assert page.status_code == 422 and "jo tämän niminen työpaikka" in page.content.decode()
    place_row = Workplace.objects.get()
    whom = {"name": "Meri Ruoho", "task": "Myymäläpäällikkö", "phone": "06 123 4567", "workplace": str(place_row.uuid)}
    assert browser.post(here + "people/new/", {**whom, "form_key": KEY}).status_code == 302
    person = EmployerPerson.objects.get()
    assert person.workplace_id == place_row.pk
    mended = {**whom, "phone": "06 765 4321", "version": "1"}
    assert browser.post(f"{here}people/{person.uuid}/", mended).status_code == 302
    assert browser.post(f"{here}people/{person.uuid}/", mended).status_code == 409
    assert "06 765 4321" in browser.get(here).content.decode()
    held(row, cast.a_janne, contact_person=person)
    for _time in range(2):
        browser.post(f"{here}people/{person.uuid}/removal/")
    assert not EmployerPerson.objects.exists()
    assert row.contacts.get().contact_person is None, "the contact went with the name"
    ended = {**place, "ended_on": dates.d(dates.today()), "version": "1"}
    assert browser.post(f"{here}workplaces/{place_row.uuid}/", ended).status_code == 302
    assert "Keskustan myymälä" not in browser.get(here).content.decode()


def test_a_contact_person_nobody_confirms_is_forgotten_in_time(cast, boss):
    """Guards against: months added instead of taken away."""
    row = an_employer(boss)
    with as_actor(boss):
        person = actions.save_person(employer=row, by=boss, values={"name": "Meri Ruoho", "task": ""})
        other = actions.save_person(employer=row, by=boss, values={"name": "Eino Kivi", "task": ""})
    last = dates.add_months(dates.today(), -24)
    EmployerPerson.objects.filter(pk=person.pk).update(confirmed_on=last)
    forget()
    assert EmployerPerson.objects.filter(pk=person.pk).exists(), "forgotten a day too early"
    EmployerPerson.objects.filter(pk=person.pk).update(confirmed_on=last - timedelta(days=1))
    forget()
    assert list(EmployerPerson.objects.all()) == [other]


def test_an_identity_code_is_refused_wherever_people_write(cast, boss, sign_in):
    """Every free field of the register and of what hangs on it. Guards against: one of them left out."""
    code = hetu.invent(dates.parse_date("13.4.1979"), 912).text
    row, browser = an_employer(boss), sign_in(cast.janne)
    here, day = f"/employers/{row.uuid}/", dates.d(dates.today())
    contact = {"on": day, "channel": "phone", "purpose": "agree"}
    sent = {
        "/employers/new/": {"name": f"Yritys {code}"}, here + "edit/": {"name": f"X {code}", "version": "1"},
        here + "people/new/": {"name": "Meri", "task": code},
        here + "contacts/new/": {**contact, "text": f"Ks. {code.lower()}"},
        here + "contacts/plan/": {**contact, "despite": code}, here + "promises/new/": {"what": code, "due_on": day},
        here + "needs/new/": {"what": "Hylly", "people": "1", "urgency": "weeks", "text": code},
    }
    for address, form in sent.items():
        page = browser.post(address, form)
        assert page.status_code == 422 and "Tekstissä on henkilötunnus" in page.content.decode(), address
    assert not row.contacts.exists() and not row.promises.exists() and not row.needs.exists()
