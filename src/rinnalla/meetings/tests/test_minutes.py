"""Record once: the minutes two people write at once, decisions that land where they belong, each body's own share.

Seen red: the organisation left out of `extract_of` (another line came along); `decide_as_team` without its look at the
will; `lapse_entries` left out of `correct`; `take_back` that only wrote it down (the wrong one still got in).
"""

import io
import json
from uuid import uuid4

import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction

from rinnalla.access import rules
from rinnalla.cases.models import TeamMember
from rinnalla.catalogue.models import ServiceCard
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.meetings import actions, deciding
from rinnalla.meetings.minutes import actions as minutes
from rinnalla.meetings.minutes.extracts import as_data, as_text, entries, extract_of, unticked
from rinnalla.meetings.models import Decision, ExtractEntry, Meeting, MinuteLine, Misdelivery, TeamDecision
from rinnalla.meetings.tests.cases import a_held_meeting
from rinnalla.organisations.models import Organisation
from rinnalla.outbox.models import Promise
from rinnalla.plans.tests.cases import a_goal, a_plan, soon
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
ALL = ["basics", "social", "health", "employment", "livelihood"]


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/meetings/"


def a_common_meeting(cast) -> Meeting:
    """Held with Janne and Timo, each of their own organisation."""
    meeting = a_held_meeting(cast, invited=[cast.janne, cast.timo])
    meeting.participants.filter(user__isnull=False).update(came=True)
    return meeting


def body(actor) -> Organisation:
    return Organisation.objects.get(pk=actor.organisation_id)


def written(cast) -> Meeting:
    """A closed meeting whose lines and decisions belong to three organisations."""
    meeting = a_common_meeting(cast)
    goal = a_goal(cast, a_plan(cast))
    by = cast.a_katri
    said = {"meeting": meeting, "by": by}
    minutes.write_line(text="Yhteinen rivi", **said)
    minutes.write_line(text="Valmentaja käy työpaikalla", organisation=body(cast.a_janne), speaker="Janne", **said)
    minutes.write_line(text="Sopimus tehdään", organisation=body(cast.a_timo), **said)
    minutes.write_line(text="Leikkauksesta toipuu", organisation=body(cast.a_timo), field_group="health", **said)
    deciding.decide(goal=goal, what="Työtuoli kuntoon", owner=cast.janne, due_on=soon(), follow_up_on=soon(9), **said)
    deciding.decide_clearing(what="Palkkatuen ehdot", owner=cast.timo, due_on=dates.today(), **said)
    actions.write(meeting=meeting, version=meeting.version, by=by, client_summary="Sovimme työkokeilusta.", talked="")
    actions.close(meeting=meeting, version=meeting.version, by=by, how="own_view")
    return meeting


# Two write at once --------------------------------------------------------------------------------------------------


def test_two_who_write_at_once_lose_no_word(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = a_common_meeting(cast)
    katri, janne = sign_in(cast.katri), sign_in(cast.janne)
    for browser, text in ((katri, "Katrin rivi"), (janne, "Jannen rivi")):  # both pages were drawn before either sent
        sent = {"text": text, "kind": "note", "field_group": "basics", "form_key": uuid4()}
        assert [browser.post(f"{base}{meeting.uuid}/lines/new/", sent).status_code for _ in range(2)] == [302, 302]
    page = katri.get(f"{base}{meeting.uuid}/").content.decode()
    assert page.count("Katrin rivi") == 1 and page.count("Jannen rivi") == 1
    with as_actor(cast.a_katri):
        assert MinuteLine.objects.count() == 2
        line = MinuteLine.objects.get(text="Katrin rivi")
    change = {"kind": "note", "field_group": "basics", "version": "1", "speaker": ""}
    address = f"{base}{meeting.uuid}/lines/{line.uuid}/"
    assert janne.post(address, {**change, "text": "Jannen muutos"}).status_code == 302
    lost = katri.post(address, {**change, "text": "Katrin muutos"})
    assert lost.status_code == 409
    assert "Jannen muutos" in lost.content.decode() and "Katrin muutos" in lost.content.decode()


def test_a_line_says_something_and_is_struck_only_with_a_reason(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = a_common_meeting(cast)
        with pytest.raises(Refused, match="Kirjoita rivi"):
            minutes.write_line(meeting=meeting, by=cast.a_katri, text="  ")
        line = minutes.write_line(meeting=meeting, by=cast.a_katri, text="Väärä rivi")
        with pytest.raises(Refused, match="miksi"):
            minutes.strike_line(line=line, version=1, by=cast.a_katri, reason=" ")
        with pytest.raises(Conflict):
            minutes.strike_line(line=line, version=2, by=cast.a_katri, reason="Väärä asiakas")
        with pytest.raises(IntegrityError, match="line_struck_with_a_reason"), transaction.atomic():
            MinuteLine.objects.update(struck_at=dates.now(), struck_by=cast.katri)
        minutes.strike_line(line=line, version=1, by=cast.a_katri, reason="Väärä asiakas")
    assert "Väärä rivi" not in sign_in(cast.katri).get(f"{base}{meeting.uuid}/").content.decode()


def test_a_line_of_a_group_the_reader_may_not_see_is_hidden_and_no_page_opens_it(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = a_common_meeting(cast)
        given = {"meeting": meeting, "by": cast.a_katri}
        health = minutes.write_line(text="Selkä leikattiin", field_group="health", **given)
        special = minutes.write_line(text="Päihdehoito jatkuu", field_group="special", **given)
    janne = sign_in(cast.janne)
    page = janne.get(f"{base}{meeting.uuid}/").content.decode()
    assert "Selkä leikattiin" not in page and page.count("Rivi, jota et näe") == 1
    assert "Päihdehoito" not in page, "special leaves no trace"
    for line in (health, special):
        assert janne.get(f"{base}{meeting.uuid}/lines/{line.uuid}/").status_code == 404
        assert "Selkä" not in janne.get(f"{base}{meeting.uuid}/decisions/clearing/?line={line.uuid}").content.decode()


# Decisions ----------------------------------------------------------------------------------------------------------


@pytest.mark.row("V-110")
def test_a_team_decision_without_the_clients_will_is_refused_and_decisions_count_by_code(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = a_common_meeting(cast)
        given = {"meeting": meeting, "by": cast.a_katri}
        with pytest.raises(Refused, match="tahtoo") as refusal:
            deciding.decide_as_team(decision="assessed", client_will="  ", **given)
        assert refusal.value.field == "client_will"
        with pytest.raises(Refused, match="totesi"):
            deciding.decide_as_team(decision="cured", client_will="Töihin", **given)
        for code in ("mapped", "partial_work_ability_established", "assessed", "path_built"):
            deciding.decide_as_team(decision=code, client_will="Haluan puutarhalle", **given)
        with pytest.raises(IntegrityError, match="team_decision_has_the_clients_will"), transaction.atomic():
            TeamDecision.objects.update(client_will=" ")
        with connection.cursor() as cursor:
            values = [cast.region.pk, dates.today(), dates.today(), 1]
            cursor.execute("select * from meetings_decision_counts(%s, %s, %s, %s)", values)
            assert dict(cursor.fetchall()) == {
                "mapped": 1, "partial_work_ability_established": 1, "assessed": 1, "path_built": 1,
            }
            cursor.execute("select * from meetings_decision_counts(%s, %s, %s, %s)", [*values[:3], 5])
            assert set(dict(cursor.fetchall()).values()) == {None}, "few people: no count"
    page = f"{base}{meeting.uuid}/team-decisions/new/"
    empty = {"decision": "assessed", "client_will": "", "field_group": "basics", "form_key": uuid4()}
    assert sign_in(cast.katri).post(page, empty).status_code == 422


def test_a_decision_lands_in_plan_services_or_tasks_and_nowhere_else_is_it_typed(cast):
    with as_actor(cast.a_katri):
        meeting = a_common_meeting(cast)
        line = minutes.write_line(meeting=meeting, by=cast.a_katri, text="Palkkatuen ehdot", kind="decision")
        key = uuid4()
        given = {"meeting": meeting, "by": cast.a_katri, "line": line, "key": key, "what": line.text}
        first = deciding.decide_clearing(owner=cast.timo, due_on=dates.today(), **given)
        again = deciding.decide_clearing(owner=cast.timo, due_on=dates.today(), **given)
        assert first.pk == again.pk and first.task.owner == cast.timo
        assert meeting.tasks.clarifications().count() == 1
        assert Promise.objects.filter(name="meetings.tell_user", args__0=cast.timo.pk).count() == 1
        with pytest.raises(IntegrityError, match="decision_is_one_thing"), transaction.atomic():
            Decision.objects.create(case=cast.case, meeting=meeting)
        card = ServiceCard.objects.create(
            region=cast.region, key="work_trial", service="work_trial", kind="service", group="x", subgroup="x",
            stage="services", place=1, names={"fi": "Työkokeilu"}, summary={}, how_to_get_in={}, waiting={},
            field_group="basics", unit=cast.jobs,
        )
        service = deciding.decide_service(meeting=meeting, by=cast.a_katri, card=card, planned_on=soon())
        assert cast.case.episodes.get() == service.episode and service.episode.planned_on == soon()
        assert not {one.name for one in Decision._meta.fields} & {"what", "text", "words"}


# Each organisation's own share --------------------------------------------------------------------------------------


@pytest.mark.row("L-48", "C-04")
def test_an_extract_holds_only_the_organisations_own_share(cast):
    with as_actor(cast.a_katri):
        meeting = written(cast)
        coach, jobs = (as_text(extract_of(meeting, body(one), ALL)) for one in (cast.a_janne, cast.a_timo))
        assert "Janne: Valmentaja käy työpaikalla" in coach and "Työtuoli kuntoon" in coach
        for theirs in ("Sopimus tehdään", "Palkkatuen ehdot", "Yhteinen rivi", "Leikkauksesta"):
            assert theirs not in coach, theirs
        assert "Sopimus tehdään" in jobs and "Palkkatuen ehdot" in jobs and "Leikkauksesta" in jobs
        assert "Valmentaja" not in jobs and "Työtuoli" not in jobs
        narrow = as_text(extract_of(meeting, body(cast.a_timo), ["basics"]))
        assert "Leikkauksesta" not in narrow, "what the reader may not see is in no file either"
        data = as_data(extract_of(meeting, body(cast.a_timo), ["basics"]))
        assert [one["text"] for one in data["lines"]] == ["Sopimus tehdään"]
        assert [one["what"] for one in data["agreed"]] == ["Palkkatuen ehdot"]


@pytest.mark.row("L-48", "C-04")
def test_the_share_comes_as_text_pdf_and_file_and_its_tick_leaves_the_list(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = written(cast)
    janne, page = sign_in(cast.janne), f"{base}{meeting.uuid}/extract/"
    assert "Kirjaamatta omaan järjestelmään" in janne.get("/meetings/").content.decode()
    shown = janne.get(page).content.decode()
    assert "Valmentaja käy työpaikalla" in shown and "Sopimus tehdään" not in shown
    with pikepdf.open(io.BytesIO(janne.get(f"{page}print/").content)) as document:
        assert bool(document.Root.MarkInfo.Marked)
    data = json.loads(janne.get(f"{page}file/").content)
    assert data["format"] == "rinnalla.meeting-extract.1" and data["lines"][0]["text"] == "Valmentaja käy työpaikalla"
    sent = {"on": dates.d(dates.today()), "form_key": uuid4()}
    assert [janne.post(f"{page}entry/", sent).status_code for _ in range(2)] == [302, 302]
    assert "Kirjaamatta omaan järjestelmään" not in janne.get("/meetings/").content.decode()
    with as_actor(cast.a_katri):
        ticked = {one.key: entry is not None for one, entry in entries(meeting)}
        assert (ticked["askel"], ticked["tyollisyys"]) == (True, False)
        assert ExtractEntry.objects.count() == 1
        with pytest.raises(Refused, match="oman organisaation"):
            minutes.enter(meeting=meeting, by=cast.a_katri, organisation=body(cast.a_timo), on=dates.today())
    for stranger in (cast.petra, cast.ritva, cast.outi):
        assert sign_in(stranger).get(page).status_code == 404


@pytest.mark.row("L-48")
def test_a_correction_makes_the_tick_lapse_and_the_organisation_is_told(cast):
    with as_actor(cast.a_katri):
        meeting = written(cast)
    with as_actor(cast.a_janne):
        minutes.enter(meeting=meeting, by=cast.a_janne, organisation=body(cast.a_janne), on=dates.today())
        assert not unticked(cast.a_janne).exists()
    with as_actor(cast.a_katri):
        meeting = Meeting.objects.select_related("case").get(pk=meeting.pk)
        actions.correct(
            meeting=meeting, version=meeting.version, by=cast.a_katri, reason="Päivä oli väärin", talked="",
            client_summary="Sovimme työkokeilusta maanantaille.",
        )
        assert Promise.objects.filter(name="meetings.tell_user", args__0=cast.janne.pk).exists()
    with as_actor(cast.a_janne):
        assert unticked(cast.a_janne).get() == meeting


# Taking back --------------------------------------------------------------------------------------------------------


def test_a_withdrawn_record_is_shown_to_nobody_and_the_client_reads_why(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = written(cast)
        with pytest.raises(Refused, match="miksi"):
            minutes.withdraw(meeting=meeting, version=meeting.version, by=cast.a_katri, reason=" ")
        reason = "Kirjattu väärälle asiakkaalle"
        minutes.withdraw(meeting=meeting, version=meeting.version, by=cast.a_katri, reason=reason)
        with pytest.raises(Refused, match="vaiheessa"):
            minutes.enter(meeting=meeting, by=cast.a_katri, organisation=body(cast.a_katri), on=dates.today())
    own = sign_in(cast.tuula).get(f"/my/meetings/{meeting.uuid}/").content.decode()
    page = sign_in(cast.katri).get(f"{base}{meeting.uuid}/").content.decode()
    for shown in (own, page):
        assert "Kirjattu väärälle asiakkaalle" in shown and "Sovimme työkokeilusta" not in shown
    for path in ("print/", "extract/", "extract/print/", "extract/file/"):
        assert sign_in(cast.katri).get(f"{base}{meeting.uuid}/{path}").status_code == 404, path


def test_what_went_to_the_wrong_one_ends_the_access_at_once_and_is_remembered(cast, sign_in, base):
    with as_actor(cast.a_katri):
        meeting = a_common_meeting(cast)
        wrong = meeting.participants.get(user=cast.janne)
    janne = sign_in(cast.janne)
    assert janne.get(f"{base}{meeting.uuid}/").status_code == 200
    sent = {"what": "invitation", "participant": wrong.pk, "reason": "Kutsuin väärän Jannen", "form_key": uuid4()}
    katri = sign_in(cast.katri)
    for _ in range(2):
        assert katri.post(f"{base}{meeting.uuid}/misdeliveries/new/", sent).status_code == 302
    assert janne.get(f"{base}{meeting.uuid}/").status_code == 404
    with as_actor(cast.a_katri):
        mistake = Misdelivery.objects.get()
        assert mistake.opened is True and mistake.access_ended_at is not None, "the log tells that it was opened"
        assert not TeamMember.objects.filter(case=cast.case, user=cast.janne, left_at=None).exists()
        assert Event.objects.filter(verb="meetings.taken_back", case_id=cast.case.pk).count() == 1
        assert Promise.objects.filter(name="meetings.tell_user", args__0=cast.tuula.pk).exists(), "the client is told"
        with pytest.raises(Refused, match="itseäsi"):
            me = meeting.participants.select_related("user").get(user=cast.katri)
            minutes.take_back(meeting=meeting, by=cast.a_katri, what="invitation", reason="x", participant=me)
    assert "Kutsuin väärän Jannen" in katri.get(f"{base}{meeting.uuid}/").content.decode()


@pytest.mark.wall
def test_the_database_hides_minutes_and_shares_from_strangers(cast, monkeypatch):
    with as_actor(cast.a_katri):
        written(cast)
    monkeypatch.setattr(rules, "visible", lambda rows, actor, column="case_id", depth=None: rows)
    for actor, sees in ((cast.a_janne, True), (cast.a_petra, False), (cast.a_ritva, False), (cast.a_outi, False)):
        with as_actor(actor):
            assert MinuteLine.objects.exists() is sees and Decision.objects.exists() is sees, actor.name


@pytest.mark.row("I-19")
def test_the_share_of_meetings_with_the_client_present_is_counted(cast, sign_in):
    with as_actor(cast.a_katri):
        for _ in range(3):
            a_held_meeting(cast)
        alone = actions.convene(
            case=cast.case, by=cast.a_katri, kind="network_meeting", purpose="Koonti", starts_at=dates.now(),
        )
        actions.note_absence(meeting=alone, version=1, by=cast.a_katri, reason="own_refusal")
        actions.hold(meeting=alone, version=2, by=cast.a_katri, client_present=False)
        with connection.cursor() as cursor:
            for least, told in ((1, (4, 3)), (2, (None, None))):
                values = [cast.region.pk, dates.add_months(dates.today(), -1), dates.today(), least]
                cursor.execute("select * from meetings_presence_counts(%s, %s, %s, %s)", values)
                assert cursor.fetchone() == told
    with as_actor(cast.a_ritva), connection.cursor() as cursor:
        cursor.execute("select * from meetings_presence_counts(%s, %s, %s, 1)", values[:3])
        assert cursor.fetchone()[0] in (0, None), "another region's meetings are counted for nobody here"
    from rinnalla.access.models import User

    assert sign_in(User.objects.get(username="rooli-manager")).get("/meetings/figures/").status_code == 200
    assert sign_in(cast.katri).get("/meetings/figures/").status_code == 403
