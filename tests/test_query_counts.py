"""How many statements a hot page costs: exact numbers, and the same for 3 rows and for 30 (goal P4, rule 17).

`inside` is what the view itself asks in its read-only transaction; `frame` is everything else: session, actor, wall
settings, grant, opened case, access log. A changed number here is a decision, not an accident. Seen red: my day asked
twice more for every late action of somebody else (12 statements for 3, 54 for 30).
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rinnalla.cases import actions as cases
from rinnalla.cases import responsibility
from rinnalla.cases.models import ContactNote, StageEntry
from rinnalla.lib import dates
from rinnalla.plans import actions as plans
from rinnalla.plans.models import Plan
from rinnalla.testing import as_actor

STATUTE = "l381_15"
NOT_ASKED = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")
FRAME = ("set_config", "accesslog_append", "django_session", "access_membership")


@dataclass(frozen=True)
class Cost:
    """Statements of one request."""

    inside: int
    frame: int
    told: str


def cost(client, address: str) -> Cost:
    """Open a page and count. The first opening is not counted: it begins the session."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    assert response.status_code == 200, response.status_code
    asked = [one["sql"] for one in seen.captured_queries if not one["sql"].startswith(NOT_ASKED)]
    asked = asked[1:]  # the test's own forgetting of who acted last
    start = next(at for at, sql in enumerate(asked) if "transaction_read_only" in sql)
    grant = [sql for sql in asked if 'FROM "access_grant"' in sql and '"cases_case"."uuid" = ' in sql]
    inside = [sql for sql in asked[start + 1 :] if not _of_frame(sql) and sql not in grant]
    return Cost(len(inside), len(asked) - len(inside), "\n".join(asked))


def _of_frame(sql: str) -> bool:
    return any(word in sql for word in FRAME) and "cases_case" not in sql


def open_cases(cast, count: int, start: int = 0) -> None:
    """Cases Katri is responsible for, each with its own person."""
    today = dates.today()
    with as_actor(cast.a_katri):
        for number in range(start, start + count):
            case = cases.open_case(
                by=cast.a_katri,
                region=cast.region,
                holder_unit=cast.team,
                arranger=cast.katri,
                ground=STATUTE,
                naming_due_on=today + timedelta(days=14),
                new_person={"given_names": f"Oskari {number}", "family_name": "Lehto"},
            )
            proposal = responsibility.propose(
                case=case,
                worker=cast.katri,
                unit=cast.team,
                decision_power="none",
                by=cast.a_katri,
                ground=STATUTE,
                answer_due_on=today + timedelta(days=7),
            )
            responsibility.answer_as_worker(proposal=proposal, by=cast.a_katri, answer="yes")
            responsibility.answer_of_client(proposal=proposal, by=cast.a_katri, answer="yes")


def fill_case(cast, count: int) -> None:
    """Contacts, goals, actions and stages in Tuula's case; its plan is begun when there is none."""
    today = dates.today()
    with as_actor(cast.a_katri):
        plan = Plan.objects.filter(case=cast.case).first() or plans.start_plan(
            case=cast.case, by=cast.a_katri, made_in="team", review_on=today + timedelta(days=60)
        )
        for number in range(count):
            ContactNote.objects.create(
                case=cast.case,
                on=today,
                channel="phone",
                with_client=number % 2 == 0,
                subject=f"Soitto {number}",
                made_by=cast.katri,
                unit=cast.jobs if number % 2 else cast.team,
            )
            StageEntry.objects.create(case=cast.case, stage="mapping", entered_by=cast.katri)
            words = f"Tavoite {number}"
            goal = plans.add_goal(plan=plan, by=cast.a_katri, in_clients_words=words, purpose="employment")
            plans.add_action(
                goal=goal,
                by=cast.a_katri,
                what=f"Toimi {number}",
                owner=cast.timo,
                organisation=cast.jobs.organisation,
                due_on=today - timedelta(days=number % 5),
                follow_up_on=None,
            )


PAGES = {
    "list": lambda cast: reverse("desk:case_list"),
    "all": lambda cast: reverse("desk:case_list") + "?whose=all&state=any",
    "case": lambda cast: reverse("desk:case", args=[cast.case.uuid]),
    "day": lambda cast: reverse("desk:my_day"),
    "search": lambda cast: reverse("desk:search") + "?q=lehto",
}
INSIDE = {"list": 2, "all": 2, "case": 10, "day": 13, "search": 1}
FRAME_COST = {"list": 4, "all": 4, "case": 6, "day": 4, "search": 4}
MOST_INSIDE = {"list": 4, "all": 4, "case": 10, "day": 13}
MOST_FRAME = 6


@pytest.fixture
def katri(cast, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return sign_in(cast.katri)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_exactly_so_many_statements(cast, katri, page):
    open_cases(cast, 3)
    fill_case(cast, 3)
    spent = cost(katri, PAGES[page](cast))
    assert (spent.inside, spent.frame) == (INSIDE[page], FRAME_COST[page]), spent.told


def test_the_costs_keep_to_the_goals():
    assert all(INSIDE[page] <= most for page, most in MOST_INSIDE.items())
    assert max(FRAME_COST.values()) <= MOST_FRAME


@pytest.mark.parametrize("page", PAGES)
def test_thirty_rows_cost_what_three_do(cast, katri, page):
    open_cases(cast, 3)
    fill_case(cast, 3)
    few = cost(katri, PAGES[page](cast))
    open_cases(cast, 27, start=3)
    fill_case(cast, 27)
    many = cost(katri, PAGES[page](cast))
    assert (many.inside, many.frame) == (few.inside, few.frame), many.told
