"""Seals: one Merkle root over everything settled since the last seal, told to a file outside the database.

A chain alone does not see a cut tail, and a superuser can rebuild any chain; a root that has left the database sees
both. Shape of the tree: leaves sha256(0x00 ‖ "E" or "L" ‖ hash of the row), events before access lines, then by
transaction, then by id; inner nodes sha256(0x01 ‖ left ‖ right), pairs from the left, a lone last node rises unchanged.

The file `SEAL_DIR/seals.jsonl` holds one JSON object a line; `line` is sha256 over the line before and this one.
"""

import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from rinnalla.lib import dates

logger = logging.getLogger(__name__)

FILE_NAME = "seals.jsonl"
DUE_ROWS = 1000
DUE_SECONDS = 40
LATE_SECONDS = 600
COLUMNS = ("no", "made_at", "epoch", "xid_low", "xid_high", "events", "lines", "events_total", "lines_total",
           "merkle_root", "prev_hash", "hash")


class SealError(RuntimeError):
    """The seal file can't be continued; the message says what to do."""


@dataclass(frozen=True)
class Sealed:
    """One seal as the file tells it. `made_at` as ISO text in UTC, hashes in hex, transactions as numbers."""

    no: int
    made_at: str
    epoch: int
    xid_low: int
    xid_high: int
    events: int
    lines: int
    events_total: int
    lines_total: int
    merkle_root: str
    prev_hash: str
    hash: str


@dataclass(frozen=True)
class FileLine:
    """A seal with when it was written to the file, and the hash that chains the lines of the file."""

    seal: Sealed
    written_at: str
    line: str


def seal(connection: BaseDatabaseWrapper | None = None, *, path: Path | None = None) -> int | None:
    """Seals what is settled and writes the file up to date. Returns the number of the new seal, None if nothing waited.

    Raises SealError when the file is gone or does not belong to this database.
    """
    connection = connection or connections["default"]
    with transaction.atomic(using=connection.alias, durable=True), connection.cursor() as cursor:
        cursor.execute("select no from eventlog_seal()")
        made = cursor.fetchone()
    publish(connection, path=path)
    return made[0] if made else None


def seal_if_due() -> int | None:
    """Seals when 1,000 rows or the oldest 40 s wait; called every 20 s, so nothing waits for a minute."""
    waiting, oldest = unsealed()
    age = (dates.now() - oldest).total_seconds() if oldest else 0
    return seal() if waiting >= DUE_ROWS or age >= DUE_SECONDS else None


def unsealed(connection: BaseDatabaseWrapper | None = None) -> tuple[int, datetime | None]:
    """How many rows are not sealed yet, and since when the oldest waits (database clock)."""
    with (connection or connections["default"]).cursor() as cursor:
        cursor.execute("select unsealed, oldest from eventlog_unsealed()")
        return cursor.fetchone()


def publish(connection: BaseDatabaseWrapper, *, path: Path | None = None) -> int:
    """Writes the seals the file does not have yet, on disk before it returns. Returns how many were written."""
    path = path or seal_file()
    with _opened(path) as handle:
        known = list(parse(handle))
        last = known[-1] if known else None
        fresh = stored(connection, after=last.seal.no if last else 0)
        if not known and fresh and not _young(fresh[0]):
            raise SealError(
                f"{path} is empty or gone, but the database has {len(fresh)} seals. Put back a copy of the file; if "
                "there is none, check the log by other means and start anew with publish_anew()."
            )
        _append(handle, fresh, last)
    return len(fresh)


def publish_anew(connection: BaseDatabaseWrapper, *, path: Path | None = None) -> int:
    """Starts the file from the database's own seals. Only for a human who knows why the old file is lost."""
    with _opened(path or seal_file()) as handle:
        handle.truncate(0)
        fresh = stored(connection, after=0)
        _append(handle, fresh, None)
    return len(fresh)


def stored(connection: BaseDatabaseWrapper, *, after: int = 0) -> list[Sealed]:
    """The database's seals with a number over `after`, in order."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(COLUMNS)} from eventlog_seals_after(%s)", [after])  # noqa: S608
        return [sealed(row) for row in cursor.fetchall()]


def parse(lines: IO[str]) -> Iterator[FileLine]:
    """The lines of a seal file as they stand, unchecked. Raises ValueError, TypeError or KeyError on a broken line."""
    lines.seek(0)
    for text in lines:
        fields = json.loads(text)
        seal = Sealed(**{name: fields[name] for name in COLUMNS})
        yield FileLine(seal=seal, written_at=fields["written_at"], line=fields["line"])


def line_hash(seal: Sealed, written_at: str, before: str) -> str:
    """The hash of one line of the file, bound to the line before it ("" for the first)."""
    body = json.dumps({**asdict(seal), "written_at": written_at}, sort_keys=True)
    return hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()


def seal_file() -> Path:
    return Path(settings.SEAL_DIR) / FILE_NAME


def _append(handle: IO[str], fresh: list[Sealed], last: FileLine | None) -> None:
    before = last.line if last else ""
    handle.seek(0, os.SEEK_END)
    for one in fresh:
        written_at = dates.now().isoformat()
        before = line_hash(one, written_at, before)
        handle.write(json.dumps({**asdict(one), "written_at": written_at, "line": before}) + "\n")
        if not _young(one):
            logger.warning("seal %s reached the seal file late", one.no)
    handle.flush()
    os.fsync(handle.fileno())


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle


def _young(seal: Sealed) -> bool:
    return (dates.now() - datetime.fromisoformat(seal.made_at)).total_seconds() < LATE_SECONDS


def sealed(row: tuple[Any, ...]) -> Sealed:
    """A row of COLUMNS as the file tells it."""
    value = dict(zip(COLUMNS, row, strict=True))
    for name in ("merkle_root", "prev_hash", "hash"):
        value[name] = bytes(value[name]).hex()
    for name in ("xid_low", "xid_high"):
        value[name] = int(value[name])
    value["made_at"] = value["made_at"].astimezone(UTC).isoformat()
    return Sealed(**value)
