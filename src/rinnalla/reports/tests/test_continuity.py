"""Changes of the responsible worker by case and unit; plans made anew because life changed.

Guards against: a term of the same worker counted as a change, another region's cases, a small unit told.
"""

from datetime import timedelta

import pytest
from psycopg.types.range import Range

from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case, ResponsibleTerm
from rinnalla.lib import dates, halves
from rinnalla.plans.models import Plan, PlanVersion
from rinnalla.reports import continuity
from rinnalla.reports.forms import HalfYear
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
NOW = HalfYear(dates.add_months(dates.today(), -5))  # today is in it, whatever the day of the year


def held(cast, number, workers, unit, *, until=None):
    """A case whose responsible workers were these, ten days each; the last one is still there."""
    case = cases.open_case(
        by=cast.a_katri, region=cast.region, holder_unit=unit, arranger=cast.katri, ground="l381_15",
        naming_due_on=dates.today() + timedelta(days=14),
        new_person={"given_names": f"Asiakas {number}", "family_name": "Koe"},
    )
    start = (until or dates.now()) - timedelta(days=10 * len(workers))
    for place, worker in enumerate(workers):
        ends = start + timedelta(days=10) if place < len(workers) - 1 or until else None
        ResponsibleTerm.objects.create(case=case, worker=worker, period=Range(start, ends))
        start = ends
    return case


@pytest.fixture
def many(cast):
    """Here nine without a change (four of them had two terms of one worker), five with one, six with three or more."""
    katri, petra = cast.katri, cast.petra
    with as_actor(cast.a_katri):
        made = [held(cast, n, [katri] if n < 4 else [katri, katri], cast.team) for n in range(8)]
        made += [held(cast, 20 + n, [katri, petra], cast.team) for n in range(5)]
        made += [held(cast, 40 + n, [katri, petra, katri, petra, katri][: 4 + n % 2], cast.jobs) for n in range(6)]
    return made


def told(cast, username="rooli-manager", period=NOW):
    with as_actor(cast.actor(username)):
        return continuity.report(cast.region, period)


def words(rows):
    return {name: [continuity.in_words(one, 5) for one in rest] for name, *rest in rows}


@pytest.mark.row("L-79")
def test_cases_are_counted_by_changes_of_the_responsible_worker_and_by_unit(cast, many):
    """Tuula's case is the ninth without a change. Seen red: every term counted as a change."""
    found = told(cast)
    assert words(found.changes) == {
        "Ei kertaakaan": ["9"], "Kerran": ["5"], "Kaksi kertaa": ["0"], "Kolme kertaa tai useammin": ["6"],
    }
    units = words(found.units)
    assert units["Koivulan hyvinvointialue, Työkykytiimi"] == ["9", "5"]
    assert units["Koivulan työllisyyspalvelut, Työllisyyspalvelut"] == ["0", "6"]


@pytest.mark.row("L-79")
def test_a_small_unit_is_hidden_and_cannot_be_had_from_the_whole(cast, many):
    with as_actor(cast.a_katri):
        for number in range(3):
            held(cast, 90 + number, [cast.katri, cast.petra], cast.intake)
    units = words(told(cast).units)
    assert units["Koivulan hyvinvointialue, Asiakasneuvonta"][1] == "alle 5"
    assert sum(row[1] != "alle 5" and row[1].isdigit() for row in units.values()) <= 1


@pytest.mark.row("L-79")
def test_a_plan_made_anew_because_life_changed_is_counted_by_case(cast, many):
    with as_actor(cast.a_katri):
        for number, case in enumerate(many[:14]):
            review = dates.add_months(NOW.until, 3)
            plan = Plan.objects.create(case=case, made_in="team", review_on=review, made_by=cast.katri)
            causes = ["first", *["circumstances"] * (number // 7), "review"]
            for place, cause in enumerate(causes):
                PlanVersion.objects.create(
                    case=case, plan=plan, number=place + 1, content={}, reason="x", cause=cause, made_by=cast.katri
                )
    assert words(told(cast).revisions)["Ei kertaakaan"] == ["7"] and words(told(cast).revisions)["Kerran"] == ["7"]


def test_other_regions_other_times_and_other_roles_count_nothing(cast, many):
    for username in ("katri", "rooli-system_admin", "muualta-manager"):
        assert told(cast, username).empty
    assert told(cast, period=HalfYear(dates.add_months(dates.today(), -30))).empty
    with as_actor(cast.a_katri):
        gone = held(cast, 99, [cast.katri], cast.team, until=dates.now() - timedelta(days=200))
        assert Case.objects.filter(pk=gone.pk).exists()
    assert words(told(cast).changes)["Ei kertaakaan"] == ["9"]


def test_the_page_and_its_file_tell_the_definitions_and_no_name(cast, many, sign_in, monkeypatch):
    monkeypatch.setattr(halves, "last_finished", lambda: NOW)
    manager = sign_in(cast.roles["manager"])
    asked = f"?half={NOW.key}"
    page = manager.get("/reports/continuity/" + asked).content.decode()
    assert "Luottamus syntyy" in page and "Kolme kertaa tai useammin" in page and "Koe" not in page
    text = manager.get("/reports/continuity/file/" + asked).content.decode("utf-8-sig")
    assert "Luottamus syntyy" in text and "Kerran;5" in text
    assert sign_in(cast.katri).get("/reports/continuity/").status_code == 403
