"""A letter of intent: places, days, follow-up, and what came of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.employers.letters import actions
from rinnalla.employers.letters.models import LetterOfIntent
from rinnalla.employers.tests.near import an_employer
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
KEY = "5c7c3e0a-8a0e-4d53-9e9b-4d1f5e0c2f33"


@pytest.fixture
def row(cast):
    return an_employer(cast.actor("rooli-employer_coordinator"))


def form(**more):
    today = dates.today()
    days = {"signed_on": 0, "starts_on": 0, "ends_on": 365, "follow_up_on": 90}
    return {"places": "3", **{name: dates.d(today + timedelta(days=ahead)) for name, ahead in days.items()}, **more}


def test_a_letter_is_signed_followed_and_closed(cast, row, sign_in):
    browser, here = sign_in(cast.janne), f"/employers/{row.uuid}/"
    for _time in range(2):
        assert browser.post(here + "letters/new/", form(form_key=KEY)).status_code == 302
    letter = LetterOfIntent.objects.get()
    page = sign_in(cast.timo).get(here).content.decode()
    assert "3 paikkaa" in page and f"Seuranta {dates.d(letter.follow_up_on)}" in page and "Askel ry" in page
    soon = {"filled": "1", "follow_up_on": dates.d(dates.today() + timedelta(days=30)), "version": "1"}
    follow = f"{here}letters/{letter.uuid}/follow-up/"
    assert browser.post(follow, {**soon, "filled": "4"}).status_code == 422
    assert browser.post(follow, soon).status_code == 302
    assert browser.post(follow, soon).status_code == 409, "the loser of a race is told"
    assert "Täytetty 1 / 3" in browser.get(here).content.decode()
    close = f"{here}letters/{letter.uuid}/closing/"
    assert browser.post(close, {"filled": "2", "result": " ", "version": "2"}).status_code == 422
    done = {"filled": "2", "result": "Kaksi sai työn, kolmas paikka jäi auki.", "version": "2"}
    assert browser.post(close, done).status_code == 302
    assert browser.post(close, {**done, "version": "3"}).status_code == 422
    page = browser.get(here).content.decode()
    assert "2 / 3 paikkaa täytettiin" in page and "kolmas paikka jäi auki" in page


@pytest.mark.parametrize("sent, said", [
    ({"places": "0"}, "places"), ({"ends_on": "1.1.2020"}, "ennen ensimmäistä"),
    ({"signed_on": "1.1.2199", "follow_up_on": "2.1.2199"}, "tulevaisuudessa"),
    ({"follow_up_on": "1.1.2020"}, "allekirjoituksen jälkeen"),
])  # fmt: skip
def test_a_wrong_letter_is_told(cast, row, sign_in, sent, said):
    answer = sign_in(cast.janne).post(f"/employers/{row.uuid}/letters/new/", form(**sent))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not LetterOfIntent.objects.exists()


def test_who_does_not_keep_the_register_signs_nothing(cast, row, sign_in):
    for name, status in (("rooli-manager", 403), ("rooli-doctor", 403), ("muualta-employer_coordinator", 404)):
        answer = sign_in(cast.everybody[name]).post(f"/employers/{row.uuid}/letters/new/", form())
        assert answer.status_code == status, name
    far = cast.actor("muualta-employer_coordinator")
    today = dates.today()
    with as_actor(far), pytest.raises(Refused, match="toisen alueen"):
        actions.sign_letter(
            employer=row, by=far, places=1, signed_on=today, starts_on=today, ends_on=today, follow_up_on=today
        )


def test_the_database_keeps_its_days_in_order(cast, row):
    today = dates.today()
    janne = cast.a_janne
    with as_actor(janne):
        letter = actions.sign_letter(
            employer=row, by=janne, places=1, signed_on=today, starts_on=today, ends_on=today, follow_up_on=today
        )
        for name, values in (
            ("letter_ends_after_start", {"ends_on": today - timedelta(days=1)}), ("letter_places", {"places": 0}),
            ("letter_closed_with_result", {"closed_at": dates.now(), "closed_by": cast.janne}),
        ):
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                LetterOfIntent.objects.filter(pk=letter.pk).update(**values)
