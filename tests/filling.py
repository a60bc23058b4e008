"""Writing many rows by SQL: repeatable numbers, and plain values for what a table needs beyond what is given."""

from collections.abc import Iterable

import psycopg

OPEN_PERCENT, OPEN_EACH, IN_UNIT = 31, 50, 10


def some(below: int | str, salt: int, n: str = "i") -> str:
    """SQL for a repeatable number from 0 up to `below`, by the row's number."""
    return f"(abs(hashint8extended(({n})::bigint, {salt}) % ({below})::bigint))"


class Filling:
    """One connection of the owner, and the sums of the size."""

    def __init__(self, owner: psycopg.Connection, cases: int) -> None:
        self.owner, self.cases = owner, cases
        self.workers = max(6, round(cases * OPEN_PERCENT / 100 / OPEN_EACH))
        self.units = max(2, self.workers // IN_UNIT)
        self.bodies = max(1, self.units // 5)
        self.regions = max(1, round(cases / 33_000))
        self.counts: dict[str, int] = {}

    def insert(self, table: str, source: str, **given: str) -> None:
        """`insert into table select …` from a source of numbers `i`; a needed column not given gets a plain value."""
        columns = {f'"{name}"': value for name, value in given.items()}
        for name, kind in self._needed(table):
            columns.setdefault(f'"{name}"', self._plain(table, name, kind))
        done = self.owner.execute(
            f"insert into {table} ({', '.join(columns)}) overriding system value"
            f" select {', '.join(columns.values())} from {source}"
        )
        self.counts[table] = self.counts.get(table, 0) + done.rowcount

    def _needed(self, table: str) -> list[tuple[str, str]]:
        return self.owner.execute(
            "select column_name, data_type from information_schema.columns where table_name = %s and is_nullable = 'NO'"
            " and column_default is null and is_identity = 'NO' order by ordinal_position",
            [table],
        ).fetchall()

    def _plain(self, table: str, name: str, kind: str) -> str:
        plain = {
            "uuid": f"md5('{table}' || i)::uuid",
            "boolean": "false",
            "jsonb": "'{}'",
            "date": "current_date",
            "timestamp with time zone": "now()",
            "bytea": "''",
            "ARRAY": "'{}'",
        }
        if name == "version":
            return "1"
        return plain.get(kind, "''" if "char" in kind or kind == "text" else "0")

    def exists(self, table: str) -> bool:
        return self.owner.execute("select to_regclass(%s)", [table]).fetchone()[0] is not None

    def finish(self, tables: Iterable[str]) -> None:
        """Let the next row of the application follow the last one written here."""
        for table in tables:
            self.owner.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), greatest((select max(id) from {table}), 1))"
            )
