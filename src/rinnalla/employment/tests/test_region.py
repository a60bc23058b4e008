"""Coaching in numbers for a manager, and what speaks for a payer.

Guards against: counts of another region, small numbers told, events counted in place of people.
"""

import pytest
from django.db import connection

from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.employment import region, working
from rinnalla.employment.models import JobProfile
from rinnalla.employment.payers import proposed_payers
from rinnalla.employment.tests.coaching import fresh, open_case, start
from rinnalla.lib import dates
from rinnalla.services import actions as services
from rinnalla.testing import as_actor

WHOLE = dict.fromkeys(JobProfile.ASKED, "jotain")


@pytest.fixture
def twelve(cast):
    """Twelve clients: six by Kela, six by the municipality; ten by criteria; six whole profiles; ten rated jobs."""
    with as_actor(cast.a_katri):
        episodes = [
            start(
                cast, open_case(cast, f"Asiakas {number}"), payer="kela" if number % 2 else "employment_services",
                type="quality_criteria" if number < 10 else "traditional",
            )
            for number in range(12)
        ]
    with as_actor(cast.a_janne):
        for number, episode in enumerate(episodes):
            parts = WHOLE if number % 2 else {**WHOLE, "skills": ""}
            working.save_profile(episode=episode, based_on=0, by=cast.a_janne, parts=parts)
            job = working.add_job(
                episode=episode, by=cast.a_janne, employer="E", title="T", starts_on=dates.today(),
                kind="open_paid" if number < 6 else "subsidised",
            )
            working.rate_match(
                job=job, version=1, by=cast.a_janne, matches_client=number < 7, matches_coach=True
            )
            for _n in range(3):
                working.note_contact(
                    episode=episode, by=cast.a_janne, parties=["client"], place="workplace", minutes=20
                )
    return episodes


def told(cast):
    manager = cast.actor("rooli-manager")
    with as_actor(manager):
        found = region.figures(cast.region)
    return {what: {one.name: one.people for one in lines} for what, lines in found.tables.items()}, {
        one.name: one.percent for one in found.shares
    }


@pytest.mark.row("L-64", "L-65", "T-56", "T-52", "L-18", "E-24")
def test_people_are_counted_by_payer_type_party_and_kind_and_small_numbers_hide(cast, twelve):
    tables, shares = told(cast)
    assert tables["payer"]["Kela"] == 6 and tables["payer"]["Kunnan työllisyyspalvelut"] == 6
    assert tables["payer"]["Sosiaalipalvelut"] == 0
    assert tables["type"] == {"Laatukriteereihin perustuva": 10, "Perinteinen": None}
    assert tables["party"]["Asiakas"] == 12  # people, not the 36 contacts
    assert tables["job"]["Palkkatyö avoimilla työmarkkinoilla"] == 6 and tables["job"]["Tuettu palkkatyö"] == 6
    assert shares["Työprofiili on kokonainen"] == 50
    assert shares["Työ vastaa osaamista, asiakkaan ja valmentajan mielestä"] == 58


def test_another_region_is_given_nothing(cast, twelve):
    far = cast.actor("muualta-manager")
    with as_actor(far), connection.cursor() as cursor:
        cursor.execute("select count(*) from employment_figures(%s, %s, %s, 1)", [
            cast.region.pk, dates.add_months(dates.today(), -12), dates.today()
        ])
        assert cursor.fetchone() == (0,)


def test_only_a_manager_opens_the_page(cast, sign_in):
    assert sign_in(cast.roles["manager"]).get("/coaching/figures/").status_code == 200
    for role in ("job_coach", "coordinator", "organisation_admin"):
        assert sign_in(cast.roles[role]).get("/coaching/figures/").status_code == 403


@pytest.mark.row("L-64")
def test_a_service_on_the_path_speaks_for_its_payer_and_says_why(cast, sign_in):
    cards = offer_everything(cast.region, cast.jobs)
    groups = cast.a_katri.field_groups()
    with as_actor(cast.a_katri):
        assert proposed_payers(cast.case, cast.a_katri, groups) == []
        row = services.plan_service(case=fresh(cast.case), by=cast.a_katri, card=cards["vocational_rehabilitation"])
        found = proposed_payers(cast.case, cast.a_katri, groups)
        assert [(one.key, one.reasons) for one in found] == [("kela", (row.name,))]
        hidden = proposed_payers(cast.case, cast.a_katri, set(groups) - {row.field_group})
        assert row.field_group == "basics" or hidden == []
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/coaching/start/").content.decode()
    assert "Maksajaksi sopisi" in page and row.name in page
