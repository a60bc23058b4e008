"""Checks the whole log: every event chain, every access line, every Merkle root, against the seals in the file.

It trusts the file outside the database over the database, and computes with its own copy of the canonical text
(`canonical.py`), so a function or a seal changed inside the database proves nothing. Run it as the owner: the
application role sees no rows. 100,000 rows take seconds; rows are streamed, not held.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from rinnalla.eventlog import seals
from rinnalla.eventlog.canonical import EVENT_HASH, EVENT_PREFIX, LINE_LEAF, LINE_PREFIX, NODE_PREFIX, SEAL_HASH
from rinnalla.eventlog.cutting_sql import HEADS
from rinnalla.eventlog.seals import FileLine, Sealed

MOST = 50  # places told of each kind
PATIENCE = 2.0  # seconds a seal may take from the database to the file


@dataclass(frozen=True)
class Place:
    """Where the log breaks: `kind` is event, line, seal or file; the fields that fit are filled."""

    kind: str
    words: str
    stream: str = ""
    seq: int | None = None
    row: int | None = None
    seal: int | None = None


@dataclass
class Report:
    """What was checked and what is wrong. `unsealed_seconds` is the age of the oldest row no seal covers yet.

    `late` are seals that reached the file over ten minutes after they were made: no proof of harm, but the time
    between is covered by the database alone.
    """

    broken: list[Place] = field(default_factory=list)
    events: int = 0
    lines: int = 0
    seals: int = 0
    unsealed: int = 0
    unsealed_seconds: int = 0
    late: list[int] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.broken


def verify(connection: BaseDatabaseWrapper | None = None, *, path: Path | None = None) -> Report:
    """Checks everything in one snapshot. Needs a role that reads the three tables (the owner)."""
    if connection is None:
        connection = connections["owner" if "owner" in connections else "default"]
    path = path or seals.seal_file()
    report = Report()
    with _snapshot(connection) as taken_at:
        in_database = _stored(connection)
        in_file = _wait_for_file(path, in_database, report)
        told = [one.seal for one in in_file if datetime.fromisoformat(one.seal.made_at) <= taken_at]
        _compare(in_database, told, report)
        known = {one.no: one for one in [*in_database, *told]}  # what the file tells wins
        cut = _cut_at(connection, report)
        _check_trees(connection, [known[no] for no in sorted(known) if no > cut], taken_at, report)
        _check_rows(connection, report)
    report.seals = len(known)
    report.late = [one.seal.no for one in in_file if _lateness(one) > seals.LATE_SECONDS]
    return report


def merkle(leaves: list[bytes]) -> bytes:
    """The root over leaves that are hashed already; empty for none."""
    level = leaves
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        risen = level[-1:] if len(level) % 2 else []
        level = [hashlib.sha256(NODE_PREFIX + left + right).digest() for left, right in pairs] + risen
    return level[0] if level else b""


@contextmanager
def _snapshot(connection: BaseDatabaseWrapper) -> Iterator[datetime]:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("select clock_timestamp() from (select pg_current_snapshot()) as now")
        yield cursor.fetchone()[0].astimezone(UTC)


def _stored(connection: BaseDatabaseWrapper) -> list[Sealed]:
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(seals.COLUMNS)} from eventlog_seal order by no")  # noqa: S608
        return [seals.sealed(row) for row in cursor.fetchall()]


def _wait_for_file(path: Path, in_database: list[Sealed], report: Report) -> list[FileLine]:
    """The file's lines; a seal made this moment is given time to arrive."""
    end = time.monotonic() + PATIENCE
    while True:
        found, places = _read_file(path)
        if places or not in_database or (found and found[-1].seal.no >= in_database[-1].no) or time.monotonic() > end:
            report.broken += places
            return found
        time.sleep(0.1)


def _read_file(path: Path) -> tuple[list[FileLine], list[Place]]:
    """The lines up to the first that is broken, and where that is."""
    found: list[FileLine] = []
    if not path.exists():
        return found, []
    with open(path, encoding="utf-8") as handle:
        lines = seals.parse(handle)
        for number in range(1, 1 << 62):
            try:
                one = next(lines, None)
            except (ValueError, KeyError, TypeError, AttributeError):
                return found, [Place("file", f"line {number} of the seal file can't be read", seal=number)]
            if one is None:
                return found, []
            before = found[-1].line if found else ""
            if one.seal.no != number or one.line != seals.line_hash(one.seal, one.written_at, before):
                words = f"line {number} of the seal file was changed, or a line before it is missing"
                return found, [Place("file", words, seal=number)]
            found.append(one)
    return found, []


def _compare(in_database: list[Sealed], told: list[Sealed], report: Report) -> None:
    here = {one.no: one for one in in_database}
    there = {one.no: one for one in told}
    for no in sorted(here.keys() | there.keys()):
        if no not in there:
            words = "is in the database but not in the seal file: the file was cut, or writing it was broken off"
        elif no not in here:
            words = "is in the seal file but not in the database: the log was cut, or an old copy was restored"
        elif here[no] != there[no]:
            words = "differs between the database and the seal file"
        else:
            continue
        report.broken.append(Place("seal", f"seal {no} {words}", seal=no))


def _cut_at(connection: BaseDatabaseWrapper, report: Report) -> int:
    """The seal that the log was cut at, 0 for never. The newest cut must stand in the log as an event that tells the
    same heads of the streams, and the heads must still be those."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_CUT)
        no, whole, told = cursor.fetchone()
    if not whole:
        report.broken.append(Place("cut", "the heads of the streams that were cut were changed", seal=no))
    if not told:
        report.broken.append(Place("cut", f"the log says nothing of its being cut at seal {no}", seal=no))
    return no


def _check_trees(connection: BaseDatabaseWrapper, known: list[Sealed], taken_at: datetime, report: Report) -> None:
    events = _Rows(connection, "eventlog_event", "hash", EVENT_PREFIX)
    lines = _Rows(connection, "eventlog_accessline", "leaf", LINE_PREFIX)
    for one in known:
        done, read = events.below(one.epoch, one.xid_high), lines.below(one.epoch, one.xid_high)
        if merkle(done + read).hex() == one.merkle_root and (len(done), len(read)) == (one.events, one.lines):
            continue
        words = (
            f"seal {one.no} of {one.made_at} does not fit its rows: it was made over {one.events} events and "
            f"{one.lines} access lines; {len(done)} and {len(read)} are found"
        )
        report.broken.append(Place("seal", words, seal=one.no))
    rest = [*events.rest(), *lines.rest()]
    report.events, report.lines = events.count, lines.count
    report.unsealed = len(rest)
    if rest:
        report.unsealed_seconds = max(0, int(taken_at.timestamp() - min(rest)))


class _Rows:
    """The hashes of one table in the order of the seals, streamed."""

    def __init__(self, connection: BaseDatabaseWrapper, table: str, column: str, prefix: bytes) -> None:
        self.cursor = connection.chunked_cursor()
        self.cursor.execute(
            f"select r.epoch, r.xid::text, r.{column}, extract(epoch from r.recorded_at)::float8 from {table} as r "  # noqa: S608
            "order by r.epoch, r.xid, r.id"  # r.xid: a bare xid would sort the text
        )
        self.rows = chain.from_iterable(iter(lambda: self.cursor.fetchmany(2000), []))
        self.prefix = prefix
        self.count = 0
        self.ahead = self._next()

    def _next(self) -> tuple[tuple[int, int], bytes, float] | None:
        row = next(self.rows, None)
        if row is None:
            return None
        self.count += 1
        return (row[0], int(row[1])), bytes(row[2]), row[3]

    def below(self, epoch: int, xid_high: int) -> list[bytes]:
        """The leaves of all rows not taken yet that were settled before the seal's end."""
        leaves = []
        while self.ahead and self.ahead[0] < (epoch, xid_high):
            leaves.append(hashlib.sha256(self.prefix + self.ahead[1]).digest())
            self.ahead = self._next()
        return leaves

    def rest(self) -> Iterator[float]:
        """When each row no seal covers was recorded."""
        while self.ahead:
            yield self.ahead[2]
            self.ahead = self._next()
        self.cursor.close()


def _check_rows(connection: BaseDatabaseWrapper, report: Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN_EVENTS)
        for kind, stream_id, seq, row, why in cursor.fetchall():
            stream = f"{kind} {stream_id}"
            report.broken.append(Place("event", f"event {seq} of {stream} {why}", stream=stream, seq=seq, row=row))
        cursor.execute(_BROKEN_LINES)
        for (row,) in cursor.fetchall():
            report.broken.append(Place("line", f"access line {row} was changed", row=row))
        cursor.execute(_BROKEN_SEALS)
        for (no,) in cursor.fetchall():
            report.broken.append(Place("seal", f"seal {no} was changed, or the one before it is missing", seal=no))
        cursor.execute(_FROM_NOWHERE)
        for table, row in cursor.fetchall():
            words = f"row {row} of {table} names a transaction to come: planted, or copied without eventlog_restored()"
            report.broken.append(Place("event" if table == "eventlog_event" else "line", words, row=row))


def _lateness(one: FileLine) -> float:
    return (datetime.fromisoformat(one.written_at) - datetime.fromisoformat(one.seal.made_at)).total_seconds()


_BROKEN_EVENTS = f"""
select stream_kind, stream_id, seq, id,
       case when computed <> hash then 'was changed'
            when seq <> before + 1 then 'follows event ' || before || ': events are missing, swapped or doubled'
            else 'does not continue the event before it' end
  from (
    select e.stream_kind, e.stream_id, e.seq, e.id, e.hash, e.prev_hash, {EVENT_HASH} as computed,
           coalesce(lag(e.hash) over chain, c.hash, ''::bytea) as head,
           coalesce(lag(e.seq) over chain, c.seq, 0) as before
      from eventlog_event as e
      left join eventlog_cuthead as c on c.stream_kind = e.stream_kind and c.stream_id = e.stream_id
    window chain as (partition by e.stream_kind, e.stream_id order by e.seq)
  ) as checked
 where computed <> hash or prev_hash <> head or seq <> before + 1
 order by id limit {MOST}
"""  # noqa: S608
_BROKEN_LINES = f"select a.id from eventlog_accessline as a where a.leaf <> {LINE_LEAF} order by a.id limit {MOST}"  # noqa: S608
_BROKEN_SEALS = f"""
select no from (
  select s.no, s.hash, s.prev_hash, {SEAL_HASH} as computed,
         coalesce(lag(s.hash) over (order by s.no), ''::bytea) as head,
         coalesce(lag(s.no) over (order by s.no), 0) as before
    from eventlog_seal as s
) as checked
 where computed <> hash or prev_hash <> head or no <> before + 1 order by no limit {MOST}
"""  # noqa: S608
_LAST_CUT = f"""
select coalesce(c.no, 0), coalesce(c.heads, ''::bytea) = {HEADS}, c.no is null or exists (
         select from eventlog_event e where e.verb = 'eventlog.cut' and e.stream_kind = 'installation'
            and e.details ->> 'seal' = c.no::text and e.details ->> 'heads' = encode(c.heads, 'hex'))
  from (select 1) as one left join (select * from eventlog_cut order by no desc limit 1) as c on true
"""  # noqa: S608
_FROM_NOWHERE = f"""
select kind, id from (
  select 'eventlog_event' as kind, id, epoch, xid from eventlog_event
  union all
  select 'eventlog_accessline', id, epoch, xid from eventlog_accessline
) as rows
 where epoch > (select last_value from eventlog_epoch)
    or (epoch = (select last_value from eventlog_epoch) and xid >= pg_snapshot_xmax(pg_current_snapshot()))
 order by kind, id limit {MOST}
"""  # noqa: S608
