"""The report of moves: people counted by group in the reader's own region, small groups hidden also by subtraction.

Guards against: another region's people, a worker who counts, a hidden number that a total gives away, a withdrawn move.
"""

from datetime import timedelta

import pytest
from django.db import connection

from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.employment.ladder import actions
from rinnalla.employment.ladder.models import ProgressMove
from rinnalla.lib import dates, halves, hetu
from rinnalla.people.models import Person
from rinnalla.reports import forms, progress
from rinnalla.reports.forms import HalfYear, PeriodForm
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
NOW = HalfYear(dates.add_months(dates.today(), -5))  # today is in it, whatever the day of the year


def client(cast, number, *, born="3.5.1990", language="fi", sex="f", code=True):
    individual = 900 + 2 * number + (sex == "m")
    person = {"given_names": f"Asiakas {number}", "family_name": "Koe"}
    if code:
        person["hetu"] = hetu.invent(dates.parse_date(born), individual)
    case = cases.open_case(
        by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
        naming_due_on=dates.today() + timedelta(days=14), new_person=person,
    )
    Person.objects.filter(pk=case.person_id).update(language=language, municipality=cast.region.municipalities.get())
    return case


def climb(cast, case, *steps):
    before = ""
    for step in steps:
        actions.move(
            case=case, by=cast.a_katri, from_step=before, to_step=step, on=dates.today(), ground="situation_changed"
        )
        before = step


@pytest.fixture
def twenty(cast):
    """Up: eleven women (one moves twice), seven men, two without a code; down: three of the women."""
    with as_actor(cast.a_katri):
        for number in range(20):
            sex = "m" if 11 <= number < 18 else "f"
            case = client(
                cast, number, sex=sex, code=number < 18, born="3.5.1990" if number < 9 else "3.5.1970",
                language="sv" if number < 5 else "fi",
            )
            climb(cast, case, "outside", "work", *(("outside", "in_services") if not number else ()))
            if number in (1, 2):
                actions.move(case=case, by=cast.a_katri, from_step="work", to_step="in_services",
                             on=dates.today(), ground="work_ended")  # fmt: skip


def told(cast, username="rooli-manager", region=None, period=NOW):
    with as_actor(cast.actor(username)):
        return progress.report(region or cast.region, period)


def column(report, name, way):
    group = next(one for one in report.groups if one.name == name)
    return {row[0]: row[1 if way == "up" else 2] for row in group.rows}


@pytest.mark.row("I-07")
def test_people_who_moved_are_counted_by_group_and_small_groups_hide(cast, twenty):
    """Seen red: hidden by `hide_small` alone, the two without a code were told by the total."""
    found = told(cast)
    assert found.people["up"].number == 20 and found.moves["up"] == 21
    assert found.people["down"].kind == "small" and found.moves["down"] is None
    sex = column(found, "Sukupuoli", "up")
    assert sex["Naiset"].number == 11 and sex["Ei tiedossa"].kind == "small"
    assert sex["Miehet"].kind == "large"  # its number and the total would tell the hidden one
    age = column(found, "Ikä", "up")
    assert age["30–39 vuotta"].kind in ("number", "large") and age["Alle 20 vuotta"].number == 0
    language = column(found, "Kieli", "up")
    assert (language["Ruotsi"].number, language["Suomi"].number) == (5, 15)
    assert column(found, "Kunta", "up")["Koivulan alue kunta"].number == 20


@pytest.mark.row("I-07")
def test_a_hidden_group_cannot_be_had_by_subtracting(cast, twenty):
    found = told(cast)
    for group in found.groups:
        for at in (1, 2):
            hidden = [row for row in group.rows if row[at].kind != "number"]
            assert len(hidden) != 1, group.name
            if hidden and found.people["up" if at == 1 else "down"].kind == "number":
                assert any(row[at].kind == "large" for row in hidden) or len(hidden) > 1


def test_withdrawn_moves_first_records_and_other_times_do_not_count(cast):
    with as_actor(cast.a_katri):
        for number in range(6):
            case = client(cast, number)
            climb(cast, case, "outside", "work")
            actions.withdraw(
                move=ProgressMove.objects.filter(case=case).standing().last(), by=cast.a_katri, reason="Väärä"
            )
    assert told(cast).empty
    assert told(cast, period=NOW.before).empty


def test_only_a_manager_of_the_region_gets_counts(cast, twenty):
    for username in ("katri", "rooli-system_admin", "muualta-manager"):
        assert told(cast, username).empty
    assert told(cast, "muualta-manager", cast.other_region).empty
    with as_actor(cast.actor("rooli-manager")), connection.cursor() as cursor:
        assert not Case.objects.exists()
        cursor.execute("select count(*) from employment_progressmove")
        assert cursor.fetchone() == (0,)


@pytest.mark.row("C-08")
def test_the_page_and_its_file_tell_the_definition_and_no_name(cast, twenty, sign_in, monkeypatch):
    manager = sign_in(cast.roles["manager"])
    empty = manager.get("/reports/progress/").content.decode()  # today's moves are in the half that runs
    assert "Tältä ajalta ei ole kirjattu siirtymiä" in empty and "päättyneestä puolivuodesta" in empty
    monkeypatch.setattr(halves, "last_finished", lambda: NOW)
    page = manager.get(f"/reports/progress/?half={NOW.key}").content.decode()
    assert "Asiakas lasketaan kerran kumpaankin suuntaan" in page and "alle 5" in page and "Koe" not in page
    answer = manager.get(f"/reports/progress/file/?half={NOW.key}")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]
    assert "Asiakas lasketaan kerran kumpaankin suuntaan" in text and "Sukupuoli;Naiset;11;" in text
    assert "Siirtymät etenemisen portailla" in manager.get("/reports/").content.decode()
    assert sign_in(cast.katri).get("/reports/progress/").status_code == 403


@pytest.mark.parametrize("asked", [HalfYear.of(dates.today()).key, "1999-1", "2026-3", "", "x"])
def test_a_half_that_is_not_over_or_not_there_is_told(cast, sign_in, asked):
    """The half that runs would tell each new day of the few who came that day."""
    answer = sign_in(cast.roles["manager"]).get("/reports/progress/", {"half": asked})
    assert answer.status_code == 422 and "joka on päättynyt" in answer.content.decode()
    assert PeriodForm({"half": asked}).period == halves.last_finished()


def test_no_two_periods_overlap_so_that_none_can_be_subtracted(cast):
    """Goal A13. Against: quarters chosen from–to, of which two with one beginning tell what is between their ends."""
    halves = forms.finished()
    for later, earlier in zip(halves, halves[1:], strict=False):
        assert earlier.until < later.since and later.since - earlier.until == timedelta(days=1)
    assert len({one.key for one in halves}) == len(halves) == forms.CHOICES
    assert halves[0].until < dates.today() <= HalfYear.of(dates.today()).until
