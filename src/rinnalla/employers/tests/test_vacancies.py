"""Vacancies by hand: added, mended, closed, opened again, with their tasks; nothing of a client in them.

Seen red: a text kept with an identity code, a last day that no longer counted.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from rinnalla.employers.tests.near import an_employer
from rinnalla.employers.vacancies import actions
from rinnalla.employers.vacancies.models import FILLED, WITHDRAWN, TaskPart, Vacancy, VacancyChange
from rinnalla.employers.vacancies.picking import found
from rinnalla.lib import dates, hetu
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
KEY = "5f1c7bb0-7c1a-4f6c-9a14-0b9a2d7c4e11"


@pytest.fixture
def row(cast):
    return an_employer(cast.a_janne)


def vacancy(cast, row, **more):
    values = {"title": "Hyllyttäjä aamuvuoroon", "occupation": "9334", **more}
    with as_actor(cast.a_janne):
        return actions.add_vacancy(employer=row, by=cast.a_janne, values=values)


def form(**more):
    return {
        "title": "Hyllyttäjä aamuvuoroon", "text": "Aamun kuormat hyllyyn.", "occupation": "9334",
        "skills": ["shelving"], "demands": ["lifting"], "times": ["morning"], "hours_from": "20", "hours_to": "25,5",
        "places": "2", "deadline": dates.d(dates.today() + timedelta(days=10)), **more,
    }  # fmt: skip


@pytest.mark.row("T-66")
def test_a_vacancy_is_written_down_found_mended_and_closed(cast, row, sign_in):
    browser, here = sign_in(cast.janne), f"/employers/{row.uuid}/"
    for _time in range(2):
        assert browser.post(f"{here}vacancies/new/", form(form_key=KEY)).status_code == 302
    one = Vacancy.objects.get()
    assert (one.hours_from, one.hours_to, one.places, one.skills) == (Decimal(20), Decimal("25.5"), 2, ["shelving"])
    page = sign_in(cast.timo).get(f"{here}vacancies/{one.uuid}/").content.decode()
    for words in ("20–25,5 h viikossa", "Hyllytys ja esillepano", "Raskaita nostoja", "Aamu", "Hyllyttäjät"):
        assert words in page, words
    assert "Hyllyttäjä aamuvuoroon" in browser.get("/employers/vacancies/?q=hyllyttäjä").content.decode()
    assert "ei löytynyt paikkaa" in browser.get("/employers/vacancies/?q=putkimies").content.decode()
    edit = f"{here}vacancies/{one.uuid}/edit/"
    assert browser.post(edit, form(title="Hyllyttäjä", version="1")).status_code == 302
    lost = browser.post(edit, form(title="Myyjä", version="1"))
    assert lost.status_code == 409 and "Myyjä" in lost.content.decode(), "the loser of a race keeps the text"
    assert browser.post(f"{here}vacancies/{one.uuid}/closing/", {"outcome": FILLED, "version": "2"}).status_code == 302
    page = browser.get(f"{here}vacancies/{one.uuid}/").content.decode()
    assert "Täytetty" in page and "Hyllyttäjä aamuvuoroon → Hyllyttäjä" in page
    assert "Hyllyttäjä" not in browser.get("/employers/vacancies/").content.decode()
    assert browser.post(f"{here}vacancies/{one.uuid}/reopening/", {"version": "3"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "open" and VacancyChange.objects.count() == 3, "state has its history"


def test_search_keeps_what_was_typed_and_saves_nothing(cast, row, sign_in):
    """Guards against: a search that saves, or that loses what was picked before it."""
    sent = form(words="keittiö", find="1", skills=["shelving"])
    answer = sign_in(cast.janne).post(f"/employers/{row.uuid}/vacancies/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 200 and not Vacancy.objects.exists()
    assert "Aamun kuormat hyllyyn." in page and 'value="kitchen_help"' in page and 'value="9412"' in page
    assert 'value="shelving"' in page and 'value="lifting" id="id_demands_0" checked' in page
    odd = sign_in(cast.janne).post(f"/employers/{row.uuid}/vacancies/new/", form(words="avaruus", find="1"))
    assert "Sanalla ei löytynyt" in odd.content.decode()


def test_occupations_and_skills_are_found_in_every_language():
    for words, key in (("kasvihuone", "6113"), ("Trädgårdsmästare", "6113"), ("gardeners", "6113"), ("6113", "6113")):
        assert key in dict(found("occupations", words)), words
    assert "baking" in dict(found("skills", "konditor leipomo")) or "baking" in dict(found("skills", "leivonta"))
    assert found("skills", "  ") == [] and found("occupations", "qqq") == []


def test_a_task_is_carved_out_and_dropped(cast, row, sign_in):
    one, browser = vacancy(cast, row), sign_in(cast.janne)
    here = f"/employers/{row.uuid}/vacancies/{one.uuid}/"
    sent = {"name": "Lavojen purku", "way": "carve", "demands": ["standing"], "hours": "8", "form_key": KEY}
    for _time in range(2):
        assert browser.post(here + "tasks/new/", sent).status_code == 302
    part = TaskPart.objects.get()
    assert "Voi irrottaa omaksi työksi" in browser.get(here).content.decode()
    assert browser.post(f"{here}tasks/{part.uuid}/", {**sent, "name": "Purku", "version": "1"}).status_code == 302
    assert browser.post(f"{here}tasks/{part.uuid}/", {**sent, "version": "1"}).status_code == 409
    assert browser.post(here + "tasks/new/", {**sent, "way": ""}).status_code == 422
    for _time in range(2):
        assert browser.post(f"{here}tasks/{part.uuid}/removal/").status_code == 302
    part.refresh_from_db()
    assert part.dropped_at and "Purku" not in browser.get(here).content.decode()
    assert browser.get(f"{here}tasks/{part.uuid}/").status_code == 404


@pytest.mark.parametrize("sent, said", [
    ({"title": " "}, "tyhjä"), ({"hours_from": "30", "hours_to": "20"}, "pienemmät"), ({"hours_to": "60"}, "48"),
    ({"deadline": "31.2.2026"}, "päivä"), ({"skills": ["flying"]}, "flying"), ({"occupation": "0000"}, "0000"),
])  # fmt: skip
def test_what_does_not_hold_together_is_told(cast, row, sign_in, sent, said):
    answer = sign_in(cast.janne).post(f"/employers/{row.uuid}/vacancies/new/", form(**sent))
    assert answer.status_code == 422 and said in answer.content.decode() and not Vacancy.objects.exists()
    assert "Aamun kuormat hyllyyn." in answer.content.decode()


def test_no_text_of_a_vacancy_may_name_an_identity_code(cast, row):
    """Guards against: a text kept without `without_client`; every body of the region reads it."""
    code = hetu.invent(date(1980, 5, 1), 905).text
    one = vacancy(cast, row)
    with as_actor(cast.a_janne):
        for field in ("title", "text"):
            with pytest.raises(Refused, match="henkilötunnus"):
                actions.add_vacancy(employer=row, by=cast.a_janne, values={"title": "Työ", field: f"Tuula {code}"})
        for field in ("name", "text"):
            values = {"name": "Purku", "way": "carve", field: f"sopisi {code}"}
            with pytest.raises(Refused, match="henkilötunnus"):
                actions.save_task(vacancy=one, by=cast.a_janne, values=values)
    assert Vacancy.objects.count() == 1 and not TaskPart.objects.exists()


def test_who_does_not_keep_the_register_keeps_no_vacancy(cast, row, sign_in):
    one = vacancy(cast, row)
    here = f"/employers/{row.uuid}/vacancies/{one.uuid}/"
    for name, read, write in (
        ("rooli-manager", 200, 403), ("rooli-doctor", 403, 403), ("muualta-employer_coordinator", 404, 404),
    ):
        browser = sign_in(cast.everybody[name])
        assert browser.get(here).status_code == read, name
        sent = {"outcome": WITHDRAWN, "version": "1"}
        assert browser.post(f"{here}closing/", sent).status_code == write, name
    elsewhere = sign_in(cast.everybody["muualta-job_coach"]).get("/employers/vacancies/")
    assert "Hyllyttäjä" not in elsewhere.content.decode()
    far = cast.actor("muualta-employer_coordinator")
    with as_actor(far), pytest.raises(Refused, match="toisen alueen"):
        actions.close_vacancy(vacancy=one, version=1, by=far, outcome=WITHDRAWN)


def test_a_state_allows_only_what_it_allows(cast, row):
    one = vacancy(cast, row)
    with as_actor(cast.a_janne):
        with pytest.raises(Refused, match="tila on muuttunut"):
            actions.reopen_vacancy(vacancy=one, version=1, by=cast.a_janne)
        with pytest.raises(Refused, match="mitä paikasta tuli"):
            actions.close_vacancy(vacancy=one, version=1, by=cast.a_janne, outcome="")
        actions.close_vacancy(vacancy=one, version=1, by=cast.a_janne, outcome=WITHDRAWN)
        with pytest.raises(Refused, match="tila on muuttunut"):
            actions.change_vacancy(vacancy=one, version=2, by=cast.a_janne, values={"title": "Muu"})
        actions.reopen_vacancy(vacancy=one, version=2, by=cast.a_janne)
        with pytest.raises(Conflict):
            actions.close_vacancy(vacancy=one, version=2, by=cast.a_janne, outcome=FILLED)


def test_a_vacancy_is_open_to_its_last_day_and_no_longer(cast, row, sign_in):
    today = dates.today()
    gone = vacancy(cast, row, title="Mennyt", deadline=today - timedelta(days=1))
    last = vacancy(cast, row, title="Tänään", deadline=today)
    free = vacancy(cast, row, title="Ilman")
    assert list(Vacancy.objects.open().next_first()) == [last, free]
    assert gone.is_over and not last.is_over
    page = sign_in(cast.janne).get(f"/employers/{row.uuid}/").content.decode()
    assert "Mitä paikasta tuli?" in page


def test_the_database_refuses_nonsense(cast, row):
    one = vacancy(cast, row)
    for name, values in (
        ("vacancy_has_a_title", {"title": " "}), ("vacancy_isco", {"occupation": "93"}),
        ("vacancy_places", {"places": 0}),
        ("vacancy_hours", {"hours_from": 30, "hours_to": 20}), ("vacancy_closed_with_outcome", {"outcome": FILLED}),
        ("vacancy_of_market_has_id", {"source": "market"}),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Vacancy.objects.filter(pk=one.pk).update(**values)
