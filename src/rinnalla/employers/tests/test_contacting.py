"""Before a contact everybody's last and planned contacts are seen, with a warning and whom to call (T-66, C-22)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.employers.contacting import actions, reading
from rinnalla.employers.contacting.models import EmployerContact, EmployerNeed, EmployerPromise
from rinnalla.employers.tests.near import an_employer, held, planned
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels.codes import deadline
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
KEY = "5c7c3e0a-8a0e-4d53-9e9b-4d1f5e0c2f22"


@pytest.fixture
def row(cast):
    return an_employer(cast.actor("rooli-employer_coordinator"))


def plan(**more):
    return {"on": dates.d(dates.today() + timedelta(days=2)), "channel": "phone", "purpose": "learn_needs", **more}


@pytest.mark.row("T-66", "T-41", "C-22", "L-63")
def test_the_second_body_that_plans_is_warned_and_sees_whom_to_call(cast, row, sign_in):
    """Guards against: only what is planned asked, or the reader's own unit in place of the user."""
    held(row, cast.a_janne, days_ago=10, text="Ensi kesänä kaksi apulaista.")
    browser, here = sign_in(cast.timo), f"/employers/{row.uuid}/contacts/plan/"
    page = browser.get(here).content.decode()
    assert "Joku muu on jo yhteydessä" in page and "Janne Kallio" in page and "Askel ry" in page
    assert "Ensi kesänä kaksi apulaista." in page and "Rooli employer_coordinator" in page and "06 218 4410" in page
    answer = browser.post(here, plan(form_key=KEY))
    text = answer.content.decode()
    assert answer.status_code == 422 and "Janne Kallio (Askel ry) oli yhteydessä" in text
    assert "Yhteyttä pitää Rooli employer_coordinator, puhelin 06 218 4410" in text
    assert not EmployerContact.objects.planned().exists()
    answer = browser.post(here, plan(form_key=KEY, despite="Sovittu Jannen kanssa"))
    assert answer.status_code == 302
    assert "Silti, koska: Sovittu Jannen kanssa" in sign_in(cast.janne).get(here).content.decode()
    assert "Suunniteltu" in sign_in(cast.katri).get("/employers/").content.decode()


def test_only_what_is_near_warns_and_ones_own_does_not(cast, row):
    """The dated limit decides: one day nearer warns, one day further does not."""
    days = deadline(row.region, "employer_contact_gap")
    held(row, cast.a_janne, days_ago=3)
    with as_actor(cast.a_timo):
        for on, warns in ((days - 3, True), (days - 2, False)):
            day = dates.today() + timedelta(days=on)
            assert bool(reading.before(row, cast.a_timo, day).near) is warns, on
    planned(row, cast.a_janne, days=5)
    planned(row, cast.a_timo, days=5 + days + 1)


def test_what_was_dropped_warns_nobody(cast, row, sign_in):
    one = planned(row, cast.a_janne)
    address = f"/employers/{row.uuid}/contacts/{one.uuid}/drop/"
    assert sign_in(cast.timo).post(address, follow=True).status_code == 200
    with as_actor(cast.a_timo), pytest.raises(Refused, match="joka sen suunnitteli"):
        actions.drop_contact(contact=one, by=cast.a_timo)
    for _time in range(2):
        sign_in(cast.janne).post(address)
    one.refresh_from_db()
    assert one.state == "dropped"
    planned(row, cast.a_timo)
    with as_actor(cast.a_janne), pytest.raises(Refused, match="jo kirjattu tai peruttu"):
        actions.note_contact(
            employer=row, by=cast.a_janne, on=dates.today(), channel="phone", purpose="agree", planned=one
        )


def test_a_plan_is_noted_as_held_in_one_form(cast, row, sign_in):
    one = planned(row, cast.a_janne, days=0)
    browser = sign_in(cast.janne)
    assert f"/contacts/{one.uuid}/held/" in browser.get("/employers/").content.decode()
    address = f"/employers/{row.uuid}/contacts/{one.uuid}/held/"
    form = plan(on=dates.d(dates.today()), text="Kahvihuone on rauhallinen.")
    assert browser.post(address, form).status_code == 302
    assert browser.post(address, form).status_code == 422  # held already
    one.refresh_from_db()
    assert one.state == "held" and EmployerContact.objects.count() == 1
    with pytest.raises(Refused, match="joka sen suunnitteli"), as_actor(cast.a_timo):
        actions.note_contact(
            employer=row, by=cast.a_timo, on=dates.today(), channel="phone", purpose="agree", planned=one
        )


@pytest.mark.parametrize("sent, said", [
    ({"on": "1.1.2020"}, "Päivä on mennyt"), ({"channel": "pigeon"}, "channel"), ({"on": "huomenna"}, "3.11.2026"),
])  # fmt: skip
def test_a_wrong_plan_is_told_and_kept(cast, row, sign_in, sent, said):
    answer = sign_in(cast.janne).post(f"/employers/{row.uuid}/contacts/plan/", plan(**sent))
    assert answer.status_code == 422 and said in answer.content.decode()
    ahead = plan(on=dates.d(dates.today() + timedelta(days=1)))
    answer = sign_in(cast.janne).post(f"/employers/{row.uuid}/contacts/new/", ahead)
    assert answer.status_code == 422 and "Päivä on tulevaisuudessa" in answer.content.decode()
    assert not EmployerContact.objects.exists()


def test_the_same_day_is_planned_once_by_one(cast, row, sign_in):
    browser = sign_in(cast.janne)
    here = f"/employers/{row.uuid}/contacts/plan/"
    assert [browser.post(here, plan(form_key=KEY)).status_code for _n in (1, 2)] == [302, 302]
    answer = browser.post(here, plan())
    assert answer.status_code == 422 and "Olet jo suunnitellut" in answer.content.decode()
    one = EmployerContact.objects.get()
    with pytest.raises(IntegrityError, match="contact_planned_once_a_day"), transaction.atomic():
        EmployerContact.objects.create(
            employer=row, user=one.user, unit=one.unit, on=one.on, channel="phone", purpose="agree"
        )


@pytest.mark.row("E-49", "C-23")
def test_an_acute_need_shows_its_caution(cast, row, sign_in):
    """Guards against: the caution of another urgency, or none."""
    browser, here = sign_in(cast.janne), f"/employers/{row.uuid}/"
    caution = "pelkkä työnantajalähtöinen etsintä ei riitä"
    assert caution in browser.get(here + "needs/new/").content.decode()
    need = {"what": "Hyllytys aamuisin", "people": "2", "urgency": "weeks", "form_key": KEY}
    assert [browser.post(here + "needs/new/", need).status_code for _n in (1, 2)] == [302, 302]
    assert caution not in browser.get(here).content.decode()
    assert browser.post(here + "needs/new/", {**need, "urgency": "acute", "form_key": ""}).status_code == 302
    assert caution in browser.get(here).content.decode()
    page = sign_in(cast.timo).get("/employers/needs/").content.decode()
    assert caution in page and page.index("Heti") < page.index("Viikkojen kuluessa")
    acute = EmployerNeed.objects.get(urgency="acute")
    address = f"{here}needs/{acute.uuid}/closing/"
    assert browser.post(address, {"outcome": "filled"}).status_code == 302
    assert browser.post(address, {"outcome": "filled"}).status_code == 302
    assert browser.post(address, {"outcome": "lapsed"}).status_code == 422
    assert caution not in browser.get(here).content.decode()
    far = sign_in(cast.everybody["muualta-employer_coordinator"]).get("/employers/needs/").content.decode()
    assert "Hyllytys" not in far


def test_a_promise_stands_until_it_is_kept(cast, row, sign_in):
    browser, here = sign_in(cast.janne), f"/employers/{row.uuid}/"
    form = {"what": "Lähetän palkkatuen ohjeen", "due_on": dates.d(dates.today()), "form_key": KEY}
    assert [browser.post(here + "promises/new/", form).status_code for _n in (1, 2)] == [302, 302]
    one = EmployerPromise.objects.get()
    assert "Lähetän palkkatuen ohjeen" in browser.get("/employers/").content.decode()
    assert "Lähetän palkkatuen ohjeen" in sign_in(cast.timo).get(here).content.decode()
    assert "Lähetän" not in sign_in(cast.timo).get("/employers/").content.decode()
    for _time in range(2):
        assert browser.post(f"{here}promises/{one.uuid}/kept/").status_code == 302
    assert "Lähetän palkkatuen ohjeen" not in browser.get("/employers/").content.decode()
    late = browser.post(here + "promises/new/", {**form, "due_on": "1.1.2020", "form_key": ""})
    assert late.status_code == 422 and "Päivä on mennyt" in late.content.decode()


def test_a_list_costs_the_same_however_long(cast, row, sign_in, django_assert_max_num_queries):
    """Guards against: a statement for each row of the list."""
    browser = sign_in(cast.janne)
    browser.get("/employers/")
    boss = cast.actor("rooli-employer_coordinator")
    for number in range(12):
        one = an_employer(boss, name=f"Yritys {number}", business_id="")
        held(one, cast.a_timo)
    with django_assert_max_num_queries(25):
        assert browser.get("/employers/").content.decode().count("Viimeksi") == 12
