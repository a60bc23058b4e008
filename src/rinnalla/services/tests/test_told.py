"""What to expect is gone through and asked afterwards; what a service lacks for a client is told before guiding.

Seen red: guiding without the question; an answer stored before the service began; a sheet that changed with the card
after it was told; a warning that looked at the authority's languages only.
"""

from datetime import timedelta

import pytest

from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.people.models import Person
from rinnalla.services import actions, expectations, guidance
from rinnalla.services.figures import expectations as compared
from rinnalla.services.fitness import lacking, unfit
from rinnalla.services.models import Expectation, ServiceEpisode
from rinnalla.testing import as_actor


@pytest.fixture
def cards(cast):
    return offer_everything(cast.region, cast.jobs)


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/"


def _planned(cast, card) -> ServiceEpisode:
    with as_actor(cast.a_katri):
        return actions.plan_service(case=cast.case, by=cast.a_katri, card=card)


@pytest.mark.row("L-89", "C-19")
def test_guiding_asks_for_the_tick_the_sheet_is_kept_and_feedback_compares(cast, cards, base, sign_in, monkeypatch):
    browser, card = sign_in(cast.katri), cards["job_coaching_other"]
    sent = {"card": card.uuid, "words": "Tarvitsee valmentajan."}
    asked = browser.post(f"{base}guidance/", sent)
    assert asked.status_code == 422 and "Kävittekö yhdessä läpi" in asked.content.decode()
    assert "Työpaikkaa ei voida luvata" in browser.get(f"{base}guidance/?card={card.uuid}").content.decode()
    assert browser.post(f"{base}guidance/", {**sent, "told": "yes"}).status_code == 302
    with as_actor(cast.a_outi):
        guidance.accept_guidance(guidance=cast.case.guidances.get(), by=cast.a_outi)
    with as_actor(cast.a_katri):
        told = Expectation.objects.get(case=cast.case)
        assert told.gone_on == dates.today() and told.sheet == card.expectations
        episode = told.episode
        with pytest.raises(Refused):
            expectations.answer(episode=episode, by=cast.a_katri, answer="better")
        actions.start_service(episode=episode, version=1, by=cast.a_katri, on=dates.today())
    ServiceCard.objects.filter(pk=card.pk).update(expectations=[])
    page = browser.get(f"{base}services/{episode.uuid}/experience/").content.decode()
    assert "Työpaikkaa ei voida luvata" in page  # as it was told, whatever the card says now
    assert browser.post(f"{base}services/{episode.uuid}/experience/", {}).status_code == 422
    answer = {"answer": "worse", "words": "Liian nopea tahti"}
    assert browser.post(f"{base}services/{episode.uuid}/experience/", answer).status_code == 302
    second = _planned(cast, cards["self_care"])
    with as_actor(cast.a_katri):
        actions.start_service(episode=second, version=1, by=cast.a_katri, on=dates.today())
        expectations.answer(episode=ServiceEpisode.objects.get(pk=second.pk), by=cast.a_katri, answer="as_expected")
    with as_actor(cast.actor("rooli-manager")):
        hidden = compared(cast.region, dates.today(), dates.today())
        monkeypatch.setattr("rinnalla.services.figures.deadline", lambda region, name: 1)
        rows = compared(cast.region, dates.today(), dates.today())
    assert hidden == []
    assert sorted((one["told"], one["answer"], one["count"]) for one in rows) == [
        (False, "as_expected", 1), (True, "worse", 1),
    ]  # fmt: skip


def test_a_planned_service_is_gone_through_on_its_own_page(cast, cards, base, sign_in):
    episode, browser = _planned(cast, cards["work_trial_jobseeker"]), sign_in(cast.katri)
    here = f"{base}services/{episode.uuid}/sheet/"
    assert here in browser.get(f"{base}services/").content.decode()
    page = browser.get(here).content.decode()
    for heading in ("Mitä tapahtuu", "Mitä ei tapahdu", "Mitä sinulta toivotaan"):
        assert heading in page
    late = {"on": dates.d(dates.today() + timedelta(days=2)), "words": "Toivoo lyhyttä matkaa"}
    kept = browser.post(here, late)
    assert kept.status_code == 422 and "Toivoo lyhyttä matkaa" in kept.content.decode()
    assert browser.post(here, {**late, "on": dates.d(dates.today())}).status_code == 302
    listed = browser.get(f"{base}services/").content.decode()
    assert "Käyty läpi asiakkaan kanssa" in listed and here not in listed
    for user, status in ((cast.petra, 404), (cast.timo, 403), (None, 302)):
        assert sign_in(user).get(here).status_code == status


def test_what_was_told_stays_when_the_service_has_begun(cast, cards):
    episode = _planned(cast, cards["self_care"])
    with as_actor(cast.a_katri):
        expectations.go_through(episode=episode, by=cast.a_katri, words="Ensin")
        expectations.go_through(episode=episode, by=cast.a_katri, words="Toisen kerran")
        actions.start_service(episode=episode, version=1, by=cast.a_katri, on=dates.today())
        now = ServiceEpisode.objects.get(pk=episode.pk)
        with pytest.raises(Refused):
            expectations.go_through(episode=now, by=cast.a_katri, words="Jälkikäteen")
        assert Expectation.objects.get(episode=episode).words == "Toisen kerran"
        own = actions.plan_service(case=cast.case, by=cast.a_katri, own_name="Kuntosali", organiser_name="Kaupunki")
        with pytest.raises(Refused):
            expectations.go_through(episode=own, by=cast.a_katri)


# Before guiding -----------------------------------------------------------------------------------------------------


@pytest.mark.row("L-81", "C-20")
def test_a_card_unchecked_too_long_is_flagged_when_guiding_and_planning(cast, cards, base, sign_in):
    card = cards["job_coaching_other"]
    day = dates.add_months(dates.today(), -13)
    browser = sign_in(cast.katri)
    assert "tarkistamatta" not in browser.get(f"{base}guidance/").content.decode()
    ServiceCard.objects.filter(pk=card.pk).update(checked_on=day, stale_after=dates.today() - timedelta(days=1))
    for page in (f"{base}guidance/", f"{base}services/new/?q=työhönvalmennus", f"/services/{card.uuid}/"):
        text = browser.get(page).content.decode()
        assert dates.d(day) in text and "tarkist" in text
    assert cards["job_coaching_other"].unit.name in browser.get(f"/services/{card.uuid}/").content.decode()


@pytest.mark.row("I-17")
def test_a_service_that_does_not_meet_the_clients_needs_is_warned_of_when_guiding(cast, cards, base, sign_in):
    card, browser = cards["apprenticeship"], sign_in(cast.katri)  # Finnish and Swedish, an accessible place
    person = cast.case.person
    assert lacking(card, person) == []
    with as_actor(cast.a_katri):
        version = Person.objects.get(pk=person.pk).version
    sent = {"given_names": "Tuula", "family_name": "Rantanen", "language": "fi", "special_needs": ["remote"],
            "version": version}
    assert browser.post(f"{base}person/", sent).status_code == 302
    with as_actor(cast.a_katri):
        person = Person.objects.get(pk=person.pk)
    assert person.special_needs == ["remote"] and lacking(card, person) == ["remote"]
    assert lacking(cards["self_care"], person) == []
    assert card.pk in unfit(cards.values(), person) and cards["self_care"].pk not in unfit(cards.values(), person)
    page = browser.get(f"{base}guidance/").content.decode()
    assert "kortti ei lupaa: Etäasiointi" in page
    assert "Etäasiointi" in browser.get(f"{base}services/new/?q=oppisopimus").content.decode()
    person.language = "so"
    assert lacking(cards["self_care"], person) == ["other_language"]  # no interpreter is promised there
    assert lacking(card, person) == ["remote"]  # an interpreter is
    person.interpreter = "somali"
    assert "interpreter" in lacking(cards["self_care"], person)
