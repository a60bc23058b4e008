"""What support cost: unknown is told as unknown, what cannot be split stands apart, few people are hidden.

Guards against: an unknown cost counted as zero, a sum that leaves the unknown out in silence, another region's money.
"""

import io
from datetime import timedelta
from decimal import Decimal

import pikepdf
import pytest
import python_calamine

from rinnalla.cases.models import Closing
from rinnalla.catalogue.prices import actions as prices
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates, halves
from rinnalla.reports import costs
from rinnalla.reports import definitions as definitions_module
from rinnalla.reports.boards.files import paper_data
from rinnalla.reports.definitions import definition
from rinnalla.reports.forms import HalfYear, last_finished
from rinnalla.reports.tests.test_progress import client
from rinnalla.services.models import ServiceEpisode
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
NOW = HalfYear(dates.add_months(dates.today(), -5))  # today is in it, whatever the day of the year


def ended(case, card, days=9, outcome="employment"):
    start = dates.today() - timedelta(days=days)
    named = {"card": card} if card else {"own_name": "Kuntosali"}
    return ServiceEpisode.objects.create(
        case=case, **named, organiser_name="Joku", started_on=start, ended_on=dates.today(), outcome=outcome
    )


@pytest.fixture
def twenty(cast):
    """Twenty rehabilitations: eight before there was a price; six days-priced coachings; five that cannot be split."""
    cards = offer_everything(cast.region, cast.jobs)
    by, start = cast.actor("rooli-manager"), dates.today() - timedelta(days=20)
    with as_actor(by):
        for key, amount, more in (
            ("medical_rehabilitation", "100.10", {"per": "episode"}), ("job_coaching_other", "10.00", {"per": "day"}),
            ("social_rehabilitation", "900.00", {"per": "episode", "allocable": False, "why_not": "Ryhmä"}),
        ):
            prices.set_price(
                card=cards[key], by=by, amount=Decimal(amount), from_on=start, source="Sopimus", **more
            )
    with as_actor(cast.a_katri):
        cases = [client(cast, number) for number in range(20)]
        for number, case in enumerate(cases):
            ended(case, cards["medical_rehabilitation"], days=40 if number < 8 else 9)
            if number >= 14:
                ended(case, cards["job_coaching_other"], outcome="other")
            if number < 5:
                ended(case, cards["social_rehabilitation"], outcome="other")
    return cases


def told(cast, username="rooli-manager"):
    with as_actor(cast.actor(username)):
        return costs.report(cast.region, NOW)


def line(report, heading, name):
    return next(one for title, _what, lines in report.tables if title == heading for one in lines if one.name == name)


@pytest.mark.row("L-20")
def test_unknown_cost_is_told_as_unknown_and_never_as_zero(cast, twenty):
    """Seen red: `coalesce(p.amount, 0)` made the eight without a price known and free."""
    found = told(cast)
    rehabilitation = line(found, "Palveluittain", "Lääkinnällinen kuntoutus")
    assert rehabilitation.known_of == "12/20" and rehabilitation.amount == Decimal("1201.20")
    assert rehabilitation.mean == Decimal("100.10")
    with as_actor(cast.a_katri):
        for case in twenty[:6]:
            ended(case, None)
    assert line(told(cast), "Yhteensä", "Kaikki palvelut").known_of == "18/37"
    unknown = line(told(cast), "Palveluittain", "Muu palvelu, jolla ei ole korttia")
    assert (unknown.number.number, unknown.known_of) == (6, "Ei tiedossa")
    assert unknown.sum_in_words == unknown.mean_in_words == "Ei tiedossa"


@pytest.mark.row("L-20")
def test_days_are_counted_both_ends_and_what_cannot_be_split_stands_apart(cast, twenty):
    found = told(cast)
    coaching = next(one for one in found.tables[1][2] if one.mean == Decimal("100.00"))
    assert coaching.known_of == "6/6" and coaching.amount == Decimal("600.00")  # ten days each
    apart = next(one for one in found.tables[1][2] if one.apart)
    assert (apart.number.number, apart.known, apart.apart, apart.sum_in_words) == (5, 0, 5, "Ei tiedossa")
    assert line(found, "Palvelun tuloksen mukaan", "Työ").known_of == "12/20"


@pytest.mark.row("L-20")
def test_a_closed_case_is_known_when_each_of_its_services_is(cast, twenty):
    with as_actor(cast.a_katri):
        for case in twenty[3:16]:
            Closing.objects.create(case=case, solution_kind="employment", solved="x", stays_open="y")
    work = line(told(cast), "Asiakkuuden ratkaisun mukaan", "Työ")
    assert work.known_of == "8/13"  # 8–15 have a price for everything; 14 and 15 were coached too
    assert work.amount == 8 * Decimal("100.10") + 2 * Decimal("100.00")


def test_few_people_are_hidden_with_their_money_and_nobody_else_gets_any(cast, twenty):
    cards = {one.card.key: one.card for one in _episodes(cast)}
    with as_actor(cast.a_katri):
        for case in twenty[8:11]:
            ended(case, cards["medical_rehabilitation"], outcome="pension")
    few = line(told(cast), "Palvelun tuloksen mukaan", "Eläke")
    assert few.number.kind == "small" and few.amount is None and few.sum_in_words == "Ei näytetä"
    for username in ("katri", "rooli-system_admin", "muualta-manager"):
        assert told(cast, username).empty


@pytest.mark.row("L-20")
def test_a_hidden_sum_cannot_be_had_by_subtracting(cast, twenty):
    """Three coached ones have a known cost among six: their money is the whole less the others. Seen red: the sum of
    the others told beside the whole."""
    with as_actor(cast.a_katri):
        coached = ServiceEpisode.objects.filter(card__key="job_coaching_other")
        early = list(coached.values_list("pk", flat=True)[:3])
        ServiceEpisode.objects.filter(pk__in=early).update(started_on=dates.today() - timedelta(days=40))
    found = told(cast)
    known = [one for one in found.tables[1][2] if one.known]
    assert len(known) == 2 and all(one.amount is None and one.sum_in_words == "Ei näytetä" for one in known)
    outcomes = [one for one in found.tables[2][2] if one.known]
    assert all(one.amount is None for one in outcomes)


def test_the_whole_hides_its_sum_when_just_one_service_has_one(cast):
    """One line with money, hidden with another: the whole would be that line's money."""
    rows = {"a": costs.Row("a", 6, 6, 6, 0, 6, Decimal(60)), "b": costs.Row("b", 3, 3, 0, 0, 0, None)}
    assert costs._money(list(rows.values()), 5) == set() and costs._alone(list(rows.values()), set())


def test_many_services_of_few_people_are_hidden_by_people(cast, twenty):
    """Seen red: five services of one client told as five."""
    with as_actor(cast.a_katri):
        for _time in range(6):
            ended(twenty[0], None)
    own = line(told(cast), "Palveluittain", "Muu palvelu, jolla ei ole korttia")
    assert own.number.kind == "withheld" and own.known is None


def _episodes(cast):
    with as_actor(cast.a_katri):
        return list(ServiceEpisode.objects.filter(card__isnull=False).select_related("card"))


def test_the_page_and_its_file_tell_the_definition(cast, twenty, sign_in, monkeypatch):
    monkeypatch.setattr(halves, "last_finished", lambda: NOW)
    manager = sign_in(cast.roles["manager"])
    asked = f"?half={NOW.key}"
    page = manager.get("/reports/costs/" + asked).content.decode()
    assert "12/20" in page and "Tuntematon kustannus näkyy tuntemattomana" in page and "Koe" not in page
    text = manager.get("/reports/costs/file/" + asked).content.decode("utf-8-sig")
    assert "Tuntematon kustannus näkyy tuntemattomana" in text and ";12/20;" in text
    assert sign_in(cast.katri).get("/reports/costs/").status_code == 403


@pytest.mark.row("T-29")
def test_no_cost_is_told_without_its_assumptions_on_the_page_and_in_each_file(cast, twenty, sign_in):
    half, assumed = last_finished().key, [one.in_language for one in definition("cost").assumptions]
    assert len(assumed) >= 3
    browser = sign_in(cast.roles["manager"])
    page = browser.get(f"/reports/costs/?half={half}").content.decode()
    text = browser.get(f"/reports/costs/file/?half={half}").content.decode("utf-8-sig")
    book = python_calamine.load_workbook(io.BytesIO(browser.get(f"/reports/costs/file/?half={half}&as=xlsx").content))
    sheets = str([book.get_sheet_by_index(place).to_python() for place in range(len(book.sheet_names))])
    with pikepdf.open(io.BytesIO(browser.get(f"/reports/costs/file/?half={half}&as=pdf").content)) as document:
        assert document.Root.MarkInfo.Marked, "a tagged document"
    with as_actor(cast.actor("rooli-manager")):
        paper = paper_data(costs.board(costs.report(cast.region, last_finished()), definition("cost")))
    for one in assumed:
        assert one in page and one in text and one in sheets
        assert f"Oletus: {one}" in paper["notes"], "what the document is made of"


@pytest.mark.row("T-29")
def test_a_cost_that_states_no_assumptions_is_not_shown(cast, sign_in, monkeypatch):
    bare = definition("cost").model_copy(update={"assumptions": ()})
    monkeypatch.setattr(definitions_module, "definitions", lambda: [bare])
    browser = sign_in(cast.roles["manager"])
    for address in ("/reports/costs/", "/reports/costs/file/", "/reports/costs/file/?as=pdf"):
        with pytest.raises(LookupError, match="states no assumptions"):
            browser.get(address)
