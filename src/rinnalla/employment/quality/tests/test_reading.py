"""The records of a unit reach the count past the walls as dates, codes and marks; nobody else's do (T-53).

Guards against: a title or an employer's name in place of its mark, a stranger who counts.
"""

import json
from datetime import timedelta

import pytest
from django.db import connection

from rinnalla.access.acting import acting
from rinnalla.employers.contacting import actions as contacting
from rinnalla.employers.tests.near import an_employer, held, planned
from rinnalla.employers.vacancies import actions as vacancies
from rinnalla.employment.models import capped_types
from rinnalla.employment.quality import actions, reading, scoring, sets
from rinnalla.employment.quality.tests.world import TEXT, days_ago, manager, note, three_clients
from rinnalla.lib import dates

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(cast):
    return three_clients(cast)


def steps(cast, by, answers=None):
    """The step of each criterion as the asker counts them."""
    with acting(by):
        used = sets.set_of(cast.coaching)
        rated = scoring.rate_all(used, reading.records_of(cast.coaching, used), answers or {})
    return {one.item.key: one for one in rated}


@pytest.mark.row("T-53")
def test_a_manager_who_sees_no_client_counts_the_unit(cast, rows):
    found = steps(cast, manager(cast))
    assert found["caseload"].found.facts == (("clients", 3), ("working_time", 100))
    # 20, 40 and 60 days to the first meeting with an employer: mean 40, step 4.
    assert (found["quick_contact"].found.value, found["quick_contact"].step) == (40, 4)
    assert (found["own_choice"].found.value, found["own_choice"].step) == (67, None)  # it waits for the reviewer
    assert found["kinds_of_work"].step == 5  # two jobs, two titles
    assert found["many_employers"].step == 2  # the same shop written in two ways: one of two, 50 %
    assert found["real_jobs"].found.facts == (("current_jobs", 2), ("real_jobs", 1))
    assert found["money_advice"].step == 1 and found["money_advice"].found.rows == 2
    told = dict(found["telling"].found.parts)
    assert told["what_to_tell"] is False  # two of three is 67 %


def test_the_coach_counts_the_same_as_the_manager(cast, rows):
    ours, theirs = steps(cast, cast.a_janne), steps(cast, manager(cast))
    assert {key: one.step for key, one in ours.items()} == {key: one.step for key, one in theirs.items()}


@pytest.mark.row("T-53")
def test_the_register_of_employers_tells_of_visits(cast, rows):
    """Planned or not, with an opening or not, of the unit's own people alone; a call is no visit.

    Seen red: every contact taken for a visit, a vacancy that was closed taken for an opening.
    """
    shop = an_employer(cast.a_janne)
    with dates.clock(dates.now() - timedelta(days=40)):
        plan = planned(shop, cast.a_janne, days=10, channel="visit")
        held(shop, cast.a_janne, days_ago=0)
        with acting(cast.a_janne):
            vacancy = vacancies.add_vacancy(employer=shop, by=cast.a_janne, values={"title": "Kastelija"})
    with dates.clock(dates.now() - timedelta(days=30)), acting(cast.a_janne):
        contacting.note_contact(
            employer=shop, by=cast.a_janne, planned=plan, on=dates.today(), channel="visit", purpose="learn_needs"
        )
        vacancies.close_vacancy(vacancy=vacancy, version=1, by=cast.a_janne, outcome="filled")
    held(shop, cast.a_janne, days_ago=20)
    held(shop, cast.a_janne, days_ago=19, channel="phone")
    held(shop, cast.a_timo, days_ago=18)
    with acting(manager(cast)):
        used = sets.set_of(cast.coaching)
        visits = reading.records_of(cast.coaching, used).visits
    told = sorted((one.on, one.purpose, one.planned, one.opening) for one in visits if one.employer == shop.pk)
    assert told == [
        (days_ago(40), "tell_support", False, True), (days_ago(30), "learn_needs", True, True),
        (days_ago(20), "tell_support", False, False),
    ]
    assert {one.by for one in visits} == {cast.janne.pk}


@pytest.mark.wall
def test_no_name_and_no_text_comes_past_the_wall(cast, rows):
    with acting(manager(cast)), connection.cursor() as cursor:
        cursor.execute("select employment_quality(%s, %s, %s, %s)", [
            cast.coaching.pk, days_ago(180), dates.today(), capped_types()
        ])  # fmt: skip
        told = json.dumps(cursor.fetchone()[0], ensure_ascii=False)
    for secret in (TEXT, "Salainen", "kauppa", "Asiakas", "Lehto", "Työ"):
        assert secret.lower() not in told.lower()


@pytest.mark.wall
@pytest.mark.parametrize("who", ["rooli-manager", "muualta-manager", "katri", "rooli-job_coach", "rooli-system_admin"])
def test_another_organisation_and_another_role_count_nothing(cast, rows, who):
    with acting(cast.actor(who)), connection.cursor() as cursor:
        cursor.execute("select employment_quality(%s, %s, %s, %s)", [
            cast.coaching.pk, days_ago(180), dates.today(), capped_types()
        ])  # fmt: skip
        told = cursor.fetchone()[0]
        assert not any((json.loads(told) if isinstance(told, str) else told).values())


def test_traditional_coaching_is_not_reviewed_by_the_criteria(cast, rows):
    with acting(cast.a_katri):
        rows[0].__class__.objects.filter(pk=rows[0].pk).update(type="traditional")
    assert steps(cast, cast.a_janne)["caseload"].found.facts[0] == ("clients", 2)


def test_working_time_and_practices_are_the_unit_s_own(cast, rows):
    by = manager(cast)
    with acting(by):
        actions.set_time(unit=cast.coaching, coach=cast.janne, version=0, by=by, percent=50, other_percent=10)
        for week in range(26):
            actions.note_practice(unit=cast.coaching, kind="supervision", on=days_ago(7 * week + 1), by=by)
    found = steps(cast, by)
    assert (found["caseload"].found.value, found["own_work"].found.value) == (6, 90)
    assert dict(found["leader"].found.parts)["supervision"] is True


@pytest.mark.row("T-54")
def test_a_lower_cap_moves_no_score(cast, rows):
    """The cap refuses the next client; the score only tells how many there are."""
    from rinnalla.employment.actions import set_caseload

    before = steps(cast, cast.a_janne)["caseload"].step
    with acting(manager(cast)):
        set_caseload(unit=cast.coaching, version=1, by=manager(cast), clients=3)
    assert steps(cast, cast.a_janne)["caseload"].step == before == 5


def test_what_the_coach_notes_in_passing_counts(cast, rows):
    by = cast.a_janne
    with acting(by):
        note(rows[0], by, 70, "client", "benefit_adviser", purpose="benefits")
        note(rows[1], by, 3, "client", "family", purpose="outreach")
        note(rows[1], by, 2, "authority", place="remote")
    found = steps(cast, by)
    assert sorted(step for _client, step in found["money_advice"].found.clients) == [1, 4]
    assert dict(found["keeping_in_touch"].found.parts)["outreach_with_family"] is True
    assert dict(found["authority_contact"].found.facts)["authority_contacts"] == 1
