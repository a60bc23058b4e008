"""A team of job coaches: placements by name only of whom one may see, the rest counted; employers shared (L-63).

Seen red: the filter by field groups left out (a client's job shown to whom the leave opens basics alone); every
contact taken for the team's.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rinnalla.access.models import Grant, User
from rinnalla.employers.tests.near import an_employer, held, planned
from rinnalla.employment import coachteam, working
from rinnalla.employment.quality.tests.world import manager
from rinnalla.employment.tests.coaching import consent, open_case, second_coach, start
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
WEEKS = 14


@pytest.fixture
def team(cast):
    """Janne's client works for fourteen weeks; Ville's client Sanni for two, and another of his in a trial."""
    ville = second_coach(cast)
    with as_actor(cast.a_katri):
        consent(cast, cast.case)
        mine = start(cast)
        sanni = start(cast, open_case(cast, "Sanni"), coach=ville)
        trial = start(cast, open_case(cast, "Otso"), coach=ville)
    works(cast.a_janne, mine, "Taimien hoitaja", "Meriruohon Puutarha Oy", WEEKS)
    works(cast.actor("ville"), sanni, "Hyllyttäjä", "Kauppa Kulma", 2)
    works(cast.actor("ville"), trial, "Kokeilija", "Verstas", 1, kind="other")
    return cast


def works(by, episode, title, employer, weeks, kind="open_paid"):
    with as_actor(by):
        working.add_job(
            episode=episode, by=by, title=title, employer=employer, kind=kind,
            starts_on=dates.today() - timedelta(weeks=weeks),
        )


def here(cast) -> str:
    return f"/coaching/teams/{cast.coaching.uuid}/"


@pytest.mark.row("L-63")
def test_a_coach_sees_ones_own_placements_by_name_and_the_others_counted(team, sign_in):
    browser = sign_in(team.janne)
    assert browser.get("/coaching/team/").headers["Location"] == here(team)
    page = browser.get(here(team)).content.decode()
    for words in (
        "Tuula Rantanen", "Taimien hoitaja, Meriruohon Puutarha Oy", "Työ on kestänyt 13 viikkoa", "Ville Aho",
        "Asiakkaita 2/25", "2 työssä olevaa asiakasta, joiden asioita et näe.", "3 asiakasta on työssä.",
    ):
        assert words in page, words
    for hidden in ("Sanni", "Hyllyttäjä", "Kauppa Kulma", "Verstas"):
        assert hidden not in page, hidden
    line = AccessLine.objects.filter(route="employment:team_of").order_by("-pk").first()
    assert line.case_ids == [team.case.pk], "the list leaves its line"
    theirs = sign_in(User.objects.get(username="ville")).get(here(team)).content.decode()
    assert "Sanni Lehto" in theirs and "Verstas" in theirs and "Tuula" not in theirs
    assert "1 työssä oleva asiakas, jonka asiaa et näe." in theirs


@pytest.mark.row("L-63")
@pytest.mark.wall
def test_a_manager_sees_numbers_and_no_name_and_a_stranger_nothing(team, sign_in):
    boss = manager(team)
    with as_actor(boss):
        found = coachteam.team_of(team.coaching, boss)
    assert found.at_work == 3 and [len(one.placements) for one in found.coaches] == [0, 0]
    assert [one.others for one in found.coaches] == [1, 2]
    for name in ("rooli-job_coach", "muualta-job_coach", "rooli-manager", "petra"):
        assert sign_in(team.everybody[name]).get(here(team)).status_code in (403, 404), name


@pytest.mark.row("L-63")
def test_a_leave_that_opens_no_work_shows_no_placement(team, sign_in):
    with as_actor(team.a_katri):
        Grant.objects.filter(case=team.case, user=team.janne).update(field_groups=["basics"])
    with as_actor(team.a_janne):
        found = coachteam.team_of(team.coaching, team.a_janne)
    assert [(one.user.name, len(one.placements), one.others) for one in found.coaches] == [
        ("Janne Kallio", 0, 1), ("Ville Aho", 0, 2)
    ]


@pytest.mark.row("L-63", "T-66")
def test_the_team_shares_its_employers(team, sign_in):
    """Owned by the team or met lately; the next planned first. Another body's contact makes it nobody's of the team."""
    ours = an_employer(team.a_janne, name="Aamu Oy", business_id="")
    theirs = an_employer(team.a_timo, name="Muiden Oy", business_id="")
    old = an_employer(team.a_timo, name="Vanha Oy", business_id="")
    met = an_employer(team.a_timo, name="Tavattu Oy", business_id="")
    held(theirs, team.a_timo)
    held(old, team.a_janne, days_ago=91)
    held(met, team.actor("ville"), days_ago=5)
    planned(met, team.actor("ville"), days=4, despite="Sovittu.")
    found = coachteam.shared_employers(team.coaching)
    assert [one.employer.name for one in found] == ["Tavattu Oy", "Aamu Oy"]
    page = sign_in(team.janne).get(here(team)).content.decode()
    assert "Tavattu Oy" in page and "Ville Aho, Kuulla tarpeet" in page and "Muiden Oy" not in page
    assert ours.name in page and "Tiimi ei ole vielä ollut yhteydessä." in page


def test_statements_do_not_grow_with_clients(team, sign_in):
    def asked() -> int:
        with as_actor(team.a_janne), CaptureQueriesContext(connection) as seen:
            coachteam.team_of(team.coaching, team.a_janne)
        return len(seen)

    before = asked()
    for number in range(4):
        with as_actor(team.a_katri):
            more = start(team, open_case(team, f"Uusi {number}"))
        works(team.a_janne, more, f"Työ {number}", f"Paikka {number}", 20)
    assert asked() <= before, "one statement for each client"
