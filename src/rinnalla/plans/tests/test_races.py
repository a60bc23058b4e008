"""Sixteen at once: no save of a goal is lost, no key makes two rows (E1, E3)."""

from uuid import uuid4

import pytest

from rinnalla.access.acting import acting
from rinnalla.access.models import Membership
from rinnalla.cast import load_cast
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.plans import actions, around, rounds, versions
from rinnalla.plans.models import Action, Goal, HostPlan, PartyApproval, PlanVersion, ProgressPlace
from rinnalla.plans.tests.cases import a_goal, a_plan, an_action
from rinnalla.testing import at_once

THREADS = 16


@pytest.fixture
def goal(live_db, django_db_blocker):
    """A committed goal, and the world round it."""
    with django_db_blocker.unblock():
        cast = load_cast()
        with acting(cast.a_katri):
            found = Goal.objects.filter(case=cast.case).first()
            found = found or a_goal(cast, a_plan(cast), "Alku")
        yield cast, found


def test_sixteen_saving_one_goal_lose_no_text(goal):
    cast, row = goal

    def save(number: int) -> None:
        while True:
            with acting(cast.a_katri):
                mine = Goal.objects.select_related("case").get(pk=row.pk)
            try:
                with acting(cast.a_katri):
                    text = f"{mine.in_clients_words}\nrivi {number}."
                    actions.change_goal(
                        goal=mine, version=mine.version, by=cast.a_katri, in_clients_words=text, purpose="employment"
                    )
                return
            except Conflict:
                continue

    at_once(save, THREADS)
    with acting(cast.a_katri):
        last = Goal.objects.get(pk=row.pk)
    assert sorted(last.in_clients_words.split("\n")[1:]) == sorted(f"rivi {number}." for number in range(THREADS))
    assert last.version == row.version + THREADS


def test_sixteen_times_sent_is_once_done(goal):
    cast, row = goal
    keys = uuid4(), uuid4(), uuid4()
    outi = Membership.objects.select_related("user", "unit__organisation").get(user=cast.outi)

    def add(number: int) -> None:
        with acting(cast.a_katri):
            an_action(cast, row, "Kerran", key=keys[0])

    def confirm(number: int) -> None:
        with acting(cast.a_katri):
            versions.make_version(plan=row.plan, by=cast.a_katri, reason="Kerran", key=keys[1])

    def host(number: int) -> None:
        with acting(cast.a_katri):
            around.set_host(
                plan=row.plan, by=cast.a_katri, kind="service_plan", starts_on=dates.today(), key=keys[2]
            )

    def ask(number: int) -> None:
        with acting(cast.a_katri):
            around.let_ask(plan=row.plan, membership=outi, by=cast.a_katri)

    def stand(number: int) -> None:
        with acting(cast.a_katri):
            version = PlanVersion.objects.select_related("plan__case").get()
            rounds.approve_part(version=version, by=cast.a_katri)

    at_once(add, THREADS)
    at_once(confirm, THREADS)
    for act in (host, ask, stand):
        at_once(act, THREADS)
    with acting(cast.a_katri):
        assert Action.objects.filter(what="Kerran").count() == 1
        assert PlanVersion.objects.count() == 1
        assert [model.objects.count() for model in (HostPlan, ProgressPlace, PartyApproval)] == [1, 1, 1]
