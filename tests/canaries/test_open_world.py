"""Random acts, random readers, random addresses: no canary where the document does not let it be.

1,500 steps with the rest; `RINNALLA_STEPS=50000` for the long run and `RINNALLA_SEED` for another life. The tests after
the first are its power: each plants a fault and sees it found.

What it found when it was made: a leave from tomorrow on could not be withdrawn today (500); the name of a client in the
title of a log page and on the day page of a role that may see no client; the reason of a move between layers shown to
who may not see the question.
"""

import logging
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as started_with
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from rinnalla.access import allow
from rinnalla.access.models import Depth
from rinnalla.access.roles import ALL_GROUPS
from rinnalla.lib import web
from tests.asking import fill
from tests.canaries.life import Life
from tests.world import grant

STEPS = int(os.environ.get("RINNALLA_STEPS", "1500"))
SEED = int(os.environ.get("RINNALLA_SEED", "20261129"))
EACH = 50
CHANGES = ("relate", "unrelate", "expire", "withdraw", "mandate", "membership", "agreement", "regroup")
ASKS = ("look", *["look_close"] * 6, "look_at_own", "search", "send", "chores")


def live_on(life: Life, steps: int, found: Callable[[], object] = bool) -> Counter[str]:
    """So many acts and questions, drawn by hypothesis; how many of each there were. After `found` nothing is done."""
    tried: Counter[str] = Counter()

    class World(RuleBasedStateMachine):
        @rule(seed=st.integers(0, 2**32), act=st.sampled_from(CHANGES * 2 + ASKS * 3))
        def act(self, seed: int, act: str) -> None:
            if found():
                return
            tried[act] += 1
            getattr(life, act)(random.Random(seed))  # noqa: S311  # repeatable, not secret

    started_with(SEED)(World)
    run_state_machine_as_test(
        World,
        settings=settings(
            max_examples=steps // EACH, stateful_step_count=EACH, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),  # fmt: skip
    )
    return tried


def seen_within(steps: int, life: Life, fault: Callable[[str], bool]) -> bool:
    """Whether the planted fault shows as a leak; the life ends with the first."""
    live_on(life, steps, lambda: any(map(fault, life.leaks)))
    return any(map(fault, life.leaks))


def told(leaks: list[str]) -> str:
    each = Counter(leaks)
    return f"{len(each)} leaks\n" + "\n".join(f"{n} × {one}" for one, n in each.most_common(60))


@pytest.mark.fuzz
@pytest.mark.row("L-83")
def test_no_byte_of_a_clients_data_outside_role_relation_and_ground(life):
    tried = live_on(life, STEPS)
    print(f"{tried.total()} steps {dict(tried)}; answers {dict(life.done)}; canaries seen {dict(life.shown)}")
    assert not life.leaks, told(life.leaks)
    assert tried.total() >= STEPS * 0.9 and set(tried) == {*CHANGES, *ASKS}, tried
    assert life.shown["body"] > STEPS / 10 and life.shown["title"] and life.shown["pdf"], life.shown


@pytest.mark.fuzz
def test_whoever_may_see_everything_sees_most_canaries(life):
    """Power: the words are there to be found, on the pages and papers of both clients."""
    whole = {f"{one.label}.{one.name}" for one in life.planted.by_word.values()}
    for name, client in (("works-coordinator", life.world.mine), ("other_region-coordinator", life.world.other)):
        if client is life.world.other:
            grant(client.case, life.world.people[name], Depth.WORKS, field_groups=sorted(ALL_GROUPS))
        for route in life.reading:
            life.ask(name, "GET", fill(route, client))
    for route in life.reading:
        if route["scope"] == "own":
            life.ask("client_own", "GET", fill(route, life.world.mine))
    assert not life.leaks, told(life.leaks)
    seen = {f"{one.label}.{one.name}" for one in (life.planted.by_word[word] for word in life.seen)}
    assert len(whole) > 100, len(whole)
    assert len(seen) > 0.6 * len(whole), sorted(whole - seen)
    assert len(life.planted.unplanted) < 0.08 * len(whole), life.planted.unplanted


@pytest.mark.fuzz
def test_a_field_group_let_through_is_found(life, monkeypatch):
    """Planted: a page is told that the reader may see every group."""
    enter = allow.enter_case
    monkeypatch.setattr(allow, "enter_case", lambda *of: _told_all(enter, *of))
    assert seen_within(2000, life, lambda leak: "(basics)" not in leak), told(life.leaks)


def _told_all(enter, request, case_uuid):
    request.access = replace(enter(request, case_uuid), groups=ALL_GROUPS)
    return request.access


@pytest.mark.fuzz
def test_a_reading_without_its_line_is_found(life, monkeypatch):
    """Planted: answers leave and nothing is written to the access log."""
    monkeypatch.setattr(allow, "log_access", lambda **line: 0)
    assert seen_within(2000, life, lambda leak: leak.endswith("shown without a line")), told(life.leaks)


@pytest.mark.fuzz
def test_a_name_in_the_programs_log_is_found(life, monkeypatch):
    """Planted: every drawn page writes whose case it is."""
    frame = web.frame

    def told_of(request):
        if case := getattr(request, "case", None):
            logging.getLogger("rinnalla").warning("drew the page of %s", case.person.name)
        return frame(request)

    monkeypatch.setattr(web, "frame", told_of)
    assert seen_within(2000, life, lambda leak: leak.startswith("[log of")), told(life.leaks)
