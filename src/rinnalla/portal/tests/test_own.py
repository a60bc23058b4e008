"""The client's own pages: one's own case and nobody else's, in plain words."""

from datetime import timedelta

import pytest

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user
from rinnalla.access.models import Consent, Grant
from rinnalla.assessments.network import actions as network
from rinnalla.cases import actions as cases
from rinnalla.cases import closing, responsibility
from rinnalla.cases.models import ResponsibleProposal
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.meetings import actions as meetings
from rinnalla.plans import actions as plans
from rinnalla.plans import versions
from rinnalla.plans.models import Approval, Goal, PlanComment
from rinnalla.servicemodels import codes
from rinnalla.services import actions as services
from rinnalla.testing import as_actor, hand_over_all

PAGES = ("/my/", "/my/plan/", "/my/meetings/", "/my/helpers/", "/my/consents/", "/my/log/")
STATUTE = "l381_15"


def soon(days: int = 14):
    return dates.today() + timedelta(days=days)


def make_plan(cast, case=None, by=None):
    """A plan with one goal, an action of the worker and one of the client, confirmed as version 1."""
    by = by or cast.a_katri
    with as_actor(by):
        network.go_through(case=case or cast.case, by=by, nobody=True)
        plan = plans.start_plan(
            case=case or cast.case, by=by, made_in="team", review_on=soon(90), support_months=12
        )
        goal = plans.add_goal(plan=plan, by=by, in_clients_words="Haluan kasvien pariin.", purpose="employment")
        when = {"due_on": soon(), "follow_up_on": soon(21)}
        plans.add_action(goal=goal, by=by, what="Sopii työkokeilusta", owner=cast.everybody["katri"], **when)
        own = plans.add_action(goal=goal, by=by, what="Käyn selkäryhmässä", by_client=True, **when)
        return versions.make_version(plan=plan, by=by, reason="Sovittiin yhdessä"), own


def other_client(cast):
    """Somebody else's case and account, with a plan of their own."""
    with as_actor(cast.a_katri):
        case = cases.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground=STATUTE,
            naming_due_on=soon(), new_person={"given_names": "Oskari", "family_name": "Lehto"},
            wish="Haluan takaisin rekan rattiin.",
        )
    by = system("tests")
    with acting(by):
        user = add_user(by=by, username="oskari", name="Oskari Lehto", person_id=case.person_id)
    return user, case


def a_meeting(cast, minutes_away: int = 2 * 24 * 60, **more):
    with as_actor(cast.a_katri):
        return meetings.convene(
            case=cast.case, by=cast.a_katri, kind="team_meeting", purpose="Työkokeilu",
            starts_at=dates.now() + timedelta(minutes=minutes_away), **more,
        )


def text_of(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.mark.row("V-92")
def test_the_responsible_worker_and_the_number_stand_on_every_own_page(cast, sign_in):
    make_plan(cast)
    one = a_meeting(cast)
    browser = sign_in(cast.tuula)
    forms = ("/my/plan/answer/", "/my/plan/comments/", "/my/plan/goals/new/")
    for address in (*PAGES, *forms, f"/my/meetings/{one.uuid}/"):
        page = text_of(browser, address)
        assert "Katri Ylinen" in page and 'href="tel:062184410"' in page, address


def test_the_first_sentence_says_what_is_next_and_when(cast, sign_in):
    browser = sign_in(cast.tuula)
    assert "Seuraavaksi: Ensitapaaminen asiakasvastaavan kanssa" in text_of(browser, "/my/")
    a_meeting(cast, place="Kirkkorannan terveysasema", invited=[cast.janne])
    page = text_of(browser, "/my/")
    assert "Seuraavaksi tapaat tiimisi" in page and "Kirkkorannan terveysasema" in page and "Katri ja Janne" in page


def test_a_late_step_is_told_with_whose_turn_it_is(cast, sign_in):
    with dates.clock(dates.now() + timedelta(days=30)):
        page = text_of(sign_in(cast.tuula), "/my/")
    assert "Tämä on myöhässä: Ensitapaaminen" in page and "Katri kertoo sinulle uuden päivän" in page


@pytest.mark.row("V-24", "C-26")
def test_the_own_wish_and_the_number_stand_first(cast, sign_in):
    make_plan(cast)
    page = text_of(sign_in(cast.tuula), "/my/plan/")
    assert page.index("Haluan töihin, joissa selkä kestää.") < page.index("9/10") < page.index("Haluan kasvien pariin.")


@pytest.mark.row("L-62")
def test_a_plan_is_approved_by_the_clients_own_act_with_its_day(cast, sign_in):
    version, _own = make_plan(cast)
    browser = sign_in(cast.tuula)
    assert "odottaa sinun vastaustasi" in text_of(browser, "/my/plan/")
    assert not Approval.objects.visible_to(cast.a_katri).exists()

    assert browser.post("/my/plan/answer/", {"answer": "approved"}).status_code == 302

    with as_actor(cast.a_katri):
        found = Approval.objects.visible_to(cast.a_katri).get(version=version)
        assert (found.answer, found.mode, found.made_by, found.answered_on) == (
            "approved", "online", cast.tuula, dates.today()
        )
    assert "Hyväksyit suunnitelman" in text_of(browser, "/my/plan/")
    assert "Hyväksyit suunnitelman" in text_of(browser, "/my/")


def test_a_change_is_asked_only_with_words_and_they_are_kept(cast, sign_in):
    version, _own = make_plan(cast)
    browser = sign_in(cast.tuula)
    assert browser.post("/my/plan/answer/", {"answer": "questioned"}).status_code == 422
    with as_actor(cast.a_katri):
        assert not Approval.objects.filter(version=version).exists()
    assert browser.post("/my/plan/answer/", {"answer": "questioned", "words": "Maanantai ei sovi"}).status_code == 302
    with as_actor(cast.a_katri):
        assert Approval.objects.get(version=version).words == "Maanantai ei sovi"
    assert "Pyysit muutosta" in text_of(browser, "/my/plan/")


@pytest.mark.row("V-93")
def test_the_client_reads_the_plan_and_comments_and_the_professional_sees_it(cast, sign_in):
    make_plan(cast)
    client, worker = sign_in(cast.tuula), sign_in(cast.katri)
    page = text_of(client, "/my/plan/")
    assert "Haluan kasvien pariin." in page and "Käyn selkäryhmässä" in page and "Sopii työkokeilusta" in page

    assert client.post("/my/plan/comments/", {"text": "Maanantait eivät <b>sovi</b>"}).status_code == 302

    assert "Maanantait eivät &lt;b&gt;sovi" in text_of(client, "/my/plan/")
    assert "Maanantait eivät &lt;b&gt;sovi" in text_of(worker, f"/cases/{cast.case.uuid}/plan/")


def test_an_empty_comment_saves_nothing_and_twice_sent_is_one(cast, sign_in):
    make_plan(cast)
    browser = sign_in(cast.tuula)
    assert browser.post("/my/plan/comments/", {"text": " "}).status_code == 422
    key = "6f1f6a3e-3c1e-4d7e-9d0a-2f1f6a3e3c1e"
    for _each in range(2):
        assert browser.post("/my/plan/comments/", {"text": "Hei", "form_key": key}).status_code == 302
    with as_actor(cast.a_katri):
        assert PlanComment.objects.visible_to(cast.a_katri).count() == 1


@pytest.mark.row("L-62")
def test_the_client_writes_an_own_goal(cast, sign_in):
    make_plan(cast)
    browser = sign_in(cast.tuula)
    goal = {"in_clients_words": "Haluan nukkua yöni", "purpose": "prevent_incapacity", "importance": "8"}
    assert browser.post("/my/plan/goals/new/", {**goal, "importance": "11"}).status_code == 422
    assert browser.post("/my/plan/goals/new/", goal).status_code == 302
    with as_actor(cast.a_katri):
        assert Goal.objects.visible_to(cast.a_katri).get(in_clients_words="Haluan nukkua yöni").made_by == cast.tuula
    assert "Suunnitelmaa on muutettu" in text_of(browser, "/my/plan/")


@pytest.mark.row("T-31")
@pytest.mark.row("T-47")
def test_own_actions_are_promised_and_ticked_but_nobody_elses(cast, sign_in):
    """The worker sees what the client ticked, on the plan and in the data. Seen red: the tick not saved."""
    version, own = make_plan(cast)
    with as_actor(cast.a_katri):
        workers = Goal.objects.get(plan=version.plan).actions.exclude(pk=own.pk).get()
    browser = sign_in(cast.tuula)
    assert browser.post(f"/my/plan/actions/{own.uuid}/promise/").status_code == 302
    assert browser.post(f"/my/plan/actions/{own.uuid}/done/", {"what_came": "Kävin"}).status_code == 302
    for act in ("promise", "done"):
        assert browser.post(f"/my/plan/actions/{workers.uuid}/{act}/").status_code == 404
    with as_actor(cast.a_katri):
        own.refresh_from_db()
        assert own.acceptance.accepted_by == cast.tuula and own.done.what_came == "Kävin"
    assert "Kävin" in text_of(sign_in(cast.katri), f"/cases/{cast.case.uuid}/plan/")
    with as_actor(cast.a_katri):
        assert not hasattr(type(workers).objects.get(pk=workers.pk), "done")


def test_nobody_elses_case_shows_and_nobody_else_gets_in(cast, sign_in):
    """Another client sees own pages only; their children answer 404; staff 403; an unknown visitor goes to sign-in."""
    _version, own = make_plan(cast)
    user, case = other_client(cast)
    with as_actor(cast.a_katri):
        consent = Consent.objects.filter(case=cast.case).first()
    one = a_meeting(cast)
    children = (
        f"/my/plan/actions/{own.uuid}/done/", f"/my/consents/{consent.uuid}/withdrawal/", f"/my/meetings/{one.uuid}/",
    )
    oskari = sign_in(user)
    for address in PAGES:
        page = text_of(oskari, address)
        assert "Tuula" not in page and "kasvien" not in page and "Askel ry" not in page, address
    for address in children:
        assert oskari.get(address).status_code == 404, address
        assert oskari.post(address).status_code in (404, 405), address
    assert oskari.get("/my/plan/answer/").headers["Location"] == "/my/plan/"
    for address in (*PAGES, *children):
        answer = sign_in().get(address)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/"), address
        assert sign_in(cast.katri).get(address).status_code == 403, address
    assert sign_in(cast.tuula).post("/my/").status_code == 405
    with as_actor(cast.a_katri):
        assert Consent.objects.get(pk=consent.pk).withdrawn_at is None


def test_a_case_without_a_responsible_worker_names_the_unit_and_the_day(cast, sign_in):
    user, _case = other_client(cast)
    page = text_of(sign_in(user), "/my/")
    assert "Seuraavaksi sovimme, kuka on asiakasvastaavasi." in page
    assert "Työkykytiimi" in page and "06 218 4410" in page
    assert "Haluan takaisin rekan rattiin." in page


def test_the_client_agrees_on_the_responsible_worker(cast, sign_in):
    """Yes from the own page opens the case; what is answered twice is gone."""
    user, case = other_client(cast)
    with as_actor(cast.a_katri):
        proposal = responsibility.propose(
            case=case, worker=cast.katri, unit=cast.team, decision_power="services", by=cast.a_katri, ground=STATUTE,
            answer_due_on=soon(7),
        )
        responsibility.answer_as_worker(proposal=proposal, by=cast.a_katri, answer="yes")
    oskari, address = sign_in(user), f"/my/responsible/{proposal.uuid}/"
    assert "Katri Ylinen olisi asiakasvastaavasi" in text_of(oskari, "/my/")
    assert "Hän voi päättää palveluistasi." in text_of(oskari, address)
    assert sign_in(cast.tuula).get(address).status_code == 404
    assert oskari.post(address, {}).status_code == 422

    assert oskari.post(address, {"answer": "yes", "words": "Hyvä näin"}).status_code == 302

    with as_actor(cast.a_katri):
        case.refresh_from_db()
        found = ResponsibleProposal.objects.get(pk=proposal.pk)
        assert case.state == "open" and case.responsible_worker == cast.katri
        assert (found.client_answer, found.client_answer_by, found.client_words) == ("yes", user, "Hyvä näin")
    assert oskari.get(address).status_code == 404


@pytest.mark.row("C-06")
def test_a_leave_taken_back_ends_the_reading_at_once(cast, sign_in):
    with as_actor(cast.a_katri):
        consent = Consent.objects.filter(case=cast.case).get()
    browser, coach = sign_in(cast.tuula), sign_in(cast.janne)
    assert "Askel ry saa nähdä: perustiedot, työ" in text_of(browser, "/my/consents/")
    assert coach.get(f"/cases/{cast.case.uuid}/team/").status_code == 200
    assert "Askel ry" in text_of(browser, f"/my/consents/{consent.uuid}/withdrawal/")

    assert browser.post(f"/my/consents/{consent.uuid}/withdrawal/").status_code == 302

    assert coach.get(f"/cases/{cast.case.uuid}/team/").status_code == 404
    with as_actor(cast.a_katri):
        from rinnalla.access.walls import open_case

        open_case(cast.case.pk)
        assert not Grant.objects.filter(case=cast.case, user=cast.janne, ended_at__isnull=True).exists()


@pytest.mark.row("C-06")
def test_who_has_looked_is_told_in_plain_words(cast, sign_in):
    sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/team/")
    sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/team/")
    sign_in(cast.janne).get(f"/cases/{cast.case.uuid}/plan/")
    browser = sign_in(cast.tuula)
    page = text_of(browser, "/my/log/")
    assert "Janne Kallio" in page and "Askel ry" in page and "Avasi suunnitelmasi." in page
    assert "Sinä annoit siihen luvan." in page and "Laki antoi siihen luvan." in page and "2 kertaa" in page
    assert "Tuula Rantanen" not in page.partition('class="clog"')[2].partition("</ul>")[0]
    with as_actor(cast.a_tuula):
        assert AccessLine.objects.filter(route="portal:log", case_ids__contains=[cast.case.pk]).exists()


@pytest.mark.row("E-41")
def test_the_summary_of_a_meeting_is_in_the_own_view_when_it_is_closed(cast, sign_in):
    browser, one = sign_in(cast.tuula), a_meeting(cast, minutes_away=1)
    with as_actor(cast.a_katri):
        meetings.hold(meeting=one, version=one.version, by=cast.a_katri, client_present=True)
        one.refresh_from_db()
        texts = {"client_summary": "Aloitat työkokeilun.", "talked": "Sisäinen muistiinpano"}
        meetings.write(meeting=one, version=one.version, by=cast.a_katri, **texts)
    assert "Aloitat työkokeilun." not in text_of(browser, f"/my/meetings/{one.uuid}/")
    with as_actor(cast.a_katri):
        one.refresh_from_db()
        meetings.close(meeting=one, version=one.version, by=cast.a_katri, how="own_view")
    page = text_of(browser, f"/my/meetings/{one.uuid}/")
    assert "Aloitat työkokeilun." in page and "Sisäinen muistiinpano" not in page
    assert "Tapasit tiimisi" in text_of(browser, "/my/")


def test_a_closed_case_is_readable_and_cannot_be_changed(cast, sign_in):
    make_plan(cast)
    with as_actor(cast.a_katri):
        cast.case.refresh_from_db()
        hand_over_all(cast.case, cast.a_katri)
        closing.close_case(
            case=cast.case, version=cast.case.version, by=cast.a_katri, solution_kind="work",
            solved="Sait työn puutarhalta.", stays_open="Selän seuranta jatkuu.",
        )
    browser = sign_in(cast.tuula)
    page = text_of(browser, "/my/")
    told = ("Asiasi on päätetty", "Sait työn puutarhalta.", "Selän seuranta jatkuu.", "Soittaa keväällä.", "06 218 44")
    assert [words for words in told if words not in page] == []
    assert browser.post("/my/plan/comments/", {"text": "Hei"}).status_code == 422


@pytest.mark.row("T-43")
def test_the_first_page_tells_the_stage_the_next_step_and_whom_to_call(cast, sign_in):
    """Where am I, what next, who helps. Seen red: the stage taken off the path."""
    with as_actor(cast.a_katri):
        cases.set_step(
            case=cast.case, version=cast.case.version, by=cast.a_katri, next_step="Katri soittaa lääkärille",
            next_step_on=soon(3), review_on=soon(60),
        )
        stage = next(one for one in codes.common().stages if one.key == cast.case.stage)
    page = text_of(sign_in(cast.tuula), "/my/")
    here = page.partition("Olet nyt tässä")[2][:300]
    assert stage.client_names.fi in here
    first = page.partition('class="cfirst"')[2].partition("</section>")[0]
    assert "Seuraavaksi: Katri soittaa lääkärille" in first and dates.dshort(soon(3)) in first
    assert "Katri Ylinen" in first and 'href="tel:062184410"' in first


def test_the_path_tells_what_has_been_what_is_awaited_and_what_comes(cast, sign_in):
    """In order; a wait says whose turn it is; the goal is last and in the client's own words."""
    make_plan(cast)
    with as_actor(cast.a_katri):
        given = {"case": cast.case, "by": cast.a_katri, "organiser": cast.jobs}
        services.plan_service(own_name="Kuntoutus", waits_since=dates.today(), **given)
        begun = services.plan_service(own_name="Selkäryhmä", **given)
        services.start_service(episode=begun, version=begun.version, by=cast.a_katri, on=dates.today())
    a_meeting(cast)
    page = text_of(sign_in(cast.tuula), "/my/")
    drawn = page[page.index('class="trail'):]
    titles = [
        "Asiasi tuli meille", "Katri alkoi kulkea rinnallasi", "Teimme suunnitelman", "Odotamme: Kuntoutus",
        "Alkoi: Selkäryhmä", "Olet nyt tässä", "Tapaat tiimisi", "Katsomme yhdessä", "Haluan kasvien pariin.",
    ]
    places = [drawn.index(title) for title in titles]
    assert places == sorted(places)
    assert "Vastaaja on Koivulan työllisyyspalvelut" in drawn and "Sinun ei tarvitse soittaa." in drawn
