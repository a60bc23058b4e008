"""Pages at 10,000 and at 100,000 cases: the same work, by indexes only, through both walls (goals P4, P7, P12).

Every statement of a page is explained in its own transaction, as the application role, with the wall's settings as they
stand. Milliseconds are only told as ratios. Seen red: a case's log before `accesslog_of_case` (it read every line of
the log), tables the filling had left empty, and all indexes out of use (the last test).
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from conftest import _owner, _point_at, clone_database, drop_database
from rinnalla.access.models import User
from rinnalla.access.walls import actor_settings
from tests.scale import OPEN_EACH, OPEN_PERCENT, fill

pytestmark = pytest.mark.slow

SMALL, LARGE = (int(one) for one in os.environ.get("RINNALLA_SCALE", "10000,100000").split(","))
WORKER = 4  # a coordinator like any other
# The roster of the consultation network is the staff's: as many rows as workers, read whole where that is cheaper.
OF_PEOPLE = re.compile(
    r"^(people_person|cases_|plans_|access_grant|referrals_(?!rosterentry)|meetings_|services_|eventlog_)"
)
TIMES = 7
# Every page a professional opens many times a day. `{case}` is one of the worker's open cases.
PAGES = {
    "my list": "/cases/",
    "all I see": "/cases/?whose=all&state=any",
    "my team's": "/cases/?whose=team",
    "late": "/cases/?late=1",
    "unnamed": "/cases/?whose=unnamed",
    "list by name": "/cases/?whose=all&text={family}",
    "case": "/cases/{case}/",
    "day": "/day/",
    "search prefix": "/search/?q={family}",
    "search two words": "/search/?q={given}+{family}",
    "search number": "/search/?q={number}",
    "search similar": "/search/?q={misspelt}",
    "log": "/cases/{case}/log/",
    "inbox": "/inbox/",
}

MEDIAN_OPEN = """
select percentile_cont(0.5) within group (order by n) from (
  select count(*) n from cases_case where closed_at is null and responsible_worker_id is not null
   group by responsible_worker_id) counted
"""
ONE_CASE = """
select c.uuid, c.number, p.family_name, p.given_names from cases_case c join people_person p on p.id = c.person_id
 where c.responsible_worker_id = %s and c.closed_at is null order by c.id limit 1
"""


@dataclass
class Seen:
    """What the pages did in one database: plans by page, milliseconds by page, rows by table."""

    rows: dict[str, int]
    plans: dict[str, list[tuple[str, dict[str, Any]]]] = field(default_factory=dict)
    median_ms: dict[str, float] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    open_each: float = 0


class Explaining:
    """Explains each reading statement just before it runs, on the same connection and transaction."""

    def __init__(self) -> None:
        self.plans: list[tuple[str, dict[str, Any]]] = []
        self.busy = False

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        reads = "accesslog_append" not in sql
        if (
            reads
            and not self.busy
            and sql.lstrip().lower().startswith(("select", "(select", "with"))
            and " from " in sql.lower()
        ):
            self.busy = True
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"explain (format json) {sql}", params)
                    plan = cursor.fetchone()[0]
                    self.plans.append((sql, (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))
            finally:
                self.busy = False
        return execute(sql, params, many, context)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The plan's nodes, from the top."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def whole_reads(plan: dict[str, Any]) -> list[str]:
    """Tables of people that the plan reads from end to end."""
    return [
        node["Relation Name"]
        for node in nodes(plan)
        if node["Node Type"] == "Seq Scan" and OF_PEOPLE.match(node.get("Relation Name", ""))
    ]


def reached(plan: dict[str, Any]) -> set[str]:
    """The tables of people a statement reaches, however."""
    return {node["Relation Name"] for node in nodes(plan) if OF_PEOPLE.match(node.get("Relation Name", ""))}


def _look(cases: int) -> Seen:
    """Fill a fresh clone, open every page as a worker of it, and drop it."""
    before = connection.settings_dict["NAME"]
    name = clone_database(f"scale_{cases}")
    try:
        with _owner(name) as owner:
            seen = Seen(fill(owner, cases))
            seen.open_each = owner.execute(MEDIAN_OPEN).fetchone()[0]
            case, number, family, given = owner.execute(ONE_CASE, [WORKER]).fetchone()
            owner.execute("vacuum (analyze)")
        _point_at(name)
        client = Client(HTTP_ACCEPT_LANGUAGE="fi", raise_request_exception=False)
        client.force_login(User.objects.get(pk=WORKER))
        for page, address in PAGES.items():
            misspelt = family[:2] + family[3:]
            _open(
                client,
                page,
                address.format(case=case, number=number, family=family, given=given, misspelt=misspelt),
                seen,
            )
        return seen
    finally:
        connection.close()
        drop_database(name)
        _point_at(before)


def _open(client: Client, page: str, address: str, seen: Seen) -> None:
    client.get(address)
    explaining = Explaining()
    with connection.execute_wrapper(explaining):
        seen.status[page] = client.get(address).status_code
    seen.plans[page] = explaining.plans
    spent = []
    for _time in range(TIMES):
        began = time.perf_counter()
        client.get(address)
        spent.append((time.perf_counter() - began) * 1000)
    seen.median_ms[page] = median(spent)


@pytest.fixture(scope="module")
def databases(django_db_setup, django_db_blocker) -> dict[int, Seen]:
    """Both sizes, one after the other."""
    with django_db_blocker.unblock():
        return {cases: _look(cases) for cases in (SMALL, LARGE)}


def test_the_large_database_is_as_large_as_promised_and_quickly_made(databases, capsys):
    large = databases[LARGE]
    assert large.rows["cases_case"] == large.rows["people_person"] == LARGE
    assert OPEN_EACH * 0.8 < large.open_each < OPEN_EACH * 1.2, large.open_each
    with capsys.disabled():
        total = sum(rows for table, rows in large.rows.items() if table != "seconds")
        each = f"{OPEN_PERCENT} % open, median {large.open_each:.0f} a worker"
        print(f"\n{total:,} rows in {large.rows['seconds']} s; {each}")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_every_statement_was_seen(databases, page):
    for cases, seen in databases.items():
        assert seen.status[page] == 200, (cases, page, seen.status[page])
        assert seen.plans[page]


@pytest.mark.parametrize("cases", [SMALL, LARGE])
@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_a_table_of_people_from_end_to_end(databases, page, cases):
    bad = [(whole_reads(plan), sql) for sql, plan in databases[cases].plans[page] if whole_reads(plan)]
    assert not bad, f"{page} at {cases} cases reads whole tables: {bad}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_the_same_at_both_sizes(databases, page):
    small, large = databases[SMALL].plans[page], databases[LARGE].plans[page]
    assert [_bare(sql) for sql, _plan in small] == [_bare(sql) for sql, _plan in large]
    other = [
        (sorted(reached(before)), sorted(reached(after)), sql)
        for (sql, before), (_same, after) in zip(small, large, strict=True)
        if reached(before) != reached(after)
    ]
    assert not other, other


def _bare(sql: str) -> str:
    """The statement without its lists of ids, which are as long as the data."""
    return re.sub(r"IN \([^()]*\)", "IN (…)", sql)


def test_growth_is_told(databases, capsys):
    """No limit on a shared machine: the goals of growth are measured by the benchmark. Here the ratios are shown."""
    small, large = databases[SMALL], databases[LARGE]
    with capsys.disabled():
        print(f"\n{LARGE:,} cases / {SMALL:,} cases, median of {TIMES}:")
        for page in PAGES:
            ratio, reads = large.median_ms[page] / small.median_ms[page], len(large.plans[page])
            print(f"  {page:20} {ratio:.2f} x, {reads} reading statements")
    assert all(ratio > 0 for ratio in large.median_ms.values())


@pytest.mark.django_db
def test_a_whole_read_would_be_seen(cast):
    """The power check: the same look, with indexes out of use, finds the whole reads."""
    explaining = Explaining()
    with transaction.atomic():
        actor_settings(cast.a_katri)
        with connection.cursor() as cursor:
            cursor.execute("set local enable_indexscan = off")
            cursor.execute("set local enable_indexonlyscan = off")
            cursor.execute("set local enable_bitmapscan = off")
        with connection.execute_wrapper(explaining):
            from rinnalla.desk.queries import my_cases, soon

            my_cases(cast.a_katri, soon(60))
    assert any(whole_reads(plan) for _sql, plan in explaining.plans)
