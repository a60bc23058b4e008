"""What a manager is shown of a project: definitions beside numbers, and nothing that a few could be found by.

Guards against: 9 and 5 that tell of four others, shares of a few, a half-year that still runs, other people's eyes.
"""

from datetime import date

import pytest

from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown
from rinnalla.network.projects import actions, telling
from rinnalla.network.projects.figures import UNCOACHED, Numbers
from rinnalla.network.projects.telling import HIDDEN, last_told, report
from rinnalla.network.projects.tests.near import ago, clients, contacts, joins, running, settles
from rinnalla.services.pilots.actions import begin_pilot
from rinnalla.services.pilots.demo import NEAR, take_part
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
VAASA = {
    "clients": 38, "employed": 9, "coached": {"quality_criteria": 15, "traditional": 15, UNCOACHED: 8},
    "coached_employed": {"quality_criteria": 5, "traditional": 4, UNCOACHED: 0}, "answers": 38, "answers_sum": 327,
    "answerers": 38, "open": 22, "open_asked": 22, "open_motivated": 22, "planned": 38, "named": 38, "contacted": 69,
    "joined": 40, "not_joined": 20, "undecided": 9, "reasons": {"does_not_want": 13, "not_now": 7},
}


@pytest.fixture
def project(cast):
    return running(cast, starts_on=ago(900), ends_on=ago(-30))


def told(monkeypatch, project, least=5, **changed):
    """The page of exact numbers, with a limit."""
    exact = Numbers(project.starts_on, dates.today(), **{**VAASA, **changed})
    monkeypatch.setattr(telling, "numbers", lambda one, until: exact)
    monkeypatch.setattr(telling, "deadline", lambda region, key: least)
    return report(project)


def line(found, name):
    return next(one for one in [*found.clients, *found.contacted] if one.name == name)


def by_type(found):
    return {one.name: (one.people, one.employed) for one in found.coaching}


@pytest.mark.row("V-101", "V-102", "V-103")
def test_9_and_5_are_not_published_together_by_default_since_9_less_5_is_4(monkeypatch, project):
    """Guards against: each type hidden by itself alone: 15 and 5 stood beside 9 and told of the four."""
    found = told(monkeypatch, project)
    assert line(found, "Asiakkaita").number == Shown("number", 38)
    assert line(found, "Työllistyi").number == Shown("number", 9)
    assert {work for _people, work in by_type(found).values()} == {HIDDEN}
    assert by_type(found)["Laatukriteereihin perustuva"][0] == Shown("number", 15)
    shown = told(monkeypatch, project, least=3)
    assert by_type(shown)["Laatukriteereihin perustuva"] == (Shown("number", 15), Shown("number", 5))
    assert str(shown.coaching[0].percent) == "33.3" and str(line(shown, "Työllistyi").percent) == "23.7"


@pytest.mark.row("V-103")
@pytest.mark.parametrize(("coached", "why"), [
    ({"quality_criteria": 15, "traditional": 19, UNCOACHED: 4}, "the uncoached are few"),
    ({"quality_criteria": 35, "traditional": 3, UNCOACHED: 0}, "those outside a type are few"),
])  # fmt: skip
def test_no_type_is_told_when_another_could_be_had_by_subtracting(monkeypatch, project, coached, why):
    found = told(monkeypatch, project, coached=coached)
    assert {one for pair in by_type(found).values() for one in pair} == {HIDDEN}, why


@pytest.mark.row("F-11", "F-12", "F-36", "F-37")
@pytest.mark.parametrize(("name", "changed", "kind"), [
    ("Työllistyi", {"employed": 4}, "small"), ("Työllistyi", {"employed": 35}, "withheld"),
    ("Mukana jakson lopussa", {"open": 36}, "withheld"), ("Haluaa työhön", {"open_motivated": 20}, "withheld"),
    ("Haluaa työhön", {"open": 36, "open_motivated": 36}, "withheld"),
    ("Suunnitelma on tehty", {"planned": 37}, "withheld"), ("Asiakasvastaava on nimetty", {"named": 3}, "small"),
    ("Asiakkaita", {"clients": 4}, "small"), ("Suunnitelma on tehty", {"planned": 0}, "number"),
])  # fmt: skip
def test_a_part_is_told_only_with_a_rest_that_may_be_told(monkeypatch, project, name, changed, kind):
    """Guards against: `hide_small` alone: 35 of 38 told of the three others."""
    found = line(told(monkeypatch, project, **changed), name)
    assert found.number.kind == kind and (found.percent is None) == (kind != "number" or name == "Asiakkaita")


@pytest.mark.row("F-12", "F-36", "F-37", "F-34", "F-35", "F-05")
def test_everybody_and_the_means_are_told_with_their_definitions(monkeypatch, project):
    found = told(monkeypatch, project)
    for name, number, percent in (
        ("Haluaa työhön", 22, "100.0"), ("Suunnitelma on tehty", 38, "100.0"),
        ("Asiakasvastaava on nimetty", 38, "100.0"), ("Tuli mukaan", 40, "58.0"), ("Otettu yhteyttä", 69, "None"),
    ):  # fmt: skip
        one = line(found, name)
        assert (one.number, str(one.percent)) == (Shown("number", number), percent) and len(one.definition) > 30, name
    assert str(found.mean) == "8.6" and found.answers == Shown("number", 38)
    assert found.reasons == [("Ei halunnut mukaan", Shown("number", 13)),
                             ("Ei jaksa tai ehdi juuri nyt", Shown("number", 7))]  # fmt: skip
    few = told(monkeypatch, project, answers=30, answerers=4)
    assert few.mean is None and few.answers == Shown("small"), "four people who answer often are four people"
    hidden = told(monkeypatch, project, not_joined=2, undecided=27, reasons={"other": 2})
    assert line(hidden, "Ei tullut mukaan").number.kind == "small" and hidden.reasons[0][1].kind != "number"
    assert line(hidden, "Ei vielä vastausta").number.kind == "large", "or the sum would tell of the two"


@pytest.mark.parametrize(("starts", "ends", "today", "day"), [
    (date(2025, 1, 1), date(2026, 12, 31), date(2026, 11, 30), date(2026, 6, 30)),
    (date(2025, 1, 1), date(2026, 9, 30), date(2026, 11, 30), date(2026, 9, 30)),
    (date(2026, 8, 1), date(2026, 12, 31), date(2026, 11, 30), None),
    (date(2026, 8, 1), date(2026, 12, 31), date(2027, 1, 1), date(2026, 12, 31)),
])  # fmt: skip
def test_only_a_half_year_or_a_project_that_is_over_is_told(cast, starts, ends, today, day):
    """Two readings would tell of whoever came between (A13). Guards against: today in the last half's place."""
    one = running(cast, starts_on=starts, ends_on=ends)
    with dates.clock(dates.start_of_day(today)):
        assert last_told(one) == day


@pytest.mark.row("V-101", "V-102", "F-10", "F-34")
def test_the_page_is_the_managers_and_has_the_pilots_target_beside_what_came(cast, sign_in):
    """F-10: ten were meant, and it is told how many came. Guards against: exact small numbers on the page."""
    boss = cast.actor("rooli-manager")
    project = running(cast, starts_on=ago(500), ends_on=ago(1))
    card = offer_everything(cast.region, cast.jobs)[NEAR]
    with as_actor(boss):
        pilot = begin_pilot(card=card, by=boss, name="Arvio lähelle", target=10, starts_on=ago(400), ends_on=ago(-20),
                            place="near_client", need="Matka on pitkä")  # fmt: skip
        actions.take_pilot(project=project, by=boss, pilot=pilot)
    for number, case in enumerate(clients(cast, 7)):
        joins(cast, case, project, 200)
        with as_actor(cast.a_katri):
            take_part(case, cast.a_katri)
        row = contacts(cast, project, f"m{number}")
        if number < 2:
            settles(cast, row, "joined")
    place = f"/development/projects/{project.uuid}/figures/"
    manager = sign_in(cast.roles["manager"])
    page = manager.get(place).content.decode()
    assert "<strong>7</strong>" in page and "kaksi työtä on yksi ihminen" in page
    assert "Tuli mukaan</dt><dd><strong>Ei näytetä</strong>" in page.replace("\n", ""), "two and five of seven"
    assert "Arvio lähelle" in page and 'data-h="Tavoite">10</td>' in page and 'data-h="Toteutunut">7</td>' in page
    assert place in manager.get(f"/development/projects/{project.uuid}/").content.decode()
    for who in (cast.katri, cast.timo):
        assert sign_in(who).get(place).status_code == 403
