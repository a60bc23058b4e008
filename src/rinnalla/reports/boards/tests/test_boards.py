"""The boards' figures against clients whose story is known, and who may read them.

Guards against: a state of today, a client of another region, a small number told or left to be subtracted.
"""

from datetime import timedelta

import pytest

from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown
from rinnalla.reports.boards import asking
from rinnalla.reports.boards.asking import Guided, Spell
from rinnalla.reports.boards.flow import flow
from rinnalla.reports.boards.gaps import gaps_board
from rinnalla.reports.boards.guidance import guidance_board
from rinnalla.reports.boards.needs import needs_board
from rinnalla.reports.boards.region import narrowing, region_board
from rinnalla.reports.boards.tests.world import (
    EARLIER,
    NOW,
    closed,
    guided,
    needs,
    opened,
    reached,
    sent,
    served,
)  # fmt: skip
from rinnalla.reports.forms import HalfYear
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(cast):
    return offer_everything(cast.region, cast.jobs)


def test_the_way_from_sender_to_outcome_is_counted_as_it_was_at_the_end_of_the_half(cast, cards):
    cases = opened(cast, range(14))
    opened(cast, range(20, 25))  # together with the cast's own one, six without a sender and a service
    for number, case in enumerate(cases):
        sent(cast, case, "kela" if number < 8 else "association")
        served(cast, case, cards["social_rehabilitation"], NOW.since + timedelta(days=10))
        if number < 6:
            served(cast, case, cards["pay_subsidy"], NOW.since + timedelta(days=20))
            closed(cast, case, "employment")
    closed(cast, cases[13], "pension", NOW.until + timedelta(days=1))
    with as_actor(cast.actor("rooli-decision_maker")):
        found = asking.flow(cast.region, NOW)
        told = flow(cast.region, NOW, 5)
    groups = {key: cards[key].group for key in ("social_rehabilitation", "pay_subsidy")}
    assert found[Spell("kela", groups["pay_subsidy"], "employment")] == 6
    assert found[Spell("kela", groups["social_rehabilitation"], "")] == 2
    assert found[Spell("association", groups["social_rehabilitation"], "")] == 6
    assert told.drawing and "Työhön päätyi 6." in told.sections[0].sentence
    assert not [one for section in told.sections for row in section.rows for one in row[1:]
                if one.kind == "number" and 0 < one.number < 5]  # fmt: skip


def test_the_steps_follow_those_who_came_in_the_half_before(cast, cards):
    """Twelve came; seven got a service, five of them a job. One came earlier and one has withdrawn."""
    cases = opened(cast, range(12), EARLIER)
    for number, case in enumerate(cases):
        sent(cast, case, "kela", EARLIER)
        if number < 7:
            served(cast, case, cards["pay_subsidy"], NOW.since)
        if number < 5:
            closed(cast, case, "employment")
    opened(cast, range(20, 21), NOW.before.before.since)
    gone = sent(cast, opened(cast, range(30, 31), NOW.since)[0], "kela", EARLIER)
    with as_actor(cast.a_katri):
        type(gone).objects.filter(pk=gone.pk).update(case=None, accepted_at=None, accepted_by=None,
                                                     withdrawn_at=gone.sent_at, withdrawn_by=cast.katri)  # fmt: skip
    with as_actor(cast.actor("rooli-manager")):
        assert asking.path(cast.region, NOW) == {2: 5, 4: 2, 5: 5}
        board = region_board(cast.region, NOW)
    assert [row[1] for row in board.board.sections[2].rows][:3] == [Shown("number", 12)] * 3


def test_a_step_that_would_tell_of_a_few_who_fell_out_is_hidden():
    shown = narrowing([20, 18, 12, 3, 0], 5)
    assert [one.kind for one in shown] == ["number", "withheld", "number", "small", "number"]


@pytest.mark.row("T-32")
def test_guidance_tells_who_began_and_whose_goal_moved(cast, cards):
    """Sixteen guided: eleven began, six reached a goal after it. Not counted: a goal reached before the guidance, a
    goal that was left, and somebody guided later."""
    cases = opened(cast, range(17), NOW.before.since)
    for number, case in enumerate(cases[:16]):
        guided(cast, case, cards["pay_subsidy"], EARLIER)
        if number < 11:
            served(cast, case, cards["pay_subsidy"], EARLIER + timedelta(days=20))
        reached(cast, case, EARLIER - timedelta(days=3))
        if number >= 10:
            reached(cast, case, EARLIER + timedelta(days=40), "partly_reached")
        else:
            reached(cast, case, EARLIER + timedelta(days=40), "left")
    guided(cast, cases[16], cards["pay_subsidy"], NOW.since + timedelta(days=3))
    with as_actor(cast.actor("rooli-decision_maker")):
        assert asking.guidance(cast.region, NOW)[""] == Guided(16, 11, 6)
        told = guidance_board(cast.region, NOW)
    assert (told.whole.started, told.whole.moved, told.whole.guided.number) == (69, 38, 16)
    assert "69 % aloitti palvelun" in told.board.lead and told.board.defined[0].row == "T-32"


def test_a_share_of_guided_that_tells_of_a_few_is_hidden(cast, cards):
    for number, case in enumerate(opened(cast, range(12), NOW.before.since)):
        guided(cast, case, cards["pay_subsidy"], EARLIER)
        if number < 9:
            served(cast, case, cards["pay_subsidy"], EARLIER)
    with as_actor(cast.actor("rooli-manager")):
        assert guidance_board(cast.region, NOW).whole.started is None


def test_needs_stand_beside_services_and_outcomes(cast, cards):
    cases = opened(cast, range(16))
    opened(cast, range(20, 26))  # nothing is known of what they need
    for number, case in enumerate(cases):
        needs(cast, case, "health", *(["work"] if number < 3 else []))
        if number < 9:
            served(cast, case, cards["social_rehabilitation"], NOW.since + timedelta(days=10))
        if number < 5:
            closed(cast, case, "employment")
    with as_actor(cast.actor("rooli-decision_maker")):
        told = needs_board(cast.region, NOW)
    services, outcomes = told.board.sections
    rows = {row[0]: row for row in services.rows}
    assert rows["Terveys"][1] == Shown("number", 16) and {one.number for one in rows["Terveys"][2:]} == {9, 7}
    assert rows["Työ"][1] == Shown("small") and all(one.kind == "withheld" for one in rows["Työ"][2:])
    assert "Koulutus ja osaaminen" not in rows, "no need is no need"
    assert {one.number for one in outcomes.rows[0][2:] + outcomes.rows[1][2:] if isinstance(one, Shown)} >= {11, 5}


@pytest.mark.row("I-38")
def test_the_gap_of_a_group_is_told_for_every_measure(cast, cards):
    """Ten in a group wait 30 days, ten others 10: half of the group's services break off, none of the others'."""
    group, other = cards["rehabilitative_work_activity"], cards["pay_subsidy"]
    for number, case in enumerate(opened(cast, range(20))):
        weak = number < 10
        began = NOW.since + timedelta(days=40)
        episode = served(cast, case, group if weak else other, began,
                         waits_since=began - timedelta(days=30 if weak else 10))  # fmt: skip
        with as_actor(cast.a_katri):
            type(episode).objects.filter(pk=episode.pk).update(made_at=case.made_at)
            if weak and number < 5:
                episode.interruptions.create(case=case, reason="other", from_on=began + timedelta(days=5))
    with as_actor(cast.actor("rooli-decision_maker")):
        told = {one.measure.key: one for one in gaps_board(cast.region, NOW).measures}
    assert set(told) == {"waiting", "start", "interruption", "feedback"}
    waiting = told["waiting"].gaps[0]
    assert (waiting.group, waiting.number, told["waiting"].everybody, waiting.gap) == (
        "Kuntouttavan työtoiminnan asiakkaat", 30.0, 20.0, 10.0,
    )  # fmt: skip
    assert told["waiting"].worse(waiting)
    broken = told["interruption"].gaps[0]
    assert (broken.number, broken.everybody, broken.gap) == (50.0, 25.0, 25.0) and told["interruption"].worse(broken)


def test_nobody_else_gets_any_of_it(cast, cards):
    for case in opened(cast, range(12)):
        needs(cast, case, "health")
        guided(cast, case, cards["pay_subsidy"], NOW.since)
    later = HalfYear(dates.add_months(NOW.since, 6))
    for username, seen in (("rooli-manager", 12), ("rooli-decision_maker", 12), ("muualta-decision_maker", 0),
                           ("muualta-manager", 0), ("katri", 0)):  # fmt: skip
        with as_actor(cast.actor(username)):
            assert asking.flow(cast.region, NOW).total() == (seen and seen + 1), "and the cast's own one"
            assert asking.needs(cast.region, NOW).total() == seen, username
            assert asking.guidance(cast.region, later)[""].guided == seen, username
            assert asking.path(cast.region, later).total() == (seen and seen + 1), username
