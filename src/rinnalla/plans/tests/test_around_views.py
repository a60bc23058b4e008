"""Pages round the plan: host plan, shares, who may ask, approvals, suggested actions, figures.

Seen red: without the look at `access.asks` the listed party got 403; with a plain `get` of the case's organisation a
share of somebody else's actions was given out; without uuid5 a template sent twice made its actions twice.
"""

import json
from datetime import date
from uuid import uuid4

import pytest

from rinnalla.access.models import Consent, Grant, Membership
from rinnalla.assessments.network import actions as network
from rinnalla.cases import actions as case_actions
from rinnalla.cases import closing
from rinnalla.cases.consents import actions as consents
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.plans import actions, around, hosting, versions
from rinnalla.plans.models import Action, HostPlan, NationalStoring, PartyApproval, Plan, PlanEntry, ProgressPlace
from rinnalla.plans.tests.cases import a_goal, a_plan, a_version, a_whole_plan, an_action, soon
from rinnalla.plans.tests.pdftext import on_paper
from rinnalla.testing import as_actor, hand_over_all


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/plan/"


@pytest.fixture
def version(cast):
    with as_actor(cast.a_katri):
        plan, goal, _ = a_whole_plan(cast)
        an_action(cast, goal, "Soitto puutarhaan", owner=cast.janne)
        an_action(cast, goal, "Selkäryhmä", owner=None, by_client=True)
        return a_version(cast, plan)


@pytest.mark.row("L-53", "C-05")
@pytest.mark.parametrize(
    "kind", ["joint_service_plan", "service_plan", "activation_plan", "employment_plan", "rehabilitation_plan"]
)
def test_the_export_has_the_host_plans_own_headings(cast, sign_in, base, version, kind):
    katri = sign_in(cast.katri)
    sent = {"kind": kind, "starts_on": dates.d(dates.today()), "reference": "TYM-77", "form_key": uuid4()}
    assert katri.post(f"{base}host/new/", sent).status_code == 302
    with as_actor(cast.a_katri):
        host = HostPlan.objects.get()
        kind_of, name = hosting.kind_of(host), hosting.name_of(host)
    page, paper = katri.get(f"{base}host/").content.decode(), katri.get(f"{base}host/paper/").content
    assert name in katri.get(base).content.decode() and "TYM-77" in page
    titles = [heading.names.fi for heading in kind_of.headings]
    assert len(titles) >= 4
    places = [page.index(f"<h3>{title}</h3>") for title in titles]
    assert places == sorted(places)
    for text in (*titles, "Haluan töihin.", "Soitto puutarhaan", "Selkäryhmä"):
        assert text in page and on_paper(text, paper), text


def test_the_working_copys_deadlines_and_storing_are_on_the_page(cast, sign_in, base, version):
    katri = sign_in(cast.katri)
    with as_actor(cast.a_katri):
        around.set_host(plan=version.plan, by=cast.a_katri, kind="joint_service_plan", starts_on=dates.today())
    page = katri.get(f"{base}host/").content.decode()
    assert f"Valmis viimeistään {dates.d(dates.add_months(dates.today(), 3))}" in page
    assert f"Tarkistus viimeistään {dates.d(dates.add_months(dates.today(), 3))}" in page
    assert "ei ole vielä merkitty tallennetuksi" in page
    sent = {"stored_on": dates.d(dates.today()), "stored_id": "1.2.246-77"}
    for _ in range(2):
        assert katri.post(f"{base}host/storing/", sent).status_code == 302
    assert katri.post(f"{base}host/storing/", {**sent, "stored_id": "toinen"}).status_code == 422
    page = katri.get(f"{base}host/").content.decode()
    assert "1.2.246-77" in page and "ei ole vielä merkitty" not in page
    with as_actor(cast.a_katri):
        assert NationalStoring.objects.count() == 1
        assert Event.objects.filter(verb="plans.stored_nationally").count() == 1


def test_three_months_pass_and_the_plan_is_late(cast):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        host = around.set_host(plan=plan, by=cast.a_katri, kind="joint_service_plan", starts_on=date(2026, 11, 30))
        host.plan = plan
        with dates.clock(dates.end_of_day(date(2027, 2, 28))):
            assert (hosting.clock(host, [], []).ready_by, hosting.clock(host, [], []).ready_late) == (
                date(2027, 2, 28), False,
            )
        with dates.clock(dates.end_of_day(date(2027, 3, 1))):
            assert hosting.clock(host, [], []).ready_late


@pytest.mark.row("V-58")
def test_the_cover_note_begins_from_the_record_and_has_nothing_but_the_basics(cast, sign_in, base, version):
    page = sign_in(cast.katri).get(f"{base}packets/new/").content.decode()
    draft = page.split('name="cover_note"')[1].split("</textarea>")[0]
    assert "versio 1" in draft and "Katri Ylinen" in draft and dates.d(soon(90)) in draft
    assert "Haluan töihin." not in draft and "Soitto" not in draft


@pytest.mark.row("C-05")
def test_without_a_host_plan_there_is_no_export(cast, sign_in, base, version):
    katri = sign_in(cast.katri)
    assert katri.get(f"{base}host/").status_code == 404
    with as_actor(cast.a_katri):
        around.set_host(plan=version.plan, by=cast.a_katri, kind="service_plan", starts_on=dates.today())
    assert katri.get(f"{base}host/").status_code == 200
    assert katri.post(f"{base}host/storing/", {"stored_on": "1.11.2026", "stored_id": "x"}).status_code == 422
    assert sign_in(cast.petra).get(f"{base}host/").status_code == 404
    assert sign_in(cast.timo).get(f"{base}host/new/").status_code == 403


def test_each_organisation_has_its_own_share_and_ticks_it(cast, sign_in, base, version):
    janne, askel = sign_in(cast.janne), cast.coaching.organisation
    address = f"{base}shares/{askel.uuid}/"
    page = janne.get(f"{base}shares/").content.decode()
    assert page.count("Ei vielä kirjattu omaan järjestelmään") == 2
    text = janne.get(address + "?format=text").content.decode()
    assert "Soitto puutarhaan" in text and "Sopimus työkokeilusta" not in text and "Selkäryhmä" not in text
    data = json.loads(janne.get(address + "?format=json").content)
    assert [one["what"] for goal in data["goals"] for one in goal["actions"]] == ["Soitto puutarhaan"]
    paper = janne.get(address).content
    assert on_paper("Soitto puutarhaan", paper) and not on_paper("Sopimus työkokeilusta", paper)
    for _ in range(2):
        assert janne.post(address + "entry/", {"entered_on": dates.d(dates.today())}).status_code == 302
    page = janne.get(f"{base}shares/").content.decode()
    assert page.count("Ei vielä kirjattu omaan järjestelmään") == 1
    with as_actor(cast.a_katri):
        assert PlanEntry.objects.get().made_by == cast.janne
        assert Event.objects.filter(verb="plans.share_entered").count() == 1


def test_a_share_is_ticked_by_ones_own_people_and_ends_with_the_leave(cast, sign_in, base, version):
    askel = cast.coaching.organisation
    address = f"{base}shares/{askel.uuid}/"
    timo = sign_in(cast.timo)
    assert timo.post(address + "entry/", {"entered_on": dates.d(dates.today())}).status_code == 422
    assert sign_in(cast.katri).get(f"{base}shares/{cast.far.organisation.uuid}/").status_code == 404
    with as_actor(cast.a_katri):
        consents.withdraw_consent(consent=Consent.objects.get(case=cast.case), by=cast.a_katri)
    katri = sign_in(cast.katri)
    assert "Osuutta ei voi antaa" in katri.get(f"{base}shares/").content.decode()
    assert katri.get(address).status_code == 404
    with as_actor(cast.a_katri):
        assert not PlanEntry.objects.exists()


@pytest.mark.row("L-55")
def test_a_listed_party_sees_the_status_and_others_do_not(cast, sign_in, base, version):
    status = f"/cases/{cast.case.uuid}/progress/"
    outi = sign_in(cast.outi)
    assert outi.get(status).status_code == 404
    with as_actor(cast.a_katri):
        membership = Membership.objects.get(user=cast.outi)
    katri = sign_in(cast.katri)
    assert katri.post(f"{base}askers/new/", {"membership": membership.pk}).status_code == 302
    assert "Outi Salmi" in katri.get(base).content.decode()
    page = outi.get(status).content.decode()
    for text in ("Tuula Rantanen", "Katri Ylinen", dates.d(soon(90)), "0 tehty, kaikkiaan 3"):
        assert text in page
    for text in ("Haluan töihin.", "Soitto puutarhaan", cast.case.wish):
        assert text not in page
    assert status in outi.get("/progress/").content.decode()
    for closed in (base, f"{base}copies/", f"/cases/{cast.case.uuid}/"):
        assert outi.get(closed).status_code == 403
    for stranger in (cast.petra, cast.ritva):
        assert sign_in(stranger).get(status).status_code == 404
    with as_actor(cast.a_katri):
        place = ProgressPlace.objects.get()
    assert katri.post(f"{base}askers/{place.uuid}/removal/").status_code == 302
    assert outi.get(status).status_code == 404
    assert "Et ole kenenkään" in outi.get("/progress/").content.decode()


def test_a_grant_that_only_knows_of_the_case_is_no_place_on_the_list(cast, sign_in, version):
    with as_actor(cast.a_katri):
        Grant.objects.create(case=cast.case, user=cast.outi, depth=1, ground="l381_15", purpose="x", why="consultation",
                             given_by=cast.katri, field_groups=["basics"])
    assert sign_in(cast.outi).get(f"/cases/{cast.case.uuid}/progress/").status_code == 403


def test_a_closed_case_tells_no_progress_and_compares_the_estimate(cast, sign_in, base, version):
    with as_actor(cast.a_katri):
        around.let_ask(plan=version.plan, membership=Membership.objects.get(user=cast.outi), by=cast.a_katri)
        begun = dates.end_of_day(dates.add_months(dates.today(), -14))
        Plan.objects.filter(pk=version.plan_id).update(made_at=begun)
        hand_over_all(cast.case, cast.a_katri)
        closing.close_case(
            case=cast.case, version=cast.case.version, by=cast.a_katri, solution_kind="employment",
            solved="Työ löytyi", stays_open="Ei mitään",
        )
    assert sign_in(cast.outi).get(f"/cases/{cast.case.uuid}/progress/").status_code == 404
    katri = sign_in(cast.katri)
    page = katri.get(base).content.decode()
    assert "Arvioitiin 12 kk, kesti 14 kk" in page
    assert katri.post(f"{base}ladder/new/", {}).status_code == 403


@pytest.mark.row("L-74")
def test_the_estimate_is_asked_at_the_start_and_compared(cast, sign_in, base):
    katri = sign_in(cast.katri)
    start = {"made_in": "team", "review_on": "1.3.2027", "form_key": uuid4()}
    assert katri.post(f"{base}new/", start).status_code == 422
    assert katri.post(f"{base}new/", {**start, "support_months": "9"}).status_code == 302
    assert "Arvio 9 kk, kulunut 0 kk" in katri.get(base).content.decode()
    step = {"stage": "work_trial", "measures": "Pajalla", "starts_on": dates.d(dates.today()), "form_key": uuid4()}
    assert katri.post(f"{base}ladder/new/", step).status_code == 302
    assert "Pajalla" in katri.get(base).content.decode()


@pytest.mark.row("L-54")
def test_the_page_asks_ones_own_organisation_and_tells_who_approved(cast, sign_in, base, version):
    janne = sign_in(cast.janne)
    page = janne.get(base).content.decode()
    assert page.count("Ei ole vielä hyväksynyt osuuttaan") == 2
    assert page.count("Hyväksy organisaatiosi osuus") == 1
    for _ in range(2):
        assert janne.post(f"{base}versions/1/part/").status_code == 302
    page = janne.get(base).content.decode()
    assert "Hyväksyi osuutensa" in page and "Hyväksy organisaatiosi osuus" not in page
    assert sign_in(cast.timo).post(f"{base}versions/1/part/").status_code == 422
    with as_actor(cast.a_katri):
        an_action(cast, version.plan.goals.get(), "Uusi toimi")
        versions.make_version(plan=version.plan, by=cast.a_katri, reason="Lisättiin toimi")
        assert PartyApproval.objects.count() == 1
    late = janne.post(f"{base}versions/1/part/")
    assert late.status_code == 422 and "uudempi versio" in late.content.decode()


def test_the_client_is_asked_only_for_what_changed(cast, sign_in, version):
    with as_actor(cast.a_tuula):
        versions.approve_version(version=version, by=cast.a_tuula)
    with as_actor(cast.a_katri):
        first = Action.objects.get(what="Sopimus työkokeilusta")
        actions.mark_done(action=first, by=cast.a_katri)
        versions.make_version(plan=version.plan, by=cast.a_katri, reason="Tehtyä merkittiin")
    tuula = sign_in(cast.tuula)
    assert "Hyväksyit suunnitelman" in tuula.get("/my/plan/").content.decode()
    with as_actor(cast.a_katri):
        an_action(cast, first.goal, "Tutustuminen taimistoon")
        versions.make_version(plan=version.plan, by=cast.a_katri, reason="Uusi toimi", cause="client_asked")
    page = tuula.get("/my/plan/answer/").content.decode()
    changed = page.split("Tämä on muuttunut")[1].split("Muu on ennallaan")[0]
    assert "Tutustuminen taimistoon" in changed
    assert "Sopimus työkokeilusta" in changed and "Soitto puutarhaan" not in changed


def test_a_template_is_trimmed_and_sent_twice_is_done_once(cast, sign_in, base):
    with as_actor(cast.a_katri):
        goal = a_goal(cast, a_plan(cast))
    katri, address = sign_in(cast.katri), f"{base}goals/{goal.uuid}/template/?of=towards_work"
    assert katri.post(address, {"form_key": uuid4()}).status_code == 422
    taken = {
        "take_three_employers": "on", "what_three_employers": "Soitan kahteen puutarhaan", "take_net_income": "on",
        "what_net_income": "", "what_profile": "Ei mukaan", "form_key": uuid4(),
    }
    for _ in range(2):
        assert katri.post(address, taken).status_code == 302
    with as_actor(cast.a_katri):
        rows = {one.what: one for one in Action.objects.all()}
        assert Action.objects.count() == 2
    assert set(rows) == {"Soitan kahteen puutarhaan", "Laskelma: mitä jää käteen"}
    assert rows["Soitan kahteen puutarhaan"].by_client
    assert rows["Laskelma: mitä jää käteen"].owner == cast.katri and not rows["Laskelma: mitä jää käteen"].lacks
    assert katri.get(f"{base}goals/{goal.uuid}/template/?of=nothing").status_code == 404


@pytest.mark.row("V-107", "C-06")
def test_two_organisations_see_the_same_plan_at_once_and_a_withdrawal_cuts_one(cast, sign_in, base, version):
    janne, timo = sign_in(cast.janne), sign_in(cast.timo)
    assert all("Sopimus työkokeilusta" in one.get(base).content.decode() for one in (janne, timo))
    with as_actor(cast.a_katri):
        an_action(cast, version.plan.goals.get(), "Lisätty juuri nyt")
    assert all("Lisätty juuri nyt" in one.get(base).content.decode() for one in (janne, timo))
    with as_actor(cast.a_katri):
        consents.withdraw_consent(consent=Consent.objects.get(case=cast.case), by=cast.a_katri)
    assert (janne.get(base).status_code, timo.get(base).status_code) == (404, 200)


@pytest.mark.row("L-26")
def test_an_action_starts_under_a_plan_nobody_has_confirmed(cast, sign_in, base):
    with as_actor(cast.a_katri):
        _, _, action = a_whole_plan(cast)
    katri = sign_in(cast.katri)
    assert "Palvelut ja toimet voivat alkaa jo nyt" in katri.get(base).content.decode()
    assert katri.post(f"{base}actions/{action.uuid}/acceptance/").status_code == 302
    assert katri.post(f"{base}actions/{action.uuid}/done/", {"done_on": dates.d(dates.today())}).status_code == 302
    with as_actor(cast.a_katri):
        assert Action.objects.get(pk=action.pk).state == "done" and not action.goal.plan.versions.exists()


@pytest.mark.row("T-03")
@pytest.mark.row("V-05")
@pytest.mark.row("V-55")
def test_the_report_has_three_columns_and_counts_clients_with_a_plan(cast, sign_in):
    made = []
    with as_actor(cast.a_katri):
        for number in range(6):
            case = case_actions.open_case(
                by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
                naming_due_on=soon(14), new_person={"given_names": f"N{number}", "family_name": "Asiakas"},
            )
            network.go_through(case=case, by=cast.a_katri, nobody=True)
            plan = actions.start_plan(case=case, by=cast.a_katri, made_in="team", review_on=soon(60), support_months=6)
            goal = a_goal(cast, plan, f"Tavoite {number}", purpose="employment" if number else "prevent_incapacity")
            a_version(cast, plan)
            made.append(goal)
        for goal in made[1:]:
            actions.close_goal(goal=goal, by=cast.a_katri, outcome="reached")
    manager = sign_in(cast.roles["manager"])
    page = manager.get("/figures/plans/").content.decode()
    table = page.split("<table")[1].split("</table>")[0]
    assert table.count('<th scope="col">') == 4
    reached = table.split("Toteutui</th>")[1].split("</tr>")[0]
    assert reached.count("<td>") == 3 and "<td>5</td>" in reached
    going_on = table.split("Jatkuu</th>")[1].split("</tr>")[0]
    assert "alle 5" in going_on
    assert "N1" not in page and "Tavoite 1" not in page
    assert sign_in(cast.katri).get("/figures/plans/").status_code == 403
