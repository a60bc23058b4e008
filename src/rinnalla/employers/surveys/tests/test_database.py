"""The database's own rules of surveys, uses and attitudes, straight in SQL: each refuses by its name.

Each was seen red: the constraint dropped, and its line here failed.
"""

import pytest
from django.db import DatabaseError, connection, transaction

from rinnalla.employers.surveys.models import SurveyReply
from rinnalla.employers.surveys.tests.test_surveys import GOOD, a_round, answered, days, employers
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
ROUND = """insert into employers_surveyround (uuid, version, made_at, region_id, name, opens_on, closes_on, items)
  values (gen_random_uuid(), 1, now(), %(region)s, %(name)s, %(opens)s, %(closes)s, %(items)s)"""
REPLY = """insert into employers_surveyreply
  (uuid, made_at, round_id, employer_id, hash, sent_at, expires_at, answered_at, how, answers)
  values (gen_random_uuid(), now(), %(round)s, %(employer)s, %(hash)s, %(sent)s, %(expires)s, %(answered)s, %(how)s,
          %(answers)s)"""
ATTITUDE = """insert into employers_attitudeaction (uuid, made_at, region_id, kind, "on", what, employers, unit_id)
  values (gen_random_uuid(), now(), %(region)s, 'event', current_date, %(what)s, %(employers)s, %(unit)s)"""
USE = """insert into employers_serviceuse (uuid, made_at, employer_id, service, "on", unit_id)
  values (gen_random_uuid(), now(), %(employer)s, 'pay_subsidy', current_date, %(unit)s)"""


@pytest.fixture
def coordinator(cast):
    return cast.actor("rooli-employer_coordinator")


def run(actor, sql, **values):
    with as_actor(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def refused(actor, told, sql, **values):
    with pytest.raises(DatabaseError, match=told):
        run(actor, sql, **values)


@pytest.mark.row("E-11")
def test_a_round_has_a_name_of_its_own_its_days_in_order_and_asks_something(cast, coordinator):
    right = {"region": cast.region.pk, "name": "Syksy", "opens": days(0), "closes": days(9), "items": '["gains"]'}
    assert run(coordinator, ROUND, **right) == 1
    for told, wrong in (
        ("survey_round_named_once", {}), ("survey_round_has_a_name", {"name": " "}),
        ("survey_round_ends_after_start", {"name": "Toinen", "closes": days(-1)}),
        ("survey_round_asks_something", {"name": "Kolmas", "items": "[]"}),
    ):
        refused(coordinator, told, ROUND, **{**right, **wrong})
    assert run(coordinator, ROUND, **{**right, "region": cast.other_region.pk}) == 1, "a name is of its region"


@pytest.mark.row("E-11", "T-67")
def test_an_employer_is_once_in_a_round_its_answer_whole_and_its_link_ends(cast, coordinator):
    row, (one, two, three, four) = a_round(coordinator), employers(coordinator, 4)
    bare = {"hash": None, "sent": None, "expires": None, "answered": None, "how": "", "answers": "{}"}
    right = {**bare, "round": row.pk, "employer": one.pk}
    assert run(coordinator, REPLY, **right) == 1
    refused(coordinator, "employer_once_in_a_round", REPLY, **right)
    for wrong in (
        {"answers": '{"gains": 5}'}, {"how": "hand"}, {"answered": days(0)},
        {"answered": days(0), "how": "hand"}, {"answered": days(0), "answers": '{"gains": 5}'},
    ):
        refused(coordinator, "survey_answer_is_whole", REPLY, **{**right, "employer": two.pk, **wrong})
    for wrong in ({}, {"sent": days(0)}, {"expires": days(9)}):
        refused(coordinator, "survey_link_expires", REPLY, **{**right, "employer": three.pk, "hash": b"x", **wrong})
    link = {"hash": b"x", "sent": days(0), "expires": days(9)}
    assert run(coordinator, REPLY, **{**right, "employer": three.pk, **link}) == 1
    refused(coordinator, "surveyreply_hash", REPLY, **{**right, "employer": four.pk, **link})
    answered(coordinator, row, [two], GOOD)
    assert SurveyReply.objects.filter(answered_at__isnull=False).count() == 1, "power: a whole answer gets in"
    refused(coordinator, "survey_answer_is_whole", "update employers_surveyreply set answers = '{}' where how <> ''")


@pytest.mark.row("T-67")
def test_what_was_done_about_attitudes_says_what_and_reached_somebody(cast, coordinator):
    right = {"region": cast.region.pk, "what": "Aamukahvit", "employers": 14, "unit": cast.team.pk}
    assert run(coordinator, ATTITUDE, **right) == 1
    refused(coordinator, "attitude_action_is_told", ATTITUDE, **{**right, "what": "  "})
    refused(coordinator, "attitude_action_reached_somebody", ATTITUDE, **{**right, "employers": 0})


def test_a_use_is_of_an_employer_of_the_register(cast, coordinator):
    one = employers(coordinator, 1)[0]
    with as_actor(coordinator), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    run(coordinator, USE, employer=one.pk, unit=cast.team.pk)
    refused(coordinator, "foreign key", USE, employer=one.pk + 9999, unit=cast.team.pk)
