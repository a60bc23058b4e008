"""The path's pages: begun with a look at its steps, shown with delays and gaps, in plain words to the client.

Seen red: the client's steps drawn with `name` instead of `plain_name`; a hidden group's result shown.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from rinnalla.access.models import Grant
from rinnalla.cases import actions as cases
from rinnalla.lib import dates
from rinnalla.plans.paths import actions, proposals
from rinnalla.plans.paths.models import PathStep, ServicePath, StepProposal
from rinnalla.plans.paths.tests.near import NEAR, WELFARE, begun, ready, with_doctor
from rinnalla.plans.tests.cases import a_goal, a_plan
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/path/"


def words(response) -> str:
    text = re.sub(r"<(script|style|svg)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text)


def initial(page: str) -> dict[str, str]:
    """What the drawn form would send."""
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    for name, body in re.findall(r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', page, flags=re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen.group(1) if chosen else ""
    return found


@pytest.mark.row("E-38")
def test_a_path_is_looked_at_and_begun_and_an_optional_step_left_out(cast, sign_in, base):
    ready(cast)
    katri = sign_in(cast.katri)
    assert "Polkua ei ole vielä aloitettu" in words(katri.get(base))
    assert "Polkua johtaa lääkäri. Lisää hänet ensin tiimiin." in words(katri.get(f"{base}new/"))
    assert "Tiimissä ei ole vielä ketään" in words(katri.get(f"{base}new/{NEAR}/"))
    with_doctor(cast)
    page = katri.get(f"{base}new/{NEAR}/").content.decode()
    form = initial(page)
    assert form["owner-doctor_team"] == str(cast.laura.pk) == form["leader"]
    assert 'name="out-work_link"' in page and 'name="out-pair_mapping"' not in page
    assert "1. Alkukartoitus työparina" in page
    sent = {**form, "out-work_link": "Työ odottaa jo."}
    for _ in range(2):  # a double press
        answer = katri.post(f"{base}new/{NEAR}/", sent)
        assert (answer.status_code, answer.headers["Location"]) == (302, base)
    with as_actor(cast.a_katri):
        path = ServicePath.objects.get()
        assert path.leader == cast.laura and path.steps.count() == 6
    shown = words(katri.get(base))
    assert "Polkua johtaa Laura Koski, lääkäri" in shown and "Työ odottaa jo." in shown
    assert "Jätetty pois" in shown and "Laura Koski" in shown
    assert "on jo käynnissä" in words(katri.get(f"{base}new/"))
    again = katri.post(f"{base}new/{NEAR}/", {**sent, "form_key": uuid4()})
    assert again.status_code == 422 and "jo käynnissä" in again.content.decode()


def test_nobody_is_awaited_for_a_step_that_was_left_out(cast, sign_in, base):
    """Seen red: it said that its doer is missing."""
    ready(cast)
    with_doctor(cast)
    katri = sign_in(cast.katri)
    form = initial(katri.get(f"{base}new/{NEAR}/").content.decode())
    katri.post(f"{base}new/{NEAR}/", {**form, "out-work_link": "Työ odottaa jo."})
    with as_actor(cast.a_katri):
        ServicePath.objects.get().steps.update(owner=None, owner_unit=None, by_client=False)
    rows = katri.get(base).content.decode().split("<tr")[1:]
    left = [row for row in rows if "Jätetty pois" in row]
    assert len(left) == 1 and "Tekijä puuttuu" not in left[0]
    assert sum("Tekijä puuttuu" in row for row in rows) == 5


def test_the_days_follow_the_first_day_given(cast, sign_in, base):
    ready(cast)
    katri = sign_in(cast.katri)
    form = initial(katri.get(f"{base}new/{WELFARE}/").content.decode())
    start = dates.today() + timedelta(days=30)
    own = start + timedelta(days=200)
    sent = {**form, "started_on": dates.d(start), "due-work": dates.d(own)}
    assert katri.post(f"{base}new/{WELFARE}/", sent).status_code == 302
    with as_actor(cast.a_katri):
        steps = {one.key: one for one in PathStep.objects.all()}
        assert steps["assessment"].due_on == dates.add_months(start, 3)
        assert steps["work"].due_on == own
    wrong = {**form, "form_key": uuid4(), "started_on": "huomenna"}
    assert katri.post(f"{base}new/{WELFARE}/", wrong).status_code == 422
    assert katri.get(f"{base}new/ei_ole/").status_code == 404


@pytest.mark.row("L-17")
def test_the_delay_of_each_step_shows(cast, sign_in, base):
    ready(cast)
    katri = sign_in(cast.katri)
    with as_actor(cast.a_katri):
        path = begun(cast, started_on=dates.today() - timedelta(days=150))
        first = path.steps.order_by("order").first()
        actions.finish_step(
            step=first, by=cast.a_katri, result="Arvio tehty.", done_on=first.planned_on + timedelta(days=5)
        )
        planned = dates.today() - timedelta(days=8)
        second = actions.add_step(case=cast.case, by=cast.a_katri, what="Ryhmän alku", path=path, due_on=planned)
    shown = words(katri.get(base))
    assert "5 päivää suunniteltua myöhemmin" in shown and "Arvio tehty." in shown
    assert "8 päivää myöhässä" in shown
    sent = {"due_on": dates.d(dates.today() + timedelta(days=4)), "reason": "Ryhmä alkaa vasta silloin", "version": 1}
    for _ in range(2):  # a double press
        assert katri.post(f"{base}steps/{second.uuid}/day/", sent).status_code == 302
    with as_actor(cast.a_katri):
        assert second.moves.count() == 1
    detail = words(katri.get(f"{base}steps/{second.uuid}/"))
    assert "Ryhmä alkaa vasta silloin" in detail and dates.d(second.planned_on) in detail
    conflict = katri.post(f"{base}steps/{second.uuid}/day/", {**sent, "reason": "Toinen ehti"})
    assert conflict.status_code == 409


@pytest.mark.row("V-105")
def test_steps_without_a_goal_are_listed_first(cast, sign_in, base):
    ready(cast)
    with as_actor(cast.a_katri):
        goal = a_goal(cast, a_plan(cast))
        begun(cast, goal=goal)
        orphan = actions.add_step(case=cast.case, by=cast.a_katri, what="Tutustuminen pajaan")
    katri = sign_in(cast.katri)
    shown = words(katri.get(base))
    assert "1 askel ei vie vielä mihinkään tavoitteeseen" in shown and "Tavoite puuttuu" in shown
    page = f"{base}steps/{orphan.uuid}/change/"
    sent = {"party": "client", "goal": str(goal.pk), "field_group": "basics", "version": "1"}
    assert katri.post(page, sent).status_code == 302
    assert "mihinkään tavoitteeseen" not in words(katri.get(base))


def test_a_hidden_group_hides_the_step_and_the_result(cast, sign_in, base):
    ready(cast)
    with as_actor(cast.a_katri):
        path = begun(cast)
        actions.add_step(case=cast.case, by=cast.a_katri, what="Kipupoliklinikka", field_group="health")
        actions.add_step(case=cast.case, by=cast.a_katri, what="Päihdeklinikka", field_group="special")
        first = path.steps.order_by("order").first()
        actions.finish_step(step=first, by=cast.a_katri, result="Masennus todettiin.", field_group="health")
        hidden = PathStep.objects.get(what="Kipupoliklinikka")
    janne = sign_in(cast.janne)
    shown = words(janne.get(base))
    assert "1 askel, jota et näe" in shown and "Tulos, jota et näe" in shown
    assert not any(word in shown for word in ("Kipupoliklinikka", "Päihdeklinikka", "Masennus"))
    assert janne.get(f"{base}steps/{hidden.uuid}/").status_code == 404
    assert "Masennus todettiin." in words(sign_in(cast.katri).get(base))


@pytest.mark.row("L-19")
def test_a_member_with_the_basics_proposes_and_the_page_shows_it(cast, sign_in, base):
    ready(cast)
    timo, katri = sign_in(cast.timo), sign_in(cast.katri)
    sent = {"what": "Työkokeilu taimistolla", "why": "Paikka aukesi.", "field_group": "basics", "form_key": uuid4()}
    for _ in range(2):
        assert timo.post(f"{base}proposals/new/", sent).status_code == 302
    with as_actor(cast.a_katri):
        one = StepProposal.objects.get()
    address = f"{base}proposals/{one.uuid}/"
    assert timo.get(address).status_code == 403  # who sees the basics does not answer
    assert "Työkokeilu taimistolla" in words(katri.get(base)) and "Timo Laakso" in words(katri.get(base))
    accepted = katri.post(address, {"party": str(cast.timo.pk), "due_on": "4.12.2027"})
    assert accepted.status_code == 302
    with as_actor(cast.a_katri):
        assert PathStep.objects.get().owner == cast.timo
    assert "Otettiin polulle" in words(katri.get(address))
    late = katri.post(f"{address}refusal/", {"answer_reason": "Ei"})
    assert late.status_code == 422 and "jo vastattu" in late.content.decode()


def test_who_may_not_know_gets_404_and_an_ended_relation_too(cast, sign_in, base):
    ready(cast)
    with as_actor(cast.a_katri):
        step = begun(cast).steps.first()
        proposals.propose_step(case=cast.case, by=cast.a_katri, what="A", why="B")
    for path in ("", "new/", f"new/{WELFARE}/", f"steps/{step.uuid}/", "proposals/new/"):
        for stranger in (cast.petra, cast.ritva, cast.tuula):
            assert sign_in(stranger).get(base + path).status_code == 404, path
    timo = sign_in(cast.timo)
    assert timo.get(base).status_code == 200
    for path in ("new/", "steps/new/", f"steps/{step.uuid}/day/", f"steps/{step.uuid}/omission/"):
        assert timo.get(base + path).status_code == 403
    with as_actor(cast.a_katri):
        actions.add_step(case=cast.case, by=cast.a_katri, what="Soitto", owner=cast.timo)
        member = cast.case.team.get(user=cast.timo)
        cases.leave_team(member=member, by=cast.a_katri)
        assert not Grant.objects.live().filter(case=cast.case, user=cast.timo).exists()
    assert timo.get(base).status_code == 404
    assert "Ei ole enää tiimissä" in words(sign_in(cast.katri).get(base))
    assert timo.post(f"{base}proposals/new/", {"what": "x", "why": "y"}).status_code == 404


def test_a_step_of_another_case_is_not_found_under_this_one(cast, sign_in, base):
    ready(cast)
    katri = sign_in(cast.katri)
    for path in (f"steps/{uuid4()}/", f"steps/{uuid4()}/done/", f"proposals/{uuid4()}/", f"running/{uuid4()}/ending/"):
        assert katri.get(base + path).status_code == 404


@pytest.mark.row("T-11")
def test_the_client_reads_the_steps_in_plain_words_on_the_own_path(cast, sign_in, base):
    ready(cast)
    with as_actor(cast.a_katri):
        path = begun(cast)
        first = path.steps.order_by("order").first()
        actions.finish_step(step=first, by=cast.a_katri, result="Arvio tehty.")
        actions.leave_out_step(step=path.steps.get(key="activity"), by=cast.a_katri, reason="Ei tarvita")
        actions.add_step(case=cast.case, by=cast.a_katri, what="Soitat pajalle", by_client=True)
    mine = words(sign_in(cast.tuula).get("/my/"))
    assert "Tapaat sosiaalityöntekijän ja kerrot, millaista apua tarvitset" in mine
    assert "Valmentaja auttaa sinua kohti työtä" in mine and "Tekijä: Janne" in mine
    assert "Soitat pajalle" in mine and "Tämän teet sinä" in mine
    assert "Palvelutarpeen arvio" not in mine and "Käyt työtoiminnassa" not in mine


@pytest.mark.row("L-17")
@pytest.mark.row("L-19")
def test_late_steps_and_proposals_stand_on_the_responsible_workers_day(cast, sign_in, base):
    ready(cast)
    with as_actor(cast.a_katri):
        late = dates.today() - timedelta(days=8)
        for what, group in (("Ryhmän alku", "basics"), ("Kipupoliklinikka", "health")):
            actions.add_step(
                case=cast.case, by=cast.a_katri, what=what, owner=cast.timo, due_on=late, field_group=group
            )
        actions.add_step(case=cast.case, by=cast.a_katri, what="Ajoissa", due_on=dates.today())
        actions.add_step(case=cast.case, by=cast.a_katri, what="Lausunnon pyyntö", owner=cast.katri, due_on=late)
    with as_actor(cast.a_timo):
        proposals.propose_step(case=cast.case, by=cast.a_timo, what="Työkokeilu taimistolla", why="Paikka aukesi.")
    mine = words(sign_in(cast.katri).get("/day/"))
    own, of_others = mine.split("Myöhässä muilla")
    assert "Lausunnon pyyntö" in own and "Lausunnon pyyntö" not in of_others and "Ryhmän alku" in of_others
    assert "Ryhmän alku" in mine and "8 päivää myöhässä" in mine and "Timo Laakso" in mine
    assert "Kipupoliklinikka" in mine and "Ajoissa" not in mine
    assert "Työkokeilu taimistolla" in mine and "Ehdottaa Timo Laakso" in mine
    assert "Ryhmän alku" not in words(sign_in(cast.outi).get("/day/"))
