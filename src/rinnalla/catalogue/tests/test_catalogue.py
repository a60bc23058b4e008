"""The services directory: found by people's own words, drawn for a reader of the region, kept as the model says."""

from collections import Counter

import pytest
from django.conf import settings

from rinnalla.access.acting import system
from rinnalla.catalogue import actions
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.queries import search_cards
from rinnalla.catalogue.tests.cards import fullest, offer_everything
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.commands import run
from rinnalla.testing import as_actor


@pytest.fixture
def cards(cast):
    """The whole directory, in the cast's own region."""
    return offer_everything(cast.region, cast.team)


@pytest.fixture
def here(cast, cards):
    return cast.region


@pytest.fixture
def whole(db):
    """The region that offers most, loaded from its files."""
    key = fullest().info.key
    run("load", str(settings.REGIONS_DIR / key), publish=True)
    return Region.objects.get(key=key)


@pytest.mark.parametrize(("words", "key"), [
    ("selkä ei kestä", "working_age_health_check"),
    ("SELKA", "working_age_health_check"),
    ("en tiedä mutta selkä ei kestä enää", "working_age_health_check"),
    ("terveystarkastukseen", "working_age_health_check"),
    ("terveystarkstus", "working_age_health_check"),
    ("työkokeilu", "work_trial_jobseeker"),
    ("oppisopimus", "apprenticeship"),
    ("omahoitoa", "self_care"),
    ("hälsoundersökning", "working_age_health_check"),
])  # fmt: skip
def test_a_service_is_found_by_own_words_by_the_beginning_of_a_word_a_stem_or_likeness(here, words, key):
    assert key in [card.key for card in search_cards(here, words)[:4]]


def test_a_chance_syllable_is_no_answer(here):
    found = [card.key for card in search_cards(here, "selkä ei kestä")]
    assert found[0] == "working_age_health_check" and len(found) <= 6


def test_words_that_mean_nothing_here_find_nothing_and_signs_do_no_harm(here):
    assert search_cards(here, "qwxzvb") == []
    assert search_cards(here, "%_%") == search_cards(here, "")
    assert len(search_cards(here, "'; drop table x; --" * 50)) < 41


def test_a_group_narrows_and_other_regions_cards_stay_away(here, cast):
    offer_everything(cast.other_region, cast.far)
    education = search_cards(here, "", "education")
    assert {card.group for card in education} == {"education"}
    found = search_cards(here, "opinnot", "pension")
    assert all(card.group == "pension" and card.region_id == here.pk for card in found)


def test_the_figure_is_whole_in_the_directory(whole):
    """V-52…V-91: two bullets of the figure stand as two cards each."""
    counts = Counter(ServiceCard.objects.filter(region=whole).values_list("group", flat=True))
    assert counts == {
        "initial_services": 2, "mapping": 5, "rehabilitation_and_coaching": 16, "open_labour_market": 8, "education": 7,
        "pension": 3,
    }


def test_a_card_shows_organiser_law_and_the_way_in(cards, cast, sign_in):
    card = cards["self_care"]
    page = sign_in(cast.katri).get(f"/services/{card.uuid}/").content.decode()
    for text in (card.name, card.unit.name, card.organisation.name, card.how_text, "1326/2010"):
        assert text in page
    far = offer_everything(cast.other_region, cast.far)["self_care"]
    assert sign_in(cast.katri).get(f"/services/{far.uuid}/").status_code == 404


def test_the_list_finds_and_says_when_nothing_is_found(cards, cast, sign_in):
    card = cards["self_care"]
    browser = sign_in(cast.katri)
    assert card.name in browser.get("/services/").content.decode()
    assert card.name in browser.get("/services/", {"q": "omahoi"}).content.decode()
    assert "ei löytynyt" in browser.get("/services/", {"q": "qwxzvb", "group": "no_such"}).content.decode()
    assert browser.post("/services/").status_code == 405
    assert sign_in(None).get("/services/").status_code == 302


def test_a_card_unchecked_too_long_is_marked_until_somebody_checks_it(cards, cast, sign_in):
    card = cards["self_care"]
    ServiceCard.objects.filter(pk=card.pk).update(
        checked_on=dates.add_months(dates.today(), -13), stale_after=dates.add_months(dates.today(), -1)
    )
    card.refresh_from_db()
    assert card.unchecked
    browser = sign_in(cast.katri)
    assert "tarkistamatta" in browser.get("/services/").content.decode()
    with as_actor(cast.a_katri):
        with pytest.raises(Refused):
            actions.check_card(card=card, by=cast.a_katri, on=dates.add_weeks(dates.today(), 1))
        actions.check_card(card=card, by=cast.a_katri)
    assert "tarkistamatta" not in browser.get("/services/").content.decode()


def test_a_card_no_longer_offered_is_withdrawn_and_not_removed(whole):
    definition, common = codes.published(whole), codes.common()
    model = definition.model.model_copy(update={"offers": definition.model.offers[1:]})
    shorter = definition.model_copy(update={"model": model})
    assert actions.renew_cards(region=whole, definition=shorter, common=common, by=system("load_regions")) == 1
    gone = ServiceCard.objects.get(region=whole, key=definition.model.offers[0].card)
    assert gone.withdrawn_on and gone not in search_cards(whole, "")
    assert actions.renew_cards(region=whole, definition=definition, common=common, by=system("load_regions")) == 1
    gone.refresh_from_db()
    assert gone.withdrawn_on is None
