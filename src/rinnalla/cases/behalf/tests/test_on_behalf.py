"""A worker records the client's own act: never without a reason and how the client said it, and the client sees it.

Guards against: an act in the client's place that looks like the client's own or a worker's.
"""

from datetime import timedelta
from uuid import uuid4

import pytest

from rinnalla.access.models import Consent
from rinnalla.cases.behalf.models import OnBehalf
from rinnalla.eventlog.models import AccessLine, Event
from rinnalla.lib import dates
from rinnalla.plans.models import Action, ActionAcceptance, ActionDone
from rinnalla.testing import as_actor

pytestmark = [pytest.mark.django_db]


def said(**more):
    return {"reason": "no_device", "way": "phone", "said_on": dates.d(dates.today()), "form_key": str(uuid4()), **more}


@pytest.fixture
def action(cast):
    """An own action of Tuula's."""
    from rinnalla.plans.actions import add_action, add_goal, start_plan

    with as_actor(cast.a_katri):
        plan = start_plan(case=cast.case, by=cast.a_katri, made_in="team", review_on=dates.add_weeks(dates.today(), 8))
        goal = add_goal(plan=plan, by=cast.a_katri, in_clients_words="Töihin", purpose="employment")
        return add_action(goal=goal, by=cast.a_katri, what="Soitan työpajalle", by_client=True)


def address(cast, rest=""):
    return f"/cases/{cast.case.uuid}/behalf/{rest}"


def test_an_own_action_is_promised_and_done_in_the_clients_place_with_why_and_how(cast, sign_in, action):
    """Guards against: `accept_action` that let whoever edits the plan promise without `on_behalf`."""
    katri = sign_in(cast.katri)
    assert "Soitan työpajalle" in katri.get(address(cast)).content.decode()
    bare = katri.post(address(cast, f"actions/{action.uuid}/promise/"), said(reason=""))
    assert bare.status_code == 422 and "Valitse, miksi kirjaat" in bare.content.decode()
    ahead = said(said_on=dates.d(dates.today() + timedelta(days=1)))
    assert katri.post(address(cast, f"actions/{action.uuid}/promise/"), ahead).status_code == 422
    with as_actor(cast.a_katri):
        assert not OnBehalf.objects.exists() and not ActionAcceptance.objects.filter(action=action).exists()
    twice = said()
    for _each in range(2):
        assert katri.post(address(cast, f"actions/{action.uuid}/promise/"), twice).status_code == 302
    assert katri.post(address(cast, f"actions/{action.uuid}/done/"), said(what_came="Hyvin")).status_code == 302
    with as_actor(cast.a_katri):
        assert [one.act for one in OnBehalf.objects.order_by("pk")] == ["action_promised", "action_done"]
        assert ActionDone.objects.get(action=action).what_came == "Hyvin"
        event = Event.objects.filter(verb="cases.recorded_on_behalf").order_by("pk").first()
        assert (event.details["act"], event.details["reason"], event.details["way"]) == (
            "action_promised", "no_device", "phone",
        )  # fmt: skip
    own = sign_in(cast.tuula)
    page = own.get("/my/mandates/").content.decode()
    assert "Katri Ylinen kirjasi tämän." in page and "ei laitetta" in page and "puhelimessa" in page
    with as_actor(cast.a_tuula):
        assert AccessLine.objects.filter(purpose="behalf", user_id=cast.katri.pk).exists()
    assert "Kirjasi puolestasi, mitä sanoit." in own.get("/my/log/").content.decode()


def test_a_leave_is_taken_back_in_the_clients_place_and_ends_what_stood_on_it(cast, sign_in):
    with as_actor(cast.a_katri):
        leave = Consent.objects.in_force().get(case=cast.case)
    form = said(reason="illness", way="in_person")
    assert sign_in(cast.katri).post(address(cast, f"consents/{leave.uuid}/withdrawal/"), form).status_code == 302
    with as_actor(cast.a_katri):
        assert Consent.objects.get(pk=leave.pk).withdrawn_by_id == cast.katri.pk
        assert OnBehalf.objects.get().subject == leave.uuid
    assert sign_in(cast.janne).get(f"/cases/{cast.case.uuid}/").status_code == 404


def test_only_who_works_in_the_case_records(cast, sign_in, action):
    for user, status in ((cast.timo, 403), (cast.petra, 404), (cast.ritva, 404), (cast.tuula, 404)):
        assert sign_in(user).get(address(cast)).status_code == status
        assert sign_in(user).post(address(cast, f"actions/{action.uuid}/done/"), said()).status_code == status
    with as_actor(cast.a_katri):
        assert not OnBehalf.objects.exists() and Action.objects.get(pk=action.pk).state == "open"
