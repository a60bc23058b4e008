"""The meeting's pages: who may, what is kept, the way from the call to the summary, paper."""

import io
from datetime import timedelta
from uuid import uuid4

import pikepdf
import pytest

from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.meetings import actions, deciding
from rinnalla.meetings.models import Decision, Meeting
from rinnalla.meetings.papers import summary_data, summary_paper
from rinnalla.meetings.tests.cases import a_closed_meeting, a_held_meeting, a_meeting, a_written_meeting
from rinnalla.plans.models import Action
from rinnalla.plans.tests.cases import a_goal, a_plan, soon
from rinnalla.testing import as_actor


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/meetings/"


def _call(**more):
    return {
        "kind": "work_meeting", "on": dates.d(dates.today()), "at": "23.59", "minutes": "45", "place": "Palvelukatu 3",
        "purpose": "Sovitaan työkokeilusta", "tried_solutions": "Puhelut", "form_key": uuid4(), **more,
    }


def test_the_whole_way_from_the_call_to_the_summary(cast, sign_in, base):
    with as_actor(cast.a_katri):
        goal = a_goal(cast, a_plan(cast))
    katri = sign_in(cast.katri)
    assert "Yhtään tapaamista ei ole sovittu" in katri.get(base).content.decode()
    assert katri.post(f"{base}new/", _call(invited=[cast.janne.pk])).status_code == 302
    with as_actor(cast.a_katri):
        meeting = Meeting.objects.get()
    page = f"{base}{meeting.uuid}/"
    assert "Janne Kallio" in katri.get(page).content.decode()
    held = {"client_present": "on", "came": [cast.janne.pk], "version": "1"}
    assert katri.post(f"{page}holding/", held).status_code == 302
    decision = {
        "goal": goal.pk, "what": "Sopimus puutarhan kanssa", "party": str(cast.janne.pk), "due_on": dates.d(soon()),
        "follow_up_on": dates.d(soon(20)), "field_group": "basics", "form_key": uuid4(),
    }
    assert katri.post(f"{page}decisions/new/", decision).status_code == 302
    text = {"client_summary": "Sovimme työkokeilusta.", "talked": "", "field_group": "basics", "version": "2"}
    assert katri.post(f"{page}record/", text).status_code == 302
    assert "Asiakas odottaa koontia" in katri.get("/meetings/").content.decode()
    assert katri.post(f"{page}closure/", {"how": "own_view", "version": "3"}).status_code == 302
    shown = katri.get(page).content.decode()
    assert "Asiakas sai koonnin" in shown and "Sopimus puutarhan kanssa" in shown
    assert "Sopimus puutarhan kanssa" in katri.get(f"/cases/{cast.case.uuid}/plan/").content.decode()
    assert "Jokainen asiakas on saanut koontinsa" in katri.get("/meetings/").content.decode()


@pytest.mark.parametrize("path", ["", "{uuid}/", "{uuid}/print/"])
def test_members_see_and_strangers_do_not_know(cast, sign_in, base, path):
    with as_actor(cast.a_katri):
        path = path.format(uuid=a_closed_meeting(cast).uuid)
    for member in (cast.katri, cast.janne, cast.timo):
        assert sign_in(member).get(base + path).status_code == 200
    for stranger in (cast.petra, cast.outi, cast.ritva):
        assert sign_in(stranger).get(base + path).status_code == 404


@pytest.mark.row("L-15")
def test_a_member_who_sees_the_basics_calls_a_meeting_but_does_not_record_it(cast, sign_in, base):
    timo = sign_in(cast.timo)
    assert timo.post(f"{base}new/", _call()).status_code == 302
    with as_actor(cast.a_timo):
        meeting = Meeting.objects.get(made_by=cast.timo)
    for path in ("holding", "decisions/new", "record", "closure", "corrections/new", "deliveries/new"):
        assert timo.get(f"{base}{meeting.uuid}/{path}/").status_code == 403, path
    assert timo.post(f"{base}{meeting.uuid}/").status_code == 405


@pytest.mark.row("L-46")
def test_a_call_without_what_was_tried_keeps_the_text_and_saves_nothing(cast, sign_in, base):
    sent = sign_in(cast.katri).post(f"{base}new/", _call(tried_solutions="", purpose="Miten tästä eteenpäin"))
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "mitä ratkaisuja on jo kokeiltu" in page and "Miten tästä eteenpäin" in page
    for wrong in ({"at": "25.00"}, {"on": "31.2.2027"}, {"place": ""}, {"on": "1.1.2020"}):
        assert sign_in(cast.katri).post(f"{base}new/", _call(**wrong)).status_code == 422, wrong
    with as_actor(cast.a_katri):
        assert not Meeting.objects.exists()


@pytest.mark.row("L-15")
def test_holding_without_the_client_is_refused_on_the_page(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = a_meeting(cast)
    refused = sign_in(cast.katri).post(f"{base}{meeting.uuid}/holding/", {"version": "1"})
    assert refused.status_code == 422
    assert "kieltäytyminen" in refused.content.decode()


@pytest.mark.row("E-41")
def test_closing_without_a_summary_is_refused_on_the_page(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = a_held_meeting(cast)
    refused = sign_in(cast.katri).post(f"{base}{meeting.uuid}/closure/", {"how": "printed", "version": "2"})
    assert refused.status_code == 422
    assert "koonti ennen päättämistä" in refused.content.decode()


def test_a_call_and_a_decision_sent_twice_are_made_once(cast, sign_in, base):
    katri = sign_in(cast.katri)
    call = _call()
    assert [katri.post(f"{base}new/", call).status_code for _ in range(2)] == [302, 302]
    with as_actor(cast.a_katri):
        goal = a_goal(cast, a_plan(cast))
        meeting = Meeting.objects.get()
        actions.hold(meeting=meeting, version=1, by=cast.a_katri, client_present=True)
    said = {"goal": goal.pk, "what": "Kerran", "party": "client", "field_group": "basics", "form_key": uuid4()}
    for _ in range(2):
        assert katri.post(f"{base}{meeting.uuid}/decisions/new/", said).status_code == 302
    with as_actor(cast.a_katri):
        assert (Decision.objects.count(), Action.objects.count()) == (1, 1)


def test_the_loser_of_an_edit_sees_both_summaries(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = a_written_meeting(cast, "Toisen koonti.")
    mine = {"client_summary": "Minun koontini.", "talked": "", "field_group": "basics", "version": "2"}
    lost = sign_in(cast.katri).post(f"{base}{meeting.uuid}/record/", mine)
    assert lost.status_code == 409
    assert "Minun koontini." in lost.content.decode() and "Toisen koonti." in lost.content.decode()


def test_health_notes_are_hidden_and_not_written_over_by_who_may_not_see_them(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = a_held_meeting(cast)
        said = {"client_summary": "Sovittiin.", "talked": "Selkäleikkaus", "field_group": "health"}
        actions.write(meeting=meeting, version=2, by=cast.a_katri, **said)
    janne = sign_in(cast.janne)
    page = janne.get(f"{base}{meeting.uuid}/").content.decode()
    assert "Selkäleikkaus" not in page and "Muistiinpano, jota et näe" in page
    assert janne.get(f"{base}{meeting.uuid}/record/").status_code == 404
    assert "Selkäleikkaus" in sign_in(cast.katri).get(f"{base}{meeting.uuid}/").content.decode()


@pytest.mark.row("E-41")
def test_the_printed_summary_is_a_tagged_pdf_and_printing_is_logged(cast, sign_in, base):
    with as_actor(cast.a_katri):
        goal = a_goal(cast, a_plan(cast))
        meeting = a_held_meeting(cast)
        deciding.decide(meeting=meeting, by=cast.a_katri, goal=goal, what="Soitto", by_client=True, due_on=soon())
        text = "Sovimme.\nToinen kappale."
        actions.write(meeting=meeting, version=2, by=cast.a_katri, client_summary=text, talked="")
        said = summary_data(meeting, ["basics"])
        assert said["paragraphs"] == ["Sovimme.", "Toinen kappale."]
        assert said["decisions"] == [["Soitto", "Tuula Rantanen", dates.d(soon())]]
        with pikepdf.open(io.BytesIO(summary_paper(meeting, ["basics"]))) as document:
            assert (str(document.Root.Lang), bool(document.Root.MarkInfo.Marked)) == ("fi", True)
    answer = sign_in(cast.katri).get(f"{base}{meeting.uuid}/print/")
    assert answer.headers["Content-Type"] == "application/pdf"
    with as_actor(cast.a_katri):
        line = AccessLine.objects.filter(case_ids__contains=[cast.case.pk]).order_by("-pk").first()
        assert line.action == "print"


def test_my_list_has_only_meetings_i_am_asked_to(cast, sign_in):
    with as_actor(cast.a_katri):
        a_meeting(cast, invited=[cast.janne], starts_at=dates.now() + timedelta(days=2))
    assert "Tuula Rantanen" in sign_in(cast.janne).get("/meetings/").content.decode()
    assert "Tuula Rantanen" not in sign_in(cast.timo).get("/meetings/").content.decode()
    assert "Tuula Rantanen" not in sign_in(cast.petra).get("/meetings/").content.decode()
