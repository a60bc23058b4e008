"""Writing the log: what goes in, what is refused, and what the application can't do to it."""
# ruff: noqa: E501  (statements of SQL)

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Barrier, Thread
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import translation

from rinnalla.eventlog import verbs
from rinnalla.eventlog.models import AccessLine, Event
from rinnalla.eventlog.record import FreeText, log_access, only_codes, record
from rinnalla.eventlog.record import _session as session_digest
from rinnalla.eventlog.tests.conftest import MOMENT, WORKER, Worker, add_event, add_line, check, query
from rinnalla.lib import dates

pytestmark = pytest.mark.log

TABLES = ("eventlog_event", "eventlog_accessline", "eventlog_seal")


def test_an_event_holds_who_did_what_to_whose_case(own_db):
    with dates.clock(MOMENT):
        record("plans.goal_added", by=WORKER, stream=("case", 5), obj=("goal", 11), person_id=6, due_on=date(2026, 12, 1))
    event = Event.objects.using("owner").get()
    told = (event.stream_kind, event.stream_id, event.seq, event.verb, event.actor_kind, event.user_id, event.membership_id,
            event.role, event.organisation_id, event.unit_id, event.object_kind, event.object_id, event.case_id,
            event.person_id, event.details, event.happened_at, bytes(event.prev_hash))
    assert told == ("case", 5, 1, "plans.goal_added", "staff", 7, 8, "coordinator", 3, 4, "goal", 11, 5, 6,
                    {"due_on": "2026-12-01"}, MOMENT, b"")
    assert abs((event.recorded_at - datetime.now(UTC)).total_seconds()) < 60, "the database's own clock"


def test_each_stream_has_its_own_chain(own_db):
    for case in (1, 1, 2, 1):
        add_event(case)
    record("people.added", by=WORKER, stream=("person", 1))
    events = Event.objects.using("owner").order_by("stream_kind", "stream_id", "seq")
    assert [(e.stream_kind, e.stream_id, e.seq) for e in events] == [
        ("case", 1, 1), ("case", 1, 2), ("case", 1, 3), ("case", 2, 1), ("person", 1, 1)]
    assert bytes(events[1].prev_hash) == bytes(events[0].hash) and bytes(events[3].prev_hash) == b""
    assert events[4].person_id == 1 and events[4].case_id is None


def test_an_access_line_holds_whose_data_and_on_what_ground(own_db):
    add_line(5, "refused_403")
    line = AccessLine.objects.using("owner").get()
    told = (line.actor_kind, line.user_id, line.role, line.route, line.action, line.person_ids, line.case_ids,
            line.field_groups, line.grounds, line.purpose, line.result, line.at)
    assert told == ("staff", 7, "coordinator", "cases:case_page", "view", [105], [5], ["basics", "health"],
                    ["381/2023:15"], "support", "refused_403", MOMENT)
    digest = hashlib.sha256(b"a-session-key").hexdigest()[:15]
    assert line.session == f"s{digest}", "the key itself would open the session"


def test_an_unknown_visitor_leaves_a_line_too(own_db):
    nobody = Worker("public", user_id=None, membership_id=None, role="", organisation_id=None, unit_id=None, session_key="")
    log_access(by=nobody, route="cases:case_page", action="refused", person_ids=[], case_ids=[], field_groups=[], grounds=[],
               purpose="", result="refused_404")
    assert AccessLine.objects.using("owner").get().user_id is None


def test_an_event_belongs_to_the_callers_transaction(own_db):
    with pytest.raises(RuntimeError), transaction.atomic():
        add_event(1)
        raise RuntimeError
    add_event(1)
    assert [e.seq for e in Event.objects.using("owner").all()] == [1]


@pytest.mark.parametrize("value", [
    "Tuula jäi kotiin", "two words", "rivi\n", "ä", "x" * 81, "010190-900X", "before:131052A912T", "tuula@example.fi",
    "+358401234567", "0401234567", b"bytes", object(), translation.gettext_lazy("Tavoite"), ["fine", "not fine"],
    {"fine": "not fine"}, {"not fine": "fine"}, {"deep": [{"er": "not fine"}]},
])
def test_no_free_text_gets_in(value):
    """Without a database: it is refused before anything is sent."""
    with pytest.raises(FreeText) as refused:
        add_event(1, note=value)
    assert "Tuula" not in str(refused.value) and "0401234567" not in str(refused.value)


def test_codes_numbers_dates_and_uuids_get_in(own_db):
    details = {
        "code": "L381/2023:15", "none": None, "yes": True, "n": 3, "share": 0.5, "money": Decimal("12.50"),
        "on": date(2026, 11, 2), "at": MOMENT, "uuid": UUID(int=1), "ids": [1, 2], "set": {"b", "a"}, "empty": "",
        "business": "1234567-8", "worst": "01019090-900a-4abc-8abc-1a010190900a",
    }
    add_event(1, **details)
    kept = Event.objects.using("owner").get().details
    assert kept == only_codes(details)
    assert kept["at"] == "2026-11-02T07:05:00+00:00" and kept["set"] == ["a", "b"]


@pytest.mark.parametrize("field", ["route", "purpose", "result", "action"])
def test_no_free_text_gets_into_a_line(field):
    given = {"route": "cases:page", "purpose": "support", "result": "ok", "action": "view", field: "Tuula Esimerkki"}
    with pytest.raises(FreeText):
        log_access(by=WORKER, person_ids=[], case_ids=[], field_groups=[], grounds=[], **given)
    for many in ("field_groups", "grounds"):
        with pytest.raises(FreeText):
            log_access(by=WORKER, person_ids=[], case_ids=[], **({"field_groups": [], "grounds": []} | {many: ["two words"]}),
                       **(given | {field: "ok" if field == "result" else "view"}))


def append_event(verb: str = "plans.goal_added", kind: str = "case", details: str = "{}", role: str = "doctor") -> None:
    query("select eventlog_append(%s, 1, %s, 'staff', 1, 1, %s, 1, 1, '', null, null, null, %s, now())",
          kind, verb, role, details)


def append_line(action: str = "view", result: str = "ok", group: str = "basics", session: str = "ab") -> None:
    query("select accesslog_append('staff', 1, 1, 'doctor', 1, 1, %s, 'r', %s, '{}', '{}', array[%s], '{}', '', %s, now())",
          session, action, group, result)


REFUSED = [
    lambda: append_event(details='{"note": "two words"}'), lambda: append_event(details='{"two words": 1}'),
    lambda: append_event(details='{"a": [{"b": ["two words"]}]}'), lambda: append_event(details='{"h": "010190-900X"}'),
    lambda: append_event(details='"two words"'), lambda: append_event(details='{"m": "tuula@example.fi"}'),
    lambda: append_event(details='{"t": "0401234567"}'), lambda: append_event(role="two words"),
    lambda: append_event(verb="Goal Added"), lambda: append_event(kind="diary"),
    lambda: append_line(action="peep"), lambda: append_line(result="fine"), lambda: append_line(group="two words"),
    lambda: append_line(session="a session"), lambda: append_line(group="010190-900X"),
]


def test_the_database_refuses_free_text_by_itself(own_db):
    append_event(details='{"code": "L381/2023:15", "n": [1, null, true, {"on": "2026-11-02"}]}')
    append_line()
    for call in REFUSED:
        with pytest.raises(DatabaseError, match="codes, numbers and dates only"):
            call()


def test_an_unknown_verb_or_stream_is_refused():
    with pytest.raises(LookupError, match="verbs.py"):
        record("plans.goal_admired", by=WORKER, stream=("case", 1))
    with pytest.raises(ValueError, match="unknown stream"):
        record("plans.goal_added", by=WORKER, stream=("diary", 1))


TRIES = [
    *(f"update {table} set {column}" for table, column in zip(TABLES, ("seq = 1", "result = 'ok'", "no = 9"), strict=True)),
    *(f"delete from {table}" for table in TABLES),
    *(f"truncate {table}" for table in TABLES),
    *(f"insert into {table} default values" for table in TABLES),
    *(f"drop table {table} cascade" for table in TABLES),
    *(f"alter table {table} disable row level security" for table in TABLES),
    *(f"alter table {table} owner to rinnalla_app" for table in TABLES),
    *(f"create policy mine on {table} to rinnalla_app using (true)" for table in TABLES),
    *(f"lock table {table} in access exclusive mode" for table in TABLES),
    *(f"create trigger t before insert on {table} for each row execute function suppress_redundant_updates_trigger()"
      for table in TABLES),
    "create rule quiet as on insert to eventlog_event do instead nothing",
    "merge into eventlog_event e using (select 1) s on true when matched then delete",
    "copy eventlog_event from stdin",
    "select setval('eventlog_event_id_seq', 1)",
    "select setval('eventlog_epoch', 9)",
    "select nextval('eventlog_epoch')",
    "select eventlog_restored()",
    "select eventlog_write_seal('1')",
    "drop function eventlog_seal()",
    "create or replace function eventlog_unsealed(out unsealed bigint, out oldest timestamptz) language sql as "
    "'select 0::bigint, now()'",
    "alter function eventlog_seal() security invoker",
    "set role rinnalla_owner",
    "set session authorization rinnalla_owner",
    "set session_replication_role = replica",
    "grant rinnalla_owner to rinnalla_app",
    "create table public.eventlog_other (id int)",
    "alter table eventlog_event rename to eventlog_old",
    "create index on eventlog_event (verb)",
    "alter role rinnalla_app bypassrls",
]


def test_the_application_cannot_touch_what_is_written(log):
    """About fifty ways in. Power check: the owner may do the first of them, as test_verify's damage shows."""
    assert len(TRIES) >= 40
    for sql in TRIES:
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            query(sql)
        cause = refused.value.__cause__
        assert isinstance(cause, psycopg.errors.InsufficientPrivilege), f"{sql}: {cause}"
    with connection.cursor() as cursor:
        cursor.execute("grant all on eventlog_event to rinnalla_app")  # no error, only a warning: it may grant nothing
    assert query("select has_table_privilege('eventlog_event', 'insert, update, delete, truncate')") == [(False,)]
    assert check().ok


def test_the_application_sees_no_row_by_itself(log):
    assert [query(f"select count(*) from {table}")[0][0] for table in TABLES] == [0, 0, 0]  # noqa: S608
    assert Event.objects.using("owner").count() == 13


def test_a_temporary_table_of_the_same_name_catches_nothing(log):
    with connection.cursor() as cursor:
        cursor.execute("create temporary table eventlog_event (like eventlog_event)")
        cursor.execute("set search_path = pg_temp, public")
        append_event()
        cursor.execute("set search_path = public")
    assert Event.objects.using("owner").count() == 14
    assert check().ok


def test_the_functions_belong_to_the_owner_and_pin_their_path(own_db):
    found = query("select proname, pg_get_userbyid(proowner), proconfig, has_function_privilege('public', oid, 'execute') from "
                  "pg_proc where prosecdef and (proname like 'eventlog%%' or proname like 'accesslog%%') order by 1")
    assert len(found) == 12
    assert {row[1] for row in found} == {"rinnalla_owner"}
    assert {tuple(row[2]) for row in found} == {("search_path=public, pg_temp",)}
    assert not any(row[3] for row in found)


def test_rls_is_on_and_forced(own_db):
    found = query("select relrowsecurity, relforcerowsecurity from pg_class where relname = any(%s)", list(TABLES))
    assert found == [(True, True)] * 3


def test_eight_writers_make_one_chain(own_db):
    start, faults = Barrier(8), []

    def write() -> None:
        try:
            start.wait()
            for number in range(25):
                add_event(1, n=number)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    events = list(Event.objects.using("owner").order_by("seq"))
    assert [event.seq for event in events] == list(range(1, 201))
    assert all(bytes(b.prev_hash) == bytes(a.hash) for a, b in zip(events, events[1:], strict=False))
    assert check().ok


def test_the_log_of_a_case_is_found_by_index(log):
    with connections["owner"].cursor() as cursor:
        cursor.execute("set enable_seqscan = off")
        for sql, index in (
            ("select * from eventlog_accessline where case_ids @> array[1]::bigint[]", "eventlog_line_about"),
            ("select * from eventlog_accessline where person_ids @> array[101]::bigint[]", "eventlog_line_about"),
            ("select * from eventlog_event where case_id = 1 order by happened_at desc limit 20", "eventlog_event_case"),
        ):
            cursor.execute(f"explain {sql}")
            assert index in str(cursor.fetchall())


def test_no_foreign_keys_and_no_long_text(own_db):
    foreign = "select conname from pg_constraint where contype = 'f' and conrelid::regclass::text = any(%s)"
    assert query(foreign, list(TABLES)) == []


def test_every_verb_is_a_code_of_its_room_and_names_the_actor():
    rooms = []
    for verb, sentence in verbs.VERBS.items():
        room = verb.split(".")[0]
        if room not in rooms:
            rooms.append(room)
        assert only_codes({"verb": verb}) == {"verb": verb}
        assert rooms[-1] == room, f"{verb} stands away from its room"
        assert str(sentence) and "%(actor)s" in str(sentence) or verb in {
            "access.break_glass_ended", "access.sign_in_failed", "cases.alarm_raised", "cases.consent_end_reminded",
            "servicemodels.superseded", "catalogue.national_withdrawn", "eventlog.cut", "feedback.asked",
            "referrals.outside_silent", "referrals.returned", "retention.erased", "organisations.agreement_reminded",
            "network.letter_reminded", "network.material_reminded", "employers.people_forgotten", "employers.market_read",
            "employers.survey_answered", "network.contacted_forgotten"}  # fmt: skip
    assert verbs.sentence("plans.goal_added", "Katri Laine") == "Katri Laine lisäsi tavoitteen"


def test_no_session_is_refused_for_looking_like_a_number():
    """A digest of digits alone has the shape of a long number; 20,000 sessions hold several such."""
    digests = [session_digest(f"key {number}") for number in range(20_000)]
    assert all(only_codes({"session": one}) == {"session": one} for one in digests)
    assert len(set(digests)) == len(digests) and {len(one) for one in digests} == {16}
