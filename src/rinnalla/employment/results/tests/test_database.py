"""What results are counted from, by the database's own rules: whom the owner's function answers, and which rows can be.

Each was seen red: the constraint dropped, or the condition of the function taken out, and its line here failed.
"""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import Membership
from rinnalla.employment import working
from rinnalla.employment.tests.coaching import open_case, start
from rinnalla.lib import dates
from rinnalla.testing import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.wall]
STUDIES = """insert into employment_studyrecord
  (uuid, version, made_at, made_by_id, case_id, kind, name, school, adapted, started_on, completed_on, broken_off_on,
   followed_on, work_from)
  values (gen_random_uuid(), 1, now(), %(by)s, %(case)s, 'vocational', %(name)s, %(school)s, true, %(started)s,
          %(completed)s, %(broken)s, %(followed)s, %(work)s)"""


def days(number):
    return dates.today() + timedelta(days=number)


def run(actor, sql, **values):
    with as_actor(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0] if cursor.description else cursor.rowcount


def asked(actor, region, since=-200, until=0):
    told = run(
        actor, "select employment_results(%(region)s, %(since)s, %(since)s, %(until)s)", region=region.pk,
        since=days(since), until=days(until),
    )
    return json.loads(told) if isinstance(told, str) else told


@pytest.fixture
def episode(cast):
    with as_actor(cast.a_katri):
        row = start(cast, open_case(cast, "Veikko"))
    with as_actor(cast.a_janne):
        working.add_job(
            episode=row, by=cast.a_janne, employer="Salainen Oy", title="Myyjä", kind="open_paid", starts_on=days(0)
        )
    return row


def test_only_a_manager_of_the_region_and_a_coach_of_the_unit_are_answered(cast, episode):
    for name in ("rooli-manager", "janne"):
        assert [one[0] for one in asked(cast.actor(name), cast.region)["coachings"]] == [episode.pk], name
    for name in ("muualta-manager", "muualta-job_coach", "rooli-employer_coordinator", "katri", "petra"):
        told = asked(cast.actor(name), cast.region)
        assert not any((told or {}).values()), name
    assert not any((asked(cast.a_tuula, cast.region) or {}).values()), "the client has the own pages"


def test_another_role_in_the_coachs_own_unit_is_answered_nothing(cast, episode):
    by = system("cast")
    with acting(by):
        user = add_user(by=by, username="vieras", name="Kaisa Koski", email="vieras@example.org")
        give_membership(by=by, user=user, unit=cast.coaching, role="experience_expert", starts_on=days(-9))
    assert not any((asked(cast.actor("vieras"), cast.region) or {}).values())


def test_dates_and_codes_are_told_and_never_a_name_or_a_word(cast, episode):
    text = json.dumps(asked(cast.actor("rooli-manager"), cast.region))
    assert "open_paid" in text
    for hidden in ("Veikko", "Lehto", "Salainen", "Myyjä", "Ensimmäinen tapaaminen"):
        assert hidden not in text, hidden


def test_a_role_that_ended_is_answered_nothing(cast, episode):
    actor = cast.actor("rooli-manager")
    assert asked(actor, cast.region)["coachings"]
    Membership.objects.filter(pk=actor.membership_id).update(starts_on=days(-9), ends_on=days(-2))
    assert not any((asked(actor, cast.region) or {}).values())


def test_coachings_outside_the_days_that_are_asked_are_not_told(cast, episode):
    manager = cast.actor("rooli-manager")
    assert not asked(manager, cast.region, -200, -1)["coachings"], "it began today"
    assert asked(manager, cast.region, 0, 0)["coachings"]


@pytest.mark.row("E-15")
def test_studies_end_once_after_they_began_are_named_and_work_is_heard_of(cast):
    right = {
        "by": cast.katri.pk, "case": cast.case.pk, "name": "Puutarhuri", "school": "Ammattiopisto", "work": None,
        "started": days(-400), "completed": days(-90), "broken": None, "followed": days(-2),
    }
    assert run(cast.a_katri, STUDIES, **right) == 1
    for told, wrong in (
        ("studies_end_once", {"broken": days(-90)}), ("studies_end_after_start", {"completed": days(-401)}),
        ("studies_end_after_start", {"completed": None, "broken": days(-401)}), ("studies_are_named", {"name": " "}),
        ("studies_are_named", {"school": ""}), ("studies_work_is_followed", {"work": days(-5), "followed": None}),
        ("studies_work_is_followed", {"work": days(-5), "completed": None}),
    ):
        with pytest.raises(DatabaseError, match=told):
            run(cast.a_katri, STUDIES, **{**right, **wrong})
    found = asked(cast.actor("rooli-manager"), cast.region)["studies"]
    assert [row[1] for row in found] == [days(-90).isoformat()]


def test_a_job_is_told_whole_or_not_at_all(cast, episode):
    """The rules of the job itself: its days in order and hours of a week."""
    for told, change in (
        ("job_ends_after_start", "ends_on = starts_on - 1"), ("job_hours_week", "hours_week = 0"),
        ("job_hours_week", "hours_week = 48.1"),
    ):
        with pytest.raises(DatabaseError, match=told):
            run(cast.a_janne, f"update employment_job set {change}")


def test_a_contact_is_with_somebody_for_minutes_that_can_be(cast, episode):
    with as_actor(cast.a_janne):
        working.note_contact(episode=episode, by=cast.a_janne, parties=("client",), place="workplace", minutes=30)
    for told, change in (
        ("contact_with_somebody", "parties = '[]'"), ("contact_minutes", "minutes = 0"),
        ("contact_minutes", "minutes = 601"),
    ):
        with pytest.raises(DatabaseError, match=told):
            run(cast.a_janne, f"update employment_coachingcontact set {change}")
