"""The rules of access as `docs/access.md` tells them, read from its tables; shares no code with `rinnalla.access`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs" / "access.md"


@dataclass(frozen=True)
class Policy:
    """What the tables of the document say."""

    permissions: dict[str, frozenset[str]]  # role → permissions (table A)
    relations: dict[str, dict[str, str]]  # relation → scope → answer (table B)
    needs_works: frozenset[str]  # table C
    groups: dict[str, frozenset[str]]  # role → field groups (table D)
    without_agreement: frozenset[str]  # table E
    without_mandate: frozenset[str]  # table F
    actors: tuple[str, ...]

    def answer(self, relation: str, role: str, scope: str, permission: str | None) -> str:
        """sign-in, 403, 404 or allowed for one relation, role, scope and permission."""
        rule = self.relations[relation][scope]
        if scope == "case" and rule == "role" and not self.groups.get(role, frozenset("?")):
            return "404"
        has_role = permission in self.permissions.get(role, frozenset())
        if rule == "role":
            return "allowed" if has_role else "403"
        if rule == "role, C":
            return "allowed" if has_role and permission not in self.needs_works else "403"
        if rule == "403, E":
            return "allowed" if has_role and permission in self.without_agreement else "403"
        if rule == "403, F":
            return "allowed" if has_role and permission in self.without_mandate else "403"
        if rule in ("sign-in", "403", "404", "allowed"):
            return rule
        raise ValueError(f"docs/access.md, table B, {relation} × {scope}: {rule!r} is no answer")


@cache
def policy() -> Policy:
    """Read the document once."""
    text = DOCUMENT.read_text(encoding="utf-8")
    by_permission = _rows(text, "## Table A")
    roles = [column for column in by_permission[0] if column != "permission"]
    return Policy(
        permissions={role: _yes(by_permission, "permission", role) for role in roles},
        relations={row.pop("relation"): row for row in _rows(text, "## Table B")},
        needs_works=frozenset(row["permission"] for row in _rows(text, "## Table C")),
        groups={
            row["role"]: frozenset(name for name, mark in row.items() if mark == "yes")
            for row in _rows(text, "## Table D")
        },
        without_agreement=frozenset(row["permission"] for row in _rows(text, "## Table E")),
        without_mandate=frozenset(row["permission"] for row in _rows(text, "## Table F")),
        actors=tuple(row["key"] for row in _rows(text, "## The actors")),
    )


def _yes(rows: list[dict[str, str]], key: str, column: str) -> frozenset[str]:
    for row in rows:
        if row[column] not in ("yes", "–"):
            raise ValueError(f"docs/access.md, {row[key]} × {column}: {row[column]!r} is neither yes nor –")
    return frozenset(row[key] for row in rows if row[column] == "yes")


def _rows(text: str, heading: str) -> list[dict[str, str]]:
    """The first table under a heading, each row by its column names."""
    part = text.split(heading, 1)[1]
    lines = []
    for line in part.splitlines():
        if line.startswith("|"):
            lines.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif lines:
            break
    head, body = lines[0], lines[2:]
    if any(len(row) != len(head) for row in body):
        raise ValueError(f"docs/access.md: a row under {heading!r} has another number of cells than its head")
    return [dict(zip(head, row, strict=True)) for row in body]
