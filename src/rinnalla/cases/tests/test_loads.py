"""Loads, the board, the team's development, the week's hours, and a worker who leaves.

Guards against: `load_heavy` taken as one; the limit not read from `LoadLimit`; the region not asked in `cases_loads`;
`to_hand_over` without the open proposals; the same key used for every case of a bulk hand-over. Seen red: a worker with
two roles in the unit taken for two workers.
"""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access.acting import system
from rinnalla.access.actions import give_membership
from rinnalla.access.models import Membership
from rinnalla.cases import actions, leaving, loads, responsibility
from rinnalla.cases.models import Case, ResponsibleProposal, ResponsibleTerm
from rinnalla.cases.models_load import DevelopmentAction, WorkTime
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.testing import as_actor

STATUTE = "l381_15"


def a_case(cast, weight: str = "normal") -> Case:
    case = actions.open_case(
        by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground=STATUTE,
        naming_due_on=dates.today(), new_person={"given_names": "Oskari", "family_name": "Lehto"},
    )  # fmt: skip
    proposal = responsibility.propose(
        case=case, worker=cast.katri, unit=cast.team, decision_power="none", by=cast.a_katri, ground=STATUTE,
        answer_due_on=dates.today(),
    )  # fmt: skip
    responsibility.answer_as_worker(proposal=proposal, by=cast.a_katri, answer="yes")
    responsibility.answer_of_client(proposal=proposal, by=cast.a_katri, answer="yes")
    case = Case.objects.get(pk=case.pk)
    loads.weigh(case=case, version=case.version, weight=weight, by=cast.a_katri)
    return case


def katris(cast):
    return next(one for one in loads.team_loads(cast.a_petra) if one.user == cast.katri)


@pytest.mark.row("L-32", "C-21")
def test_the_weighted_load_is_right_and_warns_over_the_limit(cast, sign_in):
    with as_actor(cast.a_katri):
        for weight in ("light", "light", "normal", "heavy"):
            a_case(cast, weight)
    with as_actor(cast.a_petra):
        one = katris(cast)
        assert (one.light, one.normal, one.heavy, one.weighted, one.most, one.over) == (2, 2, 1, 5.0, 30, False)
        loads.set_limit(user=cast.katri, most=4, version=0, by=cast.a_petra)
        assert katris(cast).over
        with pytest.raises(Conflict):
            loads.set_limit(user=cast.katri, most=9, version=0, by=cast.a_petra)
        loads.set_limit(user=cast.katri, most=5, version=1, by=cast.a_petra)
        assert not katris(cast).over
        loads.set_limit(user=cast.katri, most=4, version=2, by=cast.a_petra)
    page = sign_in(cast.petra).get("/team/").content.decode()
    assert "5 / 4, yli rajan" in page


@pytest.mark.row("L-32")
def test_the_limit_of_a_worker_with_two_roles_opens(cast, sign_in):
    with as_actor(system("test")):
        give_membership(by=system("test"), user=cast.katri, unit=cast.team, role="responsible_worker")
    page = sign_in(cast.petra).get(f"/team/limits/{cast.katri.uuid}/")
    assert page.status_code == 200 and "Kuinka paljon Katri Ylinen ottaa" in page.content.decode()


@pytest.mark.row("L-32", "C-21")
def test_a_client_given_to_a_full_worker_warns_in_the_proposal(cast, sign_in):
    with as_actor(cast.a_petra):
        loads.set_limit(user=cast.petra, most=1, version=0, by=cast.a_petra)
    with as_actor(cast.a_katri):
        loads.weigh(case=cast.case, version=cast.case.version, weight="heavy", by=cast.a_katri)
        one = responsibility.propose(
            case=cast.case, worker=cast.petra, unit=cast.team, decision_power="none", by=cast.a_katri, ground=STATUTE,
            answer_due_on=dates.today(),
        )  # fmt: skip
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/responsible/{one.uuid}/").content.decode()
    assert "Kuorma ylittyisi: 2 / 1." in page


@pytest.mark.row("L-33")
def test_the_board_shows_loads_and_hands_a_case_over_only_of_cases_one_sees(cast, sign_in):
    own = sign_in(cast.katri).get("/team/").content.decode()
    assert "Katri Ylinen" in own and f"/cases/{cast.case.uuid}/responsible/new/" in own
    others = sign_in(cast.petra).get("/team/").content.decode()
    assert "Katri Ylinen" in others and "Rantanen" not in others and str(cast.case.uuid) not in others
    assert "Kysy kollegoilta nimettömästi" in others
    for name, status in (("laura", 403), ("outi", 403), ("rooli-manager", 403)):
        assert sign_in(cast.everybody[name]).get("/team/").status_code == status
    with as_actor(cast.a_ritva):
        assert loads.load_of(cast.katri, cast.a_ritva).count == 0


@pytest.mark.row("L-28")
@pytest.mark.row("L-21")
def test_a_development_action_is_listed_on_the_teams_page_until_done(cast, sign_in):
    browser, day = sign_in(cast.petra), dates.today() + timedelta(days=30)
    sent = {"what": "Yhteinen aika Kelan kanssa", "owner": cast.katri.pk, "due_on": dates.d(day)}
    sent["form_key"] = str(uuid4())
    assert browser.post("/team/development/new/", {**sent, "due_on": "1.1.2020"}).status_code == 422
    assert browser.post("/team/development/new/", {**sent, "owner": cast.janne.pk}).status_code == 422
    assert [browser.post("/team/development/new/", sent).status_code for _ in range(2)] == [302, 302]
    one = DevelopmentAction.objects.get()
    page = browser.get("/team/").content.decode()
    assert "Yhteinen aika Kelan kanssa" in page and f"viimeistään {dates.d(day)}" in page
    assert sign_in(cast.ritva).post(f"/team/development/{one.uuid}/done/").status_code == 404
    assert [browser.post(f"/team/development/{one.uuid}/done/").status_code for _ in range(2)] == [302, 302]
    assert "tehty" in browser.get("/team/").content.decode()
    with as_actor(cast.a_petra):
        assert Event.objects.filter(verb="cases.development_done", user_id=cast.petra.pk).count() == 1


@pytest.mark.row("L-31", "C-21")
def test_the_weeks_shares_stand_against_the_targets(cast, sign_in):
    browser = sign_in(cast.katri)
    hours = {"client": "20", "network": "2,5", "development": "2,5", "training": ""}
    assert browser.post("/worktime/", hours).status_code == 302
    with as_actor(cast.a_katri):
        found = {one.category: (one.minutes, one.share, one.target) for one in loads.week_of(
            cast.a_katri, loads.monday(dates.today()))}
        assert found == {
            "client": (1200, 80, 60), "network": (150, 10, 20), "development": (150, 10, 10), "training": (0, 0, 10),
        }  # fmt: skip
        with pytest.raises(IntegrityError, match="monday"), transaction.atomic():
            WorkTime.objects.create(user=cast.katri, week=date(2026, 1, 6), category="client", minutes=1)
        with pytest.raises(Refused, match="edessä"):
            loads.note_week(week=dates.today() + timedelta(days=8), minutes={}, by=cast.a_katri)
    assert "80 %" in browser.get("/worktime/").content.decode()
    assert "80 %" not in sign_in(cast.petra).get("/worktime/").content.decode()
    assert browser.post("/worktime/", {"client": "kolme"}).status_code == 422


# A worker leaves -----------------------------------------------------------------------------------------------------


@pytest.mark.row("L-44", "C-11")
def test_a_worker_who_leaves_hands_every_case_over_one_by_one_without_a_gap(cast, sign_in):
    with as_actor(cast.a_katri):
        other = a_case(cast)
        petra = Membership.objects.get(user=cast.petra)
    browser, key = sign_in(cast.katri), str(uuid4())
    last = dates.today() + timedelta(days=14)
    page = browser.get("/cases/handover/").content.decode()
    assert "Tuula Rantanen" in page and "Oskari Lehto" in page
    sent = {
        f"to_{cast.case.pk}": petra.pk, f"to_{other.pk}": petra.pk, "reason": "Työ vaihtuu", "decision_power": "none",
        "answer_due_on": dates.d(last), "stays_beside_until": dates.d(last), "form_key": key,
    }  # fmt: skip
    assert browser.post("/cases/handover/", {"reason": "x", "decision_power": "none"}).status_code == 422
    assert browser.post("/cases/handover/", sent).status_code == 302
    browser.post("/cases/handover/", sent)
    with as_actor(cast.a_katri):
        rows = list(ResponsibleProposal.objects.filter(handover_from=cast.katri, settled_at=None).order_by("case_id"))
        assert {one.case_id for one in rows} == {cast.case.pk, other.pk} and len(rows) == 2
        assert not leaving.to_hand_over(cast.a_katri).exists()
        for one in rows:
            responsibility.note_joint_meeting(proposal=one, by=cast.a_katri, on=dates.today())
    with as_actor(cast.a_petra):
        rows[0].refresh_from_db()
        responsibility.answer_as_worker(proposal=rows[0], by=cast.a_petra, answer="yes")
        assert Case.objects.get(pk=rows[0].case_id).responsible_worker == cast.katri
    with as_actor(cast.a_tuula):
        first = ResponsibleProposal.objects.get(case=cast.case, settled_at=None)
        responsibility.answer_of_client(proposal=first, by=cast.a_tuula, answer="yes")
    with as_actor(cast.a_petra):
        assert Case.objects.get(pk=cast.case.pk).responsible_worker == cast.petra
        old, new = ResponsibleTerm.objects.filter(case=cast.case).order_by("period")
        assert old.period.upper == new.period.lower
    with as_actor(cast.a_katri):
        assert Case.objects.get(pk=other.pk).responsible_worker == cast.katri
        grant = cast.case.grants.live().filter(user=cast.katri).latest("pk")
        assert dates.local(grant.ends_at).date() == last


def test_each_change_of_the_responsible_worker_is_counted_on_the_case(cast, sign_in):
    browser = sign_in(cast.katri)
    assert "Vastuu on vaihtunut" not in browser.get(f"/cases/{cast.case.uuid}/team/").content.decode()
    with as_actor(cast.a_katri):
        one = responsibility.propose(
            case=cast.case, worker=cast.petra, unit=cast.team, decision_power="none", by=cast.a_katri, ground=STATUTE,
            answer_due_on=dates.today(), stays_beside_until=dates.today(),
        )  # fmt: skip
        responsibility.note_joint_meeting(proposal=one, by=cast.a_katri, on=dates.today())
        responsibility.answer_of_client(proposal=one, by=cast.a_katri, answer="yes")
    with as_actor(cast.a_petra):
        one = ResponsibleProposal.objects.get(pk=one.pk)
        responsibility.answer_as_worker(proposal=one, by=cast.a_petra, answer="yes")
    assert "Vastuu on vaihtunut kerran." in sign_in(cast.petra).get(f"/cases/{cast.case.uuid}/team/").content.decode()


def test_a_weight_saved_from_an_older_page_is_a_conflict_and_a_reader_may_not_weigh(cast, sign_in):
    browser, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/weight/"
    sent = {"weight": "heavy", "version": cast.case.version}
    assert [browser.post(address, sent).status_code for _ in range(2)] == [302, 409]
    assert browser.post(address, {"weight": "huge", "version": 99}).status_code == 422
    assert sign_in(cast.timo).get(address).status_code == 403
    assert sign_in(cast.petra).get(address).status_code == 404


@pytest.mark.row("L-01")
@pytest.mark.row("L-21")
def test_a_case_opens_with_only_the_ground_needs_coordination(cast):
    """No diagnosis, benefit, label or motivation is asked: the need for coordination is enough."""
    with as_actor(cast.a_katri):
        case = actions.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground=STATUTE,
            naming_due_on=dates.today(), new_person={"given_names": "Oskari", "family_name": "Lehto"},
        )  # fmt: skip
        assert (case.state, case.wish, case.motivation) == ("arranging", "", None)
