"""A need becomes a vacancy by one press: filled in from the need, once, however often it is pressed.

Seen red: the earlier vacancy not looked for (the constraint refused, and the second press got a fault instead of the
page); the occupation left behind.
"""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from rinnalla.cast import load_cast
from rinnalla.employers.contacting import actions as contacting
from rinnalla.employers.contacting.models import EmployerNeed
from rinnalla.employers.tests.near import a_need, an_employer
from rinnalla.employers.vacancies import actions
from rinnalla.employers.vacancies.models import Vacancy
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

KEY = "5f1c7bb0-7c1a-4f6c-9a14-0b9a2d7c4e12"


@pytest.mark.django_db
@pytest.mark.row("E-49", "T-66")
def test_one_press_makes_a_vacancy_of_a_need_and_two_presses_one(cast, sign_in):
    row = an_employer(cast.a_janne)
    need = a_need(cast.a_janne, row)
    browser, here = sign_in(cast.timo), f"/employers/{row.uuid}/"
    for page in (here, "/employers/needs/"):
        assert "Tee avoin paikka" in browser.get(page).content.decode()
    answers = [browser.post(f"{here}needs/{need.uuid}/vacancy/") for _time in range(2)]
    one = Vacancy.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [f"{here}vacancies/{one.uuid}/"] * 2
    assert (one.title, one.text, one.places, one.starts_on) == (need.what, need.text, 2, need.starts_on)
    assert (one.occupation, one.skills, one.need_id) == ("9214", ["gardening"], need.pk)
    for page in (here, "/employers/needs/"):
        told = browser.get(page).content.decode()
        assert "Tee avoin paikka" not in told and f"{here}vacancies/{one.uuid}/" in told
    with pytest.raises(IntegrityError), transaction.atomic():
        Vacancy.objects.create(employer=row, need=need, title="Toinen", made_by_id=cast.timo.pk)


@pytest.mark.django_db
def test_a_closed_need_and_an_employer_that_ended_make_no_vacancy(cast, sign_in):
    row = an_employer(cast.a_janne)
    need = a_need(cast.a_janne, row)
    with as_actor(cast.a_janne):
        contacting.close_need(need=need, by=cast.a_janne, outcome="lapsed")
        with pytest.raises(Refused, match="jo kirjattu"):
            actions.make_vacancy_of(need=need, by=cast.a_janne)
    answer = sign_in(cast.timo).post(f"/employers/{row.uuid}/needs/{need.uuid}/vacancy/", follow=True)
    assert "mitä siitä tuli" in answer.content.decode() and not Vacancy.objects.exists()
    assert sign_in(cast.ritva).post(f"/employers/{row.uuid}/needs/{need.uuid}/vacancy/").status_code == 404


@pytest.mark.django_db
def test_a_need_is_written_with_its_occupation_by_search(cast, sign_in):
    """A search draws the form anew, keeps what was typed and saves nothing."""
    row = an_employer(cast.a_janne)
    browser, here = sign_in(cast.janne), f"/employers/{row.uuid}/needs/new/"
    typed = {"what": "Taimien siirto", "people": "1", "urgency": "weeks", "words": "puutarha"}
    page = browser.post(here, {**typed, "find": "1"})
    told = page.content.decode()
    assert page.status_code == 200 and "Taimien siirto" in told and "Puutarhatyön avustajat" in told
    assert not EmployerNeed.objects.exists()
    assert browser.post(here, {**typed, "occupation": "0000", "form_key": KEY}).status_code == 422
    for _time in range(2):
        answer = browser.post(here, {**typed, "occupation": "9214", "skills": ["gardening"], "form_key": KEY})
        assert answer.status_code == 302
    need = EmployerNeed.objects.get()
    assert (need.occupation, need.skills) == ("9214", ["gardening"])


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"occupation": "0000"}, {"skills": ["ei-ole"]}])
def test_what_no_list_has_is_refused(cast, asked):
    row = an_employer(cast.a_janne)
    with pytest.raises(Refused):
        a_need(cast.a_janne, row, **asked)
    assert not EmployerNeed.objects.exists()


def test_two_who_press_at_once_get_the_same_vacancy(live_db):
    cast = load_cast()
    need = a_need(cast.a_janne, an_employer(cast.a_janne))
    gate, found = threading.Barrier(2), []

    def press(actor):
        try:
            gate.wait(10)
            with as_actor(actor):
                found.append(actions.make_vacancy_of(need=need, by=actor).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(actor,)) for actor in (cast.a_janne, cast.a_timo)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 2 and len(set(found)) == 1 and Vacancy.objects.count() == 1
