"""The path figure with numbers: who sees them, what is counted, that no small number can be read or computed."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from rinnalla.access.roles import ROLES
from rinnalla.cases.models import Case
from rinnalla.catalogue.figures import content_for
from rinnalla.catalogue.tests.cards import fullest, offer_everything
from rinnalla.desk.figure import counted
from rinnalla.lib import dates
from rinnalla.referrals import actions as referrals
from rinnalla.referrals.identity import named
from rinnalla.referrals.models import Identification
from rinnalla.servicemodels import codes
from rinnalla.services import actions as services
from rinnalla.testing import as_actor
from tests.test_query_counts import open_cases

ADDRESS = "/services/path/"


@pytest.fixture
def published(cast, monkeypatch):
    """A published model for the cast's region, with every card."""
    model = fullest()
    monkeypatch.setattr(codes, "published", lambda region: model)
    return offer_everything(cast.region, cast.jobs)


LINE = re.compile(r'<g role="listitem" class="fg-spot[^"]*" data-row="([^"]+)">(.*?)</g>(?=<g role|</g>)', re.S)


def numbers(page: str) -> dict[str, str]:
    """The numbers of the picture by row; empty where a line has none."""
    picture = page[page.index('class="poster') :].partition("</svg>")[0]
    number = {row: re.search(r'class="fg-n fg-end"[^>]*>([^<]+)<', inside) for row, inside in LINE.findall(picture)}
    assert len(number) > 50
    return {row: unescape(found.group(1)) if found else "" for row, found in number.items()}


def refer(cast, kind: str, count: int, channel: str = "network", **options) -> None:
    """Referrals from one kind of sender."""
    for place in range(count):
        who = named(f"Lähete {kind} {channel} {place} {len(options)}", phone=f"040 {abs(hash(kind)) % 900} {place:04}")
        referrals.send_referral(
            by=cast.a_katri, who=who, unit=cast.team, sender_kind=kind, sender_name=kind, consent=True, channel=channel,
            **options,
        )


@pytest.mark.row("V-27")
def test_a_stage_shows_the_number_of_clients_in_it(cast, published, sign_in):
    open_cases(cast, 11)
    page = sign_in(cast.roles["manager"]).get(ADDRESS).content.decode()
    assert page.count("12 asiakasta nyt") == 2  # in the picture and in the list
    assert page.count("0 asiakasta nyt") == 8


@pytest.mark.row("V-28", "V-30", "V-31", "V-32", "V-33", "V-34", "V-35", "V-36", "V-38", "V-39", "V-40")
def test_what_came_in_is_counted_by_population_and_by_sender(cast, published, sign_in):
    kinds = [kind for sender in codes.common().figure.senders for kind in sender.kinds]
    with as_actor(cast.a_katri):
        for place, kind in enumerate(kinds):
            refer(cast, kind, 5 + place)
        refer(cast, "", 8, channel="self")
    told = numbers(sign_in(cast.roles["manager"]).get(ADDRESS).content.decode())
    expected = {
        sender.row: str(sum(5 + kinds.index(kind) for kind in sender.kinds))
        for sender in codes.common().figure.senders
    }
    assert {row: told[row] for row in expected} == expected
    assert expected["V-33"] == "15"  # Kela and the pension institutions share a line
    assert (told["V-28"], told["V-29"], told["V-30"]) == ("8", "0", str(sum(range(5, 5 + len(kinds)))))
    assert (told["V-43"], told["V-44"], told["V-45"]) == ("8", told["V-30"], "0")


@pytest.mark.row("V-29")
def test_an_outreach_contact_is_counted_though_no_case_was_opened(cast, published, sign_in):
    with as_actor(cast.a_katri):
        for _each in range(6):
            referrals.identify(by=cast.a_katri, items=["school_history"], criteria=[], place="outreach")
        for _each in range(7):
            referrals.identify(by=cast.a_katri, items=["school_history"], criteria=[], place="school")
        met = Identification.objects.filter(place="outreach").first()
        assert met.case_id is None
        refer(cast, "association", 1, identification=met)
    told = numbers(sign_in(cast.roles["manager"]).get(ADDRESS).content.decode())
    assert told["V-29"] == "6"  # the one who was referred is still one
    assert told["V-30"] == "0"


def test_small_numbers_are_hidden_and_those_they_could_be_computed_from(cast, published, sign_in):
    with as_actor(cast.a_katri):
        refer(cast, "association", 2)
        refer(cast, "kela", 9)
        refer(cast, "youth_service", 20)
    page = sign_in(cast.roles["manager"]).get(ADDRESS).content.decode()
    told = numbers(page)
    assert (told["V-34"], told["V-33"], told["V-38"], told["V-31"]) == ("< 5", "≥ 5", "20", "0")
    strands = [float(wide) for wide in re.findall(r'class="fg-strand" stroke-width="([\d.]+)"', page)]
    assert strands[3] == strands[2] == strands[0]  # hidden ones are as thin as none
    assert strands[7] == max(strands) > strands[0]


def test_services_are_counted_by_client_and_specially_protected_ones_not_at_all(cast, published, sign_in):
    open_cases(cast, 11)
    with as_actor(cast.a_katri):
        special = "substance_and_mental_health_rehabilitation"
        for case in Case.objects.visible_to(cast.a_katri):
            for card in (published["pay_subsidy"], published[special]):
                episode = services.plan_service(case=case, by=cast.a_katri, card=card)
                services.start_service(episode=episode, version=1, by=cast.a_katri, on=dates.today())
    page = sign_in(cast.roles["manager"]).get(ADDRESS).content.decode()
    told = numbers(page)
    assert told["V-79"] == "12"
    assert told["V-69"] == ""
    assert page.count("noin 10 asiakasta") == 2


def test_only_those_who_lead_by_figures_see_numbers_of_clients(cast, published, sign_in):
    assert {key for key, role in ROLES.items() if "figures.view" in role.permissions} == {"manager"}  # as the function
    open_cases(cast, 11)
    for role in ("coordinator", "job_coach", "organisation_admin"):
        page = sign_in(cast.roles[role]).get(ADDRESS + "?view=clients").content.decode()
        assert "asiakasta nyt" not in page and "Asiakkaita nyt" not in page
        assert set(numbers(page).values()) == {""}
    other = sign_in(cast.everybody["muualta-manager"]).get(ADDRESS).content.decode()
    assert "12 asiakasta nyt" not in other and other.count("0 asiakasta nyt") == 10


def test_the_database_counts_for_nobody_else(cast, published):
    open_cases(cast, 11)
    manager = cast.actor("rooli-manager")
    with translation.override("fi"):
        content = content_for(cast.region)
    for actor, said in ((manager, "12 asiakasta nyt"), (cast.a_katri, "0 asiakasta nyt")):
        with as_actor(actor):
            assert counted(cast.region, content).notes["initial_service"] == said


def test_a_sender_that_tells_of_the_person_stands_under_a_wider_name_beside_its_number(cast, published, sign_in):
    browser = sign_in(cast.roles["manager"])
    with_numbers, without = (browser.get(ADDRESS + query).content.decode() for query in ("", "?view=waiting"))
    assert "Rikosseuraamuslaitos" not in with_numbers and "Viranomainen" in with_numbers
    assert "Rikosseuraamuslaitos" in without


@pytest.mark.row("V-95")
def test_each_stage_shows_its_prompt_in_the_regions_own_words(cast, published, sign_in, monkeypatch):
    page = unescape(sign_in(cast.katri).get(ADDRESS).content.decode())
    for stage in codes.common().stages:
        assert stage.prompt.fi in re.sub(r"</?tspan[^>]*>", "", page)
    model = fullest()
    own = dict.fromkeys(("fi", "sv", "en"), "Keitä kahvit ensin.")
    first = model.model.stages[0].model_copy(update={"prompt": type(model.info.wording.team)(**own)})
    stages = (first, *model.model.stages[1:])
    changed = model.model_copy(update={"model": model.model.model_copy(update={"stages": stages})})
    monkeypatch.setattr(codes, "published", lambda region: changed)
    page = unescape(sign_in(cast.katri).get(ADDRESS).content.decode())
    assert "Keitä kahvit ensin." in page and codes.common().stages[0].prompt.fi not in page


def test_a_bullet_opens_its_card_and_all_places_of_the_service_are_marked(cast, published, sign_in):
    card = next(one for one in published.values() if one.service == "work_trial")
    page = sign_in(cast.katri).get(f"{ADDRESS}?card={card.key}").content.decode()
    assert f'href="/services/{card.uuid}/"' in page
    assert page.count('class="fg-spot fg-sel"') == 3
    assert "Kuvassa 3 kohdassa." in page
    assert sign_in(cast.katri).get(f"{ADDRESS}?card=ei-ole&view=ei-ole").status_code == 200


def test_the_list_stands_in_the_pictures_place_when_asked(cast, published, sign_in):
    page = sign_in(cast.katri).get(f"{ADDRESS}?as=list").content.decode()
    assert "<svg class=\"poster" not in page and page.count("<details open>") > 5


def test_without_a_published_model_the_page_says_so(cast, sign_in):
    page = sign_in(cast.katri).get(ADDRESS)
    assert page.status_code == 200 and "ei ole vielä julkaistu" in page.content.decode()


def test_the_page_costs_the_same_for_few_and_for_many(cast, published, sign_in):
    browser, costs = sign_in(cast.roles["manager"]), []
    browser.get(ADDRESS)
    for count in (3, 20):
        open_cases(cast, count, start=count)
        with CaptureQueriesContext(connection) as seen:
            browser.get(ADDRESS)
        costs.append(len([one for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]))
    assert costs[0] == costs[1], costs
    with CaptureQueriesContext(connection) as seen:
        browser.get(ADDRESS)
    asked = [one["sql"] for one in seen.captured_queries]
    assert len([sql for sql in asked if "desk_figure_counts" in sql]) == 1
    assert len([sql for sql in asked if "catalogue_servicecard" in sql and "desk_figure_counts" not in sql]) == 1
