"""The page and the file: for the leader of the region, with definitions, of the reader's own region alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from psycopg.types.range import Range

from rinnalla.access.acting import acting, system
from rinnalla.access.models import Membership
from rinnalla.assessments.results.actions import Result, note_result
from rinnalla.cases.actions import open_case
from rinnalla.cases.models import Case, ResponsibleTerm
from rinnalla.lib import dates
from rinnalla.reports.forms import last_finished
from rinnalla.reports.indicators import counting
from rinnalla.reports.indicators.sums import of_half
from rinnalla.reports.indicators.telling import READERS
from rinnalla.reports.models import CaseFact, Rollup
from rinnalla.servicemodels.codes import common
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(cast):
    """24 cases opened on the first day of the last half-year, 18 of them with a responsible worker since."""
    half = last_finished()
    since = dates.start_of_day(half.since)
    with as_actor(cast.a_katri):
        for number in range(24):
            case = open_case(
                by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
                naming_due_on=dates.today() + timedelta(days=14),
                new_person={"given_names": f"Asiakas {number}", "family_name": "Koe"},
            )
            Case.objects.filter(pk=case.pk).update(made_at=since)
            if number < 18:
                ResponsibleTerm.objects.create(case=case, worker=cast.katri, period=Range(since, None))
    assert counting.count_all() == 0
    return half


def leader(sign_in):
    return sign_in(Membership.objects.get(user__username="rooli-manager").user)


@pytest.mark.row("I-29", "I-20")
def test_the_leader_sees_the_own_regions_numbers_each_with_its_definition(cast, counted, sign_in):
    page = leader(sign_in).get(reverse("reports:indicators")).content.decode()
    assert "<b>24</b> asiakkuutta" in page and "<b>75 %</b>" in page
    assert page.count("Mitä luku tarkoittaa?") == len(READERS)


def test_the_database_gives_another_region_and_a_worker_nothing(cast, counted):
    """Seen red: the region of the reader's own membership left out of the function."""
    for username, seen in (("rooli-manager", 24), ("muualta-manager", 0), ("katri", 0)):
        with as_actor(cast.actor(username)):
            assert of_half(cast.region, counted).count("opened") == seen, username
            assert not Rollup.objects.exists() and not CaseFact.objects.exists(), username


def test_the_file_holds_the_numbers_and_every_definition(cast, counted, sign_in):
    text = leader(sign_in).get(reverse("reports:indicators_file")).content.decode()
    assert "Aloitti polun;;24 asiakkuutta" in text and "Asiakasvastaava on nimetty;;75 %" in text


def test_without_numbers_the_page_says_how_they_come(cast, sign_in):
    page = leader(sign_in).get(reverse("reports:indicators")).content.decode()
    assert "Luvut kertyvät itsestään" in page


def test_the_minute_counts_everything_when_the_half_year_is_new(cast):
    assert counting.count_changed() == 0
    assert counting.count_changed() == 0
    with acting(system("reports")):
        assert not Rollup.objects.exists(), "not even a job reads the rows"


@pytest.fixture
def kykyviisari(cast, counted):
    """The clients of `counted` have answered Kykyviisari: each twice and more in the half-year, three only once. From
    first to last all go up but one, who goes down in the first dimension; an answer in between dips for all."""
    edition = next(one for one in common().instruments if one.key == "kykyviisari").editions[-1]
    with as_actor(cast.a_katri):
        for number, case in enumerate(Case.objects.filter(person__family_name="Koe").order_by("pk")):
            for days, share in ((10, 0.4), (40, 0.0), (90, 0.7))[: 3 if number > 2 else 1]:
                scores = {one.key: _part(one, share) for one in edition.scales}
                if number == 3 and days == 90:
                    scores[edition.scales[0].key] = edition.scales[0].lowest
                note_result(
                    case=case, by=cast.a_katri, groups=cast.a_katri.field_groups(),
                    result=Result(
                        "kykyviisari", edition.version, measured_on=counted.since + timedelta(days=days), mode="self",
                        source="Kykyviisari.fi", scores=scores,
                    ),
                )
    counting.count_all()
    return edition.scales


def _part(scale, share):
    return scale.lowest + round((scale.highest - scale.lowest) * share / scale.step) * scale.step


@pytest.mark.row("F-06", "V-104")
def test_kykyviisari_goes_up_in_every_measured_dimension_from_first_to_last(cast, counted, kykyviisari, sign_in):
    """The mean of last less first is over nought in each of them, and the page says so of every one.

    Seen red: the difference taken the other way round.
    """
    with as_actor(cast.actor("rooli-manager")):
        changes = of_half(cast.region, counted).changes("score_change")
    assert set(changes) == {f"kykyviisari/{one.key}" for one in kykyviisari} and len(kykyviisari) > 1
    assert all(one.n == 21 and one.mean > 0 for one in changes.values())
    for one in kykyviisari[1:]:
        assert changes[f"kykyviisari/{one.key}"].mean == _part(one, 0.7) - _part(one, 0.4)
    page = leader(sign_in).get(reverse("reports:indicators")).content.decode()
    assert f"<b>{len(kykyviisari)}/{len(kykyviisari)} nousi</b>" in page
