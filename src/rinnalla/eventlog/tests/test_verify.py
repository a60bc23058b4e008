"""Damage is planted as the owner, one kind a test; each must be seen, and the untouched log must be clean."""
# ruff: noqa: E501  (statements of SQL)

import json
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connections

from rinnalla.eventlog import commands, seals, verify
from rinnalla.eventlog.canonical import EVENT_HASH, LINE_LEAF, SEAL_HASH
from rinnalla.eventlog.seals import FILE_NAME, publish_anew, seal
from rinnalla.eventlog.tests.conftest import add_event, add_line, check, query

pytestmark = pytest.mark.log


def words(report) -> str:
    return "\n".join(place.words for place in report.broken)


def kinds(report) -> set[str]:
    return {place.kind for place in report.broken}


def rechain(tamper, stream: int) -> None:
    """What a superuser who knows the form of the chain would do to hide a change."""
    for (row,) in tamper("select id from eventlog_event where stream_id = %s order by seq", stream):
        tamper(
            "update eventlog_event as e set prev_hash = coalesce((select b.hash from eventlog_event b where b.stream_kind ="
            " e.stream_kind and b.stream_id = e.stream_id and b.seq = e.seq - 1), ''::bytea) where id = %s", row,
        )
        tamper(f"update eventlog_event as e set hash = {EVENT_HASH} where id = {row}")


def lines_of_file() -> list[str]:
    return (settings.SEAL_DIR / FILE_NAME).read_text().splitlines(keepends=True)


def test_the_untouched_log_is_whole(log):
    report = check()
    assert report.ok, words(report)
    assert (report.events, report.lines, report.seals, report.unsealed) == (13, 9, 3, 2)
    assert report.unsealed_seconds < 60 and report.late == []


def test_a_changed_event_is_seen(tamper):
    tamper("update eventlog_event set user_id = 99 where stream_id = 2 and seq = 3")
    report = check()
    assert [(p.stream, p.seq) for p in report.broken if p.kind == "event"] == [("case 2", 3)]


NEW_VALUES = {
    "jsonb": "'{\"step\": 9}'", "xid8": "'1'", "timestamp with time zone": "now()", "character varying": "'person'",
    "bigint[]": "'{5}'", "text[]": "'{social}'",
}


@pytest.mark.parametrize(("table", "kind", "columns"), [("eventlog_event", "event", 20), ("eventlog_accessline", "line", 19)])
def test_no_field_of_an_unsealed_row_can_be_changed(tamper, table, kind, columns):
    """Every column but the hash itself, one after the other, each put right again."""
    found = tamper("select attname, format_type(atttypid, null) from pg_attribute where attrelid = %s::regclass and attnum > 0"
                   " and attname not in ('id', 'hash', 'leaf')", table)
    assert len(found) == columns
    tamper(f"create table kept as select * from {table}")
    for column, column_type in found:
        new = {"seq": "8", "prev_hash": "'x'"}.get(column, NEW_VALUES.get(column_type, "31"))
        tamper(f"update {table} set {column} = {new} where id = (select max(id) from {table})")  # noqa: S608
        assert kind in kinds(check()), column
        tamper(f"delete from {table}")  # noqa: S608
        tamper(f"insert into {table} select * from kept")  # noqa: S608
    assert check().ok


def test_an_event_taken_from_the_middle_is_seen(tamper):
    tamper("delete from eventlog_event where stream_id = 1 and seq = 4")
    report = check()
    assert [(p.stream, p.seq) for p in report.broken if p.kind == "event"] == [("case 1", 5)]
    assert [p.seal for p in report.broken if p.kind == "seal"] == [2]


def test_an_access_line_taken_away_is_seen(tamper):
    tamper("delete from eventlog_accessline where id = (select min(id) from eventlog_accessline)")
    report = check()
    assert [p.seal for p in report.broken] == [1]
    assert "4 access lines; 4 and 3 are found" in words(report)


def test_a_whole_stream_taken_away_is_seen(tamper):
    tamper("delete from eventlog_event where stream_id = 2")
    assert {p.seal for p in check().broken} == {1, 2, 3}


def test_an_inserted_event_is_seen(tamper):
    tamper("update eventlog_event set seq = seq + 1 where stream_id = 1 and seq >= 7")
    tamper("insert into eventlog_event select (e).* from (select jsonb_populate_record(e, jsonb_build_object('seq', 7, 'id', "
           "1000)) as e from eventlog_event e where stream_id = 1 and seq = 6) as copied")
    assert "event" in kinds(check())


def test_an_inserted_access_line_is_seen_even_with_a_right_leaf(tamper):
    tamper("insert into eventlog_accessline select (e).* from (select jsonb_populate_record(e, jsonb_build_object('id', "
           "1000)) as e from eventlog_accessline e where id = 1) as copied")
    tamper(f"update eventlog_accessline as a set leaf = {LINE_LEAF} where id = 1000")
    assert [p.seal for p in check().broken] == [1]


def test_a_chain_rebuilt_by_the_owner_is_seen(tamper):
    tamper("update eventlog_event set user_id = 99 where stream_id = 2 and seq = 3")
    rechain(tamper, 2)
    report = check()
    assert kinds(report) == {"seal"}, "the chain alone looks whole: only the seals can tell"
    assert [p.seal for p in report.broken] == [2, 3]


def test_a_rebuilt_chain_with_rebuilt_seals_is_seen_by_the_file(tamper):
    tamper("update eventlog_event set user_id = 99 where stream_id = 2 and seq = 3")
    rechain(tamper, 2)
    tamper("delete from eventlog_seal where no >= 2")
    tamper("select eventlog_seal()")
    assert "differs between the database and the seal file" in words(check())


def test_a_cut_tail_of_sealed_rows_is_seen(tamper):
    tamper("delete from eventlog_event where seq >= 5")
    tamper("delete from eventlog_accessline where id > 6")
    report = check()
    assert [p.seal for p in report.broken] == [3], "the chains alone look whole"


def test_a_cut_tail_with_its_seals_is_seen_by_the_file(tamper):
    tamper("delete from eventlog_event where seq >= 5")
    tamper("delete from eventlog_accessline where id > 6")
    tamper("delete from eventlog_seal where no = 3")
    assert "seal 3 is in the seal file but not in the database" in words(check())


def test_swapped_events_are_seen(tamper):
    tamper("update eventlog_event set seq = -seq where stream_id = 1 and seq in (3, 5)")
    tamper("update eventlog_event set seq = 8 + seq where stream_id = 1 and seq < 0")
    report = check()
    assert {p.seq for p in report.broken if p.kind == "event"} >= {3, 5}


def test_swapped_leaves_are_seen(tamper):
    """Two lines exchange all they say but their ids; each leaf is right for its row."""
    tamper("update eventlog_accessline as a set case_ids = b.case_ids, person_ids = b.person_ids from eventlog_accessline b "
           "where (a.id, b.id) in ((1, 2), (2, 1))")
    tamper(f"update eventlog_accessline as a set leaf = {LINE_LEAF}")
    assert [p.seal for p in check().broken] == [1]


def test_a_changed_seal_is_seen(tamper):
    tamper("update eventlog_seal set made_at = now() where no = 2")
    assert "seal 2 was changed" in words(check())


def test_a_rehashed_seal_is_seen(tamper):
    tamper("update eventlog_seal as s set made_at = now() where no = 3")
    tamper(f"update eventlog_seal as s set hash = {SEAL_HASH} where no = 3")
    assert "seal 3 differs between the database and the seal file" in words(check())


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_cut_seal_file_is_seen(log, kept, monkeypatch):
    monkeypatch.setattr(verify, "PATIENCE", 0)
    path = settings.SEAL_DIR / FILE_NAME
    path.write_text("".join(lines_of_file()[:kept]))
    report = check()
    assert [p.seal for p in report.broken] == list(range(kept + 1, 4))


def test_a_missing_seal_file_is_seen(log, monkeypatch):
    monkeypatch.setattr(verify, "PATIENCE", 0)
    (settings.SEAL_DIR / FILE_NAME).unlink()
    assert len(check().broken) == 3


@pytest.mark.parametrize("damage", [
    lambda lines: [lines[0], lines[2]],
    lambda lines: [lines[1], lines[0], lines[2]],
    lambda lines: [lines[0], lines[1].replace('"events": 4', '"events": 5'), lines[2]],
    lambda lines: [lines[0], lines[1][:40] + "\n", lines[2]],
    lambda lines: [lines[0], "[]\n", lines[2]],
])
def test_a_damaged_seal_file_is_seen(log, damage, monkeypatch):
    monkeypatch.setattr(verify, "PATIENCE", 0)
    (settings.SEAL_DIR / FILE_NAME).write_text("".join(damage(lines_of_file())))
    assert "file" in kinds(check())


def test_a_planted_future_transaction_is_seen(tamper):
    """A row whose transaction lies ahead would never be sealed."""
    tamper("update eventlog_accessline set xid = '99999999' where id = (select max(id) from eventlog_accessline)")
    tamper(f"update eventlog_accessline as a set leaf = {LINE_LEAF}")
    assert "names a transaction to come" in words(check())


def test_a_changed_function_in_the_database_vouches_for_nothing(tamper):
    tamper("create or replace function eventlog_seals_after(last integer) returns setof eventlog_seal language sql stable "
           "as 'select * from eventlog_seal where false'")
    tamper("delete from eventlog_accessline where id = 1")
    assert [p.seal for p in check().broken] == [1]


def test_python_and_database_build_the_same_tree(log):
    for size in (0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 33):
        leaves = [bytes([number]) * 32 for number in range(size)]
        with connections["owner"].cursor() as cursor:
            cursor.execute("select eventlog_merkle(%s::bytea[])", [leaves])
            assert bytes(cursor.fetchone()[0] or b"") == verify.merkle(leaves)


def test_nothing_is_sealed_before_its_transaction_ends(log):
    """Ids commit out of order: a row whose transaction is still open must not fall behind a seal."""
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("select accesslog_append('staff', 1, 1, 'coordinator', 1, 1, '', 'slow', 'view', '{1}', '{1}', "
                           "'{}', '{}', 'support', 'ok', now())")
        add_line(2)
        seal()
        assert seals.unsealed()[0] == 1, "what came after the open transaction waits with it"
        other.commit()
    finally:
        other.close()
    assert seal()
    assert seals.unsealed()[0] == 0
    report = check()
    assert report.ok, words(report)


def test_a_restored_copy_goes_on_in_a_new_epoch(tamper):
    """After a dump and restore the numbers of transactions begin anew; nothing old may look unsealed or planted."""
    tamper("select eventlog_restored()")
    add_event(1)
    add_line(2)
    seal()
    report = check()
    assert report.ok, words(report)
    assert (report.seals, report.unsealed) == (5, 0)


def test_an_unannounced_restore_stops_sealing(tamper):
    tamper("update eventlog_seal as s set cluster = '1'")
    with pytest.raises(Exception, match="restored into another cluster"):
        seal()


def test_a_lost_file_is_not_quietly_begun_anew(log, monkeypatch):
    (settings.SEAL_DIR / FILE_NAME).unlink()
    monkeypatch.setattr(seals, "LATE_SECONDS", -1)
    with pytest.raises(seals.SealError, match="empty or gone"):
        seal()
    publish_anew(connections["default"])
    assert len(lines_of_file()) == 4


def test_a_seal_that_missed_the_file_follows_later_and_is_named(log, monkeypatch):
    (settings.SEAL_DIR / FILE_NAME).write_text("".join(lines_of_file()[:2]))
    seal()
    report = check()
    assert report.ok and len(lines_of_file()) == 4
    monkeypatch.setattr(seals, "LATE_SECONDS", -1)
    assert check().late == [1, 2, 3, 4]


def test_transactions_are_ordered_as_numbers(own_db):
    """9, 10, 100: sorted as text the tree would be another (seen once, as the counter passed 100,000)."""
    for case in (1, 2, 3):
        add_line(case)
    with connections["owner"].cursor() as cursor:
        for row, xid in ((1, "100"), (2, "9"), (3, "10")):
            cursor.execute("update eventlog_accessline set xid = %s::text::xid8 where id = %s", [xid, row])
        cursor.execute(f"update eventlog_accessline as a set leaf = {LINE_LEAF}")
    seal()
    report = check()
    assert report.ok and report.unsealed == 0, words(report)


def test_nothing_waiting_makes_no_seal(log):
    assert seal() == 4
    assert seal() is None
    assert query("select unsealed from eventlog_unsealed()") == [(0,)]


def test_the_command_says_where(tamper, capsys):
    assert commands.verify_log() == 0
    assert "The log is whole." in capsys.readouterr().out
    tamper("update eventlog_event set user_id = 99 where stream_id = 2 and seq = 3")
    assert commands.verify_log() == 1
    assert "event 3 of case 2 was changed" in capsys.readouterr().out
    assert commands.verify_log(as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False and told["broken"][0]["stream"] == "case 2" and told["events"] == 13


def test_seals_are_told_to_the_file_as_they_are(log):
    stored = seals.stored(connections["default"])
    with open(settings.SEAL_DIR / FILE_NAME, encoding="utf-8") as handle:
        told = [line.seal for line in seals.parse(handle)]
    assert told == stored and replace(told[0], no=1) == stored[0]
    assert [(one.events, one.lines) for one in told] == [(4, 4), (4, 2), (4, 2)]
    assert (told[-1].events_total, told[-1].lines_total) == (12, 8)
