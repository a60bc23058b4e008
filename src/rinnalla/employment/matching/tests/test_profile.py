"""What is picked into a profile and what an employer is told: each saving a version, old ones stay as they were.

Seen red: a search that saves, words saved later that lose the picks.
"""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from rinnalla.employment import working
from rinnalla.employment.matching.tests.world import PICKS, WISH, coached, profiled
from rinnalla.employment.models import JobProfile
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
TOLD = {
    "coaching_stance": "tell", "coaching_when": "interview", "coaching_who": "together",
    "coaching_words": "Minulla on valmentaja tukena.", "health_stance": "keep", "version": "1",
}  # fmt: skip


@pytest.fixture
def episode(cast):
    return coached(cast)


def here(episode) -> str:
    return f"/cases/{episode.case.uuid}/coaching/{episode.uuid}/profile/"


def form(**more):
    return {
        "occupations": ["9214"], "picked_skills": ["plant_care"], "municipalities": ["995"], "hours_from": "15",
        "hours_to": "25,5", "times": ["morning"], "picked_limits": ["lifting"], "version": "1", **more,
    }  # fmt: skip


@pytest.mark.row("T-63", "E-24")
def test_picks_are_searched_kept_as_a_version_and_shown(cast, episode, sign_in):
    with as_actor(cast.a_janne):
        working.save_profile(episode=episode, based_on=0, by=cast.a_janne, parts=WISH)
    browser, address = sign_in(cast.janne), here(episode) + "picks/"
    search = browser.post(address, form(words="puutarha", find="1"))
    page = search.content.decode()
    assert search.status_code == 200 and JobProfile.objects.count() == 1, "a search saves nothing"
    assert 'value="gardening"' in page and 'value="9214" id="id_occupations_0" checked' in page
    assert browser.post(address, form()).status_code == 302
    one = JobProfile.objects.get(number=2)
    assert (one.wish, one.occupations, one.hours_to) == (WISH["wish"], ["9214"], Decimal("25.5")), "words stay"
    page = browser.get(f"/cases/{episode.case.uuid}/coaching/").content.decode()
    for words in ("Puutarhatyön avustajat", "Kasvien hoito", "15–25,5 h viikossa", "Raskaat nostot"):
        assert words in page, words
    lost = browser.post(address, form(times=["night"]))
    assert lost.status_code == 409 and "Nyt tallessa" in lost.content.decode()
    assert JobProfile.objects.get(number=1).occupations == [], "the old version is as it was"


@pytest.mark.parametrize("sent, said", [
    ({"no_limits": "on"}, "Ei molempia"), ({"hours_from": "30"}, "pienemmät"), ({"hours_to": "70"}, "48"),
    ({"municipalities": ["091"]}, "091"), ({"picked_skills": ["flying"]}, "flying"),
])  # fmt: skip
def test_picks_that_do_not_hold_together_are_told(cast, episode, sign_in, sent, said):
    profiled(cast, episode)
    answer = sign_in(cast.janne).post(here(episode) + "picks/", form(**sent))
    assert answer.status_code == 422 and said in answer.content.decode() and JobProfile.objects.count() == 1


def test_words_saved_later_keep_the_picks_and_the_plan(cast, episode):
    """Guards against: a profile saved by its words alone that loses what was picked."""
    profiled(cast, episode, disclosure=[{"item": "health", "stance": "keep"}])
    with as_actor(cast.a_janne):
        row = working.save_profile(episode=episode, based_on=1, by=cast.a_janne, parts={"wish": "Myös sisätöissä."})
    assert row.number == 2 and row.picked_skills == PICKS["picked_skills"] and row.disclosure[0]["item"] == "health"


@pytest.mark.row("T-63")
def test_the_disclosure_plan_is_agreed_item_by_item(cast, episode, sign_in):
    profiled(cast, episode)
    browser, address = sign_in(cast.janne), here(episode) + "disclosure/"
    assert "Tämä ei ole lupa kertoa." in browser.get(address).content.decode()
    for lacking, said in (("coaching_when", "milloin"), ("coaching_who", "kuka")):
        answer = browser.post(address, {**TOLD, lacking: ""})
        assert answer.status_code == 422 and said in answer.content.decode()
        assert "Minulla on valmentaja tukena." in answer.content.decode()
    assert browser.post(address, TOLD).status_code == 302
    one = JobProfile.objects.get(number=2)
    assert one.disclosure == [
        {"item": "coaching", "stance": "tell", "when": "interview", "who": "together",
         "words": "Minulla on valmentaja tukena."},
        {"item": "health", "stance": "keep", "when": "", "who": "", "words": ""},
    ]
    page = browser.get(f"/cases/{episode.case.uuid}/coaching/").content.decode()
    assert "Kerrotaan · Haastattelussa · Yhdessä. Minulla on valmentaja tukena." in page
    assert browser.post(address, {"version": "2", "health_stance": "keep"}).status_code == 302
    assert [len(one.disclosure) for one in JobProfile.objects.order_by("number")] == [0, 2, 1], "old plans stay"


def test_who_does_not_coach_picks_nothing(cast, episode, sign_in):
    profiled(cast, episode)
    for name, status in (("katri", 403), ("petra", 404), ("rooli-employer_coordinator", 404)):
        browser = sign_in(cast.everybody[name])
        for part in ("picks/", "disclosure/"):
            assert browser.post(here(episode) + part, form()).status_code == status, (name, part)


def test_a_profile_without_a_wish_gets_no_picks(cast, episode):
    with as_actor(cast.a_janne), pytest.raises(Refused, match="toivoo"):
        working.save_profile(episode=episode, based_on=0, by=cast.a_janne, picks=PICKS)


def test_the_database_refuses_nonsense(cast, episode):
    profiled(cast, episode)
    with as_actor(cast.a_janne):
        for name, values in (
            ("profile_limits_or_none", {"no_limits": True}), ("profile_hours", {"hours_from": 30, "hours_to": 20}),
        ):
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                JobProfile.objects.update(**values)
