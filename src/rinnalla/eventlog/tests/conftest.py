"""A small log of its own for each test, and a tamperer who may do what the owner may."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import connection, connections

from rinnalla.eventlog.record import log_access, record
from rinnalla.eventlog.seals import seal
from rinnalla.eventlog.verify import Report, verify

MOMENT = datetime(2026, 11, 2, 7, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Worker:
    """Stands for an actor: the log asks for no more."""

    kind: str = "staff"
    user_id: int | None = 7
    membership_id: int | None = 8
    role: str = "coordinator"
    organisation_id: int | None = 3
    unit_id: int | None = 4
    person_id: int | None = None
    session_key: str = "a-session-key"


WORKER = Worker()


def add_event(case: int, verb: str = "plans.goal_added", **details) -> None:
    record(verb, by=WORKER, stream=("case", case), obj=("goal", 11), happened_at=MOMENT, **details)


def add_line(case: int, result: str = "ok") -> None:
    log_access(
        by=WORKER, route="cases:case_page", action="view", person_ids=[case + 100], case_ids=[case],
        field_groups=["basics", "health"], grounds=["381/2023:15"], purpose="support", result=result, at=MOMENT,
    )


@pytest.fixture
def log(own_db) -> None:
    """Two streams of six events, eight access lines, sealed in three steps, and two rows not sealed yet."""
    for step in range(3):
        for case in (1, 2):
            add_event(case, step=step)
            add_event(case, "cases.step_set", due_on=MOMENT.date())
            add_line(case)
        if step == 0:
            add_line(1, "refused_404")
            add_line(2)
        assert seal() == step + 1
    add_event(1)
    add_line(1)


@pytest.fixture
def tamper(log) -> Callable[..., list]:
    """Runs SQL as the owner of the tables, who is bound by no right and no wall."""

    def run(sql: str, *values) -> list:
        with connections["owner"].cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    return run


def check() -> Report:
    """verify(), as the command runs it."""
    return verify(connections["owner"])


def query(sql: str, *values) -> list:
    """Runs SQL as the application role."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
