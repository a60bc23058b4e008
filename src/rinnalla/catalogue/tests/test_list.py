"""The services as a professional looks for them: what is needed to refer, by responsible body, need and own words."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.tests.cards import offer_everything

INSIDE = {"": 2, "?q=ty%C3%B6kokeilu": 4, "?q=qwxzvb": 4, "?body=kela&need=remote&stage=services": 2}


@pytest.fixture
def cards(cast):
    return offer_everything(cast.region, cast.team)


@pytest.fixture
def look(cards, cast, sign_in):
    browser = sign_in(cast.katri)

    def page(**asked) -> str:
        answer = browser.get("/services/", asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return page


def listed(page: str) -> list[str]:
    return re.findall(r'<p class="ct"><a href="/services/([0-9a-f-]{36})/"', page)


@pytest.mark.row("L-73")
def test_a_change_of_the_responsible_body_changes_what_is_proposed(look, cards):
    """Kela's, the pension institution's and the employment authority's services are not the same."""
    by_body = {body: set(listed(look(body=body))) for body in ("kela", "pension_institution", "employment_authority")}
    for body, found in by_body.items():
        assert found == {str(card.uuid) for card in cards.values() if body in card.responsible} and found
    assert len({frozenset(found) for found in by_body.values()}) == 3
    kela, employment = (set(listed(look(q="koulutus", body=body))) for body in ("kela", "employment_authority"))
    assert str(cards["study_as_vocational_rehabilitation"].uuid) in kela - employment
    assert str(cards["self_motivated_study"].uuid) in employment - kela


def test_a_card_that_does_not_promise_to_meet_the_need_is_marked_and_comes_last(look, cards):
    """I-17, while looking: a call may help, so it is not hidden."""
    meets = {str(card.uuid) for card in cards.values() if "remote" in card.special_needs}
    order = listed(look(need="remote"))
    assert len(order) == len(cards) and set(order[:len(meets)]) == meets
    assert look(need="remote").count("Kortti ei lupaa: Etäasiointi") == len(cards) - len(meets)
    assert "Kortti ei lupaa" not in look()


def test_what_is_needed_to_refer_is_told(look, cards):
    ServiceCard.objects.filter(key="work_trial_jobseeker").update(waiting={}, waiting_days=21, places=3)
    page = look(q="työkokeilu")
    assert "odotus noin 21 päivää" in page and "3 vapaata paikkaa" in page
    assert cards["work_trial_jobseeker"].how_text in page and "Vastuutaho: Työvoimaviranomainen" in page


def test_nothing_found_says_what_to_try(look):
    page = look(q="fysioteratiaa xx")
    assert "fysioterapia" in page
    page = look(q="qwxzvb")
    assert "ei löytynyt" in page and "Näytä kaikki palvelut" in page and 'value="qwxzvb"' in page
    assert "Poista jokin rajaus" in look(language="ar")
    assert listed(look(body="no_such", stage="no_such", municipality="999"))


@pytest.mark.parametrize("query", INSIDE)
def test_the_list_costs_exactly_so_many_statements(cards, cast, sign_in, query):
    """However many cards there are; the frame's own statements left out."""
    browser = sign_in(cast.katri)
    browser.get("/services/" + query)  # the published model is asked once a minute
    with CaptureQueriesContext(connection) as seen:
        browser.get("/services/" + query)
    own = [one["sql"] for one in seen if re.search(r"catalogue_|organisations_municipality", one["sql"])]
    assert len(own) == INSIDE[query], own
