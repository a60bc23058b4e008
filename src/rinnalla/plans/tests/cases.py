"""A plan to test with."""

from datetime import timedelta

from rinnalla.lib import dates
from rinnalla.plans import actions, versions


def soon(days: int = 14):
    return dates.today() + timedelta(days=days)


def a_plan(cast, **more):
    given = {"made_in": "team", "review_on": soon(90), "support_months": 12, **more}
    return actions.start_plan(case=cast.case, by=cast.a_katri, **given)


def a_goal(cast, plan, words="Haluan töihin.", **more):
    return actions.add_goal(plan=plan, by=cast.a_katri, in_clients_words=words, **{"purpose": "employment", **more})


def an_action(cast, goal, what="Sopimus työkokeilusta", **more):
    given = {"owner": cast.katri, "due_on": soon(), "follow_up_on": soon(21), **more}
    return actions.add_action(goal=goal, by=cast.a_katri, what=what, **given)


def a_version(cast, plan, reason="Sovittiin yhdessä"):
    return versions.make_version(plan=plan, by=cast.a_katri, reason=reason)


def a_whole_plan(cast):
    """A plan with one goal and one action, ready to be confirmed."""
    plan = a_plan(cast)
    goal = a_goal(cast, plan, importance=9)
    return plan, goal, an_action(cast, goal)
