"""The public service map: one's own municipality first, own words, what narrows, whom to call. All in the address."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rinnalla.access.models import User
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.organisations.models import Municipality, Unit


@pytest.fixture
def cards(cast):
    Municipality.objects.create(region=cast.region, code="245", names={"fi": "Koivula", "sv": "Björkby"})
    Unit.objects.filter(pk=cast.team.pk).update(hours={"fi": "ma–to 9–15", "sv": "må–to 9–15", "en": "Mon–Thu 9–15"})
    cast.team.municipalities.set(cast.region.municipalities.all())
    cards = offer_everything(cast.region, cast.team)
    ServiceCard.objects.update(contact={"role": {"fi": "Palveluohjaaja", "sv": "Servicehandledare"}, "mail": ""})
    return cards


@pytest.fixture
def look(cards, sign_in):
    browser = sign_in(None)

    def page(**asked) -> str:
        answer = browser.get("/find/", asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return page


def listed(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/find/([0-9a-f-]{36})/"', page)


def test_where_one_lives_is_asked_first_and_the_words_are_kept(look, cast):
    page = look(q="selkä ei kestä")
    assert listed(page) == [] and "Missä kunnassa asut?" in page and 'value="selkä ei kestä"' in page
    assert "region=koivula&amp;q=selk%C3%A4+ei+kest%C3%A4" in page
    assert listed(look(q="selkä ei kestä", municipality="245"))


@pytest.mark.row("T-44")
def test_a_client_finds_by_words_and_place_and_a_professional_sees_more(look, cards, cast, sign_in):
    """"Työkokeilu, Koivula" gives cards to anybody; who has signed in sees also what is needed to refer."""
    ServiceCard.objects.filter(key="work_trial_jobseeker").update(waiting={}, waiting_days=21, places=3)
    public = look(q="työkokeilu, Koivula")
    trials = [str(card.uuid) for card in cards.values() if card.service == "work_trial"]
    assert len(trials) == 3 and set(trials) == set(listed(public))
    assert '<option value="245" selected>' in public and 'value="työkokeilu"' in public
    assert cards["work_trial_jobseeker"].how_text in public
    inside = sign_in(cast.katri).get("/services/", {"q": "työkokeilu"}).content.decode()
    for more in ("Vastuutaho: Työvoimaviranomainen", "3 vapaata paikkaa", "odotus noin 21 päivää"):
        assert more in inside and more not in public


@pytest.mark.parametrize("words", ["työkokeilu Koivulassa", "Björkby arbetsprövning", "koivula: työkokeiluun"])
def test_the_place_may_be_said_in_the_words(look, words):
    assert len(listed(look(q=words))) == 3


def test_a_place_without_the_service_says_so_and_what_to_do(look, cast):
    cast.team.municipalities.set([cast.region.municipalities.exclude(code="245").get()])
    page = look(q="työkokeilu", municipality="245")
    assert listed(page) == [] and "ei löytynyt" in page and "06 218 4400" in page and "Pyydä yhteydenottoa" in page
    assert listed(look(q="työkokeilu", region="koivula"))


@pytest.mark.row("V-118", "I-40")
def test_the_card_tells_whom_to_call_by_role_and_never_a_persons_name(look, cards, cast, sign_in):
    """Phone, hours and role of the contact point stand in the list and on the card; no user's name is there."""
    pages = [look(region="koivula"), sign_in(None).get(f"/find/{cards['self_care'].uuid}/").content.decode()]
    for page in pages:
        for text in ("Palveluohjaaja", "06 218 4410", "ma–to 9–15"):
            assert text in page
        assert not [name for name in User.objects.values_list("name", flat=True) if name and name in page]


def test_everything_chosen_stands_in_the_address_and_is_kept(look, cards):
    asked = {"municipality": "245", "stage": "services", "language": "sv", "body": "kela", "need": "remote"}
    page = look(q="kuntoutus", **asked)
    for name, value in asked.items():
        assert re.search(rf'<select name="{name}".*?<option value="{value}" selected>', page, re.DOTALL), name
    right = {str(one.uuid) for one in cards.values() if one.stage == "services" and "kela" in one.responsible}
    assert listed(page) and set(listed(page)) <= right
    assert "Saat apua ja palveluja" in page and '<details class="more" open>' in page


def test_fewer_limits_or_near_words_are_offered(look):
    page = look(q="omahoito", region="koivula", body="kela")
    assert "Ilman rajauksia löytyy" in page and 'href="/find/?region=koivula&amp;q=omahoito"' in page
    assert "?q=fysioterapia&amp;region=koivula" in look(q="fysioratepia", region="koivula")
    assert listed(look(region="koivula", stage="no_such", body="x", language="<b>", municipality="000"))


def test_what_is_typed_is_not_run(look):
    page = look(q="<b>x", region="koivula")
    assert "<b>x" not in page and "&lt;b&gt;x" in page


def test_the_front_page_leads_to_the_map_and_what_is_gone_leads_back(look, cast, sign_in):
    browser = sign_in(None)
    front = browser.get("/").content.decode()
    assert re.search(r'<form class="sq"[^>]*action="/find/"', front) and "/find/?q=" in front
    gone = browser.get(f"/find/{cast.case.uuid}/").headers["Location"]
    assert "ei enää tarjota" in browser.get(gone).content.decode()


@pytest.mark.parametrize(("query", "cost"), [("?region=koivula", 4), ("?municipality=245&q=ty%C3%B6kokeilu", 6)])
def test_the_map_costs_exactly_so_many_statements(cards, sign_in, query, cost):
    browser = sign_in(None)
    browser.get("/find/" + query)
    with CaptureQueriesContext(connection) as seen:
        browser.get("/find/" + query)
    own = [one["sql"] for one in seen if re.search(r"catalogue_|organisations_", one["sql"])]
    assert len(own) == cost, own


def test_the_municipality_of_the_search_is_not_asked_again(look, sign_in):
    """Guards against: the contact form begun empty after one has said where one lives (rule 8)."""
    assert 'href="/?municipality=245#contact"' in look(municipality="245")
    form = sign_in(None).get("/?municipality=245").content.decode()
    assert re.search(r'<option value="[^"]+" selected>Koivula', form)
