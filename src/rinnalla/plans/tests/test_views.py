"""The plan's pages: who may, what is kept, what is shown to whom, the conflict page, paper."""

from uuid import uuid4

import pytest

from rinnalla.access.models import Grant
from rinnalla.eventlog.models import AccessLine
from rinnalla.plans import actions
from rinnalla.plans.models import Action, Approval, Goal, Packet, Plan, PlanComment, PlanVersion
from rinnalla.plans.tests.cases import a_goal, a_version, a_whole_plan, an_action, soon
from rinnalla.testing import as_actor

GOAL = {"purpose": "employment", "said_on": "3.11.2026", "field_group": "basics", "importance": "8"}


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/plan/"


def _plan(cast):
    with as_actor(cast.a_katri):
        return a_whole_plan(cast)


def test_the_whole_way_from_nothing_to_a_recorded_approval(cast, sign_in, base):
    katri = sign_in(cast.katri)
    assert "Suunnitelmaa ei ole vielä aloitettu" in katri.get(base).content.decode()
    start = {"made_in": "team", "review_on": "1.3.2027", "support_months": "12", "form_key": uuid4()}
    sent = katri.post(f"{base}new/", start)
    assert (sent.status_code, sent.headers["Location"]) == (302, base)
    katri.post(f"{base}goals/new/", {**GOAL, "in_clients_words": "Haluan töihin.", "form_key": uuid4()})
    with as_actor(cast.a_katri):
        goal = Goal.objects.get()
    form = {
        "what": "Soitto puutarhaan", "party": str(cast.janne.pk), "due_on": "4.12.2026", "follow_up_on": "11.12.2026",
        "field_group": "basics", "form_key": uuid4(),
    }
    assert katri.post(f"{base}goals/{goal.uuid}/actions/new/", form).status_code == 302
    page = katri.get(base).content.decode()
    assert "Janne Kallio, Askel ry" in page and "Vahvista versio" in page
    assert katri.post(f"{base}versions/new/", {"reason": "Sovittiin", "form_key": uuid4()}).status_code == 302
    answer = {"answer": "approved", "mode": "spoken", "recorded_why": "in_meeting", "answered_on": "22.11.2026"}
    assert katri.post(f"{base}versions/1/approval/", answer).status_code == 302
    assert "Tuula hyväksyi version 1" in katri.get(base).content.decode()
    assert katri.get(f"{base}versions/1/").status_code == 200


@pytest.mark.parametrize("path", ["", "versions/1/", "print/"])
def test_members_see_and_strangers_do_not_know(cast, sign_in, base, path):
    with as_actor(cast.a_katri):
        a_version(cast, a_whole_plan(cast)[0])
    for member in (cast.katri, cast.janne, cast.timo):
        assert sign_in(member).get(base + path).status_code == 200
    for stranger in (cast.petra, cast.outi, cast.ritva, cast.tuula):
        assert sign_in(stranger).get(base + path).status_code in (403, 404)
    assert sign_in(cast.petra).get(base + path).status_code == 404


def test_who_may_see_but_not_do_gets_403_and_a_wrong_method_405(cast, sign_in, base):
    _, goal, action = _plan(cast)
    timo = sign_in(cast.timo)
    for path in ("goals/new/", f"goals/{goal.uuid}/", f"actions/{action.uuid}/", f"actions/{action.uuid}/removal/",
                 "versions/new/", "packets/new/", "review/"):
        assert timo.get(base + path).status_code == 403, path
    assert timo.get(f"{base}comments/").status_code == 405
    assert timo.post(base).status_code == 405


def test_a_goal_of_another_case_is_not_found_under_this_one(cast, sign_in, base):
    assert sign_in(cast.katri).get(f"{base}goals/{uuid4()}/").status_code == 404
    assert sign_in(cast.katri).get(f"{base}versions/1/").status_code == 404


def test_an_invalid_form_keeps_what_was_typed_and_saves_nothing(cast, sign_in, base):
    _plan(cast)
    wrong = {**GOAL, "in_clients_words": "Kasvien pariin", "importance": "11"}
    sent = sign_in(cast.katri).post(f"{base}goals/new/", wrong)
    assert sent.status_code == 422
    assert "Kasvien pariin" in sent.content.decode()
    empty = sign_in(cast.katri).post(f"{base}comments/", {"text": " "})
    assert empty.status_code == 422
    with as_actor(cast.a_katri):
        assert Goal.objects.count() == 1
        assert not PlanComment.objects.exists()


def test_a_form_sent_twice_makes_one_row(cast, sign_in, base):
    _, goal, _ = _plan(cast)
    katri = sign_in(cast.katri)
    action = {"what": "Kerran", "party": "client", "field_group": "basics", "form_key": uuid4()}
    words = {"text": "Kerran", "form_key": uuid4()}
    for _ in range(2):
        assert katri.post(f"{base}goals/{goal.uuid}/actions/new/", action).status_code == 302
        assert katri.post(f"{base}comments/", words).status_code == 302
    with as_actor(cast.a_katri):
        assert Action.objects.filter(what="Kerran").count() == 1
        assert PlanComment.objects.count() == 1


@pytest.mark.row("L-51")
def test_confirming_a_lacking_plan_is_refused_and_says_what_lacks(cast, sign_in, base):
    plan, goal, _ = _plan(cast)
    with as_actor(cast.a_katri):
        an_action(cast, goal, "Päätös", owner=None, organisation=cast.jobs.organisation, follow_up_on=None)
    page = sign_in(cast.katri).get(base).content.decode()
    assert "”Päätös”: puuttuu vastuuhenkilö, seurantapäivä." in page
    sent = sign_in(cast.katri).post(f"{base}versions/new/", {"reason": "Sovittiin"})
    assert sent.status_code == 422
    assert "”Päätös”: puuttuu vastuuhenkilö, seurantapäivä." in sent.content.decode()
    with as_actor(cast.a_katri):
        assert not PlanVersion.objects.exists()


def test_the_loser_of_an_edit_sees_both_texts_and_may_choose(cast, sign_in, base):
    _, goal, _ = _plan(cast)
    with as_actor(cast.a_katri):
        theirs = {"in_clients_words": "Toisen teksti.", "purpose": "employment"}
        actions.change_goal(goal=goal, version=1, by=cast.a_katri, **theirs)
    katri = sign_in(cast.katri)
    mine = {**GOAL, "in_clients_words": "Minun tekstini.", "version": "1"}
    lost = katri.post(f"{base}goals/{goal.uuid}/", mine)
    page = lost.content.decode()
    assert lost.status_code == 409
    assert "Minun tekstini." in page and "Toisen teksti." in page and 'name="version" value="2"' in page
    with as_actor(cast.a_katri):
        assert Goal.objects.get().in_clients_words == "Toisen teksti."
    assert katri.post(f"{base}goals/{goal.uuid}/", {**mine, "version": "2"}).status_code == 302
    with as_actor(cast.a_katri):
        assert Goal.objects.get().in_clients_words == "Minun tekstini."


def test_health_and_special_entries_are_hidden_from_who_has_no_ground(cast, sign_in, base):
    plan, goal, _ = _plan(cast)
    with as_actor(cast.a_katri):
        an_action(cast, goal, "Lääkärin lausunto", field_group="health")
        an_action(cast, goal, "Psykiatrian arvio", field_group="special", due_on=None)
        a_goal(cast, plan, "Haluan olla raittiina.", field_group="special")
        a_goal(cast, plan, "Että uni palaa.", field_group="health")
    seen = sign_in(cast.katri).get(base).content.decode()
    for text in ("Lääkärin lausunto", "Psykiatrian arvio", "Haluan olla raittiina.", "Että uni palaa."):
        assert text in seen
    hidden = sign_in(cast.janne).get(base).content.decode()
    for text in ("Lääkärin lausunto", "Psykiatrian", "raittiina", "uni palaa"):
        assert text not in hidden
    assert hidden.count("Toimi, jota et näe") == 1
    assert hidden.count("Tavoite, jota et näe") == 1
    with as_actor(cast.a_katri):
        secret = Action.objects.get(field_group="special")
    assert sign_in(cast.janne).get(f"{base}actions/{secret.uuid}/").status_code == 404
    refused = sign_in(cast.janne).post(f"{base}versions/new/", {"reason": "Sovittiin"})
    assert refused.status_code == 422
    assert "Psykiatrian" not in refused.content.decode()


@pytest.mark.row("L-54")
def test_the_page_lists_the_unaccepted_and_who_promised(cast, sign_in, base):
    _, goal, _ = _plan(cast)
    with as_actor(cast.a_katri):
        theirs = an_action(cast, goal, "Soitto puutarhaan", owner=cast.janne)
    janne = sign_in(cast.janne)
    assert "2 toimea odottaa lupausta" in janne.get(base).content.decode()
    assert janne.post(f"{base}actions/{theirs.uuid}/acceptance/").status_code == 302
    page = janne.get(base).content.decode()
    assert "Yksi toimi odottaa lupausta" in page or "1 toimi odottaa lupausta" in page
    assert "Luvattu" in page
    refused = sign_in(cast.katri).post(f"{base}actions/{theirs.uuid}/acceptance/")
    assert refused.status_code == 422


@pytest.mark.row("V-58")
def test_giving_the_plan_outside_the_consent_is_refused_on_the_page_and_printing_is_logged(cast, sign_in, base):
    with as_actor(cast.a_katri):
        a_version(cast, a_whole_plan(cast)[0])
    katri = sign_in(cast.katri)
    askel = cast.coaching.organisation_id
    form = {"organisation": askel, "field_groups": ["basics", "health"], "cover_note": "Ohessa."}
    refused = katri.post(f"{base}packets/new/", form)
    assert refused.status_code == 422
    assert "ei saa näitä osia" in refused.content.decode()
    assert katri.post(f"{base}packets/new/", {**form, "field_groups": ["basics"]}).status_code == 302
    with as_actor(cast.a_katri):
        packet = Packet.objects.get()
    paper = katri.get(f"{base}packets/{packet.uuid}/")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    with as_actor(cast.a_katri):
        line = AccessLine.objects.filter(case_ids__contains=[cast.case.pk]).order_by("-pk").first()
        assert (line.action, line.field_groups) == ("print", ["basics"])


def test_the_page_has_a_fixed_number_of_statements(cast, sign_in, base, django_assert_max_num_queries):
    plan, goal, _ = _plan(cast)
    with as_actor(cast.a_katri):
        for number in range(12):
            an_action(cast, goal, f"Toimi {number}", owner=cast.janne)
        a_version(cast, plan)
    katri = sign_in(cast.katri)
    katri.get(base)
    with django_assert_max_num_queries(45):
        katri.get(base)


def test_ended_leave_to_see_ends_the_plan_at_once(cast, sign_in, base):
    _plan(cast)
    janne = sign_in(cast.janne)
    assert janne.get(base).status_code == 200
    with as_actor(cast.a_katri):
        Grant.objects.filter(user=cast.janne).update(ended_at="2026-11-01T00:00Z", starts_at="2026-10-01T00:00Z")
    assert janne.get(base).status_code == 404


def test_a_question_of_the_client_is_shown_in_own_words(cast, sign_in, base):
    from rinnalla.plans import versions

    with as_actor(cast.a_katri):
        version = a_version(cast, a_whole_plan(cast)[0])
    with as_actor(cast.a_tuula):
        versions.approve_version(version=version, by=cast.a_tuula, answer="questioned", words="Liian nopeasti.")
    page = sign_in(cast.katri).get(base).content.decode()
    assert "Liian nopeasti." in page and "haluaa muuttaa" in page
    with as_actor(cast.a_katri):
        assert Approval.objects.get().mode == "online"
        assert Plan.objects.get().review_on == soon(90)
