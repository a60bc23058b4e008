"""A database of many cases, made by SQL alone: `fill(owner, cases)` in a migrated, empty clone.

Repeatable: every choice is a hash of the row's number, so two databases of one size are the same. Rows are valid: the
checks stand while they are written, foreign keys and plain indexes are taken off and put back, which proves them.
Triggers rest meanwhile: row by row they are half of the time, and what they keep is counted anew or written here.
Spread as measured in the design: 31 % open, median 50 open cases a professional, ten professionals a unit.
"""

import time

import psycopg

from tests.filling import OPEN_EACH, OPEN_PERCENT, Filling
from tests.scale_rows import PARTS

__all__ = ["OPEN_EACH", "OPEN_PERCENT", "fill"]


def fill(owner: psycopg.Connection, cases: int) -> dict[str, int]:
    """Write `cases` cases with all that belongs to them, and analyse. Returns rows by table, and `seconds`."""
    began = time.monotonic()
    filling = Filling(owner, cases)
    owner.execute("set synchronous_commit = off")
    owner.execute("set maintenance_work_mem = '512MB'")
    owner.execute("set work_mem = '256MB'")
    with owner.transaction():
        undone = _take_off(owner)
        for part in PARTS:
            part(filling)
        for statement in undone:
            owner.execute(statement)
        filling.finish(filling.counts)
    owner.execute("analyze")
    return {**filling.counts, "seconds": round(time.monotonic() - began)}


def _take_off(owner: psycopg.Connection) -> list[str]:
    """Drop the foreign keys and the indexes no constraint needs, rest the triggers; returns what puts them back."""
    ours = "('organisations', 'access', 'people', 'cases', 'plans', 'referrals', 'meetings', 'services', 'eventlog')"
    keys = owner.execute(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and"
        f" connamespace = 'public'::regnamespace and split_part(conrelid::regclass::text, '_', 1) in {ours}"
    ).fetchall()
    indexes = owner.execute(
        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
        " where not indisunique and not indisprimary"
        " and not exists (select from pg_constraint c where c.conindid = indexrelid)"
        " and indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace"
        f" and split_part(relname, '_', 1) in {ours})"
    ).fetchall()
    triggers = owner.execute(
        "select distinct tgrelid::regclass::text from pg_trigger join pg_class c on c.oid = tgrelid"
        f" where not tgisinternal and c.relnamespace = 'public'::regnamespace and split_part(relname, '_', 1) in {ours}"
    ).fetchall()
    for (table,) in triggers:
        owner.execute(f"alter table {table} disable trigger user")
    for table, name, _definition in keys:
        owner.execute(f'alter table {table} drop constraint "{name}"')
    for name, _definition in indexes:
        owner.execute(f"drop index {name}")
    back = [definition for _name, definition in indexes]
    back += [f"alter table {table} enable trigger user" for (table,) in triggers]
    return back + [f'alter table {table} add constraint "{name}" {text}' for table, name, text in keys]
