"""Results of registered instruments, and the three dimensions: kept once, seen by group, drawn with their gaps.

Guards against: a result of an unregistered instrument; two results of one day; a line over a missing answer; a coach
shown the health results; a baseline that was the newest; the professional's number counted as the client's; small
numbers.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rinnalla.assessments.results import actions, reading
from rinnalla.assessments.results.actions import Result
from rinnalla.assessments.results.models import InstrumentResult, Situation
from rinnalla.cases import actions as cases
from rinnalla.cast import actor_named
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels import codes
from rinnalla.testing import as_actor

DAY = timedelta(days=1)
SCORES = {"inclusion": 40, "mind": 55, "everyday": 60, "skills": 70, "body": 45}


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/"


@pytest.fixture
def keep(cast):
    def one(instrument="kykyviisari", edition="2021", days_ago=0, **more) -> InstrumentResult:
        values = {
            "measured_on": dates.today() - days_ago * DAY, "mode": "self", "source": "Kykyviisari.fi", "scores": SCORES
        }
        with as_actor(cast.a_katri):
            return actions.note_result(
                case=more.pop("case", cast.case), by=cast.a_katri,
                groups=more.pop("groups", cast.a_katri.field_groups()),
                result=Result(instrument, edition, **{**values, **more}),
            )

    return one


@pytest.fixture
def ask(cast):
    def one(days_ago, case=None, viewer="client", **values) -> Situation:
        with as_actor(cast.a_katri):
            return actions.note_situation(
                case=case or cast.case, by=cast.a_katri, groups=cast.a_katri.field_groups(), viewer=viewer,
                asked_on=dates.today() - days_ago * DAY, values=values,
            )

    return one


# Results ------------------------------------------------------------------------------------------------------------


@pytest.mark.row("V-98")
def test_a_result_is_kept_of_registered_instruments_only(cast, sign_in, keep, base):
    for unknown in ("own_invention", "sovari", "icf", ""):  # unknown, a group's, without results, none
        with pytest.raises(Refused):
            keep(unknown)
    choices = sign_in(cast.katri).get(f"{base}results/").content.decode()
    assert 'value="kykyviisari:0"' in choices and "sovari:" not in choices and "icf:" not in choices
    address = f"{base}results/new/?which=own_invention:0"
    assert sign_in(cast.katri).post(address, {"source": "X"}).status_code == 302
    with as_actor(cast.a_katri):
        assert not InstrumentResult.objects.exists()


def test_a_result_is_entered_once_by_its_form_and_an_impossible_score_is_told_where(cast, sign_in, base):
    browser, address = sign_in(cast.katri), f"{base}results/new/?which=work_ability_index:0"
    sent = {"measured_on": dates.d(dates.today()), "mode": "self", "source": "Työterveys", "form_key": str(uuid4())}
    for wrong in ("50", "kolme", "-7", "30,5"):
        refused = browser.post(address, {**sent, "s_total": wrong})
        assert refused.status_code == 422 and "Asteikko on 7–49" in refused.content.decode()
    assert browser.post(address, {**sent, "s_total": ""}).status_code == 422  # nothing at all
    for _n in range(2):  # a double press
        assert browser.post(address, {**sent, "s_total": "30"}).status_code == 302
    page = words(browser.get(f"{base}results/"))
    assert "kohtalainen" in page and "Lähde: Työterveys" in page and "versio 1998" in page and "Katri Ylinen" in page
    with as_actor(cast.a_katri):
        assert InstrumentResult.objects.count() == 1
    again = browser.post(address, {**sent, "s_total": "31", "form_key": str(uuid4())})
    assert again.status_code == 422 and "Tältä päivältä on jo tulos" in again.content.decode()


def test_a_correction_keeps_the_earlier_and_the_second_one_is_told(cast, sign_in, keep, base):
    row = keep("work_ability_index", "1998", scores={"total": 30})
    browser, address = sign_in(cast.katri), f"{base}results/{row.uuid}/correction/"
    sent = {
        "measured_on": dates.d(dates.today()), "mode": "self", "source": "Työterveys", "s_total": "33",
        "reason": "Luettu väärin", "form_key": str(uuid4()),
    }
    assert browser.post(address, {**sent, "reason": " "}).status_code == 422
    for _n in range(2):
        assert browser.post(address, sent).status_code == 302
    late = browser.post(address, {**sent, "s_total": "35", "form_key": str(uuid4())})
    assert late.status_code == 422 and "ehti korjata" in late.content.decode()
    page = words(browser.get(f"{base}results/"))
    assert "Summa 33" in page and "Korjatut tulokset" in page and "korjattu: Luettu väärin" in page
    with as_actor(cast.a_katri):
        assert InstrumentResult.objects.current().get().scores == {"total": 33}
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update assessments_instrumentresult set scores = '{}'")


def test_no_line_over_a_missing_answer_and_a_word_for_a_difference_within_the_error(cast, sign_in, keep, base):
    for days_ago, score in ((300, 30), (200, 36)):
        keep("work_ability_index", "1998", days_ago, scores={"total": score})
    keep(days_ago=300)
    keep(days_ago=200, scores={"inclusion": 50})
    keep(days_ago=100)
    with as_actor(cast.a_katri):
        found = reading.results(cast.case, cast.a_katri, cast.a_katri.field_groups())
    lines = {line.scale.key: line for one in found.measured for line in one.lines}
    assert len(lines["inclusion"].chart.lines) == 2 and lines["inclusion"].gaps == 0
    assert lines["mind"].chart.lines == [] and len(lines["mind"].chart.dots) == 2 and lines["mind"].gaps == 1
    assert lines["total"].change.verdict == "within_error" and lines["total"].chart.band is not None
    page = words(sign_in(cast.katri).get(f"{base}results/"))
    assert "pienempi kuin mittarin oma vaihtelu" in page and "sinä päivänä tähän ei vastattu" in page


def test_each_sees_the_results_the_field_groups_open(cast, sign_in, keep, base):
    keep()
    keep("imba_melba", "Melba", features={"1.01": [3, 4]}, scores={}, source="Valmennus")
    page = words(sign_in(cast.janne).get(f"{base}results/"))
    assert "1.01: ihminen 3, työ 4" in page and "työ vaatii enemmän" in page
    assert "Osallisuus" not in page and "1 tulos, jota et näe" in page
    assert sign_in(cast.janne).get(f"{base}results/new/?which=imba_melba:0").status_code == 403
    assert sign_in(cast.petra).get(f"{base}results/").status_code == 404
    with pytest.raises(Refused):
        keep("whodas", "12 × 1–5", scores={"total": 20}, groups=["basics"])


@pytest.mark.parametrize(("wrong", "where"), [
    ({"edition": "1066"}, "edition"), ({"source": " "}, "source"), ({"scores": {}}, ""), ({"scores": {"x": 1}}, ""),
    ({"scores": {"mind": 101}}, "mind"), ({"measured_on": dates.today() + DAY}, "measured_on"),
])
def test_what_will_not_do_is_told_where(keep, wrong, where):
    with pytest.raises(Refused) as refused:
        keep(**wrong)
    assert refused.value.field == where


def test_an_own_goal_is_followed_by_its_own_words(cast, keep):
    with pytest.raises(Refused) as refused:
        keep("own_goal_scale", "2025", scores={"goal": -1})
    assert refused.value.field == "subject"
    for days_ago, score in ((60, -1), (0, 1)):
        keep("own_goal_scale", "2025", days_ago, scores={"goal": score}, subject="Aamut sujuvat")
    keep("own_goal_scale", "2025", scores={"goal": 0}, subject="Puhelut")
    with as_actor(cast.a_katri):
        found = reading.results(cast.case, cast.a_katri, cast.a_katri.field_groups())
    followed = {one.subject: len(one.lines[0].chart.dots) for one in found.measured}
    assert followed == {"Aamut sujuvat": 2, "Puhelut": 1}


# Dimensions ---------------------------------------------------------------------------------------------------------


@pytest.mark.row("V-08")
def test_two_measurements_give_a_change_for_the_client_and_in_the_group_report(cast, sign_in, ask, base):
    ask(200, employability=3, work_and_functional_ability=5, social_inclusion=6)
    ask(100, viewer="worker", employability=9)
    page = words(sign_in(cast.tuula).get("/my/change/"))
    assert "Alkutilanne: 3 / 10" in page and "nyt" not in page.split("Alkutilanne: 3")[1].split("Sosiaalinen")[0]
    ask(0, employability=6, work_and_functional_ability=5, social_inclusion=4)
    page = words(sign_in(cast.tuula).get("/my/change/"))
    assert "Alussa 3, nyt 6. Parempaan päin." in page
    assert "Alussa 5 ja nyt 5. Ennallaan." in page and "Alussa 6, nyt 4. Kerro tästä auttajallesi." in page
    both = words(sign_in(cast.katri).get(f"{base}situation/"))
    assert "Alussa 3, nyt 6" in both and "Ammattilaisen näkemys 9 / 10" in both
    coach = words(sign_in(cast.janne).get(f"{base}situation/"))
    assert "Työllistymisen edellytykset" in coach and "Työ- ja toimintakyky" not in coach
    manager = sign_in(cast.roles["manager"])
    told = words(manager.get("/figures/change/"))
    assert "Työllistymisen edellytykset luku peitetty luku peitetty luku peitetty" in told
    for number in range(6):
        with as_actor(cast.a_katri):
            case = cases.open_case(
                by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
                naming_due_on=dates.today() + 9 * DAY, new_person={"given_names": f"N{number}", "family_name": "Koe"},
            )
        ask(90, case=case, employability=2)
        ask(1, case=case, employability=5)
    told = words(manager.get("/figures/change/"))
    assert "Työllistymisen edellytykset 7 0 0 liian vähän" in told
    assert sign_in(cast.katri).get("/figures/change/").status_code == 403


def quarter_ago(days: int) -> int:
    """Days back from today to a day that many before the quarter began."""
    today = dates.today()
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return (today - first).days + days


def others(cast, number: int) -> list:
    """More clients of the region."""
    with as_actor(cast.a_katri):
        return [
            cases.open_case(
                by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
                naming_due_on=dates.today() + 9 * DAY, new_person={"given_names": f"M{one}", "family_name": "Koe"},
            )
            for one in range(number)
        ]


@pytest.mark.row("V-104")
def test_first_and_last_results_are_paired_and_one_result_alone_is_left_out_and_told(cast, sign_in, keep):
    """Six clients went up by ten, one stayed, one has one result only. Seen red: the first taken as the newest."""
    for case in others(cast, 6):
        keep(case=case, days_ago=quarter_ago(90), scores={"mind": 40, "body": 50})
        keep(case=case, days_ago=quarter_ago(40), scores={"mind": 10, "body": 50})
        keep(case=case, days_ago=quarter_ago(1), scores={"mind": 50, "body": 50})
        keep(case=case, days_ago=0, scores={"mind": 0, "body": 0})
    for case in others(cast, 1):
        keep(case=case, days_ago=quarter_ago(50), scores={"mind": 100})
    told = words(sign_in(cast.roles["manager"]).get("/figures/change/"))
    assert "Kykyviisari®: Mieli 6 0 0 +10 alle 5" in told
    assert "Kykyviisari®: Keho 0 6 0 0 0" in told


@pytest.mark.row("V-104")
def test_a_mean_of_few_is_told_to_nobody_and_results_only_to_managers_of_the_region(cast, sign_in, keep):
    """Seen red: the mean shown whatever the number."""
    keep(days_ago=quarter_ago(90), scores={"mind": 40})
    keep(days_ago=quarter_ago(1), scores={"mind": 70})
    told = words(sign_in(cast.roles["manager"]).get("/figures/change/"))
    assert "Mieli luku peitetty luku peitetty luku peitetty liian vähän 0" in told
    for username, rows in (("katri", 0), ("muualta-manager", 0), ("rooli-manager", 1)):
        with as_actor(actor_named(username)), connection.cursor() as cursor:
            cursor.execute("select count(*) from assessments_result_changes()")
            assert cursor.fetchone() == (rows,), username


def test_the_counts_are_for_managers_of_the_region(cast, ask):
    ask(200, employability=3)
    ask(0, employability=6)
    for username, rows in (("katri", 0), ("rooli-organisation_admin", 0), ("muualta-manager", 0), ("rooli-manager", 1)):
        with as_actor(actor_named(username)), connection.cursor() as cursor:
            cursor.execute("select count(*) from assessments_situation_changes()")
            assert cursor.fetchone() == (rows,), username


def test_the_questions_are_asked_by_a_form_and_answered_once(cast, sign_in, base):
    browser, address = sign_in(cast.katri), f"{base}situation/new/"
    sent = {"viewer": "client", "asked_on": dates.d(dates.today()), "form_key": str(uuid4())}
    assert browser.post(address, sent).status_code == 422
    for _n in range(2):
        assert browser.post(address, {**sent, "d_employability": "0"}).status_code == 302
    assert "Alkutilanne: 0 / 10" in words(browser.get(f"{base}situation/"))
    again = browser.post(address, {**sent, "d_employability": "4", "form_key": str(uuid4())})
    assert again.status_code == 422 and "Tältä päivältä on jo vastaus" in again.content.decode()
    assert browser.post(address, {**sent, "d_employability": "11", "form_key": str(uuid4())}).status_code == 422


@pytest.mark.parametrize("values", [{}, {"employability": 11}, {"employability": -1}, {"unknown": 3}])
def test_answers_that_cannot_be_are_refused(ask, values):
    with pytest.raises(Refused):
        ask(0, **values)
    assert {one.key for one in codes.code_list("dimensions")} == {
        "employability", "work_and_functional_ability", "social_inclusion"
    }


def test_a_client_sees_only_the_own_change(cast, sign_in, ask):
    ask(0, employability=3)
    assert sign_in(cast.katri).get("/my/change/").status_code == 403
    assert sign_in(None).get("/my/change/").status_code == 302
