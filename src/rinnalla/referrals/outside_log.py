"""Readers without an account in the log: a line has the number of the question alone, here it gets its name."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from rinnalla.access.actor import OUTSIDE
from rinnalla.eventlog.models import AccessLine

PREFIX = "outside."


def question_of(row: Any) -> str:
    """Which question let a line's reader in, or an event's doer act, as `outside.123`; "" for everybody else."""
    if row.actor_kind != OUTSIDE:
        return ""
    return row.purpose if isinstance(row, AccessLine) else f"{PREFIX}{row.details.get('question', 0)}"


def bodies(rows: Iterable[Any]) -> dict[str, str]:
    """The asked services of lines and events by `question_of`, as those may know who see the case. One statement, and
    none where nobody was asked."""
    wanted = sorted({int(one.removeprefix(PREFIX)) for row in rows if (one := question_of(row))})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select question, organisation from referrals_outside_bodies(%s)", [wanted])
        return {f"{PREFIX}{question}": organisation for question, organisation in cursor.fetchall()}


def before(case_id: int) -> list[AccessLine]:
    """What was read of the case's referrals before there was a case, newest first, for those who may read its log."""
    return list(AccessLine.objects.raw("select * from referrals_outside_lines(%s::bigint)", [case_id]))
