"""The report of clients' feedback: means to one decimal, reply rates, small numbers hidden also by subtraction.

Guards against: another region's answers, a mean of one who answers often, a hidden service had from the whole.
"""

from collections import Counter

import pytest
from django.utils import translation

from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.feedback import actions
from rinnalla.feedback.tests.told import answers, client, served
from rinnalla.lib import dates
from rinnalla.reports import feedback
from rinnalla.reports.definitions import definition
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.showing import mean_in_words
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
NOW = HalfYear(dates.add_months(dates.today(), -5))  # today is in it, whatever the day of the year
SATISFIED = [9, 8, 9, 9, 8, 9, 8, 9, 9, 8]  # 8.6
EASY = {"work_ability_assessment": [5, 5, 4, 5, 5], "working_age_health_check": [2, 2]}


def told(cast, username="rooli-manager", region=None, period=NOW):
    with as_actor(cast.actor(username)):
        return feedback.report(region or cast.region, period)


def line(report, name):
    return next(one for one in report.items if one.name == name)


def ask(cast, case, moment, **more):
    with as_actor(cast.a_katri):
        return actions.ask(case=case, moment=moment, by=cast.a_katri, **more)


@pytest.fixture
def twelve(cast):
    """Twelve clients asked at the end; ten answer, half of them by name, and five surprised for the better."""
    found = [client(cast, number) for number in range(12)]
    for number, (case, actor) in enumerate(found):
        request = ask(cast, case, "end")
        if number < len(SATISFIED):
            marks = {"satisfaction": SATISFIED[number], "expectation": 5 if number < 5 else 3, "listened": 4,
                     "experience": 5, "smoothness": 3}  # fmt: skip
            answers(actor, request, marks=marks, by_name=number % 2 == 0)
    return found


@pytest.mark.row("V-100")
def test_satisfaction_is_told_to_one_decimal_with_answers_and_reply_rate(cast, twelve, sign_in):
    """The published figure: 8,6. Guards against: named answers left out of `feedback_marks`; a decimal point."""
    report = told(cast)
    satisfied = line(report, "Tyytyväisyys")
    assert (satisfied.mean, satisfied.answers.number, satisfied.highest) == ("8,6", 10, 10)
    assert report.whole.asked.number == 12 and report.whole.answered.kind == "number" and report.whole.percent == 83
    rows = list(feedback.rows(report))
    assert ["Tyytyväisyys", "8,6", "1–10", "10"] in rows
    with translation.override("en"):
        assert line(told(cast), "Satisfaction").mean == "8.6"
    page = sign_in(cast.everybody["rooli-manager"]).get("/reports/feedback/").content.decode()
    assert "Asiakkaiden palaute" in page


@pytest.mark.row("I-31")
def test_the_metric_is_mean_count_reply_rate_and_free_text_on_the_page_and_in_the_file(cast, twelve, sign_in):
    case, actor = client(cast, 12)
    answers(actor, ask(cast, case, "end"), marks={}, words="Minua kuunneltiin.", publish=True)
    browser = sign_in(cast.everybody["rooli-manager"])
    page = browser.get("/reports/feedback/", {"half": NOW.key}).content.decode()
    report = told(cast)
    assert line(report, "Tyytyväisyys").mean == "8,6" and report.whole.percent == 85  # 11 of 13 asked
    assert [one.words for one in report.quotes] == ["Minua kuunneltiin."]
    lines = [cell for row in feedback.rows(report) for cell in row]
    assert {"8,6", "10", "85"} <= set(lines) and definition("client_feedback").names.in_language in page


@pytest.mark.row("L-57")
def test_the_reply_rate_is_told_by_point(cast, twelve):
    for case, _actor in twelve[:6]:
        ask(cast, case, "start")
    report = told(cast)
    replies = {one.name: one for one in report.replies}
    assert (replies["Lopussa"].asked.number, replies["Lopussa"].percent) == (12, 83)
    assert (replies["Alussa"].asked.number, replies["Alussa"].percent) == (6, 0)
    assert replies["Matkan varrella"].asked.number == 0 and replies["Matkan varrella"].percent is None


@pytest.mark.row("E-69")
def test_the_share_above_expectation_is_told(cast, twelve):
    """Guards against: `above` at 3 (all counted)."""
    assert told(cast).above == 50


@pytest.mark.row("I-11")
def test_experience_smoothness_and_being_listened_to_are_told_with_their_numbers(cast, twelve):
    report = told(cast)
    told_of = {one.name: (one.mean, one.answers.number) for one in report.items}
    assert told_of["Kokemus tuesta"] == ("5,0", 10) and told_of["Sujuvuus"] == ("3,0", 10)
    assert told_of["Minua kuunneltiin"] == ("4,0", 10)


@pytest.mark.row("E-12")
def test_how_easy_a_service_is_to_take_part_in_is_told_by_service(cast, twelve):
    """The one with two answers is hidden, and what else was said of no service hides it from who subtracts.

    Guards against: `hide_small` in place of `protect` (the two were had from the whole).
    """
    cards = offer_everything(cast.region, cast.jobs)
    at = iter(twelve)
    for key, marks in EASY.items():
        for mark in marks:
            case, actor = next(at)
            episode = served(cast, case, cards[key], dates.today())
            answers(actor, ask(cast, case, "service_end", episode=episode), marks={"easy_to_take_part": mark})
    report = told(cast)
    found = {one.name: one for one in report.services}
    assert len(found) == 2
    assert found[cards["working_age_health_check"].name].mean == ""
    # Told with the whole, it would tell the two.
    assert found[cards["work_ability_assessment"].name].answers.kind in ("large", "withheld")


@pytest.mark.row("E-12")
def test_the_mean_is_told_by_service_when_enough_have_answered_of_each(cast, twelve):
    """Guards against: one mean for all services."""
    cards = offer_everything(cast.region, cast.jobs)
    at = iter(twelve)
    for key, marks in {"work_ability_assessment": [5, 5, 4, 5, 5], "working_age_health_check": [2, 2, 3, 1, 2]}.items():
        for mark in marks:
            case, actor = next(at)
            episode = served(cast, case, cards[key], dates.today())
            answers(actor, ask(cast, case, "service_end", episode=episode), marks={"easy_to_take_part": mark})
    found = {one.name: (one.mean, one.answers.number) for one in told(cast).services}
    assert found == {
        cards["work_ability_assessment"].name: ("4,8", 5), cards["working_age_health_check"].name: ("2,0", 5),
    }


def test_one_who_answers_often_is_not_told_alone(cast):
    """Guards against: people left out of `_weight` (six answers of two people gave a mean)."""
    for number in range(2):
        case, actor = client(cast, number)
        for _time in range(3):
            with as_actor(actor):
                actions.answer_any_time(case=case, by=actor, marks={"satisfaction": 2})
    report = told(cast)
    assert line(report, "Tyytyväisyys").mean == "" and line(report, "Tyytyväisyys").answers.kind == "small"


def test_words_without_leave_are_read_only_among_many(cast):
    """Guards against: the number of people not asked in `feedback_words`."""
    case, actor = client(cast, 0)
    answers(actor, ask(cast, case, "mid"), marks={}, words="Vain meille")
    with as_actor(actor):
        actions.answer_any_time(case=case, by=actor, marks={}, words="Saa kertoa", publish=True)
    assert [one.words for one in told(cast).quotes] == ["Saa kertoa"]
    for number in range(1, 5):
        case, actor = client(cast, number)
        answers(actor, ask(cast, case, "mid"), marks={"satisfaction": 9})
    assert [(one.words, one.publish) for one in told(cast).quotes] == [("Saa kertoa", True), ("Vain meille", False)]


def test_only_a_manager_of_the_region_gets_feedback(cast, twelve):
    for username in ("katri", "rooli-system_admin", "muualta-manager"):
        assert told(cast, username).empty
    assert told(cast, period=NOW.before).empty


def test_a_mean_is_rounded_half_up_in_the_readers_language():
    assert (mean_in_words(86, 10), mean_in_words(17, 20), mean_in_words(43, 5)) == ("8,6", "0,9", "8,6")
    counts = Counter({9: 6, 8: 4})
    assert mean_in_words(sum(mark * n for mark, n in counts.items()), 10) == "8,6"
