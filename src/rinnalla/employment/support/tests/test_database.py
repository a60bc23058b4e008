"""The database's own rules of agreements, straight in SQL: what the program would never send is refused too.

Each was seen red: the trigger or the check dropped, and its line here failed.
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from rinnalla.cases.mandates.tests.test_mandates import acting_as, named
from rinnalla.employment.support import agreeing, answering
from rinnalla.employment.support.models import AgreementVersion
from rinnalla.employment.support.tests.near import answered, let, proposed, receiver, running
from rinnalla.employment.support.tests.test_agreements import changed, raw_line
from rinnalla.employment.tests.coaching import fresh, open_case
from rinnalla.lib import dates
from rinnalla.testing import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.wall]
ANSWER = """insert into employment_agreementanswer
  (uuid, made_at, made_by_id, case_id, version_id, party, answer, "on", name, way, words)
  values (gen_random_uuid(), now(), %(by)s, %(case)s, %(version)s, %(party)s, %(answer)s, current_date, %(name)s,
          %(way)s, '')"""
QUESTION = """insert into employment_agreementquestion
  (uuid, made_at, made_by_id, case_id, version_id, words, reply, replied_at, replied_by_id)
  values (gen_random_uuid(), now(), %(by)s, %(case)s, %(version)s, %(words)s, %(reply)s, %(at)s, %(who)s)"""
VERSION = """insert into employment_agreementversion
  (uuid, made_at, made_by_id, case_id, agreement_id, number, parts, starts_on, ends_on, subsidy_ground, consent_id,
   disclosure_id, field_groups)
  select gen_random_uuid(), now(), made_by_id, case_id, agreement_id, %(number)s, parts, %(starts)s, %(ends)s, '',
         consent_id, coalesce(%(line)s, disclosure_id), field_groups
    from employment_agreementversion where id = %(version)s"""


@pytest.fixture
def row(cast):
    episode, employer = running(cast), receiver(cast)
    let(cast, employer)
    return proposed(cast, episode, employer)


def newest(row):
    return AgreementVersion.objects.filter(agreement=row).order_by("-number").first()


def run(actor, sql, **values):
    with as_actor(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def refused(actor, told, sql, **values):
    with pytest.raises(DatabaseError, match=told):
        run(actor, sql, **values)


def values(cast, row, actor, **more):
    with as_actor(cast.a_janne):
        version = newest(row).pk
    about = {"by": actor.user_id, "case": cast.case.pk, "version": version}
    return {**about, "party": "client", "answer": "approved", "name": "x", "way": "here", **more}


def test_a_client_answers_for_the_client_alone(cast, row):
    told = "answers for the client alone"
    tuula = cast.a_tuula
    refused(tuula, told, ANSWER, **values(cast, row, tuula, party="employer"))
    refused(tuula, told, ANSWER, **values(cast, row, tuula, party="unit"))
    refused(tuula, told, ANSWER, **values(cast, row, tuula, way="paper"))
    refused(tuula, told, ANSWER, **values(cast, row, tuula, by=cast.janne.pk))
    refused(tuula, told, ANSWER, **values(cast, row, tuula, by=None))
    helper = acting_as(named(cast, ["actions"]))
    refused(helper, told, ANSWER, **values(cast, row, helper, by=cast.tuula.pk))
    assert run(helper, ANSWER, **values(cast, row, helper)) == 1, "power: what is right gets in"


def test_nobody_answers_here_in_the_place_of_another_party(cast, row):
    janne = cast.a_janne
    for party in ("client", "employer"):
        refused(janne, "in the place of another party", ANSWER, **values(cast, row, janne, party=party))
    assert run(janne, ANSWER, **values(cast, row, janne, party="unit")) == 1
    assert run(janne, ANSWER, **values(cast, row, janne, party="client", way="phone")) == 1


def test_only_the_newest_text_of_an_agreement_that_goes_on_is_answered(cast, row):
    old = values(cast, row, cast.a_tuula)
    changed(cast, row)
    refused(cast.a_tuula, "only the newest text", ANSWER, **old)
    with as_actor(cast.a_janne):
        now = fresh(row)
        agreeing.end(agreement=now, version=now.version, by=cast.a_janne, on=dates.today(), why="Kauppa suljettiin")
    refused(cast.a_tuula, "only the newest text", ANSWER, **values(cast, row, cast.a_tuula))


def test_an_answer_is_given_once_whole_and_never_changed(cast, row):
    janne = cast.a_janne
    right = values(cast, row, janne, way="paper")
    refused(janne, "answer_says_who", ANSWER, **{**right, "name": " "})
    refused(janne, "answer_of_a_party", ANSWER, **{**right, "party": "naapuri"})
    refused(janne, "answer_of_a_party", ANSWER, **{**right, "answer": "ehkä"})
    run(janne, ANSWER, **right)
    refused(janne, "one_answer_of_a_party", ANSWER, **{**right, "answer": "refused"})
    for actor in (janne, cast.a_tuula):
        refused(actor, "never changed", "update employment_agreementanswer set answer = 'refused'")


def test_a_question_asks_something_and_is_replied_to_once_by_somebody_else(cast, row):
    tuula, janne = cast.a_tuula, cast.a_janne
    about = {**values(cast, row, tuula), "words": "Kuka ohjaa?", "reply": "", "at": None, "who": None}
    refused(tuula, "agreement_question_asks", QUESTION, **{**about, "words": " "})
    own = {**about, "reply": "Itse", "at": dates.now(), "who": cast.tuula.pk}
    refused(tuula, "their own question", QUESTION, **own)
    refused(janne, "agreement_reply_says_something", QUESTION, **{**own, "reply": ""})
    refused(janne, "agreement_question_replied_at_pair", QUESTION, **{**own, "who": None})
    run(tuula, QUESTION, **about)
    refused(janne, "never changed", "update employment_agreementquestion set words = 'Muuta'")
    reply = "update employment_agreementquestion set reply = %(reply)s, replied_at = now(), replied_by_id = %(by)s"
    refused(tuula, "their own question", reply, reply="Minä itse", by=cast.tuula.pk)
    assert run(janne, reply, reply="Päällikkö", by=cast.janne.pk) == 1
    refused(janne, "never changed", reply, reply="Joku muu", by=cast.janne.pk)


def test_an_answer_and_a_question_are_of_a_text_of_the_same_case(cast, row):
    with as_actor(cast.a_katri):
        other = open_case(cast, "Veikko")
    katri = cast.a_katri
    refused(katri, "only the newest text", ANSWER, **values(cast, row, katri, case=other.pk, way="paper"))
    about = {**values(cast, row, katri, case=other.pk), "words": "Kuka?", "reply": "", "at": None, "who": None}
    refused(katri, "of the same case", QUESTION, **about)


def test_a_version_has_its_own_number_and_its_days_in_order_and_stays_as_told(cast, row):
    janne, today = cast.a_janne, dates.today()
    with as_actor(janne):
        first = newest(row)
        line = raw_line(cast, row.employer, first.consent).pk
    right = {"version": first.pk, "number": 1, "starts": today, "ends": None, "line": line}
    refused(janne, "agreement_version_once", VERSION, **right)
    refused(janne, "disclosure_id", VERSION, **{**right, "number": 2, "line": None})
    ends = {**right, "number": 2, "ends": today - timedelta(days=1)}
    refused(janne, "agreement_version_days", VERSION, **ends)
    refused(janne, "never changed", "update employment_agreementversion set starts_on = starts_on + 1")
    refused(janne, "stays with its employer", "update employment_workagreement set kind = 'adaptation'")
    for ended in ("ended_on = current_date", "ended_why = 'Ei sovi'"):
        refused(janne, "agreement_of_three_ends_with_why", f"update employment_workagreement set {ended}")


def test_who_acts_by_another_part_writes_no_answer_past_the_program(cast, row):
    helper = acting_as(named(cast, ["path", "consents"]))
    refused(helper, "only the newest text|row-level security", ANSWER, **values(cast, row, helper))


def test_the_actions_pass_every_rule(cast, row):
    """Power: the same rules let the client's and the coach's right acts through."""
    with as_actor(cast.a_tuula):
        answering.ask(agreement=fresh(row), number=1, by=cast.a_tuula, words="Kuka?")
        answering.answer_as_client(agreement=fresh(row), number=1, answer="approved", by=cast.a_tuula)
    assert answered(cast, row, "employer").pk and answered(cast, row, "unit", way="here").pk
