"""The services page: two presses from the list to the path, buttons by state, who sees what."""

from datetime import timedelta

import pytest

from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.services import actions, guidance
from rinnalla.services.models import ServiceEpisode
from rinnalla.testing import as_actor


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/services/"


@pytest.fixture
def cards(cast):
    return offer_everything(cast.region, cast.jobs)


@pytest.fixture
def episode(cast, cards):
    with as_actor(cast.a_katri):
        row = actions.plan_service(case=cast.case, by=cast.a_katri, card=cards["self_care"])
        actions.start_service(episode=row, version=1, by=cast.a_katri, on=dates.today() - timedelta(days=9))
        return row


def test_a_service_starts_from_its_card_in_two_presses_and_twice_sent_is_one(cast, cards, base, sign_in):
    browser = sign_in(cast.katri)
    assert f'href="{base}new/"' in browser.get(base).content.decode()
    page = browser.get(f"{base}new/", {"q": "omahoito"}).content.decode()
    assert str(cards["self_care"].uuid) in page
    sent = {"card": cards["self_care"].uuid, "act": "start", "form_key": "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6a03"}
    for _n in range(2):
        assert browser.post(f"{base}new/", sent).status_code == 302
    with as_actor(cast.a_katri):
        row = ServiceEpisode.objects.get(case=cast.case)
    assert row.started_on == dates.today()
    assert browser.post(f"{base}new/", {**sent, "act": "steal"}).status_code == 422
    far = offer_everything(cast.other_region, cast.far)["self_care"]
    assert browser.post(f"{base}new/", {"card": far.uuid, "act": "plan"}).status_code == 404


def test_the_buttons_follow_the_state(cast, base, sign_in, episode):
    browser = sign_in(cast.katri)
    here = f"{base}{episode.uuid}/"

    def shown():
        page = browser.get(base).content.decode()
        acts = ("beginning", "wait", "interruption", "resumption", "ending")
        return {act for act in acts if f"{here}{act}/" in page}

    assert shown() == {"interruption", "ending"}
    day = dates.d(dates.today())
    sent = {"reason": "own_wish", "from_on": day, "version": 2}
    assert browser.post(f"{here}interruption/", sent).status_code == 302
    assert shown() == {"resumption", "ending"}
    assert browser.get(f"{here}interruption/").status_code == 302
    assert browser.post(f"{here}resumption/", {"on": day, "version": 3}).status_code == 302
    assert browser.post(f"{here}ending/", {"on": day, "outcome": "employment", "version": 4}).status_code == 302
    assert shown() == set()
    assert "Päättyi" in browser.get(base).content.decode()


def test_invalid_input_keeps_what_was_typed_and_saves_nothing(cast, base, sign_in, episode):
    browser = sign_in(cast.katri)
    sent = {"reason": "", "from_on": dates.d(dates.today()), "words": "Pitkä kertomus", "version": 2}
    answer = browser.post(f"{base}{episode.uuid}/interruption/", sent)
    assert answer.status_code == 422 and "Pitkä kertomus" in answer.content.decode()
    late = {"on": dates.d(dates.today() + timedelta(days=3)), "outcome": "other", "words": "Huomenna", "version": 2}
    answer = browser.post(f"{base}{episode.uuid}/ending/", late)
    assert answer.status_code == 422 and "Huomenna" in answer.content.decode()
    with as_actor(cast.a_katri):
        assert ServiceEpisode.objects.get(pk=episode.pk).version == 2


def test_who_was_second_is_told_and_the_words_stay(cast, base, sign_in, episode):
    sent = {"on": dates.d(dates.today()), "outcome": "other", "words": "Toisen sanat", "version": 1}
    answer = sign_in(cast.katri).post(f"{base}{episode.uuid}/ending/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Toisen sanat" in page and 'name="version" value="2"' in page


def test_strangers_find_nothing_and_the_basics_open_no_act(cast, base, sign_in, episode):
    paths = ["", "new/", "other/", *(f"{episode.uuid}/{act}/" for act in ("beginning", "interruption", "ending"))]
    for path in paths:
        assert sign_in(cast.petra).get(base + path).status_code == 404
        assert sign_in(None).get(base + path).status_code == 302
        assert sign_in(cast.timo).get(base + path).status_code == (403 if path else 200)
    assert sign_in(cast.katri).delete(base).status_code == 405
    assert "Lisää palvelu" not in sign_in(cast.timo).get(base).content.decode()


def test_a_service_of_a_group_one_may_not_see_is_told_but_a_special_one_leaves_no_trace(cast, cards, base, sign_in):
    with as_actor(cast.a_katri):
        for group, name in (("health", "Salainen hoito"), ("special", "Vielä salaisempi")):
            actions.plan_service(
                case=cast.case, by=cast.a_katri, own_name=name, organiser_name="Talo", field_group=group
            )
    page = sign_in(cast.janne).get(base).content.decode()
    assert "Salainen" not in page and "salaisempi" not in page and "1 palvelu, jota et näe" in page
    with as_actor(cast.a_katri):
        secret = ServiceEpisode.objects.get(own_name="Salainen hoito")
    assert sign_in(cast.janne).get(f"{base}{secret.uuid}/ending/").status_code == 404
    assert "Salainen hoito" in sign_in(cast.katri).get(base).content.decode()


def test_a_service_outside_the_directory_by_the_form(cast, cards, base, sign_in):
    browser = sign_in(cast.katri)
    assert browser.post(f"{base}other/", {"own_name": "Kuntosali", "field_group": "basics"}).status_code == 422
    sent = {"own_name": "Kuntosali", "organiser_name": "Kaupunki", "field_group": "basics", "planned_on": "1.12.2026"}
    assert browser.post(f"{base}other/", sent).status_code == 302
    assert "Kuntosali" in browser.get(base).content.decode()


@pytest.mark.row("V-56")
def test_the_page_says_waiting_until_the_receiver_has_accepted(cast, cards, base, sign_in):
    browser = sign_in(cast.katri)
    new = f"/cases/{cast.case.uuid}/guidance/"
    assert browser.post(new, {"card": cards["job_coaching_other"].uuid, "words": ""}).status_code == 422
    sent = {"card": cards["job_coaching_other"].uuid, "words": "Tarvitsee valmentajan.", "told": "no"}
    assert browser.post(new, sent).status_code == 302
    page = browser.get(base).content.decode()
    assert "Odottaa vastaanottajaa" in page and "Valmis:" not in page
    with as_actor(cast.a_katri):
        row = cast.case.guidances.get()
    answer = f"{new}{row.uuid}/answer/"
    assert browser.post(answer, {"answer": "yes"}).status_code == 422
    assert sign_in(cast.petra).get(answer).status_code == 404
    assert sign_in(cast.outi).post(answer, {"answer": "yes"}).status_code == 302
    page = browser.get(base).content.decode()
    assert "Valmis: Outi Salmi" in page and "Odottaa vastaanottajaa" not in page


def test_the_receiver_who_declines_is_led_away_from_a_case_no_longer_seen(cast, cards, sign_in):
    with as_actor(cast.a_katri):
        row = guidance.guide_on(case=cast.case, by=cast.a_katri, unit=cast.jobs, words="Työnhaku")
    answer = f"/cases/{cast.case.uuid}/guidance/{row.uuid}/answer/"
    browser = sign_in(cast.outi)
    gone = browser.post(answer, {"answer": "no", "words": "Ei paikkoja."})
    assert (gone.status_code, gone.headers["Location"]) == (302, "/")
    assert browser.get(answer).status_code == 404
