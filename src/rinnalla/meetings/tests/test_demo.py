"""The demo's plans and meetings are made by the same acts and hold the same rules."""

import random

from rinnalla.lib import dates
from rinnalla.meetings.demo import call_meeting, hold_meeting
from rinnalla.plans.demo import live_on, make_plan
from rinnalla.testing import as_actor


def test_a_plan_lives_on_and_a_meeting_is_held_and_closed(cast):
    rng = random.Random(7)
    with as_actor(cast.a_katri):
        plan = make_plan(cast.case, cast.a_katri, rng)
        assert plan.versions.get().approval.answer == "approved"
        meeting = call_meeting(cast.case, cast.a_katri, rng, in_days=3)
        with dates.clock(meeting.starts_at):
            hold_meeting(meeting, cast.a_katri, rng)
            assert live_on(plan, cast.a_katri, rng).number == 2
        assert meeting.state == "closed"
        assert meeting.decisions.get().action.goal.plan == plan
