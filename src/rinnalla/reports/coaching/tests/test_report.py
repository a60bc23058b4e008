"""The results as they are told: people once, kinds apart, small numbers hidden also from whoever subtracts.

Guards against: another region's or a unit's people, a total that gives a hidden number away, a unit's page that tells
of the other unit, time in subsidised work told as paid work.
"""

import pytest
from django.db import connection

from rinnalla.access.acting import acting, system
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.quality.tests.world import manager
from rinnalla.organisations.models import Unit
from rinnalla.reports.coaching import report as reporting
from rinnalla.reports.coaching.report import report
from rinnalla.reports.coaching.tests.world import BEFORE, PERIOD, ago, coached, met, worked
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def told(cast, username="rooli-manager", period=PERIOD, **part):
    with as_actor(cast.actor(username)):
        return report(cast.region, period, **part)


def column(found, key, at=1):
    return {row[0]: row[at] for row in found.tables[key].rows}


@pytest.fixture
def thirty_eight(cast):
    """The published clients: 38 coached, 15 of them by quality criteria; nine found work, five of them of the fifteen.
    One of the nine began two jobs; one more had subsidised work only."""
    rows = [coached(cast, n, type="quality_criteria" if n < 15 else "traditional") for n in range(38)]
    for n in (0, 1, 2, 3, 4, 20, 21, 22, 23):
        worked(cast, rows[n], 60)
    worked(cast, rows[0], 20)
    worked(cast, rows[30], 60, kind="subsidised")
    return rows


@pytest.mark.row("F-02", "F-03", "F-04", "T-52")
def test_the_published_figures_come_out_when_the_limit_lets_them(cast, thirty_eight, monkeypatch):
    """38 clients, 9 found work, 15 by quality criteria, 5 of them found work: 9/38 = 23,7 % and 5/15 = 33,3 %."""
    limits = {"small_number": 3, "share_denominator": 10}
    kept = reporting.deadline
    monkeypatch.setattr(reporting, "deadline", lambda region, key: limits.get(key) or kept(region, key))
    found = told(cast)
    assert (found.ran.number, found.found.number) == (38, 9)
    by_type, work = column(found, "type"), column(found, "type", 2)
    assert by_type["Laatukriteereihin perustuva"].number == 15 and work["Laatukriteereihin perustuva"].number == 5
    assert round(100 * found.found.number / found.ran.number, 1) == 23.7
    criteria = "Laatukriteereihin perustuva"
    assert round(100 * work[criteria].number / by_type[criteria].number, 1) == 33.3
    states = column(found, "states")
    assert states["Muussa työssä"].kind == "small"  # the one in subsidised work, who is in no count of paid work
    assert states["Palkkatyössä avoimilla työmarkkinoilla"].kind == "large"  # hidden beside that one


@pytest.mark.row("F-02", "F-04")
def test_nine_and_five_are_not_published_together_by_default(cast, thirty_eight):
    """Publishing 9 and 5 tells of the four others. Against: hidden by `hide_small` alone, 9 − 5 told them."""
    found = told(cast)
    assert found.found.number == 9
    work = column(found, "type", 2)
    assert work["Perinteinen"].kind == "small" and work["Laatukriteereihin perustuva"].kind == "large"
    assert "Tuettu palkkatyö" in column(found, "kinds") and column(found, "kinds")["Tuettu palkkatyö"].kind == "small"


@pytest.mark.row("L-64", "L-65", "L-04")
def test_people_are_told_by_type_payer_group_and_first_groups_are_named(cast):
    groups = ["employment_services"] * 6 + ["disability_services"] * 6
    rows = [
        coached(cast, n, payer="kela" if n < 6 else "social_services", client_group=group, began=120 if n < 6 else 300)
        for n, group in enumerate(groups)
    ]
    for row in rows[:6]:
        worked(cast, row, 30)
    found = told(cast)
    assert column(found, "payer")["Kela"].number == 6 and column(found, "payer", 2)["Kela"].number == 6
    assert column(found, "payer", 2)["Sosiaalipalvelut"].number == 0
    assert column(found, "group")["Työllisyyspalvelujen asiakkaat"].number == 6
    assert found.new_groups == [("Työllisyyspalvelujen asiakkaat", "Laatukriteereihin perustuva")]
    assert told(cast, period=BEFORE).new_groups == [("Vammaispalvelujen asiakkaat", "Laatukriteereihin perustuva")]


@pytest.mark.row("L-18")
def test_matching_jobs_are_a_share_by_the_client_and_another_by_the_coach(cast):
    rows = [coached(cast, n) for n in range(12)]
    for n, row in enumerate(rows):
        worked(cast, row, 30, matches_client=n < 6, matches_coach=n < 7)
    found = told(cast)
    assert (found.by_client.percent, found.by_coach.percent) == (50, 58)
    assert found.by_client.people == 10 and found.by_client.low < 50 < found.by_client.high


@pytest.mark.row("T-56", "T-58")
def test_contacts_are_counted_by_party_and_place_and_under_half_at_work_is_warned_of(cast):
    """Against: contacts before work began in the share."""
    rows = [coached(cast, n) for n in range(6)]
    for row in rows:
        worked(cast, row, 60)
        met(cast, row, 90, "client", place="office")  # before work: in no share
        for days in (50, 40):
            met(cast, row, days, "client", "employer")
        for days in (30, 20, 10):
            met(cast, row, days, "client", place="office")
    met(cast, rows[0], 5, "work_community")
    found = told(cast)
    assert column(found, "parties")["Asiakas"].number == 36 and column(found, "parties")["Työnantaja"].number == 12
    assert column(found, "parties")["Työyhteisö"].kind == "withheld"  # one client's
    assert column(found, "places")["Toimisto"].number == 24 and column(found, "places")["Työpaikka"].number == 13
    assert found.at_work.percent == 42 and found.off_work and found.aim == 50


def test_endings_are_people_and_who_stopped_early_without_work_dropped_out(cast):
    rows = [coached(cast, n, began=200) for n in range(12)]
    with as_actor(cast.a_katri):
        for row in rows[:6]:
            CoachingEpisode.objects.filter(pk=row.pk).update(
                stopped_at=f"{ago(100)}T12:00+00:00", stopped_by=cast.katri, talk="offered"
            )
    found = told(cast)
    assert column(found, "endings")["Asiakas lopetti, syytä ei kysytä"].number == 6
    assert found.dropped.percent == 50
    assert column(found, "states")["Valmennuksessa, ei vielä työssä"].number == 6


def test_only_a_manager_of_the_region_and_a_coach_of_the_unit_get_rows(cast, thirty_eight):
    for username in ("katri", "rooli-system_admin", "rooli-coordinator", "muualta-manager", "muualta-job_coach"):
        assert told(cast, username).empty, username
    with as_actor(cast.actor("muualta-manager")):
        assert report(cast.other_region, PERIOD).empty
    assert told(cast, "rooli-job_coach").empty  # a coach, but of another unit
    assert told(cast, "janne", unit=cast.coaching).ran.number == 38
    with as_actor(cast.actor("rooli-manager")), connection.cursor() as cursor:
        cursor.execute("select count(*) from employment_coachingepisode")
        assert cursor.fetchone() == (0,)


def test_a_units_page_tells_nothing_of_the_other_unit(cast, thirty_eight):
    """Region less one unit is the other unit. Against: the unit's table hidden against itself alone."""
    with acting(system("cast")):
        other = Unit.objects.create(organisation=cast.coaching.organisation, key="toinen", names={"fi": "Toinen"})
    with as_actor(cast.a_katri):
        CoachingEpisode.objects.filter(pk__in=[one.pk for one in thirty_eight[:2]]).update(unit=other)
    mine = manager(cast)
    with as_actor(mine):
        whole, part = report(cast.region, PERIOD), report(cast.region, PERIOD, cast.coaching)
    assert whole.ran.number == 38 and part.ran.kind == "withheld" and part.tables["states"].hidden
    with as_actor(cast.a_janne):  # a coach has no region to subtract from
        assert report(cast.region, PERIOD, cast.coaching).ran.number == 36


def test_the_next_period_begins_where_this_one_ends_and_later_days_are_not_in_it(cast):
    """Against: an end that came after the period told as an end in it."""
    rows = [coached(cast, n) for n in range(5)]
    with as_actor(cast.a_katri):
        for row in rows:
            CoachingEpisode.objects.filter(pk=row.pk).update(ended_on=ago(-1), outcome="employment")
    assert column(told(cast), "states")["Valmennuksessa, ei vielä työssä"].number == 5
    assert told(cast, period=BEFORE).empty


@pytest.mark.row("L-07")
def test_every_group_may_be_coached_and_none_is_asked_for(cast):
    from rinnalla.servicemodels.codes import code_list

    for number, group in enumerate([*code_list("client_groups"), None]):
        row = coached(cast, number, **({"client_group": group.key} if group else {}))
        assert row.state == "open" and row.client_group == (group.key if group else "")
