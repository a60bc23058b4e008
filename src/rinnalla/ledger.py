"""`./rinnalla rows`: every requirement row with the tests that prove it.

The rows are in `docs/rows.tsv` (id, tab, short text). A test proves a row by `@pytest.mark.row("V-14")`; the marks are
read from the source, so the command needs no database and imports no test. Published figures (`docs/figures.tsv`,
F-01 …) and the hurts that the seeds tell of (`docs/hurts.tsv`, C-01 …) are marked the same way, each counted apart.
"""

import ast
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rinnalla.environment import ROOT

ROWS = ROOT / "docs" / "rows.tsv"
APART = {"figures": "F-", "hurts": "C-"}
FOLDERS = ("src", "tests")


class UnknownRow(ValueError):
    """A test names a row that is not in the list."""


@dataclass(frozen=True)
class Mark:
    """One row mark on one test; `node` is pytest's node id."""

    row: str
    node: str
    line: int


def known_rows(path: Path = ROWS) -> dict[str, str]:
    """Row id → short text, in the order of the list. Raises ValueError for a broken or doubled line."""
    rows: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        key, tab, text = line.partition("\t")
        if not tab or not text.strip() or key in rows:
            raise ValueError(f"{path.name}:{number}: expected a new id, a tab and a text; found {line!r}")
        rows[key] = text.strip()
    return rows


def marks(root: Path = ROOT) -> Iterator[Mark]:
    """Every row mark in the test files under `root`, on functions, on classes and on whole modules."""
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("test_*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            path = file.relative_to(root).as_posix()
            whole = [mark for node in tree.body if isinstance(node, ast.Assign) and _is_pytestmark(node)
                     for mark in _rows_in(node.value)]
            yield from _in_body(tree.body, path, whole)


def ledger(root: Path = ROOT) -> list[dict]:
    """`[{"id", "text", "tests", "note"}…]` for every known row, figure and hurt. Raises UnknownRow for another."""
    rows = known_rows(root / "docs" / "rows.tsv")
    for name in APART:
        if (root / "docs" / f"{name}.tsv").exists():
            rows |= known_rows(root / "docs" / f"{name}.tsv")
    proven: dict[str, list[str]] = {row: [] for row in rows}
    for mark in marks(root):
        if mark.row not in proven:
            raise UnknownRow(f"{mark.node} (line {mark.line}) is marked with {mark.row}, which is not in docs/rows.tsv")
        if mark.node not in proven[mark.row]:
            proven[mark.row].append(mark.node)
    return [{"id": row, "text": text, "tests": proven[row], "note": ""} for row, text in rows.items()]


def print_rows(as_json: bool) -> int:
    """Print the ledger, as JSON or a line for each row with totals; exit code 1 for a mark of an unknown row."""
    try:
        rows = ledger()
    except UnknownRow as error:
        print(error, file=sys.stderr)
        return 1
    apart = {name: [row for row in rows if row["id"].startswith(key)] for name, key in APART.items()}
    rows = [row for row in rows if not row["id"].startswith(tuple(APART.values()))]
    if as_json:
        short = [{key: row[key] for key in ("id", "tests", "note")} for row in rows]
        print(json.dumps(short, ensure_ascii=False, indent=1))
        return 0
    for row in (*rows, *(one for some in apart.values() for one in some)):
        print(f"{row['id']:<6} {len(row['tests']):>3}  {row['text']}")
    print()
    for name, some in {"rows": rows, **apart}.items():
        proven = sum(bool(row["tests"]) for row in some)
        print(f"{len(some)} {name}, {proven} proven by tests, {len(some) - proven} not yet.")
    return 0


def _in_body(body: list[ast.stmt], prefix: str, outer: list[str]) -> Iterator[Mark]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        named = [*outer, *(row for one in node.decorator_list for row in _rows_in(one))]
        if isinstance(node, ast.ClassDef):
            if node.name.startswith("Test"):
                yield from _in_body(node.body, f"{prefix}::{node.name}", named)
        elif node.name.startswith("test"):
            for row in dict.fromkeys(named):
                yield Mark(row, f"{prefix}::{node.name}", node.lineno)


def _is_pytestmark(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)


def _rows_in(expression: ast.expr) -> Iterator[str]:
    """The ids of every `….mark.row("…")` in an expression. Raises UnknownRow for an id that is not a plain text."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.row"):
            for argument in node.args:
                if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                    raise UnknownRow(f"line {node.lineno}: a row is named as plain text, not {ast.unparse(argument)}")
                yield argument.value
